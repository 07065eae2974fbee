import { fc, test as propertyTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import {
  addHash,
  addToHyperLogLog,
  emptyHyperLogLog,
  type HyperLogLog,
  hyperLogLogEstimate,
  mergeHyperLogLog,
} from '../../src/aggregate/hyperloglog.ts';
import { OlapError } from '../../src/errors.ts';
import { slowEstimate, slowRegisters } from '../oracle/slow-sketch.ts';

const isFull = process.env['KONTOR_FULL'] === '1';

function sketchOf(values: Iterable<string | number>, precision = 14): HyperLogLog {
  const state = emptyHyperLogLog(precision);
  for (const value of values) addToHyperLogLog(state, value);
  return state;
}

const merged = (a: HyperLogLog, b: HyperLogLog): HyperLogLog => {
  const state = structuredClone(a);
  mergeHyperLogLog(state, b);
  return state;
};

/** `count` different whole numbers, other ones for each seed. */
function* numbers(seed: number, count: number): Iterable<number> {
  for (let index = 1; index <= count; index++) yield seed * 2 ** 32 + index;
}

/** √(mean of squares) of the relative errors in percent, over the seeds. */
function errorOf(precision: number, count: number, seeds: number): number {
  let squares = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const estimate = hyperLogLogEstimate(sketchOf(numbers(seed, count), precision));
    squares += (estimate / count - 1) ** 2;
  }
  return 100 * Math.sqrt(squares / seeds);
}

describe('hyperLogLogEstimate', () => {
  test('nothing is 0, and a value counts once however often it comes', () => {
    expect(hyperLogLogEstimate(emptyHyperLogLog())).toBe(0);
    expect(hyperLogLogEstimate(sketchOf(['a', 'b', 'a', 'a']))).toBe(2);
  });

  test('null is no value', () => {
    const state = emptyHyperLogLog();
    addToHyperLogLog(state, null);
    expect(hyperLogLogEstimate(state)).toBe(0);
  });

  // Root mean square over seeds, in percent of the count. Theory: 1.04 / √(2^precision), so 26, 3.25,
  // 0.81, 0.41 and 0.20 at 4, 10, 14, 16 and 18 (over 1,500 seeds 29.7 was measured at 4, where
  // sixteen registers are too few for the theory, 0.73 at 14 and 0.43 at 16). Below about 3,300
  // values the hashes themselves are kept.
  test.each([
    { precision: 14, count: 1, seeds: 40, percentMax: 0 },
    { precision: 14, count: 100, seeds: 40, percentMax: 0 },
    { precision: 14, count: 3000, seeds: 40, percentMax: 0.02 },
    { precision: 14, count: 10_000, seeds: 40, percentMax: 0.75 },
    { precision: 14, count: 30_000, seeds: 20, percentMax: 1 },
    { precision: 14, count: 100_000, seeds: 10, percentMax: 1 },
    { precision: 14, count: 1_000_000, seeds: isFull ? 40 : 2, percentMax: 1 },
    { precision: 14, count: 10_000_000, seeds: isFull ? 20 : 1, percentMax: 1 },
    { precision: 10, count: 20_000, seeds: 40, percentMax: 3.6 },
    { precision: 16, count: 200_000, seeds: 5, percentMax: 0.5 },
    { precision: 4, count: 5000, seeds: 100, percentMax: 36 },
    { precision: 18, count: 300_000, seeds: 2, percentMax: 0.25 },
  ])('precision $precision, $count values: within $percentMax %', (row) => {
    expect(errorOf(row.precision, row.count, row.seeds)).toBeLessThanOrEqual(row.percentMax);
  });

  test('there is no bias where the forms change: the mean error over seeds stays near 0', () => {
    for (const count of [3200, 3400, 20_000, 60_000]) {
      let sum = 0;
      for (let seed = 1; seed <= 25; seed++) {
        sum += hyperLogLogEstimate(sketchOf(numbers(seed, count))) / count - 1;
      }
      // 0.81 % / √25 is 0.16 %; three of those.
      expect(Math.abs(sum / 25), String(count)).toBeLessThan(0.005);
    }
  });
});

describe('emptyHyperLogLog', () => {
  test.each([3, 19, 4.5, Number.NaN])('refuses the precision %d', (precision) => {
    let caught: unknown;
    try {
      emptyHyperLogLog(precision);
    } catch (error) {
      caught = error;
    }
    expect(OlapError.is(caught, 'OLAP_INVALID_CUBE')).toBe(true);
  });

  test('a sketch has no more room than its registers: 3,277 numbers at precision 14', () => {
    const sizes = [100, 3277, 3278, 50_000].map((count) => {
      const { sparse, registers } = sketchOf(numbers(1, count));
      return [sparse?.length ?? null, registers?.length ?? null];
    });
    expect(sizes).toEqual([
      [100, null],
      [3277, null],
      [null, 3277],
      [null, 3277],
    ]);
  });
});

const values = fc.uniqueArray(fc.oneof(fc.string(), fc.integer()), { maxLength: 60 });
/** A precision of 4 to 6 makes registers of a few values, so both forms and their mixture occur. */
const precision = fc.constantFrom(4, 5, 6, 14);

propertyTest.prop([values, values, precision])(
  'property: merged sketches are the sketch of the union, to the last register',
  (a, b, precision) => {
    const union = sketchOf(new Set([...a, ...b]), precision);
    expect(merged(sketchOf(a, precision), sketchOf(b, precision))).toEqual(union);
    expect(merged(sketchOf(b, precision), sketchOf(a, precision))).toEqual(union);
    expect(merged(union, emptyHyperLogLog(precision))).toEqual(union);
    expect(merged(emptyHyperLogLog(precision), union)).toEqual(union);
  },
);

propertyTest.prop([values, values, values, precision])(
  'property: merging is associative',
  (a, b, c, precision) => {
    const [x, y, z] = [a, b, c].map((list) => sketchOf(list, precision)) as [
      HyperLogLog,
      HyperLogLog,
      HyperLogLog,
    ];
    expect(merged(merged(x, y), z)).toEqual(merged(x, merged(y, z)));
  },
);

propertyTest.prop([values, fc.nat(), precision])(
  'property: order and repetition change nothing, JSON changes nothing',
  (list, turn, precision) => {
    const at = list.length === 0 ? 0 : turn % list.length;
    const again = [...list.slice(at), ...list.slice(0, at), ...list];
    const state = sketchOf(again, precision);
    expect(state).toEqual(sketchOf(list, precision));
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  },
);

/** Registers one by one out of their numbers of five. */
const unpacked = (numbers: readonly number[], precision: number): number[] =>
  Array.from({ length: 2 ** precision }, (_, index) => {
    const number = numbers[Math.floor(index / 5)]!;
    return (number >>> ((index % 5) * 6)) & 63;
  });

const packed = (registers: readonly number[]): number[] =>
  Array.from({ length: Math.ceil(registers.length / 5) }, (_, at) =>
    registers.slice(at * 5, at * 5 + 5).reduceRight((number, run) => number * 64 + run, 0),
  );

/** Hashes with long runs of zeros after the index, which usual values have once in a million. */
const longRun = fc
  .tuple(
    fc.bigInt({ min: 0n, max: 255n }),
    fc.bigInt({ min: 0n, max: 2n ** 56n - 1n }),
    fc.bigInt({ min: 0n, max: 56n }),
  )
  .map(([top, rest, zeros]) => (top << 56n) | (rest >> zeros));

propertyTest.prop([fc.array(longRun, { minLength: 60, maxLength: 120 }), fc.constantFrom(4, 5, 6)])(
  'property: registers are those of the definition, whatever the hashes and the way they came',
  (hashes, precision) => {
    const [state, half] = [emptyHyperLogLog(precision), emptyHyperLogLog(precision)];
    hashes.forEach((hash, index) => {
      const target = index % 3 === 0 ? half : state;
      addHash(target, Number(hash & 0xffffffffn) | 0, Number(hash >> 32n) | 0);
    });
    mergeHyperLogLog(state, half);
    fc.pre(state.registers !== null);
    expect(unpacked(state.registers, precision)).toEqual(slowRegisters(hashes, precision));
  },
);

/** Registers of precision 4, of any runs or all but full. */
const sixteen = fc.constantFrom(0, 58).chain((least) =>
  fc.array(fc.oneof(fc.integer({ min: least, max: 61 }), fc.constantFrom(least, 61)), {
    minLength: 16,
    maxLength: 16,
  }),
);

propertyTest.prop([sixteen])(
  'property: the estimate is that of the published series, from empty registers to full ones',
  (registers) => {
    fc.pre(registers.some((run) => run > 0 && run < 61));
    const state = { precision: 4, sparse: null, registers: packed(registers) };
    const expected = slowEstimate(registers, 4);
    expect(Math.abs(hyperLogLogEstimate(state) - expected)).toBeLessThan(
      Math.max(0.51, expected * 1e-9),
    );
  },
);

test('equal indices keep the longer run, in whichever order they come', () => {
  for (const order of [
    [1, 2 ** 20],
    [2 ** 20, 1],
  ]) {
    const state = emptyHyperLogLog(14);
    for (const low of order) addHash(state, low, 0);
    // 39 bits follow the index of 25: 38 zeros before a last 1, then 18 + 1 zeros fewer.
    expect(state.sparse).toEqual([39]);
  }
});
