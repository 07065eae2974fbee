/**
 * The fields of a quote: the offer that is being worked on, and every one that was sent.
 *
 * The version that was sent is a snapshot and is never changed but for how it ended. What prices,
 * rates and promotions it was figured with stand in it, so that it can be read, and other options
 * of it be taken, after books and tables have changed.
 */
import type { TaxCodeInput } from '@kontor/kernel/tax';
import * as z from 'zod';
import type { Promotion } from '../price/promotion.ts';
import type { PricedLine, PricedQuote } from '../price/quote-totals.ts';
import { decimalText } from '../record/field-type.ts';
import type { QuoteContent } from './quote-content.ts';
import type { QuoteFigures } from './quote-figures.ts';

const name = z.string().min(1).max(255);
const instant = z.iso.datetime();
const positiveInt = z.int().min(1);

/** What an offer comes to, and what it was figured with; it is made by `priceOffer` only. */
export interface QuoteOffer {
  readonly content: QuoteContent;
  /** List price of each line, chosen or not, in the prices' tax mode. */
  readonly listPrices: Readonly<Record<string, string>>;
  readonly promotions: readonly Promotion[];
  readonly taxes: readonly TaxCodeInput[];
  /** Lines that the customer may choose and that are in `priced`. */
  readonly chosen: readonly string[];
  readonly priced: PricedQuote;
  /** Lines that may be chosen and are not, each priced by itself, without promotions. */
  readonly options: readonly PricedLine[];
  /** Of the proposal first; where there is a choice, then of the others that limits look at. */
  readonly figures: readonly QuoteFigures[];
}

const offer = z.custom<QuoteOffer>(
  (value) => typeof value === 'object' && value !== null && 'priced' in value,
  'is no offer: draft or edit the quote',
);

/** An approval that was asked for, latest state. */
const quoteApproval = z.strictObject({
  /** The limit that asks for it. */
  approval: name,
  state: z.enum(['requested', 'approved', 'rejected']),
  approvers: z.array(name),
  requestedBy: name,
  requestedAt: instant,
  /** Who approved, in order, or the one who rejected. */
  decidedBy: z.array(name),
  decidedAt: instant.nullable(),
  /** What it was asked for; it lapses when they change. */
  figures: z.custom<readonly QuoteFigures[]>((value) => Array.isArray(value)),
});
export type QuoteApproval = z.output<typeof quoteApproval>;

const quoteVersion = z.strictObject({
  version: positiveInt,
  state: z.enum(['sent', 'superseded', 'accepted', 'rejected', 'expired']),
  offer,
  approvals: z.array(quoteApproval),
  expiresOn: z.iso.date(),
  zone: name,
  sentAt: instant,
  sentBy: name,
  /** When it ended: accepted, rejected, expired or superseded. */
  endedAt: instant.optional(),
  /** What was accepted: the offer with the options that the customer took. */
  accepted: offer.optional(),
});

/** An offer as it was sent, and how it ended. */
export type QuoteVersion = z.output<typeof quoteVersion>;

/** The fields of a quote as a raw shape; what is not known is left out. */
export const quoteFields = {
  name,
  /** Drawn from a series by the shell. */
  number: name.optional(),
  account: name.optional(),
  contact: name.optional(),
  opportunity: name.optional(),
  state: z.enum(['draft', 'approval', 'sent', 'accepted', 'rejected', 'expired']),
  /** Of the offer at hand; counts from 1. */
  versionNumber: positiveInt,
  offer,
  currency: z.string().min(1).max(12),
  /** Without tax, and with it: of the offer at hand. */
  net: decimalText(),
  gross: decimalText(),
  approvals: z.array(quoteApproval).default([]),
  /** What was sent, the oldest first. */
  versions: z.array(quoteVersion).default([]),
  /** The last day on which it may be accepted; the day is the zone's. */
  expiresOn: z.iso.date().optional(),
  acceptedVersion: positiveInt.optional(),
  acceptedAt: instant.optional(),
};

/** A quote's own fields. */
export const quote = z.strictObject(quoteFields);
export type Quote = z.output<typeof quote>;

/** A quote as a rule reads it: its own fields among those of the record. */
export type QuoteRecord = Readonly<Quote> & { readonly id: string };
