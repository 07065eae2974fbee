/**
 * Checks of items and of how they are made: lead times, cost, mass, routings.
 */
import type { ModelData } from '../model.ts';
import { checkDurations, checkNumber, type Report } from './cells.ts';

/** Ten years, as for durations in days. */
const LONGEST_MINUTES = 3660 * 1440;

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
      const at = ['routings', index, 'operations', number];
      checkNumber(operation.costPerHour, [...at, 'costPerHour'], report);
      for (const field of ['setupMinutes', 'minutesPerUnit'] as const) {
        const minutes = checkNumber(operation[field], [...at, field], report);
        if (minutes === undefined || minutes.lessThanOrEqualTo(LONGEST_MINUTES)) continue;
        const message = `it is ${operation[field]}; give at most ${LONGEST_MINUTES} minutes`;
        report('INVALID_VALUE', [...at, field], message);
      }
    }),
  );
}
