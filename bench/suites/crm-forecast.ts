/**
 * Forecasts, measured: 100,000 deals rolled up by owner and month, beside a plain loop in
 * decimal.js that gives the same text for every cell.
 */
import { Decimal } from 'decimal.js';
import { type ForecastDeal, type ForecastMethod, rollUpForecast } from '@kontor/crm-core/sales';
import { generateDeals } from '../../packages/crm-core/bench/generate-deals.ts';
import { compare, type Row, type Suite, type SuiteOptions } from '../suite.ts';

/** The rows of forecasts. */
export const suite: Suite = {
  engine: 'crm-core',
  async run(options) {
    return [
      await rollUpAgainstTwin('weighted', options),
      await rollUpAgainstTwin('cumulative', options),
    ];
  },
};

/** By owner and month: figures as text, in the order of their names. */
type Cells = Map<string, string>;

async function rollUpAgainstTwin(method: ForecastMethod, options: SuiteOptions): Promise<Row> {
  const workload = { deals: options.quick ? 5000 : 100_000, owners: 200, teams: 20, months: 60 };
  const deals = generateDeals(workload);
  return compare<Cells>(
    {
      name: `roll up a ${method} forecast by owner and month`,
      size: `${workload.deals.toLocaleString('en')} deals, 200 owners, 60 months`,
      peerName: 'decimal.js and a map',
      ours: () => ours(deals, method),
      peer: () => (method === 'weighted' ? weightedTwin(deals) : cumulativeTwin(deals)),
      equal: (a, b) => a.size === b.size && [...a].every(([key, text]) => b.get(key) === text),
    },
    options,
  );
}

function ours(deals: readonly ForecastDeal[], method: ForecastMethod): Cells {
  const by = ['owner', 'month'];
  const asOf = '2026-01-01T00:00:00.000Z';
  const cells: Cells = new Map();
  for (const { key, figures } of rollUpForecast(deals, { asOf, by, method }).cells) {
    cells.set(`${key['owner']} ${key['month']}`, Object.values(figures).join(' '));
  }
  return cells;
}

const cellOf = (deal: ForecastDeal): string =>
  `${deal.owner} ${(deal.closedAt ?? deal.closeDate ?? '').slice(0, 7)}`;

function weightedTwin(deals: readonly ForecastDeal[]): Cells {
  const sums = new Map<string, Decimal>();
  for (const deal of deals) {
    const key = cellOf(deal);
    const weighted = new Decimal(deal.amount!).times(deal.probability);
    const sum = sums.get(key);
    sums.set(key, sum === undefined ? weighted : sum.plus(weighted));
  }
  return new Map(
    [...sums].map(([key, sum]) => {
      const figure = sum.dividedBy(100);
      return [key, figure.toFixed(Math.max(2, figure.decimalPlaces()))];
    }),
  );
}

const PLACE = { closed: 0, commit: 1, 'best-case': 2, pipeline: 3, omitted: 4 };

function cumulativeTwin(deals: readonly ForecastDeal[]): Cells {
  const sums = new Map<string, Decimal[]>();
  for (const deal of deals) {
    const key = cellOf(deal);
    let sum = sums.get(key);
    if (sum === undefined) sums.set(key, (sum = Array.from({ length: 5 }, () => new Decimal(0))));
    const place = PLACE[deal.forecastCategory];
    sum[place] = sum[place]!.plus(deal.amount!);
  }
  return new Map(
    [...sums].map(([key, [closed, commit, bestCase, pipeline]]) => {
      const surer = closed!.plus(commit!);
      const likely = surer.plus(bestCase!);
      const figures = [closed!, surer, likely, likely.plus(pipeline!)];
      return [key, figures.map((figure) => figure.toFixed(2)).join(' ')];
    }),
  );
}
