/**
 * Random small planning models: several levels and sites, lanes, open orders, lots, calendars.
 *
 * An item is made of items after it, a site is supplied by sites after it, so nothing needs itself.
 */
import type { ModelInput } from '@kontor/mrp';
import * as fc from 'fast-check';
import { billsOf, conversions } from './random-bills.ts';
import {
  demands,
  forecasts,
  receipts,
  stock,
  withFlowsThatMeet,
  withReservations,
} from './random-flows.ts';
import { parameters } from './random-parameters.ts';
import { calendars, namedCalendar, sourcesOf } from './random-sources.ts';
import { item, ITEMS, type RandomTerms, SITES, sometimes } from './random-terms.ts';

const routings = (terms: RandomTerms): fc.Arbitrary<NonNullable<ModelInput['routings']>> =>
  terms.lotRules
    ? fc.uniqueArray(
        fc.record({
          item,
          operations: fc.constantFrom(
            [{ sequence: 10, setupMinutes: '90', minutesPerUnit: '2.5' }],
            [
              { sequence: 10, minutesPerUnit: '6' },
              { sequence: 20, setupMinutes: '1440' },
            ],
          ),
        }),
        { selector: (row) => row.item, maxLength: 2 },
      )
    : fc.constant([]);

function items(terms: RandomTerms): fc.Arbitrary<ModelInput['items']> {
  const leadTime = sometimes(terms.routes, { leadTimeDays: fc.integer({ min: 0, max: 5 }) }, 1);
  return fc
    .tuple(...ITEMS.map(() => leadTime))
    .map((own) =>
      ITEMS.map((id, at) => ({ id, decimals: terms.fractions ? 1 + (at % 3) : 0, ...own[at] })),
    );
}

/** A random model that `checkModel` takes. */
export function randomModel(terms: RandomTerms): fc.Arbitrary<ModelInput> {
  const places = ITEMS.flatMap((at) => SITES.map((place) => [at, place] as const));
  const model: fc.Arbitrary<ModelInput> = fc.record({
    unitConversions: fc.constant(terms.fullBills ? conversions : []),
    calendars: fc.constant(terms.calendars ? calendars : []),
    locations: fc
      .tuple(...SITES.map(() => namedCalendar(terms)))
      .map((named) => SITES.map((id, at) => Object.assign({ id }, named[at]))),
    items: items(terms),
    boms: fc.tuple(...ITEMS.map((at) => billsOf(terms, at))).map((bills) => bills.flat()),
    routings: routings(terms),
    sourcing: fc
      .tuple(...places.map(([at, place]) => sourcesOf(terms, at, place)))
      .map((rows) => rows.flat()),
    parameters: parameters(terms),
    stock: stock(terms),
    receipts: receipts(terms),
    demands: demands(terms),
    forecasts: forecasts(terms),
  });
  return withReservations(terms, withFlowsThatMeet(terms, model));
}
