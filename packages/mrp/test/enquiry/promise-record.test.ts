import {
  checkModel,
  type ModelInput,
  plan,
  type PromiseOptions,
  type PromiseRecord,
} from '@kontor/mrp';
import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { randomModel } from '../random-model.ts';
import { ALL_TERMS, TODAY } from '../random-terms.ts';

vi.setConfig({ testTimeout: 60_000 });

const bike = { item: 'bike', location: 'shop' };

/** A shop that orders against a forecast, with two customers' orders. */
const model: ModelInput = {
  items: [{ id: 'bike' }],
  locations: [{ id: 'shop' }],
  sourcing: [{ kind: 'buy', ...bike, leadTimeDays: 2, lotSizeMultiple: '20' }],
  stock: [{ ...bike, quantity: '10' }],
  receipts: [{ id: 'PO-1', ...bike, due: '2026-01-07', quantity: '20' }],
  forecasts: [{ ...bike, from: '2026-01-09', until: '2026-01-10', quantity: '40' }],
  demands: [
    { id: 'SO-1', ...bike, due: '2026-01-06', quantity: '6' },
    { id: 'SO-2', ...bike, due: '2026-01-08', quantity: '9' },
  ],
};

const promiseOf = (input: ModelInput, options?: PromiseOptions): PromiseRecord =>
  plan(checkModel(input), { today: TODAY }).availableToPromise('bike', 'shop', options);

const ROWS = ['supply', 'orders', 'taken', 'discrete', 'cumulative'] as const;

/** The rows as text, a column a day from the 5th on, zeros as dots. */
const grid = (record: PromiseRecord): string =>
  ROWS.map((row) => {
    const cells = record[row].map((cell) => (cell === '0' ? '.' : cell).padStart(4));
    return `${row.padEnd(10)}${cells.join('')}`;
  }).join('\n');

describe('availableToPromise', () => {
  test('stock, open and planned orders less the orders of customers; forecast claims nothing', () => {
    const record = promiseOf(model);
    expect(record).toMatchObject({ ...bike, onHand: '10' });
    expect(record.buckets.at(-1)).toBe('2026-01-09');
    expect(`\n${grid(record)}`).toBe(`
supply       .   .  20   .  40
orders       .   6   .   9   .
taken        .   .   .   .   .
discrete     4   .  11   .  40
cumulative   4   4  15  15  55`);
  });

  test('without planned orders the promise rests on stock and open orders', () => {
    expect(`\n${grid(promiseOf(model, { plannedOrders: false }))}`).toBe(`
supply       .   .  20   .
orders       .   6   .   9
taken        .   .   .   .
discrete     4   .  11   .
cumulative   4   4  15  15`);
  });

  test('a planned order that should have been released before today is nothing to promise', () => {
    const sourcing = [{ ...model.sourcing![0]!, leadTimeDays: 30 }];
    expect(promiseOf({ ...model, sourcing }).cumulative.at(-1)).toBe('15');
  });

  test('what is reserved is neither stock nor an order any more; overdue orders come first', () => {
    const record = promiseOf({
      ...model,
      demands: [...model.demands!, { id: 'SO-0', ...bike, due: '2026-01-02', quantity: '3' }],
      reservations: [{ ...bike, demand: 'SO-0', quantity: '1' }],
    });
    expect(record).toMatchObject({ onHand: '9' });
    expect(record.orders[0]).toBe('2');
    expect(record.discrete[0]).toBe('1');
  });

  test('what other sites and parents take is spoken for, with the planned orders only', () => {
    const input: ModelInput = {
      ...model,
      items: [{ id: 'bike' }, { id: 'tandem' }],
      boms: [{ item: 'tandem', lines: [{ component: 'bike', quantityPer: '2' }] }],
      sourcing: [...model.sourcing!, { kind: 'make', item: 'tandem', location: 'shop' }],
      forecasts: [],
      receipts: [
        ...model.receipts!,
        {
          id: 'MO',
          kind: 'make',
          item: 'tandem',
          location: 'shop',
          due: '2026-01-09',
          quantity: '1',
          start: '2026-01-08',
        },
      ],
      demands: [
        ...model.demands!,
        { id: 'SO-3', item: 'tandem', location: 'shop', due: '2026-01-09', quantity: '3' },
      ],
    };
    expect(`\n${grid(promiseOf(input))}`).toBe(`
supply       .   .  20   .   .
orders       .   6   .   9   .
taken        .   .   .   2   4
discrete     4   .   5   .   .
cumulative   4   4   9   9   9`);
    expect(promiseOf(input, { plannedOrders: false }).taken).toEqual(['0', '0', '0', '2']);
  });

  test('stock that expires before a customer takes it is not promised for later', () => {
    const stock = [
      { ...bike, quantity: '10', lot: 'L1', expires: '2026-01-07' },
      { ...bike, quantity: '5', lot: 'L2' },
    ];
    const record = promiseOf({ ...model, stock, receipts: [] }, { plannedOrders: false });
    // The order of the 6th takes 6 of L1, the rest of which is gone on the 7th; the 8th lacks 4.
    expect(`\n${grid(record)}`).toBe(`
supply       .   .   .   .
orders       .   6   .   9
taken        .   .   4   .
discrete    -4   .   .   .
cumulative  -4  -4  -4  -4`);
  });

  test('weeks begin on Monday and gather their days', () => {
    const record = promiseOf({ ...model, forecasts: [] }, { bucket: 'week' });
    expect(record).toMatchObject({ buckets: ['2026-01-05'], orders: ['15'], cumulative: ['15'] });
  });

  test('an item that is not planned there, or not in that segment, is refused', () => {
    expect(() => promiseOf(model, { segment: 'alpha' })).toThrow("'bike' is not planned at 'shop'");
  });

  test('property: what can be promised in the end is all supply less all claims', () => {
    fc.assert(
      fc.property(randomModel(ALL_TERMS), fc.boolean(), (input, plannedOrders) => {
        const made = plan(checkModel(input), { today: TODAY });
        for (const { item, location, segment } of made.nodes()) {
          const record = made.availableToPromise(item, location, { segment, plannedOrders });
          const sum = (row: readonly string[]): number =>
            row.reduce((total, cell) => total + Number(cell), 0);
          const expected =
            Number(record.onHand) + sum(record.supply) - sum(record.orders) - sum(record.taken);
          expect(Number(record.cumulative.at(-1))).toBeCloseTo(expected, 6);
          expect(sum(record.discrete)).toBeCloseTo(expected, 6);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('property: a new order of what can be promised on a day leaves no day short', () => {
    fc.assert(
      fc.property(randomModel(ALL_TERMS), fc.nat(), (input, pick) => {
        const made = plan(checkModel(input), { today: TODAY });
        const nodes = made.nodes();
        const { item, location, segment } = nodes[pick % nodes.length]!;
        const options = { segment, plannedOrders: false };
        const before = made.availableToPromise(item, location, options);
        const at = pick % before.buckets.length;
        const quantity = before.cumulative[at]!;
        if (Number(quantity) <= 0) return;
        const order = { id: 'new', item, location, due: before.buckets[at]!, quantity };
        const demands = [...(input.demands ?? []), { ...order, ...(segment && { segment }) }];
        const after = plan(checkModel({ ...input, demands }), { today: TODAY });
        const left = after.availableToPromise(item, location, options).cumulative.map(Number);
        const wasShort = Math.min(0, ...before.cumulative.map(Number));
        for (const cell of left) expect(cell).toBeGreaterThanOrEqual(wasShort - 1e-6);
      }),
      { numRuns: 60 },
    );
  });
});
