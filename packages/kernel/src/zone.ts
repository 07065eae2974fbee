/**
 * Time zones: the only place where a wall time becomes an instant, and an instant a local day.
 *
 * The runtime's own zone data answers "which offset holds now" (`tzOffset` of @date-fns/tz); the
 * other way is one fixed rule. Gap (the clock jumps ahead): the wall time is shifted forward by the
 * gap. Fold (the clock is set back): the earlier of the two instants. Nothing here depends on the
 * zone of the process. Offsets are kept per (zone, UTC day), so a repeated question is a look-up.
 *
 * Exact from 1972 on; before that some zones had offsets with seconds, or between −1 h and 0, which
 * `tzOffset` does not report right.
 *
 * @source ECMAScript Temporal, disambiguation "compatible" (TC39)
 */
import { tzOffset } from '@date-fns/tz/tzOffset';
import type { Day } from './day.ts';
import { KernelError } from './errors.ts';

/** An instant: milliseconds since 1970-01-01T00:00Z. */
export type Instant = number;

/** A wall time: minutes since 1970-01-01T00:00 on the zone's own clock, `day * 1440 + minute`. */
export type LocalMinutes = number;

/** An instant as the zone's clock and calendar show it. */
export interface LocalTime {
  readonly day: Day;
  /** Whole minutes since local midnight, 0 … 1439. */
  readonly minute: number;
  /** Milliseconds into that minute, 0 … 59,999. */
  readonly millisecond: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const DAY_MINUTES = 1440;

/**
 * The instant of a wall time in a zone.
 *
 * @throws KernelError KERNEL_UNKNOWN_ZONE — the runtime does not know the zone
 * @source ECMAScript Temporal, disambiguation "compatible": gap forward, fold earlier
 * @example
 * instantOf('Europe/Berlin', day('2026-03-29') * 1440 + 150) // => Date.UTC(2026, 2, 29, 1, 30)
 */
export function instantOf(zone: string, localMinutes: LocalMinutes): Instant {
  const offsets = offsetsOf(zone);
  const day = Math.floor(localMinutes / DAY_MINUTES);
  const offset = steadyOffset(offsets, day);
  // No change of offset from the day before to the day after: nothing to decide.
  if (offset === steadyOffset(offsets, day - 1) && offset === steadyOffset(offsets, day + 1)) {
    return (localMinutes - offset) * MINUTE_MS;
  }
  return resolve(offsets, localMinutes * MINUTE_MS);
}

/**
 * What the zone's clock shows at an instant.
 *
 * @throws KernelError KERNEL_UNKNOWN_ZONE — the runtime does not know the zone
 * @throws KernelError KERNEL_BAD_INSTANT — not a finite number of milliseconds
 * @example
 * localOf('Asia/Kathmandu', Date.UTC(2025, 11, 31, 18, 15)) // => { day: 20454, minute: 0,
 * millisecond: 0 }
 */
export function localOf(zone: string, instant: Instant): LocalTime {
  const local = instant + offsetAt(zone, instant) * MINUTE_MS;
  const day = Math.floor(local / DAY_MS);
  const sinceMidnight = local - day * DAY_MS;
  const minute = Math.floor(sinceMidnight / MINUTE_MS);
  return { day, minute, millisecond: sinceMidnight - minute * MINUTE_MS };
}

/**
 * The local day of an instant.
 *
 * @throws KernelError KERNEL_UNKNOWN_ZONE, KERNEL_BAD_INSTANT
 * @example
 * dayInZone(Date.UTC(2090, 3, 19, 20), 'Australia/Sydney') // => day('2090-04-20')
 */
export function dayInZone(instant: Instant, zone: string): Day {
  return Math.floor((instant + offsetAt(zone, instant) * MINUTE_MS) / DAY_MS);
}

/**
 * Minutes to add to UTC to get the zone's wall time at an instant: 120 for Berlin in summer.
 *
 * @throws KernelError KERNEL_UNKNOWN_ZONE, KERNEL_BAD_INSTANT
 */
export function offsetAt(zone: string, instant: Instant): number {
  const offsets = offsetsOf(zone);
  if (!Number.isSafeInteger(Math.floor(instant))) {
    throw new KernelError('KERNEL_BAD_INSTANT', { value: `${instant}` });
  }
  return offsetIn(offsets, instant);
}

/**
 * The zone's name as the runtime writes it; the same text for aliases where the runtime unites
 * them.
 *
 * @throws KernelError KERNEL_UNKNOWN_ZONE — the runtime does not know the zone
 */
export function canonicalZone(zone: string): string {
  return offsetsOf(zone).canonical;
}

/**
 * Whether two names mean one zone: `Asia/Calcutta` and `Asia/Kolkata` do.
 *
 * Runtimes that keep a name as it was given are asked through Temporal, which compares canonically.
 *
 * @throws KernelError KERNEL_UNKNOWN_ZONE — the runtime does not know one of them
 */
export function sameZone(zone: string, other: string): boolean {
  const [one, two] = [canonicalZone(zone), canonicalZone(other)];
  if (one === two) return true;
  const temporal = (globalThis as { Temporal?: TemporalLike }).Temporal;
  if (temporal === undefined) return false;
  const epoch = (name: string): ZonedDateTimeLike =>
    temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
  return epoch(zone).equals(epoch(other));
}

/** Whether the runtime knows the zone. */
export function isKnownZone(zone: string): boolean {
  return canonicalName(zone) !== undefined;
}

/** The part of Temporal that `sameZone` calls, where a runtime has it. */
interface TemporalLike {
  Instant: {
    fromEpochMilliseconds(ms: number): { toZonedDateTimeISO(zone: string): ZonedDateTimeLike };
  };
}
interface ZonedDateTimeLike {
  equals(other: ZonedDateTimeLike): boolean;
}

/**
 * Offsets of one zone by UTC day, direct-mapped: slot `day mod 4096` holds the offset of
 * `dayOfSlot`. Eleven years fit without a collision, and the memory of a zone is bounded (48 kB).
 */
interface ZoneOffsets {
  readonly zone: string;
  readonly canonical: string;
  readonly dayOfSlot: Int32Array;
  /** Minutes; NaN when the offset changes within the UTC day. */
  readonly offsetOfSlot: Float64Array;
  /** The changes of offset met so far, by UTC day. */
  readonly changes: Map<number, OffsetChange>;
}

/** The instant from which another offset holds. */
interface OffsetChange {
  readonly at: Instant;
  readonly before: number;
  readonly after: number;
}

const SLOTS = 4096;
const CHANGES_MAX = 1024;
const ZONES_MAX = 256;
const known = new Map<string, ZoneOffsets>();
let latest: ZoneOffsets | undefined;

function offsetsOf(zone: string): ZoneOffsets {
  if (latest !== undefined && latest.zone === zone) return latest;
  let offsets = known.get(zone);
  if (offsets === undefined) {
    offsets = openZone(zone);
    if (known.size >= ZONES_MAX) known.clear();
    known.set(zone, offsets);
  }
  latest = offsets;
  return offsets;
}

function openZone(zone: string): ZoneOffsets {
  const canonical = canonicalName(zone);
  if (canonical === undefined) throw new KernelError('KERNEL_UNKNOWN_ZONE', { zone });
  return {
    zone,
    canonical,
    dayOfSlot: new Int32Array(SLOTS).fill(-(2 ** 31)),
    offsetOfSlot: new Float64Array(SLOTS),
    changes: new Map(),
  };
}

/** Asking `Intl` for a zone costs more than reading a row that names it. */
const canonicalNames = new Map<string, string>();

function canonicalName(zone: string): string | undefined {
  const asked = canonicalNames.get(zone);
  if (asked !== undefined) return asked;
  const canonical = askCanonicalName(zone);
  if (canonical === undefined) return undefined;
  if (canonicalNames.size >= ZONES_MAX) canonicalNames.clear();
  canonicalNames.set(zone, canonical);
  return canonical;
}

function askCanonicalName(zone: string): string | undefined {
  // An empty name would mean "the zone of the process" to some runtimes.
  if (typeof zone !== 'string' || zone === '') return undefined;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return undefined; // A RangeError is Intl's way of saying "unknown"; the caller names the zone.
  }
}

/** The offset that holds from the start of a UTC day to the start of the next, or NaN. */
function steadyOffset(offsets: ZoneOffsets, day: number): number {
  const slot = day & (SLOTS - 1);
  if (offsets.dayOfSlot[slot] !== day) {
    const start = startOffset(offsets, day);
    const end = tzOffset(offsets.zone, new Date((day + 1) * DAY_MS));
    offsets.dayOfSlot[slot] = day;
    offsets.offsetOfSlot[slot] = start === end ? start : Number.NaN;
  }
  return offsets.offsetOfSlot[slot]!;
}

/** The offset at the start of a UTC day: the day before knows it, if it was asked and is steady. */
function startOffset({ zone, dayOfSlot, offsetOfSlot }: ZoneOffsets, day: number): number {
  const slot = (day - 1) & (SLOTS - 1);
  if (dayOfSlot[slot] === day - 1) {
    const offset = offsetOfSlot[slot]!;
    if (!Number.isNaN(offset)) return offset;
  }
  return tzOffset(zone, new Date(day * DAY_MS));
}

function offsetIn(offsets: ZoneOffsets, instant: Instant): number {
  const day = Math.floor(instant / DAY_MS);
  const offset = steadyOffset(offsets, day);
  if (!Number.isNaN(offset)) return offset;
  const { at, before, after } = changeOn(offsets, day);
  return instant < at ? before : after;
}

/** The change of offset within a UTC day that has one, found by halving the day. */
function changeOn({ zone, changes }: ZoneOffsets, day: number): OffsetChange {
  const known = changes.get(day);
  if (known !== undefined) return known;
  let [low, high] = [day * DAY_MS, (day + 1) * DAY_MS];
  const before = tzOffset(zone, new Date(low));
  const after = tzOffset(zone, new Date(high));
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (tzOffset(zone, new Date(middle)) === before) low = middle;
    else high = middle;
  }
  const change = { at: high, before, after };
  if (changes.size >= CHANGES_MAX) changes.clear();
  changes.set(day, change);
  return change;
}

/**
 * The rule in full, near a change of offset. `wall` is the wall time in ms, read as if it were UTC.
 */
function resolve(offsets: ZoneOffsets, wall: number): Instant {
  const before = offsetIn(offsets, wall - DAY_MS) * MINUTE_MS;
  const after = offsetIn(offsets, wall + DAY_MS) * MINUTE_MS;
  const holdsBefore = offsetIn(offsets, wall - before) * MINUTE_MS === before;
  const holdsAfter = offsetIn(offsets, wall - after) * MINUTE_MS === after;
  if (holdsBefore && holdsAfter) return Math.min(wall - before, wall - after);
  return holdsAfter ? wall - after : wall - before;
}
