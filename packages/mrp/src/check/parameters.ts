/**
 * Checks of how items are planned at their sites: quantities, and durations that cannot be less
 * than nothing. Durations in calendar days, and what is one of a few words, were checked by the
 * schemas.
 */
import type { ItemUnits } from '../item-units.ts';
import type { ModelData } from '../model.ts';
import { checkAmount, checkDay, checkDurations, type Report } from './cells.ts';

const DURATIONS = [
  'safetyTimeDays',
  'receivingDays',
  'planningTimeFenceDays',
  'releaseTimeFenceDays',
  'demandTimeFenceDays',
] as const;

/** Faults of the parameters. */
export function checkParameters({ parameters }: ModelData, units: ItemUnits, report: Report): void {
  parameters.forEach((row, index) => {
    const at = ['parameters', index] as const;
    checkDurations(row, DURATIONS, at, report);
    if (!units.knows(row.item)) return;
    const amount = (text: string, path: readonly (string | number)[]): number | undefined =>
      checkAmount(units, row.item, text, undefined, path, report);
    if (typeof row.safetyStock === 'string') amount(row.safetyStock, [...at, 'safetyStock']);
    else {
      row.safetyStock.forEach((step, number) => {
        checkDay(step.from, [...at, 'safetyStock', number, 'from'], report);
        amount(step.quantity, [...at, 'safetyStock', number, 'quantity']);
      });
    }
    for (const field of ['reorderMin', 'reorderMax', 'quantityTolerance'] as const) {
      if (row[field] !== undefined) amount(row[field], [...at, field]);
    }
  });
}
