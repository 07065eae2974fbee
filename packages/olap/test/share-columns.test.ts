/**
 * Measures that are given the same function read one column and share its states. All comes from
 * the source here, as the inside of a cube is asked for, which the built package does not tell.
 */
import { expect, test } from 'vitest';
import {
  average,
  count,
  cubeOf,
  distinct,
  last,
  calendar,
  levels,
  sum,
  table,
  weightedAverage,
} from '../src/index.ts';
import { insideOf } from '../src/cube.ts';
import { expectGrid } from './grid.ts';

interface Row {
  readonly day: string;
  readonly shop: string;
  readonly quantity: number | null;
  readonly weight: number;
}

const quantity = (row: Row): number | null => row.quantity;
const weight = (row: Row): number => row.weight;

const rows: readonly Row[] = [
  { day: '2026-01-31', shop: 'a', quantity: 4, weight: 1 },
  { day: '2026-02-28', shop: 'a', quantity: 8, weight: 3 },
  { day: '2026-02-28', shop: 'b', quantity: null, weight: 2 },
];

function openCube() {
  const cube = cubeOf<Row>()({
    dimensions: {
      shop: levels({ name: (row) => row.shop }),
      time: calendar((row) => row.day, ['year', 'month']),
    },
    measures: {
      total: sum(quantity),
      mean: average(quantity),
      stock: last(quantity, { along: 'time' }),
      weighted: weightedAverage(quantity, weight),
      weight: sum(weight),
      apart: sum((row) => row.quantity),
    },
  });
  cube.add(rows);
  return cube;
}

test('one function is one column with one set of states; another function is another column', () => {
  const { compiled } = insideOf(openCube());
  expect(compiled.values.map(({ column }) => column.name)).toEqual([
    'total@0',
    'weighted#weight@0',
    'apart@0',
  ]);
  const statesOf = (name: string) => [...compiled.measures.get(name)!.states.keys()];
  expect(statesOf('total')).toEqual(['count:total@0', 'sum:total@0']);
  expect(statesOf('mean')).toEqual(statesOf('total'));
  expect(statesOf('stock')).toEqual(statesOf('total'));
  expect(statesOf('apart')).toEqual(['count:apart@0', 'sum:apart@0']);
});

test('the values are those of columns of their own, and a fact shows them by each name', () => {
  const cube = openCube();
  expectGrid(
    cube.query({
      by: ['shop.name'],
      measures: ['total', 'mean', 'stock', 'weighted', 'weight', 'apart'],
      totals: 'rollup',
    }),
    `
    shop.name  total  mean  stock  weighted  weight  apart
    a             12     6      -         7       4     12
    b              -     -      -         -       2      -
    All           12     6      -         7       6     12
    `,
  );
  const [fact] = cube.drillThrough({ limit: 1 });
  expect([fact!['total'], fact!['mean'], fact!['stock'], fact!['weight']].map(String)).toEqual([
    '4',
    '4',
    '4',
    '1',
  ]);
});

test('a fact shows the value that is counted, not that there is one', () => {
  const cube = cubeOf<Row>()({
    dimensions: {},
    measures: { values: count(quantity), total: sum(quantity) },
  });
  cube.add(rows);
  expect(String(cube.drillThrough()[1]!['values'])).toBe('8');
  expect(cube.query({ measures: ['values'] }).column('values')).toEqual([2]);
});

test('a measure that is called as a dimension takes none of its keys, nor the other way round', () => {
  const cube = cubeOf<Row>()({
    dimensions: {
      shop: table((row) => row.shop, [{ id: 'a' }, { id: 'b' }], {
        key: (one) => one.id,
        hierarchies: { shop: { name: (one) => one.id } },
      }),
      time: calendar((row) => row.day, ['month']),
    },
    measures: { shop: sum(quantity), time: distinct((row) => row.weight) },
  });
  cube.add(rows);
  expectGrid(
    cube.query({ by: ['shop.name', 'time.month'], measures: ['shop', 'time'] }),
    `
    shop.name  time.month  shop  time
    a          2026-01        4     1
    a          2026-02        8     1
    b          2026-02        -     1
    `,
  );
  expect(String(cube.drillThrough()[0]!['shop'])).toBe('4');
});
