/**
 * The command behind an entry, as it was given: kept where it said more than its date and lines,
 * else read back from those.
 */
import { formatDay } from '@kontor/kernel';
import type { Books } from './books.ts';
import type { Command, EntryInput, LineInput } from './entry.ts';
import { linesOf } from './lines.ts';
import { minorText } from './minor.ts';

/** The command that became an entry. */
export function commandOf(books: Books, entry: number): Command {
  const { entries } = books;
  const kept = entries.notes.get(entry)?.command;
  const isEntry = kept === undefined || kept.do === undefined || kept.do === 'post';
  if (!isEntry) return kept;
  const { documentDate } = entries.notes.get(entry) ?? {};
  const plain: EntryInput = {
    id: entries.id[entry]!,
    date: documentDate ?? formatDay(entries.date.at(entry)),
    journal: entries.journal.at(entry).id,
    lines: [],
  };
  return { ...plain, ...(kept as EntryInput | undefined), lines: givenLines(books, entry) };
}

/** The lines of an entry as they may have been given: amounts by value. */
function givenLines(books: Books, entry: number): LineInput[] {
  const { functional, dimensionSets } = books;
  return linesOf(books, entry)
    .filter(({ notes }) => notes?.isGenerated !== true)
    .map(({ account, currency, dims, amount, base, notes }) => ({
      account: account.id,
      amount: minorText(amount, currency.exponent),
      ...(currency !== functional && { currency: currency.code }),
      ...(notes?.isBaseGiven && { base: minorText(base, functional.exponent) }),
      ...(dims !== 0 && { dims: dimensionSets[dims]! }),
      rate: notes?.rate,
      taxCode: notes?.taxCode,
      text: notes?.text,
    }));
}
