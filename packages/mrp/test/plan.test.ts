import { checkModel, type ModelInput, MrpError, plan, planInSteps } from '@kontor/mrp';
import { describe, expect, test } from 'vitest';
import { expectGrid } from './grid.ts';

const today = '2026-01-05';

/** A bike of two wheels, made at the plant, sold at the shop. */
const bicycle = (changes: Partial<ModelInput> = {}): ModelInput => ({
  items: [{ id: 'bike' }, { id: 'wheel' }],
  locations: [{ id: 'plant' }, { id: 'shop' }],
  boms: [{ item: 'bike', lines: [{ component: 'wheel', quantityPer: '2' }] }],
  sourcing: [
    { kind: 'transfer', item: 'bike', location: 'shop', origin: 'plant', leadTimeDays: 3 },
    { kind: 'make', item: 'bike', location: 'plant', leadTimeDays: 2 },
    { kind: 'buy', item: 'wheel', location: 'plant', supplier: 'rim', leadTimeDays: 10 },
  ],
  demands: [{ id: 'so-1', item: 'bike', location: 'shop', due: '2026-02-02', quantity: '5' }],
  ...changes,
});

const orders = (input: ModelInput, options: { pastDueRelease?: 'keep' | 'clamp' } = {}): string[] =>
  plan(checkModel(input), { today, ...options })
    .orders()
    .map((o) => `${o.kind} ${o.quantity} ${o.item}@${o.location} ${o.release}→${o.due}`);

describe('netting', () => {
  test('lot-for-lot with safety stock and a two-bucket lead time', () =>
    expectGrid(`
      item A   on-hand 20   safety-stock 5   lead-time 2
      bucket                1    2    3    4    5
      gross requirements   10   10   10   10   10
      scheduled receipts    0    0    4    0    0
      net requirements      0    5    6   10   10
      planned receipts      0    5    6   10   10
      planned releases      6   10   10    0    0
      balance              10    5    5    5    5
    `));

  // The eight-week record of docs/internals/netting.md, three lot rules.
  test.each([
    ['lot-for-lot', '', '0 0 0 20 25 40 10 30', '20 20 20 10 10 10 10 10'],
    [
      'minimum 40, multiple 25',
      '   min 40   multiple 25',
      '0 0 0 50 0 50 0 50',
      '20 20 20 40 15 25 15 35',
    ],
    [
      'minimum 50, multiple 50',
      '   min 50   multiple 50',
      '0 0 0 50 0 50 0 50',
      '20 20 20 40 15 25 15 35',
    ],
  ])('eight weeks: %s', (_name, rule, receipts, balance) =>
    expectGrid(`
      item A   on-hand 35   safety-stock 10   lead-time 2${rule}
      bucket                1   2   3   4   5   6   7   8
      gross requirements   15  20   0  30  25  40  10  30
      scheduled receipts    0  20   0   0   0   0   0   0
      planned receipts     ${receipts}
      balance              ${balance}
    `),
  );

  test('a receipt of a day counts before its requirements', () =>
    expectGrid(`
      item A   on-hand 0   lead-time 0
      bucket                1   2
      gross requirements    5   5
      scheduled receipts    5   0
      planned receipts      0   5
    `));

  test('safety stock is asked for on a day with an event, not before', () =>
    expectGrid(`
      item A   on-hand 5   safety-stock 15   lead-time 0
      bucket                3   7  14
      gross requirements    6   0  12
      scheduled receipts    0  10   0
      planned receipts     16   0   2
    `));

  test('a maximum splits an order, and the last lot obeys minimum and multiple', () => {
    const model = bicycle({
      sourcing: [
        {
          kind: 'buy',
          item: 'bike',
          location: 'shop',
          lotSizeMin: '60',
          lotSizeMultiple: '20',
          lotSizeMax: '100',
        },
      ],
      demands: [{ item: 'bike', location: 'shop', due: '2026-02-02', quantity: '230' }],
    });
    expect(
      plan(checkModel(model), { today })
        .orders()
        .map((o) => o.quantity),
    ).toEqual(['100', '100', '60']);
  });

  test('negative stock is a need of today', () => {
    const model = bicycle({
      stock: [{ item: 'wheel', location: 'plant', quantity: '-3' }],
      demands: [],
    });
    expect(orders(model)).toEqual(['buy 3 wheel@plant 2025-12-26→2026-01-05']);
  });
});

describe('dates', () => {
  test('a need goes down through lane, bill and lead times', () => {
    expect(orders(bicycle())).toEqual([
      'transfer 5 bike@shop 2026-01-30→2026-02-02',
      'make 5 bike@plant 2026-01-28→2026-01-30',
      'buy 10 wheel@plant 2026-01-18→2026-01-28',
    ]);
  });

  test('lead times are working days of the calendar in force, due days move to a working day', () => {
    const model = bicycle({
      calendars: [{ id: 'five-day', holidays: ['2026-01-27'] }],
      locations: [{ id: 'plant', calendar: 'five-day' }, { id: 'shop' }],
      demands: [{ item: 'bike', location: 'shop', due: '2026-02-04', quantity: '1' }],
    });
    // 2026-02-01 is a Sunday: the plant's orders are due on Friday the 30th; the holiday costs a day.
    expect(orders(model)).toEqual([
      'transfer 1 bike@shop 2026-02-01→2026-02-04',
      'make 1 bike@plant 2026-01-28→2026-01-30',
      'buy 2 wheel@plant 2026-01-13→2026-01-28',
    ]);
  });

  test('a routing takes setup and time per unit in whole days, earlier', () => {
    const model = bicycle({
      calendars: [{ id: 'shift', workingWeekdays: [0, 1, 2, 3, 4, 5, 6], minutesPerDay: 480 }],
      locations: [{ id: 'plant', calendar: 'shift' }, { id: 'shop' }],
      routings: [
        {
          item: 'bike',
          operations: [
            { sequence: 10, setupMinutes: '60', minutesPerUnit: '100' },
            { sequence: 20, minutesPerUnit: '84.5' },
          ],
        },
      ],
    });
    // 60 + 5 × 184.5 = 982.5 minutes: 983 of 480 a day are three days, and two of lead time before.
    expect(orders(model)[1]).toBe('make 5 bike@plant 2026-01-25→2026-01-30');
  });

  test('a release before today is kept, or moved to today with the due day after it', () => {
    const late = {
      demands: [{ item: 'bike', location: 'plant', due: '2026-01-10', quantity: '1' }],
    };
    expect(orders(bicycle(late))).toEqual([
      'make 1 bike@plant 2026-01-08→2026-01-10',
      'buy 2 wheel@plant 2025-12-29→2026-01-08',
    ]);
    expect(orders(bicycle(late), { pastDueRelease: 'clamp' })).toEqual([
      'make 1 bike@plant 2026-01-08→2026-01-10',
      'buy 2 wheel@plant 2026-01-05→2026-01-15',
    ]);
  });

  test('an instant is a day in the zone of its site', () => {
    const model = bicycle({
      locations: [{ id: 'plant' }, { id: 'shop', timeZone: 'Australia/Sydney' }],
      demands: [{ item: 'bike', location: 'shop', due: '2026-04-19T20:00:00Z', quantity: '1' }],
    });
    expect(plan(checkModel(model), { today }).orders({ location: 'shop' })[0]!.due).toBe(
      '2026-04-20',
    );
  });
});

describe('sources', () => {
  const twoSources = (first: object, second: object): ModelInput =>
    bicycle({
      sourcing: [
        { kind: 'buy', item: 'bike', location: 'shop', supplier: 'a', ...first },
        { kind: 'buy', item: 'bike', location: 'shop', supplier: 'b', ...second },
      ],
    });
  const supplierOf = (model: ModelInput): string | undefined =>
    plan(checkModel(model), { today }).orders({ location: 'shop' })[0]!.supplier;

  test.each([
    ['priority first', { priority: 2 }, { priority: 1 }, 'b'],
    ['then cost', { cost: '9' }, { cost: '8.5' }, 'b'],
    ['then id', {}, {}, 'a'],
    ['one that is not yet in force is passed over', { from: '2026-03-01' }, {}, 'b'],
    ['one that has ended is passed over', { until: '2026-02-02' }, { priority: 5 }, 'b'],
  ])('%s', (_rule, first, second, expected) => {
    expect(supplierOf(twoSources(first, second))).toBe(expected);
  });

  test('a need without a source is planned, reported and short, never dropped', () => {
    const model = checkModel(bicycle({ sourcing: [] }));
    const result = plan(model, { today });
    expect(result.orders()).toMatchObject([{ kind: 'buy', quantity: '5', source: 'no source' }]);
    expect(result.messages()).toMatchObject([
      { code: 'NO_SOURCE', item: 'bike', location: 'shop' },
    ]);
    expect(result.shortages()).toMatchObject([
      { demand: 'so-1', lateDays: null, available: null, cause: { kind: 'noSource' } },
    ]);
  });
});

describe('open orders', () => {
  test('a make order not yet started takes its components on its start day', () => {
    const model = bicycle({
      demands: [],
      receipts: [
        {
          item: 'bike',
          location: 'plant',
          kind: 'make',
          due: '2026-01-30',
          start: '2026-01-28',
          quantity: '4',
        },
      ],
    });
    expect(orders(model)).toEqual(['buy 8 wheel@plant 2026-01-18→2026-01-28']);
  });

  test('a transfer is an issue at its origin only until it is shipped', () => {
    const transfer = {
      kind: 'transfer' as const,
      item: 'bike',
      location: 'shop',
      due: '2026-01-20',
    };
    const open = { ...transfer, origin: 'plant', ship: '2026-01-17', quantity: '2' };
    const shipped = { ...transfer, quantity: '2' };
    const plant = (receipts: ModelInput['receipts']): string[] =>
      plan(checkModel(bicycle({ demands: [], receipts })), { today }).record('bike', 'plant')
        .gross as string[];
    expect(plant([open]).filter((gross) => gross !== '0')).toEqual(['2']);
    expect(orders(bicycle({ demands: [], receipts: [shipped] }))).toEqual([]);
  });

  test('an overdue receipt counts today and is reported', () => {
    const model = bicycle({
      demands: [{ item: 'wheel', location: 'plant', due: '2026-01-06', quantity: '4' }],
      receipts: [
        { id: 'po-7', item: 'wheel', location: 'plant', due: '2026-01-02', quantity: '4' },
      ],
    });
    const result = plan(checkModel(model), { today });
    expect(result.orderCount).toBe(0);
    expect(result.messages()).toMatchObject([{ code: 'RECEIPT_PAST_DUE', order: 'po-7' }]);
  });
});

describe('shortages and pegging', () => {
  test('a demand is as late as the latest release under it, and the cause is named', () => {
    const model = bicycle({
      demands: [{ id: 'so-9', item: 'bike', location: 'shop', due: '2026-01-15', quantity: '1' }],
    });
    const [shortage] = plan(checkModel(model), { today }).shortages();
    expect(shortage).toEqual({
      demand: 'so-9',
      item: 'bike',
      location: 'shop',
      due: '2026-01-15',
      quantity: '1',
      lateDays: 5,
      available: '2026-01-20',
      cause: {
        kind: 'releasePastDue',
        item: 'wheel',
        location: 'plant',
        text: "buy 2 'wheel' at 'plant': should have been released on 2025-12-31",
      },
    });
  });

  test('stock serves the earlier demand, an order the rest', () => {
    const model = bicycle({
      stock: [{ item: 'bike', location: 'shop', quantity: '6' }],
      demands: [
        { id: 'later', item: 'bike', location: 'shop', due: '2026-03-02', quantity: '5' },
        { id: 'first', item: 'bike', location: 'shop', due: '2026-02-02', quantity: '5' },
      ],
    });
    const shares = plan(checkModel(model), { today }).demandShares();
    expect(
      shares.map(({ demand, shares: of }) => [demand, of.map((s) => `${s.quantity} ${s.kind}`)]),
    ).toEqual([
      ['first', ['5 stock']],
      ['later', ['1 stock', '4 order']],
    ]);
    expect(shares[1]!.shares[1]!.id).toBe('bike@shop/2026-03-02/1');
  });
});

describe('the run', () => {
  test('in steps gives the same plan, with progress', async () => {
    const model = checkModel(bicycle());
    const seen: number[] = [];
    const result = await planInSteps(model, { today }, { onProgress: (done) => seen.push(done) });
    expect(result.orders()).toEqual(plan(model, { today }).orders());
    expect(seen.at(-1)).toBe(3);
  });

  test('stops with the reason of its signal', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(planInSteps(checkModel(bicycle()), { today }, { signal })).rejects.toThrow(
      'enough',
    );
  });

  test('a need of a component past 2^53 is refused, never rounded', () => {
    const many = String(Number.MAX_SAFE_INTEGER);
    const model = bicycle({
      demands: [1, 2].map((n) => ({
        item: 'bike',
        location: 'shop',
        due: `2026-02-0${n}`,
        quantity: many,
      })),
    });
    const run = (): unknown => plan(checkModel(model), { today });
    expect(run).toThrow(expect.objectContaining({ code: 'MRP_QUANTITY_TOO_LARGE' }));
  });

  test('refuses options that make no sense', () => {
    const model = checkModel(bicycle());
    expect(() => plan(model, { today: '2026-02-30' })).toThrow(/2026-02-30/);
    try {
      plan(model, { today, pastDueRelease: 'drop' as 'keep' });
      expect.unreachable();
    } catch (error) {
      expect(MrpError.is(error, 'MRP_BAD_OPTION')).toBe(true);
    }
  });

  test('a chain of 20,000 levels is planned without recursion', () => {
    const count = 20_000;
    const items = Array.from({ length: count }, (_, n) => ({ id: `i${n}` }));
    const model = checkModel({
      items,
      locations: [{ id: 'plant' }],
      boms: items.slice(0, -1).map(({ id }, n) => ({
        item: id,
        lines: [{ component: `i${n + 1}`, quantityPer: '1' }],
      })),
      sourcing: items.map(({ id }) => ({ kind: 'make' as const, item: id, location: 'plant' })),
      demands: [{ item: 'i0', location: 'plant', due: '2026-02-02', quantity: '3' }],
    });
    const result = plan(model, { today });
    expect(result.orderCount).toBe(count);
    expect(result.nodes().at(-1)).toEqual({
      item: `i${count - 1}`,
      location: 'plant',
      level: count - 1,
    });
  });
});
