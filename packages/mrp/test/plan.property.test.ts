/**
 * Laws of a plan, and the plan against its slow twin, on random small models.
 */
import { type Decimal, day, decimal, formatDay } from '@kontor/kernel';
import { checkModel, type ModelInput, type Plan, type PlannedOrder, plan } from '@kontor/mrp';
import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { slowIssues, type SlowOrder, slowPlan } from './oracle/slow-plan.ts';
import { SlowStock } from './oracle/slow-plan-stock.ts';
import { randomModel } from './random-model.ts';
import { type RandomTerms, TODAY } from './random-terms.ts';

// Hundreds of plans a law: a busy machine needs longer than a usual test may take.
vi.setConfig({ testTimeout: 60_000 });

const all: RandomTerms = {
  lotRules: true,
  calendars: true,
  fractions: true,
  fullBills: true,
  policies: true,
};
const everything = randomModel(all);
/** Lot-for-lot, every day works, whole numbers: where orders answer needs one to one. */
const plain = randomModel({
  lotRules: false,
  calendars: false,
  fractions: false,
  fullBills: false,
  policies: false,
});

/** All that a model can say, but for calendars: days may be shifted. */
const withoutCalendars = randomModel({ ...all, calendars: false });

const pastDue = fc.constantFrom('keep' as const, 'clamp' as const);

/** An order without what the twin does not know: its id and the names behind its source. */
function bare(order: PlannedOrder): SlowOrder {
  const { kind, item, location, quantity, need, due, release, source } = order;
  return { kind, item, location, quantity, need, due, release, source };
}

const placeOf = ({ item, location }: SlowOrder): string => `${item} ${location}`;

/** By item, then site; the orders of one item at a site stay in their order. */
function byPlace(orders: readonly SlowOrder[]): SlowOrder[] {
  return orders.toSorted((a, b) =>
    placeOf(a) < placeOf(b) ? -1 : placeOf(a) > placeOf(b) ? 1 : 0,
  );
}

const planOf = (input: ModelInput, pastDueRelease: 'keep' | 'clamp' = 'keep'): Plan =>
  plan(checkModel(input), { today: TODAY, pastDueRelease });

const total = (quantities: readonly (string | Decimal)[]): Decimal =>
  quantities.reduce<Decimal>((sum, quantity) => sum.plus(quantity), decimal(0));

test('the random models make, buy and move, in several lots a day, late ones among them', () => {
  const orders = fc
    .sample(everything, { numRuns: 200, seed: 42 })
    .flatMap((input) => planOf(input).orders());
  for (const kind of ['make', 'buy', 'transfer'] as const) {
    expect(orders.filter((order) => order.kind === kind).length).toBeGreaterThan(100);
  }
  expect(orders.filter((order) => order.id.endsWith('/2')).length).toBeGreaterThan(100);
  expect(orders.filter((order) => order.release < TODAY).length).toBeGreaterThan(100);
  expect(orders.filter((order) => order.due < order.need).length).toBeGreaterThan(100);
});

const sampled = fc.sample(everything, { numRuns: 120, seed: 7 });
const sampledOrders = sampled.map((input) => JSON.stringify(planOf(input).orders()));

/** Which term to leave out of which rows, and what it stands for. */
const FEATURES: readonly (readonly [rows: 'boms' | 'lines' | 'parameters' | 'sourcing', string])[] =
  [
    ['boms', 'phantom'],
    ['boms', 'yield'],
    ['lines', 'quantityFixed'],
    ['lines', 'scrap'],
    ['lines', 'scrapConvention'],
    ['lines', 'offsetDays'],
    ['lines', 'from'],
    ['lines', 'until'],
    ['lines', 'unit'],
    ['parameters', 'safetyStock'],
    ['parameters', 'safetyStockPolicy'],
    ['parameters', 'reorderMin'],
    ['parameters', 'reorderMax'],
    ['parameters', 'safetyTimeDays'],
    ['parameters', 'receivingDays'],
    ['sourcing', 'lotSizing'],
  ];

const strip = (rows: readonly object[] | undefined, term: string): object[] =>
  (rows ?? []).map((row) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => name !== term)),
  );

function without(input: ModelInput, rows: (typeof FEATURES)[number][0], term: string): ModelInput {
  const stripped =
    rows === 'lines'
      ? { boms: input.boms!.map((bill) => ({ ...bill, lines: strip(bill.lines, term) })) }
      : { [rows]: strip(input[rows], term) };
  return Object.assign({}, input, stripped);
}

test.each(FEATURES)('the random models draw %s.%s, and plans differ for it', (rows, term) => {
  const differ = sampled.filter(
    (input, at) =>
      JSON.stringify(planOf(without(input, rows, term)).orders()) !== sampledOrders[at],
  );
  expect(differ.length).toBeGreaterThan(5);
});

test('property: the plan is that of the slow twin, order for order', () => {
  fc.assert(
    fc.property(everything, pastDue, (input, pastDueRelease) => {
      const model = checkModel(input);
      const options = { today: TODAY, pastDueRelease };
      expect(byPlace(plan(model, options).orders().map(bare))).toEqual(slowPlan(model, options));
    }),
    { numRuns: 500 },
  );
});

const answers = (planned: Plan): string =>
  JSON.stringify([planned.orders(), planned.messages(), planned.demandShares()]);

test('property: the same input gives the same bytes', () => {
  fc.assert(
    fc.property(everything, pastDue, (input, pastDueRelease) => {
      expect(answers(planOf(input, pastDueRelease))).toBe(answers(planOf(input, pastDueRelease)));
    }),
    { numRuns: 50 },
  );
});

test('property: the order of rows in the input changes no order of the plan', () => {
  const shuffled = everything.chain((input) =>
    fc.record({
      input: fc.constant(input),
      other: fc
        .tuple(...Object.values(input as Record<string, unknown[]>).map(shuffle))
        .map((lists) => Object.fromEntries(Object.keys(input).map((key, at) => [key, lists[at]]))),
    }),
  );
  fc.assert(
    fc.property(shuffled, pastDue, ({ input, other }, pastDueRelease) => {
      expect(planOf(other as ModelInput, pastDueRelease).orders()).toEqual(
        planOf(input, pastDueRelease).orders(),
      );
    }),
    { numRuns: 100 },
  );
});

function shuffle(rows: readonly unknown[]): fc.Arbitrary<unknown[]> {
  return fc.shuffledSubarray([...rows], { minLength: rows.length, maxLength: rows.length });
}

test('property: opening, receipts and planned receipts are what goes out and is left', () => {
  fc.assert(
    fc.property(everything, pastDue, (input, pastDueRelease) => {
      const planned = planOf(input, pastDueRelease);
      for (const { item, location } of planned.nodes()) {
        const record = planned.record(item, location);
        const came = total([record.onHand, ...record.receipts, ...record.plannedReceipts]);
        expect(came.minus(total(record.gross)).toFixed()).toBe(record.balance.at(-1));
        expect(total(record.plannedReceipts).toFixed()).toBe(
          total(planned.orders({ item, location }).map((order) => order.quantity)).toFixed(),
        );
      }
    }),
    { numRuns: 100 },
  );
});

test('property: what goes out of a place is what demands, open orders and plans take of it', () => {
  fc.assert(
    fc.property(everything, pastDue, (input, pastDueRelease) => {
      const model = checkModel(input);
      const options = { today: TODAY, pastDueRelease };
      const planned = plan(model, options);
      const issues = slowIssues(model, options, planned.orders().map(bare));
      for (const { item, location } of planned.nodes()) {
        const taken = issues
          .filter((issue) => issue.item === item && issue.location === location)
          .map(({ quantity }) => quantity);
        const { gross } = planned.record(item, location);
        expect(total(taken).toFixed()).toBe(total(gross).toFixed());
      }
    }),
    { numRuns: 100 },
  );
});

test('property: from today on no day with an event ends below what it requires', () => {
  fc.assert(
    fc.property(everything, pastDue, (input, pastDueRelease) => {
      const model = checkModel(input);
      const planned = plan(model, { today: TODAY, pastDueRelease });
      for (const { item, location } of planned.nodes()) {
        const stock = new SlowStock(model, day(TODAY), item, location);
        const { onHand, buckets, gross, receipts } = planned.record(item, location);
        const orders = planned.orders({ item, location });
        let balance = decimal(onHand);
        buckets.forEach((bucket, at) => {
          const ordered = orders.filter(({ need }) => need === bucket);
          balance = balance.plus(total(ordered.map((order) => order.quantity)));
          balance = balance.plus(receipts[at]!).minus(gross[at]!);
          const hasEvent =
            gross[at] !== '0' || receipts[at] !== '0' || stock.events().includes(day(bucket));
          if (hasEvent) expect(balance.gte(stock.required(day(bucket)))).toBe(true);
        });
      }
    }),
    { numRuns: 100 },
  );
});

test('property: every demand is served in full', () => {
  fc.assert(
    fc.property(everything, pastDue, (input, pastDueRelease) => {
      for (const { quantity, shares, short } of planOf(input, pastDueRelease).demandShares()) {
        expect(short).toBe('0');
        expect(total(shares.map((share) => share.quantity)).eq(quantity)).toBe(true);
      }
    }),
    { numRuns: 100 },
  );
});

test('property: lot for lot, an order one step smaller leaves its day short', () => {
  fc.assert(
    fc.property(plain, (input) => {
      const planned = planOf(input);
      for (const { item, location } of planned.nodes()) {
        const { buckets, balance, safetyStock } = planned.record(item, location);
        for (const { need } of planned.orders({ item, location })) {
          const required = need < TODAY ? '0' : safetyStock;
          expect(balance[buckets.indexOf(need)]).toBe(required);
        }
      }
    }),
    { numRuns: 100 },
  );
});

test('property: more stock of an item at a site never plans more of it there', () => {
  fc.assert(
    fc.property(plain, fc.nat({ max: 50 }), (input, extra) => {
      const { item, location } = input.demands![0]!;
      const stock = [...input.stock!, { item, location, quantity: String(extra) }];
      const planned = (model: ModelInput): ReturnType<typeof decimal> =>
        total(
          planOf(model)
            .orders({ item, location })
            .map((order) => order.quantity),
        );
      expect(planned({ ...input, stock }).lte(planned(input))).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test('property: all days shifted, the plan is shifted alike', () => {
  fc.assert(
    fc.property(
      withoutCalendars,
      fc.integer({ min: -400, max: 400 }),
      pastDue,
      (input, days, release) => {
        const shift = (text: string): string => formatDay(day(text) + days);
        const shifted = JSON.parse(JSON.stringify(input), (key, value: unknown) =>
          typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? shift(value) : value,
        ) as ModelInput;
        const options = { today: shift(TODAY), pastDueRelease: release };
        const { orders } = plan(checkModel(shifted), options);
        const expected = Array.from(planOf(input, release).orders(), (order) => ({
          ...order,
          id: order.id.replace(order.due, shift(order.due)),
          need: shift(order.need),
          due: shift(order.due),
          release: shift(order.release),
        }));
        expect(orders()).toEqual(expected);
      },
    ),
    { numRuns: 100 },
  );
});

test('property: without lot rules, all quantities times c plan c times as much', () => {
  fc.assert(
    fc.property(plain, fc.integer({ min: 2, max: 1000 }), (input, factor) => {
      const times = (quantity: unknown): string =>
        decimal(String(quantity)).times(factor).toFixed();
      const timesEach = <Row extends { quantity: unknown }>(rows: readonly Row[]) =>
        Array.from(rows, (row) => ({ ...row, quantity: times(row.quantity) }));
      const scaled: ModelInput = {
        ...input,
        parameters: Array.from(input.parameters!, (row) => ({
          ...row,
          safetyStock: times(row.safetyStock),
        })),
        stock: timesEach(input.stock!),
        receipts: timesEach(input.receipts!),
        demands: timesEach(input.demands!),
      };
      expect(planOf(scaled).orders()).toEqual(timesEach(planOf(input).orders()));
    }),
    { numRuns: 100 },
  );
});
