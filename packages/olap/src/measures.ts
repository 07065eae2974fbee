/**
 * Measures written beside the type of a row.
 *
 * Sums are exact: a measure has a scale (decimals that it keeps), its values are whole units of it,
 * and a row with more decimals is refused, not rounded.
 */
import type { Decimal, DecimalInput, RoundingMode } from '@kontor/kernel';
import type { Aggregate } from './aggregate/aggregate.ts';
import type { Accessor } from './dimensions.ts';
import type { Reader } from './dimension/read-key.ts';
import type { Key } from './hierarchy.ts';
import type { MeasureDefinition } from './model.ts';
import type { Value } from './value.ts';

/** A measure on its way into a cube; `Out` is the type of its values. */
export interface MeasureDraft<Row, Out> {
  /** Only for the types. */
  readonly out?: Out;
  /** Only for the types. */
  readonly row?: (row: Row) => void;
  build(name: string): MeasureParts;
}

/** What a measure gives to the definition, and the functions beside it. */
export interface MeasureParts {
  readonly definition: MeasureDefinition;
  readonly readers: Readonly<Record<string, Reader>>;
  readonly aggregate?: Aggregate<never, never> | undefined;
}

/** A value of a row; null and undefined are no value. */
export type Amount = DecimalInput | null | undefined;

/** The scale of a measure. */
export interface ScaleOptions<Row> {
  /** Decimals that are kept, 0 … 8; default 0. */
  readonly scale?: number | undefined;
  /** Whether rows give whole units of 10^-scale. */
  readonly isScaled?: boolean | undefined;
  /** Of rows that give whole units of 10^-decimals: how many decimals those of the row have. */
  readonly scaledBy?: Accessor<Row, number> | undefined;
}

/** The unit of quantities. */
export interface UnitOptions {
  /** The level that tells it: `{ level: 'unit.name' }`. Those of two units are never added. */
  readonly unit?: { readonly level: string } | undefined;
}

/** How a quotient is shown: rounded once to so many decimals; without them it has 40 digits. */
export interface QuotientOptions<Row> extends ScaleOptions<Row> {
  readonly decimals?: number | undefined;
  readonly rounding?: RoundingMode | undefined;
}

type Exact<Row> = MeasureDraft<Row, Decimal | null>;
type Count<Row> = MeasureDraft<Row, number>;

/** A draft of a column, and of those beside it that functions of its options read. */
function draft<Row, Out>(
  accessor: Accessor<Row, unknown>,
  options: Readonly<Record<string, unknown>>,
): MeasureDraft<Row, Out> {
  const beside = Object.entries(options).filter(([, option]) => typeof option === 'function');
  return {
    build(name) {
      const columns = beside.map(([part, read]) => [part, `${name}#${part}`, read] as const);
      return {
        definition: {
          ...options,
          ...Object.fromEntries(columns.map(([part, column]) => [part, column])),
          column: name,
        } as MeasureDefinition,
        readers: {
          [name]: accessor,
          ...Object.fromEntries(columns.map(([, column, read]) => [column, read as Reader])),
        },
      };
    },
  };
}

/** How many facts. */
export function rows<Row>(): Count<Row> {
  return { build: () => ({ definition: { kind: 'rows' }, readers: {} }) };
}

/** How many facts have a value. */
export function count<Row>(of: Accessor<Row, unknown>): Count<Row> {
  return draft(of, { kind: 'count' });
}

/** Amounts that rows repeat, as a join of headers with their lines does. */
export interface OnceOptions<Row> {
  /** The key for which the amount counts once, however many rows of a cell repeat it. */
  readonly once?: Accessor<Row, Key | undefined> | undefined;
}

/**
 * The exact sum.
 *
 * @example
 * sum((line) => line.freight, { once: (line) => line.orderId })
 */
export function sum<Row>(
  of: Accessor<Row, Amount>,
  options: ScaleOptions<Row> & UnitOptions & OnceOptions<Row> = {},
): Exact<Row> {
  return draft(of, { kind: 'sum', ...options });
}

/** The sum of floats (rates, scores): the double nearest to the true sum, in any order of rows. */
export function floatSum<Row>(
  of: Accessor<Row, number | null | undefined>,
): MeasureDraft<Row, number | null> {
  return draft(of, { kind: 'floatSum' });
}

/** Money: an exact sum of one currency; the scale is the currency's unless told otherwise. */
export interface MoneyOptions<Row> extends ScaleOptions<Row> {
  /** A code of ISO 4217, or the level that tells it: `{ level: 'currency.code' }`. */
  readonly currency: string | { readonly level: string };
}

/** An exact sum of money, which is never added over currencies. */
export function money<Row>(
  of: Accessor<Row, Amount>,
  options: MoneyOptions<Row> & OnceOptions<Row>,
): Exact<Row> {
  const { currency } = options;
  return draft(of, {
    kind: 'money',
    ...options,
    currency: typeof currency === 'string' ? { code: currency } : currency,
  });
}

/** The least value. */
export function min<Row>(of: Accessor<Row, Amount>, options: ScaleOptions<Row> = {}): Exact<Row> {
  return draft(of, { kind: 'min', ...options });
}

/** The greatest value. */
export function max<Row>(of: Accessor<Row, Amount>, options: ScaleOptions<Row> = {}): Exact<Row> {
  return draft(of, { kind: 'max', ...options });
}

/** The mean of the values. */
export function average<Row>(
  of: Accessor<Row, Amount>,
  options: QuotientOptions<Row> = {},
): Exact<Row> {
  return draft(of, { kind: 'average', ...options });
}

/** The mean weighted by another column; a weight of null or 0 counts 0. */
export function weightedAverage<Row>(
  of: Accessor<Row, Amount>,
  weight: Accessor<Row, Amount>,
  options: QuotientOptions<Row> & { readonly weightScale?: number | undefined } = {},
): Exact<Row> {
  return draft(of, { kind: 'weightedAverage', ...options, weight });
}

/** Of a sample (over n − 1) or of a whole population (over n). */
export interface SpreadOptions<Row> extends QuotientOptions<Row> {
  readonly of: 'sample' | 'population';
}

/** The variance. */
export function variance<Row>(of: Accessor<Row, Amount>, options: SpreadOptions<Row>): Exact<Row> {
  return draft(of, { kind: 'variance', ...options });
}

/** The standard deviation. */
export function deviation<Row>(of: Accessor<Row, Amount>, options: SpreadOptions<Row>): Exact<Row> {
  return draft(of, { kind: 'deviation', ...options });
}

/** How many distinct values, exactly. */
export function distinct<Row>(of: Accessor<Row, Key | undefined>): Count<Row> {
  return draft(of, { kind: 'distinct' });
}

/** About how many distinct values: HyperLogLog of 2^precision registers, default 14. */
export function approximateDistinct<Row>(
  of: Accessor<Row, Key | undefined>,
  options: { readonly precision?: number | undefined } = {},
): Count<Row> {
  return draft(of, { kind: 'approximateDistinct', ...options });
}

/** A percentile of all values. */
export function percentile<Row>(
  of: Accessor<Row, Amount>,
  options: QuotientOptions<Row> & {
    /** From '0' to '1'. */
    readonly at: string;
    readonly method?: 'continuous' | 'discrete' | undefined;
  },
): Exact<Row> {
  return draft(of, { kind: 'percentile', ...options });
}

/** The median of all values. */
export function median<Row>(
  of: Accessor<Row, Amount>,
  options: QuotientOptions<Row> = {},
): Exact<Row> {
  return draft(of, { kind: 'percentile', at: '0.5', ...options });
}

/** About a percentile: a sketch of floats. */
export function approximatePercentile<Row>(
  of: Accessor<Row, number | null | undefined>,
  options: { readonly at: string },
): MeasureDraft<Row, number | null> {
  return draft(of, { kind: 'approximatePercentile', ...options });
}

/** A rule along a time dimension. */
export interface AlongOptions<Row> extends ScaleOptions<Row>, UnitOptions {
  /** The time dimension. */
  readonly along: string;
  /** Of each leaf of the other dimensions (default), or of the cell that is shown. */
  readonly scope?: 'leaf' | 'cell' | undefined;
}

type Along = <Row>(of: Accessor<Row, Amount>, options: AlongOptions<Row>) => Exact<Row>;

const alongTime =
  (kind: string): Along =>
  (of, options) =>
    draft(of, { kind, ...options });

/** A stock: the value of the last period of what is shown. */
export const last: Along = alongTime('last');

/** The value of the first period of what is shown. */
export const first: Along = alongTime('first');

/** A stock: the value of the last period that has one. */
export const lastNonEmpty: Along = alongTime('lastNonEmpty');

/** The value of the first period that has one. */
export const firstNonEmpty: Along = alongTime('firstNonEmpty');

/** A balance at the end of what is shown, carried forward from the last value known. */
export const closing: Along = alongTime('closing');

/** The balance before what is shown. */
export const opening: Along = alongTime('opening');

/** The mean over periods. */
export function averageOverTime<Row>(
  of: Accessor<Row, Amount>,
  options: QuotientOptions<Row> & {
    readonly along: string;
    /** Periods that have a value, or all of the calendar. */
    readonly over: 'nonEmpty' | 'calendar';
  },
): Exact<Row> {
  return draft(of, { kind: 'averageOverTime', ...options });
}

/** Flows add up over time, balances take their last value, by the nature of the account. */
export function byAccount<Row>(
  of: Accessor<Row, Amount>,
  options: ScaleOptions<Row> & {
    readonly along: string;
    /** The tree dimension whose members have a nature. */
    readonly accounts: string;
  },
): Exact<Row> {
  return draft(of, { kind: 'byAccount', ...options });
}

/** An aggregate of one's own. */
export function aggregate<Row, In, State, Out extends Value>(
  of: Accessor<Row, In | null | undefined>,
  algebra: Aggregate<In, State, Out>,
): MeasureDraft<Row, Out | null> {
  return {
    build: (name) => ({
      definition: { kind: 'custom', column: name, aggregate: name },
      readers: { [name]: of },
      aggregate: algebra as unknown as Aggregate<never, never>,
    }),
  };
}
