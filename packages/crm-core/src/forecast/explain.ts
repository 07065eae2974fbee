/**
 * Why a cell has its figures: the deals in it, what each counts as, and the rule in words.
 */
import { fixedText } from '@kontor/kernel';
import { type ForecastDeal, weightOf } from './deal.ts';
import {
  type ExactFigures,
  exactFigures,
  type FigureName,
  FIGURES_OF,
  type ForecastMethod,
  figureText,
} from './figures.ts';
import { datedOn } from './forecast-period.ts';
import type { AmountReader } from './reporting-currency.ts';
import { dealSums } from './cell-sums.ts';

/** One deal of a cell. */
export interface ForecastLine {
  readonly deal: string;
  /** In the forecast's currency, decimal text. */
  readonly amount: string;
  /** As the deal has it, where its currency is another. */
  readonly converted?: { readonly amount: string; readonly currency: string } | undefined;
  readonly category: ForecastDeal['forecastCategory'];
  /** In percent, as it counts: 100 for closed, 0 for omitted. */
  readonly weight: number;
  /** The figures that the deal is in, and how much of each it is; those without it are left out. */
  readonly figures: Readonly<Partial<Record<FigureName, string>>>;
  /** The day that dates it, and by which field; null for a deal without one. */
  readonly datedOn: string | null;
  readonly datedBy: 'closedAt' | 'closeDate';
}

/** The rules of the methods, in words. */
export const RULES: Readonly<Record<ForecastMethod, string>> = {
  weighted: 'amount × probability of deals that are not omitted; closed ones count whole',
  cumulative:
    'commit includes closed, best case includes commit, pipeline includes best case; ' +
    'omitted deals are in none',
  single: 'each category alone; omitted deals are in none',
};

/** Explains deals, the largest amount first. */
export function explainDeals(
  deals: readonly ForecastDeal[],
  how: {
    readonly reader: AmountReader;
    readonly method: ForecastMethod;
    readonly zone: string | undefined;
  },
): ForecastLine[] {
  const { minorOf } = how.reader;
  return deals
    .map((deal) => ({ deal, minor: BigInt(minorOf(deal)) }))
    .sort((a, b) => (a.minor === b.minor ? 0 : a.minor > b.minor ? -1 : 1))
    .map(({ deal, minor }) => lineOf(deal, minor, how));
}

function lineOf(
  deal: ForecastDeal,
  minor: bigint,
  { reader, method, zone }: Parameters<typeof explainDeals>[1],
): ForecastLine {
  const { code, exponent } = reader.currency;
  const { amount, currency } = deal;
  const isConverted = amount !== undefined && currency !== undefined && currency !== code;
  return {
    deal: deal.id,
    amount: fixedText(minor, exponent),
    ...(isConverted && { converted: { amount, currency } }),
    category: deal.forecastCategory,
    weight: weightOf(deal) / 100,
    figures: shares(exactFigures(dealSums(deal, minor), method), method, exponent),
    datedOn: datedOn(deal, zone) ?? null,
    datedBy: deal.closedAt === undefined ? 'closeDate' : 'closedAt',
  };
}

function shares(
  figures: ExactFigures,
  method: ForecastMethod,
  exponent: number,
): ForecastLine['figures'] {
  const names = FIGURES_OF[method].filter((name) => figures[name] !== 0n);
  return Object.fromEntries(
    names.map((name) => [name, figureText(name, figures[name] ?? 0n, exponent)]),
  );
}
