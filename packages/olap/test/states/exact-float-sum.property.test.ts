/**
 * Exact sums of floats, beside the same sums in bigints.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { moveToRun, openBlock } from '../../src/row-block.ts';
import { ExactFloatSums } from '../../src/states/exact-float-sum.ts';
import { roundedSum } from '../../src/states/rounded-sum.ts';
import { pushValues, valueColumn } from '../../src/value-column.ts';
import { slowFloatSum } from '../oracle/slow-float-sum.ts';

const SLOTS = 3;

/** Any magnitude, from the least double on, and many that nearly cancel or lie half between. */
const value = fc.oneof(
  fc.double({ noNaN: true, min: -1e280, max: 1e280 }),
  fc.double({ noNaN: true, min: -1e4, max: 1e4 }),
  fc
    .tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -1074, max: 900 }))
    .map(([whole, power]) => whole * 2 ** power),
  fc
    .tuple(fc.constantFrom(-1, 1), fc.integer({ min: -60, max: 60 }))
    .map(([sign, power]) => sign * 2 ** power),
);
const rows = fc.array(fc.record({ slot: fc.nat(SLOTS - 1), value }), { maxLength: 40 });
type Row = (typeof rows extends fc.Arbitrary<infer R> ? R : never)[number];

function stateOf(given: readonly Row[]): { sums: ExactFloatSums; move(sign: 1 | -1): void } {
  const column = valueColumn('rate', undefined);
  pushValues(
    column,
    Float64Array.from(given, (row) => row.value),
  );
  const sums = new ExactFloatSums(column);
  sums.reserve(SLOTS);
  const slots = Int32Array.from(given, ({ slot }) => slot);
  const block = openBlock();
  moveToRun(block, 0, given.length);
  const move = (sign: 1 | -1): void => sums.add(block, slots, sign);
  move(1);
  return { sums, move };
}

const SLOT_LIST = Int32Array.from({ length: SLOTS }, (_, slot) => slot);
const told = (sums: ExactFloatSums): number[] => [...sums.numbers(SLOT_LIST)];

const slowly = (given: readonly Row[]): number[] =>
  [...SLOT_LIST].map((slot) =>
    slowFloatSum(given.filter((row) => row.slot === slot).map((row) => row.value)),
  );

describe('ExactFloatSums', () => {
  test.prop([rows])('property: a sum is the double nearest to the true sum', (given) => {
    const { sums } = stateOf(given);
    expect(told(sums)).toEqual(slowly(given));
    expect(
      SLOT_LIST.reduce((all, slot) => all + Number(sums.at(slot) === slowly(given)[slot]), 0),
    ).toBe(SLOTS);
  });

  test.prop([rows, rows])('property: what is merged adds up as the rows do', (some, others) => {
    const { sums } = stateOf(some);
    const range = { cells: null, start: 0, count: SLOTS };
    sums.merge(stateOf(others).sums, range, SLOT_LIST);
    expect(told(sums)).toEqual(slowly([...some, ...others]));
    sums.merge(stateOf(others).sums, range, SLOT_LIST, new Int8Array(SLOTS).fill(-1));
    expect(told(sums)).toEqual(slowly(some));
  });

  test.prop([rows, rows])('property: rows that go leave no trace', (some, others) => {
    const { sums, move } = stateOf(some);
    const before = told(sums);
    const range = { cells: SLOT_LIST, start: 0, count: SLOTS };
    sums.merge(stateOf(others).sums, range, SLOT_LIST);
    move(-1);
    expect(told(sums)).toEqual(slowly(others));
    move(1);
    sums.merge(stateOf(others).sums, range, SLOT_LIST, new Int8Array(SLOTS).fill(-1));
    expect(told(sums)).toEqual(before);
  });

  test('more rows than a limb takes before it is carried, and as many again out', () => {
    const given = Array.from({ length: 2 ** 12 }, (_, row) => ({
      slot: 0,
      value: row % 2 === 0 ? 2 ** 31 - 2 ** -20 : 0.1,
    }));
    const { sums, move } = stateOf(given);
    for (let time = 1; time < 600; time++) move(1);
    const once = (2 ** 31 - 2 ** -20) * 2 ** 11 + 0;
    const tenth = slowFloatSum(Array.from({ length: 2 ** 11 }, () => 0.1));
    expect(sums.at(0)).toBe(slowFloatSum([...Array(600).keys()].flatMap(() => [once, tenth])));
    for (let time = 1; time < 600; time++) move(-1);
    expect(told(sums)).toEqual(slowly(given));
  });

  test('a column that may pass what its limbs hold gives no rows back', () => {
    expect(stateOf([{ slot: 0, value: 1e288 }]).sums.isRetractable).toBe(true);
    expect(stateOf([{ slot: 0, value: 1e290 }]).sums.isRetractable).toBe(false);
  });
});

describe('roundedSum', () => {
  test('half a unit goes to the even neighbour, unless more follows', () => {
    const [big, unit] = [2 ** 53, 2];
    const lasts = [[], [0], [2 ** -60], [-(2 ** -60)], [0, -(2 ** -60)], [0, 2 ** -1074]];
    for (const last of lasts) {
      for (const first of [[big, 1], [big + unit, 1], [-big, -1], [0, 0], [unit, 2 ** -52], [3]]) {
        const parts = [...first, ...last];
        const columns = parts.map((part) => Float64Array.of(77, part));
        expect(roundedSum(columns, 1), parts.join(' + ')).toBe(slowFloatSum(parts));
      }
    }
    expect(roundedSum([], 0)).toBe(0);
  });
});
