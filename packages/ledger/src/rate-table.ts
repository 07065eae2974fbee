/**
 * The rates of one kind as they are searched: by pair, each pair a few sorted columns.
 *
 * The last rate on or before a day is a binary search over days. Rows of one day stand in the order
 * in which they were recorded, so the last of them is the one that holds. What was known at an
 * earlier instant is found by walking back over rows recorded later, in blocks: a block whose
 * earliest record is too late is passed over as a whole.
 *
 * A table is never changed. Adding rows makes a new one that shares all pairs that did not change.
 */
import type { Day, Instant, Ratio } from '@kontor/kernel';
import type { ReadRate } from './rate-row.ts';

/** The rows of one pair in one direction, by day, then as recorded. */
interface PairColumns {
  readonly rows: readonly ReadRate[];
  readonly days: Int32Array;
  readonly recorded: Float64Array;
  /** The earliest record of each block of rows. */
  readonly earliest: Float64Array;
}

/** Pairs by `from`, then `to`; and every currency's partners in either direction, by name. */
export interface RateTable {
  readonly pairs: ReadonlyMap<string, ReadonlyMap<string, PairColumns>>;
  readonly partners: ReadonlyMap<string, readonly string[]>;
}

/** A step of a conversion: one row, as quoted or turned round. */
export interface RateLeg {
  readonly from: string;
  readonly to: string;
  /** Exact: units of `to` for one of `from`. */
  readonly rate: Ratio;
  /** The day of the row. */
  readonly rateDate: string;
  /** The row is quoted from `to` to `from`. */
  readonly isInverse: boolean;
  readonly source?: string | undefined;
}

/** As of when: rows dated later, or recorded later, are not seen. */
export interface RateMoment {
  readonly day: Day;
  readonly knownAt: Instant;
}

const BLOCK_ROWS = 64;

/** A table without rows. */
export const emptyRateTable: RateTable = { pairs: new Map(), partners: new Map() };

/** The table with further rows. */
export function withRates(table: RateTable, rows: readonly ReadRate[]): RateTable {
  const added = new Map<string, ReadRate[]>();
  for (const read of rows) {
    const key = `${read.row.from} ${read.row.to}`;
    const list = added.get(key);
    if (list === undefined) added.set(key, [read]);
    else list.push(read);
  }
  const pairs = new Map(table.pairs);
  const partners = new Map(table.partners);
  for (const list of added.values()) {
    const { from, to } = list[0]!.row;
    const known = pairs.get(from)?.get(to);
    pairs.set(from, new Map(pairs.get(from)).set(to, columnsOf(known?.rows ?? [], list)));
    addPartner(partners, from, to);
    addPartner(partners, to, from);
  }
  return { pairs, partners };
}

function columnsOf(known: readonly ReadRate[], added: readonly ReadRate[]): PairColumns {
  // The sort is stable: of rows alike in both, the later in the log stays the later.
  const rows = [...known, ...added].sort(
    (a, b) => a.day - b.day || compare(a.recorded, b.recorded),
  );
  const earliest = new Float64Array(Math.ceil(rows.length / BLOCK_ROWS)).fill(Infinity);
  rows.forEach(({ recorded }, index) => {
    const block = Math.floor(index / BLOCK_ROWS);
    earliest[block] = Math.min(earliest[block]!, recorded);
  });
  return {
    rows,
    days: Int32Array.from(rows, (row) => row.day),
    recorded: Float64Array.from(rows, (row) => row.recorded),
    earliest,
  };
}

function addPartner(partners: Map<string, readonly string[]>, one: string, other: string): void {
  const list = partners.get(one) ?? [];
  if (!list.includes(other)) partners.set(one, [...list, other].sort(compare));
}

// By code units, not by a locale: the order of names is part of the rule. (−Infinity has no
// difference to itself, so instants are compared, not subtracted.)
const compare = <Value extends string | number>(a: Value, b: Value): number =>
  a < b ? -1 : Number(a > b);

/**
 * The way from one currency to another at a moment: as quoted, else turned round, else through the
 * base currency, else the fewest steps, of these the first by the names on the way.
 *
 * The first way that exists is the answer, however old its rows are.
 */
export function rateRoute(
  table: RateTable,
  from: string,
  to: string,
  base: string,
  moment: RateMoment,
): readonly RateLeg[] | undefined {
  const direct = rateLeg(table, from, to, moment);
  if (direct !== undefined) return [direct];
  const toBase = rateLeg(table, from, base, moment);
  const fromBase = toBase && rateLeg(table, base, to, moment);
  if (toBase !== undefined && fromBase !== undefined) return [toBase, fromBase];
  return shortestChain(table, from, to, moment);
}

/** One step: the last row as quoted, else the last one turned round. */
function rateLeg(
  table: RateTable,
  from: string,
  to: string,
  moment: RateMoment,
): RateLeg | undefined {
  const quoted = lastRate(table.pairs.get(from)?.get(to), moment);
  if (quoted !== undefined) {
    const { row, rate } = quoted;
    return { from, to, rate, rateDate: row.date, isInverse: false, source: row.source };
  }
  const turned = lastRate(table.pairs.get(to)?.get(from), moment);
  if (turned === undefined) return undefined;
  const { numerator, denominator } = turned.rate;
  // In lowest terms and above zero already, so turning it round is all there is to do.
  const rate = { numerator: denominator, denominator: numerator };
  const { date: rateDate, source } = turned.row;
  return { from, to, rate, rateDate, isInverse: true, source };
}

/** The last row on or before the day, of those recorded by then. */
function lastRate(
  columns: PairColumns | undefined,
  { day, knownAt }: RateMoment,
): ReadRate | undefined {
  if (columns === undefined) return undefined;
  const { days, rows } = columns;
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (days[middle]! <= day) low = middle + 1;
    else high = middle;
  }
  return rows[knownAt === Infinity ? low - 1 : lastKnown(columns, low, knownAt)];
}

/** The last row before `end` recorded by an instant; −1 where there is none. */
function lastKnown({ recorded, earliest }: PairColumns, end: number, knownAt: Instant): number {
  let at = end - 1;
  while (at >= 0) {
    const isEndOfBlock = (at + 1) % BLOCK_ROWS === 0;
    if (isEndOfBlock && earliest[(at + 1) / BLOCK_ROWS - 1]! > knownAt) at -= BLOCK_ROWS;
    else if (recorded[at]! > knownAt) at--;
    else break;
  }
  return at;
}

/**
 * Breadth first, partners by name: a currency is first reached by the shortest way, and of these by
 * the one whose names come first.
 */
function shortestChain(
  table: RateTable,
  from: string,
  to: string,
  moment: RateMoment,
): readonly RateLeg[] | undefined {
  const cameBy = new Map<string, RateLeg | undefined>([[from, undefined]]);
  const queue = [from];
  for (let next = 0; next < queue.length; next++) {
    const here = queue[next]!;
    if (here === to) return legsBack(cameBy, to);
    for (const partner of table.partners.get(here) ?? []) {
      const leg = cameBy.has(partner) ? undefined : rateLeg(table, here, partner, moment);
      if (leg === undefined) continue;
      cameBy.set(partner, leg);
      queue.push(partner);
    }
  }
  return undefined;
}

function legsBack(cameBy: ReadonlyMap<string, RateLeg | undefined>, to: string): RateLeg[] {
  const legs: RateLeg[] = [];
  for (let leg = cameBy.get(to); leg !== undefined; leg = cameBy.get(leg.from)) legs.push(leg);
  return legs.reverse();
}
