/**
 * The last so many hours, days or weeks of now.
 *
 * Of instants: after `now − span` and not after `now`, so what happened exactly a span ago is out
 * and what happens right now is in. Of days, in UTC: today and the days before it, `n` of them.
 */
import type { Instant } from '@kontor/kernel';
import type { FieldKind } from './field-kinds.ts';
import { SPAN } from './predicate.ts';
import { dayKey, instantKey } from './value-forms.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const spanHours: Readonly<Record<string, number>> = { h: 1, d: 24, w: 168 };

/** How long a span is, milliseconds: `90d`. */
export function spanOf(span: string): number {
  const [, count, unit] = SPAN.exec(span)!;
  return Number(count) * spanHours[unit!]! * HOUR_MS;
}

/** The ends of a span as text of the kind: the first is not in it, the last is. */
export function spanEnds(
  kind: FieldKind,
  length: number,
  now: Instant,
): { readonly after: string; readonly upTo: string } {
  const iso = (instant: number): string =>
    new Date(instant).toISOString().slice(0, kind === 'day' ? 10 : 24);
  return { after: iso(now - length), upTo: iso(now) };
}

/** The same as numbers, by which columns are ordered: epoch days, or milliseconds. */
export function spanKeys(
  kind: FieldKind,
  length: number,
  now: Instant,
): { readonly after: number; readonly upTo: number } {
  if (kind !== 'day') return { after: Math.floor(now - length), upTo: Math.floor(now) };
  return { after: Math.floor((now - length) / DAY_MS), upTo: Math.floor(now / DAY_MS) };
}

/** Whether a value is in a span; undefined of text that is no day or instant. */
export function isInSpan(
  kind: FieldKind,
  length: number,
  value: unknown,
  now: Instant,
): boolean | undefined {
  if (typeof value !== 'string') return false;
  const key = kind === 'day' ? dayKey(value) : instantKey(value);
  if (key === undefined) return undefined;
  if (kind !== 'day') return key > now - length && key <= now;
  return key > Math.floor((now - length) / DAY_MS) && key <= Math.floor(now / DAY_MS);
}

/**
 * The next instant after `now` at which a value comes into the span or leaves it; Infinity where it
 * never will. A value that is no day or instant never moves.
 */
export function nextCrossing(
  kind: FieldKind,
  length: number,
  value: unknown,
  now: Instant,
): number {
  if (typeof value !== 'string') return Infinity;
  const day = kind === 'day' ? dayKey(value) : undefined;
  const enters =
    kind === 'day' ? (day === undefined ? undefined : day * DAY_MS) : instantKey(value);
  if (enters === undefined) return Infinity;
  if (enters > now) return enters;
  return enters + length > now ? enters + length : Infinity;
}
