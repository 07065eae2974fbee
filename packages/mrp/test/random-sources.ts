/**
 * Random sources: where each item at each site comes from, in what lots, with what part of it.
 */
import type { ModelInput } from '@kontor/mrp';
import * as fc from 'fast-check';
import {
  ITEMS,
  quantity,
  type RandomTerms,
  site,
  SITES,
  sometimes,
  validity,
} from './random-terms.ts';

type SourceInput = NonNullable<ModelInput['sourcing']>[number];
type LotSizingInput = NonNullable<SourceInput['lotSizing']>;

/** The calendars of a model that has any. */
export const calendars: NonNullable<ModelInput['calendars']> = [
  { id: 'five-day', holidays: ['2026-01-06', '2026-01-20'], minutesPerDay: 480 },
  { id: 'weekend', workingWeekdays: [0, 6], extraWorkingDays: ['2026-01-07'] },
];

/** A calendar by name, or none. */
export const namedCalendar = (terms: RandomTerms): fc.Arbitrary<{ calendar?: string }> =>
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

/** Half of the sources gather the needs of some days; by every rule where all are drawn. */
function gathering(terms: RandomTerms): fc.Arbitrary<Partial<SourceInput>> {
  if (!terms.policies) return fc.constant({});
  const days = fc.integer({ min: 1, max: 14 });
  const period = days.map((count): LotSizingInput => ({ rule: 'periodOfSupply', days: count }));
  const rule = terms.dynamicLots
    ? fc.oneof(
        { weight: 2, arbitrary: period },
        { weight: 1, arbitrary: fixedQuantity(terms) },
        { weight: 4, arbitrary: dynamicRule },
      )
    : period;
  return fc.option(rule).map((lotSizing) => (lotSizing === null ? {} : { lotSizing }));
}

const fixedQuantity = (terms: RandomTerms): fc.Arbitrary<LotSizingInput> =>
  quantity(terms, 40).map((size) => ({
    rule: 'fixedQuantity',
    // Tenths of one would be thousands of lots.
    quantity: Number(size) < 2 ? '2' : size,
  }));

const DYNAMIC_RULES = [
  { rule: 'economicOrderQuantity' },
  { rule: 'economicOrderQuantity', as: 'minimum' },
  { rule: 'periodOrderQuantity' },
  { rule: 'silverMeal' },
  { rule: 'leastUnitCost' },
  { rule: 'partPeriodBalancing' },
  { rule: 'partPeriodBalancing', convention: 'closest' },
  { rule: 'groff' },
  { rule: 'wagnerWhitin' },
] as const;

const dynamicRule: fc.Arbitrary<LotSizingInput> = fc
  .record({
    rule: fc.constantFrom(...DYNAMIC_RULES),
    setupCost: fc.constantFrom('50', '100', '330'),
    holdingCost: fc.constantFrom('1', '0.25', '3'),
    periodDays: fc.constantFrom(1, 1, 5, 7),
  })
  .map(({ rule, ...costs }) => ({ ...costs, ...rule }));

interface Timing {
  readonly priority: number;
  readonly leadTimeDays: number | undefined;
}

/** What every source says; where lead times of items and bills are drawn too, some say none. */
const timing = (terms: RandomTerms): fc.Arbitrary<Timing> =>
  fc.record({
    priority: fc.integer({ min: 1, max: 3 }),
    leadTimeDays: fc.oneof(
      { weight: 2, arbitrary: fc.integer({ min: 0, max: 6 }) },
      { weight: terms.routes ? 1 : 0, arbitrary: fc.constant(undefined) },
    ),
  });

const quotas = (terms: RandomTerms): fc.Arbitrary<Partial<SourceInput>> =>
  sometimes(
    terms.control,
    {
      quota: fc.constantFrom('60', '40', '0.5', '0'),
      quotaAllocated: quantity(terms, 30),
      cost: fc.constantFrom('1', '2.5'),
    },
    1,
  );

/** A source of a kind, with all that any source may say. */
function sourceOf(
  terms: RandomTerms,
  at: string,
  place: string,
  kind: fc.Arbitrary<object>,
): fc.Arbitrary<SourceInput> {
  const parts = [lotRules(terms), gathering(terms), validity, quotas(terms)] as const;
  return fc
    .tuple(kind, timing(terms), namedCalendar(terms), ...parts)
    .map(([own, { leadTimeDays, ...rest }, calendar, lots, rule, ...more]) => {
      const hasCalendar = 'kind' in own && own.kind !== 'make' && own.kind !== 'substitute';
      // A fixed quantity leaves nothing to the other lot sizes.
      const isFixed = rule.lotSizing?.rule === 'fixedQuantity';
      return Object.assign(
        { item: at, location: place },
        own,
        leadTimeDays === undefined ? {} : { leadTimeDays },
        rest,
        isFixed ? {} : lots,
        rule,
        ...more,
        hasCalendar ? calendar : {},
      ) as SourceInput;
    });
}

/** A lane from a site after this one, which may give from its stock only. */
const lane = (terms: RandomTerms, origin: string): fc.Arbitrary<object> =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant({ kind: 'transfer', origin }) },
    {
      weight: terms.spareStock ? 1 : 0,
      arbitrary: fc.constant({ kind: 'transfer', origin, onlyFromStock: true }),
    },
  );

/** Sources that the run never plans from: they may run in circles. */
function spareSources(terms: RandomTerms, at: string, place: string): fc.Arbitrary<object>[] {
  if (terms.spareStock !== true) return [];
  const origins = SITES.slice(0, SITES.indexOf(place));
  const other = ITEMS.filter((name) => name !== at);
  const substitute = fc
    .tuple(fc.constantFrom(...other), fc.constantFrom('1', '1', '2', '0.4'))
    .map(([name, quantityPer]) => ({ kind: 'substitute', substitute: name, quantityPer }));
  return [
    ...origins.map((origin) =>
      fc.constant({ kind: 'transfer', origin, onlyFromStock: true } as const),
    ),
    substitute,
  ];
}

/** Sources that make by an alternate, and subcontractors. */
function routeSources(terms: RandomTerms): fc.Arbitrary<object>[] {
  if (terms.routes !== true) return [];
  const subcontract = sometimes(
    true,
    { componentsAt: site, alternate: fc.constant('other') },
    1,
  ).map((own) => ({ kind: 'subcontract', supplier: 'finisher', ...own }));
  return [fc.constant({ kind: 'make', alternate: 'other' }), subcontract];
}

/** The sources of one item at one site: at most one of each kind and name. */
export function sourcesOf(
  terms: RandomTerms,
  at: string,
  place: string,
): fc.Arbitrary<SourceInput[]> {
  const choices = [
    fc.constant({ kind: 'make' }),
    fc.constant({ kind: 'buy', supplier: 'rim' }),
    fc.constant({ kind: 'buy', supplier: 'spoke' }),
    ...SITES.slice(SITES.indexOf(place) + 1).map((origin) => lane(terms, origin)),
    ...routeSources(terms),
    ...spareSources(terms, at, place),
  ];
  return fc
    .tuple(...choices.map((choice) => fc.option(sourceOf(terms, at, place, choice), { freq: 2 })))
    .map((rows) => rows.filter((source) => source !== null));
}
