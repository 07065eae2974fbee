/**
 * The loops that fill records side by side, beside one that does a row after the other.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { unitOf } from '../../src/states/float-limbs.ts';
import {
  addCells,
  addRows,
  carryRecords,
  clearRecords,
  readRecords,
  slotsWithRows,
  strideOf,
  WHOLES_MAX,
} from '../../src/states/lane-kernels.ts';

const SLOTS = 5;

const rows = fc.array(
  fc.record({
    slot: fc.nat(SLOTS - 1),
    wholes: fc.tuple(fc.integer(), fc.integer(), fc.integer()),
    float: fc.option(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { freq: 9 }),
  }),
  { maxLength: 23 },
);

type Row = (typeof rows extends fc.Arbitrary<infer R> ? R : never)[number];

const shapes = Array.from({ length: WHOLES_MAX + 1 }, (_, wholes) => [
  { wholes, top: undefined },
  { wholes, top: 0 },
]).flat();

/** The numbers of a record after some rows, one after the other. */
function recordOf(given: readonly Row[], wholes: number, hasFloat: boolean): number[] {
  const record = Array.from({ length: 1 + wholes + (hasFloat ? 3 : 0) }, () => 0);
  for (const row of given) {
    record[0]! += 1;
    for (let at = 0; at < wholes; at++) record[1 + at]! += row.wholes[at]!;
    if (!hasFloat || row.float === null) continue;
    for (const [at, limb] of limbsOf(row.float).entries()) record[1 + wholes + at]! += limb;
  }
  return record;
}

/** Whole numbers, whole units of 2^-32, and the rest. */
function limbsOf(value: number): number[] {
  const whole = nearest(value);
  const units = nearest((value - whole) * 2 ** 32) * 2 ** -32;
  return [whole, units, value - whole - units];
}

/** The nearest whole number, half way to the even one. */
function nearest(value: number): number {
  const floor = Math.floor(value);
  if (value - floor === 0.5) return floor % 2 === 0 ? floor : floor + 1;
  return Math.round(value);
}

/** A column behind some values that are not to be read. */
const behind = (offset: number, values: readonly number[]): number[] => [
  ...Array.from({ length: offset }, () => 77),
  ...values,
];

function readAll(stride: number, slots: Int32Array | null): number[][] {
  const count = slots?.length ?? SLOTS;
  const columns = Array.from({ length: stride }, () => new Float64Array(count + 1));
  readRecords(columns, 1, count, slots);
  return Array.from({ length: count }, (_, cell) => columns.map((column) => column[cell + 1]!));
}

describe.each(shapes)('$wholes whole numbers, floats from limb $top on', (shape) => {
  const { wholes } = shape;
  const hasFloat = shape.top !== undefined;
  const ofSlot = (given: readonly Row[], slot: number): Row[] =>
    given.filter((row) => row.slot === slot);

  function fillRows(given: readonly Row[], offset: number): void {
    clearRecords(shape, SLOTS);
    addRows(shape, {
      slots: Int32Array.from(given, ({ slot }) => slot),
      count: given.length,
      offset,
      wholes: Array.from({ length: wholes }, (_, at) =>
        Int32Array.from(
          behind(
            offset,
            given.map((row) => row.wholes[at]!),
          ),
        ),
      ),
      float: hasFloat
        ? Float64Array.from(
            behind(
              offset,
              given.map(({ float }) => float ?? Number.NaN),
            ),
          )
        : undefined,
      hasNulls: given.some(({ float }) => float === null),
    });
  }

  test.prop([rows, fc.nat(4)])(
    'property: records are those of a row after the other, to the bit',
    (given, offset) => {
      fillRows(given, offset);
      const expected = Array.from({ length: SLOTS }, (_, slot) =>
        recordOf(ofSlot(given, slot), wholes, hasFloat),
      );
      expect(readAll(strideOf(shape), null)).toEqual(expected);
      const present = slotsWithRows(shape, SLOTS);
      expect([...present]).toEqual([...new Set(given.map(({ slot }) => slot))].sort());
      expect(readAll(strideOf(shape), present)).toEqual([...present].map((at) => expected[at]));
    },
  );

  test.prop([rows, rows, fc.nat(4)])(
    'property: cells that go to one slot are added, all their limbs',
    (given, others, offset) => {
      const cells = [given, others].flatMap((part) =>
        Array.from({ length: SLOTS }, (_, slot) => recordOf(ofSlot(part, slot), wholes, hasFloat)),
      );
      clearRecords(shape, SLOTS);
      addCells(shape, {
        slots: Int32Array.from(cells, (_, cell) => cell % SLOTS),
        count: cells.length,
        offset,
        columns: Array.from({ length: strideOf(shape) }, (_, at) =>
          Float64Array.from(
            behind(
              offset,
              cells.map((cell) => cell[at]!),
            ),
          ),
        ),
      });
      const expected = Array.from({ length: SLOTS }, (_, slot) => {
        const record = Array.from({ length: strideOf(shape) }, () => 0);
        for (const cell of [cells[slot]!, cells[slot + SLOTS]!]) {
          for (let at = 0; at < record.length; at++) record[at]! += cell[at]!;
        }
        return record;
      });
      expect(readAll(strideOf(shape), null)).toEqual(expected);
    },
  );
});

test('records of more than a block are found and read, in order', () => {
  const shape = { wholes: 0, top: undefined };
  const count = 10_000;
  clearRecords(shape, count);
  const slots = Int32Array.from({ length: 4000 }, (_, index) => index * 2 + 1001);
  addRows(shape, {
    slots,
    count: slots.length,
    offset: 0,
    wholes: [],
    float: undefined,
    hasNulls: false,
  });
  const present = slotsWithRows(shape, count);
  expect(present).toEqual(slots);
  const [all, some] = [new Float64Array(count), new Float64Array(slots.length)];
  readRecords([all], 0, count, null);
  readRecords([some], 0, slots.length, present);
  expect(all.reduce((sum, rowsThere) => sum + rowsThere, 0)).toBe(slots.length);
  expect(slots.every((slot) => all[slot] === 1)).toBe(true);
  expect(some.every((rowsThere) => rowsThere === 1)).toBe(true);
});

test('what passes 2^31 units of a limb is carried to the limb above', () => {
  const shape = { wholes: 1, top: 1 };
  const [high, middle, low] = [1, 0, -1].map(unitOf) as [number, number, number];
  clearRecords(shape, 2);
  addCells(shape, {
    slots: Int32Array.of(0, 1),
    count: 2,
    offset: 0,
    columns: [
      [9, 9],
      [8, 8],
      [5 * high, 0],
      [3 * 2 ** 31 * middle, 4],
      [7 * 2 ** 31 * low, 0],
    ].map((cells) => Float64Array.from(cells)),
  });
  carryRecords(shape, 2);
  // 7 × 2^31 are 4 × 2^32 less 2^31; so 3 × 2^31 + 4 are 2 × 2^32 less 2^31 − 4.
  expect(readAll(strideOf(shape), null).slice(0, 2)).toEqual([
    [9, 8, 7 * high, -(2 ** 31 - 4) * middle, -(2 ** 31) * low],
    [9, 8, 0, 4, 0],
  ]);
});
