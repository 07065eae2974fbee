/**
 * Random small planning models: several levels and sites, lanes, open orders, lots, calendars.
 *
 * An item is made of items after it, a site is supplied by sites after it, so nothing needs itself.
 */
import type { ModelInput } from '@kontor/mrp';
import * as fc from 'fast-check';
import { billsOf, conversions } from './random-bills.ts';
import {
  date,
  item,
  ITEMS,
  quantity,
  type RandomTerms,
  site,
  SITES,
  validity,
} from './random-terms.ts';

type SourceInput = NonNullable<ModelInput['sourcing']>[number];
type ParameterInput = NonNullable<ModelInput['parameters']>[number];

const calendars: NonNullable<ModelInput['calendars']> = [
  { id: 'five-day', holidays: ['2026-01-06', '2026-01-20'], minutesPerDay: 480 },
  { id: 'weekend', workingWeekdays: [0, 6], extraWorkingDays: ['2026-01-07'] },
];

const namedCalendar = (terms: RandomTerms): fc.Arbitrary<{ calendar?: string }> =>
  terms.calendars
    ? fc.constantFrom({}, { calendar: 'five-day' }, { calendar: 'weekend' })
    : fc.constant({});

interface Lots {
  readonly min: number;
  readonly multiple: number;
  readonly room: number | null;
}

function lotTerms({ min, multiple, room }: Lots): Partial<SourceInput> {
  return {
    ...(min > 0 && { lotSizeMin: String(min) }),
    ...(multiple > 0 && { lotSizeMultiple: String(multiple) }),
    // A maximum never lies below the minimum, brought up to its multiple.
    ...(room !== null && { lotSizeMax: String(min + multiple + room) }),
  };
}

const lotRules = (terms: RandomTerms): fc.Arbitrary<Partial<SourceInput>> =>
  terms.lotRules
    ? fc
        .record({
          min: fc.integer({ min: 0, max: 30 }),
          multiple: fc.integer({ min: 0, max: 8 }),
          room: fc.option(fc.integer({ min: 4, max: 40 })),
        })
        .map(lotTerms)
    : fc.constant({});

/** Half of the sources gather the needs of some days. */
const gathering = (terms: RandomTerms): fc.Arbitrary<Partial<SourceInput>> =>
  terms.policies
    ? fc
        .option(fc.integer({ min: 1, max: 14 }))
        .map((days) => (days === null ? {} : { lotSizing: { rule: 'periodOfSupply', days } }))
    : fc.constant({});

/** The sources of one item at one site: at most one to make, one lane, two suppliers. */
function sourcesOf(terms: RandomTerms, at: string, place: string): fc.Arbitrary<SourceInput[]> {
  const rest = fc.record({
    priority: fc.integer({ min: 1, max: 3 }),
    leadTimeDays: fc.integer({ min: 0, max: 6 }),
  });
  const row = (kind: object): fc.Arbitrary<SourceInput> =>
    fc
      .tuple(rest, lotRules(terms), gathering(terms), validity, namedCalendar(terms))
      .map(([own, lots, rule, valid, calendar]) => {
        const isMade = 'kind' in kind && kind.kind === 'make';
        const parts = [kind, own, lots, rule, valid, isMade ? {} : calendar];
        return Object.assign({ item: at, location: place }, ...parts) as SourceInput;
      });
  const choices = [
    row({ kind: 'make' }),
    row({ kind: 'buy', supplier: 'rim' }),
    row({ kind: 'buy', supplier: 'spoke' }),
    ...SITES.slice(SITES.indexOf(place) + 1).map((origin) => row({ kind: 'transfer', origin })),
  ];
  return fc
    .tuple(...choices.map((choice) => fc.option(choice, { freq: 2 })))
    .map((rows) => rows.filter((source) => source !== null));
}

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

const receipts = (terms: RandomTerms): fc.Arbitrary<NonNullable<ModelInput['receipts']>> => {
  const common = { item, location: site, due: date(-3, 40), quantity: quantity(terms, 40) };
  return fc.array(
    fc.oneof(
      fc.record({ ...common, kind: fc.constant('buy' as const) }),
      fc.record({ ...common, kind: fc.constant('make' as const), start: date(-3, 20) }),
      fc.record({
        ...common,
        kind: fc.constant('transfer' as const),
        location: fc.constant('plant'),
        origin: fc.constantFrom('store', 'warehouse'),
        ship: date(-3, 20),
      }),
    ),
    { maxLength: 4 },
  );
};

const POLICIES = ['eachEvent', 'dueNow', 'rebuildNow'] as const;

/** How some items are planned at some sites. */
function parameters(terms: RandomTerms): fc.Arbitrary<ParameterInput[]> {
  const place = { item, location: site };
  const row = terms.policies
    ? fc.record(
        {
          ...place,
          safetyStock: fc.oneof(quantity(terms, 20), safetyStockSteps(terms)),
          safetyStockPolicy: fc.constantFrom(...POLICIES),
          reorderMin: quantity(terms, 15),
          reorderMax: quantity(terms, 40),
          safetyTimeDays: fc.integer({ min: 0, max: 3 }),
          receivingDays: fc.integer({ min: 0, max: 3 }),
        },
        { requiredKeys: ['item', 'location'] },
      )
    : fc.record({ ...place, safetyStock: quantity(terms, 20) });
  return fc.uniqueArray(row, {
    selector: (parameter) => `${parameter.item}@${parameter.location}`,
    maxLength: terms.policies ? 8 : 4,
  });
}

/** From dates on, some of them past; 0 among them. */
const safetyStockSteps = (terms: RandomTerms) =>
  fc.uniqueArray(
    fc.record({
      from: date(-10, 40),
      quantity: fc.oneof(fc.constant('0'), quantity(terms, 20)),
    }),
    { selector: (step) => step.from, minLength: 1, maxLength: 4 },
  );

const owed = (amount: string): string => `-${amount}`;

/** A random model that `checkModel` takes. */
export function randomModel(terms: RandomTerms): fc.Arbitrary<ModelInput> {
  const places = ITEMS.flatMap((at) => SITES.map((place) => [at, place] as const));
  const amount = quantity(terms, 60);
  const demand = { item, location: site, quantity: amount, due: date(-4, 60) };
  // Now and then more was taken than was there.
  const onHand = terms.fullBills
    ? fc.oneof({ weight: 5, arbitrary: amount }, { weight: 1, arbitrary: amount.map(owed) })
    : amount;
  const unit = fc.constantFrom(...(terms.fullBills ? ['each', 'pair', 'dozen'] : ['each']));
  const stock = { item, location: site, quantity: onHand, unit };
  return fc.record({
    unitConversions: fc.constant(terms.fullBills ? conversions : []),
    calendars: fc.constant(terms.calendars ? calendars : []),
    locations: fc
      .tuple(...SITES.map(() => namedCalendar(terms)))
      .map((named) => SITES.map((id, at) => Object.assign({ id }, named[at]))),
    items: fc.constant(
      ITEMS.map((id, at) => ({ id, decimals: terms.fractions ? 1 + (at % 3) : 0 })),
    ),
    boms: fc.tuple(...ITEMS.map((at) => billsOf(terms, at))).map((bills) => bills.flat()),
    routings: routings(terms),
    sourcing: fc
      .tuple(...places.map(([at, place]) => sourcesOf(terms, at, place)))
      .map((rows) => rows.flat()),
    parameters: parameters(terms),
    stock: fc.array(fc.record(stock, { requiredKeys: ['item', 'location', 'quantity'] }), {
      maxLength: 6,
    }),
    receipts: receipts(terms),
    demands: fc.array(fc.record(demand), { minLength: 1, maxLength: 6 }),
  });
}
