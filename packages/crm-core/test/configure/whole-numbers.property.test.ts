/**
 * Whole numbers in limbs, beside the same in bigint.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { Scratch } from '../../src/configure/scratch.ts';
import {
  LIMB_BITS,
  numberAt,
  products,
  sums,
  TERM_BLOCK,
  type Terms,
  type WholeNumbers,
} from '../../src/configure/whole-numbers.ts';

const runs = { numRuns: process.env['KONTOR_FULL'] === '1' ? 1000 : 100 };

/** Short and long, and such whose limbs are all full, which carry the furthest. */
const numbers = fc.array(
  fc.oneof(
    fc.bigInt(0n, 2n ** 34n),
    fc.bigInt(0n, 2n ** 1200n),
    fc.nat(1200).map((bits) => 2n ** BigInt(bits) - 1n),
  ),
  { minLength: 1, maxLength: 8 },
);

/** Of one limb: products of few of them are one number times a factor, and of more are not. */
const short = fc.array(
  fc.oneof(fc.bigInt(0n, 2n ** 34n - 1n), fc.bigInt(2n ** 17n, 2n ** 20n), fc.bigInt(0n, 9n)),
  { minLength: 1, maxLength: 8 },
);

const lists = fc.oneof(
  fc.array(numbers, { minLength: 1, maxLength: 4 }),
  fc
    .tuple(fc.array(short, { maxLength: 3 }), numbers, fc.array(short, { maxLength: 2 }))
    .map(([before, long, after]) => [...before, long, ...after]),
);

const LIMB = 2 ** LIMB_BITS;

/**
 * As many limbs for each number as the largest one needs, lowest first. Where a limb leaves room
 * for it, it takes one off the next limb and stands above 2^34: sums leave such limbs.
 */
function limbsOf(list: readonly bigint[], stride = (width: number) => width) {
  const longest = Math.max(...list.map((number) => number.toString(2).length));
  const width = Math.ceil(longest / LIMB_BITS);
  const limbs = new Float64Array(list.length * stride(width));
  for (const [place, number] of list.entries()) {
    const first = place * stride(width);
    for (let limb = 0; limb < width; limb++) {
      limbs[first + limb] = Number(BigInt.asUintN(LIMB_BITS, number >> BigInt(LIMB_BITS * limb)));
    }
    for (let limb = width - 2; limb >= 0; limb--) {
      if (limbs[first + limb]! >= 2 ** 20 || limbs[first + limb + 1] === 0) continue;
      limbs[first + limb]! += LIMB;
      limbs[first + limb + 1]! -= 1;
    }
  }
  return { width, limbs };
}

const numbersOf = (list: readonly bigint[]): WholeNumbers => limbsOf(list);

function termsOf(list: readonly bigint[]): Terms {
  const strideOf = (width: number): number => Math.ceil(width / TERM_BLOCK) * TERM_BLOCK;
  const { width, limbs } = limbsOf(list, strideOf);
  const isWanted = Uint8Array.from(list, (_, place) => (place % 3 === 2 ? 0 : 1));
  return { width, stride: strideOf(width), limbs, isWanted };
}

/** The rows one by one: sums of one term. */
function readTerms(terms: Terms, rows: number): WholeNumbers {
  const cells = Int32Array.from({ length: rows }, (_, row) => row);
  const isWanted = new Uint8Array(rows).fill(1);
  return sums(terms, { cells, columns: 1, isWanted }, [0], new Scratch());
}

/** Rows that point into lists of these sizes, some of them not wanted. */
function rowsOf(sizes: readonly number[], picks: readonly number[]) {
  const count = Math.max(1, Math.floor(picks.length / sizes.length));
  const cells = Array.from({ length: count }, (_, row) =>
    sizes.map((size, column) => (picks[row * sizes.length + column] ?? 0) % size),
  );
  const isWanted = Uint8Array.from(cells, (_, row) => (row % 3 === 2 ? 0 : 1));
  return { cells, rows: { cells: Int32Array.from(cells.flat()), columns: sizes.length, isWanted } };
}

const picks = fc.array(fc.nat(), { maxLength: 60 });

describe('whole numbers', () => {
  test.prop([lists, picks], runs)(
    'property: products of lists are those of bigints',
    (factors, drawn) => {
      const { cells, rows } = rowsOf(
        factors.map(({ length }) => length),
        drawn,
      );
      const terms = products(factors.map(numbersOf), rows, new Scratch());
      const made = readTerms(terms, cells.length);
      const expected = cells.map((row, at) =>
        rows.isWanted[at] === 0
          ? 0n
          : row.reduce((product, place, list) => product * factors[list]![place]!, 1n),
      );
      expect(cells.map((_, row) => numberAt(made, row))).toEqual(expected);
    },
  );

  test.prop([numbers, fc.integer({ min: 1, max: 50 }), picks, fc.nat()], runs)(
    'property: sums of columns are those of bigints, of what was worked out',
    (list, columns, drawn, left) => {
      const { cells, rows } = rowsOf(Array<number>(columns).fill(list.length), drawn);
      const open = [...cells[0]!.keys()].filter((column) => column !== left % columns);
      const terms = termsOf(list);
      const workedOut = (place: number): bigint =>
        terms.isWanted[place] === 1 ? list[place]! : 0n;
      const made = sums(terms, rows, open, new Scratch());
      const expected = cells.map((row, at) =>
        rows.isWanted[at] === 0
          ? 0n
          : open.reduce((sum, column) => sum + workedOut(row[column]!), 0n),
      );
      expect(cells.map((_, row) => numberAt(made, row))).toEqual(expected);
    },
  );
});
