/**
 * Forecasts over a hierarchy: what is owned, what is below, and what managers say instead.
 *
 * Each period has one tree: that of its last day, or of the forecast's day for periods that are not
 * over. So a re-cut moves open periods with the people and leaves past ones where they were, and
 * children sum to their parent in every period. An owner who has no place is a top of its own:
 * nothing is lost.
 */
import { formatDay, money } from '@kontor/kernel';
import { type Branches, branchesOf, plus } from './branches.ts';
import { indexCells, keyOf } from './cell-keys.ts';
import { addSums, type ExactSums, NO_SUMS, sumCells, sumsOf } from './cell-sums.ts';
import type { ForecastDeal } from './deal.ts';
import {
  type ExactFigures,
  exactFigures,
  type Figures,
  FIGURES_OF,
  figuresText,
  type ForecastMethod,
  WEIGHT_DECIMALS,
} from './figures.ts';
import { lastDayOf, localDay, type PeriodOptions, type TimeLevel } from './forecast-period.ts';
import type { Hierarchy } from './hierarchy.ts';
import type { ForecastOverride } from './override.ts';
import { type AmountReader, amountReader, type ReportingOptions } from './reporting-currency.ts';

/** What is asked of a forecast over a hierarchy. */
export interface HierarchyOptions<Method extends ForecastMethod = ForecastMethod>
  extends ReportingOptions,
    PeriodOptions {
  /** The instant of the deals, UTC ISO. */
  readonly asOf: string;
  readonly hierarchy: Hierarchy;
  /** The length of its periods; one period for all when left out. */
  readonly period?: TimeLevel | undefined;
  readonly method: Method;
  /** Those in force, as `overridesAt` gives them. */
  readonly overrides?: readonly ForecastOverride[] | undefined;
}

/** A node in a period, or in all of them. */
export interface NodeForecast<Method extends ForecastMethod = ForecastMethod> {
  readonly node: string;
  /** Null for all periods, and for deals without a date. */
  readonly period: string | null;
  /** Deals of the node and of all below it. */
  readonly deals: number;
  /** Of the deals that the node owns itself. */
  readonly own: Figures<Method>;
  /** Of its own deals and all below it. */
  readonly computed: Figures<Method>;
  /** The same with the overrides of the node and of those below it. */
  readonly adjusted: Figures<Method>;
  /** Overrides of the node itself. */
  readonly overrides: readonly ForecastOverride[];
  /** The nodes right below it; of the forecast's day for all periods. */
  readonly children: readonly string[];
}

/** A forecast over a hierarchy. */
export interface HierarchyForecast<Method extends ForecastMethod = ForecastMethod> {
  readonly method: Method;
  readonly asOf: string;
  readonly currency: string;
  /** Periods with deals or overrides, in order; null, for deals without a date, comes last. */
  readonly periods: readonly (string | null)[];
  /** The nodes above which there is none, on the forecast's day. */
  readonly tops: readonly string[];
  /**
   * A node in one period; in all of them, each by its own tree, without one. Zero where it is not.
   */
  node(node: string, period?: string | null): NodeForecast<Method>;
}

/**
 * Rolls deals up a hierarchy by their owners.
 *
 * @throws CrmError CRM_INVALID_INPUT, CRM_UNKNOWN_RATE — as of `rollUpForecast`
 * @throws KernelError KERNEL_MONEY_TOO_PRECISE — an override is finer than the currency
 * @example
 * const options = { asOf, hierarchy, period: 'quarter', method: 'cumulative' };
 * const forecast = rollUpHierarchy(deals, options);
 * forecast.node('north', '2026-Q2').computed.commit // => '140000.00'
 */
export function rollUpHierarchy<Method extends ForecastMethod>(
  deals: readonly ForecastDeal[],
  options: HierarchyOptions<Method>,
): HierarchyForecast<Method> {
  const { asOf, method, hierarchy, overrides = [] } = options;
  const reader = amountReader(deals, options);
  const { code, exponent } = reader.currency;
  const today = localDay(asOf, options.zone);
  const periods = ownedByPeriod(deals, options, reader);
  for (const { period } of overrides) {
    periods.set(period ?? null, periods.get(period ?? null) ?? new Map<string, ExactSums>());
  }
  const branchesIn = (period: string | null, own: ReadonlyMap<string, ExactSums>): Branches => {
    const tree = hierarchy.treeOn(treeDay(period, today, options));
    const overridden = overriddenIn(overrides, period, options.method, code);
    return branchesOf({ tree, own, overridden, method });
  };
  const branches = new Map([...periods].map(([period, own]) => [period, branchesIn(period, own)]));
  const shapeNow = branchesOf({
    tree: hierarchy.treeOn(today),
    own: new Map(),
    overridden: new Map(),
    method,
  });
  return {
    method,
    asOf,
    currency: code,
    periods: [...periods.keys()].sort(inOrder),
    tops: shapeNow.tops,
    node(node, period) {
      const asked = period === undefined ? [...branches.values()] : [branches.get(period)];
      const shape = period === undefined ? shapeNow : (branches.get(period) ?? shapeNow);
      return {
        node,
        period: period ?? null,
        ...summed<Method>(asked, node, method, exponent),
        overrides: overrides.filter(
          (item) => item.node === node && (period === undefined || isIn(item, period)),
        ),
        children: shape.children.get(node) ?? [],
      };
    },
  };
}

const isIn = ({ period }: ForecastOverride, asked: string | null): boolean =>
  (period ?? null) === asked;

/** By period and owner: sums of deals. Deals without an owner are those of the owner ''. */
function ownedByPeriod(
  deals: readonly ForecastDeal[],
  options: HierarchyOptions,
  reader: AmountReader,
): Map<string | null, Map<string, ExactSums>> {
  const { period: level } = options;
  const index = indexCells(deals, level === undefined ? ['owner'] : ['owner', level], options);
  const sums = sumCells(deals, reader, index);
  const periods = new Map<string | null, Map<string, ExactSums>>();
  for (let cell = 0; cell < index.count; cell++) {
    const key = keyOf(index, cell);
    const period = level === undefined ? null : (key[level] ?? null);
    const own = periods.get(period) ?? new Map<string, ExactSums>();
    periods.set(period, own.set(key['owner'] ?? '', sumsOf(sums, cell)));
  }
  return periods;
}

/** The day whose tree a period has. */
function treeDay(period: string | null, today: string, options: HierarchyOptions): string {
  if (period === null || options.period === undefined) return today;
  const last = formatDay(lastDayOf(options.period, period, options));
  return last < today ? last : today;
}

/** By node: the overridden figures of a period, as whole numbers. */
function overriddenIn(
  overrides: readonly ForecastOverride[],
  period: string | null,
  method: ForecastMethod,
  currency: string,
): Map<string, ExactFigures> {
  const byNode = new Map<string, ExactFigures>();
  for (const override of overrides) {
    const { node, figure, amount } = override;
    if (amount === undefined || !isIn(override, period)) continue;
    if (!FIGURES_OF[method].includes(figure)) continue;
    const { minor } = money(amount, currency);
    const value = figure === 'weighted' ? minor * 10n ** BigInt(WEIGHT_DECIMALS) : minor;
    byNode.set(node, { ...byNode.get(node), [figure]: value });
  }
  return byNode;
}

/** A node's figures over some periods. */
function summed<Method extends ForecastMethod>(
  periods: readonly (Branches | undefined)[],
  node: string,
  method: Method,
  exponent: number,
): Pick<NodeForecast<Method>, 'deals' | 'own' | 'computed' | 'adjusted'> {
  const found = periods.flatMap((of) => of?.byNode.get(node) ?? []);
  const own = found.reduce((sum, branch) => addSums(sum, branch.own), NO_SUMS);
  const all = found.reduce((sum, branch) => addSums(sum, branch.all), NO_SUMS);
  const none = exactFigures(NO_SUMS, method);
  const adjusted = found.map((branch) => branch.adjusted).reduce(plus, none);
  return {
    deals: all.deals,
    own: figuresText<Method>(exactFigures(own, method), exponent),
    computed: figuresText<Method>(exactFigures(all, method), exponent),
    adjusted: figuresText<Method>(adjusted, exponent),
  };
}

/** Deals without a date come last. */
function inOrder(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
}
