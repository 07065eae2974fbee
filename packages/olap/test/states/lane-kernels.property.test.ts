/**
 * The loops that fill records side by side, beside one that does a row after the other.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { laneKernel, WHOLES_MAX } from '../../src/states/lane-kernels.ts';

const SLOTS = 5;

/** Rows in any number, so that what is left after turns of four is met too. */
const rows = fc.array(
  fc.record({
    slot: fc.nat(SLOTS - 1),
    wholes: fc.tuple(fc.integer(), fc.integer(), fc.integer()),
    float: fc.double({ noNaN: true, min: -1e9, max: 1e9 }),
  }),
  { maxLength: 23 },
);

describe.each(
  Array.from({ length: WHOLES_MAX + 1 }, (_, wholes) => [
    { wholes, hasFloat: false },
    { wholes, hasFloat: true },
  ]).flat(),
)('$wholes whole numbers, with a float: $hasFloat', ({ wholes, hasFloat }) => {
  test.prop([rows, fc.nat(4)])(
    'property: records are those of a row after the other',
    (given, offset) => {
      const column = (at: number): Int32Array =>
        Int32Array.from([...Array(offset).keys(), ...given.map((row) => row.wholes[at]!)]);
      const floats = Float64Array.from([...Array(offset).keys(), ...given.map((row) => row.float)]);
      const stride = 1 + wholes + (hasFloat ? 2 : 0);
      const lanes = new Float64Array(SLOTS * stride);
      laneKernel(wholes, hasFloat)(
        lanes,
        Int32Array.from(given, ({ slot }) => slot),
        given.length,
        offset,
        Array.from({ length: wholes }, (_, at) => column(at)),
        hasFloat ? floats : undefined,
      );
      for (let slot = 0; slot < SLOTS; slot++) {
        const own = given.filter((row) => row.slot === slot);
        const record = lanes.subarray(slot * stride, (slot + 1) * stride);
        expect(record[0]).toBe(own.length);
        for (let at = 0; at < wholes; at++) {
          expect(record[1 + at]).toBe(own.reduce((sum, row) => sum + row.wholes[at]!, 0));
        }
        if (!hasFloat) continue;
        // What two doubles hold together of a sum is within a unit or two of its last place.
        const exact = own.reduce((sum, { float }) => sum + BigInt(Math.round(float * 2 ** 20)), 0n);
        const rounding = own.length * 2 ** -21;
        const found = record[1 + wholes]! + record[2 + wholes]!;
        expect(Math.abs(found - Number(exact) / 2 ** 20)).toBeLessThanOrEqual(rounding + 1e-6);
      }
    },
  );
});
