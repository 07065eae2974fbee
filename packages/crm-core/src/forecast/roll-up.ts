/**
 * Forecasts: deals rolled up by owner, team, region, any other field, and periods.
 *
 * Deals are given as they are or were (`dealsAt`), so a forecast of the past is this function over
 * the deals of then. Every cell can be asked which deals are in it, and by which rule.
 */
import { CrmError } from '../errors.ts';
import { type CellIndex, type CellKey, cellsInOrder, indexCells, keyOf } from './cell-keys.ts';
import { addSums, type ExactSums, NO_SUMS, smallSumsOf, sumCells, sumsOf } from './cell-sums.ts';
import type { ForecastDeal } from './deal.ts';
import { explainDeals, type ForecastLine, RULES } from './explain.ts';
import { exactFigures, type Figures, figuresText, type ForecastMethod } from './figures.ts';
import { isTimeLevel, type PeriodOptions } from './forecast-period.ts';
import { amountReader, type ReportingOptions } from './reporting-currency.ts';
import { smallFigures } from './small-figures.ts';

/** What is asked of a forecast. */
export interface ForecastOptions<Method extends ForecastMethod = ForecastMethod>
  extends ReportingOptions,
    PeriodOptions {
  /** The instant of the deals, UTC ISO. */
  readonly asOf: string;
  /** Fields of deals, and at most one length of time: `['owner', 'month']`. */
  readonly by: readonly string[];
  readonly method: Method;
}

/** A cell: deals with the same values of the fields asked for. */
export interface ForecastCell<Method extends ForecastMethod = ForecastMethod> {
  readonly key: CellKey;
  readonly deals: number;
  readonly figures: Figures<Method>;
}

/** A cell's figures with the deals behind them. */
export interface ForecastExplanation<Method extends ForecastMethod = ForecastMethod>
  extends ForecastCell<Method> {
  readonly method: Method;
  /** The rule of the method, in words. */
  readonly rule: string;
  readonly lines: readonly ForecastLine[];
}

/** A forecast. */
export interface Forecast<Method extends ForecastMethod = ForecastMethod> {
  readonly method: Method;
  readonly asOf: string;
  /** The code. */
  readonly currency: string;
  readonly by: readonly string[];
  /** Cells that have deals, in the order of their keys. */
  readonly cells: readonly ForecastCell<Method>[];
  readonly total: ForecastCell<Method>;
  /**
   * The sum of all cells that have these values; zero where there is none.
   *
   * @throws CrmError CRM_INVALID_INPUT — a name that the forecast is not by
   */
  cell(key: CellKey): ForecastCell<Method>;
  /** The same with its deals, the largest first. */
  explain(key: CellKey): ForecastExplanation<Method>;
}

/**
 * Rolls deals up.
 *
 * @throws CrmError CRM_INVALID_INPUT — two lengths of time, no currency, or a deal that is none
 * @throws CrmError CRM_UNKNOWN_RATE — an amount that no rate converts
 * @example
 * const forecast = rollUpForecast(deals, { asOf, by: ['owner', 'month'], method: 'cumulative' });
 * forecast.cell({ owner: 'anna', month: '2026-06' }).figures.commit // => '90000.00'
 */
export function rollUpForecast<Method extends ForecastMethod>(
  deals: readonly ForecastDeal[],
  options: ForecastOptions<Method>,
): Forecast<Method> {
  const { asOf, by, method } = options;
  checkFields(by);
  const reader = amountReader(deals, options);
  const { code, exponent } = reader.currency;
  const index = indexCells(deals, by, options);
  const sums = sumCells(deals, reader, index);

  const cellWith = (key: CellKey, of: ExactSums): ForecastCell<Method> => ({
    key,
    deals: of.deals,
    figures: figuresText<Method>(exactFigures(of, method), exponent),
  });
  const cellAt = (at: number): ForecastCell<Method> => {
    const [key, small] = [keyOf(index, at), smallSumsOf(sums, at)];
    if (small === undefined) return cellWith(key, sumsOf(sums, at));
    return { key, deals: sums.deals[at]!, figures: smallFigures(small, method, exponent) };
  };
  const cell = (key: CellKey): ForecastCell<Method> => {
    const inKey = matcher(index, key);
    let sum = NO_SUMS;
    for (let at = 0; at < index.count; at++) if (inKey(at)) sum = addSums(sum, sumsOf(sums, at));
    return cellWith(key, sum);
  };
  let cells: ForecastCell<Method>[] | undefined;
  return {
    method,
    asOf,
    currency: code,
    by,
    get cells() {
      cells ??= Array.from(cellsInOrder(index), cellAt);
      return cells;
    },
    get total() {
      return cell({});
    },
    cell,
    explain(key) {
      const inKey = matcher(index, key);
      const found = deals.filter((_, at) => inKey(index.cellOf[at]!));
      const lines = explainDeals(found, { reader, method, zone: options.zone });
      return { ...cell(key), method, rule: RULES[method], lines };
    },
  };
}

/** Whether a cell has the values of a key. */
function matcher({ columns, sample }: CellIndex, key: CellKey): (cell: number) => boolean {
  const wanted = Object.entries(key).map(([name, value]) => {
    const column = columns.find((of) => of.name === name);
    if (column === undefined) {
      const known = columns.map((of) => of.name).join(', ');
      throw badForecast('key', `'${name}' is none of what it is rolled up by: ${known}`);
    }
    return { codes: column.codes, code: column.values.indexOf(value) };
  });
  return (cell) => wanted.every(({ codes, code }) => codes[sample[cell]!] === code);
}

function checkFields(by: readonly string[]): void {
  const levels = by.filter(isTimeLevel);
  if (levels.length > 1) {
    throw badForecast('by', `${levels.join(' and ')} are two lengths of time: take one`);
  }
  if (new Set(by).size < by.length) throw badForecast('by', 'names a field twice: name it once');
}

function badForecast(path: string, message: string): Error {
  return new CrmError('CRM_INVALID_INPUT', { what: 'The forecast', issues: [{ path, message }] });
}
