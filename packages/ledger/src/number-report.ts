/**
 * The numbers of a journal, one after the other: each with its entry, or with why it was voided.
 *
 * Numbers are given without gaps. The report does not take that on trust: it reads every number off
 * its entry and lists what is missing up to the last one given, and what was given twice.
 */
import { formatDay } from '@kontor/kernel';
import type { Books } from './books.ts';
import { LedgerError } from './errors.ts';
import { numberOf, sequenceOf } from './lines.ts';
import { shownValue } from './shown-value.ts';
import { seriesKey, seriesYear } from './numbering.ts';

/** A number that was given. */
export interface GivenNumber {
  /** Counted from 1 in its series. */
  readonly ordinal: number;
  /** As its journal writes it. */
  readonly number: string;
  readonly entryId: string;
  readonly sequence: number;
  readonly date: string;
  /** Why it stands for no entry, where it was voided. */
  readonly voidReason?: string;
}

/** A series of numbers: of a journal, or of a journal in a fiscal year. */
export interface NumberReport {
  readonly journal: string;
  /** Left out where the series never starts anew. */
  readonly year?: number;
  /** The last number given, as the series has it. */
  readonly last: number;
  readonly numbers: readonly GivenNumber[];
  /** Numbers up to the last that no entry has; none, in books that are as they were written. */
  readonly gaps: readonly number[];
  /** Numbers that more than one entry has; none, either. */
  readonly repeated: readonly number[];
}

/**
 * The series of a journal, by year, with all their numbers; none where no number was given.
 *
 * @throws LedgerError LEDGER_JOURNAL_NOT_FOUND
 * @example
 * numberReports(books, 'sales') // => [{ journal: 'sales', year: 2026, last: 2, gaps: [], … }]
 */
export function numberReports(books: Books, journal: string): NumberReport[] {
  if (!books.journals.has(journal)) {
    throw new LedgerError('LEDGER_JOURNAL_NOT_FOUND', { journal: shownValue(journal) });
  }
  const collected = new NumberCollector(journal);
  for (const { journal: own, year, last } of books.series.values()) {
    if (own === journal) collected.last(year, last);
  }
  const { entries } = books;
  for (let entry = 0; entry < entries.id.length; entry++) {
    const ordinal = entries.ordinal.at(entry);
    if (ordinal === 0 || entries.journal.at(entry).id !== journal) continue;
    const date = entries.date.at(entry);
    const { command, number, year } = entries.notes.get(entry) ?? {};
    const reason = command?.reason;
    // Of a number that was given before, the journal may have another format by now.
    const own = number === undefined ? seriesYear(books, entries.journal.at(entry), date) : year;
    collected.add(own, {
      ordinal,
      number: numberOf(books, entry)!,
      entryId: entries.id[entry]!,
      sequence: sequenceOf(books, entry),
      date: formatDay(date),
      ...(entries.kind.at(entry) === 'voidNumber' && { voidReason: reason ?? '' }),
    });
  }
  return collected.reports();
}

interface OpenSeries {
  readonly year: number | undefined;
  last: number;
  readonly numbers: GivenNumber[];
}

/** Collects the numbers of a journal by their series. */
export class NumberCollector {
  readonly #journal: string;
  readonly #series = new Map<string, OpenSeries>();

  constructor(journal: string) {
    this.#journal = journal;
  }

  /** Takes a number that was given. */
  add(year: number | undefined, number: GivenNumber): void {
    this.#open(year).numbers.push(number);
  }

  /** Notes the last number of a series. */
  last(year: number | undefined, last: number): void {
    if (last > 0) this.#open(year).last = last;
  }

  /** The reports, by year; numbers in their order. */
  reports(): NumberReport[] {
    return [...this.#series.values()]
      .toSorted((a, b) => (a.year ?? 0) - (b.year ?? 0))
      .map((series) => reportOf(this.#journal, series));
  }

  #open(year: number | undefined): OpenSeries {
    const key = seriesKey(this.#journal, year);
    const known = this.#series.get(key);
    if (known !== undefined) return known;
    const opened: OpenSeries = { year, last: 0, numbers: [] };
    this.#series.set(key, opened);
    return opened;
  }
}

function reportOf(journal: string, { year, last, numbers }: OpenSeries): NumberReport {
  const inOrder = numbers.toSorted((a, b) => a.ordinal - b.ordinal || a.sequence - b.sequence);
  const end = Math.max(last, inOrder.at(-1)?.ordinal ?? 0);
  const counts = new Map<number, number>();
  for (const { ordinal } of inOrder) counts.set(ordinal, (counts.get(ordinal) ?? 0) + 1);
  const gaps: number[] = [];
  for (let ordinal = 1; ordinal <= end; ordinal++) if (!counts.has(ordinal)) gaps.push(ordinal);
  const repeated = [...counts].flatMap(([ordinal, count]) => (count > 1 ? ordinal : []));
  return { journal, ...(year !== undefined && { year }), last, numbers: inOrder, gaps, repeated };
}
