/**
 * Rows that say themselves how many decimals their whole units have, and in which unit they count.
 */
import { calendar, closing, Cube, cubeOf, levels, money, OlapError, sum } from '@kontor/olap';
import { describe, expect, test } from 'vitest';

interface Row {
  readonly day: string;
  readonly unit: string;
  readonly currency: string;
  readonly decimals: number;
  readonly units: number | bigint | string | null;
}

const row = (given: Partial<Row>): Row => ({
  day: '2026-01-31',
  unit: 'pcs',
  currency: 'EUR',
  decimals: 2,
  units: 0,
  ...given,
});

const openCube = (scale: number) =>
  cubeOf<Row>()({
    dimensions: {
      time: calendar((one) => one.day, ['year', 'month']),
      unit: levels({ name: (one) => one.unit }),
      currency: levels({ code: (one) => one.currency }),
    },
    measures: {
      amount: money((one) => one.units, {
        currency: { level: 'currency.code' },
        scale,
        scaledBy: (one) => one.decimals,
      }),
      quantity: sum((one) => one.units, {
        scale,
        scaledBy: (one) => one.decimals,
        unit: { level: 'unit.name' },
      }),
      stock: closing((one) => one.units, {
        along: 'time',
        scale,
        scaledBy: (one) => one.decimals,
        unit: { level: 'unit.name' },
      }),
    },
  });

describe('whole units that rows scale themselves', () => {
  test.each([
    [1234, 2, 3, '12.34'],
    [1234, 0, 3, '1234'],
    [1234n, 3, 3, '1.234'],
    ['1234', 3, 3, '1.234'],
    [-12_340, 4, 3, '-1.234'],
    // More than 2^53 units of 18 decimals, of which three are enough.
    [9_007_000_000_000_000_000n, 18, 3, '9.007'],
    [null, 2, 3, 'null'],
  ])('%s with %s decimals, at a scale of %s, is %s', (units, decimals, scale, value) => {
    const cube = openCube(scale);
    cube.add([row({ units, decimals })]);
    expect(String(cube.query({ measures: ['amount'] }).rows[0]?.amount)).toBe(value);
  });

  test.each([
    [12_345, 4, 'TOO_PRECISE'],
    [2 ** 51, 0, 'OUT_OF_RANGE'],
    [1.5, 2, 'TOO_PRECISE'],
    ['x', 2, 'NOT_A_NUMBER'],
    [1, 0.5, 'NOT_A_NUMBER'],
  ])('%s with %s decimals is refused: %s', (units, decimals, code) => {
    try {
      openCube(3).add([row({ units, decimals })]);
      expect.unreachable();
    } catch (error) {
      if (!OlapError.is(error, 'OLAP_ROWS_REFUSED')) throw error;
      expect(new Set(error.details.issues.map((issue) => issue.code))).toEqual(new Set([code]));
    }
  });

  test('rows of different decimals add up exactly', () => {
    const cube = openCube(3);
    cube.add([
      row({ units: 1, decimals: 3 }),
      row({ units: 1, decimals: 2 }),
      row({ units: 1, decimals: 0 }),
    ]);
    expect(String(cube.query({ measures: ['quantity'] }).rows[0]?.quantity)).toBe('1.011');
  });
});

test('quantities of two units are never added, over time neither', () => {
  const cube = openCube(2);
  cube.add([row({ units: 100 }), row({ units: 250, unit: 'm', day: '2026-02-10' })]);
  for (const measure of ['quantity', 'stock'] as const) {
    expect(() => cube.query({ measures: [measure] }).column(measure)).toThrow(
      /'m', 'pcs'|'pcs', 'm'/,
    );
    const apart = cube.query({ by: ['unit.name'], measures: [measure] });
    expect(apart.rows.map((one) => [one['unit.name'], String(one[measure])])).toEqual([
      ['m', '2.5'],
      ['pcs', '1'],
    ]);
  }
  const pieces = cube.query({ measures: ['stock'], where: { 'unit.name': 'pcs' } });
  expect(String(pieces.rows[0]?.stock)).toBe('1');
});

test('a unit is that of a level that is there', () => {
  const definition = {
    dimensions: {},
    measures: { quantity: { kind: 'sum', column: 'q', unit: { level: 'unit.name' } } },
  } as const;
  expect(() => new Cube(definition)).toThrow("There is no level 'unit.name'");
});

test('a cube takes columns as it takes rows; they are of one length', () => {
  const cube = openCube(2);
  const columns = { day: ['2026-01-31'], unit: ['m'], currency: ['EUR'], decimals: [1] };
  cube.add({ ...columns, units: [25n] });
  expect(String(cube.query({ measures: ['quantity'] }).rows[0]?.quantity)).toBe('2.5');
  expect(() => cube.add({ ...columns, units: [1, 2] })).toThrow("'units' has 2 cells");
  expect(cube.size).toBe(1);
});
