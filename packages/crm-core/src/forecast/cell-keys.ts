/**
 * Cells of a roll-up: deals with the same values of the fields asked for share one.
 *
 * Values become small whole numbers, field by field, and pairs of them become one again, so that
 * sums run over typed arrays and no key is built for a deal.
 */
import type { ForecastDeal } from './deal.ts';
import { datedOn, isTimeLevel, periodNamer, type PeriodOptions } from './forecast-period.ts';

/** The values of a cell by field or length of time; null for deals without one. */
export type CellKey = Readonly<Record<string, string | null>>;

/** One field's values, and which of them each deal has. */
export interface KeyColumn {
  readonly name: string;
  readonly values: readonly (string | null)[];
  /** For each deal, a place in `values`. */
  readonly codes: Int32Array;
}

/** Which cell each deal is in. */
export interface CellIndex {
  readonly columns: readonly KeyColumn[];
  readonly count: number;
  /** For each deal, its cell. */
  readonly cellOf: Int32Array;
  /** For each cell, one of its deals. */
  readonly sample: Int32Array;
}

/** Indexes deals by fields and lengths of time. */
export function indexCells(
  deals: readonly ForecastDeal[],
  by: readonly string[],
  options: PeriodOptions,
): CellIndex {
  const columns = by.map((name) => columnOf(deals, name, options));
  let codes: Int32Array = new Int32Array(deals.length);
  let count = Math.min(1, deals.length);
  for (const column of columns) ({ codes, count } = joined(codes, count, column));
  const sample = new Int32Array(count);
  for (let index = deals.length - 1; index >= 0; index--) sample[codes[index]!] = index;
  return { columns, count, cellOf: codes, sample };
}

/** The key of a cell. */
export function keyOf({ columns, sample }: CellIndex, cell: number): CellKey {
  const deal = sample[cell]!;
  const key: Record<string, string | null> = {};
  for (const { name, values, codes } of columns) key[name] = values[codes[deal]!]!;
  return key;
}

/** Cells in the order of their keys, field by field; deals without a value come last. */
export function cellsInOrder({ columns, sample, count }: CellIndex): Int32Array {
  const ranks = columns.map(({ values }) => ranksOf(values));
  const place = Float64Array.from(sample, (deal) =>
    columns.reduce(
      (rank, { codes }, at) => rank * ranks[at]!.length + ranks[at]![codes[deal]!]!,
      0,
    ),
  );
  return Int32Array.from({ length: count }, (_, cell) => cell).sort(
    (a, b) => place[a]! - place[b]!,
  );
}

function columnOf(deals: readonly ForecastDeal[], name: string, options: PeriodOptions): KeyColumn {
  const valueOf = readerOf(name, options);
  const places = new Map<string | null, number>();
  const codes = new Int32Array(deals.length);
  for (let index = 0; index < deals.length; index++) {
    const value = valueOf(deals[index]!);
    let place = places.get(value);
    if (place === undefined) places.set(value, (place = places.size));
    codes[index] = place;
  }
  return { name, codes, values: [...places.keys()] };
}

function readerOf(name: string, options: PeriodOptions): (deal: ForecastDeal) => string | null {
  if (!isTimeLevel(name)) {
    return (deal) => {
      const value = (deal as unknown as Readonly<Record<string, unknown>>)[name];
      return typeof value === 'string' ? value : null;
    };
  }
  const nameOf = periodNamer(name, options);
  // Deals share their close dates, and a name looked up is the same text: no second one to hash.
  const known = new Map<string, string>();
  return (deal) => {
    const date = datedOn(deal, options.zone);
    if (date === undefined) return null;
    let period = known.get(date);
    if (period === undefined) known.set(date, (period = nameOf(date)));
    return period;
  };
}

/** So many pairs are looked up in an array; more than that in a map. */
const PAIRS_IN_ARRAY = 2 ** 22;

/** Numbers the pairs of what deals have so far and what they have in one more column. */
function joined(
  codes: Int32Array,
  count: number,
  { codes: more, values }: KeyColumn,
): { codes: Int32Array; count: number } {
  const pairs = count * values.length;
  const table = pairs <= PAIRS_IN_ARRAY ? new Int32Array(pairs) : undefined;
  const map = new Map<number, number>();
  const after = new Int32Array(codes.length);
  let next = 0;
  for (let index = 0; index < codes.length; index++) {
    const pair = codes[index]! * values.length + more[index]!;
    // Counted from 1, so that 0 says that there is none yet.
    let number = table === undefined ? (map.get(pair) ?? 0) : table[pair]!;
    if (number === 0) {
      number = ++next;
      if (table === undefined) map.set(pair, number);
      else table[pair] = number;
    }
    after[index] = number - 1;
  }
  return { codes: after, count: next };
}

function ranksOf(values: readonly (string | null)[]): Int32Array {
  const order = values.map((_, place) => place).sort((a, b) => compare(values[a]!, values[b]!));
  const ranks = new Int32Array(values.length);
  for (const [rank, place] of order.entries()) ranks[place] = rank;
  return ranks;
}

function compare(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
}
