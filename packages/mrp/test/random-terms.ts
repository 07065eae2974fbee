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
  /** Held and expiring stock, reservations, receipts of every status, subcontracted ones too. */
  readonly stockStates?: boolean;
  /** Lead times of items and bills, preparation, alternates, subcontractors, co-products. */
  readonly routes?: boolean;
  /** Demand, stock and receipts of segments, and every way to plan them. */
  readonly segments?: boolean;
  readonly forecasts?: boolean;
  /** Lanes that give from stock only, substitutes, every way to share. */
  readonly spareStock?: boolean;
  /** Stock after demand, planning by hand, rescheduling, fences, a cover in days, quotas. */
  readonly control?: boolean;
  /** Every rule of lot sizing. */
  readonly dynamicLots?: boolean;
}

/** All that a model can say. */
export const ALL_TERMS: RandomTerms = {
  lotRules: true,
  calendars: true,
  fractions: true,
  fullBills: true,
  policies: true,
  stockStates: true,
  routes: true,
  segments: true,
  forecasts: true,
  spareStock: true,
  control: true,
  dynamicLots: true,
};

/** Lot-for-lot, every day works, whole numbers: where orders answer needs one to one. */
export const PLAIN_TERMS: RandomTerms = {
  lotRules: false,
  calendars: false,
  fractions: false,
  fullBills: false,
  policies: false,
};

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

/** Now and then one of a row's extra terms: each is there one time in `freq + 1`. */
export function sometimes<Row extends object>(
  isDrawn: boolean | undefined,
  extras: { [Name in keyof Row]: fc.Arbitrary<Row[Name]> },
  freq = 2,
): fc.Arbitrary<Partial<Row>> {
  if (isDrawn !== true) return fc.constant({});
  const drawn = Object.entries<fc.Arbitrary<unknown>>(extras).map(([name, arbitrary]) =>
    fc
      .oneof(
        { weight: freq, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: arbitrary },
      )
      .map((value) => (value === undefined ? {} : { [name]: value })),
  );
  return fc.tuple(...drawn).map((parts) => Object.assign({}, ...parts) as Partial<Row>);
}

/** A segment, or none. */
export const segment = (terms: RandomTerms): fc.Arbitrary<{ segment?: string }> =>
  terms.segments
    ? fc.constantFrom({}, {}, { segment: 'blue' }, { segment: 'red' })
    : fc.constant({});
