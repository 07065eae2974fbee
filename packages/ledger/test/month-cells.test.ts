/**
 * The months of rows in their common table.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import {
  addMonth,
  findClosing,
  findMonth,
  forEachMonth,
  openMonths,
  setClosing,
} from '../src/month-cells.ts';

describe('the list of months of a row', () => {
  const steps = fc.array(
    fc.record({ row: fc.nat({ max: 2 }), month: fc.nat({ max: 9 }), isClosing: fc.boolean() }),
    { maxLength: 60 },
  );

  test.prop([steps], { numRuns: 300 })('property: is a map of months, the latest first', (all) => {
    const table = openMonths();
    const rows = [0, 1, 2].map(() => ({
      row: { latestMonth: -1, latestPlace: -1 },
      twin: new Map<number, { cells: number; closing: number }>(),
    }));
    all.forEach(({ row: number, month, isClosing }, at) => {
      const { row, twin } = rows[number]!;
      if (!twin.has(month)) {
        addMonth(table, row, month, at);
        twin.set(month, { cells: at, closing: -1 });
      }
      if (isClosing) {
        setClosing(table, row, month, at);
        twin.get(month)!.closing = at;
      }
    });
    for (const { row, twin } of rows) {
      const visited: [number, { cells: number; closing: number }][] = [];
      forEachMonth(table, row, (month, cells, closing) =>
        visited.push([month, { cells, closing }]),
      );
      expect(visited).toEqual([...twin].toSorted(([a], [b]) => b - a));
      for (let month = 0; month < 10; month++) {
        const { cells, closing } = twin.get(month) ?? { cells: -1, closing: -1 };
        const found = [findMonth(table, row, month), findClosing(table, row, month)];
        expect(found).toEqual([cells, closing]);
      }
    }
  });
});
