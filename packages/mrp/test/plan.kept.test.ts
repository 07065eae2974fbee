/**
 * Kept examples: small models on which the plan and its slow twin once disagreed, each with the
 * rule that says who was right.
 */
import { checkModel, type ModelInput, plan } from '@kontor/mrp';
import { expect, test } from 'vitest';
import { slowPlan } from './oracle/slow-plan.ts';

const today = '2026-01-05';

/** What both plan: `quantity item need release`, days by their month and day. */
function ordersOf(input: ModelInput, pastDueRelease: 'keep' | 'clamp' = 'keep'): string[] {
  const model = checkModel(input);
  const [fast, slow] = [
    plan(model, { today, pastDueRelease }).orders(),
    slowPlan(model, { today, pastDueRelease }),
  ].map((orders) =>
    orders.map(
      ({ quantity, item, need, release }) =>
        `${quantity} ${item} ${need.slice(5)} ${release.slice(5)}`,
    ),
  );
  expect(fast).toEqual(slow);
  return fast!;
}

const place = { item: 'desk', location: 'works' };
const lists = { items: [{ id: 'desk' }, { id: 'panel' }], locations: [{ id: 'works' }] };
const panels = [{ component: 'panel', quantityPer: '1' }];
const made = { kind: 'make' as const, ...place };

test('a step of the safety stock that began before today asks for nothing today', () => {
  const parameters = [{ ...place, safetyStock: [{ from: '2025-12-01', quantity: '5' }] }];
  expect(ordersOf({ ...lists, parameters })).toEqual([]);
  const demands = [{ ...place, due: '2026-01-08', quantity: '2' }];
  expect(ordersOf({ ...lists, parameters, demands })).toEqual(['7 desk 01-08 01-08']);
});

test('a reorder level beside a dated safety stock is no event of today', () => {
  const safetyStock = [{ from: '2026-01-20', quantity: '5' }];
  const parameters = [{ ...place, safetyStock, reorderMin: '3' }];
  expect(ordersOf({ ...lists, parameters })).toEqual(['5 desk 01-20 01-20']);
});

test('a phantom that is itself made loses its yield once', () => {
  const boms = [{ item: 'desk', phantom: true, yield: '0.5', lines: panels }];
  const demands = [{ ...place, due: '2026-01-08', quantity: '4' }];
  expect(ordersOf({ ...lists, boms, sourcing: [made], demands })).toEqual([
    '4 desk 01-08 01-08',
    '8 panel 01-08 01-08',
  ]);
});

test('a fixed quantity below phantoms needs no more digits than the share beside it', () => {
  const items = ['a', 'b', 'c', 'd', 'e'];
  const bill = (item: string, component: string) => {
    const line = { component, quantityPer: '0.333', quantityFixed: '1', scrap: '0.3' };
    return { item, phantom: item !== 'a', outputQuantity: '0.7', lines: [line] };
  };
  const input = {
    items: items.map((id) => ({ id, decimals: 2 })),
    locations: [{ id: 'works' }],
    boms: items.slice(1).map((component, at) => bill(items[at]!, component)),
    sourcing: [{ ...made, item: 'a' }],
    demands: [{ item: 'a', location: 'works', due: '2026-01-08', quantity: '1' }],
  };
  // With f = 0.333 / 0.7 / 0.7: f⁴ + f³ + f² + f + 1 = 2.6686…
  expect(ordersOf(input)).toEqual(['1 a 01-08 01-08', '2.67 e 01-08 01-08']);
});

test('of two yields in force the first counts, also where it says that all is good', () => {
  const boms = [{ item: 'desk', yield: [{ yield: '1' }, { yield: '0.5' }], lines: panels }];
  const demands = [{ ...place, due: '2026-01-08', quantity: '4' }];
  expect(ordersOf({ ...lists, boms, sourcing: [made], demands })).toEqual([
    '4 desk 01-08 01-08',
    '4 panel 01-08 01-08',
  ]);
});

test('where the past is closed, nothing is consumed before today', () => {
  const boms = [{ item: 'desk', lines: [{ ...panels[0]!, offsetDays: -3 }] }];
  const demands = [{ ...place, due: '2026-01-06', quantity: '4' }];
  const input = { ...lists, boms, sourcing: [{ ...made, leadTimeDays: 2 }], demands };
  expect(ordersOf(input, 'clamp')).toEqual(['4 desk 01-06 01-05', '4 panel 01-05 01-05']);
  expect(ordersOf(input, 'keep')).toEqual(['4 desk 01-06 01-04', '4 panel 01-01 01-01']);
});

test('an open order not yet started consumes nothing before today either', () => {
  const boms = [{ item: 'desk', lines: [{ ...panels[0]!, offsetDays: -3 }] }];
  const open = { ...place, kind: 'make' as const, due: '2026-01-09', start: '2026-01-06' };
  const input = { ...lists, boms, receipts: [{ ...open, quantity: '4' }] };
  expect(ordersOf(input, 'clamp')).toEqual(['4 panel 01-05 01-05']);
  expect(ordersOf(input, 'keep')).toEqual(['4 panel 01-03 01-03']);
});

test('what the routing works on is what the components are for: both by the due day', () => {
  // Usable on the 16th, when half is good; it arrives on the 14th, when all would be.
  const boms = [{ item: 'desk', yield: [{ from: '2026-01-15', yield: '0.5' }], lines: panels }];
  const routings = [{ item: 'desk', operations: [{ sequence: 10, minutesPerUnit: '1440' }] }];
  const parameters = [{ ...place, receivingDays: 2 }];
  const demands = [{ ...place, due: '2026-01-16', quantity: '2' }];
  const input = { ...lists, boms, routings, parameters, sourcing: [made], demands };
  expect(ordersOf(input)).toEqual(['2 desk 01-16 01-10', '4 panel 01-10 01-10']);
});

test('a step to come is rebuilt on its day: it was not missing before', () => {
  const safetyStock = [
    { from: '2026-01-01', quantity: '5' },
    { from: '2026-01-15', quantity: '12' },
  ];
  const stock = [{ ...place, quantity: '5' }];
  const parameters = [{ ...place, safetyStock, safetyStockPolicy: 'rebuildNow' as const }];
  expect(ordersOf({ ...lists, stock, parameters })).toEqual(['7 desk 01-15 01-15']);
  expect(ordersOf({ ...lists, parameters })).toEqual(['5 desk 01-05 01-05', '7 desk 01-15 01-15']);
});
