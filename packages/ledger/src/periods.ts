/**
 * The day on which an entry is posted: its own, or the first one that is still open.
 *
 * A period is open, closed softly (adjustments only) or closed. Without any, every day is open. A
 * late entry is refused, or, by choice, moved to the first day of the first open period; the date
 * on the paper is kept.
 */
import { type Day, formatDay } from '@kontor/kernel';
import type { BookPeriod, Books } from './books.ts';
import { type Refused, refused } from './entry.ts';

/** What decides about a date. */
export interface Dated {
  readonly id: string;
  readonly adjustment?: boolean | undefined;
  readonly latePosting?: 'refuse' | 'firstOpen' | undefined;
}

/** The day to post on. */
export function postingDay(
  { periods, setup }: Pick<Books, 'periods' | 'setup'>,
  { id, adjustment, latePosting = setup.latePosting }: Dated,
  date: Day,
): Day | Refused {
  if (periods.length === 0) return date;
  const at = periodAt(periods, date);
  const own = periods[at];
  if (own === undefined || date > own.last) {
    return refused(id, 'LEDGER_PERIOD_NOT_FOUND', { date: formatDay(date) });
  }
  if (takes(own, adjustment)) return date;
  const open = latePosting === 'firstOpen' ? periods.slice(at).find(isOpen) : undefined;
  if (open !== undefined) return open.first;
  return refused(id, 'LEDGER_PERIOD_CLOSED', { date: formatDay(date), period: own.id });
}

const isOpen = ({ status }: BookPeriod): boolean => status === 'open';

const takes = ({ status }: BookPeriod, adjustment: boolean | undefined): boolean =>
  status === 'open' || (status === 'softClosed' && adjustment === true);

/** The last period that begins on or before a day; -1 where none does. */
function periodAt(periods: readonly BookPeriod[], date: Day): number {
  let [low, high] = [0, periods.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (periods[middle]!.first <= date) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
