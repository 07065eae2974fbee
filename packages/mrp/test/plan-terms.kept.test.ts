/**
 * Kept examples of segments, expiry, rescheduling, spare stock and buckets: small models on which
 * the plan and its slow twin once disagreed, each with the rule that says who was right.
 */
import { checkModel, type ModelInput, plan } from '@kontor/mrp';
import { expect, test } from 'vitest';
import { slowPlan } from './oracle/slow-plan.ts';

const today = '2026-01-05';

/** What both plan: `quantity kind item@location need release`, days by their month and day. */
function ordersOf(input: ModelInput, bucketDays = 1): string[] {
  const model = checkModel(input);
  const [fast, slow] = [
    plan(model, { today, bucketDays }).orders(),
    slowPlan(model, { today, bucketDays }),
  ].map((orders) =>
    orders.map(
      ({ quantity, kind, item, location, need, release }) =>
        `${quantity} ${kind} ${item}@${location} ${need.slice(5)} ${release.slice(5)}`,
    ),
  );
  expect(fast!.toSorted()).toEqual(slow!.toSorted());
  return fast!;
}

const place = { item: 'desk', location: 'works' };
const lists = {
  items: [{ id: 'desk' }, { id: 'panel' }],
  locations: [{ id: 'works' }, { id: 'shop' }],
};
const demand = (due: string, quantity: string) => ({ ...place, due, quantity });
const receipt = (due: string, quantity: string) => ({ ...place, due, quantity });

test('a segment keeps the times of its item and site, and none of its stock', () => {
  const parameters = [
    { ...place, segments: 'own' as const, receivingDays: 2, safetyTimeDays: 1, safetyStock: '9' },
  ];
  const demands = [{ ...demand('2026-01-15', '4'), segment: 'red' }];
  expect(ordersOf({ ...lists, parameters, demands })).toEqual(['4 buy desk@works 01-15 01-12']);
});

test('a subcontractor takes components on working days of the site, not of his calendar', () => {
  const subcontract = { kind: 'subcontract' as const, ...place, calendar: 'weekend' };
  const input: ModelInput = {
    ...lists,
    calendars: [{ id: 'weekend', workingWeekdays: [0, 6] }],
    boms: [{ item: 'desk', lines: [{ component: 'panel', quantityPer: '1', offsetDays: 1 }] }],
    sourcing: [subcontract],
    demands: [demand('2026-01-11', '4')],
  };
  expect(ordersOf(input)).toEqual([
    '4 subcontract desk@works 01-11 01-11',
    '4 buy panel@works 01-12 01-12',
  ]);
});

test('a late receipt that has expired meanwhile is no supply', () => {
  const receipts = [{ ...receipt('2026-01-02', '5'), expires: '2026-01-05' }];
  const demands = [demand('2026-01-08', '4')];
  expect(ordersOf({ ...lists, receipts, demands })).toEqual(['4 buy desk@works 01-08 01-08']);
});

test('receipts are not moved in for stock that is planned after demand', () => {
  const policy = { safetyStock: '5', safetyStockPolicy: 'afterDemand' as const };
  const parameters = [{ ...place, ...policy, rescheduleWithinDays: 30 }];
  const receipts = [receipt('2026-01-20', '7')];
  const demands = [demand('2026-01-08', '4'), demand('2026-01-12', '1')];
  // The 7 are moved in to the 8th for the 4; the 5 that lack then are not a reason to.
  expect(ordersOf({ ...lists, parameters, receipts, demands })).toEqual([
    '2 buy desk@works 01-08 01-08',
    '1 buy desk@works 01-12 01-12',
  ]);
});

test('an open subcontract order takes components where its first source by rank does', () => {
  const subcontract = { kind: 'subcontract' as const, ...place };
  const input: ModelInput = {
    ...lists,
    boms: [{ item: 'desk', lines: [{ component: 'panel', quantityPer: '1' }] }],
    sourcing: [
      { ...subcontract, supplier: 'second', priority: 2 },
      { ...subcontract, supplier: 'first', componentsAt: 'shop' },
    ],
    receipts: [{ ...receipt('2026-01-09', '4'), kind: 'subcontract', status: 'firmPlanned' }],
  };
  expect(ordersOf(input)).toEqual(['4 buy panel@shop 01-09 01-09']);
});

test('a co-product serves needs before a receipt that expires, which is then left to expire', () => {
  const input: ModelInput = {
    ...lists,
    boms: [{ item: 'desk', lines: [], outputs: [{ item: 'panel', quantityPer: '1' }] }],
    sourcing: [{ kind: 'make', ...place }],
    receipts: [
      { item: 'panel', location: 'works', due: '2026-01-12', quantity: '4', expires: '2026-01-20' },
    ],
    demands: [
      demand('2026-01-08', '4'),
      { item: 'panel', location: 'works', due: '2026-01-10', quantity: '4' },
      { item: 'panel', location: 'works', due: '2026-01-25', quantity: '4' },
    ],
  };
  expect(ordersOf(input)).toEqual([
    '4 make desk@works 01-08 01-08',
    '4 buy panel@works 01-25 01-25',
  ]);
});

test('of the lots of a day the first to expire pays what was owed, in whatever order they stand', () => {
  const lots = [
    receipt('2026-01-12', '4'),
    { ...receipt('2026-01-12', '4'), expires: '2026-01-14' },
  ];
  const demands = [demand('2026-01-08', '4'), demand('2026-01-20', '8')];
  const expected = ['4 buy desk@works 01-08 01-08'];
  // Paid by the lot that would expire: nothing does.
  expect(ordersOf({ ...lists, receipts: lots, demands })).toEqual(expected);
  expect(ordersOf({ ...lists, receipts: lots.toReversed(), demands })).toEqual(expected);
});

test('where stock is planned after demand, each has a move of spare stock of its own', () => {
  const lane = { kind: 'transfer' as const, item: 'desk', location: 'shop', origin: 'works' };
  const input: ModelInput = {
    ...lists,
    sourcing: [{ ...lane, onlyFromStock: true }],
    parameters: [
      { item: 'desk', location: 'shop', safetyStock: '3', safetyStockPolicy: 'afterDemand' },
    ],
    stock: [{ ...place, quantity: '6' }],
    demands: [{ item: 'desk', location: 'shop', due: '2026-01-08', quantity: '2' }],
  };
  expect(ordersOf(input)).toEqual([
    '2 transfer desk@shop 01-08 01-08',
    '3 transfer desk@shop 01-08 01-08',
  ]);
});

test('of two steps of a safety stock in one bucket the later counts, in whatever order they stand', () => {
  const steps = [
    { from: '2026-01-14', quantity: '5' },
    { from: '2026-01-13', quantity: '2' },
  ];
  const expected = ['5 buy desk@works 01-12 01-12'];
  for (const safetyStock of [steps, steps.toReversed()]) {
    expect(ordersOf({ ...lists, parameters: [{ ...place, safetyStock }] }, 7)).toEqual(expected);
  }
});

test('of the open orders of a day the larger is moved in first, in whatever order they stand', () => {
  const parameters = [{ ...place, rescheduleWithinDays: 30 }];
  const demands = [demand('2026-01-08', '5'), demand('2026-01-12', '5')];
  const open = [receipt('2026-01-15', '3'), receipt('2026-01-15', '10')];
  for (const receipts of [open, open.toReversed()]) {
    expect(ordersOf({ ...lists, parameters, demands, receipts })).toEqual([]);
  }
});

test('an overdue move takes what comes in today, and nothing is planned for it where it is taken', () => {
  const input: ModelInput = {
    ...lists,
    sourcing: [
      { kind: 'transfer', item: 'desk', location: 'shop', origin: 'works', onlyFromStock: true },
    ],
    receipts: [receipt('2026-01-05', '10')],
    demands: [{ item: 'desk', location: 'shop', due: '2026-01-02', quantity: '5' }],
  };
  expect(ordersOf(input)).toEqual(['5 transfer desk@shop 01-02 01-02']);
});
