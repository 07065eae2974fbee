/**
 * @kontor/kernel: the small foundation under the engines. Store adapters are subpaths of their own.
 */

// Errors
export { assert, assertNever } from './assert.ts';
export { codedErrors, type CodedError, type CodedErrorClass, type ErrorMessages } from './coded-error.ts';
export { KernelError, type KernelErrorDetails } from './errors.ts';

// Numbers

// Days and calendars
export {
  type DateParts,
  type Day,
  dateParts,
  day,
  dayOf,
  daysInMonth,
  formatDay,
  isLeapYear,
  startOfIsoWeek,
  weekday,
} from './day.ts';
export {
  canonicalZone,
  dayInZone,
  type Instant,
  instantOf,
  isKnownZone,
  type LocalMinutes,
  type LocalTime,
  localOf,
  offsetAt,
  sameZone,
} from './zone.ts';
export { type Calendar, createCalendar, everyDayCalendar } from './calendar.ts';
export {
  type CalendarDefinition,
  type CalendarException,
  calendarDefinition,
  type ShiftDefinition,
} from './calendar-definition.ts';
export { type CalendarFault, calendarFaults, type Shift } from './calendar-pattern.ts';

// Clock, ids, events
