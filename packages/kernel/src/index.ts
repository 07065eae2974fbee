/**
 * @kontor/kernel: the small foundation under the engines. Store adapters are subpaths of their own.
 */

// Errors
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

// Clock, ids, events
