/**
 * Working windows: the shifts of a span of days as instants, with the time worked before each.
 *
 * This is where wall time ends. Ends of shifts become instants by the one rule of zone.ts; what a
 * clock change then disorders or overlaps is put in order, so that each instant counts once.
 */
import type { Span } from './calendar-span.ts';
import { shiftsOfDay, type WorkPattern } from './calendar-pattern.ts';
import type { Day } from './day.ts';
import { firstAbove, type SortedCells, sortedCells } from './sorted-cells.ts';
import { type Instant, instantOf } from './zone.ts';

/** Windows in order and apart, one cell per window unless said otherwise. */
export interface WindowTable {
  /** The first day it covers. */
  readonly first: Day;
  /** How many windows. */
  readonly count: number;
  /** Instants, in milliseconds. */
  readonly open: SortedCells;
  readonly close: SortedCells;
  /** Milliseconds of all windows before the one at the index; one cell more than windows. */
  readonly worked: SortedCells;
  /** The same by day; a window counts on the day its shift starts. One cell more than days. */
  readonly workedBeforeDay: SortedCells;
}

/** The windows of all shifts that start within a span of days. */
export function windowTable(pattern: WorkPattern, span: Span): WindowTable {
  const windows = windowsOf(pattern, span);
  const worked = new Float64Array(windows.length + 1);
  const workedBeforeDay = new Float64Array(span.last - span.first + 2);
  for (const [index, { day, open, close }] of windows.entries()) {
    worked[index + 1] = worked[index]! + (close - open);
    workedBeforeDay[day - span.first + 1]! += close - open;
  }
  for (let index = 1; index < workedBeforeDay.length; index++) {
    workedBeforeDay[index]! += workedBeforeDay[index - 1]!;
  }
  return {
    first: span.first,
    count: windows.length,
    open: sortedCells(Float64Array.from(windows, (window) => window.open)),
    close: sortedCells(Float64Array.from(windows, (window) => window.close)),
    worked: sortedCells(worked),
    workedBeforeDay: sortedCells(workedBeforeDay),
  };
}

/** Milliseconds of work in the table before an instant. */
export function workedUntil(table: WindowTable, instant: Instant): number {
  const { count, open, close, worked } = table;
  const index = firstAbove(close, instant);
  if (index === count) return worked.cells[count]!;
  const running = instant - open.cells[index]!;
  return running > 0 ? worked.cells[index]! + running : worked.cells[index]!;
}

interface Window {
  readonly day: Day;
  readonly open: Instant;
  readonly close: Instant;
}

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
