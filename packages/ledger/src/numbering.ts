/**
 * Numbers of entries: one series a journal, or one a journal and fiscal year, without gaps.
 *
 * A number is given when an entry is taken, so that a refused one uses none. A number that was
 * spoiled (a pre-printed form, say) is voided by a command of its own, which says why.
 */
import type { Day } from '@kontor/kernel';
import type { BookJournal, Books, NumberSeries } from './books.ts';
import type { PlainRun } from './plain-run.ts';

/** The next number of a journal for an entry of a day. Writes the series. */
export function nextOrdinal(books: Books, journal: BookJournal, date: Day): number {
  const series = seriesOf(books, journal, date);
  series.last++;
  if (books.undo !== undefined) books.undo.push(() => series.last--);
  return series.last;
}

/** The next numbers of a journal for the entries of a run, by their days. Writes both. */
export function nextOrdinals(
  books: Books,
  journal: BookJournal,
  { dates, ordinals }: PlainRun,
  count: number,
): void {
  let series: NumberSeries | undefined;
  for (let at = 0; at < count; at++) {
    const date = dates[at]!;
    if (series === undefined || series.year !== seriesYear(books, journal, date)) {
      series = seriesOf(books, journal, date);
    }
    series.last++;
    ordinals[at] = series.last;
  }
}

/** The number of an entry as its journal writes it. */
export function numberText(
  books: Pick<Books, 'fiscal'>,
  journal: BookJournal,
  date: Day,
  ordinal: number,
): string {
  return formatNumber(journal.format, seriesYear(books, journal, date), ordinal);
}

/** The fiscal year whose series a journal uses on a day; undefined where it never starts anew. */
export const seriesYear = (
  { fiscal }: Pick<Books, 'fiscal'>,
  { startsAnew }: BookJournal,
  date: Day,
): number | undefined => (startsAnew ? fiscal.yearOf(date) : undefined);

function seriesOf(books: Books, journal: BookJournal, date: Day): NumberSeries {
  const { series } = books;
  const year = seriesYear(books, journal, date);
  const key = seriesKey(journal.id, year);
  const known = series.get(key);
  if (known !== undefined) return known;
  const started: NumberSeries = { journal: journal.id, year, last: 0 };
  series.set(key, started);
  return started;
}

/** The key of a series among those of the books; no journal is called by a text with U+0000. */
export const seriesKey = (journal: string, year: number | undefined): string =>
  year === undefined ? journal : `${journal}\0${year}`;

const FIELD = /\{(?:year|n(?::(\d{1,2}))?)\}/g;

function formatNumber(format: string, year: number | undefined, n: number): string {
  // Most formats are the plain number.
  if (format === '{n}') return decimalText(n);
  return format.replace(FIELD, (field, digits?: string) =>
    field === '{year}' ? String(year) : String(n).padStart(Number(digits ?? 1), '0'),
  );
}

/** The last thousand that was written, as text, and the ends of all. */
let thousand = 0;
let thousandText = '';
const LAST_THREE = Array.from({ length: 1000 }, (_, n) => String(n).padStart(3, '0'));

/** `String(n)` of a whole number above zero, at a fifth of its time where they come in a row. */
function decimalText(n: number): string {
  if (n < 1000) return String(n);
  const own = Math.floor(n / 1000);
  if (own !== thousand) [thousand, thousandText] = [own, String(own)];
  return thousandText + LAST_THREE[n - own * 1000]!;
}

/** Whether a format has its number once, and nothing in braces that is no field. */
export const isNumberFormat = (format: string): boolean =>
  (format.match(/\{n(?::\d{1,2})?\}/g) ?? []).length === 1 &&
  !/[{}]/.test(format.replace(FIELD, ''));
