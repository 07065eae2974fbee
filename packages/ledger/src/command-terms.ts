/**
 * What commands have in common, read alike.
 */
import { type Day, formatDay } from '@kontor/kernel';
import type { Books } from './books.ts';
import { dayOfText } from './dates.ts';
import { badField } from './draft-entry.ts';
import type { Command, EntryInput, Refused } from './entry.ts';
import { type Dated, postingDay } from './periods.ts';

/** The terms of an entry, as far as a command has them. */
export const terms = (
  command: Command,
): Pick<EntryInput, 'pending' | 'timeoutSeconds' | 'closing'> =>
  command as Pick<EntryInput, 'pending' | 'timeoutSeconds' | 'closing'>;

/** The day to post a command on, and the day on the paper where that is another one. */
export interface PostingDate {
  readonly date: Day;
  readonly documentDate: string | undefined;
}

/**
 * The day a command is dated, or else another one, moved by the rule of periods.
 *
 * @param checkLines - looks at the accounts of its lines, which come before the period, on the day
 * on which they would take them
 */
export function checkedDate(
  books: Books,
  command: Dated,
  text: string | undefined,
  otherwise: Day | undefined,
  checkLines: (on: Day) => Refused | undefined = () => undefined,
): PostingDate | Refused {
  const date = text === undefined ? otherwise : dayOfText(text);
  if (date === undefined) return badField(command, 'date', text, 'a day as YYYY-MM-DD');
  const day = postingDay(books, command, date);
  const refusal = checkLines(typeof day === 'number' ? day : date);
  if (refusal !== undefined) return refusal;
  if (typeof day !== 'number') return day;
  return { date: day, documentDate: day === date ? undefined : formatDay(date) };
}
