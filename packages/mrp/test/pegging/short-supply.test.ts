/**
 * Who goes short at a hub that is planned by hand, or whose orders a fence keeps out.
 *
 * | on hand 60, 12 more on day 15 | D1: 50, day 9, priority 1 | D2: 40, day 9, priority 2 | D3: 10, day 12, priority 1 |
 * |---|---|---|---|
 * | earliestFirst | 50 | 10 and 12 | – |
 * | priority | 50 | 10 and 2 | 10 |
 * | proportional, day 9: 60 for 90 | 33 | 27 | |
 * | day 15: 12 for the 17, 13 and 10 still open | 5 | 4 | 3 |
 */
import { checkModel, type ModelInput, type Plan, plan } from '@kontor/mrp';
import { expect, test } from 'vitest';
import { caseDate } from '../conformance/case-model.ts';

const at = { item: 'H', location: 'HUB' };

const demand = (id: string, day: number, quantity: number, priority: number) => ({
  ...at,
  id,
  due: caseDate(day),
  quantity,
  priority,
});

type Terms = Partial<NonNullable<ModelInput['parameters']>[number]>;

function planned(terms: Terms, rest: Partial<ModelInput> = {}): Plan {
  const model: ModelInput = {
    items: [{ id: 'H' }],
    locations: [{ id: 'HUB' }],
    sourcing: [{ ...at, kind: 'buy', leadTimeDays: 4 }],
    parameters: [{ ...at, ...terms }],
    stock: [{ ...at, quantity: 60 }],
    receipts: [{ ...at, id: 'R', due: caseDate(15), quantity: 12 }],
    demands: [demand('D1', 9, 50, 1), demand('D2', 9, 40, 2), demand('D3', 12, 10, 1)],
    ...rest,
  };
  return plan(checkModel(model), { today: caseDate(0) });
}

const shares = (of: Plan): string[] =>
  of
    .demandShares()
    .map(({ demand: id, shares: own }) =>
      [id, ...own.map(({ id: supply, quantity }) => `${quantity} of ${supply}`)].join(' '),
    );

test.each([
  ['earliestFirst', ['D1 50 of stock', 'D2 10 of stock 12 of R', 'D3']],
  ['priority', ['D1 50 of stock', 'D2 10 of stock 2 of R', 'D3 10 of R']],
  ['proportional', ['D1 33 of stock 5 of R', 'D2 27 of stock 4 of R', 'D3 3 of R']],
] as const)('planned by hand, %s', (fairShare, expected) => {
  expect(shares(planned({ planning: 'manual', fairShare }))).toEqual(expected);
});

test('without a shortage every policy serves all', () => {
  const stock = [{ ...at, quantity: 100 }];
  for (const fairShare of ['earliestFirst', 'priority', 'proportional'] as const) {
    const served = shares(planned({ planning: 'manual', fairShare }, { stock, receipts: [] }));
    expect(served).toEqual(['D1 50 of stock', 'D2 40 of stock', 'D3 10 of stock']);
  }
});

test('who waits for what a fence keeps out is late by the fence, each for his part', () => {
  const short = planned(
    { planningTimeFenceDays: 20, fairShare: 'proportional' },
    { receipts: [], demands: [demand('D1', 9, 50, 1), demand('D2', 9, 40, 2)] },
  ).shortages();
  expect(short.map((one) => [one.demand, one.quantity, one.lateDays])).toEqual([
    ['D1', '17', 11],
    ['D2', '13', 11],
  ]);
});

test('stock below nothing is gone already, and shared by nobody', () => {
  const short = planned(
    { planning: 'manual', fairShare: 'proportional' },
    {
      stock: [{ ...at, quantity: -30 }],
      receipts: [{ ...at, id: 'R', due: caseDate(9), quantity: 90 }],
      demands: [demand('D1', 9, 50, 1), demand('D2', 9, 40, 2)],
    },
  );
  expect(shares(short)).toEqual(['D1 33 of R', 'D2 27 of R']);
});
