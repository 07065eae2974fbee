/**
 * Books read from a store: the sums as they are kept, and of the entries only what a question needs
 * beside them.
 *
 * A balance as of a day needs the entries of that day's month; one as known at an instant those
 * recorded after it, to take them off again. Everything else is in the sums. They are read while
 * others post, so whoever reads them makes sure that the head of the chain was the same before and
 * after. Entries never change: all of them up to a head are the books as they were then.
 */
import type { Store } from '@kontor/kernel/store';
import type { AsOf } from './balances.ts';
import type { Books, PendingRecord } from './books.ts';
import { checkedDay, checkedInstant } from './dates.ts';
import { LedgerError } from './errors.ts';
import {
  balances,
  pools,
  refusals,
  rowId,
  storedPendings,
  type StoredBalance,
  type StoredEntry,
  storedEntries,
  type StoredHead,
  type StoredPool,
} from './ledger-collections.ts';
import { seriesKey } from './numbering.ts';
import { compileBooks } from './open-books.ts';
import { expireUntil, release, reserve } from './record.ts';
import {
  pendingOf,
  poolOfRow,
  restoreBalance,
  restoreEntry,
  restorePending,
  restorePool,
} from './stored-lines.ts';
import type { OpenLedger } from './stored-setup.ts';

/** Which sums are read. */
export interface TotalsQuery extends AsOf {
  /** Only those of this account in this currency; all of them when left out. */
  readonly pool?: { readonly account: string; readonly currency: string } | undefined;
  /** Which reservations are listed: all that are open, or those that are due by an instant. */
  readonly reservations?: 'open' | { readonly dueBy: number } | undefined;
}

/** Books whose balances as of a day, and as known at an instant, can be asked for. */
export async function loadTotals(
  store: Store,
  { setup, head }: OpenLedger,
  { asOf, knownAt, pool, reservations }: TotalsQuery,
): Promise<Books> {
  const books = compileBooks(setup);
  books.recordedAt = head.recordedAt ?? books.recordedAt;
  for await (const row of balanceRows(store, pool?.account)) restoreBalance(books, row);
  for await (const row of poolRows(store, pool)) restorePool(books, poolOfRow(books, row), row);
  if (reservations !== undefined) await restorePendings(store, books, reservations);
  const entries = new Map<number, StoredEntry>();
  if (asOf !== undefined) {
    checkedDay(asOf, 'asOf');
    const month = asOf.slice(0, -2);
    await gather(store, entries, 'byDate', `${month}01`, `${month}99`);
  }
  if (knownAt !== undefined) await gatherAfter(store, entries, checkedInstant(knownAt, 'knownAt'));
  const inOrder = [...entries.values()].sort((a, b) => a.sequence - b.sequence);
  for (const entry of inOrder)
    restoreEntry(books, entry, { counting: 'list', account: pool?.account });
  return books;
}

async function* balanceRows(store: Store, account?: string): AsyncGenerator<StoredBalance> {
  const range = account === undefined ? {} : { index: 'byAccount', equals: [account] };
  for await (const page of store.scan(balances, range)) {
    for (const { document } of page) yield document;
  }
}

async function* poolRows(store: Store, pool: TotalsQuery['pool']): AsyncGenerator<StoredPool> {
  if (pool !== undefined) {
    const [row] = await store.get(pools, [rowId(pool.account, pool.currency)]);
    if (row !== undefined) yield row.document;
    return;
  }
  for await (const page of store.scan(pools)) for (const { document } of page) yield document;
}

async function restorePendings(
  store: Store,
  books: Books,
  asked: NonNullable<TotalsQuery['reservations']>,
): Promise<void> {
  const open = { equals: ['open'] };
  const range =
    asked === 'open'
      ? { ...open, index: 'byState' }
      : { ...open, index: 'byExpiry', to: Math.floor(asked.dueBy) + 1 };
  for await (const page of store.scan(storedPendings, range)) {
    for (const { document } of page) restorePending(books, document);
  }
}

async function gather(
  store: Store,
  into: Map<number, StoredEntry>,
  index: string,
  from: string,
  to: string,
): Promise<void> {
  for await (const page of store.scan(storedEntries, { index, from, to })) {
    for (const { document } of page) into.set(document.sequence, document);
  }
}

/** Entries recorded after an instant stand at the end, as recording never goes back in time. */
async function gatherAfter(
  store: Store,
  into: Map<number, StoredEntry>,
  instant: number,
): Promise<void> {
  const options = { reverse: true };
  for await (const page of store.scan(storedEntries, { index: 'bySequence' }, options)) {
    for (const { document } of page) {
      if (Date.parse(document.recordedAt) <= instant) return;
      into.set(document.sequence, document);
    }
  }
}

/**
 * All of the books up to a head, from the entries alone: each is recorded once more, in its order.
 *
 * @throws LedgerError LEDGER_BROKEN_CHAIN — an entry is missing, or not as the ledger writes them
 */
export async function loadAll(store: Store, { setup, head }: OpenLedger): Promise<Books> {
  const books = compileBooks(setup);
  for await (const stored of entriesUntil(store, head)) replay(books, stored);
  for await (const page of store.scan(refusals)) {
    for (const { document } of page) books.refusals.set(document.id, document);
  }
  if (head.recordedAt !== undefined) {
    books.recordedAt = head.recordedAt;
    expireUntil(books, head.recordedAt);
  }
  return books;
}

/** Every entry up to a head, and none of them missing. */
async function* entriesUntil(store: Store, head: StoredHead): AsyncGenerator<StoredEntry> {
  let last = 0;
  const range = { index: 'bySequence', to: head.sequence + 1 };
  for await (const page of store.scan(storedEntries, range)) {
    for (const { document } of page) {
      if (document.sequence !== ++last) throw missing(last, document.batch);
      yield document;
    }
  }
  if (last < head.sequence) throw missing(last + 1, head.batch);
}

function missing(sequence: number, batch: number): LedgerError {
  const reason = `the entry of sequence ${sequence} is missing`;
  return new LedgerError('LEDGER_BROKEN_CHAIN', { batch, reason });
}

/** Records a stored entry once more, with all that it did beside its lines. */
function replay(books: Books, stored: StoredEntry): void {
  restoreEntry(books, stored, { counting: 'all' });
  const { id, kind, entry, journal } = stored;
  const { ordinal, year } = entry.kept ?? {};
  if (ordinal !== undefined) {
    const key = seriesKey(journal, year);
    const last = Math.max(ordinal, books.series.get(key)?.last ?? 0);
    books.series.set(key, { journal, year, last });
  }
  if (kind === 'pending') reserve(books, reservedBy(books, stored));
  const pending = entry.pendingId === undefined ? undefined : books.pendings.get(entry.pendingId);
  if (pending?.state === 'open') release(books, pending, kind === 'void' ? 'voided' : 'posted', id);
  if (entry.reverses === undefined) return;
  const reversed = books.ids.find(entry.reverses);
  if (reversed === -1) return;
  books.entries.notes.set(reversed, { ...books.entries.notes.get(reversed), reversedBy: id });
}

/** What a pending entry reserves, as its own words have it. */
function reservedBy(books: Books, stored: StoredEntry): PendingRecord {
  const { id, date, journal, entry, recordedAt } = stored;
  const { command, baseGiven } = entry.kept ?? {};
  const seconds = (command as { readonly timeoutSeconds?: number } | undefined)?.timeoutSeconds;
  return pendingOf(books, {
    id,
    date,
    journal,
    state: 'open',
    lines: entry.lines,
    ...(baseGiven !== undefined && { baseGiven }),
    ...(seconds !== undefined && { expiresAt: Date.parse(recordedAt) + seconds * 1000 }),
  });
}
