/**
 * The plan against its slow twin, order for order and row for row, on random small models that draw
 * every term of the model. What a plan must be whatever the twin says stands in plan-laws.
 */
import { type Decimal, day, decimal } from '@kontor/kernel';
import { checkModel, findModelIssues, type ModelInput, type Plan, plan } from '@kontor/mrp';
import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { type SlowOrder, slowPlan, slowRows } from './oracle/slow-plan.ts';
import { randomModel } from './random-model.ts';
import { ALL_TERMS, TODAY } from './random-terms.ts';
import { runs } from './runs.ts';

// Hundreds of plans a law: a busy machine needs longer than a usual test may take.
vi.setConfig({ testTimeout: 120_000 });

const everything = randomModel(ALL_TERMS);
const pastDue = fc.constantFrom('keep' as const, 'clamp' as const);

/** An order without what the twin does not know: its id and the names behind its source. */
function bare(order: SlowOrder): SlowOrder {
  const { kind, item, location, segment, quantity, need, due, release, source } = order;
  const place = { item, location, ...(segment !== undefined && { segment }) };
  return { kind, ...place, quantity, need, due, release, source };
}

const placeOf = ({ item, location, segment = '' }: SlowOrder): string =>
  `${item} ${location} ${segment}`;

/** By item, site and segment; the orders of one place stay in their order. */
function byPlace(orders: readonly SlowOrder[]): SlowOrder[] {
  return orders.toSorted((a, b) =>
    placeOf(a) < placeOf(b) ? -1 : placeOf(a) > placeOf(b) ? 1 : 0,
  );
}

const planOf = (input: ModelInput, pastDueRelease: 'keep' | 'clamp' = 'keep'): Plan =>
  plan(checkModel(input), { today: TODAY, pastDueRelease });

test('the random models plan every kind of order, in several lots a day, late ones among them', () => {
  const orders = sampled.slice(0, 300).flatMap((input) => ordersOf(input));
  for (const kind of ['make', 'buy', 'transfer', 'subcontract', 'substitute'] as const) {
    expect(orders.filter((order) => order.kind === kind).length).toBeGreaterThan(50);
  }
  const has = (isOne: (order: (typeof orders)[number]) => boolean): number =>
    orders.filter(isOne).length;
  expect(has((order) => order.source === 'common')).toBeGreaterThan(5);
  expect(has((order) => order.segment !== undefined)).toBeGreaterThan(100);
  expect(has((order) => order.id.endsWith('/2'))).toBeGreaterThan(100);
  expect(has((order) => order.release < TODAY)).toBeGreaterThan(100);
  expect(has((order) => order.due < order.need)).toBeGreaterThan(100);
  expect(has((order) => order.due > order.need)).toBeGreaterThan(100);
});

/**
 * Models to look for a difference in, and their plans as they are asked for. Of the seeds, one with
 * which each term makes a difference early on.
 */
const sampled = fc.sample(everything, { numRuns: 500, seed: 3 });
const plans = new Map<ModelInput, Orders>();

type Orders = ReturnType<Plan['orders']>;

function ordersOf(input: ModelInput): Orders {
  const orders = plans.get(input) ?? planOf(input).orders();
  plans.set(input, orders);
  return orders;
}

type List = Exclude<keyof ModelInput, 'locations' | 'calendars' | 'units' | 'unitConversions'>;

/** Which terms to leave out of which rows, each for itself. */
const TERMS: Readonly<Partial<Record<List | 'lines', readonly string[]>>> = {
  items: ['leadTimeDays'],
  boms: ['phantom', 'yield', 'leadTimeDays', 'preparationDays', 'outputs'],
  lines: ['quantityFixed', 'scrap', 'scrapConvention', 'offsetDays', 'from', 'until', 'unit'],
  sourcing: ['leadTimeDays', 'lotSizing', 'quota', 'quotaAllocated', 'cost', 'componentsAt'],
  parameters: [
    'safetyStock',
    'safetyStockPolicy',
    'reorderMin',
    'reorderMax',
    'safetyTimeDays',
    'receivingDays',
    'planning',
    'planningTimeFenceDays',
    'releaseTimeFenceDays',
    'demandTimeFenceDays',
    'rescheduleWithinDays',
    'maxCoverDays',
    'avoidPastDue',
    'segments',
    'consumeBackwardDays',
    'consumeForwardDays',
    'consumptionMode',
    'forecastGroupDays',
    'fairShare',
  ],
  stock: ['status', 'availableOn', 'expires', 'segment'],
  receipts: ['status', 'expires', 'segment', 'start', 'ship', 'alternate'],
  demands: ['segment'],
};

/** The rows of a list, but for those that say something. */
const ROWS: readonly (readonly [name: string, List, (row: Record<string, unknown>) => boolean])[] =
  [
    ['of forecast', 'forecasts', () => true],
    ['of reservations', 'reservations', () => true],
    ['of sources by an alternate', 'sourcing', ({ alternate }) => alternate !== undefined],
    ['of subcontractors', 'sourcing', ({ kind }) => kind === 'subcontract'],
    ['of lanes from stock only', 'sourcing', ({ onlyFromStock }) => onlyFromStock === true],
    ['of substitutes', 'sourcing', ({ kind }) => kind === 'substitute'],
    ['of policies after demand', 'parameters', (row) => row['safetyStockPolicy'] === 'afterDemand'],
    ['of common stock for segments', 'parameters', ({ segments }) => segments === 'ownThenCommon'],
  ];

const strip = (rows: readonly object[] | undefined, term: string): object[] =>
  (rows ?? []).map((row) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => name !== term)),
  );

function withoutTerm(input: ModelInput, list: List | 'lines', term: string): ModelInput {
  const stripped =
    list === 'lines'
      ? { boms: input.boms!.map((bill) => ({ ...bill, lines: strip(bill.lines, term) })) }
      : { [list]: strip(input[list], term) };
  return Object.assign({}, input, stripped);
}

/** So many models have to be planned in another way before a term counts as drawn. */
const DIFFERENT = runs(3);

/** Of the sampled models, the first that are planned in another way when they are changed. */
function differing(
  isDrawn: (input: ModelInput) => boolean,
  change: (input: ModelInput) => ModelInput,
): number {
  let found = 0;
  for (const input of sampled) {
    if (!isDrawn(input)) continue;
    // What is left of a model may be none: stock is reserved that is not there any more.
    const { model } = findModelIssues(change(input));
    if (model === undefined) continue;
    const orders = plan(model, { today: TODAY }).orders();
    if (JSON.stringify(orders) !== JSON.stringify(ordersOf(input))) found++;
    if (found === DIFFERENT) break;
  }
  return found;
}

/** Terms that say something of the forecast: a place without one is planned the same way. */
const OF_FORECAST = new Set([
  'consumeBackwardDays',
  'consumeForwardDays',
  'consumptionMode',
  'forecastGroupDays',
]);

/** Whether a row has a term that can change the plan. */
function hasTerm({ forecasts }: ModelInput, row: Record<string, unknown>, term: string): boolean {
  if (row[term] === undefined) return false;
  const isOfPlace = (other: { item: string; location: string }): boolean =>
    other.item === row['item'] && other.location === row['location'];
  return !OF_FORECAST.has(term) || forecasts!.some(isOfPlace);
}

const rowsOf = (input: ModelInput, list: List | 'lines'): Record<string, unknown>[] =>
  list === 'lines' ? input.boms!.flatMap((bill) => bill.lines) : input[list]!;

test.each(
  Object.entries(TERMS).flatMap(([list, terms]) => terms.map((term) => [list, term] as const)),
)('the random models draw %s.%s, and plans differ for it', (list, term) => {
  const from = list as List | 'lines';
  const isDrawn = (input: ModelInput): boolean =>
    rowsOf(input, from).some((row) => hasTerm(input, row, term));
  expect(differing(isDrawn, (input) => withoutTerm(input, from, term))).toBe(DIFFERENT);
});

test.each(ROWS)('the random models draw rows %s, and plans differ for them', (_, list, isOne) => {
  const isDrawn = (input: ModelInput): boolean => rowsOf(input, list).some(isOne);
  const left = (input: ModelInput): object[] => rowsOf(input, list).filter((row) => !isOne(row));
  expect(differing(isDrawn, (input) => ({ ...input, [list]: left(input) }))).toBe(DIFFERENT);
});

test.each([1, 2, 3, 4])('property: the plan is the slow twin’s, order for order (part %i)', () => {
  fc.assert(
    fc.property(everything, pastDue, (input, pastDueRelease) => {
      const model = checkModel(input);
      const options = { today: TODAY, pastDueRelease };
      expect(byPlace(plan(model, options).orders().map(bare))).toEqual(slowPlan(model, options));
    }),
    { numRuns: runs(100) },
  );
});

test('property: by buckets the plan is the slow twin’s, too', () => {
  fc.assert(
    fc.property(everything, pastDue, fc.constantFrom(2, 7, 30), (input, pastDueRelease, days) => {
      const model = checkModel(input);
      const options = { today: TODAY, pastDueRelease, bucketDays: days };
      expect(byPlace(plan(model, options).orders().map(bare))).toEqual(slowPlan(model, options));
    }),
    { numRuns: runs(150) },
  );
});

const total = (quantities: readonly (string | Decimal)[]): Decimal =>
  quantities.reduce<Decimal>((sum, quantity) => sum.plus(quantity), decimal(0));

/** The days on which something is, with how much. */
const amounts = (days: Iterable<readonly [string | number, string | Decimal]>): string[] =>
  Array.from(days, ([on, quantity]) => [dayNumber(on), decimal(quantity).toFixed()] as const)
    .filter(([, quantity]) => quantity !== '0')
    .toSorted(([a], [b]) => a - b)
    .map(([on, quantity]) => `${on}: ${quantity}`);

const dayNumber = (on: string | number): number => (typeof on === 'number' ? on : day(on));

test('property: what comes to a place and goes from it is what the slow twin says', () => {
  fc.assert(
    fc.property(everything, pastDue, (input, pastDueRelease) => {
      const model = checkModel(input);
      const options = { today: TODAY, pastDueRelease };
      const planned = plan(model, options);
      const rows = slowRows(model, options);
      // Records are kept of places of no segment.
      for (const { item, location } of planned.nodes().filter((node) => !('segment' in node))) {
        const row = rows.find(
          ({ place }) => place.item === item && place.location === location && place.segment === '',
        )!;
        const { onHand, buckets, gross, receipts } = planned.record(item, location);
        const moved = planned
          .orders({ item, location, segment: '' })
          .filter((order) => order.kind === 'substitute' || isLaneFromStock(input, order));
        const moves = total(moved.map((order) => order.quantity));
        expect(decimal(onHand).toFixed()).toBe(row.onHand.toFixed());
        expect(amounts(buckets.map((on, at) => [on, gross[at]!]))).toEqual(amounts(row.gross));
        expect(total(receipts).plus(moves).toFixed()).toBe(
          total([...row.receipts.values()]).toFixed(),
        );
      }
    }),
    { numRuns: runs(100) },
  );
});

function isLaneFromStock(input: ModelInput, order: SlowOrder): boolean {
  return input.sourcing!.some(
    (row) =>
      row.kind === 'transfer' &&
      row.onlyFromStock === true &&
      row.item === order.item &&
      row.location === order.location &&
      `transfer:${row.origin}` === order.source,
  );
}
