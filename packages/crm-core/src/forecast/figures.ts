/**
 * Figures of a forecast by its method, from the exact sums of a cell.
 *
 * Weighted is amount × probability over deals that are not omitted. Cumulative counts what is surer
 * into what is less sure: commit includes closed, best case includes commit, pipeline includes best
 * case. Single counts each category alone.
 */
import { fixedText } from '@kontor/kernel';
import type { ExactSums } from './cell-sums.ts';

/** How deals add up to figures. */
export type ForecastMethod = 'weighted' | 'cumulative' | 'single';

/** Names of figures. */
export type FigureName = 'weighted' | 'closed' | 'commit' | 'bestCase' | 'pipeline';

/** Figures by name: decimal text in the forecast's currency, exact. */
export type Figures<Method extends ForecastMethod = ForecastMethod> = Method extends 'weighted'
  ? { readonly weighted: string }
  : { readonly [Name in Exclude<FigureName, 'weighted'>]: string };

/** Figures as whole numbers: amounts in minor units, weighted in ten-thousandths of them. */
export type ExactFigures = Readonly<Partial<Record<FigureName, bigint>>>;

/** The figures that a method has, in order. */
export const FIGURES_OF: Readonly<Record<ForecastMethod, readonly FigureName[]>> = {
  weighted: ['weighted'],
  cumulative: ['closed', 'commit', 'bestCase', 'pipeline'],
  single: ['closed', 'commit', 'bestCase', 'pipeline'],
};

/** The figures of a cell. */
export function exactFigures(
  { amounts, weighted }: ExactSums,
  method: ForecastMethod,
): ExactFigures {
  if (method === 'weighted') return { weighted };
  const [closed = 0n, commit = 0n, bestCase = 0n, pipeline = 0n] = amounts;
  if (method === 'single') return { closed, commit, bestCase, pipeline };
  const surer = closed + commit;
  return {
    closed,
    commit: surer,
    bestCase: surer + bestCase,
    pipeline: surer + bestCase + pipeline,
  };
}

/** A figure as decimal text with all decimals of the currency; weighted has more where it needs. */
export function figureText(name: FigureName, value: bigint, exponent: number): string {
  if (name !== 'weighted') return fixedText(value, exponent);
  let [coefficient, decimals] = [value, exponent + WEIGHT_DECIMALS];
  while (decimals > exponent && coefficient % 10n === 0n) {
    coefficient /= 10n;
    decimals--;
  }
  return fixedText(coefficient, decimals);
}

/** Decimals that a weight adds: it is a whole number of ten-thousandths. */
export const WEIGHT_DECIMALS = 4;

/** Figures as text. */
export function figuresText<Method extends ForecastMethod>(
  figures: ExactFigures,
  exponent: number,
): Figures<Method> {
  const entries = Object.entries(figures) as [FigureName, bigint][];
  return Object.fromEntries(
    entries.map(([name, value]) => [name, figureText(name, value, exponent)]),
  ) as unknown as Figures<Method>;
}
