/**
 * Why there is no order: the record of a day, with a reason that can be checked by hand.
 */
import { day, formatDay } from '@kontor/kernel';
import { checkModel, type DayExplanation, type ModelInput, MrpError, plan } from '@kontor/mrp';
import { describe, expect, test } from 'vitest';

const TODAY = '2026-01-05';
const on = (days: number): string => formatDay(day(TODAY) + days);
const A = { item: 'A', location: 'plant' };

function explainDay(days: number, rows: Partial<ModelInput>): DayExplanation {
  const model = checkModel({
    items: [{ id: 'A' }],
    locations: [{ id: 'plant' }],
    sourcing: [{ kind: 'buy', ...A }],
    ...rows,
  });
  return plan(model, { today: TODAY }).explainNeed('A', 'plant', on(days));
}

const demand = (days: number, quantity: number) => ({ ...A, due: on(days), quantity });
const stock = (quantity: number) => [{ ...A, quantity }];

describe('the reasons', () => {
  test.each<[string, number, Partial<ModelInput>, string, string]>([
    ['nothing happens that day', 4, { demands: [demand(3, 5)] }, 'noEvent', '0'],
    ['stock is enough', 3, { stock: stock(9), demands: [demand(3, 5)] }, 'stockCovers', '4'],
    [
      'an open order is enough',
      3,
      { receipts: [{ ...A, due: on(2), quantity: 7 }], demands: [demand(3, 5)] },
      'receiptsCover',
      '2',
    ],
    [
      'an open order is taken to be moved in',
      3,
      {
        receipts: [{ ...A, due: on(9), quantity: 7 }],
        parameters: [{ ...A, rescheduleWithinDays: 20 }],
        demands: [demand(3, 5)],
      },
      'receiptsCover receiptMovedIn',
      '2',
    ],
    [
      'a larger lot of before is enough',
      5,
      {
        sourcing: [{ kind: 'buy', ...A, lotSizeMin: 30 }],
        demands: [demand(3, 5), demand(5, 20)],
      },
      'ordersCover',
      '5',
    ],
    [
      'no stock is required before today',
      -2,
      { stock: stock(9), parameters: [{ ...A, safetyStock: 50 }], demands: [demand(-2, 5)] },
      'beforeToday stockCovers',
      '4',
    ],
    [
      'it is planned by hand',
      3,
      { parameters: [{ ...A, planning: 'manual' }], demands: [demand(3, 5)] },
      'manual',
      '-5',
    ],
    ['it is ordered', 3, { demands: [demand(3, 5)] }, 'ordered', '-5'],
  ])('%s', (_, days, rows, reasons, balance) => {
    const found = explainDay(days, rows);
    expect(found.reasons.join(' ')).toBe(reasons);
    expect(found.balance.balance).toBe(balance);
    expect(found.orders).toHaveLength(reasons === 'ordered' ? 1 : 0);
  });
});

test('what is planned by hand says what lacks, each need for itself', () => {
  const rows = {
    parameters: [{ ...A, planning: 'manual' as const }],
    demands: [demand(3, 5), demand(6, 8)],
  };
  expect(explainDay(6, rows).balance).toMatchObject({ plannedBefore: '5', net: '8' });
});

test('the needs of a covered day are told with what covers them', () => {
  const found = explainDay(3, { stock: stock(9), demands: [{ id: 'so', ...demand(3, 5) }] });
  expect(found.needs).toEqual([{ kind: 'demand', id: 'so', quantity: '5' }]);
  expect(found.coveredBy).toEqual([{ kind: 'stock', id: 'stock', day: TODAY, quantity: '5' }]);
});

test('a day of a segment, where the site plans it apart', () => {
  const model = checkModel({
    items: [{ id: 'A' }],
    locations: [{ id: 'plant' }],
    parameters: [{ ...A, segments: 'own' }],
    stock: stock(9),
    demands: [{ ...demand(3, 5), segment: 'blue' }],
  });
  const planned = plan(model, { today: TODAY });
  const blue = planned.explainNeed('A', 'plant', on(3), { segment: 'blue' });
  expect(blue.reasons).toEqual(['ordered']);
  expect(blue.orders[0]!.segment).toBe('blue');
  expect(planned.explainNeed('A', 'plant', on(3)).reasons).toEqual(['noEvent']);
});

test('within a week all of its days are one', () => {
  const model = checkModel({
    items: [{ id: 'A' }],
    locations: [{ id: 'plant' }],
    demands: [demand(9, 5), demand(11, 7)],
  });
  const planned = plan(model, { today: TODAY, bucketDays: 7 });
  expect(planned.explainNeed('A', 'plant', on(11))).toMatchObject({
    day: on(7),
    balance: { gross: '12', net: '12' },
  });
});

test('an item that is not planned there is refused', () => {
  const isUnknown = expect.toSatisfy((error: unknown) => MrpError.is(error, 'MRP_UNKNOWN_NODE'));
  const planned = plan(checkModel({ items: [{ id: 'A' }], locations: [{ id: 'plant' }] }), {
    today: TODAY,
  });
  expect(() => planned.explainNeed('A', 'plant', on(3))).toThrow(isUnknown);
});
