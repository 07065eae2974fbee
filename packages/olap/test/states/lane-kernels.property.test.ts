/**
 * The loops that fill records side by side, beside one that does a row after the other.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import {
  addCells,
  addRows,
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
    float: fc.double({ noNaN: true, min: -1e9, max: 1e9 }),
  }),
  { maxLength: 23 },
);

type Row = (typeof rows extends fc.Arbitrary<infer R> ? R : never)[number];

const shapes = Array.from({ length: WHOLES_MAX + 1 }, (_, wholes) => [
  { wholes, hasFloat: false },
  { wholes, hasFloat: true },
]).flat();

/** The numbers of a record after some rows, one after the other. */
function recordOf(given: readonly Row[], wholes: number, hasFloat: boolean): number[] {
  const record = Array.from({ length: 1 + wholes + (hasFloat ? 2 : 0) }, () => 0);
  for (const row of given) {
    record[0]! += 1;
    for (let at = 0; at < wholes; at++) record[1 + at]! += row.wholes[at]!;
    if (hasFloat) addFloat(record, 1 + wholes, row.float);
  }
  return record;
}

/** Knuth's error of an addition, kept in the place after the sum. */
function addFloat(record: number[], at: number, value: number): void {
  const before = record[at]!;
  const sum = before + value;
  const added = sum - before;
  record[at] = sum;
  record[at + 1]! += before - (sum - added) + (value - added);
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

describe.each(shapes)('$wholes whole numbers, with a float: $hasFloat', (shape) => {
  const { wholes, hasFloat } = shape;
  const ofSlot = (given: readonly Row[], slot: number): Row[] =>
    given.filter((row) => row.slot === slot);

  function fillRows(given: readonly Row[], offset: number): void {
    clearRecords(shape, SLOTS);
    addRows({
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
              given.map(({ float }) => float),
            ),
          )
        : undefined,
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
    'property: cells that go to one slot are added, their errors too',
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
          for (let at = 0; at <= wholes; at++) record[at]! += cell[at]!;
          if (!hasFloat) continue;
          addFloat(record, 1 + wholes, cell[1 + wholes]!);
          record[2 + wholes]! += cell[2 + wholes]!;
        }
        return record;
      });
      expect(readAll(strideOf(shape), null)).toEqual(expected);
    },
  );
});

test('records of more than a block are found and read, in order', () => {
  const shape = { wholes: 0, hasFloat: false };
  const count = 10_000;
  clearRecords(shape, count);
  const slots = Int32Array.from({ length: 4000 }, (_, index) => index * 2 + 1001);
  addRows({ slots, count: slots.length, offset: 0, wholes: [], float: undefined });
  const present = slotsWithRows(shape, count);
  expect(present).toEqual(slots);
  const [all, some] = [new Float64Array(count), new Float64Array(slots.length)];
  readRecords([all], 0, count, null);
  readRecords([some], 0, slots.length, present);
  expect(all.reduce((sum, rowsThere) => sum + rowsThere, 0)).toBe(slots.length);
  expect(slots.every((slot) => all[slot] === 1)).toBe(true);
  expect(some.every((rowsThere) => rowsThere === 1)).toBe(true);
});
