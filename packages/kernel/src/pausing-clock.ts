/**
 * Clocks that run in working time and can be paused: response targets, processing times, waiting.
 *
 * A pause moves the deadline by the *working* time inside the pause; nights and free days neither
 * run nor pause. Said the other way, and equal to the millisecond: on resume, what remains is added
 * to the resuming instant. Pure functions over a list of pauses, so history can be replayed or
 * corrected.
 */
import type { Calendar } from './calendar.ts';
import { KernelError } from './errors.ts';
import type { Instant } from './zone.ts';

/** Time that does not count: from `from` to `to`, or still paused when there is no `to`. */
export interface Pause {
  readonly from: Instant;
  readonly to?: Instant | undefined;
}

/** A clock started once. Pauses may come in any order, overlap, or begin before the start. */
export interface PausingClock {
  readonly start: Instant;
  readonly pauses?: readonly Pause[];
}

/**
 * Working minutes from the start to `at` without the pauses; 0 before the start.
 *
 * @throws KernelError KERNEL_BAD_PAUSE — a pause ends before it begins
 * @throws KernelError KERNEL_CALENDAR_HORIZON, KERNEL_BAD_INSTANT — as the calendar says
 */
export function elapsedMinutes(calendar: Calendar, clock: PausingClock, at: Instant): number {
  if (at <= clock.start) return 0;
  let minutes = calendar.minutesBetween(clock.start, at);
  for (const { from, to } of pausesApart(clock)) {
    if (from >= at) break;
    minutes -= calendar.minutesBetween(from, Math.min(to, at));
  }
  // Differences of whole milliseconds; rounding takes off what the division by 60,000 left.
  return Math.round(minutes * 60_000) / 60_000;
}

/** `targetMinutes` less what has elapsed at `at`; negative when the target is missed. */
export function remainingMinutes(
  calendar: Calendar,
  clock: PausingClock,
  targetMinutes: number,
  at: Instant,
): number {
  return targetMinutes - elapsedMinutes(calendar, clock, at);
}

/**
 * The first instant at which `targetMinutes` have elapsed; none while an open pause stands before
 * it.
 *
 * A target used up exactly at closing time is due at closing time, not at the next opening.
 *
 * @throws KernelError KERNEL_BAD_PAUSE — a pause ends before it begins
 * @throws KernelError KERNEL_BAD_COUNT — the target is negative or not finite
 * @throws KernelError KERNEL_CALENDAR_HORIZON, KERNEL_BAD_INSTANT — as the calendar says
 */
export function dueInstant(
  calendar: Calendar,
  clock: PausingClock,
  targetMinutes: number,
): Instant | undefined {
  if (!(targetMinutes >= 0)) {
    throw new KernelError('KERNEL_BAD_COUNT', { value: `${targetMinutes}`, unit: 'minutes' });
  }
  let due = calendar.addMinutes(clock.start, targetMinutes);
  for (const { from, to } of pausesApart(clock)) {
    if (from >= due) break;
    if (to === Number.POSITIVE_INFINITY) return undefined;
    due = calendar.addMinutes(due, calendar.minutesBetween(from, to));
  }
  return due;
}

/** Whether the clock stands still at `at`, because it is not started or is paused. */
export function isPaused(clock: PausingClock, at: Instant): boolean {
  return at < clock.start || pausesApart(clock).some(({ from, to }) => from <= at && at < to);
}

/** The pauses after the start, in order and apart; an open one ends at infinity. */
function pausesApart({ start, pauses = [] }: PausingClock): { from: Instant; to: Instant }[] {
  const apart: { from: Instant; to: Instant }[] = [];
  for (const { from, to } of pauses.map(closed).toSorted((one, two) => one.from - two.from)) {
    const latest = apart.at(-1);
    if (to <= start || to === from) continue;
    if (latest !== undefined && from <= latest.to) latest.to = Math.max(latest.to, to);
    else apart.push({ from: Math.max(from, start), to });
  }
  return apart;
}

function closed(pause: Pause, index: number): { from: Instant; to: Instant } {
  const { from, to = Number.POSITIVE_INFINITY } = pause;
  if (!Number.isFinite(from) || !(to >= from)) {
    throw new KernelError('KERNEL_BAD_PAUSE', { index, from: `${from}`, to: `${to}` });
  }
  return { from, to };
}
