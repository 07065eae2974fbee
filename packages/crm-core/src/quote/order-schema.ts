/**
 * An order as two systems hand it to each other: plain JSON whose parts have the meaning, and
 * nearly the names, that they have in UBL. A mapping to EDIFACT, X12 or XML only renames.
 *
 * @source OASIS UBL 2.x, Order; EN 16931-1 for allowances, charges, taxes by category and totals
 */
import * as z from 'zod';

const name = z.string().min(1).max(255);
const id = z.string().min(1).max(64);
const decimal = z.string().regex(/^-?\d{1,30}(\.\d{1,24})?$/, 'must be a decimal as text');
/** In units of the document's currency. */
const amount = z.string().regex(/^-?\d{1,30}(\.\d{1,18})?$/, 'must be an amount as text');
const positive = z
  .string()
  .regex(/^\d{1,30}(\.\d{1,18})?$/, 'must be a decimal above 0')
  .refine((text) => /[1-9]/.test(text), 'must be a decimal above 0');

const party = z.strictObject({
  id: id.optional(),
  name,
  /** Of a company: its number for the tax. */
  taxId: name.optional(),
  address: z
    .strictObject({
      street: name.optional(),
      city: name.optional(),
      postalZone: name.optional(),
      /** ISO 3166-1 alpha-2. */
      countryCode: z
        .string()
        .regex(/^[A-Z]{2}$/, 'must be two letters such as DE')
        .optional(),
    })
    .optional(),
  email: z.email().optional(),
});

const tax = z.strictObject({
  /** UNCL 5305: S standard, Z zero, E exempt, AE reverse charge, K within the union, G export. */
  category: z.enum(['S', 'Z', 'E', 'AE', 'K', 'G', 'O', 'L', 'M']),
  /** The code of the sender's own table: parts two taxes of one category and rate. */
  code: id,
  percent: decimal,
  taxableAmount: amount,
  taxAmount: amount,
});

const line = z.strictObject({
  id,
  item: z.strictObject({ id, description: z.string().max(10_000).optional() }),
  quantity: decimal,
  unit: z.string().max(32).optional(),
  /** Delivered beside, at no price. */
  freeQuantity: decimal.optional(),
  /** Without tax: the amount for so many units. */
  price: z.strictObject({ amount: decimal, baseQuantity: positive }),
  /** Taken off the line, shares of what was taken off the whole included. */
  allowances: z.array(z.strictObject({ reason: name, amount })),
  /** price × quantity − allowances. */
  lineExtensionAmount: amount,
  taxes: z.array(tax),
  taxAmount: amount,
});

const allowanceCharge = z.strictObject({
  id,
  isCharge: z.boolean(),
  reason: name,
  amount,
  /** Of an allowance, below 0. */
  taxes: z.array(tax),
});

/** The schema of orders. Whether the sums are right is `readOrderDocument`'s to say. */
export const orderSchema = z.strictObject({
  documentType: z.literal('order'),
  id,
  issueDate: z.iso.date(),
  documentCurrencyCode: z.string().min(1).max(12),
  note: z.string().max(10_000).optional(),
  /** The quote that it comes of. */
  quotation: z.strictObject({ id, version: z.int().min(1) }).optional(),
  buyer: party,
  seller: party,
  /** When taxes were rounded: of each unit, line, rate, or once. */
  rounding: z.enum(['unit', 'line', 'rate', 'document']),
  /** Whether it was priced with tax included: then nets are what was rounded out of it. */
  pricesIncludeTax: z.boolean(),
  lines: z.array(line).min(1),
  allowanceCharges: z.array(allowanceCharge),
  taxTotal: z.strictObject({ taxAmount: amount, subtotals: z.array(tax) }),
  monetaryTotal: z.strictObject({
    lineExtensionAmount: amount,
    allowanceTotalAmount: amount,
    chargeTotalAmount: amount,
    taxExclusiveAmount: amount,
    taxInclusiveAmount: amount,
    payableAmount: amount,
  }),
});

/** An order. */
export type OrderDocument = z.output<typeof orderSchema>;
/** Buyer or seller. */
export type OrderParty = OrderDocument['buyer'];
/** A tax of a line, a charge, or the whole. */
export type OrderTax = OrderDocument['taxTotal']['subtotals'][number];
