/**
 * Quotes written in a line, as a practitioner notes them.
 */
import { taxTable } from '@kontor/kernel/tax';
import type { QuoteInput } from '@kontor/crm-core/quote';

/** Rates by the name of their percentage: T20. */
export const taxes = taxTable([0, 2.6, 5, 10, 20].map((rate) => ({ code: `T${rate}`, rate })));

/** '8333 × 2 @20' in minor units; shipping as 'ship 500 @20'. */
export function quoteOf(
  text: string,
  prices: 'net' | 'gross',
  more: Partial<QuoteInput> = {},
): QuoteInput {
  const cents = (minor: string): string => (Number(minor) / 100).toFixed(2);
  const parts = text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const shipping = parts
    .filter((part) => part.startsWith('ship'))
    .map((part) => /ship (\d+) @(\d+)/.exec(part)!)
    .map(([, price, rate]) => ({ id: 'shipping', price: cents(price!), taxCode: `T${rate!}` }));
  const lines = parts
    .filter((part) => !part.startsWith('ship'))
    .map((part) => /^(\d+) × (\d+) @([\d.]+)$/.exec(part)!)
    .map(([, price, quantity, rate], at) => ({
      id: `${at}`,
      product: `P${at}`,
      quantity: quantity!,
      unitPrice: cents(price!),
      taxCode: `T${rate!}`,
    }));
  const day = '2026-03-02';
  return { currency: 'EUR', prices, date: day, rounding: 'line', lines, shipping, ...more };
}

/** Some percent off. */
export const percentOf = (of: 'items' | 'order', percent: string) =>
  ({ kind: 'percent', of, percent }) as const;
