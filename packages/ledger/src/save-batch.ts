/**
 * What a batch did to the books, as the writes of one commit.
 *
 * New entries and refusals as they are, sums added to those stored, and the batch sealed onto the
 * chain. Everyone who posts writes the head of the chain, so batches come one after the other,
 * whatever they touch, and a balance limit cannot be passed between two of them.
 */
import { formatDay, type Ids } from '@kontor/kernel';
import type { Collection, Transaction, Write } from '@kontor/kernel/store';
import { bytesToHex } from '@noble/hashes/utils';
import type { Books, DraftLine, PendingRecord } from './books.ts';
import { leavesOf, sealLeaves } from './hash-chain.ts';
import { jsonCopy } from './json-copy.ts';
import {
  batchId,
  heads,
  type KeptTerms,
  refusals,
  reversals,
  rowId,
  type SealedEntry,
  storedBatches,
  storedEntries,
  storedEvents,
  storedPendings,
  storedSeries,
  type StoredBatch,
  type StoredEntry,
} from './ledger-collections.ts';
import { batchEvent } from './ledger-events.ts';
import { linesOf, shownEntry, shownLine } from './lines.ts';
import type { LoadedBooks } from './load-batch.ts';
import type { Sha256 } from './merkle.ts';
import { seriesYear } from './numbering.ts';
import { sumWrites } from './save-sums.ts';

/** A document to be written. */
export type DocumentWrite = Extract<Write, { readonly kind: 'put' | 'insert' }>;

/** What comes in by the doors of the ledger. */
export interface BatchDoors {
  readonly sha256: Sha256 | undefined;
  /** Of events; without them, none are made. */
  readonly ids: Ids | undefined;
  readonly tenant: string;
}

/** The writes of what became of loaded books; sums are read by `tx`, nothing is written yet. */
export async function batchWrites(
  tx: Transaction,
  loaded: LoadedBooks,
  before: BatchBefore,
  doors: BatchDoors,
): Promise<readonly DocumentWrite[]> {
  const { books, head, entriesKnown } = loaded;
  const refused = refusalWrites(books, before);
  const count = head.refusals + refused.length;
  const isMoved = books.entries.id.length > entriesKnown || hasMoved(books, before);
  if (!isMoved && refused.length === 0) return [];
  return [
    ...refused,
    ...pendingWrites(books, before),
    ...entryWrites(loaded, count, doors),
    ...reversalWrites(books, entriesKnown),
    ...seriesWrites(books, before),
    ...(await sumWrites(tx, loaded)),
  ];
}

/** What was there before the run, to tell what it changed. */
export interface BatchBefore {
  readonly refusals: ReadonlySet<string>;
  readonly pendings: ReadonlyMap<string, PendingRecord['state']>;
  readonly series: ReadonlyMap<string, number>;
}

/** Notes what is there before a run. */
export const beforeBatch = (books: Books): BatchBefore => ({
  refusals: new Set(books.refusals.keys()),
  pendings: new Map([...books.pendings].map(([id, { state }]) => [id, state])),
  series: new Map([...books.series].map(([id, { last }]) => [id, last])),
});

/** Whether a reservation expired. */
const hasMoved = (books: Books, { pendings }: BatchBefore): boolean =>
  [...books.pendings].some(([id, { state }]) => pendings.get(id) !== state);

const put = <Document extends object>(
  collection: Collection<Document>,
  document: Document,
): DocumentWrite => ({ kind: 'put', collection: collection, document });

const insert = <Document extends object>(
  collection: Collection<Document>,
  document: Document,
): DocumentWrite => ({ kind: 'insert', collection: collection, document });

function refusalWrites(books: Books, before: BatchBefore): DocumentWrite[] {
  return [...books.refusals]
    .filter(([id]) => !before.refusals.has(id))
    .map(([id, { code, command }]) => insert(refusals, { id, code, command: jsonCopy(command) }));
}

function pendingWrites(books: Books, before: BatchBefore): DocumentWrite[] {
  return [...books.pendings]
    .filter(([id, { state }]) => before.pendings.get(id) !== state)
    .map(([id, { state, by, date, journal, expiresAt, lines }]) => {
      const baseGiven = linesWithBase(lines);
      return put(storedPendings, {
        id,
        date: formatDay(date),
        journal,
        state,
        ...(expiresAt !== Number.POSITIVE_INFINITY && { expiresAt }),
        ...(by !== undefined && { by }),
        lines: lines.map((line) => shownLine(books, line)),
        ...(baseGiven.length > 0 && { baseGiven }),
      });
    });
}

const linesWithBase = (lines: PendingRecord['lines']): number[] =>
  lines.flatMap(({ notes }, at) => (notes?.isBaseGiven === true ? at : []));

/** The entries, their batch and its event, and the head; the head alone where there are none. */
function entryWrites(
  { books, head, entriesKnown }: LoadedBooks,
  refusalCount: number,
  { sha256, ids, tenant }: BatchDoors,
): DocumentWrite[] {
  const count = books.entries.id.length - entriesKnown;
  const { recordedAt } = books;
  const next = { ...head, sequence: head.sequence + count, recordedAt, refusals: refusalCount };
  if (count === 0) return [put(heads, next)];
  const sealed = Array.from({ length: count }, (_, at) => sealedEntry(books, entriesKnown + at));
  const leaves = leavesOf(sealed, sha256);
  const batch = head.batch + 1;
  const record = sealLeaves({
    previous: head.batch === 0 ? undefined : head,
    batch,
    recordedAt: new Date(recordedAt).toISOString(),
    leaves,
    sha256,
  });
  const rows = sealed.map((entry, at) => storedEntry(batch, entry, leaves[at]!));
  const stored: StoredBatch = { ...record, id: batchId(batch), first: head.sequence + 1 };
  const event = ids && batchEvent(sealed, { batch, recordedAt, ids, tenant });
  return [
    ...rows.map((row) => insert(storedEntries, row)),
    insert(storedBatches, stored),
    ...(event === undefined ? [] : [insert(storedEvents, { id: event.id, batch, event })]),
    put(heads, { ...next, batch, hash: record.hash }),
  ];
}

/** An entry with all that the ledger has to know of it. */
function sealedEntry(books: Books, index: number): SealedEntry {
  const lines = linesOf(books, index);
  return shownEntry(books, index, lines, { kept: keptTerms(books, index, lines) });
}

function keptTerms(
  books: Books,
  index: number,
  lines: readonly DraftLine[],
): KeptTerms | undefined {
  const { entries } = books;
  const { command, moved } = entries.notes.get(index) ?? {};
  const baseGiven = linesWithBase(lines);
  const ordinal = entries.ordinal.at(index);
  if (command === undefined && moved === undefined && baseGiven.length === 0 && ordinal === 0) {
    return undefined;
  }
  const year =
    ordinal === 0
      ? undefined
      : seriesYear(books, entries.journal.at(index), entries.date.at(index));
  // Most entries have nothing else to be kept; the spreads below take their time.
  const isPlain = command === undefined && moved === undefined && baseGiven.length === 0;
  if (isPlain && year === undefined) return { ordinal };
  return {
    ...(baseGiven.length > 0 && { baseGiven }),
    ...(command !== undefined && { command: jsonCopy(command) }),
    ...(moved !== undefined && { moved }),
    ...(ordinal !== 0 && { ordinal }),
    ...(year !== undefined && { year }),
  };
}

const storedEntry = (batch: number, entry: SealedEntry, leaf: Uint8Array): StoredEntry => ({
  id: entry.id,
  sequence: entry.sequence,
  batch,
  kind: entry.kind,
  date: entry.date,
  recordedAt: entry.recordedAt,
  journal: entry.journal,
  ...(entry.number !== undefined && { number: entry.number }),
  entry,
  leaf: bytesToHex(leaf),
});

/** Links from what was taken back to what took it back: entries themselves are never changed. */
function reversalWrites({ entries }: Books, entriesKnown: number): DocumentWrite[] {
  const links: DocumentWrite[] = [];
  for (let entry = entriesKnown; entry < entries.id.length; entry++) {
    const command = entries.notes.get(entry)?.command;
    if (command?.do !== 'reverse') continue;
    links.push(insert(reversals, { id: command.entryId, by: command.id }));
  }
  return links;
}

function seriesWrites({ series }: Books, before: BatchBefore): DocumentWrite[] {
  return [...series]
    .filter(([id, { last }]) => last !== (before.series.get(id) ?? 0))
    .map(([, { journal, year, last }]) => {
      const id = rowId(journal, year ?? '');
      return put(storedSeries, { id, journal, ...(year !== undefined && { year }), last });
    });
}
