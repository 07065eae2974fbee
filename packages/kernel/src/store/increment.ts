/**
 * Increments: they commute, so hot balances need no read, and they may carry a bound that is judged
 * inside the commit. Amounts are bigint; the field holds an integer string, exact at any size.
 */
import type { Refused, Write } from './contract.ts';

/** A write of kind `increment`. */
export type Increment = Write & { readonly kind: 'increment' };

const INTEGER_TEXT = /^(0|-?[1-9][0-9]*)$/;

/**
 * The document after an increment, or why it cannot be.
 *
 * @example
 * incrementDocument({ debit: '1000' }, { field: 'debit', by: 9007199254740993n })
 * // => { debit: '9007199254741993' }
 * incrementDocument({ debit: '5' }, { field: 'debit', by: -6n, min: 0n }) // => 'incrementBound'
 */
export function incrementDocument(
  document: object,
  { field, by, min, max }: Pick<Increment, 'field' | 'by' | 'min' | 'max'>,
): object | Exclude<Refused['reason'], 'incrementAbsent'> {
  const value = (document as Readonly<Record<string, unknown>>)[field];
  if (typeof value !== 'string' || !INTEGER_TEXT.test(value)) return 'incrementField';
  const sum = BigInt(value) + by;
  if ((min !== undefined && sum < min) || (max !== undefined && sum > max)) return 'incrementBound';
  return { ...document, [field]: String(sum) };
}
