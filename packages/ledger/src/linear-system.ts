/**
 * Systems of linear equations, solved exactly in fractions by Gauss and Jordan: for the few
 * unknowns of a cost allocation, where a rounded solution would lose cents.
 */
import { divideRatios, multiplyRatios, type Ratio, ratio } from '@kontor/kernel';

/**
 * Solves `matrix` · x = `constants`.
 *
 * @param matrix square, row by row
 * @returns x, exact; undefined where there is no solution or more than one
 * @example
 * const two = [['2', '1'], ['1', '-1']].map((row) => row.map((cell) => ratio(cell)));
 * solveLinear(two, [ratio(5n), ratio(1n)])?.map(formatRatio) // => ['2', '1']
 */
export function solveLinear(
  matrix: readonly (readonly Ratio[])[],
  constants: readonly Ratio[],
): Ratio[] | undefined {
  const rows = matrix.map((row, index) => [...row, constants[index]!]);
  for (let column = 0; column < rows.length; column++) {
    const pivot = rows.findIndex((row, at) => at >= column && row[column]!.numerator !== 0n);
    if (pivot < 0) return undefined;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    eliminate(rows, column);
  }
  return rows.map((row) => row.at(-1)!);
}

/** Makes a column of `rows` that of the unit matrix; its pivot is on the diagonal. */
function eliminate(rows: Ratio[][], column: number): void {
  const pivot = rows[column]![column]!;
  const pivotRow = rows[column]!.map((cell) => divideRatios(cell, pivot));
  rows[column] = pivotRow;
  rows.forEach((row, at) => {
    const factor = row[column]!;
    if (at === column || factor.numerator === 0n) return;
    rows[at] = row.map((cell, place) => subtract(cell, multiplyRatios(factor, pivotRow[place]!)));
  });
}

const subtract = (a: Ratio, b: Ratio): Ratio =>
  ratio({
    numerator: a.numerator * b.denominator - b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  });
