/**
 * Columns of numbers: what was appended is there, whatever the array under it, and rows of numbers
 * are read as their decimal texts are.
 */
import { fc, test } from '@fast-check/vitest';
import { cubeOf, floatSum, levels, sum } from '@kontor/olap';
import { describe, expect } from 'vitest';
import { pushValues, valueAt, valueColumn } from '../src/value-column.ts';

const unit = fc.oneof(
  fc.integer({ min: -20, max: 20 }),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fc.constantFrom(Number.NaN, 2 ** 31, -(2 ** 31), 2 ** 31 - 1, 2 ** 52 - 1, -(2 ** 52) + 1),
);
const batches = fc.array(fc.array(unit, { maxLength: 12 }), { maxLength: 4 });

describe('pushValues', () => {
  test.prop([batches])('property: a column has the values that it was given, in order', (all) => {
    const column = valueColumn('amount', 2);
    for (const values of all) pushValues(column, Float64Array.from(values));
    const given = all.flat();
    expect(given.map((_, row) => valueAt(column, row))).toEqual(given);
    expect(column.length).toBe(given.length);
    expect(column.nulls).toBe(given.filter((value) => Number.isNaN(value)).length);
    const largest = Math.max(0, ...given.filter((value) => !Number.isNaN(value)).map(Math.abs));
    expect(column.largest).toBe(largest);
    expect(column.array instanceof Int32Array).toBe(largest < 2 ** 31);
  });
});

interface Fact {
  readonly shop: number;
  readonly value: number | string;
}

function openCube() {
  return cubeOf<Fact>()({
    dimensions: {
      shop: levels<Fact, { shop: (row: Fact) => number }>({ shop: (row) => row.shop }),
    },
    measures: {
      whole: sum((row) => row.value, { scale: 0 }),
      cents: sum((row) => row.value, { scale: 2 }),
      // Text is read as well, though types do not offer it.
      rate: floatSum((row) => row.value as number),
    },
  });
}

/** What became of rows: the answer, or the faults that were told. */
function told(facts: readonly Fact[]): unknown {
  const cube = openCube();
  const { rejected } = cube.add(facts, { onFault: 'report' });
  const faults = rejected.map(({ row, column, code }) => ({ row, column, code }));
  const cells = cube.query({ by: ['shop.shop'], measures: ['whole', 'cents', 'rate'] });
  return [faults, JSON.stringify(cells)];
}

const value = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }),
  fc.constantFrom(-0, 0.5, 1.25, 2 ** 52 - 1, 2 ** 52, -(2 ** 52), 2 ** 60),
);
const facts = fc.array(fc.record({ shop: fc.nat(2), value }), { maxLength: 12 });

describe('numbers of rows', () => {
  test.prop([facts])(
    'property: a number is read as its decimal text is, faults and all',
    (rows) => {
      const texts = rows.map((row) => ({ ...row, value: String(row.value) }));
      expect(told(rows)).toEqual(told(texts));
    },
  );
});

describe('a batch that is refused', () => {
  const bad: Fact = { shop: 9, value: 'x' };

  test.prop([facts, facts, facts])('property: its values leave no trace', (one, refused, two) => {
    const [cube, twin] = [openCube(), openCube()];
    const sound = (rows: readonly Fact[]): Fact[] =>
      rows.filter(({ value: of }) => Number.isInteger(of) && Math.abs(Number(of)) < 2 ** 40);
    cube.add(sound(one));
    expect(() => cube.add([...refused, bad])).toThrow(/nothing was loaded/);
    cube.add(sound(two));
    twin.add([...sound(one), ...sound(two)]);
    const request = { by: ['shop.shop'], measures: ['whole', 'cents', 'rate'] } as const;
    expect(JSON.stringify(cube.query(request))).toBe(JSON.stringify(twin.query(request)));
  });
});
