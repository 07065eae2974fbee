/**
 * Planning in quantities: grids to read, and what is refused.
 */
import { MrpError, planQuantities, type QuantityNetwork } from '@kontor/mrp';
import { describe, expect, test } from 'vitest';

/** One node over the buckets of `gross`; all else as given. */
function oneNode(
  gross: readonly number[],
  { receipts = gross.map(() => 0), ...terms }: Partial<QuantityNetwork> & { receipts?: number[] },
): QuantityNetwork {
  return {
    nodeCount: 1,
    bucketCount: gross.length,
    pastBuckets: 0,
    onHand: Float64Array.of(0),
    leadTimeBuckets: Int32Array.of(0),
    grossRequirements: { cells: Float64Array.from(gross) },
    scheduledReceipts: { cells: Float64Array.from(receipts) },
    uses: {
      start: Int32Array.of(0, 0),
      child: new Int32Array(0),
      quantityPer: new Float64Array(0),
    },
    ...terms,
  };
}

/** The grid of its record, a line per row of the record. */
function gridOf(network: QuantityNetwork, node = 0): string[] {
  const record = planQuantities(network).record(node);
  return Object.entries({
    gross: record.grossRequirements,
    receipts: record.scheduledReceipts,
    net: record.netRequirements,
    planned: record.plannedReceipts,
    releases: record.plannedReleases,
    balance: record.projectedBalance,
  }).map(
    ([name, cells]) => `${name.padEnd(9)}${[...cells].map((n) => `${n}`.padStart(4)).join('')}`,
  );
}

const EIGHT_WEEKS = [15, 20, 0, 30, 25, 40, 10, 30];
const terms = {
  onHand: Float64Array.of(35),
  safetyStock: Float64Array.of(10),
  leadTimeBuckets: Int32Array.of(2),
  receipts: [0, 20, 0, 0, 0, 0, 0, 0],
};

describe('the eight-week grid', () => {
  test('lot for lot: each net requirement is received, and released two weeks earlier', () => {
    expect(gridOf(oneNode(EIGHT_WEEKS, terms))).toEqual([
      'gross      15  20   0  30  25  40  10  30',
      'receipts    0  20   0   0   0   0   0   0',
      'net         0   0   0  20  25  40  10  30',
      'planned     0   0   0  20  25  40  10  30',
      'releases    0  20  25  40  10  30   0   0',
      'balance    20  20  20  10  10  10  10  10',
    ]);
  });

  test('a minimum of 40 and a multiple of 25 give 50 in weeks 4, 6 and 8', () => {
    const lots = { lotSizeMin: Float64Array.of(40), lotSizeMultiple: Float64Array.of(25) };
    expect(gridOf(oneNode(EIGHT_WEEKS, { ...terms, ...lots })).slice(3)).toEqual([
      'planned     0   0   0  50   0  50   0  50',
      'releases    0  50   0  50   0  50   0   0',
      'balance    20  20  20  40  15  25  15  35',
    ]);
  });

  test('lots of at most 30 in tens, at least 20: a last lot obeys all three', () => {
    const lots = {
      lotSizeMin: Float64Array.of(20),
      lotSizeMultiple: Float64Array.of(10),
      lotSizeMax: Float64Array.of(35),
    };
    // 40 is a lot of 30 and one of at least 20.
    expect(gridOf(oneNode([0, 40, 0], lots)).slice(3, 4)).toEqual(['planned     0  50   0']);
  });
});

describe('the past', () => {
  test('what should have been released before the first bucket counts in it', () => {
    const network = oneNode([3, 4, 5, 6], { leadTimeBuckets: Int32Array.of(2), pastBuckets: 1 });
    expect(gridOf(network).slice(3, 5)).toEqual([
      'planned     3   4   5   6',
      'releases   12   6   0   0',
    ]);
  });

  test('safety stock is required from today on, where something happens', () => {
    const network = oneNode([0, 2, 0, 0, 3, 1], {
      onHand: Float64Array.of(4),
      safetyStock: Float64Array.of(10),
      pastBuckets: 3,
    });
    expect(gridOf(network).slice(3)).toEqual([
      'planned     0   0   0   0  11   1',
      'releases    0   0   0   0  11   1',
      'balance     4   2   2   2  10  10',
    ]);
  });

  test('a receipt that equals the need of its bucket is an event all the same', () => {
    const network = oneNode([0, 5, 0], { safetyStock: Float64Array.of(2), receipts: [0, 5, 0] });
    expect(gridOf(network).slice(3, 4)).toEqual(['planned     0   2   0']);
  });
});

/** Nodes 0 → 1 → 2, twice each, and 0 → 2; 10 of node 0 in the last bucket. */
const chain: QuantityNetwork = {
  nodeCount: 3,
  bucketCount: 5,
  pastBuckets: 0,
  onHand: Float64Array.of(0, 5, 0),
  leadTimeBuckets: Int32Array.of(1, 1, 1),
  grossRequirements: {
    start: Int32Array.of(0, 2, 2, 2),
    bucket: Int32Array.of(4, 4),
    quantity: Float64Array.of(6, 4),
  },
  scheduledReceipts: {
    start: new Int32Array(4),
    bucket: new Int32Array(0),
    quantity: new Float64Array(0),
  },
  uses: {
    start: Int32Array.of(0, 2, 3, 3),
    child: Int32Array.of(1, 2, 2),
    quantityPer: Float64Array.of(2, 1, 2),
  },
};

describe('planQuantities', () => {
  test('needs of several parents add up, on the day each of them is released', () => {
    const { plannedReleases, lowLevelCode } = planQuantities(chain);
    expect([...lowLevelCode]).toEqual([0, 1, 2]);
    expect([...plannedReleases]).toEqual([0, 0, 0, 10, 0, 0, 0, 15, 0, 0, 0, 30, 10, 0, 0]);
  });

  test('a network without nodes has an empty plan', () => {
    const none = new Float64Array(0);
    const network = { ...oneNode([0], {}), nodeCount: 0, onHand: none };
    const { plannedReleases } = planQuantities({
      ...network,
      leadTimeBuckets: new Int32Array(0),
      grossRequirements: { cells: none },
      scheduledReceipts: { cells: none },
      uses: { start: Int32Array.of(0), child: new Int32Array(0), quantityPer: none },
    });
    expect(plannedReleases).toHaveLength(0);
  });

  test('sums past 2^53 are exact while each bucket holds', () => {
    const large = 2 ** 52 + 1;
    const network = oneNode([large, large, large], { onHand: Float64Array.of(2) });
    expect([...planQuantities(network).plannedReleases]).toEqual([large - 2, large, large]);
  });

  test.each([
    ['a requirement', oneNode([2 ** 52, 0], {}), 4],
    [
      'what the first bucket gathers',
      oneNode([2 ** 52, 2 ** 52], { leadTimeBuckets: Int32Array.of(3) }),
      1,
    ],
    ['the balance', oneNode([1, 0], { receipts: [2 ** 53 - 1, 2 ** 53 - 1] }), 1],
    ['a lot', oneNode([2 ** 52 + 2, 0], { lotSizeMultiple: Float64Array.of(2 ** 52 + 1) }), 1],
  ])('%s past 2^53 is refused, by the name of the node', (_, node, quantityPer) => {
    const network: QuantityNetwork = {
      ...node,
      nodeCount: 2,
      onHand: Float64Array.of(0, 0),
      leadTimeBuckets: Int32Array.of(node.leadTimeBuckets[0]!, 0),
      grossRequirements: { cells: Float64Array.of(...cellsOf(node.grossRequirements), 0, 0) },
      scheduledReceipts: { cells: Float64Array.of(...cellsOf(node.scheduledReceipts), 0, 0) },
      lotSizeMultiple: Float64Array.of(node.lotSizeMultiple?.[0] ?? 0, 0),
      uses: {
        start: Int32Array.of(0, 1, 1),
        child: Int32Array.of(1),
        quantityPer: Float64Array.of(quantityPer),
      },
      nameOf: (number) => ({ item: `item ${number}`, location: 'plant' }),
    };
    expect(() => planQuantities(network)).toThrow(/The quantities of 'item \d' at 'plant' add up/);
  });

  test.each<[string, Partial<QuantityNetwork>, string]>([
    ['another length', { onHand: Float64Array.of(1) }, 'onHand.length is 1: give 3.'],
    ['half a piece', { onHand: Float64Array.of(1, 0.5, 0) }, 'onHand.1 is 0.5'],
    ['a debt', { onHand: Float64Array.of(1, 0, -3) }, 'onHand.2 is -3'],
    ['a figure that is none', { safetyStock: Float64Array.of(0, NaN, 0) }, 'safetyStock.1 is NaN'],
    ['no bucket for today', { pastBuckets: 5 }, 'pastBuckets is 5: give less than bucketCount.'],
    ['more cells than there can be', { bucketCount: 2 ** 30 }, 'less than 2^31 cells'],
    [
      'a maximum below the minimum',
      { lotSizeMin: Float64Array.of(0, 9, 0), lotSizeMax: Float64Array.of(0, 8, 0) },
      'lotSizeMax.1 is 8: give at least lotSizeMin and lotSizeMultiple.',
    ],
    [
      'a bucket that is not there',
      {
        grossRequirements: {
          start: Int32Array.of(0, 1, 1, 1),
          bucket: Int32Array.of(5),
          quantity: Float64Array.of(1),
        },
      },
      'grossRequirements.bucket.0 is 5: give 0 to 4.',
    ],
    [
      'offsets that fall',
      { uses: { ...chain.uses, start: Int32Array.of(0, 2, 1, 3) } },
      'uses.start.2 is 1: give offsets that begin with 0 and never fall.',
    ],
    [
      'offsets that end elsewhere',
      { uses: { ...chain.uses, start: Int32Array.of(0, 1, 2, 2) } },
      'uses.start.3 is 2: give the length of the rows, 3.',
    ],
    [
      'none of a component',
      { uses: { ...chain.uses, quantityPer: Float64Array.of(1, 0, 1) } },
      'uses.quantityPer.1 is 0',
    ],
    [
      'a node that needs itself',
      { uses: { ...chain.uses, start: Int32Array.of(0, 1, 2, 3), child: Int32Array.of(1, 2, 1) } },
      'uses is 1 → 2 → 1, a way round: give uses without one.',
    ],
  ])('%s is refused by its place', (_, fault, message) => {
    expect(() => planQuantities({ ...chain, ...fault })).toThrow(message);
    expect(() => planQuantities({ ...chain, ...fault })).toThrow(MrpError);
  });

  test('an array to write must fit, and only planned nodes have a record', () => {
    expect(() => planQuantities(chain, { plannedReleases: new Float64Array(14) })).toThrow(
      'plannedReleases.length is 14: give 15.',
    );
    expect(() => planQuantities(chain).record(3)).toThrow('node is 3: give 0 to 2.');
  });
});

const cellsOf = (rows: QuantityNetwork['grossRequirements']): Float64Array =>
  'cells' in rows ? rows.cells : rows.quantity;
