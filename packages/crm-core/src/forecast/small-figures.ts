/**
 * Figures of a cell whose sums are exact in doubles, as text: what `exactFigures` and `figuresText`
 * give, without a bigint. Most cells are such, and there are as many as owners × periods.
 */
import type { SmallSums } from './cell-sums.ts';
import { type Figures, type ForecastMethod, WEIGHT_DECIMALS } from './figures.ts';

/** The figures. */
export function smallFigures<Method extends ForecastMethod>(
  { amounts, start, weighted }: SmallSums,
  method: Method,
  exponent: number,
): Figures<Method> {
  if (method === 'weighted') {
    return { weighted: weightedText(weighted, exponent) } as Figures<Method>;
  }
  const closed = amounts[start]!;
  let commit = amounts[start + 1]!;
  let bestCase = amounts[start + 2]!;
  let pipeline = amounts[start + 3]!;
  if (method === 'cumulative') {
    commit += closed;
    bestCase += commit;
    pipeline += bestCase;
  }
  return {
    closed: wholeText(closed, exponent),
    commit: wholeText(commit, exponent),
    bestCase: wholeText(bestCase, exponent),
    pipeline: wholeText(pipeline, exponent),
  } as Figures<Method>;
}

/** As few of the four more decimals as there are. */
function weightedText(value: number, exponent: number): string {
  let [coefficient, decimals] = [value, exponent + WEIGHT_DECIMALS];
  while (decimals > exponent && coefficient % 10 === 0) {
    coefficient /= 10;
    decimals--;
  }
  return wholeText(coefficient, decimals);
}

/** `value` × 10^-`decimals` with exactly so many decimals. */
function wholeText(value: number, decimals: number): string {
  if (decimals === 0) return String(value);
  const digits = String(Math.abs(value)).padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  return `${value < 0 ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
}
