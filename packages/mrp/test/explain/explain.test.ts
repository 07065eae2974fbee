/**
 * Explanations on small models, each figure to be found again by hand. Days count from today, a
 * Monday; every day works unless the model has a calendar.
 */
import { day, formatDay } from '@kontor/kernel';
import {
  checkModel,
  explain,
  type ModelInput,
  MrpError,
  type OrderExplanation,
  type Plan,
  type PlanOptions,
  plan,
  recompute,
} from '@kontor/mrp';
import { describe, expect, test } from 'vitest';

const TODAY = '2026-01-05';
const on = (days: number): string => formatDay(day(TODAY) + days);
const after = (text: string): number => day(text) - day(TODAY);

type Rows<List extends keyof ModelInput> = NonNullable<ModelInput[List]>;
const A = { item: 'A', location: 'plant' };

/** Items A to C at one plant, another site beside it; A is bought at once unless said otherwise. */
function planOf(rows: Partial<ModelInput>, options: Partial<PlanOptions> = {}): Plan {
  const model = checkModel({
    items: ['A', 'B', 'C'].map((id) => ({ id })),
    locations: [{ id: 'plant' }, { id: 'depot' }],
    sourcing: [{ kind: 'buy', ...A }],
    ...rows,
  });
  return plan(model, { today: TODAY, ...options });
}

const needs = (...rows: readonly [days: number, quantity: number][]): Rows<'demands'> =>
  rows.map(([days, quantity], at) => ({ id: `d${at + 1}`, ...A, due: on(days), quantity }));

const buy = (terms: Partial<Rows<'sourcing'>[number]>): Rows<'sourcing'>[number] =>
  ({ kind: 'buy', ...A, ...terms }) as Rows<'sourcing'>[number];

/** The explanation of the order of A with the number, from 0; worked out again to be sure. */
function explained(planned: Plan, number = 0): OrderExplanation {
  const order = planned.orders({ item: 'A' })[number]!;
  const found = explain(planned, order.id);
  expect(recompute(found)).toEqual({
    net: found.balance.net,
    quantity: order.quantity,
    source: order.source,
    due: order.due,
    release: order.release,
  });
  return found;
}

/** `rule quantity` of each step from the net requirement to the lot. */
const lotSteps = ({ lot }: OrderExplanation): string =>
  [...lot!.rules, ...lot!.modifiers].map((step) => `${step.rule} ${step.quantity}`).join(', ');

/** `rule days: from → to` of each step of days, backward and then onward; days from today. */
const dateSteps = ({ dates }: OrderExplanation): string[] =>
  [...dates.toDue, ...dates.toRelease, ...(dates.onward ?? [])].map(
    ({ rule, days, from, to }) => `${rule} ${days}: ${after(from)} → ${after(to)}`,
  );

describe('the needs of the day and the balance', () => {
  test('stock, a receipt, needs before and on the day, safety stock', () => {
    const planned = planOf({
      stock: [{ ...A, quantity: 20 }],
      receipts: [{ id: 'r1', ...A, due: on(3), quantity: 5 }],
      demands: needs([2, 8], [4, 20], [4, 7]),
      parameters: [{ ...A, safetyStock: 6 }],
    });
    const { balance, needs: parts, coveredBy } = explained(planned);
    expect(balance).toMatchObject({
      onHand: '20',
      receiptsBefore: '5',
      plannedBefore: '0',
      grossBefore: '8',
      before: '17',
      receipts: '0',
      gross: '27',
      balance: '-10',
      required: '6',
      requiredBy: 'safetyStock',
      net: '16',
    });
    expect(parts.map(({ kind, id, quantity }) => `${kind} ${id} ${quantity}`)).toEqual([
      'demand d2 20',
      'demand d3 7',
    ]);
    expect(coveredBy.map(({ kind, quantity }) => `${kind} ${quantity}`)).toEqual([
      'stock 12',
      'receipt 5',
      'order 10',
    ]);
  });

  test('a planned order, an open order and a lot that expires need it too', () => {
    const planned = planOf({
      sourcing: [buy({}), { kind: 'make', item: 'B', location: 'plant', leadTimeDays: 2 }],
      boms: [{ item: 'B', lines: [{ component: 'A', quantityPer: 3 }] }],
      stock: [{ ...A, quantity: 4, expires: on(8), lot: 'L1' }],
      receipts: [
        {
          id: 'm1',
          item: 'B',
          location: 'plant',
          kind: 'make',
          due: on(9),
          start: on(8),
          quantity: 2,
        },
      ],
      demands: [{ id: 'so', item: 'B', location: 'plant', due: on(10), quantity: 5 }],
    });
    expect(explained(planned).needs).toEqual([
      { kind: 'expired', id: 'L1', quantity: '4' },
      { kind: 'receipt', id: 'm1', for: { item: 'B', location: 'plant' }, quantity: '6' },
      {
        kind: 'order',
        id: `B@plant/${on(10)}/1`,
        for: { item: 'B', location: 'plant' },
        quantity: '9',
      },
    ]);
  });

  test('what is missing before a break is rebuilt today, the rest on its day', () => {
    const planned = planOf({
      stock: [{ ...A, quantity: 5 }],
      receipts: [{ id: 'r1', ...A, due: on(7), quantity: 10 }],
      demands: needs([3, 6], [14, 12]),
      parameters: [{ ...A, safetyStock: 15, safetyStockPolicy: 'rebuildNow' }],
    });
    const today = explained(planned, 0);
    expect(today.day).toBe(TODAY);
    expect(today.balance).toMatchObject({ day: on(3), before: '5', net: '10' });
    expect(today.balance.rebuild).toEqual({ required: '15' });
    expect(explained(planned, 1).balance).toMatchObject({
      plannedBefore: '10',
      before: '15',
      net: '6',
    });
  });

  test('demand first, then the stock that is required', () => {
    const planned = planOf({
      demands: needs([3, 6]),
      parameters: [{ ...A, safetyStock: 15, safetyStockPolicy: 'afterDemand' }],
    });
    expect(explained(planned, 0).balance).toMatchObject({ pass: 'demand', net: '6' });
    expect(explained(planned, 1).balance).toMatchObject({ pass: 'stock', planned: '6', net: '15' });
  });

  test('an open order that was taken to be moved in, and a forecast that orders used up', () => {
    const planned = planOf({
      receipts: [{ id: 'r1', ...A, due: on(9), quantity: 5 }],
      demands: needs([4, 8]),
      forecasts: [{ id: 'f1', ...A, from: on(4), until: on(5), quantity: 10 }],
      parameters: [{ ...A, rescheduleWithinDays: 30 }],
    });
    expect(explained(planned).assumed).toEqual({
      movedIn: [{ receipt: 'r1', quantity: '5', from: on(9), to: on(4) }],
      expired: [],
      forecasts: [{ forecast: 'f1', quantity: '10', net: '2', planned: '2' }],
    });
  });
});

describe('the lot', () => {
  const lots = (terms: Partial<Rows<'sourcing'>[number]>, more: Partial<ModelInput> = {}): Plan =>
    planOf({ sourcing: [buy(terms)], demands: needs([3, 30], [5, 20], [12, 40]), ...more });

  test.each([
    [{}, 'lotForLot 30'],
    [{ lotSizeMin: 50, lotSizeMultiple: 20 }, 'lotForLot 30, min 50, multiple 60'],
    [{ lotSizeMax: 25 }, 'lotForLot 30, max 25'],
    [{ lotSizing: { rule: 'fixedQuantity', quantity: 8 } }, 'fixedQuantity 30, multiple 32, max 8'],
    [{ lotSizing: { rule: 'periodOfSupply', days: 5 } }, 'periodOfSupply 50'],
    [
      { lotSizing: { rule: 'wagnerWhitin', setupCost: 500, holdingCost: 1, periodDays: 7 } },
      'planned 90',
    ],
  ] as const)('%j: %s', (terms, steps) => {
    expect(lotSteps(explained(lots(terms as Partial<Rows<'sourcing'>[number]>)))).toBe(steps);
  });

  test('up to a level, but for a cover of so many days', () => {
    const parameters = [{ ...A, reorderMin: 10, reorderMax: 100, maxCoverDays: 4 }];
    const { balance, lot } = explained(lots({}, { parameters }));
    expect(balance.requiredBy).toBe('reorderLevel');
    expect(lot!.rules).toEqual([
      { rule: 'lotForLot', quantity: '40' },
      { rule: 'orderUpTo', level: '100', required: '10', quantity: '130' },
      {
        rule: 'maxCoverDays',
        days: 4,
        until: on(6),
        events: [{ day: on(5), receipts: '0', gross: '20', required: '10' }],
        quantity: '60',
      },
    ]);
  });

  test('a rule by periods says what it wants received, and what came so far', () => {
    const rule = { rule: 'silverMeal', setupCost: 20, holdingCost: 1, periodDays: 7 } as const;
    const { lot } = explained(lots({ lotSizing: rule, lotSizeMultiple: 60 }), 1);
    expect(lot!.rules).toEqual([
      {
        rule: 'planned',
        name: 'silverMeal',
        periodDays: 7,
        periods: [
          { from: on(0), net: '50', lot: '50' },
          { from: on(7), net: '40', lot: '40' },
        ],
        wantedUntil: '90',
        received: '60',
        quantity: '30',
      },
    ]);
  });

  test('the rest of a lot that passes the maximum goes through all steps again', () => {
    const planned = lots({ lotSizeMin: 12, lotSizeMax: 20 });
    expect(explained(planned, 0).lot).toMatchObject({ number: 1, count: 2, remainder: '10' });
    expect(explained(planned, 1).lot).toMatchObject({ number: 2, covered: '20', quantity: '12' });
  });
});

describe('the source', () => {
  const verdicts = ({ choice }: OrderExplanation): string[] =>
    choice!.sources.map(({ id, verdict }) => `${id} ${verdict}`);

  test('by rank, in force on the due day', () => {
    const sourcing = [
      buy({ id: 'late', from: on(30) }),
      buy({ id: 'now', priority: 2 }),
      buy({ id: 'other', priority: 3 }),
      { kind: 'transfer', id: 'spare', ...A, origin: 'depot', onlyFromStock: true } as const,
    ];
    const found = explained(planOf({ sourcing, demands: needs([3, 5]) }));
    expect(found.choice!.by).toBe('rank');
    expect(verdicts(found)).toEqual([
      'spare fromStockOnly',
      'late notInForce',
      'now chosen',
      'other lowerRank',
    ]);
  });

  test('by quota, with what each was given before', () => {
    const sourcing = [
      buy({ id: 'P1', quota: 60, quotaAllocated: 10, lotSizeMax: 100 }),
      buy({ id: 'P2', quota: 40, lotSizeMax: 100 }),
    ];
    const planned = planOf({ sourcing, demands: needs([3, 300]) });
    const turns = [0, 1, 2].map((number) => {
      const { by, sources } = explained(planned, number).choice!;
      return `${by}: ${sources.map((s) => `${s.id} ${s.allocated}/${s.quota} ${s.verdict}`).join(', ')}`;
    });
    expect(turns).toEqual([
      'quota: P1 10/60 quota, P2 0/40 chosen',
      'quota: P1 10/60 chosen, P2 100/40 quota',
      'quota: P1 110/60 chosen, P2 100/40 quota',
    ]);
  });

  test('where lateness counts, the first that need not leave before today', () => {
    const sourcing = [buy({ id: 'slow', leadTimeDays: 9 }), buy({ id: 'fast', priority: 2 })];
    const parameters = [{ ...A, avoidPastDue: true }];
    const planned = planOf({ sourcing, parameters, demands: needs([-2, 1], [3, 5]) });
    expect(explained(planned, 0).choice!.by).toBe('noneInTime');
    const found = explained(planned, 1);
    expect(found.choice!.by).toBe('inTime');
    expect(verdicts(found)).toEqual(['slow late', 'fast chosen']);
    expect(found.choice!.sources.map(({ release }) => after(release!))).toEqual([-6, 3]);
  });

  test('bought from nobody where the model names no source', () => {
    const found = explained(planOf({ sourcing: [], demands: needs([3, 5]) }));
    expect(verdicts(found)).toEqual(['no source chosen']);
    expect(found.dates.toRelease).toEqual([]);
  });
});

describe('the days', () => {
  const calendars = [{ id: 'five-day', holidays: [on(8)], minutesPerDay: 480 }];
  const locations = [{ id: 'plant', calendar: 'five-day' }, { id: 'depot' }];

  test('safety, receiving, making, preparation and lead time, each in working days', () => {
    const planned = planOf({
      calendars,
      locations,
      boms: [{ item: 'A', leadTimeDays: 2, preparationDays: 1, yield: '0.8', lines: [] }],
      routings: [
        { item: 'A', operations: [{ sequence: 1, setupMinutes: 90, minutesPerUnit: 40 }] },
      ],
      sourcing: [{ kind: 'make', ...A, leadTimeDays: 7 }],
      parameters: [{ ...A, safetyTimeDays: 1, receivingDays: 1 }],
      demands: needs([26, 9]),
    });
    const found = explained(planned);
    // Day 26 is a Saturday. 12 are started for 9: 570 minutes, two days of 480.
    expect(dateSteps(found)).toEqual([
      'safetyTime 1: 26 → 25',
      'receiving 1: 25 → 24',
      'making 2: 24 → 22',
      'leadTime 3: 22 → 17',
    ]);
    const [, making, leadTime] = found.dates.toRelease;
    expect(making!.making).toMatchObject({ started: '12', yield: '4/5', minutes: 570 });
    expect(leadTime!.leadTime).toEqual({ of: 'bill', days: 2, preparationDays: 1 });
    expect(found.yield).toEqual({ yield: '4/5', started: '12' });
  });

  test('a due day that does not work moves to the one before; a holiday is shown', () => {
    const planned = planOf({
      calendars,
      locations,
      sourcing: [buy({ leadTimeDays: 4 })],
      demands: needs([13, 9]),
    });
    const { dates } = explained(planned);
    expect(dates.toDue[0]).toMatchObject({ rule: 'workingDay', from: on(13), to: on(11) });
    expect(dates.toRelease[0]!.week).toEqual({
      calendar: 'five-day',
      workingWeekdays: [1, 2, 3, 4, 5],
      holidays: [on(8)],
      extraWorkingDays: [],
      minutesPerDay: 480,
    });
    expect(after(dates.release)).toBe(4);
  });

  test.each([
    ['source', [buy({ leadTimeDays: 3 })], 3],
    ['item', [buy({})], 5],
  ] as const)('the lead time is that of the %s', (of, sourcing, days) => {
    const items = [{ id: 'A', leadTimeDays: 5 }];
    const planned = planOf({ items, sourcing: [...sourcing], demands: needs([9, 1]) });
    const [step] = explained(planned).dates.toRelease;
    expect(step!.leadTime).toEqual({ of, days, preparationDays: 0 });
  });

  test('a planning time fence, and a release time fence', () => {
    const fenced = (terms: object): OrderExplanation =>
      explained(
        planOf({
          sourcing: [buy({ leadTimeDays: 3 })],
          parameters: [{ ...A, ...terms }],
          demands: needs([4, 8]),
        }),
      );
    expect(dateSteps(fenced({ planningTimeFenceDays: 10 }))).toEqual([
      'planningFence 10: 4 → 10',
      'leadTime 3: 10 → 7',
    ]);
    const held = fenced({ releaseTimeFenceDays: 5 });
    expect(held.dates.earliest).toEqual({ day: on(5), by: 'releaseFence' });
    expect(dateSteps(held)).toEqual(['leadTime 3: 4 → 1', 'leadTime 3: 5 → 8']);
  });

  test('a release before today is moved to today where the past is closed', () => {
    const rows = { sourcing: [buy({ leadTimeDays: 6 })], demands: needs([4, 8]) };
    expect(dateSteps(explained(planOf(rows)))).toEqual(['leadTime 6: 4 → -2']);
    const found = explained(planOf(rows, { pastDueRelease: 'clamp' }));
    expect(found.dates.earliest).toEqual({ day: TODAY, by: 'today' });
    expect(dateSteps(found)).toEqual(['leadTime 6: 4 → -2', 'leadTime 6: 0 → 6']);
  });
});

describe('a move of spare stock', () => {
  const from = (item: string, location: string, origin: string) =>
    ({ kind: 'transfer', item, location, origin, onlyFromStock: true, leadTimeDays: 2 }) as const;

  test('what there was to spare, whose turn it was, and the share', () => {
    const planned = planOf({
      locations: [{ id: 'plant' }, { id: 'depot' }, { id: 'shop' }],
      items: [{ id: 'A', decimals: 2 }],
      sourcing: [from('A', 'plant', 'depot'), from('A', 'shop', 'depot')],
      stock: [{ item: 'A', location: 'depot', quantity: 60 }],
      parameters: [{ item: 'A', location: 'depot', fairShare: 'proportional' }],
      demands: [
        { item: 'A', location: 'plant', due: on(5), quantity: 50 },
        { item: 'A', location: 'shop', due: on(5), quantity: 40 },
      ],
    });
    const order = planned.orders({ location: 'plant', kind: 'transfer' })[0]!;
    const found = explain(planned, order.id);
    expect(order.quantity).toBe('33.33');
    expect(recompute(found).quantity).toBe('33.33');
    expect(found.move).toMatchObject({
      net: '50',
      given: '0',
      origin: { item: 'A', location: 'depot' },
      takenOn: on(3),
      found: '60',
      spare: '60',
      policy: 'proportional',
      turn: 1,
      turns: 2,
      share: { supply: '60', own: 0, used: '0' },
      wanted: '33.33',
      taken: '33.33',
    });
    expect(found.move!.share!.claims.map(({ quantity }) => quantity)).toEqual(['50', '40']);
  });

  test('a substitute counts in its own unit, in whole multiples', () => {
    const planned = planOf({
      items: [{ id: 'A' }, { id: 'B', decimals: 1 }],
      sourcing: [
        { kind: 'substitute', ...A, substitute: 'B', quantityPer: '1.5', lotSizeMultiple: 4 },
        buy({ priority: 2 }),
      ],
      stock: [{ item: 'B', location: 'plant', quantity: '10' }],
      demands: needs([5, 20]),
    });
    expect(explained(planned, 0).move).toMatchObject({
      quantityPer: '3/2',
      spare: '10',
      wanted: '6',
      modifiers: [{ rule: 'multiple', parameter: '4', quantity: '4' }],
      taken: '6',
    });
    expect(explained(planned, 1).balance).toMatchObject({ planned: '4', net: '16' });
  });
});

test('an order that is not planned has no explanation', () => {
  const planned = planOf({ demands: needs([3, 5]) });
  expect(() => planned.explain('A@plant/2026-01-09/1')).toThrow(
    expect.toSatisfy((error: unknown) => MrpError.is(error, 'MRP_UNKNOWN_ORDER')),
  );
});
