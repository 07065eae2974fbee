/**
 * The part of the books that a batch needs, read inside a transaction.
 *
 * Only what the commands name: entries and refusals of their ids, reservations they resolve, the
 * sums of accounts with limits, the series of their journals. All else the run adds to from
 * nothing, and the sums are added to those stored when it is written (save-batch.ts).
 */
import type { Transaction, TransactionReadOptions } from '@kontor/kernel/store';
import { currencyNamed } from './book-terms.ts';
import type { AccountState, BookCurrency, Books, Pool } from './books.ts';
import { isStorable } from './command-check.ts';
import { GENERAL } from './draft-entry.ts';
import type { Command, EntryInput, LineInput } from './entry.ts';
import {
  pools,
  refusals,
  reversals,
  rowId,
  type StoredEntry,
  type StoredHead,
  storedEntries,
  storedPendings,
  storedSeries,
} from './ledger-collections.ts';
import { seriesKey } from './numbering.ts';
import { compileBooks } from './open-books.ts';
import { poolOf } from './record.ts';
import { restoreEntry, restorePending, restorePool } from './stored-lines.ts';
import type { OpenLedger } from './stored-setup.ts';

/** Books with what a batch needs, and what of them is stored. */
export interface LoadedBooks {
  readonly books: Books;
  readonly head: StoredHead;
  /** So many reservations have come due, and are among these. */
  readonly due: number;
  /** Pools whose sums are those stored. */
  readonly restored: ReadonlySet<Pool>;
  /** So many entries were there before. */
  readonly entriesKnown: number;
}

/** How much is read. */
export interface LoadOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** So many reservations that have come due, at most; those that are due first. */
  readonly dueMax?: number | undefined;
}

/**
 * Whoever writes entries, refusals, reservations or sums writes the head of the chain, and it is
 * read before them: while it stands, they stand. So the commit checks it alone.
 */
export const BY_HEAD: TransactionReadOptions = { vouched: true };

/** Reads what the commands of a batch need. */
export async function loadBatch(
  tx: Transaction,
  { setup, head }: OpenLedger,
  commands: readonly Command[],
  { now, dueMax = Number.POSITIVE_INFINITY }: LoadOptions,
): Promise<LoadedBooks> {
  const ids = new Set(commands.flatMap(idsOf).filter(isStorable));
  const known = await knownEntries(tx, [...ids]);
  const books = { ...compileBooks(setup), entriesBefore: head.sequence - known.length };
  books.recordedAt = head.recordedAt ?? Number.NEGATIVE_INFINITY;
  const links = await tx.getMany(
    reversals,
    known.map(({ id }) => id),
    BY_HEAD,
  );
  known.forEach((entry, at) =>
    restoreEntry(books, entry, { counting: 'none', reversedBy: links[at]?.by }),
  );
  // Most books have refused nothing for good, and then nobody need look.
  for (const row of head.refusals > 0 ? await tx.getMany(refusals, [...ids], BY_HEAD) : []) {
    if (row !== undefined) books.refusals.set(row.id, { code: row.code, command: row.command });
  }
  const pending = known.flatMap(({ id, kind }) => (kind === 'pending' ? id : []));
  const due = await restorePendings(tx, books, pending, Math.max(now, books.recordedAt), dueMax);
  await restoreSeries(tx, books, commands, known);
  const restored = await restorePools(tx, books, commands);
  return { books, head, due, restored, entriesKnown: known.length };
}

/** The ids that a command is about: its own, and those of entries that it names. */
function idsOf(command: Command): string[] {
  if (command.do === 'postPending' || command.do === 'voidPending') {
    return [command.id, command.pendingId];
  }
  return command.do === 'reverse' ? [command.id, command.entryId] : [command.id];
}

async function knownEntries(tx: Transaction, ids: readonly string[]): Promise<StoredEntry[]> {
  const found = await tx.getMany(storedEntries, ids, BY_HEAD);
  return found.filter((entry) => entry !== undefined);
}

async function restorePendings(
  tx: Transaction,
  books: Books,
  ids: readonly string[],
  now: number,
  dueMax: number,
): Promise<number> {
  const range = { index: 'byExpiry', equals: ['open'], to: now + 1 };
  const due = await tx.scan(storedPendings, range, { limit: dueMax });
  const named = await tx.getMany(storedPendings, ids, BY_HEAD);
  for (const stored of [...due, ...named]) {
    if (stored !== undefined && !books.pendings.has(stored.id)) restorePending(books, stored);
  }
  return due.length;
}

async function restoreSeries(
  tx: Transaction,
  books: Books,
  commands: readonly Command[],
  known: readonly StoredEntry[],
): Promise<void> {
  const journals = new Set(known.map(({ journal }) => journal));
  for (const { journal } of books.pendings.values()) journals.add(journal);
  for (const command of commands) journals.add((command as EntryInput).journal ?? GENERAL);
  for (const journal of journals) {
    if (!books.journals.has(journal)) continue;
    for (const row of await tx.scan(storedSeries, { index: 'byJournal', equals: [journal] })) {
      const { year, last } = row;
      books.series.set(seriesKey(journal, year), { journal, year, last });
    }
  }
}

/** Reads the sums that limits and transfers look at. */
async function restorePools(
  tx: Transaction,
  books: Books,
  commands: readonly Command[],
): Promise<Set<Pool>> {
  const asked = new Map<string, Pool>();
  const ask = (account: AccountState | undefined, currency: BookCurrency | undefined): void => {
    if (account === undefined || currency === undefined) return;
    const pool = poolOf(books, account, currency);
    asked.set(poolId(pool), pool);
  };
  for (const command of commands) askPools(books, command, ask);
  for (const { lines } of books.pendings.values()) {
    for (const { account, currency } of lines) if (account.isLimited) ask(account, currency);
  }
  for (let line = 0; line < books.lines.entry.length; line++) {
    const account = books.accounts[books.lines.account.at(line)]!;
    if (account.isLimited) ask(account, books.currencies[books.lines.currency.at(line)]);
  }
  const rows = await tx.getMany(pools, [...asked.keys()], BY_HEAD);
  [...asked.values()].forEach((pool, at) => restorePool(books, pool, rows[at]));
  return new Set(asked.values());
}

function askPools(
  books: Books,
  command: Command,
  ask: (account: AccountState | undefined, currency: BookCurrency | undefined) => void,
): void {
  const currencyOf = (code: string | undefined): BookCurrency | undefined =>
    code === undefined ? books.functional : currencyNamed(books, code);
  if (command.do === 'transferUpTo') {
    for (const id of [command.debit, command.credit]) {
      ask(books.accountOf.get(id), currencyOf(command.currency));
    }
    return;
  }
  const { lines } = command as Partial<EntryInput>;
  if (!Array.isArray(lines)) return;
  for (const line of lines as readonly (LineInput | null)[]) {
    const account = books.accountOf.get(line?.account ?? '');
    if (account?.isLimited) ask(account, currencyOf(line?.currency));
  }
}

/** The key of a pool's row. */
export const poolId = ({ account, currency }: Pool): string => rowId(account.id, currency.code);
