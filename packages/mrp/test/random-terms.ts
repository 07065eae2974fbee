/**
 * What random models are made of: their items, sites and days, and which features they may have.
 */
import { day, formatDay } from '@kontor/kernel';
import * as fc from 'fast-check';

/** The day all random models are planned on: a Monday. */
export const TODAY = '2026-01-05';

/** Which features a random model may have. */
export interface RandomTerms {
  readonly lotRules: boolean;
  readonly calendars: boolean;
  /** Fractions in quantities and bills; without them all numbers are whole. */
  readonly fractions: boolean;
  /**
   * Phantoms, revisions, a site's own bills, times in force, fixed quantities, scrap, offsets,
   * yields, units; debts of stock.
   */
  readonly fullBills: boolean;
  /**
   * Safety stock by date and by every policy, order-up-to, safety time, receiving time, periods of
   * supply.
   */
  readonly policies: boolean;
}

/** An item is made of items after it. */
export const ITEMS = ['A', 'B', 'C', 'D', 'E'];
/** A site is supplied by sites after it. */
export const SITES = ['plant', 'store', 'warehouse'];

export const item = fc.constantFrom(...ITEMS);
export const site = fc.constantFrom(...SITES);

/** A day from … until so many days after today. */
export const date = (from: number, until: number): fc.Arbitrary<string> =>
  fc.integer({ min: from, max: until }).map((offset) => formatDay(day(TODAY) + offset));

/** A time in force, open at one end; more often always. */
export const validity: fc.Arbitrary<{ from?: string; until?: string }> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: date(0, 30).map((from) => ({ from })) },
  { weight: 1, arbitrary: date(10, 50).map((until) => ({ until })) },
);

/** So many of something; in tenths where fractions are allowed. */
export const quantity = (terms: RandomTerms, max: number): fc.Arbitrary<string> =>
  terms.fractions
    ? fc.integer({ min: 1, max: max * 10 }).map((tenths) => String(tenths / 10))
    : fc.integer({ min: 1, max }).map(String);
