/**
 * A value as a message shows it: short, and by no method that may fail.
 */
import { isDecimal } from './json-copy.ts';

const LENGTH_MAX = 200;

/** Text and numbers as they are; of anything else, what it is. */
export function shownValue(value: unknown): string {
  if (typeof value === 'string') return cut(value);
  if (typeof value === 'symbol' || typeof value === 'function') return `a ${typeof value}`;
  if (typeof value !== 'object' || value === null) return cut(String(value));
  if (isDecimal(value)) return cut(value.toFixed());
  return Array.isArray(value) ? 'a list' : 'an object';
}

const cut = (text: string): string =>
  text.length <= LENGTH_MAX ? text : `${text.slice(0, LENGTH_MAX - 1)}…`;
