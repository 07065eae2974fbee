/**
 * The days of an order, counted again on the calendars that the explanation shows.
 */
import { addRatios, assert, multiplyRatios, ratio, roundRatio } from '@kontor/kernel';
import type { DateStep, MakingFigures } from './date-step.ts';
import type { OrderExplanation } from './explanation.ts';
import { dividedUp } from './steps-of.ts';
import { countDays, daysOfMinutes, lastWorkingDay } from './working-week.ts';

/** Due day and release of so many steps. */
export function recomputeDates(
  { dates, decimals }: OrderExplanation,
  quantity: bigint,
): { readonly due: string; readonly release: string } {
  const walk = (from: string, steps: readonly DateStep[], direction: -1 | 1): string =>
    steps.reduce((on, step) => walkStep(on, step, direction, quantity, decimals), from);
  const due = walk(dates.need, dates.toDue, -1);
  const release = walk(due, dates.toRelease, -1);
  const { earliest, onward = [] } = dates;
  if (earliest === undefined || release >= earliest.day) return { due, release };
  return { due: walk(earliest.day, onward, 1), release: earliest.day };
}

function walkStep(
  from: string,
  { rule, days, week, to, making, leadTime }: DateStep,
  direction: -1 | 1,
  quantity: bigint,
  decimals: number,
): string {
  switch (rule) {
    case 'workingDay':
      return lastWorkingDay(week, from);
    case 'planningFence':
      return from < to ? to : from;
    case 'making':
      assert(making !== undefined, 'making takes minutes');
      return countDays(week, from, makingDays(making, quantity, decimals, week), direction);
    case 'leadTime':
      assert(leadTime !== undefined, 'a lead time is somebody’s');
      return countDays(week, from, leadTime.days + leadTime.preparationDays, direction);
    default:
      return countDays(week, from, days, direction);
  }
}

/** Working days of making so many good steps. */
function makingDays(
  { setupMinutes, minutesPerUnit, yield: good = '1' }: MakingFigures,
  quantity: bigint,
  decimals: number,
  week: DateStep['week'],
): number {
  const { numerator, denominator } = ratio(good);
  const started = dividedUp(quantity * denominator, numerator);
  const units = ratio({ numerator: started, denominator: 10n ** BigInt(decimals) });
  const run = multiplyRatios(ratio(minutesPerUnit), units);
  const minutes = roundRatio(addRatios(ratio(setupMinutes), run), 'up');
  return daysOfMinutes(week, Number(minutes));
}
