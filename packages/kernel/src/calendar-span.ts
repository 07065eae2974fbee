/**
 * How far a calendar's tables reach: they start small around the first question and grow on demand.
 *
 * A table that is too short is rebuilt at least twice as long, so the cost of growing, spread over
 * the days covered, stays constant. It never clamps: a day beyond the calendar's own first and last
 * is refused.
 */
import { type Day, formatDay } from './day.ts';
import { KernelError } from './errors.ts';

/** Days from first to last, both included. */
export interface Span {
  readonly first: Day;
  readonly last: Day;
}

const MARGIN_DAYS = 1461;

/**
 * A span that covers `value` and all of `span`, within `bounds`.
 *
 * @throws KernelError KERNEL_BAD_DAY — no whole number
 * @throws KernelError KERNEL_CALENDAR_HORIZON — `value` lies outside `bounds`
 */
export function widened(span: Span | undefined, bounds: Span, value: Day): Span {
  if (!Number.isSafeInteger(value)) throw new KernelError('KERNEL_BAD_DAY', { value: `${value}` });
  if (value < bounds.first || value > bounds.last) throw beyond(bounds, dayText(value));
  const { first, last } = span ?? { first: value, last: value };
  const margin = Math.max(MARGIN_DAYS, last - first);
  return {
    first: value > first ? first : Math.max(bounds.first, Math.min(first, value) - margin),
    last: value < last ? last : Math.min(bounds.last, Math.max(last, value) + margin),
  };
}

/** The refusal of what lies beyond the bounds; `asked` names it. */
export function beyond(bounds: Span, asked: string): KernelError<'KERNEL_CALENDAR_HORIZON'> {
  const [first, last] = [formatDay(bounds.first), formatDay(bounds.last)];
  return new KernelError('KERNEL_CALENDAR_HORIZON', { asked, first, last });
}

/** The day as text; as a number when it has no year of four digits. */
export const dayText = (value: Day): string =>
  value >= -719_528 && value <= 2_932_896 ? formatDay(value) : `day ${value}`;
