/**
 * Checks of single cells, used by the checks of rows: a quantity, a number, a day, a stretch of
 * time.
 */
import { day, type Decimal, decimal, KernelError } from '@kontor/kernel';
import type { ModelIssue, ModelIssueCode } from '../errors.ts';
import type { ItemUnits } from '../item-units.ts';
import { isInstant } from '../site-calendar.ts';

/** Collects faults at a path. */
export type Report = (code: ModelIssueCode, path: ModelIssue['path'], message: string) => void;

/** That a row in force from … until makes sense. */
export function checkTime(
  row: { readonly from?: string | undefined; readonly until?: string | undefined },
  at: ModelIssue['path'],
  report: Report,
): void {
  for (const field of ['from', 'until'] as const) checkDay(row[field], [...at, field], report);
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

/** A decimal that is not negative; undefined when it has a fault, which is reported. */
export function checkNumber(
  text: string,
  path: ModelIssue['path'],
  report: Report,
): Decimal | undefined {
  try {
    const value = decimal(text);
    if (!value.isNegative() || value.isZero()) return value;
    report('NEGATIVE_QUANTITY', path, `it is ${text}; give 0 or more`);
  } catch (error) {
    if (!KernelError.is(error, 'KERNEL_BAD_DECIMAL')) throw error;
    report('BAD_QUANTITY', path, error.message);
  }
  return undefined;
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
