/**
 * Keys and days as rows have them.
 */
import { type Day, day, dayInZone } from '@kontor/kernel';
import type { Key } from '../hierarchy.ts';

/** Reads a column of a row. */
export type Reader = (row: never) => unknown;

/** What a row's cell could not be read as. */
export class CellFault {
  constructor(
    readonly code: 'NOT_A_KEY' | 'NOT_A_DAY' | 'UNKNOWN_MEMBER',
    readonly message: string,
  ) {}
}

/** The key of a value: text, number, truth or null; bigints and days as text. */
export function readKey(value: unknown): Key | CellFault {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  // NaN is the only number that differs from itself; −0 becomes 0.
  if (typeof value === 'number' && value === value) return value + 0;
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return String(value);
  return new CellFault('NOT_A_KEY', `${shown(value)} is no key: give text, a number or null.`);
}

/** The key of a value that was read before without fault. */
export function keyOf(value: unknown): Key {
  const key = readKey(value);
  return key instanceof CellFault ? null : key;
}

/** Days from 1970 that an instant can say, to the year 275760. */
const DAYS_MAX = 100_000_000;

/** The day of a value: a day number, `'1997-01-31'`, or with a zone an instant; null for none. */
export function readDay(value: unknown, zone: string | undefined): Day | null | CellFault {
  if (value === null || value === undefined) return null;
  try {
    if (zone !== undefined) return dayInZone(instantMs(value), zone);
    if (typeof value === 'number' && Math.abs(value) <= DAYS_MAX && Number.isInteger(value)) {
      return value;
    }
    if (typeof value === 'string') return day(value);
  } catch {
    // The kernel's refusal is told below with the value itself.
  }
  const wanted = zone === undefined ? `a day as '1997-01-31' or a day number` : 'an instant';
  return new CellFault('NOT_A_DAY', `${shown(value)} is not ${wanted}.`);
}

function instantMs(value: unknown): number {
  if (typeof value === 'number') return value;
  const ms =
    value instanceof Date ? value.getTime() : Date.parse(typeof value === 'string' ? value : '');
  if (Number.isNaN(ms)) throw new RangeError('no instant');
  return ms;
}

/** A value as a message shows it. */
export function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    return Array.isArray(value) ? 'a list' : 'an object';
  }
  const text = typeof value === 'string' ? `'${value}'` : String(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
