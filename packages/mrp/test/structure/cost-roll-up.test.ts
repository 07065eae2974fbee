/**
 * Costs: a bike by hand, each way of supply, what is missing, and what if.
 */
import {
  checkModel,
  costRollUp,
  type CostRollUp,
  type CostTerms,
  type ItemCost,
  type ModelInput,
  MrpError,
} from '@kontor/mrp';
import { describe, expect, test } from 'vitest';
import { bicycle, bicycleWith } from './bicycle.ts';

const costOf = ({ costs }: CostRollUp, item: string, location?: string): ItemCost =>
  costs.find((row) => row.item === item && (location ?? row.location) === row.location)!;

const routings: NonNullable<ModelInput['routings']> = [
  {
    item: 'bike',
    operations: [
      { sequence: 10, setupMinutes: '30', minutesPerUnit: '20', costPerHour: '48' },
      { sequence: 20, minutesPerUnit: '10', costPerHour: '60' },
    ],
  },
  { item: 'wheel', operations: [{ sequence: 10, minutesPerUnit: '12', costPerHour: '50' }] },
  // A phantom is no order: this is never worked.
  { item: 'axle set', operations: [{ sequence: 10, minutesPerUnit: '99', costPerHour: '99' }] },
];

describe('costRollUp', () => {
  test('a bike, by hand', () => {
    const rolled = costRollUp(bicycleWith({ routings }), { quantity: 10 });
    expect(rolled.missing).toEqual([]);
    expect(costOf(rolled, 'rim')).toMatchObject({ level: 2, material: '3', total: '3' });
    // (36 × 1.05 × 0.5 + 3) / 0.8 material, 12 / 0.8 minutes at 50.
    expect(costOf(rolled, 'wheel')).toMatchObject({
      level: 1,
      by: 'make',
      material: '27.375',
      labour: '12.5',
      total: '39.875',
      exactTotal: '319/8',
      ownCost: { material: '0', labour: '12.5', subcontract: '0', transfer: '0' },
    });
    // 100 + 2 wheels + 2 axles + 4 + 1 + 3/10 screws; (20 + 30/10) at 48 and 10 at 60, and wheels'.
    expect(costOf(rolled, 'bike')).toMatchObject({
      level: 0,
      material: '163.28',
      labour: '53.4',
      total: '216.68',
      ownCost: { labour: '28.4' },
      lacks: [],
    });
  });

  test('rows come deepest first', () => {
    const { costs } = costRollUp(bicycleWith());
    const levels = costs.map((row) => row.level);
    expect(levels).toEqual([...levels].sort((a, b) => b - a));
    expect(costs.at(-1)!.level).toBe(0);
  });

  test.each<[CostTerms, string]>([
    [{ quantity: 3 }, '6.6667'],
    [{ quantity: 3, decimals: 2 }, '6.67'],
    [{ quantity: 3, decimals: 2, rounding: 'down' }, '6.66'],
    [{ quantity: 3, decimals: 0 }, '7'],
    [{ quantity: 8, decimals: 1, rounding: 'halfEven' }, '2.5'],
    [{ quantity: 16, decimals: 1, rounding: 'halfEven' }, '1.2'],
    [{ quantity: 16, decimals: 1, rounding: 'halfUp' }, '1.3'],
  ])('a setup of 20 spread and rounded by %o is %s', (terms, total) => {
    const model = checkModel({
      locations: [{ id: 'works' }],
      items: [{ id: 'P' }],
      boms: [{ item: 'P', lines: [] }],
      routings: [
        { item: 'P', operations: [{ sequence: 1, setupMinutes: '60', costPerHour: '20' }] },
      ],
    });
    expect(costOf(costRollUp(model, terms), 'P').total).toBe(total);
  });

  test('a cost that is missing is listed, and what contains it has no total', () => {
    const items = bicycle.items.map((row) => (row.id === 'spoke' ? { id: 'spoke' } : row));
    const rolled = costRollUp(bicycleWith({ items }));
    expect(rolled.missing).toEqual([{ code: 'NO_PRICE', item: 'spoke', location: 'plant' }]);
    const wheel = costOf(rolled, 'wheel');
    expect(wheel).toMatchObject({ material: '3.75', lacks: ['spoke@plant'] });
    expect(wheel).not.toHaveProperty('total');
    expect(wheel).not.toHaveProperty('exactTotal');
    expect(costOf(rolled, 'bike').lacks).toEqual(['wheel@plant']);
    expect(costOf(rolled, 'rim').total).toBe('3');
  });

  describe('by the first source in force', () => {
    const world = (sourcing: ModelInput['sourcing'], rest: Partial<ModelInput> = {}) =>
      checkModel({
        locations: ['plant', 'mill', 'shop'].map((id) => ({ id })),
        items: [
          { id: 'desk', cost: '500' },
          { id: 'board', cost: '10' },
        ],
        boms: [
          { item: 'desk', lines: [{ component: 'board', quantityPer: '4' }] },
          {
            item: 'desk',
            alternate: 'solid',
            lines: [{ component: 'board', quantityPer: '6' }],
          },
        ],
        sourcing,
        ...rest,
      });
    const desk = { item: 'desk', location: 'plant' };
    const board = { item: 'board', location: 'plant' };
    const mill = { item: 'board', location: 'mill' };

    test.each<[string, NonNullable<ModelInput['sourcing']>, Partial<ItemCost>]>([
      ['made', [{ kind: 'make', ...desk }], { by: 'make', material: '40', total: '40' }],
      [
        'made, the source charging for it',
        [{ kind: 'make', ...desk, cost: '7' }],
        { by: 'make', material: '40', labour: '7', total: '47' },
      ],
      [
        'made by an alternate',
        [{ kind: 'make', ...desk, alternate: 'solid' }],
        { by: 'make', alternate: 'solid', total: '60' },
      ],
      ['bought at the item’s price', [{ kind: 'buy', ...desk }], { by: 'buy', total: '500' }],
      [
        'bought at the source’s price',
        [{ kind: 'buy', ...desk, cost: '450' }],
        { by: 'buy', material: '450', total: '450' },
      ],
      [
        'by the lower priority number, then the lower cost',
        [
          { kind: 'buy', ...desk, cost: '450', priority: 2 },
          { kind: 'buy', ...desk, cost: '480', supplier: 'mill' },
          { kind: 'buy', ...desk, cost: '479', supplier: 'shop' },
        ],
        { total: '479' },
      ],
      [
        'not by one out of force, nor by spare stock',
        [
          { kind: 'buy', ...desk, cost: '1', until: '2026-01-01', supplier: 'mill' },
          { kind: 'transfer', ...desk, cost: '2', origin: 'mill', onlyFromStock: true },
          { kind: 'substitute', ...desk, cost: '3', substitute: 'board' },
          { kind: 'buy', ...desk, cost: '450' },
        ],
        { total: '450' },
      ],
      [
        'by a subcontractor, of boards moved to him',
        [
          { kind: 'subcontract', ...desk, cost: '25', componentsAt: 'mill' },
          { kind: 'transfer', ...mill, cost: '0.5', origin: 'plant' },
          { kind: 'buy', ...board },
        ],
        { by: 'subcontract', material: '40', subcontract: '25', transfer: '2', total: '67' },
      ],
    ])('%s', (_way, sourcing, expected) => {
      const rolled = costRollUp(world(sourcing), { on: '2026-01-05' });
      expect(costOf(rolled, 'desk', 'plant')).toMatchObject(expected);
    });

    test('a site where things differ has its own rows', () => {
      const model = world([
        { kind: 'make', ...desk },
        { kind: 'buy', ...board, cost: '11' },
        { kind: 'make', item: 'desk', location: 'mill' },
        { kind: 'buy', ...mill, cost: '9' },
        { kind: 'transfer', item: 'desk', location: 'shop', origin: 'mill', cost: '3' },
      ]);
      const totals = costRollUp(model).costs.map((row) => [row.item, row.location, row.total]);
      expect(totals).toEqual(
        expect.arrayContaining([
          ['desk', 'plant', '44'],
          ['desk', 'mill', '36'],
          ['desk', 'shop', '39'],
          ['board', 'plant', '11'],
          ['board', 'mill', '9'],
        ]),
      );
      expect(totals).toHaveLength(5);
      // Asked about one site, every item there, and where it comes from.
      const atShop = costRollUp(model, { location: 'shop' });
      expect(costOf(atShop, 'board', 'shop').total).toBe('10');
      expect(costOf(atShop, 'desk', 'shop').total).toBe('39');
      expect(costOf(atShop, 'desk', 'mill').total).toBe('36');
    });

    test('work and moves that nobody gave a cost are missing, and known to be so', () => {
      const { missing } = costRollUp(
        world([
          { kind: 'subcontract', ...desk },
          { kind: 'transfer', ...board, origin: 'mill' },
        ]),
      );
      expect(missing).toEqual([
        { code: 'NO_TRANSFER_COST', item: 'board', location: 'plant' },
        { code: 'NO_SUBCONTRACT_COST', item: 'desk', location: 'plant' },
      ]);
    });

    test('what if: by an alternate, whatever the sources say', () => {
      const model = world([{ kind: 'buy', ...desk }]);
      const rolled = costRollUp(model, { alternates: { desk: 'solid' } });
      expect(costOf(rolled, 'desk', 'plant')).toMatchObject({ alternate: 'solid', total: '60' });
    });
  });

  describe('co-products', () => {
    // A run of 2 sawn logs costs 120 and yields 8 boards, 6 slats and a heap of dust beside.
    const sawmill = (boms: Partial<NonNullable<ModelInput['boms']>[number]> = {}) =>
      checkModel({
        locations: [{ id: 'mill' }],
        items: [
          { id: 'board' },
          { id: 'slat' },
          { id: 'dust', cost: '9' },
          { id: 'log', cost: '60' },
          { id: 'crate' },
        ],
        boms: [
          {
            item: 'board',
            outputQuantity: '8',
            lines: [{ component: 'log', quantityPer: '2' }],
            outputs: [
              { item: 'slat', quantityPer: '6', costShare: '0.3' },
              { item: 'dust', quantityPer: '1' },
            ],
            ...boms,
          },
          {
            item: 'crate',
            lines: [
              { component: 'slat', quantityPer: '10' },
              { component: 'dust', quantityPer: '1' },
            ],
          },
        ],
      });

    test('carry their share, by-products nothing, the item the rest', () => {
      const rolled = costRollUp(sawmill());
      expect(costOf(rolled, 'board')).toMatchObject({ by: 'make', total: '10.5' });
      expect(costOf(rolled, 'slat')).toMatchObject({ by: 'coProduct', total: '6' });
      expect(costOf(rolled, 'dust')).toMatchObject({ by: 'byProduct', total: '0' });
      expect(costOf(rolled, 'crate').total).toBe('60');
    });

    test('the shares add up to the run at any yield', () => {
      const rolled = costRollUp(sawmill({ yield: '0.5' }));
      // 4 good boards at 21, 6 slats at 6: 120.
      expect(costOf(rolled, 'board').total).toBe('21');
      expect(costOf(rolled, 'slat').total).toBe('6');
    });
  });

  test.each<[string, CostTerms]>([
    ['quantity', { quantity: 0 }],
    ['decimals', { decimals: -1 }],
    ['location', { location: 'moon' }],
    ['alternates.bike', { alternates: { bike: 'cargo' } }],
  ])('refuses a bad %s by its name', (path, terms) => {
    try {
      costRollUp(bicycleWith(), terms);
      expect.unreachable('it was taken');
    } catch (error) {
      expect(MrpError.is(error, 'MRP_BAD_FIGURE') && error.details.path).toBe(path);
    }
  });

  test('a circle over bills that no source follows is named', () => {
    const circle = bicycleWith({
      boms: [
        ...bicycle.boms!,
        { item: 'steel', lines: [{ component: 'wheel', quantityPer: '1' }] },
      ],
    });
    expect(() => costRollUp(circle)).toThrow(/needs/);
  });
});
