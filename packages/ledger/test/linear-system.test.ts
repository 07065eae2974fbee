/**
 * Linear equations, exactly.
 */
import { addRatios, formatRatio, multiplyRatios, ratio } from '@kontor/kernel';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { solveLinear } from '../src/linear-system.ts';

const solve = (matrix: readonly (readonly (string | number)[])[], constants: readonly number[]) =>
  solveLinear(
    matrix.map((row) => row.map((cell) => ratio(cell))),
    constants.map((constant) => ratio(constant)),
  )?.map(formatRatio);

describe('solveLinear', () => {
  test.each([
    ['one unknown', [['3']], [1], ['1/3']],
    [
      'two',
      [
        ['2', '1'],
        ['1', '-1'],
      ],
      [5, 1],
      ['2', '1'],
    ],
    [
      'a zero on the diagonal',
      [
        ['0', '2'],
        ['1/2', '0'],
      ],
      [3, 4],
      ['8', '3/2'],
    ],
    [
      'services that serve each other',
      [
        ['1', '-0.2'],
        ['-0.25', '1'],
      ],
      [50_000, 30_000],
      ['1120000/19', '850000/19'],
    ],
    ['no equation', [], [], []],
    [
      'one equation twice',
      [
        ['1', '1'],
        ['2', '2'],
      ],
      [1, 2],
      undefined,
    ],
    [
      'two that contradict each other',
      [
        ['1', '1'],
        ['1', '1'],
      ],
      [1, 2],
      undefined,
    ],
  ])('%s', (_, matrix, constants, solution) => {
    expect(solve(matrix, constants)).toEqual(solution);
  });

  test('property: the solution, put in, gives the constants', () => {
    const cell = fc.integer({ min: -4, max: 4 });
    const systems = fc.integer({ min: 1, max: 5 }).chain((size) =>
      fc.tuple(
        fc.array(fc.array(cell, { minLength: size, maxLength: size }), {
          minLength: size,
          maxLength: size,
        }),
        fc.array(cell, { minLength: size, maxLength: size }),
      ),
    );
    fc.assert(
      fc.property(systems, ([matrix, constants]) => {
        const rows = matrix.map((row) => row.map((value) => ratio(value)));
        const solution = solveLinear(
          rows,
          constants.map((value) => ratio(value)),
        );
        fc.pre(solution !== undefined);
        const found = rows.map((row) =>
          row.map((value, at) => multiplyRatios(value, solution[at]!)).reduce(addRatios),
        );
        expect(found.map(formatRatio)).toEqual(constants.map(String));
      }),
      { numRuns: 200 },
    );
  });
});
