/**
 * What is priced: the lines of a quote, and by which named policies.
 */
import { roundingModes } from '@kontor/kernel';
import * as z from 'zod';

/** How the texts of a quote are written; `idMax` and `unitMax` are their most characters. */
export const written = {
  idMax: 64,
  unitMax: 32,
  descriptionMax: 10_000,
  linesMax: 10_000,
  number: /^-?\d{1,24}(\.\d{1,18})?$/,
  positive: /^\d{1,24}(\.\d{1,18})?$/,
  percent: /^(100(\.0+)?|\d{1,2}(\.\d{1,10})?)$/,
} as const;

const id = z.string().min(1).max(written.idMax);
const number = z.string().regex(written.number, 'must be a decimal as text');
const positive = z.string().regex(written.positive, 'must be a decimal as text, not below 0');
const percent = z.string().regex(written.percent, 'must be a percentage as text, 0 to 100');

const taxes = z.array(id).readonly().default([]);

/** A line of a quote. */
export const quoteLine = z
  .strictObject({
    id,
    product: id,
    family: id.optional(),
    tags: z.array(z.string()).readonly().optional(),
    description: z.string().max(written.descriptionMax).optional(),
    /** Below 0 on a credit. */
    quantity: number,
    unit: z.string().max(written.unitMax).optional(),
    /** Instead of one from a price book. */
    unitPrice: positive.optional(),
    /** What the seller takes off the unit price: a part of it, or an amount. */
    discountPercent: percent.optional(),
    discountAmount: positive.optional(),
    /** Codes of the table of taxes; with one, `taxCode`. */
    taxes,
    taxCode: id.optional(),
  })
  .refine(
    ({ discountPercent, discountAmount }) =>
      discountPercent === undefined || discountAmount === undefined,
    { message: 'give a percentage or an amount, not both', path: ['discountAmount'] },
  );

/** A quote to be priced. */
export const quoteInput = z
  .strictObject({
    currency: z.string().min(1).max(12),
    /** Whether prices, discounts and what is taken off are without tax, or include it. */
    prices: z.enum(['net', 'gross']),
    /** The day whose prices and rates hold, `YYYY-MM-DD`. */
    date: z.iso.date(),
    account: id.optional(),
    group: id.optional(),
    contract: id.optional(),
    channel: id.optional(),
    lines: z.array(quoteLine).max(written.linesMax).readonly(),
    shipping: z
      // Below 0 on a credit.
      .array(z.strictObject({ id, price: number, taxes, taxCode: id.optional() }))
      .readonly()
      .default([]),
    coupons: z.array(id).readonly().default([]),
    /** What the seller takes off the whole, shipping left out. */
    discountPercent: percent.optional(),
    discountAmount: positive.optional(),
    /** How promotions go together. */
    stacking: z.enum(['exclusive-best', 'sequential', 'additive']).default('sequential'),
    /**
     * When taxes are rounded: of a `unit` (the kernel's `perUnit`), of a `line` (`perLine`), of
     * each code and `rate` over the document (`perDocument`), or once of the `document`
     * (`perTotal`).
     */
    rounding: z.enum(['unit', 'line', 'rate', 'document']),
    mode: z.enum(roundingModes).default('halfUp'),
  })
  .superRefine(({ lines, shipping, discountPercent, discountAmount }, context) => {
    const seen = new Set<string>();
    [...lines, ...shipping].forEach(({ id: one }, at) => {
      if (!seen.has(one)) {
        seen.add(one);
        return;
      }
      const path = at < lines.length ? ['lines', at, 'id'] : ['shipping', at - lines.length, 'id'];
      context.addIssue({ code: 'custom', path, message: `'${one}' is there twice` });
    });
    if (discountPercent !== undefined && discountAmount !== undefined) {
      const message = 'give a percentage or an amount, not both';
      context.addIssue({ code: 'custom', path: ['discountAmount'], message });
    }
  });

/** A quote as it is written. */
export type QuoteInput = z.input<typeof quoteInput>;
/** A quote that was checked. */
export type QuotePricing = z.output<typeof quoteInput>;
