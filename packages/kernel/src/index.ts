/**
 * @kontor/kernel: the small foundation under the engines. Store adapters are subpaths of their own.
 */

// Errors
export { assert, assertNever } from './assert.ts';
export {
  codedErrors,
  type CodedError,
  type CodedErrorClass,
  type ErrorMessages,
} from './coded-error.ts';
export { nearestNames } from './nearest-names.ts';
export {
  KernelError,
  type KernelErrorDetails,
  type TaxIssue,
  type TaxIssueCode,
} from './errors.ts';

// Numbers
export {
  type Decimal,
  type DecimalInput,
  decimal,
  fixedText,
  type ScaledDecimal,
  scaledDecimal,
  toText,
} from './decimal.ts';
export { divideRounded, roundDecimal, type RoundingMode, roundingModes } from './rounding.ts';
export {
  addRatios,
  compareRatios,
  divideRatios,
  formatRatio,
  invertRatio,
  multiplyRatios,
  type Ratio,
  type RatioInput,
  ratio,
  ratioToDecimal,
  roundRatio,
} from './ratio.ts';
export { allocateSigned } from './allocate-signed.ts';
export { allocate, allocationPolicies, type AllocationPolicy } from './allocation.ts';
export {
  type Currency,
  currency,
  defineCurrency,
  type IsoCurrency,
  isoCurrencies,
  sameCurrency,
} from './currency.ts';
export {
  addMoney,
  allocateMoney,
  amountOf,
  compareMoney,
  convertMoney,
  formatMoney,
  type Money,
  type MoneyJson,
  type MoneyOptions,
  money,
  moneyFromJson,
  moneyOfMinor,
  moneyToJson,
  multiplyMoney,
  negateMoney,
  roundMoney,
  subtractMoney,
  sumMoney,
} from './money.ts';
export {
  formatQuantity,
  parseQuantity,
  QUANTITY_DECIMALS_MAX,
  ratioScaler,
  roundQuantity,
  scaleByRatio,
} from './quantity.ts';
export {
  addToSum,
  emptySum,
  mergeSum,
  type SumState,
  sumFloats,
  sumScaled,
  sumValue,
} from './sum.ts';
export {
  type ConversionTerms,
  type UnitContradiction,
  type UnitConversion,
  type UnitTable,
  unitContradictions,
  unitTable,
} from './unit-conversion.ts';

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
export {
  dueInstant,
  elapsedMinutes,
  isPaused,
  type Pause,
  type PausingClock,
  remainingMinutes,
} from './pausing-clock.ts';
export {
  createFiscalCalendar,
  type FiscalCalendar,
  type FiscalPeriod,
  formatFiscalPeriod,
} from './fiscal-calendar.ts';
export { type FiscalCalendarDefinition, fiscalDefinition } from './fiscal-definition.ts';
export type { FiscalUnit } from './fiscal-year-rule.ts';

// Facts
export type { FactCell, FactColumns, FactRowOf } from './facts.ts';

// Spans
export { inSpan, type SpanAttributes, type Trace } from './trace.ts';

// Clock, ids, events
export {
  checkEvent,
  createEvent,
  type EventDraft,
  type EventEnvelope,
  eventEnvelope,
  type EventSchema,
  eventSchema,
  type Json,
  json,
} from './event.ts';
export { type Clock, type ManualClock, manualClock, systemClock } from './clock.ts';
export { type Ids, type Random, seededRandom, sequentialIds, ulids } from './ids.ts';
