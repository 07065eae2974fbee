/**
 * Values that fields of the standard objects have in common.
 */
import * as z from 'zod';

/** Fields by name. */
export type Shape = z.ZodRawShape;

/** What a standard object is given: custom fields. */
export interface Custom<Ext extends Shape> {
  readonly ext?: Ext | undefined;
}

/** A name, a line. */
export const text = z.string().min(1).max(255);
/** A text of several lines. */
export const longText = z.string().min(1).max(100_000);
/** Kept in lower case, so that one address is one value. */
export const emailText = z.email().max(254).toLowerCase();
/** The id of another record. */
export const reference = z.string().min(1).max(64);
/** ISO 4217, or a code of your own. */
export const currencyCode = z
  .string()
  .regex(/^[A-Z0-9]{3,8}$/, 'must be a currency code such as EUR');

/** A postal address. */
export const address = z.strictObject({
  street: text.optional(),
  city: text.optional(),
  postcode: text.optional(),
  state: text.optional(),
  /** ISO 3166-1 alpha-2. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be two letters such as DE')
    .optional(),
});
