/**
 * Cron texts: five fields (minute, hour, day of month, month, day of week), or six with seconds in
 * front. Fields have names, ranges, steps, lists, and `L` for the last day of the month; whole
 * texts have names such as `@daily`.
 *
 * Own and small, because the libraries at hand decide clock changes in another way than our timers:
 * croner 10 moves a time that falls into a gap to the end of the gap, not by the gap, and fires
 * steps in both hours of a fold.
 *
 * @source crontab(5) of Vixie cron, also for the rule of the two day fields
 */

/** What a cron text matches. Lists ascend; in a mask bit n stands for the value n. */
export interface CronFields {
  readonly seconds: readonly number[];
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly dayOfMonthMask: number;
  /** Whether the last day of the month matches, whichever it is. */
  readonly lastDayOfMonth: boolean;
  /** Bits 1 … 12. */
  readonly monthMask: number;
  /** Bits 0 … 6, Sunday first. */
  readonly weekdayMask: number;
  /** Both day fields are restricted: a day needs to match one of them only. */
  readonly eitherDay: boolean;
}

interface FieldTerms {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Names in order, the first of them meaning `min`. */
  readonly names?: readonly string[];
}

const SECOND: FieldTerms = { name: 'second', min: 0, max: 59 };
const MINUTE: FieldTerms = { name: 'minute', min: 0, max: 59 };
const HOUR: FieldTerms = { name: 'hour', min: 0, max: 23 };
const DAY_OF_MONTH: FieldTerms = { name: 'day of month', min: 1, max: 31 };
const MONTH: FieldTerms = {
  name: 'month',
  min: 1,
  max: 12,
  names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
};
const WEEKDAY: FieldTerms = {
  name: 'day of week',
  min: 0,
  max: 7,
  names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
};

const SHORT: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** A fault of a cron text, in words; turned into an issue by the reader of timers. */
class CronFault extends Error {}

/**
 * Reads a cron text, or says what is wrong with it.
 *
 * Weekdays are 0 … 7, Sunday is both 0 and 7. `?` means `*`. When both day fields are restricted
 * (neither begins with `*` or `?`), a day that matches one of them matches.
 */
export function readCron(text: string): CronFields | string {
  const parts = (SHORT[text.trim().toLowerCase()] ?? text).trim().split(/\s+/);
  if (parts.length < 5 || parts.length > 6) {
    const remedy = 'minute, hour, day of month, month, day of week, or six with seconds in front';
    return `it has ${parts.length} field(s): write five, ${remedy}`;
  }
  try {
    return fieldsOf(parts.length === 5 ? ['0', ...parts] : parts);
  } catch (error) {
    if (error instanceof CronFault) return error.message;
    throw error;
  }
}

function fieldsOf(parts: readonly string[]): CronFields {
  const [second, minute, hour, dayOfMonth, month, weekday] = parts as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const days = dayOfMonth.split(',').filter((part) => part.toUpperCase() !== 'L');
  return {
    seconds: valuesOf(second, SECOND),
    minutes: valuesOf(minute, MINUTE),
    hours: valuesOf(hour, HOUR),
    dayOfMonthMask: days.length === 0 ? 0 : maskOf(valuesOf(days.join(','), DAY_OF_MONTH)),
    lastDayOfMonth: days.length < dayOfMonth.split(',').length,
    monthMask: maskOf(valuesOf(month, MONTH)),
    weekdayMask: maskOf(valuesOf(weekday, WEEKDAY).map((value) => value % 7)),
    eitherDay: !isOpen(dayOfMonth) && !isOpen(weekday),
  };
}

const isOpen = (field: string): boolean => field.startsWith('*') || field.startsWith('?');

const maskOf = (values: readonly number[]): number =>
  values.reduce((mask, value) => mask | (1 << value), 0);

function valuesOf(field: string, terms: FieldTerms): number[] {
  const found = field.split(',').flatMap((part) => rangeOf(part, terms));
  return [...new Set(found)].toSorted((a, b) => a - b);
}

function rangeOf(part: string, terms: FieldTerms): number[] {
  const match = /^(?:[*?]|(\w+)(?:-(\w+))?)(?:\/(\d{1,4}))?$/.exec(part);
  if (match === null) throw fault(part, terms);
  const [, fromText, toText, stepText] = match;
  const step = Number(stepText ?? '1');
  if (step === 0) throw fault(part, terms);
  const last = terms === WEEKDAY ? 6 : terms.max;
  const from = fromText === undefined ? terms.min : valueOf(fromText, part, terms);
  const to = toText === undefined ? undefined : endOf(toText, from, part, terms);
  // One value with a step, `5/15`, runs to the end of the field.
  const end = to ?? (fromText === undefined || stepText !== undefined ? last : from);
  if (end < from) throw fault(part, terms);
  return Array.from({ length: Math.floor((end - from) / step) + 1 }, (_, at) => from + at * step);
}

/** The end of a range; a week may end with Sunday: `FRI-SUN`. */
function endOf(text: string, from: number, part: string, terms: FieldTerms): number {
  const value = valueOf(text, part, terms);
  return terms === WEEKDAY && value === 0 && from > 0 ? 7 : value;
}

function valueOf(text: string, part: string, terms: FieldTerms): number {
  const named = terms.names?.indexOf(text.toUpperCase()) ?? -1;
  if (named >= 0) return terms.min + named;
  const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= terms.min && value <= terms.max) return value;
  throw fault(part, terms);
}

function fault(part: string, { name, min, max, names }: FieldTerms): CronFault {
  const named = names === undefined ? '' : `, names from ${names[0]!} to ${names.at(-1)!}`;
  const last = name === DAY_OF_MONTH.name ? ', L for the last day' : '';
  return new CronFault(
    `its ${name} '${part}' is none: write numbers from ${min} to ${max}${named}${last}, ` +
      `ascending ranges (2-5), steps of at least 1 (*/2) or lists of them`,
  );
}
