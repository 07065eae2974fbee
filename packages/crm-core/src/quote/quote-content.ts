/**
 * What a quote offers: the lines that are priced, what each costs us, and which of them the
 * customer may choose.
 */
import * as z from 'zod';
import { quoteInput, quoteLine } from '../price/quote-input.ts';

const id = z.string().min(1).max(64);
const nonNegative = z
  .string()
  .regex(/^\d{1,24}(\.\d{1,18})?$/, 'must be a decimal as text, not below 0');

const offeredLine = quoteLine.safeExtend({
  /** Of one unit to the seller, without tax, in the quote's currency; margins are figured of it. */
  cost: nonNegative.optional(),
  /** The customer may take it or leave it; it is not in the total until he does. */
  isOptional: z.boolean().default(false),
  /** Of the lines that have the same word here, one is taken: the first, unless he says else. */
  alternative: id.optional(),
});

/** The lines of a quote and the policies that it is priced by: `quoteInput`, with choices. */
export const quoteContent = quoteInput.safeExtend({
  lines: z.array(offeredLine).min(1, 'a quote has a line at least').max(10_000).readonly(),
});

/** Lines and policies as written. */
export type QuoteContentInput = z.input<typeof quoteContent>;
/** Lines and policies that were checked. */
export type QuoteContent = z.output<typeof quoteContent>;
/** A line of a quote. */
export type QuoteLine = QuoteContent['lines'][number];
