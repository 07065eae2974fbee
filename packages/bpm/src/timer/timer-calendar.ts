/**
 * The business calendar of a stored timer, found again by its name.
 *
 * A calendar was there when the timer was read. That it is gone when the timer comes due is a
 * mistake of whoever started this engine, not a fault of the definition: so it is thrown.
 */
import type { Calendar } from '@kontor/kernel';
import { BpmError } from '../errors.ts';
import type { TimerCalendars } from './timer-rule.ts';

/**
 * The calendar of that name; undefined without a name.
 *
 * @throws BpmError BPM_UNKNOWN_CALENDAR — there is none of that name
 */
export function calendarNamed(
  name: string | undefined,
  calendars: TimerCalendars = {},
): Calendar | undefined {
  if (name === undefined) return undefined;
  const calendar = Object.hasOwn(calendars, name) ? calendars[name] : undefined;
  if (calendar === undefined) throw new BpmError('BPM_UNKNOWN_CALENDAR', { calendar: name });
  return calendar;
}
