/**
 * The months of rows in their common table.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { MonthCells, openMonths } from '../src/month-cells.ts';

describe('MonthCells', () => {
  const steps = fc.array(
    fc.record({ row: fc.nat({ max: 2 }), month: fc.nat({ max: 9 }), isClosing: fc.boolean() }),
    { maxLength: 60 },
  );

  test.prop([steps], { numRuns: 300 })(
    'property: are a map of months for each row, the latest first',
    (all) => {
      const table = openMonths();
      const rows = [0, 1, 2].map(() => ({
        months: new MonthCells(table),
        twin: new Map<number, { cells: number; closing: number }>(),
      }));
      all.forEach(({ row, month, isClosing }, at) => {
        const { months, twin } = rows[row]!;
        if (!twin.has(month)) {
          months.add(month, at);
          twin.set(month, { cells: at, closing: -1 });
        }
        if (isClosing) {
          months.setClosing(month, at);
          twin.get(month)!.closing = at;
        }
      });
      for (const { months, twin } of rows) {
        const visited: [number, { cells: number; closing: number }][] = [];
        months.forEach((month, cells, closing) => visited.push([month, { cells, closing }]));
        expect(visited).toEqual([...twin].toSorted(([a], [b]) => b - a));
        for (let month = 0; month < 10; month++) {
          const { cells, closing } = twin.get(month) ?? { cells: -1, closing: -1 };
          expect([months.find(month), months.findClosing(month)]).toEqual([cells, closing]);
        }
      }
    },
  );
});
