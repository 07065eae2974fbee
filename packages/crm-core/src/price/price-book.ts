/**
 * Price books: prices for all, for a group, for a customer, for a contract.
 */
import * as z from 'zod';
import { checkGiven } from '../check-given.ts';
import type { CrmIssue } from '../errors.ts';
import { decimalsOf, isOfTwosAndFives } from './exact.ts';

const id = z.string().min(1).max(64);
const decimalNumber = z.string().regex(/^\d{1,24}(\.\d{1,18})?$/, 'must be a decimal as text');
const DECIMALS_MAX = 18;
const PER_MAX = 1_000_000;

const priceRow = z
  .strictObject({
    product: id.optional(),
    /** Instead of a product: all of a family that have no row of their own. */
    family: id.optional(),
    /** In units of the currency; may be finer than its minor unit. */
    price: decimalNumber,
    /**
     * How many units the price is of: 12.50 per 100. Made of twos and fives, so that the price of
     * one unit is a decimal.
     */
    per: z.int().min(1).max(PER_MAX).default(1),
    /** What the quantity is counted in; a row without one holds for any. */
    unit: z.string().min(1).max(32).optional(),
    /** From this quantity on. */
    from: decimalNumber.default('0'),
    /** The first day, and the last; none = always. */
    validFrom: z.iso.date().optional(),
    validTo: z.iso.date().optional(),
  })
  .refine(({ product, family }) => (product === undefined) !== (family === undefined), {
    message: 'give a product or a family',
  })
  .superRefine(({ price, per }, context) => {
    const report = (message: string) =>
      context.addIssue({ code: 'custom', path: ['per'], message });
    if (!isOfTwosAndFives(per)) {
      report(`a ${per}th of a price is no decimal: count in a unit of ${per}, or give 1, 10, 100`);
    } else if (decimalsOf(price, per) > DECIMALS_MAX) {
      report(`one unit of ${price} per ${per} has more than ${DECIMALS_MAX} decimals`);
    }
  });

/** A price book. */
export const priceBook = z
  .strictObject({
    id,
    level: z.enum(['contract', 'customer', 'group', 'default']),
    /** Whose: the id of the contract, the account or the customer group; none of a default. */
    of: id.optional(),
    currency: z.string().min(1).max(12),
    /** Whether its prices are without tax, or include it. */
    prices: z.enum(['net', 'gross']),
    validFrom: z.iso.date().optional(),
    validTo: z.iso.date().optional(),
    rows: z.array(priceRow).readonly(),
  })
  .refine(({ level, of }) => (level === 'default') === (of === undefined), {
    message: 'say whose book it is, unless it is the default',
    path: ['of'],
  });

/** A price book in force. */
export type PriceBook = z.output<typeof priceBook>;
/** A price book as it is written. */
export type PriceBookInput = z.input<typeof priceBook>;
/** A price of a book. */
export type PriceRow = PriceBook['rows'][number];

/**
 * Checks price books.
 *
 * @throws CrmError CRM_INVALID_DEFINITION — every fault with its path
 */
export function definePriceBooks(books: readonly PriceBookInput[]): PriceBook[] {
  const about = { code: 'CRM_INVALID_DEFINITION', what: 'The price books' } as const;
  return checkGiven(z.array(priceBook), books, about, (checked) => checked.flatMap(faultsOf));
}

function faultsOf(book: PriceBook, at: number, books: readonly PriceBook[]): CrmIssue[] {
  const isTwice = books.findIndex((other) => other.id === book.id) < at;
  return [
    ...(isTwice ? [{ path: `${at}.id`, message: `'${book.id}' is there twice` }] : []),
    ...[book, ...book.rows].flatMap(({ validFrom, validTo }, index) => {
      if (validFrom === undefined || validTo === undefined || validFrom <= validTo) return [];
      const path = `${at}.${index === 0 ? '' : `rows.${index - 1}.`}validTo`;
      return [{ path, message: `is before validFrom, ${validFrom}` }];
    }),
  ];
}
