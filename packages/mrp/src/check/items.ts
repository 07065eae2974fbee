/**
 * Checks of items and of how they are made: lead times, cost, mass, routings.
 */
import type { ModelData } from '../model.ts';
import { checkDurations, checkNumber, type Report } from './cells.ts';

/** Faults of the items' own figures. */
export function checkItems({ items }: ModelData, report: Report): void {
  items.forEach((row, index) => {
    const at = ['items', index] as const;
    checkDurations(row, ['leadTimeDays'], at, report);
    for (const field of ['cost', 'mass'] as const) {
      if (row[field] !== undefined) checkNumber(row[field], [...at, field], report);
    }
  });
}

/** Faults of the times and costs of operations. */
export function checkRoutings({ routings }: ModelData, report: Report): void {
  routings.forEach((row, index) =>
    row.operations.forEach((operation, number) => {
      for (const field of ['setupMinutes', 'minutesPerUnit', 'costPerHour'] as const) {
        checkNumber(operation[field], ['routings', index, 'operations', number, field], report);
      }
    }),
  );
}
