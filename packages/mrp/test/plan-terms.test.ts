/**
 * What a planner can say of an item at a site beyond stock and lots: each rule on a small model, with
 * figures that can be redone by hand. Days count from today, a Monday; every day works.
 */
import { day, formatDay } from '@kontor/kernel';
import { checkModel, type ModelInput, type Plan, type PlanOptions, plan } from '@kontor/mrp';
import { describe, expect, test } from 'vitest';

const TODAY = '2026-01-05';
const on = (days: number): string => formatDay(day(TODAY) + days);
const after = (text: string): number => day(text) - day(TODAY);

type Rows<List extends keyof ModelInput> = NonNullable<ModelInput[List]>;
const A = { item: 'A', location: 'plant' };

/** Items A to D at one plant, another site beside it; A is bought at once unless said otherwise. */
function planOf(rows: Partial<ModelInput>, options: Partial<PlanOptions> = {}): Plan {
  const model = checkModel({
    items: ['A', 'B', 'C', 'D'].map((id) => ({ id })),
    locations: [{ id: 'plant' }, { id: 'depot' }],
    sourcing: [{ kind: 'buy', ...A }],
    ...rows,
  });
  return plan(model, { today: TODAY, ...options });
}

const needs = (...rows: readonly [days: number, quantity: number][]): Rows<'demands'> =>
  rows.map(([days, quantity]) => ({ ...A, due: on(days), quantity }));

/** `quantity item due ← release` of each order, days from today. */
const orders = (planned: Plan, item?: string): string[] =>
  planned
    .orders({ item })
    .map((o) => `${o.quantity} ${o.item} ${after(o.due)} ← ${after(o.release)}`);

describe('fences', () => {
  const sourcing: Rows<'sourcing'> = [{ kind: 'buy', ...A, leadTimeDays: 3 }];

  test('what would be due before the planning time fence is due on it; the need stays', () => {
    const planned = planOf({
      sourcing,
      parameters: [{ ...A, planningTimeFenceDays: 10 }],
      demands: needs([4, 8], [6, 2], [12, 5]),
    });
    expect(orders(planned)).toEqual(['8 A 10 ← 7', '2 A 10 ← 7', '5 A 12 ← 9']);
    expect(planned.orders().map((order) => after(order.need))).toEqual([4, 6, 12]);
  });

  test('what would leave before the release time fence leaves on it, and is due when it can be', () => {
    const planned = planOf({
      sourcing,
      parameters: [{ ...A, releaseTimeFenceDays: 5, receivingDays: 1 }],
      demands: needs([6, 8], [20, 1]),
    });
    expect(orders(planned)).toEqual(['8 A 9 ← 5', '1 A 20 ← 16']);
  });

  test('an open order inside the fence stays as it is', () => {
    const planned = planOf({
      parameters: [{ ...A, planningTimeFenceDays: 10 }],
      receipts: [{ ...A, due: on(4), quantity: 8 }],
      demands: needs([4, 8]),
    });
    expect(orders(planned)).toEqual([]);
  });
});

describe('safety stock after demand', () => {
  test('is ordered when all demand is planned, so that real orders keep their lots', () => {
    const rows = { stock: [{ ...A, quantity: 3 }], demands: needs([3, 10], [9, 4]) };
    const of = (safetyStockPolicy: 'eachEvent' | 'afterDemand'): string[] =>
      orders(planOf({ ...rows, parameters: [{ ...A, safetyStock: 5, safetyStockPolicy }] }));
    expect(of('eachEvent')).toEqual(['12 A 3 ← 3', '4 A 9 ← 9']);
    expect(of('afterDemand')).toEqual(['7 A 3 ← 3', '5 A 3 ← 3', '4 A 9 ← 9']);
  });
});

describe('planning by hand', () => {
  const bom = { item: 'A', lines: [{ component: 'B', quantityPer: 2 }] };
  const made: Rows<'sourcing'> = [
    { kind: 'make', ...A, leadTimeDays: 4 },
    { kind: 'buy', item: 'B', location: 'plant' },
  ];

  test('orders nothing, and a firm planned order takes its components a lead time before', () => {
    const planned = planOf({
      boms: [bom],
      sourcing: made,
      parameters: [{ ...A, planning: 'manual' }],
      receipts: [{ ...A, due: on(20), quantity: 6, kind: 'make', status: 'firmPlanned' }],
      demands: needs([10, 5], [20, 5]),
    });
    expect(orders(planned)).toEqual(['12 B 16 ← 16']);
    const { net, balance } = planned.record('A', 'plant');
    expect(net.filter((quantity) => quantity !== '0')).toEqual(['5']);
    expect(balance.at(-1)).toBe('-4');
  });

  test('a closed order counts for nothing', () => {
    const receipts: Rows<'receipts'> = [{ ...A, due: on(2), quantity: 9, status: 'closed' }];
    expect(orders(planOf({ receipts, demands: needs([5, 9]) }))).toEqual(['9 A 5 ← 5']);
  });
});

describe('ways to make', () => {
  test('a source names its bill; the bill names its lead time and preparation', () => {
    const boms: Rows<'boms'> = [
      { item: 'A', leadTimeDays: 5, lines: [{ component: 'B', quantityPer: 1 }] },
      {
        item: 'A',
        alternate: 'cast',
        preparationDays: 2,
        lines: [{ component: 'C', quantityPer: 3 }],
      },
    ];
    const of = (first: string | undefined): string[] =>
      orders(
        planOf({
          boms,
          sourcing: [
            { kind: 'make', ...A, leadTimeDays: 1, priority: first === undefined ? 1 : 3 },
            { kind: 'make', ...A, leadTimeDays: 1, alternate: 'cast', priority: 2 },
            { kind: 'buy', item: 'B', location: 'plant' },
            { kind: 'buy', item: 'C', location: 'plant' },
          ],
          demands: needs([20, 4]),
        }),
      );
    expect(of(undefined)).toEqual(['4 A 20 ← 15', '4 B 15 ← 15']);
    expect(of('cast')).toEqual(['4 A 20 ← 17', '12 C 17 ← 17']);
  });

  test('a subcontractor is handed the components where our stock at his place is', () => {
    const planned = planOf({
      boms: [{ item: 'A', lines: [{ component: 'B', quantityPer: 2 }] }],
      sourcing: [
        { kind: 'subcontract', ...A, supplier: 'mill', componentsAt: 'depot', leadTimeDays: 6 },
        { kind: 'transfer', item: 'B', location: 'depot', origin: 'plant', leadTimeDays: 1 },
        { kind: 'buy', item: 'B', location: 'plant' },
      ],
      stock: [{ item: 'B', location: 'depot', quantity: 5 }],
      demands: needs([20, 10]),
    });
    expect(orders(planned)).toEqual(['10 A 20 ← 14', '15 B 14 ← 13', '15 B 13 ← 13']);
    expect(planned.orders()[0]).toMatchObject({ kind: 'subcontract', supplier: 'mill' });
  });

  test('a co-product comes on the day the order ends, rounded down', () => {
    const planned = planOf({
      boms: [
        {
          item: 'A',
          outputQuantity: 10,
          lines: [{ component: 'B', quantityPer: 12 }],
          outputs: [{ item: 'C', quantityPer: 3 }],
        },
      ],
      sourcing: [
        { kind: 'make', ...A, leadTimeDays: 2 },
        { kind: 'buy', item: 'B', location: 'plant' },
        { kind: 'buy', item: 'C', location: 'plant' },
      ],
      demands: [...needs([10, 15]), { item: 'C', location: 'plant', due: on(12), quantity: 9 }],
    });
    // 15 of 10 a run yield 4.5 of C: 4 of them are there.
    expect(orders(planned)).toEqual(['15 A 10 ← 8', '18 B 8 ← 8', '5 C 12 ← 12']);
    const record = planned.record('C', 'plant');
    expect(record.receipts[record.buckets.indexOf(on(10))]).toBe('4');
  });
});

describe('whose turn it is', () => {
  test('sources with quotas take lots in turns, history counted', () => {
    const of = (quotaAllocated: string): (string | undefined)[] =>
      planOf({
        sourcing: [
          { kind: 'buy', ...A, supplier: 'P1', quota: 60, quotaAllocated, lotSizeMax: 100 },
          { kind: 'buy', ...A, supplier: 'P2', quota: 40, lotSizeMax: 100 },
        ],
        demands: needs([5, 250], [9, 250]),
      })
        .orders()
        .map((order) => order.supplier);
    expect(of('0')).toEqual(['P1', 'P2', 'P1', 'P1', 'P2', 'P1']);
    expect(of('300')).toEqual(['P2', 'P2', 'P1', 'P2', 'P1', 'P1']);
  });

  test('a later source takes over only where the first would be late and that is asked for', () => {
    const of = (avoidPastDue: boolean): string[] =>
      planOf({
        sourcing: [
          { kind: 'buy', ...A, supplier: 'ship', leadTimeDays: 30 },
          { kind: 'buy', ...A, supplier: 'air', leadTimeDays: 3, priority: 2 },
        ],
        parameters: [{ ...A, avoidPastDue }],
        demands: needs([2, 1], [10, 1], [40, 1]),
      })
        .orders()
        .map((order) => order.supplier!);
    expect(of(false)).toEqual(['ship', 'ship', 'ship']);
    expect(of(true)).toEqual(['ship', 'air', 'ship']);
  });
});

describe('spare stock', () => {
  const B = { item: 'B', location: 'plant' };

  test('of a substitute takes the place of the item, by its ratio', () => {
    const planned = planOf({
      sourcing: [
        { kind: 'substitute', ...A, substitute: 'B', quantityPer: '1.5' },
        { kind: 'buy', ...A, priority: 2 },
        { kind: 'buy', ...B },
      ],
      stock: [{ ...B, quantity: 20 }],
      demands: [...needs([5, 12]), { ...B, due: on(9), quantity: 4 }],
    });
    // 16 of B are to spare; they make 10 of A and leave 1.
    expect(orders(planned)).toEqual(['10 A 5 ← 5', '2 A 5 ← 5']);
    expect(planned.record('B', 'plant').balance.at(-1)).toBe('1');
  });

  test.each([
    ['earliestFirst', ['40 plant', '20 depot']],
    ['priority', ['10 plant', '50 depot']],
    ['proportional', ['27 plant', '33 depot']],
  ] as const)('is shared %s', (fairShare, wanted) => {
    const lane = { kind: 'transfer', item: 'A', origin: 'hub', onlyFromStock: true } as const;
    const planned = planOf({
      locations: [{ id: 'plant' }, { id: 'depot' }, { id: 'hub' }],
      sourcing: [
        { ...lane, location: 'plant', priority: 2 },
        { ...lane, location: 'depot', priority: 1 },
      ],
      parameters: [{ item: 'A', location: 'hub', fairShare }],
      stock: [{ item: 'A', location: 'hub', quantity: 60 }],
      demands: [...needs([5, 40]), { item: 'A', location: 'depot', due: on(6), quantity: 50 }],
    });
    const moved = planned.orders({ kind: 'transfer' });
    const found = moved.map((order) => `${order.quantity} ${order.location}`);
    expect(found.toSorted()).toEqual(wanted.toSorted());
  });

  test('is what is left after all later needs of the place that gives', () => {
    const planned = planOf({
      sourcing: [
        { kind: 'transfer', ...A, origin: 'depot', onlyFromStock: true, leadTimeDays: 2 },
        { kind: 'buy', ...A, priority: 2 },
      ],
      parameters: [{ item: 'A', location: 'depot', safetyStock: 5 }],
      stock: [{ item: 'A', location: 'depot', quantity: 30 }],
      receipts: [{ item: 'A', location: 'depot', due: on(8), quantity: 10 }],
      demands: [
        ...needs([4, 10], [12, 10]),
        { item: 'A', location: 'depot', due: on(6), quantity: 18 },
      ],
    });
    // On day 2 only 7 can go: 18 of the 30 are needed on day 6 and 5 must stay; later 10 more.
    expect(orders(planned)).toEqual(['7 A 4 ← 2', '3 A 4 ← 4', '10 A 12 ← 10']);
  });
});

describe('buckets', () => {
  test('of a week net together what happens within it, from its first day', () => {
    const rows = {
      sourcing: [{ kind: 'buy', ...A, leadTimeDays: 3 }] satisfies Rows<'sourcing'>,
      receipts: [{ ...A, due: on(4), quantity: 10 }],
      demands: needs([1, 10], [9, 4], [12, 4]),
    };
    expect(orders(planOf(rows))).toEqual(['10 A 1 ← -2']);
    expect(orders(planOf(rows, { bucketDays: 7 }))).toEqual(['8 A 7 ← 4']);
  });

  test.each([0, 1.5, 400])('of %s days are refused', (bucketDays) => {
    expect(() => planOf({}, { bucketDays })).toThrow(
      expect.objectContaining({ code: 'MRP_BAD_OPTION' }),
    );
  });
});

describe('cover', () => {
  test('a lot covers no more days than the maximum, but always its own need', () => {
    const planned = planOf({
      sourcing: [{ kind: 'buy', ...A, lotSizing: { rule: 'periodOfSupply', days: 30 } }],
      parameters: [{ ...A, maxCoverDays: 7 }],
      demands: needs([1, 5], [4, 5], [9, 5], [11, 5]),
    });
    expect(orders(planned)).toEqual(['10 A 1 ← 1', '10 A 9 ← 9']);
  });

  test('a planned rule sees what is short in all periods; a multiple makes later lots smaller', () => {
    const rule = { rule: 'leastUnitCost', setupCost: 100, holdingCost: 1 } as const;
    const of = (more: object): string[] =>
      orders(
        planOf({
          sourcing: [{ kind: 'buy', ...A, lotSizing: rule, ...more }],
          demands: needs([0, 35], [1, 30], [2, 40], [4, 10], [5, 40], [6, 30], [8, 30], [9, 55]),
        }),
      );
    expect(of({})).toEqual(['105 A 0 ← 0', '80 A 4 ← 4', '85 A 8 ← 8']);
    expect(of({ lotSizeMultiple: 50 })).toEqual(['150 A 0 ← 0', '50 A 5 ← 5', '100 A 8 ← 8']);
  });
});
