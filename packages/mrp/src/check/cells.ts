/**
 * Checks of single cells, used by the checks of rows: a quantity, a number, a day, a stretch of
 * time.
 */
import { day, type Decimal, decimal, KernelError, type Ratio, ratio } from '@kontor/kernel';
import type { ModelIssue, ModelIssueCode } from '../errors.ts';
import type { ItemUnits } from '../item-units.ts';
import { isInstant } from '../site-calendar.ts';

/** Collects faults at a path. */
export type Report = (code: ModelIssueCode, path: ModelIssue['path'], message: string) => void;

/** A row that is in force from a day until another, as written. */
export type Dated = Partial<Record<'from' | 'until', string | undefined>>;

/** That a row in force from … until makes sense. */
export function checkTime(row: Readonly<Dated>, at: ModelIssue['path'], report: Report): void {
  for (const field of ['from', 'until'] as const) checkDay(row[field], [...at, field], report);
  checkOrder(row, at, report);
}

/** That what starts and ends does so in this order. */
export function checkOrder(row: Readonly<Dated>, at: ModelIssue['path'], report: Report): void {
  if (row.from !== undefined && row.until !== undefined && row.until <= row.from) {
    const message = `it ends on ${row.until}, not after it starts on ${row.from}`;
    report('BAD_EFFECTIVITY', [...at, 'until'], message);
  }
}

/** The quantity in steps of the item; undefined when it has a fault, which is reported. */
export function checkQuantity(
  units: ItemUnits,
  item: string,
  text: string,
  unit: string | undefined,
  path: ModelIssue['path'],
  report: Report,
): number | undefined {
  const fault = units.fault(item, text, unit);
  if (fault === undefined) return units.steps(item, text, unit);
  report(fault.code, path, fault.message);
  return undefined;
}

/** A quantity that is not negative, in steps of the item; undefined when it has a fault. */
export function checkAmount(
  units: ItemUnits,
  item: string,
  text: string,
  unit: string | undefined,
  path: ModelIssue['path'],
  report: Report,
): number | undefined {
  const steps = checkQuantity(units, item, text, unit, path, report);
  if (steps === undefined || steps >= 0) return steps;
  report('NEGATIVE_QUANTITY', path, `it is ${text}; give 0 or more`);
  return undefined;
}

/** That a quantity is more than nothing, in steps of the item. */
export function checkPositive(
  units: ItemUnits,
  item: string,
  text: string,
  path: ModelIssue['path'],
  report: Report,
): void {
  const steps = checkQuantity(units, item, text, undefined, path, report);
  if (steps !== undefined && steps <= 0) {
    report('NEGATIVE_QUANTITY', path, `it is ${text}; give more than 0`);
  }
}

/** That so much of one item for another is more than nothing, and a fraction of few digits. */
export function checkRatio(
  compute: () => Ratio,
  text: string,
  path: ModelIssue['path'],
  report: Report,
): void {
  try {
    const value = compute();
    if (value.numerator <= 0n) {
      report('NEGATIVE_QUANTITY', path, `it is ${text}; give more than 0`);
    } else if (!hasFewDigits(value)) {
      report('OVER_PRECISE_QUANTITY', path, `${text} has too many digits; give at most 15`);
    }
  } catch (error) {
    if (!KernelError.is(error)) throw error;
    const isMismatch = KernelError.is(error, 'KERNEL_UNIT_MISMATCH');
    report(isMismatch ? 'UNIT_MISMATCH' : 'BAD_QUANTITY', path, error.message);
  }
}

const LARGEST = BigInt(Number.MAX_SAFE_INTEGER);

const hasFewDigits = ({ numerator, denominator }: Ratio): boolean =>
  numerator <= LARGEST && denominator <= LARGEST;

/** That a share counts as a fraction of few digits, and is not negative. */
export function checkShare(
  text: string,
  path: ModelIssue['path'],
  report: Report,
): Decimal | undefined {
  const value = checkNumber(text, path, report);
  if (value === undefined || hasFewDigits(ratio(value))) return value;
  report('OVER_PRECISE_QUANTITY', path, `${text} has too many digits; give at most 15`);
  return undefined;
}

/** A decimal that is not negative; undefined when it has a fault, which is reported. */
export function checkNumber(
  text: string,
  path: ModelIssue['path'],
  report: Report,
): Decimal | undefined {
  try {
    const value = decimal(text);
    if (value.greaterThan(Number.MAX_SAFE_INTEGER)) {
      report('QUANTITY_TOO_LARGE', path, `${text} passes 2^53; give less, or a larger unit`);
      return undefined;
    }
    if (!value.isNegative() || value.isZero()) return value;
    report('NEGATIVE_QUANTITY', path, `it is ${text}; give 0 or more`);
  } catch (error) {
    if (!KernelError.is(error, 'KERNEL_BAD_DECIMAL')) throw error;
    report('BAD_QUANTITY', path, error.message);
  }
  return undefined;
}

/**
 * The longest duration, in working days: with it, and with the days below, what is asked of a
 * calendar stays within the years that calendars cover.
 */
const LONGEST_DAYS = 3660;

/** That durations of a row, where it has them, are not negative, and not decades. */
export function checkDurations<Field extends string>(
  row: Readonly<Partial<Record<Field, number | undefined>>>,
  fields: readonly Field[],
  at: ModelIssue['path'],
  report: Report,
): void {
  for (const field of fields) {
    const days = row[field] ?? 0;
    if (days < 0) {
      const message = `it is ${days}: a duration cannot be negative; give 0 or more working days`;
      report('NEGATIVE_LEAD_TIME', [...at, field], message);
    } else if (days > LONGEST_DAYS) {
      report('INVALID_VALUE', [...at, field], `it is ${days}; give at most ${LONGEST_DAYS} days`);
    }
  }
}

/** Whether two rows are in force on one day. By their text, which may be no day: said apart. */
export function overlap(a: Dated, b: Dated): boolean {
  const startsBeforeEnd = ({ from = '' }: Dated, { until = '~' }: Dated): boolean => from < until;
  return startsBeforeEnd(a, b) && startsBeforeEnd(b, a);
}

const [FIRST, LAST] = ['1950-01-01', '2149-12-31'];

/** A day, or an instant, on which something is planned: one that calendars reach with room. */
export function checkPlannedDay(
  text: string | undefined,
  path: ModelIssue['path'],
  report: Report,
): void {
  const date = text?.slice(0, 10) ?? FIRST;
  if (date >= FIRST && date <= LAST) {
    checkDay(text, path, report);
    return;
  }
  const message = `'${text}' lies outside ${FIRST} … ${LAST}; give a real day, or take the row out`;
  report('BAD_DAY', path, message);
}

/** A day that is in the calendar, or an instant that can be read; nothing is fine too. */
export function checkDay(text: string | undefined, path: ModelIssue['path'], report: Report): void {
  if (text === undefined) return;
  try {
    day(text.slice(0, 10));
  } catch (error) {
    if (!KernelError.is(error, 'KERNEL_BAD_DAY')) throw error;
    report('BAD_DAY', path, `'${text}' is not a day of the calendar; give YYYY-MM-DD`);
    return;
  }
  if (isInstant(text) && Number.isNaN(Date.parse(text))) {
    report('BAD_DAY', path, `'${text}' is no instant; give for example 2026-03-02T08:00:00Z`);
  }
}
