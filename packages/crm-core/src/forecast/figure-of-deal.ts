/**
 * What one deal adds to one figure of one cell.
 */
import { CrmError } from '../errors.ts';
import type { CellKey } from './cell-keys.ts';
import { dealSums } from './cell-sums.ts';
import type { ForecastDeal } from './deal.ts';
import { exactFigures, type FigureName, FIGURES_OF, type ForecastMethod } from './figures.ts';
import {
  datedOn,
  isTimeLevel,
  periodNamer,
  type PeriodOptions,
  type TimeLevel,
} from './forecast-period.ts';
import type { AmountReader } from './reporting-currency.ts';

/** Which figure is meant. */
export interface FigureChoice extends PeriodOptions {
  readonly method: ForecastMethod;
  readonly figure: FigureName;
  /** The cell: values of fields, and a period by its length; all deals when left out. */
  readonly within?: CellKey | undefined;
}

/** Reads a figure deal by deal. */
export interface FigureReader {
  /**
   * Where a deal's date lies against the cell's period: before, in, or after it; undated is after.
   */
  periodSide(deal: ForecastDeal): -1 | 0 | 1;
  /** Whether the deal has the cell's values of all fields but the period. */
  hasFields(deal: ForecastDeal): boolean;
  /** What the deal adds to the figure when it is in the cell, as a whole number. */
  figureOf(deal: ForecastDeal): bigint;
}

/**
 * The reader of a figure.
 *
 * @throws CrmError CRM_INVALID_INPUT — a figure that the method does not have, or two periods
 */
export function figureReader({ minorOf }: AmountReader, choice: FigureChoice): FigureReader {
  const { method, figure, within = {}, zone } = choice;
  const levels = Object.keys(within).filter(isTimeLevel);
  checkChoice(choice, levels);
  const fields = Object.entries(within).filter(([name]) => !isTimeLevel(name));
  const [level] = levels;
  const period = level === undefined ? undefined : within[level];
  const nameOf = level === undefined ? undefined : periodNamer(level, choice);
  return {
    periodSide(deal) {
      if (nameOf === undefined || period === undefined) return 0;
      const date = datedOn(deal, zone);
      const name = date === undefined ? null : nameOf(date);
      if (name === period) return 0;
      if (name === null || period === null) return 1;
      return name < period ? -1 : 1;
    },
    hasFields: (deal) => fields.every(([name, value]) => (valueOf(deal, name) ?? null) === value),
    figureOf: (deal) => exactFigures(dealSums(deal, BigInt(minorOf(deal))), method)[figure] ?? 0n,
  };
}

function valueOf(deal: ForecastDeal, name: string): unknown {
  return (deal as unknown as Readonly<Record<string, unknown>>)[name];
}

function checkChoice({ method, figure }: FigureChoice, levels: readonly TimeLevel[]): void {
  const message =
    levels.length > 1
      ? `${levels.join(' and ')} are two periods: take one`
      : `a ${method} forecast has ${FIGURES_OF[method].join(', ')}, but no '${figure}'`;
  if (levels.length <= 1 && FIGURES_OF[method].includes(figure)) return;
  const path = levels.length > 1 ? 'within' : 'figure';
  throw new CrmError('CRM_INVALID_INPUT', { what: 'The comparison', issues: [{ path, message }] });
}
