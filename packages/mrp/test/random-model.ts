/**
 * Random small planning models: several levels and sites, lanes, open orders, lots, calendars.
 *
 * An item is made of items after it, a site is supplied by sites after it, so nothing needs itself.
 */
import { day, formatDay } from '@kontor/kernel';
import type { ModelInput } from '@kontor/mrp';
import * as fc from 'fast-check';

/** The day all random models are planned on: a Monday. */
export const TODAY = '2026-01-05';

/** Which features a random model may have. */
export interface RandomTerms {
  readonly lotRules: boolean;
  readonly calendars: boolean;
  /** Fractions in quantities and bills; without them all numbers are whole. */
  readonly fractions: boolean;
}

const ITEMS = ['A', 'B', 'C', 'D', 'E'];
const SITES = ['plant', 'store', 'warehouse'];

type SourceInput = NonNullable<ModelInput['sourcing']>[number];
type BomInput = NonNullable<ModelInput['boms']>[number];

const date = (from: number, until: number): fc.Arbitrary<string> =>
  fc.integer({ min: from, max: until }).map((offset) => formatDay(day(TODAY) + offset));

const item = fc.constantFrom(...ITEMS);
const site = fc.constantFrom(...SITES);

const calendars: NonNullable<ModelInput['calendars']> = [
  { id: 'five-day', holidays: ['2026-01-06', '2026-01-20'], minutesPerDay: 480 },
  { id: 'weekend', workingWeekdays: [0, 6], extraWorkingDays: ['2026-01-07'] },
];

const namedCalendar = (terms: RandomTerms): fc.Arbitrary<{ calendar?: string }> =>
  terms.calendars
    ? fc.constantFrom({}, { calendar: 'five-day' }, { calendar: 'weekend' })
    : fc.constant({});

/** So many of something; in tenths where fractions are allowed. */
const quantity = (terms: RandomTerms, max: number): fc.Arbitrary<string> =>
  terms.fractions
    ? fc.integer({ min: 1, max: max * 10 }).map((tenths) => String(tenths / 10))
    : fc.integer({ min: 1, max }).map(String);

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

const validity: fc.Arbitrary<Partial<SourceInput>> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: date(0, 30).map((from) => ({ from })) },
  { weight: 1, arbitrary: date(10, 50).map((until) => ({ until })) },
);

/** The sources of one item at one site: at most one to make, one lane, two suppliers. */
function sourcesOf(terms: RandomTerms, at: string, place: string): fc.Arbitrary<SourceInput[]> {
  const rest = fc.record({
    priority: fc.integer({ min: 1, max: 3 }),
    leadTimeDays: fc.integer({ min: 0, max: 6 }),
  });
  const row = (kind: object): fc.Arbitrary<SourceInput> =>
    fc
      .tuple(rest, lotRules(terms), validity, namedCalendar(terms))
      .map(([own, lots, valid, calendar]) => {
        const isMade = 'kind' in kind && kind.kind === 'make';
        const parts = [kind, own, lots, valid, isMade ? {} : calendar];
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

/** A bill of the items after it. */
function billOf(terms: RandomTerms, at: string): fc.Arbitrary<BomInput[]> {
  const below = ITEMS.slice(ITEMS.indexOf(at) + 1);
  if (below.length === 0) return fc.constant([]);
  const per = terms.fractions
    ? fc.constantFrom('1', '2', '0.5', '0.333', '1.25')
    : fc.constantFrom('1', '2', '3');
  const line = fc.record(
    { component: fc.constantFrom(...below), quantityPer: per, location: site },
    { requiredKeys: ['component', 'quantityPer'] },
  );
  const outputQuantity = terms.fractions ? fc.constantFrom('1', '3', '0.7') : fc.constant('1');
  return fc
    .option(fc.record({ outputQuantity, lines: fc.array(line, { minLength: 1, maxLength: 3 }) }))
    .map((bill) => (bill === null ? [] : [{ item: at, ...bill }]));
}

const routings = (terms: RandomTerms): fc.Arbitrary<NonNullable<ModelInput['routings']>> =>
  terms.lotRules
    ? fc.uniqueArray(
        fc.record({
          item,
          operations: fc.constantFrom(
            [{ sequence: 10, setupMinutes: '90', minutesPerUnit: '7.5' }],
            [
              { sequence: 10, minutesPerUnit: '30' },
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

/** A random model that `checkModel` takes. */
export function randomModel(terms: RandomTerms): fc.Arbitrary<ModelInput> {
  const places = ITEMS.flatMap((at) => SITES.map((place) => [at, place] as const));
  const stock = { item, location: site, quantity: quantity(terms, 60) };
  const demand = { ...stock, due: date(-4, 60) };
  return fc.record({
    calendars: fc.constant(terms.calendars ? calendars : []),
    locations: fc
      .tuple(...SITES.map(() => namedCalendar(terms)))
      .map((named) => SITES.map((id, at) => Object.assign({ id }, named[at]))),
    items: fc.constant(
      ITEMS.map((id, at) => ({ id, decimals: terms.fractions ? 1 + (at % 3) : 0 })),
    ),
    boms: fc.tuple(...ITEMS.map((at) => billOf(terms, at))).map((bills) => bills.flat()),
    routings: routings(terms),
    sourcing: fc
      .tuple(...places.map(([at, place]) => sourcesOf(terms, at, place)))
      .map((rows) => rows.flat()),
    parameters: fc.uniqueArray(
      fc.record({ item, location: site, safetyStock: quantity(terms, 20) }),
      { selector: (row) => `${row.item}@${row.location}`, maxLength: 4 },
    ),
    stock: fc.array(fc.record(stock), { maxLength: 6 }),
    receipts: receipts(terms),
    demands: fc.array(fc.record(demand), { minLength: 1, maxLength: 6 }),
  });
}
