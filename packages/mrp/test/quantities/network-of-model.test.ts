/**
 * A model as a quantity network: its buckets, its names, and what only orders can say.
 */
import {
  checkModel,
  type ModelInput,
  MrpError,
  planQuantities,
  quantityNetwork,
} from '@kontor/mrp';
import { describe, expect, test } from 'vitest';

const place = { item: 'desk', location: 'works' };
const today = '2026-01-05';

/** Desks of two panels each: made in 3 days, panels bought in 10. */
const desks: ModelInput = {
  locations: [{ id: 'works' }],
  items: [{ id: 'desk' }, { id: 'panel' }],
  boms: [{ item: 'desk', lines: [{ component: 'panel', quantityPer: '2' }] }],
  sourcing: [
    { ...place, kind: 'make', leadTimeDays: 3 },
    { item: 'panel', location: 'works', kind: 'buy', leadTimeDays: 10, lotSizeMultiple: '20' },
  ],
  demands: [
    { ...place, due: '2026-01-04', quantity: '1' },
    { ...place, due: '2026-01-14', quantity: '7' },
  ],
};

/** Releases of an item by first day of the bucket. */
function releases(input: ModelInput, bucketDays: number, item: string): Record<string, number> {
  const network = quantityNetwork(checkModel(input), { today, bucketDays });
  const node = network.nodes.findIndex((at) => at.item === item);
  const { plannedReleases } = planQuantities(network).record(node);
  const found: Record<string, number> = {};
  plannedReleases.forEach((quantity, bucket) => {
    if (quantity > 0) found[network.bucketStarts[bucket]!] = quantity;
  });
  return found;
}

describe('quantityNetwork', () => {
  test('by days: overdue needs and late releases keep their own day', () => {
    expect(releases(desks, 1, 'desk')).toEqual({ '2026-01-01': 1, '2026-01-11': 7 });
    expect(releases(desks, 1, 'panel')).toEqual({ '2025-12-22': 20 });
  });

  test('by weeks from today: lead times are rounded up to whole weeks', () => {
    expect(releases(desks, 7, 'desk')).toEqual({ '2025-12-22': 1, '2026-01-05': 7 });
    expect(releases(desks, 7, 'panel')).toEqual({ '2025-12-08': 20 });
  });

  test('there are as many buckets in front as the way down takes, or as few as are asked for', () => {
    const model = checkModel(desks);
    expect(quantityNetwork(model, { today })).toMatchObject({ pastBuckets: 14, bucketCount: 24 });
    const short = quantityNetwork(model, { today, pastBuckets: 2 });
    expect(short).toMatchObject({ pastBuckets: 2, bucketCount: 12 });
    expect(short.bucketStarts[0]).toBe('2026-01-03');
    // Both lots of panels lie before the first bucket, so they are one.
    expect([...planQuantities(short).record(1).plannedReleases]).toEqual([
      20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ]);
  });

  test('quantities are steps of the item: a tenth where it has one decimal', () => {
    const items = [{ id: 'desk' }, { id: 'panel', decimals: 1 }];
    const stock = [{ item: 'panel', location: 'works', quantity: '1.5' }];
    const network = quantityNetwork(checkModel({ ...desks, items, stock }), { today });
    expect([...network.onHand]).toEqual([0, 15]);
    expect([...network.uses.quantityPer]).toEqual([20]);
    expect([...network.lotSizeMultiple!]).toEqual([0, 200]);
  });

  test('a node that passes 2^53 is named by its item and site', () => {
    const demands = [{ ...place, due: '2026-01-14', quantity: String(2 ** 52 + 1) }];
    const network = quantityNetwork(checkModel({ ...desks, demands }), { today });
    expect(() => planQuantities(network)).toThrow("The quantities of 'panel' at 'works'");
  });

  test('terms that make no sense are refused', () => {
    const model = checkModel(desks);
    expect(() => quantityNetwork(model, { today, bucketDays: 0 })).toThrow("'bucketDays' is '0'");
    expect(() => quantityNetwork(model, { today, pastBuckets: -1 })).toThrow('pastBuckets is -1');
  });
});

const [make, buy] = desks.sourcing!;
const [bill] = desks.boms!;
const [line] = bill!.lines;
const shift = { id: 'five-day' };

describe('what only plan can plan', () => {
  test.each<[string, Partial<ModelInput>]>([
    [
      'several sources, or one that is not always in force',
      { sourcing: [make!, { ...make!, id: 'b' }] },
    ],
    [
      'several sources, or one that is not always in force',
      { sourcing: [{ ...make!, until: today }] },
    ],
    ['a calendar', { calendars: [shift], locations: [{ id: 'works', calendar: 'five-day' }] }],
    [
      'a calendar of its source',
      { calendars: [shift], sourcing: [{ ...place, kind: 'buy', calendar: 'five-day' }] },
    ],
    ['stock that expires', { stock: [{ ...place, quantity: '1', expires: '2026-02-01' }] }],
    [
      'safety stock by date',
      { parameters: [{ ...place, safetyStock: [{ from: today, quantity: '1' }] }] },
    ],
    ['a reorder level', { parameters: [{ ...place, reorderMin: '1' }] }],
    [
      'a safetyStockPolicy other than eachEvent',
      { parameters: [{ ...place, safetyStock: '1', safetyStockPolicy: 'dueNow' }] },
    ],
    ['safetyTimeDays', { parameters: [{ ...place, safetyTimeDays: 1 }] }],
    ['receivingDays', { parameters: [{ ...place, receivingDays: 1 }] }],
    ['planning by hand', { parameters: [{ ...place, planning: 'manual' }] }],
    ['a planning time fence', { parameters: [{ ...place, planningTimeFenceDays: 1 }] }],
    ['a release time fence', { parameters: [{ ...place, releaseTimeFenceDays: 1 }] }],
    ['receipts that are moved in', { parameters: [{ ...place, rescheduleWithinDays: 1 }] }],
    ['maxCoverDays', { parameters: [{ ...place, maxCoverDays: 1 }] }],
    [
      'a lot-sizing rule',
      { sourcing: [{ ...make!, lotSizing: { rule: 'periodOfSupply', days: 7 } }] },
    ],
    ['a routing', { routings: [{ item: 'desk', operations: [{ sequence: 1 }] }] }],
    ['a yield', { boms: [{ ...bill!, yield: '0.5' }] }],
    [
      'a lead time that changes',
      {
        boms: [
          { item: 'desk', lines: [], until: today, preparationDays: 1 },
          { item: 'desk', lines: [], from: today, revision: 'b' },
        ],
      },
    ],
    [
      'a component in force for a time',
      { boms: [{ ...bill!, lines: [{ ...line!, from: today }] }] },
    ],
    ['offsetDays', { boms: [{ ...bill!, lines: [{ ...line!, offsetDays: -1 }] }] }],
    ['quantityFixed', { boms: [{ ...bill!, lines: [{ ...line!, quantityFixed: '1' }] }] }],
    ['a fraction of a component', { boms: [{ ...bill!, outputQuantity: '4' }] }],
    [
      'co-products',
      { boms: [{ ...bill!, outputs: [{ item: 'panel', quantityPer: '1' }], lines: [] }] },
    ],
    [
      'segments',
      {
        parameters: [{ ...place, segments: 'own' }],
        demands: [{ ...place, due: today, quantity: '1', segment: 'project' }],
      },
    ],
    [
      'spare stock elsewhere',
      { sourcing: [make!, { ...place, kind: 'substitute', substitute: 'panel' }, buy!] },
    ],
  ])('%s is refused by its name', (feature, terms) => {
    const model = checkModel({ ...desks, ...terms });
    try {
      quantityNetwork(model, { today });
    } catch (error) {
      expect(MrpError.is(error, 'MRP_NEEDS_ORDERS') && error.details).toEqual({
        ...place,
        feature,
      });
      expect((error as Error).message).toMatch(
        /, which quantities by bucket cannot say: use plan\.$/,
      );
      return;
    }
    expect.unreachable(`a model with ${feature} was taken`);
  });
});
