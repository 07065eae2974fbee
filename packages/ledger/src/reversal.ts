/**
 * Taking back a posted entry: another one with all signs turned, linked both ways, at most once.
 *
 * Currencies, rates and bases are those of the entry, so that nothing is left of it in either
 * column. The entry itself stays as it is: what is posted is never edited.
 */
import type { Books, DraftLine } from './books.ts';
import { checkedDate } from './command-terms.ts';
import { checkAgain, type EntryDraft, isRefused } from './draft-entry.ts';
import { type Refused, refused, type Reverse } from './entry.ts';
import { linesOf } from './lines.ts';
import { negateMinor } from './minor.ts';

/** A reversal that only limits can still stop. */
export interface ReversalDraft extends EntryDraft {
  /** The place of the entry that is taken back. */
  readonly reversed: number;
}

/** The lines of an entry with their signs turned; or why it cannot be taken back. */
export function draftReversal(books: Books, command: Reverse): ReversalDraft | Refused {
  const { id, entryId } = command;
  const entry = books.ids.find(entryId);
  if (entry === -1 || books.entries.kind.at(entry) !== 'posted') {
    return refused(id, 'LEDGER_ENTRY_NOT_FOUND', { entryId });
  }
  const by = books.entries.notes.get(entry)?.reversedBy;
  if (by !== undefined) return refused(id, 'LEDGER_ALREADY_REVERSED', { entryId, by });
  const lines = linesOf(books, entry).map(turned);
  const date = checkedDate(books, command, command.date, undefined, (on) =>
    checkAgain(id, lines, on),
  );
  if (isRefused(date)) return date;
  const journal = books.entries.journal.at(entry);
  // What opens a closed year again belongs to its closing: income statements leave out both.
  const isClosing = books.entries.notes.get(entry)?.isClosing;
  return { ...date, journal, lines, isClosing, reversed: entry };
}

const turned = (line: DraftLine): DraftLine => ({
  ...line,
  amount: negateMinor(line.amount),
  base: negateMinor(line.base),
});
