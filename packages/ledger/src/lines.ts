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
  if (entries.kind[entry] === 'pending') return books.pendings.get(entries.id[entry]!)!.lines;
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
  return numberText(books, journal[entry]!, date.at(entry), ordinal.at(entry));
}

/** The place of an entry in the whole book, from 1. */
export const sequenceOf = ({ entries, entriesBefore }: Books, entry: number): number =>
  entries.notes.get(entry)?.sequence ?? entriesBefore + entry + 1;

/** The entry at a place in the log, as its reader sees it. */
export function entryAt(books: Books, entry: number): PostedEntry {
  const { entries } = books;
  const { command, documentDate, isClosing, reversedBy } = entries.notes.get(entry) ?? {};
  const given = (command ?? {}) as Partial<PostedEntry> & Partial<Reverse>;
  // Members stand in the order of canonical JSON, so that hashing need not sort them.
  return withoutAbsent<PostedEntry>({
    adjustment: given.adjustment === true || undefined,
    closing: isClosing === true || undefined,
    date: formatDay(entries.date.at(entry)),
    documentDate,
    documents: given.documents,
    id: entries.id[entry]!,
    journal: entries.journal[entry]!.id,
    kind: entries.kind[entry]!,
    lines: linesOf(books, entry).map((line) => shownLine(books, line)),
    number: numberOf(books, entry),
    pendingId: given.pendingId,
    reason: given.reason,
    recordedAt: new Date(entries.recordedAt[entry]!).toISOString(),
    reversedBy,
    reverses: command?.do === 'reverse' ? command.entryId : undefined,
    sequence: sequenceOf(books, entry),
    source: given.source,
    text: given.text,
  });
}

/** A line as its reader sees it. */
export function shownLine(
  { functional, dimensionSets }: Books,
  { account, currency, dims, amount, base, notes }: DraftLine,
): PostedLine {
  return withoutAbsent({
    account: account.id,
    amount: minorText(amount, currency.exponent),
    base: minorText(base, functional.exponent),
    currency: currency.code,
    dims: { ...dimensionSets[dims]! },
    generated: notes?.isGenerated,
    rate: notes?.rate,
    taxCode: notes?.taxCode,
    text: notes?.text,
  });
}

const withoutAbsent = <Row extends object>(row: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as Row;
