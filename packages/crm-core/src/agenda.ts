/**
 * Agendas: what is planned for somebody, where it clashes, and when he is free.
 */
import type { Calendar, Instant } from '@kontor/kernel';
import { CrmError } from './errors.ts';

/** An appointment, as far as an agenda asks. */
export interface Appointment {
  readonly id: string;
  /** UTC ISO. */
  readonly startsAt: string;
  /** UTC ISO; an appointment without an end takes no time. */
  readonly endsAt?: string | undefined;
}

/** A stretch of time, half-open. */
export interface Slot {
  /** UTC ISO. */
  readonly from: string;
  readonly to: string;
}

/** Two appointments that overlap, the earlier one first. */
export interface Clash {
  readonly first: string;
  readonly second: string;
  readonly from: string;
  readonly to: string;
}

const endOf = ({ startsAt, endsAt }: Appointment): string => endsAt ?? startsAt;

const byStart = (a: Appointment, b: Appointment): number =>
  a.startsAt < b.startsAt ? -1 : a.startsAt > b.startsAt ? 1 : a.id < b.id ? -1 : 1;

/**
 * The pairs of appointments that overlap, in order of their starts.
 *
 * @example
 * clashesOf([
 *   { id: 'a', startsAt: '2026-03-02T09:00:00.000Z', endsAt: '2026-03-02T10:00:00.000Z' },
 *   { id: 'b', startsAt: '2026-03-02T09:30:00.000Z', endsAt: '2026-03-02T11:00:00.000Z' },
 * ]).map(({ first, second }) => `${first} ${second}`) // => ['a b']
 */
export function clashesOf(appointments: readonly Appointment[]): Clash[] {
  const sorted = appointments.toSorted(byStart);
  return sorted.flatMap((first, at) => {
    const clashes: Clash[] = [];
    for (const second of sorted.slice(at + 1)) {
      if (second.startsAt >= endOf(first)) break;
      const to = endOf(first) < endOf(second) ? endOf(first) : endOf(second);
      if (to > second.startsAt) {
        clashes.push({ first: first.id, second: second.id, from: second.startsAt, to });
      }
    }
    return clashes;
  });
}

/** What a free slot has to be. */
export interface SlotQuery {
  /** Working minutes that are needed at a stretch. */
  readonly minutes: number;
  /** From this instant on, UTC ISO, and until this one. */
  readonly from: string;
  readonly to: string;
  /** At most so many; 10 when left out. */
  readonly limit?: number | undefined;
}

/**
 * The first slots in which everybody is at work and nobody has an appointment. Each slot is within
 * one stretch of work: a lunch break is not met through.
 *
 * @param people each with his calendar and his appointments
 * @throws CrmError CRM_INVALID_INPUT — no minutes, or no people
 * @throws KernelError KERNEL_CALENDAR_HORIZON — a calendar has no working time left
 */
export function freeSlots(
  people: readonly {
    readonly calendar: Calendar;
    readonly appointments: readonly Appointment[];
  }[],
  { minutes, from, to, limit = 10 }: SlotQuery,
): Slot[] {
  if (!(minutes > 0) || people.length === 0) {
    const issues = [{ path: 'minutes', message: 'give minutes above 0, and at least one person' }];
    throw new CrmError('CRM_INVALID_INPUT', { what: 'The search for a slot', issues });
  }
  const length = minutes * 60_000;
  const end = Date.parse(to);
  const busy = mergedBusy(people.flatMap(({ appointments }) => appointments));
  const slots: Slot[] = [];
  let at = Date.parse(from);
  while (slots.length < limit) {
    const next = nextFree(
      people.map(({ calendar }) => calendar),
      busy,
      at,
      length,
      end,
    );
    if (next === undefined) break;
    slots.push({ from: iso(next), to: iso(next + length) });
    at = next + length;
  }
  return slots;
}

const iso = (instant: Instant): string => new Date(instant).toISOString();

interface Stretch {
  readonly from: Instant;
  readonly to: Instant;
}

/** Busy times in order, those that touch as one. */
function mergedBusy(appointments: readonly Appointment[]): Stretch[] {
  const merged: Stretch[] = [];
  for (const one of appointments.toSorted(byStart)) {
    const [from, to] = [Date.parse(one.startsAt), Date.parse(endOf(one))];
    const last = merged.at(-1);
    if (last !== undefined && from <= last.to) {
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, to) };
    } else if (to > from) merged.push({ from, to });
  }
  return merged;
}

/** The first instant from which on all are at work, and free, for so long. */
function nextFree(
  calendars: readonly Calendar[],
  busy: readonly Stretch[],
  start: Instant,
  length: number,
  end: Instant,
): Instant | undefined {
  let at = start;
  while (at + length <= end) {
    const opens = Math.max(...calendars.map((calendar) => calendar.nextWorkingInstant(at)));
    const taken = busy.find(({ from, to }) => from < opens + length && opens < to);
    if (opens > at) at = opens;
    else if (taken !== undefined) at = taken.to;
    else {
      const broken = calendars.find((calendar) => !isWorkedThrough(calendar, at, length));
      if (broken === undefined) return at;
      at = endOfStretch(broken, at);
    }
  }
  return undefined;
}

const isWorkedThrough = (calendar: Calendar, from: Instant, length: number): boolean =>
  Math.round(calendar.minutesBetween(from, from + length) * 60_000) === length;

/** Where the stretch of work ends that holds the instant, and the next one begins. */
function endOfStretch(calendar: Calendar, from: Instant): Instant {
  let [low, high] = [from, from + 86_400_000];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isWorkedThrough(calendar, from, middle - from)) low = middle;
    else high = middle;
  }
  return calendar.nextWorkingInstant(high);
}
