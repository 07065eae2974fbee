/**
 * What would remove an order: each answer on a small model, and the laws on random ones.
 */
import { day, formatDay, parseQuantity, formatQuantity } from '@kontor/kernel';
import {
  applyChange,
  checkModel,
  type Model,
  type ModelChange,
  type ModelInput,
  MrpError,
  type PlannedOrder,
  type PlanOptions,
  plan,
  whatWouldRemove,
} from '@kontor/mrp';
import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { randomModel } from '../random-model.ts';
import { ALL_TERMS, PLAIN_TERMS, TODAY } from '../random-terms.ts';
import { runs } from '../runs.ts';

vi.setConfig({ testTimeout: 120_000 });

const on = (days: number): string => formatDay(day(TODAY) + days);
const A = { item: 'A', location: 'plant' };
const B = { item: 'B', location: 'plant' };
const options: PlanOptions = { today: TODAY };

function modelOf(rows: Partial<ModelInput>): Model {
  return checkModel({
    items: [{ id: 'A' }, { id: 'B' }],
    locations: [{ id: 'plant' }],
    boms: [{ item: 'B', lines: [{ component: 'A', quantityPer: 2 }] }],
    sourcing: [
      { kind: 'buy', ...A },
      { kind: 'make', ...B },
    ],
    ...rows,
  });
}

/** A change in a few words. */
function brief(change: ModelChange): string {
  switch (change.kind) {
    case 'stock':
      return `stock +${change.quantity} ${change.item}`;
    case 'receipt':
      return `receipt ${change.id} on ${day(change.due) - day(TODAY)}`;
    case 'rescheduleWithinDays':
      return `reschedule within ${change.days}`;
    case 'parents':
      return `without ${change.orders.join(', ')}: ${change.stock.map(brief).join(', ')}`;
    case 'demand':
    case 'forecast':
      return `${change.kind} ${change.id} to ${change.to}`;
    default:
      return `${change.kind} to ${change.to}`;
  }
}

/** What would remove the first order of A. */
function briefChanges(rows: Partial<ModelInput>): string[] {
  const model = modelOf(rows);
  const [order] = plan(model, options).orders({ item: 'A' });
  return whatWouldRemove(model, options, order!.id).changes.map(({ change }) => brief(change));
}

test.each<[string, Partial<ModelInput>, string[]]>([
  [
    'a demand that stock does not cover',
    {
      stock: [{ ...A, quantity: 6 }],
      demands: [{ id: 'so', ...A, due: on(5), quantity: 10 }],
    },
    ['stock +4 A', 'demand so to 6'],
  ],
  [
    'an earlier demand that took the stock',
    {
      stock: [{ ...A, quantity: 8 }],
      demands: [
        { id: 'one', ...A, due: on(2), quantity: 5 },
        { id: 'two', ...A, due: on(5), quantity: 4 },
      ],
    },
    ['stock +1 A', 'demand two to 3', 'demand one to 4'],
  ],
  [
    'an open order that comes too late, one that is too small',
    {
      receipts: [
        { id: 'small', ...A, due: on(7), quantity: 3 },
        { id: 'enough', ...A, due: on(12), quantity: 10 },
      ],
      demands: [{ id: 'so', ...A, due: on(5), quantity: 10 }],
    },
    ['stock +10 A', 'receipt enough on 5', 'reschedule within 12', 'demand so to 0'],
  ],
  [
    'a forecast and a safety stock',
    {
      stock: [{ ...A, quantity: 12 }],
      parameters: [{ ...A, safetyStock: 8 }],
      forecasts: [{ id: 'f', ...A, from: on(5), until: on(6), quantity: 6 }],
    },
    ['stock +2 A', 'forecast f to 4', 'safetyStock to 6'],
  ],
  [
    'a reorder level',
    {
      stock: [{ ...A, quantity: 12 }],
      parameters: [{ ...A, reorderMin: 8, reorderMax: 50 }],
      demands: [{ id: 'so', ...A, due: on(5), quantity: 6 }],
    },
    ['stock +2 A', 'demand so to 4', 'reorderMin to 6'],
  ],
  [
    'the orders that need it, alone not enough',
    {
      stock: [{ ...A, quantity: 3 }],
      boms: [
        { item: 'B', lines: [{ component: 'A', quantityPer: 2 }] },
        { item: 'C', lines: [{ component: 'A', quantityPer: 1 }] },
      ],
      items: [{ id: 'A' }, { id: 'B' }, { id: 'C' }],
      sourcing: [
        { kind: 'buy', ...A },
        { kind: 'make', ...B },
        { kind: 'make', item: 'C', location: 'plant' },
      ],
      demands: [
        { id: 'so-b', ...B, due: on(5), quantity: 3 },
        { id: 'so-c', item: 'C', location: 'plant', due: on(5), quantity: 4 },
      ],
    },
    ['stock +7 A', `without B@plant/${on(5)}/1, C@plant/${on(5)}/1: stock +3 B, stock +4 C`],
  ],
  [
    'the one order that needs it, and the demand at its end',
    { demands: [{ id: 'so', ...B, due: on(5), quantity: 3 }] },
    ['stock +6 A', 'demand so to 0', `without B@plant/${on(5)}/1: stock +3 B`],
  ],
])('%s', (_, rows, changes) => {
  expect(briefChanges(rows)).toEqual(changes);
});

test('what is planned with the change tells a need that goes from one that moves', () => {
  const model = modelOf({
    sourcing: [{ kind: 'buy', ...A, lotSizeMin: 30 }],
    demands: [
      { id: 'one', ...A, due: on(2), quantity: 5 },
      { id: 'two', ...A, due: on(9), quantity: 10 },
    ],
  });
  const [order] = plan(model, options).orders();
  const removal = whatWouldRemove(model, options, order!.id);
  expect(removal).toMatchObject({ item: 'A', location: 'plant', need: on(2), planned: '30' });
  expect(removal.changes.map(({ change, planned }) => `${brief(change)}: ${planned}`)).toEqual([
    'stock +5 A: 30',
    'demand one to 0: 30',
  ]);
});

test('it says when it was not allowed to try everything', () => {
  const model = modelOf({ demands: [{ id: 'so', ...B, due: on(5), quantity: 3 }] });
  const [order] = plan(model, options).orders({ item: 'A' });
  expect(whatWouldRemove(model, options, order!.id, { maxPlans: 2 }).isComplete).toBe(false);
  expect(whatWouldRemove(model, options, order!.id).isComplete).toBe(true);
});

test('an order that is not planned is refused', () => {
  const isUnknown = expect.toSatisfy((error: unknown) => MrpError.is(error, 'MRP_UNKNOWN_ORDER'));
  expect(() => whatWouldRemove(modelOf({}), options, 'A@plant/2026-01-09/1')).toThrow(isUnknown);
});

/** A random model with one of its orders. */
const asked = (terms: typeof ALL_TERMS) =>
  fc
    .tuple(randomModel(terms), fc.nat(), fc.constantFrom('keep' as const, 'clamp' as const))
    .map(([input, pick, pastDueRelease]) => {
      const model = checkModel(input);
      const run: PlanOptions = { today: TODAY, pastDueRelease };
      const orders = plan(model, run).orders();
      return { model, run, order: orders[pick % Math.max(1, orders.length)] };
    });

/** Whether the changed model, which must be sound, still has an order for the need. */
function isStillPlanned(model: Model, change: ModelChange, run: PlanOptions, order: PlannedOrder) {
  const { item, location, segment = '', need } = order;
  const changed = checkModel(applyChange(model, change));
  return plan(changed, run)
    .orders({ item, location, segment })
    .some((other) => other.need === need);
}

test('property: with each change applied the order is not planned', () => {
  fc.assert(
    fc.property(asked(ALL_TERMS), ({ model, run, order }) => {
      if (order === undefined) return;
      for (const { change } of whatWouldRemove(model, run, order.id).changes) {
        expect({ change, planned: isStillPlanned(model, change, run, order) }).toEqual({
          change,
          planned: false,
        });
      }
    }),
    { numRuns: runs(25) },
  );
});

test('property: lot for lot, one step less of stock leaves the order', () => {
  fc.assert(
    fc.property(asked(PLAIN_TERMS), ({ model, run, order }) => {
      if (order === undefined) return;
      const { changes } = whatWouldRemove(model, run, order.id);
      const more = changes.map(({ change }) => change).find(({ kind }) => kind === 'stock');
      if (more?.kind !== 'stock') throw new Error('more stock always helps');
      const less = formatQuantity(parseQuantity(more.quantity, 0) - 1, 0);
      if (less === '0') return;
      expect(isStillPlanned(model, { ...more, quantity: less }, run, order)).toBe(true);
    }),
    { numRuns: runs(60) },
  );
});
