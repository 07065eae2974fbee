/**
 * Working time by prefix sums over windows: from instant to instant, true to clock changes.
 *
 * Each shift of each civil day becomes a window of instants by the one rule of zone.ts, so a night
 * with a clock change has the minutes that really pass. Windows that a gap pushes onto each other
 * count once. Two look-ups answer "when are 240 working minutes over"; the obvious twin, a walk
 * over minutes with shifts read off Intl, is `test/oracle/minute-walk.ts`.
 */
import { beyond, type Span, widened } from './calendar-span.ts';
import type { WorkPattern } from './calendar-pattern.ts';
import { windowTable, workedUntil } from './calendar-windows.ts';
import type { Day } from './day.ts';
import { KernelError } from './errors.ts';
import { firstAbove, lastBelow } from './sorted-cells.ts';
import type { Instant } from './zone.ts';

/** Arithmetic on working minutes. Windows are half-open: `[open, close)`. */
export interface WorkingMinutes {
  /**
   * Working minutes of the shifts that start on the day; a clock change makes them fewer or more.
   */
  workingMinutesOfDay(day: Day): number;
  /** Whether work goes on at the instant. */
  isWorkingInstant(instant: Instant): boolean;
  /** The instant itself when work goes on, else the next opening. */
  nextWorkingInstant(instant: Instant): Instant;
  /** The instant itself when work goes on just before it, else the last closing before it. */
  previousWorkingInstant(instant: Instant): Instant;
  /**
   * Working minutes from one instant to another, to the millisecond; negative when `to` is first.
   */
  minutesBetween(from: Instant, to: Instant): number;
  /**
   * The first instant at which `minutes` of work are done; below 0, the last instant from which
   * that work leads to `instant`. 0 is `instant` itself. So work that fills a shift ends with it,
   * and counted back starts with it.
   */
  addMinutes(instant: Instant, minutes: number): Instant;
  /** The last day from whose start to the start of `day` there are at least `minutes` of work. */
  subtractMinutes(day: Day, minutes: number): Day;
  /** The first day at whose start `minutes` of work are done that began with the start of `day`. */
  addMinutesToDay(day: Day, minutes: number): Day;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A window of one day reaches at most this far beyond its UTC day: zones and night shifts. */
const REACH_DAYS = 3;

/** The working minutes of a pattern. Its tables are built at the first question. */
export function workingMinutes(pattern: WorkPattern): WorkingMinutes {
  const bounds: Span = pattern;
  let span: Span | undefined;
  let table = windowTable(pattern, { first: 0, last: -1 });

  function cover(value: Day): void {
    if (span !== undefined && value >= span.first && value <= span.last) {
      if (Number.isInteger(value)) return;
    }
    span = widened(span, bounds, value);
    table = windowTable(pattern, span);
  }

  /** Covers all windows that can hold the instant or lie next to it. */
  function coverInstant(instant: Instant): void {
    const utcDay = Math.floor(instant / DAY_MS);
    if (!Number.isSafeInteger(utcDay)) {
      throw new KernelError('KERNEL_BAD_INSTANT', { value: `${instant}` });
    }
    if (span !== undefined && utcDay - REACH_DAYS >= span.first) {
      if (utcDay + REACH_DAYS <= span.last) return;
    }
    cover(utcDay);
    cover(Math.max(bounds.first, utcDay - REACH_DAYS));
    cover(Math.min(bounds.last, utcDay + REACH_DAYS));
  }

  /**
   * Lengthens the table on one side, or says that the calendar ends there. What was asked comes as
   * numbers: a text made beforehand, or a closure, would cost more than the whole answer.
   */
  function lengthen(side: 1 | -1, ms: number, from: Instant): void {
    const edge = side > 0 ? span!.last + 1 : span!.first - 1;
    if (edge < bounds.first || edge > bounds.last) throw beyond(bounds, askedText(side, ms, from));
    cover(edge);
  }

  function forward(instant: Instant, ms: number): Instant {
    for (;;) {
      const target = workedUntil(table, instant) + ms;
      const index = lastBelow(table.worked, target);
      if (index < table.count) return openCell(index) + (target - table.worked.cells[index]!);
      lengthen(1, ms, instant);
    }
  }

  function backward(instant: Instant, ms: number): Instant {
    for (;;) {
      const target = workedUntil(table, instant) - ms;
      if (target >= 0) {
        const index = firstAbove(table.worked, target) - 1;
        return openCell(index) + (target - table.worked.cells[index]!);
      }
      lengthen(-1, ms, instant);
    }
  }

  /** Whole days that hold `ms` of work: after `value`, or before it when negative. */
  function shiftDay(value: Day, ms: number): Day {
    cover(value);
    for (;;) {
      const { cells } = table.workedBeforeDay;
      const target = cells[value - table.first]! + ms;
      if (ms > 0) {
        const index = lastBelow(table.workedBeforeDay, target) + 1;
        if (index < cells.length) return table.first + index;
      } else if (target >= 0) {
        return Math.min(value, table.first + firstAbove(table.workedBeforeDay, target) - 1);
      }
      lengthen(ms > 0 ? 1 : -1, Math.abs(ms), value * DAY_MS);
    }
  }

  const openCell = (index: number): Instant => table.open.cells[index]!;

  return {
    workingMinutesOfDay(value) {
      cover(value);
      const { cells } = table.workedBeforeDay;
      const index = value - table.first;
      return (cells[index + 1]! - cells[index]!) / MINUTE_MS;
    },
    isWorkingInstant(instant) {
      coverInstant(instant);
      const index = firstAbove(table.close, instant);
      return index < table.count && openCell(index) <= instant;
    },
    nextWorkingInstant(instant) {
      coverInstant(instant);
      for (;;) {
        const index = firstAbove(table.close, instant);
        if (index < table.count) return Math.max(instant, openCell(index));
        lengthen(1, 0, instant);
      }
    },
    previousWorkingInstant(instant) {
      coverInstant(instant);
      for (;;) {
        const index = lastBelow(table.open, instant);
        if (index >= 0) return Math.min(instant, table.close.cells[index]!);
        lengthen(-1, 0, instant);
      }
    },
    minutesBetween(from, to) {
      coverInstant(from);
      coverInstant(to);
      return (workedUntil(table, to) - workedUntil(table, from)) / MINUTE_MS;
    },
    addMinutes(instant, minutes) {
      const ms = milliseconds(minutes);
      coverInstant(instant);
      if (ms === 0) return instant;
      return ms > 0 ? forward(instant, ms) : backward(instant, -ms);
    },
    subtractMinutes: (value, minutes) => shiftDay(value, -milliseconds(minutes)),
    addMinutesToDay: (value, minutes) => shiftDay(value, milliseconds(minutes)),
  };
}

function milliseconds(minutes: number): number {
  if (Number.isFinite(minutes)) return Math.round(minutes * MINUTE_MS);
  throw new KernelError('KERNEL_BAD_COUNT', { value: `${minutes}`, unit: 'minutes' });
}

function askedText(side: 1 | -1, ms: number, from: Instant): string {
  const what = ms > 0 ? `${ms / MINUTE_MS} minutes of work` : 'working time';
  return `${what} ${side > 0 ? 'after' : 'before'} ${new Date(from).toISOString()}`;
}
