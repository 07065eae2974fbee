/**
 * Two facts of different grain in one answer.
 */
import { describe, expect, test } from 'vitest';
import { cubeOf, drillAcross, levels, OlapError, sum } from '@kontor/olap';

const sales = cubeOf<{ product: string; customer: string; units: number }>()({
  dimensions: {
    product: levels({ name: (row) => row.product }),
    customer: levels({ name: (row) => row.customer }),
  },
  measures: { units: sum((row) => row.units) },
});
sales.add([
  { product: 'Bread', customer: 'Ada', units: 2 },
  { product: 'Bread', customer: 'Bo', units: 3 },
  { product: 'Eggs', customer: 'Ada', units: 1 },
]);

const stock = cubeOf<{ product: string; warehouse: string; shipped: number }>()({
  dimensions: {
    product: levels({ name: (row) => row.product }),
    warehouse: levels({ name: (row) => row.warehouse }),
  },
  measures: { shipped: sum((row) => row.shipped) },
});
stock.add([
  { product: 'Bread', warehouse: 'W1', shipped: 10 },
  { product: 'Salt', warehouse: 'W1', shipped: 4 },
]);

const measures = ['sales.units', 'stock.shipped'];

/** The rows of an answer: members, then values. */
function linesOf(request: Parameters<typeof drillAcross>[1]): string[] {
  const cells = drillAcross({ sales, stock }, request);
  return cells.rows.map((row) =>
    [...cells.levels, ...cells.measures]
      .map((name) => (row.rolledUp.includes(name) ? 'All' : String(row[name] ?? '-')))
      .join(' '),
  );
}

describe('drillAcross', () => {
  test('joins on members of shared levels, also those that only one cube has facts of', () => {
    expect(linesOf({ by: ['product.name'], measures, totals: 'rollup' })).toEqual([
      'Bread 5 10',
      'Eggs 1 -',
      'Salt - 4',
      'All 6 14',
    ]);
  });

  test('leaves a measure empty under a dimension that it lacks, or repeats it', () => {
    const request = { by: ['product.name', 'customer.name'], measures };
    expect(linesOf(request)).toEqual(['Bread Ada 2 -', 'Bread Bo 3 -', 'Eggs Ada 1 -']);
    expect(linesOf({ ...request, ignoreUnrelated: true })).toEqual([
      'Bread Ada 2 10',
      'Bread Bo 3 10',
      'Eggs Ada 1 -',
    ]);
  });

  test('leaves a measure empty under a filter on what it lacks, or passes the filter over', () => {
    const request = { by: ['product.name'], measures, where: { 'customer.name': 'Bo' } };
    expect(linesOf(request)).toEqual(['Bread 3 -']);
    expect(linesOf({ ...request, ignoreUnrelated: true })).toEqual(['Bread 3 10', 'Salt - 4']);
  });

  test('refuses levels that no one cube has together, and names that are not there', () => {
    const codeOf = (ask: () => unknown): string | undefined => {
      try {
        ask();
        return undefined;
      } catch (error) {
        return OlapError.is(error) ? error.code : undefined;
      }
    };
    const by = ['customer.name', 'warehouse.name'];
    expect(codeOf(() => linesOf({ by, measures }))).toBe('OLAP_WRONG_GRAIN');
    expect(codeOf(() => linesOf({ measures: ['units'] }))).toBe('OLAP_INVALID_QUERY');
    expect(codeOf(() => linesOf({ by: ['shop.name'], measures }))).toBe('OLAP_UNKNOWN_LEVEL');
    expect(codeOf(() => linesOf({ measures: ['sales.unit'] }))).toBe('OLAP_UNKNOWN_MEASURE');
  });
});
