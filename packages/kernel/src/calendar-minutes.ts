/**
 * Working time by prefix sums over windows: from instant to instant, true to clock changes.
 *
 * Each shift of each civil day becomes a window of instants by the one rule of zone.ts, so a night
 * with a clock change has the minutes that really pass. Windows that a gap pushes onto each other
 * count once. Two look-ups answer "when are 240 working minutes over"; the obvious twin, a walk
 * over minutes with shifts read off Intl, is `test/oracle/minute-walk.ts`.
 */
import type { WorkPattern } from './calendar-pattern.ts';
import { workedUntil } from './calendar-windows.ts';
import { WindowHorizon } from './window-horizon.ts';
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

/** The working minutes of a pattern. Its tables are built at the first question. */
export function workingMinutes(pattern: WorkPattern): WorkingMinutes {
  const horizon = new WindowHorizon(pattern);
  return {
    workingMinutesOfDay(value) {
      horizon.cover(value);
      const { first, workedBeforeDay } = horizon.table;
      const index = value - first;
      return (workedBeforeDay.cells[index + 1]! - workedBeforeDay.cells[index]!) / MINUTE_MS;
    },
    isWorkingInstant(instant) {
      horizon.coverInstant(instant);
      const { open, close, count } = horizon.table;
      const index = firstAbove(close, instant);
      return index < count && open.cells[index]! <= instant;
    },
    nextWorkingInstant: (instant) => nextOpening(horizon, instant),
    previousWorkingInstant: (instant) => previousClosing(horizon, instant),
    minutesBetween(from, to) {
      horizon.coverInstant(from);
      horizon.coverInstant(to);
      return (workedUntil(horizon.table, to) - workedUntil(horizon.table, from)) / MINUTE_MS;
    },
    addMinutes(instant, minutes) {
      const ms = milliseconds(minutes);
      horizon.coverInstant(instant);
      if (ms === 0) return instant;
      return ms > 0 ? forward(horizon, instant, ms) : backward(horizon, instant, -ms);
    },
    subtractMinutes: (value, minutes) => shiftDay(horizon, value, -milliseconds(minutes)),
    addMinutesToDay: (value, minutes) => shiftDay(horizon, value, milliseconds(minutes)),
  };
}

function nextOpening(horizon: WindowHorizon, instant: Instant): Instant {
  horizon.coverInstant(instant);
  for (;;) {
    const { open, close, count } = horizon.table;
    const index = firstAbove(close, instant);
    if (index < count) return Math.max(instant, open.cells[index]!);
    horizon.lengthen(1, 0, instant);
  }
}

function previousClosing(horizon: WindowHorizon, instant: Instant): Instant {
  horizon.coverInstant(instant);
  for (;;) {
    const { open, close } = horizon.table;
    const index = lastBelow(open, instant);
    if (index >= 0) return Math.min(instant, close.cells[index]!);
    horizon.lengthen(-1, 0, instant);
  }
}

function forward(horizon: WindowHorizon, instant: Instant, ms: number): Instant {
  for (;;) {
    const { table } = horizon;
    const target = workedUntil(table, instant) + ms;
    const index = lastBelow(table.worked, target);
    if (index < table.count) return table.open.cells[index]! + target - table.worked.cells[index]!;
    horizon.lengthen(1, ms, instant);
  }
}

function backward(horizon: WindowHorizon, instant: Instant, ms: number): Instant {
  for (;;) {
    const { table } = horizon;
    const target = workedUntil(table, instant) - ms;
    if (target >= 0) {
      const index = firstAbove(table.worked, target) - 1;
      return table.open.cells[index]! + target - table.worked.cells[index]!;
    }
    horizon.lengthen(-1, ms, instant);
  }
}

/** Whole days that hold `ms` of work: after `value`, or before it when negative. */
function shiftDay(horizon: WindowHorizon, value: Day, ms: number): Day {
  horizon.cover(value);
  for (;;) {
    const { first, workedBeforeDay } = horizon.table;
    const target = workedBeforeDay.cells[value - first]! + ms;
    if (ms > 0) {
      const index = lastBelow(workedBeforeDay, target) + 1;
      if (index < workedBeforeDay.cells.length) return first + index;
    } else if (target >= 0) {
      return Math.min(value, first + firstAbove(workedBeforeDay, target) - 1);
    }
    horizon.lengthen(ms > 0 ? 1 : -1, Math.abs(ms), value * DAY_MS);
  }
}

function milliseconds(minutes: number): number {
  if (Number.isFinite(minutes)) return Math.round(minutes * MINUTE_MS);
  throw new KernelError('KERNEL_BAD_COUNT', { value: `${minutes}`, unit: 'minutes' });
}
