import { expect, expectTypeOf, test } from 'vitest';
import { columnRows } from '@kontor/olap/files';

test('columns of equal length are rows, each with its type', () => {
  interface Facts {
    readonly item: string[];
    readonly amount: (number | bigint)[];
  }
  const facts: Facts = { item: ['lamp', 'shade'], amount: [1, 2n ** 60n] };
  const rows = columnRows(facts);
  expect(rows).toEqual([
    { item: 'lamp', amount: 1 },
    { item: 'shade', amount: 2n ** 60n },
  ]);
  expectTypeOf(rows[0]!).toEqualTypeOf<{
    readonly item: string;
    readonly amount: number | bigint;
  }>();
});

test('no columns, or empty ones, are no rows', () => {
  expect([columnRows({}), columnRows({ item: [] })]).toEqual([[], []]);
});
