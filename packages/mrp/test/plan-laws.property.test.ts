/**
 * Laws of a plan: what it must be by the sense of planning, whatever way it is made.
 */
import { type Decimal, day, decimal, formatDay } from '@kontor/kernel';
import { checkModel, type ModelInput, type Plan, type PlannedOrder, plan } from '@kontor/mrp';
import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { SlowModel } from './oracle/slow-plan-model.ts';
import { SlowStock } from './oracle/slow-plan-stock.ts';
import { randomModel } from './random-model.ts';
import { ALL_TERMS, PLAIN_TERMS, TODAY } from './random-terms.ts';
import { runs } from './runs.ts';

vi.setConfig({ testTimeout: 120_000 });

const everything = randomModel(ALL_TERMS);
const plain = randomModel(PLAIN_TERMS);
/** All that a model can say, but for calendars: days may be shifted. */
const withoutCalendars = randomModel({ ...ALL_TERMS, calendars: false });

const pastDue = fc.constantFrom('keep' as const, 'clamp' as const);

const planOf = (input: ModelInput, pastDueRelease: 'keep' | 'clamp' = 'keep'): Plan =>
  plan(checkModel(input), { today: TODAY, pastDueRelease });

const total = (quantities: readonly (string | Decimal)[]): Decimal =>
  quantities.reduce<Decimal>((sum, quantity) => sum.plus(quantity), decimal(0));

const quantityOf = (orders: readonly PlannedOrder[]): Decimal =>
  total(orders.map((order) => order.quantity));

/** The places of no segment: those that a record is kept of. */
const commonPlaces = (planned: Plan): { readonly item: string; readonly location: string }[] =>
  planned.nodes().filter((node) => !('segment' in node));

const isManual = (input: ModelInput, item: string, location: string): boolean =>
  input.parameters!.some(
    (row) => row.item === item && row.location === location && row.planning === 'manual',
  );

const answers = (planned: Plan): string =>
  JSON.stringify([planned.orders(), planned.messages(), planned.demandShares()]);

test('property: the same input gives the same bytes', () => {
  fc.assert(
    fc.property(everything, pastDue, (input, pastDueRelease) => {
      expect(answers(planOf(input, pastDueRelease))).toBe(answers(planOf(input, pastDueRelease)));
    }),
    { numRuns: runs(50) },
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
    { numRuns: runs(100) },
  );
});

function shuffle(rows: readonly unknown[]): fc.Arbitrary<unknown[]> {
  return fc.shuffledSubarray([...rows], { minLength: rows.length, maxLength: rows.length });
}

test('property: opening, receipts and planned receipts are what goes out and is left', () => {
  fc.assert(
    fc.property(everything, pastDue, (input, pastDueRelease) => {
      const planned = planOf(input, pastDueRelease);
      for (const { item, location } of commonPlaces(planned)) {
        const record = planned.record(item, location);
        const came = total([record.onHand, ...record.receipts, ...record.plannedReceipts]);
        expect(came.minus(total(record.gross)).toFixed()).toBe(record.balance.at(-1));
        expect(total(record.plannedReceipts).toFixed()).toBe(
          quantityOf(planned.orders({ item, location, segment: '' })).toFixed(),
        );
      }
    }),
    { numRuns: runs(100) },
  );
});

test('property: from today on no day with an event ends below what it requires', () => {
  fc.assert(
    fc.property(everything, pastDue, (input, pastDueRelease) => {
      const model = new SlowModel(checkModel(input), { today: TODAY });
      const planned = planOf(input, pastDueRelease);
      for (const { item, location } of commonPlaces(planned)) {
        // Where a planner plans by hand the plan tells what lacks.
        if (isManual(input, item, location)) continue;
        const stock = new SlowStock(model, { item, location, segment: '' });
        const { onHand, buckets, gross, receipts } = planned.record(item, location);
        const orders = planned.orders({ item, location, segment: '' });
        let balance = decimal(onHand);
        buckets.forEach((bucket, at) => {
          const ordered = quantityOf(orders.filter(({ need }) => need === bucket));
          balance = balance.plus(ordered).plus(receipts[at]!).minus(gross[at]!);
          const hasEvent =
            gross[at] !== '0' || receipts[at] !== '0' || stock.events().includes(day(bucket));
          if (hasEvent) expect(balance.gte(stock.required(day(bucket)))).toBe(true);
        });
      }
    }),
    { numRuns: runs(100) },
  );
});

test('property: every demand is served in full, but where a planner plans by hand', () => {
  fc.assert(
    fc.property(everything, pastDue, (input, pastDueRelease) => {
      for (const row of planOf(input, pastDueRelease).demandShares()) {
        const served = total([...row.shares.map((share) => share.quantity), row.short]);
        expect(served.eq(row.quantity)).toBe(true);
        if (!isManual(input, row.item, row.location)) expect(row.short).toBe('0');
      }
    }),
    { numRuns: runs(100) },
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
    { numRuns: runs(100) },
  );
});

test('property: more stock of an item at a site never plans more of it there', () => {
  fc.assert(
    fc.property(plain, fc.nat({ max: 50 }), (input, extra) => {
      const { item, location } = input.demands![0]!;
      const stock = [...input.stock!, { item, location, quantity: String(extra) }];
      const planned = (model: ModelInput): Decimal =>
        quantityOf(planOf(model).orders({ item, location }));
      expect(planned({ ...input, stock }).lte(planned(input))).toBe(true);
    }),
    { numRuns: runs(100) },
  );
});

const fromSpareStock = randomModel({ ...PLAIN_TERMS, segments: true, spareStock: true });

test('property: spare stock that is moved makes nobody plan more than without it', () => {
  fc.assert(
    fc.property(fromSpareStock, (input) => {
      const isSpare = (row: { kind: string; onlyFromStock?: boolean | undefined }): boolean =>
        row.kind === 'substitute' || row.onlyFromStock === true;
      const without = planOf({
        ...input,
        sourcing: input.sourcing!.filter((row) => !isSpare(row)),
        parameters: input.parameters!.map((row) =>
          row.segments === 'ownThenCommon' ? { ...row, segments: 'own' as const } : row,
        ),
      });
      const spare = new Set(
        input.sourcing!.filter(isSpare).map((row) => `${row.item} ${row.location} ${nameOf(row)}`),
      );
      const planned = planOf(input);
      for (const { item, location } of planned.nodes()) {
        const made = planned
          .orders({ item, location })
          .filter(
            ({ source }) => source !== 'common' && !spare.has(`${item} ${location} ${source}`),
          );
        expect(quantityOf(made).lte(quantityOf(without.orders({ item, location })))).toBe(true);
      }
    }),
    { numRuns: runs(100) },
  );
});

const nameOf = (row: NonNullable<ModelInput['sourcing']>[number]): string =>
  row.kind === 'substitute' ? `substitute:${row.substitute}` : `transfer:${lane(row)}`;

const lane = (row: object): string => ('origin' in row ? String(row.origin) : '');

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
    { numRuns: runs(100) },
  );
});

const scalable = randomModel({ ...PLAIN_TERMS, segments: true, stockStates: true, control: true });

test('property: without lot rules, all quantities times c plan c times as much', () => {
  fc.assert(
    fc.property(scalable, fc.integer({ min: 2, max: 1000 }), (input, factor) => {
      const times = (quantity: unknown): string =>
        decimal(String(quantity)).times(factor).toFixed();
      const timesEach = <Row extends { quantity: unknown }>(rows: readonly Row[]) =>
        Array.from(rows, (row) => ({ ...row, quantity: times(row.quantity) }));
      const scaled: ModelInput = {
        ...input,
        sourcing: Array.from(input.sourcing!, (row) => ({
          ...row,
          ...(row.quotaAllocated !== undefined && { quotaAllocated: times(row.quotaAllocated) }),
        })),
        parameters: Array.from(input.parameters!, (row) => ({
          ...row,
          safetyStock: times(row.safetyStock),
        })),
        stock: timesEach(input.stock!),
        receipts: timesEach(input.receipts!),
        demands: timesEach(input.demands!),
        reservations: timesEach(input.reservations!),
      };
      expect(planOf(scaled).orders()).toEqual(timesEach(planOf(input).orders()));
    }),
    { numRuns: runs(100) },
  );
});

test('property: buckets of one day are no buckets', () => {
  fc.assert(
    fc.property(everything, pastDue, (input, pastDueRelease) => {
      const daily = plan(checkModel(input), { today: TODAY, pastDueRelease, bucketDays: 1 });
      expect(answers(daily)).toBe(answers(planOf(input, pastDueRelease)));
    }),
    { numRuns: runs(50) },
  );
});
