/**
 * Days of cover: for how long the stock of a day lasts, if nothing more comes in.
 *
 * The days until later demand, summed, is more than the stock. Future supply is not counted: cover
 * says when the next receipt must be there, not whether one is on its way.
 *
 * Method: running sums of the demand by day; each question is two searches by halving.
 *
 * @source frePPLe, "period of cover"
 */
import type { Day } from '@kontor/kernel';
import { firstWhere } from './first-where.ts';
import { checkSigned, checkWhole, totalSteps } from './given-figures.ts';

/** Cover that no known demand ends reads so, and so does any cover that is longer. */
export const DAYS_OF_COVER_MAX = 999;

/** Stock at the end of a day. */
export interface CoverPoint {
  readonly day: Day;
  /** After the day's own receipts and demand, in whole steps. */
  readonly onHand: number;
  /** Demand due by that day and still open, in whole steps; else 0. */
  readonly overdue?: number | undefined;
}

/** The demand of one item and the days that are asked about. */
export interface CoverInput {
  /** In any order; quantities in whole steps. */
  readonly demands: readonly { readonly day: Day; readonly quantity: number }[];
  readonly points: readonly CoverPoint[];
}

/**
 * The days of cover at each point: demand on the point's own day is behind it.
 *
 * 0 while demand is overdue or stock below 0; 999 when the stock outlasts all demand.
 *
 * @throws MrpError MRP_BAD_FIGURE — days or quantities that are not whole, or sums beyond 2^53
 * @example
 * const demands = [{ day: 10, quantity: 5 }, { day: 20, quantity: 5 }];
 * daysOfCover({ demands, points: [{ day: 1, onHand: 5 }, { day: 10, onHand: 5 }] }) // => [19, 999]
 */
export function daysOfCover({ demands, points }: CoverInput): number[] {
  demands.forEach(({ day }, index) => checkSigned(day, `demands.${index}.day`));
  const quantities = demands.map(({ quantity }) => quantity);
  totalSteps(quantities, (index) => `demands.${index}.quantity`);
  const byDay = demands.toSorted((one, other) => one.day - other.day);
  let sum = 0;
  const needed = [0, ...byDay.map(({ quantity }) => (sum += quantity))];
  return points.map((point, index) => {
    checkPoint(point, index);
    if (point.onHand < 0 || (point.overdue ?? 0) > 0) return 0;
    const later = firstWhere(byDay.length, (at) => byDay[at]!.day > point.day);
    const end = firstWhere(byDay.length, (at) => needed[at + 1]! - needed[later]! > point.onHand);
    if (end === byDay.length) return DAYS_OF_COVER_MAX;
    return Math.min(DAYS_OF_COVER_MAX, byDay[end]!.day - point.day);
  });
}

function checkPoint({ day, onHand, overdue = 0 }: CoverPoint, index: number): void {
  checkSigned(day, `points.${index}.day`);
  checkSigned(onHand, `points.${index}.onHand`);
  checkWhole(overdue, `points.${index}.overdue`);
}
