/**
 * Entries read back out of the books.
 */
import { formatDay } from '@kontor/kernel';
import type { Books, DraftLine } from './books.ts';
import type { PostedEntry, PostedLine, Reverse } from './entry.ts';
import { minorText } from './minor.ts';
import { numberText } from './numbering.ts';

/** The lines of an entry, in minor units; those of a pending one as it reserved them. */
export function linesOf(books: Books, entry: number): readonly DraftLine[] {
  const { lines, accounts, currencies, entries } = books;
  if (entries.kind.at(entry) === 'pending') return books.pendings.get(entries.id[entry]!)!.lines;
  const first = entries.firstLine.at(entry);
  const isLast = entry + 1 === entries.id.length;
  const end = isLast ? lines.entry.length : entries.firstLine.at(entry + 1);
  return Array.from({ length: end - first }, (_, at) => {
    const line = first + at;
    return {
      account: accounts[lines.account.at(line)]!,
      currency: currencies[lines.currency.at(line)]!,
      dims: lines.dims.at(line),
      amount: lines.amount.at(line),
      base: lines.base.at(line),
      notes: lines.notes.get(line),
    };
  });
}

/**
 * The entry of an id, posted or pending; undefined where there is none.
 *
 * Amounts are text with all decimals of their currency; lines that the engine made are marked.
 */
export function entryOf(books: Books, id: string): PostedEntry | undefined {
  const entry = books.ids.find(id);
  return entry === -1 ? undefined : entryAt(books, entry);
}

/** The number of an entry as text; undefined where it has none. */
export function numberOf(books: Books, entry: number): string | undefined {
  const { journal, date, ordinal, notes } = books.entries;
  if (ordinal.at(entry) === 0) return undefined;
  const known = notes.get(entry)?.number;
  if (known !== undefined) return known;
  return numberText(books, journal.at(entry), date.at(entry), ordinal.at(entry));
}

/** The place of an entry in the whole book, from 1. */
export const sequenceOf = ({ entries, entriesBefore }: Books, entry: number): number =>
  entries.notes.get(entry)?.sequence ?? entriesBefore + entry + 1;

/** The entry at a place in the log, as its reader sees it. */
export const entryAt = (books: Books, entry: number): PostedEntry =>
  shownEntry(books, entry, linesOf(books, entry), {
    reversedBy: books.entries.notes.get(entry)?.reversedBy,
  });

/**
 * An entry at a place in the log, with members of one's own; of its lines those that are given.
 *
 * Members stand in the order of canonical JSON, so that hashing need not sort them.
 */
export function shownEntry<Kept extends object>(
  books: Books,
  entry: number,
  lines: readonly DraftLine[],
  {
    kept,
    reversedBy,
  }: { readonly kept?: Kept | undefined; readonly reversedBy?: string | undefined },
): PostedEntry & { readonly kept?: Kept } {
  const { entries } = books;
  const notes = entries.notes.get(entry);
  const number = numberOf(books, entry);
  const isPlain = notes === undefined && reversedBy === undefined;
  if (isPlain && kept !== undefined && number !== undefined) {
    return plainEntry(books, entry, lines, { kept, number });
  }
  const { command, documentDate, isClosing } = notes ?? {};
  const given = (command ?? {}) as Partial<PostedEntry> & Partial<Reverse>;
  return withoutAbsent<PostedEntry & { readonly kept?: Kept | undefined }>({
    adjustment: given.adjustment === true || undefined,
    closing: isClosing === true || undefined,
    date: formatDay(entries.date.at(entry)),
    documentDate,
    documents: given.documents,
    id: entries.id[entry]!,
    journal: entries.journal.at(entry).id,
    kept,
    kind: entries.kind.at(entry),
    lines: lines.map((line) => shownLine(books, line)),
    number,
    pendingId: given.pendingId,
    reason: given.reason,
    recordedAt: instantText(entries.recordedAt.at(entry)),
    reversedBy,
    reverses: command?.do === 'reverse' ? command.entryId : undefined,
    sequence: sequenceOf(books, entry),
    source: given.source,
    text: given.text,
  }) as PostedEntry & { readonly kept?: Kept };
}

/** What `shownEntry` gives for most entries, which have nothing else. */
const plainEntry = <Kept extends object>(
  books: Books,
  entry: number,
  lines: readonly DraftLine[],
  { kept, number }: { readonly kept: Kept; readonly number: string },
): PostedEntry & { readonly kept: Kept } => ({
  date: formatDay(books.entries.date.at(entry)),
  id: books.entries.id[entry]!,
  journal: books.entries.journal.at(entry).id,
  kept,
  kind: books.entries.kind.at(entry),
  lines: lines.map((line) => shownLine(books, line)),
  number,
  recordedAt: instantText(books.entries.recordedAt.at(entry)),
  sequence: sequenceOf(books, entry),
});

/** The instant that was written last: all entries of a batch have one. */
let lastInstant = Number.NaN;
let lastInstantText = '';

function instantText(instant: number): string {
  if (instant !== lastInstant) {
    lastInstantText = new Date(instant).toISOString();
    lastInstant = instant;
  }
  return lastInstantText;
}

/** A line as its reader sees it. */
export function shownLine(
  { functional, dimensionSets }: Books,
  { account, currency, dims, amount, base, notes }: DraftLine,
): PostedLine {
  const shownAmount = minorText(amount, currency.exponent);
  const isOwnBase = base === amount && currency.exponent === functional.exponent;
  const shown = {
    account: account.id,
    amount: shownAmount,
    base: isOwnBase ? shownAmount : minorText(base, functional.exponent),
    currency: currency.code,
    dims: { ...dimensionSets[dims]! },
  };
  // Most lines have nothing to be noted.
  if (notes === undefined) return shown;
  const { isGenerated: generated, rate, taxCode, text } = notes;
  return withoutAbsent({ ...shown, generated, rate, taxCode, text });
}

/** Same as `Object.fromEntries` of the entries that are there, at a third of its time. */
function withoutAbsent<Row extends object>(row: Row): Row {
  const present: Partial<Row> = {};
  for (const name of Object.keys(row) as (keyof Row)[]) {
    if (row[name] !== undefined) present[name] = row[name];
  }
  return present as Row;
}
