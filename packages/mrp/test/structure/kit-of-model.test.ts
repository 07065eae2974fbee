/**
 * Kits of a model: which stock counts, and what a batch takes.
 */
import { checkModel, kitAvailabilityOf, type ModelInput, MrpError } from '@kontor/mrp';
import { describe, expect, test } from 'vitest';

const TODAY = '2026-01-05';
type Bill = NonNullable<ModelInput['boms']>[number];

/** A first-aid kit of plasters and bandages; plasters are stocked by the box of 12. */
const clinic = (rest: Partial<ModelInput>, bill: Partial<Bill> = {}): ModelInput => ({
  units: [{ id: 'each' }, { id: 'box' }],
  unitConversions: [{ unit: 'box', of: 'each', factor: '12' }],
  locations: [{ id: 'clinic' }, { id: 'store' }],
  items: [{ id: 'kit' }, { id: 'plaster', unit: 'box' }, { id: 'bandage' }, { id: 'bag' }],
  boms: [
    {
      item: 'kit',
      lines: [
        { component: 'plaster', quantityPer: '4', unit: 'each' },
        { component: 'bandage', quantityPer: '2' },
      ],
      ...bill,
    },
  ],
  ...rest,
});

const at = 'clinic';
const boxes = (quantity: string, rest: object = {}) => ({
  item: 'plaster',
  location: at,
  quantity,
  ...rest,
});
const bandages = (quantity: string, rest: object = {}) => ({
  item: 'bandage',
  location: at,
  quantity,
  ...rest,
});

const kits = (input: ModelInput, terms: object = {}) =>
  kitAvailabilityOf(checkModel(input), 'kit', at, { today: TODAY, ...terms });

describe('kitAvailabilityOf', () => {
  test('a third of a box a kit: two boxes make six', () => {
    expect(kits(clinic({ stock: [boxes('2'), bandages('20')] }))).toEqual({
      batches: '6',
      units: '6',
      goodUnits: '6',
      limitedBy: [{ item: 'plaster', location: at }],
    });
  });

  test.each<[string, object, string]>([
    ['free stock counts', {}, '10'],
    ['held stock does not', { status: 'hold' }, '4'],
    ['nor held stock that is to be free', { status: 'hold', availableOn: TODAY }, '4'],
    ['nor what expires today', { expires: TODAY }, '4'],
    ['but what expires tomorrow does', { expires: '2026-01-06' }, '10'],
    ['nor what is there tomorrow', { availableOn: '2026-01-06' }, '4'],
    ['nor what lies elsewhere', { location: 'store' }, '4'],
  ])('%s', (_rule, rest, expected) => {
    const stock = [boxes('9'), bandages('8'), bandages('12', rest)];
    expect(kits(clinic({ stock })).units).toBe(expected);
  });

  test('what is reserved for a demand is not free', () => {
    const stock = [boxes('9'), bandages('20')];
    const demands = [{ id: 'D', ...bandages('15'), due: '2026-02-01' }];
    const reservations = [{ ...bandages('15'), demand: 'D' }];
    expect(kits(clinic({ stock, demands, reservations })).units).toBe('2');
  });

  test('stock of a segment is for that segment, where it is planned apart', () => {
    const stock = [boxes('9'), boxes('9', { segment: 'fair' }), bandages('6', { segment: 'fair' })];
    const parameters = [
      { item: 'bandage', location: at, segments: 'own' as const },
      { item: 'plaster', location: at, segments: 'own' as const },
    ];
    expect(kits(clinic({ stock, parameters })).units).toBe('0');
    expect(kits(clinic({ stock, parameters }), { segment: 'fair' }).units).toBe('3');
    expect(kits(clinic({ stock })).units).toBe('3');
  });

  test('what a segment’s demand reserves is taken from that segment’s stock', () => {
    const fair = { segment: 'fair' };
    const stock = [bandages('8'), bandages('20', fair)];
    const input = clinic(
      {
        stock,
        parameters: [{ item: 'bandage', location: at, segments: 'own' }],
        demands: [{ id: 'D', ...bandages('14', fair), due: '2026-02-01' }],
        reservations: [{ ...bandages('14'), demand: 'D' }],
      },
      { lines: [{ component: 'bandage', quantityPer: '2' }] },
    );
    expect(kits(input).units).toBe('4');
    expect(kits(input, fair).units).toBe('3');
  });

  test('batches, units and good units are told apart', () => {
    const input = clinic(
      { stock: [boxes('9'), bandages('7')] },
      { outputQuantity: '3', yield: '0.75' },
    );
    expect(kits(input)).toMatchObject({ batches: '3', units: '9', goodUnits: '6' });
  });

  test('scrap is added, and a fixed quantity is taken once', () => {
    const lines = [{ component: 'bandage', quantityPer: '2', quantityFixed: '5', scrap: '0.2' }];
    // (30 − 5) / 2.5
    expect(kits(clinic({ stock: [bandages('30')] }, { lines })).units).toBe('10');
    expect(kits(clinic({ stock: [bandages('4')] }, { lines })).units).toBe('0');
  });

  test('phantoms are made of what lies there, at the site of their line', () => {
    const input = clinic({
      boms: [
        { item: 'kit', lines: [{ component: 'bag', quantityPer: '2', location: 'store' }] },
        { item: 'bag', phantom: true, lines: [{ component: 'bandage', quantityPer: '3' }] },
      ],
      stock: [bandages('100'), bandages('13', { location: 'store' })],
    });
    expect(kits(input)).toMatchObject({
      units: '2',
      limitedBy: [{ item: 'bandage', location: 'store' }],
    });
  });

  test('the bill of today, or an alternate', () => {
    const line = (quantityPer: string) => [{ component: 'bandage', quantityPer }];
    const input = clinic({
      boms: [
        { item: 'kit', revision: 'A', until: TODAY, lines: line('1') },
        { item: 'kit', revision: 'B', from: TODAY, lines: line('2') },
        { item: 'kit', alternate: 'large', lines: line('6') },
      ],
      stock: [bandages('12')],
    });
    expect(kits(input).units).toBe('6');
    expect(kits(input, { alternate: 'large' }).units).toBe('2');
  });

  test('an item without a bill in force is refused', () => {
    try {
      kits(clinic({}, { from: '2026-01-06' }));
      expect.unreachable('it was taken');
    } catch (error) {
      expect(MrpError.is(error, 'MRP_BAD_FIGURE') && error.details.path).toBe('item');
    }
  });
});
