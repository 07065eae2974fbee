/**
 * Members of values by name: entries of contexts, and the parts of dates, times, durations, ranges.
 *
 * @source DMN 1.5, table 65 "Semantics of properties"
 */
import { dateParts, weekday } from '@kontor/kernel';
import { type FeelNumber, numberOfBigInt } from './number.ts';
import { canonicalName } from './syntax.ts';
import { secondsOf } from './temporal-math.ts';
import {
  DaysDuration,
  FeelContext,
  FeelDate,
  FeelDateTime,
  FeelRange,
  FeelTime,
  type FeelValue,
  MonthsDuration,
} from './value.ts';
import { offsetOf, offsetOfTime } from './zone-offset.ts';

/** The member of that name; undefined when the value has none. */
export function memberOf(value: FeelValue, name: string): FeelValue | undefined {
  if (value instanceof FeelContext) return entryOf(value, name);
  if (value instanceof FeelDate) return ofDate(dateMembers, name, value.day);
  if (value instanceof FeelTime) return own(timeMembers, name)?.(value);
  if (value instanceof FeelDateTime) {
    return ofDate(dateMembers, name, value.day) ?? own(dateTimeMembers, name)?.(value);
  }
  if (value instanceof MonthsDuration) return own(monthsMembers, name)?.(value.months);
  if (value instanceof DaysDuration) return own(daysMembers, name)?.(value.nanos);
  return value instanceof FeelRange ? own(rangeMembers, name)?.(value) : undefined;
}

/** Signs and spaces of a name may be written closer or wider than its key is. */
function entryOf(context: FeelContext, name: string): FeelValue | undefined {
  const exact = context.get(name);
  if (exact !== undefined || !/[^\w]/.test(name)) return exact;
  const wanted = canonicalName(name);
  const key = context.keys().find((key) => canonicalName(key) === wanted);
  return key === undefined ? undefined : context.get(key);
}

type Members<T> = Readonly<Record<string, (value: T) => FeelValue>>;

function own<T>(members: Members<T>, name: string): ((value: T) => FeelValue) | undefined {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}

function ofDate(members: Members<number>, name: string, day: number): FeelValue | undefined {
  return own(members, name)?.(day);
}

const dateMembers: Members<number> = {
  year: (day) => dateParts(day).year,
  month: (day) => dateParts(day).month,
  day: (day) => dateParts(day).dayOfMonth,
  weekday: (day) => weekday(day) || 7, // 1 is Monday, 7 is Sunday.
};

const hour = (nanos: number): number => Math.floor(nanos / 3600e9);
const minute = (nanos: number): number => Math.floor(nanos / 60e9) % 60;
const second = (nanos: number): FeelNumber => secondsOf(BigInt(nanos % 60e9));
const offsetDuration = (seconds: number | undefined): FeelValue =>
  seconds === undefined ? null : new DaysDuration(BigInt(seconds) * 1_000_000_000n);

const timeMembers: Members<FeelTime> = {
  hour: ({ nanos }) => hour(nanos),
  minute: ({ nanos }) => minute(nanos),
  second: ({ nanos }) => second(nanos),
  timezone: ({ zone }) => (typeof zone === 'string' ? zone : null),
  'time offset': ({ zone, nanos }) => offsetDuration(offsetOfTime(zone, nanos)),
};

const dateTimeMembers: Members<FeelDateTime> = {
  hour: ({ nanos }) => hour(nanos),
  minute: ({ nanos }) => minute(nanos),
  second: ({ nanos }) => second(nanos),
  timezone: ({ zone }) => (typeof zone === 'string' ? zone : null),
  'time offset': ({ zone, day, nanos }) => offsetDuration(offsetOf(zone, day, nanos)),
};

const monthsMembers: Members<number> = {
  years: (months) => Math.trunc(months / 12) + 0,
  months: (months) => (months % 12) + 0,
};

const daysMembers: Members<bigint> = {
  days: (nanos) => numberOfBigInt(nanos / 86_400_000_000_000n),
  hours: (nanos) => numberOfBigInt((nanos / 3_600_000_000_000n) % 24n),
  minutes: (nanos) => numberOfBigInt((nanos / 60_000_000_000n) % 60n),
  seconds: (nanos) => secondsOf(nanos % 60_000_000_000n),
};

const rangeMembers: Members<FeelRange> = {
  start: ({ low }) => low,
  end: ({ high }) => high,
  'start included': ({ lowIncluded }) => lowIncluded,
  'end included': ({ highIncluded }) => highIncluded,
};
