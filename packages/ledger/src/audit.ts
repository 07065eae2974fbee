/**
 * Audit: whether what is kept beside the entries is what the entries add up to.
 *
 * `verify` shows that entries are as they were sealed; this shows that balances, reservations,
 * numbers and links say nothing else. Every entry is recorded once more, and what comes of it is
 * held against what is stored. The first difference is named, with both figures.
 */
import { formatDay } from '@kontor/kernel';
import type { Store } from '@kontor/kernel/store';
import type { BalanceRow, Books, PendingRecord, Pool } from './books.ts';
import { canonicalJson } from './canonical-json.ts';
import { linesOf, shownLine } from './lines.ts';
import { poolId } from './load-batch.ts';
import {
  balances,
  pools,
  reversals,
  rowId,
  storedEntries,
  storedPendings,
  type StoredHead,
  type StoredPending,
  storedSeries,
} from './ledger-collections.ts';
import { addMinor, type Minor, minorText, subtractMinor } from './minor.ts';
import { monthsOf, storedBalance, storedPool } from './save-sums.ts';

/** What an audit compares. */
export type AuditedPart = 'entry' | 'balance' | 'pool' | 'pending' | 'reversal' | 'series';

/** What came of an audit: how much was compared, or the first difference. */
export type Audit =
  | { readonly ok: true; readonly entries: number; readonly rows: number }
  | {
      readonly ok: false;
      readonly part: AuditedPart;
      /** The key of the row, or the id of the entry. */
      readonly id: string;
      /** Of the row; left out where the row as a whole is missing, or one too many. */
      readonly field?: string;
      readonly stored: string;
      readonly expected: string;
    };

type Difference = Extract<Audit, { readonly ok: false }>;

/** What is kept beside the entries, by key, as it was under one head. */
export interface StoredRows {
  readonly head: StoredHead;
  readonly balances: RowsById;
  readonly pools: RowsById;
  readonly pendings: ReadonlyMap<string, StoredPending>;
  readonly reversals: RowsById;
  readonly series: RowsById;
  /** Entries behind the last one of the head; none, in a sound book. */
  readonly extraEntries: readonly string[];
}

type Row = Readonly<Record<string, unknown>>;
type RowsById = ReadonlyMap<string, Row>;

/** Reads what is kept beside the entries. Whoever reads makes sure that the head stays the same. */
export async function readStoredRows(store: Store, head: StoredHead): Promise<StoredRows> {
  const extraEntries: string[] = [];
  const behind = { index: 'bySequence', from: head.sequence + 1 };
  for await (const page of store.scan(storedEntries, behind, { limit: 1 })) {
    for (const { id } of page) extraEntries.push(id);
  }
  return {
    head,
    balances: await rowsOf(store, balances),
    pools: await rowsOf(store, pools),
    pendings: (await rowsOf(store, storedPendings)) as unknown as Map<string, StoredPending>,
    reversals: await rowsOf(store, reversals),
    series: await rowsOf(store, storedSeries),
    extraEntries,
  };
}

async function rowsOf(
  store: Store,
  collection: Parameters<Store['scan']>[0],
): Promise<Map<string, Row>> {
  const rows = new Map<string, Row>();
  for await (const page of store.scan(collection)) {
    for (const { id, document } of page) rows.set(id, document as Row);
  }
  return rows;
}

/**
 * Compares what is stored with books that were recorded once more up to the same head.
 *
 * @param books - as `loadAll` makes them; their sums of reservations are not looked at
 */
export function auditRows(books: Books, stored: StoredRows): Audit {
  const expected = expectedRows(books, stored);
  const difference =
    entryDifference(books, stored) ??
    firstDifference('balance', stored.balances, expected.balances) ??
    firstDifference('pending', stored.pendings as unknown as RowsById, expected.pendings) ??
    firstDifference('pool', stored.pools, expected.pools) ??
    firstDifference('reversal', stored.reversals, expected.reversals) ??
    firstDifference('series', stored.series, expected.series);
  if (difference !== undefined) return difference;
  const parts: readonly RowsById[] = [
    expected.balances,
    expected.pendings,
    expected.pools,
    expected.reversals,
    expected.series,
  ];
  const rows = parts.reduce((count, part) => count + part.size, 0);
  return { ok: true, entries: books.entries.id.length, rows };
}

/** An entry that does not balance, or one that no head knows of. */
function entryDifference(books: Books, { extraEntries }: StoredRows): Difference | undefined {
  const [extra] = extraEntries;
  if (extra !== undefined) return difference('entry', extra, undefined, 'an entry', 'nothing');
  const { functional, entries } = books;
  for (let entry = 0; entry < entries.id.length; entry++) {
    if (entries.kind.at(entry) !== 'posted') continue;
    const sums = new Map<string, { sum: Minor; exponent: number }>();
    const add = (name: string, by: Minor, exponent: number): void => {
      sums.set(name, { sum: addMinor(sums.get(name)?.sum ?? 0, by), exponent });
    };
    for (const { currency, amount, base } of linesOf(books, entry)) {
      add(`amounts in ${currency.code}`, amount, currency.exponent);
      add('bases', base, functional.exponent);
    }
    for (const [name, { sum, exponent }] of sums) {
      if (sum === 0) continue;
      return difference('entry', entries.id[entry]!, name, minorText(sum, exponent), '0');
    }
  }
  return undefined;
}

interface ExpectedRows {
  readonly balances: RowsById;
  readonly pools: RowsById;
  readonly pendings: RowsById;
  readonly reversals: RowsById;
  readonly series: RowsById;
}

function expectedRows(books: Books, { pendings: stored, head }: StoredRows): ExpectedRows {
  const pendings = new Map<string, Row>();
  for (const pending of books.pendings.values()) {
    pendings.set(pending.id, expectedPending(books, pending, stored.get(pending.id), head));
  }
  return {
    balances: expectedBalances(books),
    pools: expectedPools(books, pendings),
    pendings,
    reversals: expectedReversals(books),
    series: new Map(
      [...books.series.values()].map(({ journal, year, last }) => {
        const id = rowId(journal, year ?? '');
        return [id, { id, journal, ...(year !== undefined && { year }), last }];
      }),
    ),
  };
}

function expectedBalances(books: Books): RowsById {
  const rows = new Map<string, Row>();
  const add = (row: BalanceRow): void => {
    for (const month of monthsOf(books, row)) {
      const expected = storedBalance(books, month, undefined);
      rows.set(expected.id, { ...expected });
    }
  };
  for (const { pools: own } of books.accounts) {
    for (const pool of own) for (const row of pool?.rows.values() ?? []) add(row);
  }
  return rows;
}

/** Sums of pools, with what the reservations that are stored as open reserve. */
function expectedPools(books: Books, pendings: RowsById): RowsById {
  const reserved = new Map<Pool, { debits: Minor; credits: Minor }>();
  for (const pending of books.pendings.values()) {
    if (pendings.get(pending.id)!['state'] !== 'open') continue;
    for (const { account, currency, amount } of pending.lines) {
      const pool = account.pools[currency.index]!;
      const sums = reserved.get(pool) ?? { debits: 0, credits: 0 };
      if (amount > 0) sums.debits = addMinor(sums.debits, amount);
      else sums.credits = subtractMinor(sums.credits, amount);
      reserved.set(pool, sums);
    }
  }
  const rows = new Map<string, Row>();
  for (const { pools: own } of books.accounts) {
    for (const pool of own) {
      if (pool === undefined) continue;
      const { debits, credits } = reserved.get(pool) ?? { debits: 0, credits: 0 };
      const row = storedPool(books, pool, undefined);
      const pending = { pendingDebits: String(debits), pendingCredits: String(credits) };
      rows.set(poolId(pool), { ...row, ...pending });
    }
  }
  return rows;
}

/**
 * What a reservation has to be. That it expired is told by the clock, and stored when the books
 * next look: until then it stands there as open, and reads leave it out.
 */
function expectedPending(
  books: Books,
  { id, date, journal, state, by, expiresAt, lines }: PendingRecord,
  stored: StoredPending | undefined,
  head: StoredHead,
): Row {
  const isDue = expiresAt <= (head.recordedAt ?? Number.NEGATIVE_INFINITY);
  const isUnresolved = state === 'open' || state === 'expired';
  const isOpen = isUnresolved && !(isDue && stored?.state === 'expired');
  return {
    id,
    date: formatDay(date),
    journal,
    lines: lines.map((line) => shownLine(books, line)),
    state: isOpen ? 'open' : isUnresolved ? 'expired' : state,
    ...(expiresAt !== Number.POSITIVE_INFINITY && { expiresAt }),
    ...(by !== undefined && { by }),
  };
}

function expectedReversals({ entries }: Books): RowsById {
  const rows = new Map<string, Row>();
  for (const [entry, { reversedBy }] of entries.notes) {
    const id = entries.id[entry]!;
    if (reversedBy !== undefined) rows.set(id, { id, by: reversedBy });
  }
  return rows;
}

/** The first row, by key, that differs in a field that is expected; or is missing, or too many. */
function firstDifference(
  part: AuditedPart,
  stored: RowsById,
  expected: RowsById,
): Difference | undefined {
  for (const id of [...new Set([...stored.keys(), ...expected.keys()])].toSorted()) {
    const [own, due] = [stored.get(id), expected.get(id)];
    if (own === undefined || due === undefined) {
      // Sums of nothing: a row of them may stand there, or not.
      if (isEmptyRow((own ?? due)!)) continue;
      const [there, not] = ['a row', 'nothing'] as const;
      return own === undefined
        ? difference(part, id, undefined, not, there)
        : difference(part, id, undefined, there, not);
    }
    for (const field of Object.keys(due)) {
      const [is, wanted] = [shown(own[field]), shown(due[field])];
      if (is !== wanted) return difference(part, id, field, is, wanted);
    }
  }
  return undefined;
}

const shown = (value: unknown): string =>
  value === undefined ? 'nothing' : typeof value === 'string' ? value : canonicalJson(value);

function isEmptyRow(row: Row): boolean {
  const sums = SUMS.filter((sum) => row[sum] !== undefined);
  return sums.length > 0 && sums.every((sum) => row[sum] === '0');
}

const SUMS = [
  'debits',
  'credits',
  'pendingDebits',
  'pendingCredits',
  'baseDebits',
  'baseCredits',
  'closing',
  'closingDebits',
  'closingCredits',
] as const;

const difference = (
  part: AuditedPart,
  id: string,
  field: string | undefined,
  stored: string,
  expected: string,
): Difference => ({ ok: false, part, id, ...(field !== undefined && { field }), stored, expected });
