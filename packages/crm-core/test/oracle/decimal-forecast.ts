/**
 * The slow and obvious forecast: one Decimal for each figure, deal by deal.
 */
import { decimal, type Decimal, ratio, ratioToDecimal } from '@kontor/kernel';
import type {
  FigureName,
  ForecastDeal,
  ForecastMethod,
  ForecastRates,
} from '@kontor/crm-core/sales';

/** Figures of a deal set as decimal text, amounts rounded to cents deal by deal. */
export function decimalFigures(
  deals: readonly ForecastDeal[],
  method: ForecastMethod,
  rates: ForecastRates,
): Partial<Record<FigureName, string>> {
  const zero = decimal(0);
  const sums = { closed: zero, commit: zero, 'best-case': zero, pipeline: zero, omitted: zero };
  let weighted = zero;
  for (const deal of deals) {
    const amount = inEuros(deal, rates);
    sums[deal.forecastCategory] = sums[deal.forecastCategory].plus(amount);
    if (deal.forecastCategory === 'omitted') continue;
    const percent = deal.forecastCategory === 'closed' ? 100 : deal.probability;
    weighted = weighted.plus(amount.times(percent).dividedBy(100));
  }
  if (method === 'weighted')
    return { weighted: weighted.toFixed(Math.max(2, weighted.decimalPlaces())) };
  const { closed, commit, 'best-case': bestCase, pipeline } = sums;
  const figures =
    method === 'single'
      ? { closed, commit, bestCase, pipeline }
      : {
          closed,
          commit: commit.plus(closed),
          bestCase: bestCase.plus(commit).plus(closed),
          pipeline: pipeline.plus(bestCase).plus(commit).plus(closed),
        };
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, value.toFixed(2)]),
  );
}

function inEuros({ amount = '0', currency = 'EUR' }: ForecastDeal, rates: ForecastRates): Decimal {
  const rate = currency === 'EUR' ? decimal(1) : ratioToDecimal(ratio(rates[currency]!));
  return decimal(amount).times(rate).toDecimalPlaces(2, 6);
}
