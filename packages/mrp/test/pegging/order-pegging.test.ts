/**
 * Pegging as a reader asks for it, on a small model with figures to be redone by hand.
 */
import { checkModel, type ModelInput, MrpError, type Plan, type PegShare, plan } from '@kontor/mrp';
import { describe, expect, test } from 'vitest';

const today = '2026-01-05';
const place = { location: 'plant' };

/** Bikes of two wheels, made by tens, with a can of paint to start each order. */
const bikes = (rest: Partial<ModelInput> = {}): ModelInput => ({
  items: [{ id: 'bike' }, { id: 'wheel' }, { id: 'paint' }],
  locations: [{ id: 'plant' }],
  boms: [
    {
      item: 'bike',
      lines: [
        { component: 'wheel', quantityPer: '2' },
        { component: 'paint', quantityPer: '0.01', quantityFixed: '1' },
      ],
    },
  ],
  sourcing: [
    { kind: 'make', item: 'bike', ...place, leadTimeDays: 2, lotSizeMultiple: '10' },
    { kind: 'buy', item: 'wheel', ...place, leadTimeDays: 5 },
    { kind: 'buy', item: 'paint', ...place, leadTimeDays: 5 },
  ],
  stock: [{ item: 'wheel', ...place, quantity: '6' }],
  demands: [
    { id: 'so-1', item: 'bike', ...place, due: '2026-02-02', quantity: '3' },
    { id: 'so-2', item: 'bike', ...place, due: '2026-02-09', quantity: '4' },
  ],
  ...rest,
});

const planOf = (input: ModelInput): Plan => plan(checkModel(input), { today });

const texts = (shares: readonly PegShare[]): string[] =>
  shares.map(({ kind, id, day, quantity }) => `${quantity} ${kind} ${id} ${day}`);

const BIKES = 'bike@plant/2026-02-02/1';
const WHEELS = 'wheel@plant/2026-01-31/1';

describe('of a planned order', () => {
  const planned = planOf(bikes());

  test('up: what it serves, and what stays in stock', () => {
    const { item, quantity, up } = planned.pegging(BIKES);
    expect([item, quantity]).toEqual(['bike', '10']);
    expect(texts(up())).toEqual([
      '3 demand so-1 2026-02-02',
      '4 demand so-2 2026-02-09',
      '3 stock stock 2026-02-02',
    ]);
  });

  test('down: what serves it, by component', () => {
    const shares = planned.pegging(BIKES).down();
    expect(shares.map(({ item }) => item)).toEqual(['paint', 'wheel', 'wheel']);
    expect(texts(shares)).toEqual([
      '2 order paint@plant/2026-01-31/1 2026-01-31',
      '6 stock stock 2026-01-05',
      `14 order ${WHEELS} 2026-01-31`,
    ]);
  });

  test('up in full: its quantity divided among demands, each in proportion', () => {
    const { steps, ends } = planned.pegging(WHEELS).up({ full: true });
    expect(steps.map(({ of }) => of)).toEqual([WHEELS, BIKES, BIKES, BIKES]);
    expect(texts(ends)).toEqual([
      '21/5 demand so-1 2026-02-02',
      '28/5 demand so-2 2026-02-09',
      '21/5 stock stock 2026-02-02',
    ]);
  });

  test('down in full: what is bought for it, and from stock', () => {
    const { ends } = planned.pegging(BIKES).down({ full: true });
    expect(texts(ends)).toEqual([
      '6 stock stock 2026-01-05',
      '2 order paint@plant/2026-01-31/1 2026-01-31',
      `14 order ${WHEELS} 2026-01-31`,
    ]);
  });

  test('what is bought is served by nothing', () => {
    const { down, coProducts } = planned.pegging(WHEELS);
    expect([down(), down({ full: true }), coProducts()]).toEqual([[], { steps: [], ends: [] }, []]);
  });
});

describe('of a demand', () => {
  test('one level and in full', () => {
    const { quantity, down } = planOf(bikes()).peggingOfDemand('so-2');
    expect([quantity, texts(down())]).toEqual(['4', [`4 order ${BIKES} 2026-02-02`]]);
    expect(texts(down({ full: true }).ends)).toEqual([
      '12/5 stock stock 2026-01-05',
      '4/5 order paint@plant/2026-01-31/1 2026-01-31',
      `28/5 order ${WHEELS} 2026-01-31`,
    ]);
  });

  test('what a planner by hand leaves open is short', () => {
    const parameters = [{ item: 'bike', ...place, planning: 'manual' as const }];
    const stock = [{ item: 'bike', ...place, quantity: '5' }];
    const { down } = planOf(bikes({ parameters, stock })).peggingOfDemand('so-2');
    expect(texts(down())).toEqual(['2 stock stock 2026-01-05', '2 short short 2026-02-09']);
  });
});

describe('of an open order', () => {
  const receipts: ModelInput['receipts'] = [
    {
      id: 'mo-1',
      item: 'bike',
      ...place,
      kind: 'make',
      due: '2026-01-30',
      start: '2026-01-28',
      quantity: '8',
    },
  ];
  const planned = planOf(bikes({ receipts }));

  test('it is served by what it takes on its start day', () => {
    const { up, down } = planned.pegging('mo-1');
    expect(texts(up())).toEqual([
      '3 demand so-1 2026-02-02',
      '4 demand so-2 2026-02-09',
      '1 stock stock 2026-01-30',
    ]);
    expect(texts(down())).toEqual([
      '2 order paint@plant/2026-01-28/1 2026-01-28',
      '6 stock stock 2026-01-05',
      '10 order wheel@plant/2026-01-28/1 2026-01-28',
    ]);
  });

  test('it stands between a component and a demand', () => {
    const { ends } = planned.pegging('wheel@plant/2026-01-28/1').up({ full: true });
    expect(texts(ends)).toEqual([
      '15/4 demand so-1 2026-02-02',
      '5 demand so-2 2026-02-09',
      '5/4 stock stock 2026-01-30',
    ]);
  });

  test('one that has a planned order’s id is asked for as an open order', () => {
    const [firm] = receipts;
    const twice = planOf(
      bikes({
        receipts: [{ ...firm!, id: BIKES, quantity: '1' }],
      }),
    );
    expect(twice.pegging(BIKES).quantity).toBe('10');
    expect(twice.peggingOfReceipt(BIKES).quantity).toBe('1');
  });
});

describe('beside the bill', () => {
  test('a co-product costs nothing: what the order takes is pegged to its own item', () => {
    const planned = planOf({
      items: [{ id: 'oil' }, { id: 'cake' }, { id: 'seed' }],
      locations: [{ id: 'plant' }],
      boms: [
        {
          item: 'oil',
          lines: [{ component: 'seed', quantityPer: '3' }],
          outputs: [{ item: 'cake', quantityPer: '2' }],
        },
      ],
      sourcing: [
        { kind: 'make', item: 'oil', ...place, leadTimeDays: 1 },
        { kind: 'buy', item: 'seed', ...place },
        { kind: 'buy', item: 'cake', ...place },
      ],
      demands: [
        { id: 'oil', item: 'oil', ...place, due: '2026-02-02', quantity: '10' },
        { id: 'cake', item: 'cake', ...place, due: '2026-02-05', quantity: '15' },
      ],
    });
    const pressed = planned.pegging('oil@plant/2026-02-02/1');
    expect(texts(pressed.up())).toEqual(['10 demand oil 2026-02-02']);
    const [cake] = pressed.coProducts();
    expect([cake!.item, ...texts(cake!.shares)]).toEqual([
      'cake',
      '15 demand cake 2026-02-05',
      '5 stock stock 2026-02-02',
    ]);
    const { ends } = planned.peggingOfDemand('cake').down({ full: true });
    expect(texts(ends)).toEqual(['15 coProduct oil@plant/2026-02-02/1 2026-02-02']);
    const seed = planned.pegging('seed@plant/2026-02-01/1').up({ full: true });
    expect(texts(seed.ends)).toEqual(['30 demand oil 2026-02-02']);
  });

  test('over a lane, and by spare stock of another site, down to the last', () => {
    const at = (location: string) => ({ item: 'wheel', location });
    const planned = planOf({
      items: [{ id: 'wheel' }],
      locations: [{ id: 'plant' }, { id: 'shop' }, { id: 'depot' }],
      sourcing: [
        { kind: 'buy', ...at('plant'), leadTimeDays: 5 },
        { kind: 'transfer', ...at('shop'), origin: 'plant', leadTimeDays: 1 },
        { kind: 'transfer', ...at('shop'), origin: 'depot', leadTimeDays: 3, onlyFromStock: true },
      ],
      stock: [{ ...at('depot'), quantity: '4' }],
      demands: [{ id: 'so-1', ...at('shop'), due: '2026-02-02', quantity: '10' }],
    });
    const { ends } = planned.peggingOfDemand('so-1').down({ full: true });
    expect(ends.map(({ location, quantity, kind }) => [location, kind, quantity])).toEqual([
      ['depot', 'stock', '4'],
      ['plant', 'order', '6'],
    ]);
    const move = planned.orders({ location: 'shop' }).find(({ origin }) => origin === 'depot')!;
    expect(texts(planned.pegging(move.id).down())).toEqual(['4 stock stock 2026-01-05']);
  });
});

describe('what is not there', () => {
  test.each(['bike@plant/2026-02-02/2', 'mo-1', 'bike', '', 'bike@nowhere/2026-02-02/1'])(
    'no order %j',
    (id) => {
      try {
        planOf(bikes()).pegging(id);
        expect.unreachable();
      } catch (error) {
        expect(MrpError.is(error, 'MRP_UNKNOWN_ORDER') && error.details.order).toBe(id);
      }
    },
  );

  test('no demand; a closed order', () => {
    const receipts = [
      { id: 'po-1', item: 'wheel', ...place, due: today, quantity: '1', status: 'closed' as const },
    ];
    const planned = planOf(bikes({ receipts }));
    expect(() => planned.peggingOfDemand('so-9')).toThrow(/no demand 'so-9'/);
    expect(() => planned.peggingOfReceipt('po-1')).toThrow(/no order 'po-1'/);
  });

  test('ids are found whatever signs the names of items, sites and segments have', () => {
    const odd = { item: 'a@b/c#d', location: 'x@y#z/1' };
    const planned = planOf({
      items: [{ id: odd.item }],
      locations: [{ id: odd.location }],
      sourcing: [{ kind: 'buy', ...odd }],
      parameters: [{ ...odd, segments: 'own' }],
      demands: [
        { ...odd, due: '2026-02-02', quantity: '1', segment: 's#@1' },
        { ...odd, due: '2026-02-02', quantity: '2' },
      ],
    });
    const ids = planned.orders().map(({ id }) => id);
    expect(ids.map((id) => planned.pegging(id).quantity).toSorted()).toEqual(['1', '2']);
  });
});
