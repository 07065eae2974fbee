/**
 * What a book is set up with: the reporting entity, its chart, journals, dimensions, commodities,
 * periods and rates. Plain data, checked once by `openBooks`.
 */
import { fiscalDefinition, roundingModes } from '@kontor/kernel';
import * as z from 'zod';
import { account } from './account.ts';
import type { ExchangeRateInput } from './rate-row.ts';

const id = z.string().min(1).max(200);
/** `YYYY-MM-DD`. */
export const dayText = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'give a day as YYYY-MM-DD');

/** Who keeps the book. */
export const entity = z.strictObject({
  id,
  name: z.string().optional(),
  /** The currency of the economy it works in; every line has its base in it (IAS 21.8). */
  functionalCurrency: z.string().min(1),
  /** Where its days begin, and so what today is: an IANA zone. */
  zone: z.string().min(1).default('UTC'),
  /** Of the names in statements of its books, unless another one is asked for: a BCP 47 tag. */
  language: z.string().min(2).default('en'),
});

/** A book of original entry, with its own series of numbers. */
export const journal = z.strictObject({
  id,
  name: z.string().optional(),
  /**
   * `{year}` is the fiscal year, and starts the series anew; `{n}` the number, `{n:4}` with at
   * least four digits.
   */
  numberFormat: z.string().default('{n}'),
});

/** What lines can be told apart by, beside their account. */
export const dimension = z.strictObject({
  id,
  name: z.string().optional(),
  /** Any member goes when left out. */
  members: z.array(z.string().min(1)).optional(),
});

/** What is counted besides money of ISO 4217, or a currency with other decimals than there. */
export const commodity = z.strictObject({
  code: z.string().regex(/^[\x21-\x7e]{1,24}$/, 'give 1 to 24 printable characters, no blanks'),
  /** Decimals of its smallest unit. */
  exponent: z.number().int().min(0).max(18),
  name: z.string().optional(),
  from: dayText.optional(),
  until: dayText.optional(),
});

/** A stretch of days that can be closed. Both ends are included. */
export const period = z.strictObject({
  id,
  from: dayText,
  to: dayText,
  /** Closed softly, it takes adjustments only. */
  status: z.enum(['open', 'softClosed', 'closed']).default('open'),
});

/** A whole set-up. */
export const bookSetup = z.strictObject({
  entity,
  accounts: z.array(account),
  journals: z.array(journal).default([]),
  dimensions: z.array(dimension).default([]),
  commodities: z.array(commodity).default([]),
  /** None declared: every day is open. */
  periods: z.array(period).default([]),
  /** Exchange rates; see exchange-rate.ts. */
  rates: z.array(z.custom<ExchangeRateInput>()).default([]),
  /** Of the one rounding of a conversion. */
  rounding: z.enum(roundingModes).default('halfEven'),
  /**
   * The account for what conversion leaves over of an entry, at most half a unit a line; when left
   * out it goes to the largest line that was converted.
   */
  roundingAccount: id.optional(),
  latePosting: z.enum(['refuse', 'firstOpen']).default('refuse'),
  /** A rate older than this is refused as stale. */
  rateMaxAgeDays: z.number().int().min(0).optional(),
  fiscalCalendar: fiscalDefinition.optional(),
});

/** A reporting entity. */
export type Entity = z.output<typeof entity>;
/** A book of original entry. */
export type Journal = z.output<typeof journal>;
/** A dimension of lines. */
export type Dimension = z.output<typeof dimension>;
/** A stretch of days that can be closed. */
export type Period = z.output<typeof period>;
/** What `openBooks` takes. */
export type BookSetupInput = z.input<typeof bookSetup>;
/** The same, checked. */
export type BookSetup = z.output<typeof bookSetup>;
