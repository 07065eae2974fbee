/**
 * Working time by prefix sums over windows: from instant to instant, true to clock changes.
 *
 * Each shift of each civil day becomes a window of instants by the one rule of zone.ts, so a night with
 * a clock change has the minutes that really pass. Windows that a gap pushes onto each other count
 * once. Two binary searches answer "when are 240 working minutes over"; the obvious twin, a walk over
 * windows made with another library, is `test/oracle/window-walk.ts`.
 */
import { beyond, dayText, type Span, widened } from './calendar-span.ts';
import { shiftsOfDay, type WorkPattern } from './calendar-pattern.ts';
import { type Day } from './day.ts';
import { KernelError } from './errors.ts';
import { type Instant, instantOf } from './zone.ts';

/** Arithmetic on working minutes. Windows are half-open: `[open, close)`. */
export interface WorkingMinutes {
  /** Working minutes of the shifts that start on the day; a clock change makes them fewer or more. */
  workingMinutesOfDay(day: Day): number;
  /** Whether work goes on at the instant. */
  isWorkingInstant(instant: Instant): boolean;
  /** The instant itself when work goes on, else the next opening. */
  nextWorkingInstant(instant: Instant): Instant;
  /** The instant itself when work goes on just before it, else the last closing before it. */
  previousWorkingInstant(instant: Instant): Instant;
  /** Working minutes from one instant to another, to the millisecond; negative when `to` is first. */
  minutesBetween(from: Instant, to: Instant): number;
  /**
   * The first instant at which `minutes` of work are done; below 0, the last instant from which that
   * work leads to `instant`. 0 is `instant` itself. So work that fills a shift ends with it, and
   * counted back starts with it.
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
  let table: WindowTable = tabulate(pattern, { first: 0, last: -1 });

  function cover(value: Day): void {
    if (span !== undefined && value >= span.first && value <= span.last) return;
    span = widened(span, bounds, value);
    table = tabulate(pattern, span);
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

  /** Lengthens the table on one side, or says that the calendar ends there. */
  function lengthen(side: 1 | -1, asked: () => string): void {
    const edge = side > 0 ? span!.last + 1 : span!.first - 1;
    if (edge < bounds.first || edge > bounds.last) throw beyond(bounds, asked());
    cover(edge);
  }

  function forward(instant: Instant, ms: number): Instant {
    const asked = (): string => `${ms / MINUTE_MS} working minutes after ${isoText(instant)}`;
    for (;;) {
      const target = workedUntil(table, instant) + ms;
      const index = lastBelow(table.worked, target);
      if (index < table.count) return table.open[index]! + (target - table.worked[index]!);
      lengthen(1, asked);
    }
  }

  function backward(instant: Instant, ms: number): Instant {
    const asked = (): string => `${ms / MINUTE_MS} working minutes before ${isoText(instant)}`;
    for (;;) {
      const target = workedUntil(table, instant) - ms;
      if (target >= 0) {
        const index = lastAtMost(table.worked, target);
        return table.open[index]! + (target - table.worked[index]!);
      }
      lengthen(-1, asked);
    }
  }

  /** Whole days that hold `ms` of work: after `value`, or before it when negative. */
  function shiftDay(value: Day, ms: number): Day {
    const asked = (): string => `${ms / MINUTE_MS} working minutes from ${dayText(value)}`;
    cover(value);
    for (;;) {
      const target = table.workedBeforeDay[value - table.first]! + ms;
      if (ms <= 0 && target >= 0) {
        return Math.min(value, table.first + lastAtMost(table.workedBeforeDay, target));
      }
      const index = lastBelow(table.workedBeforeDay, target) + 1;
      if (ms > 0 && index < table.workedBeforeDay.length) return table.first + index;
      lengthen(ms > 0 ? 1 : -1, asked);
    }
  }

  return {
    workingMinutesOfDay(value) {
      cover(value);
      const index = value - table.first;
      return (table.workedBeforeDay[index + 1]! - table.workedBeforeDay[index]!) / MINUTE_MS;
    },
    isWorkingInstant(instant) {
      coverInstant(instant);
      const index = firstAbove(table.close, instant);
      return index < table.count && table.open[index]! <= instant;
    },
    nextWorkingInstant(instant) {
      coverInstant(instant);
      for (;;) {
        const index = firstAbove(table.close, instant);
        if (index < table.count) return Math.max(instant, table.open[index]!);
        lengthen(1, () => `the next opening after ${isoText(instant)}`);
      }
    },
    previousWorkingInstant(instant) {
      coverInstant(instant);
      for (;;) {
        const index = lastBelow(table.open, instant);
        if (index >= 0) return Math.min(instant, table.close[index]!);
        lengthen(-1, () => `the last closing before ${isoText(instant)}`);
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

/** Windows in order and apart, with the milliseconds worked before each. */
interface WindowTable {
  readonly first: Day;
  readonly count: number;
  /** Instants, one per window. */
  readonly open: Float64Array;
  readonly close: Float64Array;
  /** Milliseconds of all windows before the one at the index; one cell more than windows. */
  readonly worked: Float64Array;
  /** The same by day; a window counts on the day its shift starts. One cell more than days. */
  readonly workedBeforeDay: Float64Array;
}

interface Window {
  readonly day: Day;
  readonly open: Instant;
  readonly close: Instant;
}

function tabulate(pattern: WorkPattern, span: Span): WindowTable {
  const windows = windowsOf(pattern, span);
  const count = windows.length;
  const table = {
    first: span.first,
    count,
    open: Float64Array.from(windows, (window) => window.open),
    close: Float64Array.from(windows, (window) => window.close),
    worked: new Float64Array(count + 1),
    workedBeforeDay: new Float64Array(span.last - span.first + 2),
  };
  for (const [index, { day, open, close }] of windows.entries()) {
    table.worked[index + 1] = table.worked[index]! + (close - open);
    table.workedBeforeDay[day - span.first + 1]! += close - open;
  }
  for (let index = 1; index < table.workedBeforeDay.length; index++) {
    table.workedBeforeDay[index]! += table.workedBeforeDay[index - 1]!;
  }
  return table;
}

/** The windows of a span. A clock change may disorder and overlap them: each instant counts once. */
function windowsOf(pattern: WorkPattern, span: Span): Window[] {
  const raw: Window[] = [];
  for (let day = span.first; day <= span.last; day++) {
    for (const shift of shiftsOfDay(pattern, day)) {
      const open = instantOf(pattern.zone, day * 1440 + shift.open);
      raw.push({ day, open, close: instantOf(pattern.zone, day * 1440 + shift.close) });
    }
  }
  raw.sort((one, two) => one.open - two.open);
  const apart: Window[] = [];
  let latest = Number.NEGATIVE_INFINITY;
  for (const { day, open, close } of raw) {
    if (close > Math.max(open, latest)) apart.push({ day, open: Math.max(open, latest), close });
    latest = Math.max(latest, close);
  }
  return apart;
}

/** Milliseconds of work in the table before an instant. */
function workedUntil({ count, open, close, worked }: WindowTable, instant: Instant): number {
  const index = firstAbove(close, instant);
  if (index === count) return worked[count]!;
  return worked[index]! + Math.max(0, instant - open[index]!);
}

/** Index of the first cell above `value`; the length when there is none. */
function firstAbove(cells: Float64Array, value: number): number {
  let low = 0;
  let high = cells.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cells[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

const lastAtMost = (cells: Float64Array, value: number): number => firstAbove(cells, value) - 1;

/** Index of the last cell below `value`; −1 when there is none. */
function lastBelow(cells: Float64Array, value: number): number {
  let low = 0;
  let high = cells.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cells[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function milliseconds(minutes: number): number {
  if (Number.isFinite(minutes)) return Math.round(minutes * MINUTE_MS);
  throw new KernelError('KERNEL_BAD_COUNT', { value: `${minutes}`, unit: 'minutes' });
}

const isoText = (instant: Instant): string => new Date(instant).toISOString();
