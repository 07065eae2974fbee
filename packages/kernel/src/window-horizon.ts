/**
 * How far the working windows of a calendar reach: the one table that grows under its questions.
 *
 * A question first makes the table cover where it starts, then lengthens it until the answer is in
 * it, or learns that the calendar ends there.
 */
import { beyond, type Span, widened } from './calendar-span.ts';
import type { WorkPattern } from './calendar-pattern.ts';
import { type WindowTable, windowTable } from './calendar-windows.ts';
import type { Day } from './day.ts';
import { KernelError } from './errors.ts';
import type { Instant } from './zone.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A window of one day reaches at most this far beyond its UTC day: zones and night shifts. */
const REACH_DAYS = 3;

/** The window table of a pattern, as far as it was asked for. */
export class WindowHorizon {
  /** The table; growing replaces it, so read it after covering. */
  table: WindowTable;
  readonly #bounds: Span;
  readonly #pattern: WorkPattern;
  #span: Span | undefined;

  constructor(pattern: WorkPattern) {
    this.#pattern = pattern;
    this.#bounds = pattern;
    this.table = windowTable(pattern, { first: 0, last: -1 });
  }

  /**
   * Makes the table cover a day.
   *
   * @throws KernelError KERNEL_BAD_DAY, KERNEL_CALENDAR_HORIZON
   */
  cover(value: Day): void {
    const span = this.#span;
    if (span !== undefined && value >= span.first && value <= span.last) {
      if (Number.isInteger(value)) return;
    }
    this.#span = widened(span, this.#bounds, value);
    this.table = windowTable(this.#pattern, this.#span);
  }

  /**
   * Covers all windows that can hold the instant or lie next to it.
   *
   * @throws KernelError KERNEL_BAD_INSTANT, KERNEL_CALENDAR_HORIZON
   */
  coverInstant(instant: Instant): void {
    const utcDay = Math.floor(instant / DAY_MS);
    if (!Number.isSafeInteger(utcDay)) {
      throw new KernelError('KERNEL_BAD_INSTANT', { value: `${instant}` });
    }
    const span = this.#span;
    if (span !== undefined && utcDay - REACH_DAYS >= span.first) {
      if (utcDay + REACH_DAYS <= span.last) return;
    }
    this.cover(utcDay);
    this.cover(Math.max(this.#bounds.first, utcDay - REACH_DAYS));
    this.cover(Math.min(this.#bounds.last, utcDay + REACH_DAYS));
  }

  /**
   * Lengthens the table on one side. What was asked comes as numbers, for the error only: a closure
   * that makes the text would cost more than a whole answer.
   *
   * @throws KernelError KERNEL_CALENDAR_HORIZON — the calendar ends on that side
   */
  lengthen(side: 1 | -1, ms: number, from: Instant): void {
    const { first, last } = this.#span!;
    const edge = side > 0 ? last + 1 : first - 1;
    if (edge < this.#bounds.first || edge > this.#bounds.last) {
      throw beyond(this.#bounds, askedText(side, ms, from));
    }
    this.cover(edge);
  }
}

function askedText(side: 1 | -1, ms: number, from: Instant): string {
  const what = ms > 0 ? `${ms / MINUTE_MS} minutes of work` : 'working time';
  return `${what} ${side > 0 ? 'after' : 'before'} ${new Date(from).toISOString()}`;
}
