/**
 * The planning workload of the benchmarks: its check sums, so that figures of two machines compare.
 */
import { checkModel, quantityNetwork } from '@kontor/mrp';
import { expect, test } from 'vitest';
import { generateQuantities } from '../bench/generate-quantities.ts';
import { generateWorkload } from '../bench/generate.ts';

test.each([
  // items, lines, stock, lead times, demands, quantity demanded; seed 42, 6 levels, 52 weeks
  [1000, 2428, 50_250, 4683, 5200, 286_249],
  [10_000, 24_628, 505_350, 47_501, 52_000, 2_852_667],
])(
  '%i items have %i bill lines, %i in stock',
  (items, lines, stock, leadTimeDays, demands, demand) => {
    const { sums } = generateWorkload({ items, levels: 6, weeks: 52, seed: 42 });
    expect(sums).toMatchObject({ lines, stock, leadTimeDays, demands, demand });
  },
);

test('another seed makes another workload of the same size', () => {
  const size = { items: 100, levels: 4, weeks: 10, seed: 1 };
  const one = generateWorkload(size);
  const other = generateWorkload({ ...size, seed: 2 });
  expect(one).toEqual(generateWorkload(size));
  expect(one.sums.demands).toBe(other.sums.demands);
  expect(one.sums.demand).not.toBe(other.sums.demand);
});

test('every item but the bought ones has a bill, and no bill reaches upward', () => {
  const { model } = generateWorkload({ items: 200, levels: 5, weeks: 1, seed: 7 });
  const bought = model.sourcing!.filter((row) => row.kind === 'buy').length;
  expect(model.boms).toHaveLength(200 - bought);
  for (const { item, lines } of model.boms!) {
    for (const { component } of lines) expect(component > item).toBe(true);
  }
});

test('the workload in typed arrays is the same one, draw for draw', () => {
  const size = { items: 200, levels: 5, weeks: 4, seed: 7, multiples: true };
  const arrays = generateQuantities({ ...size, bucketDays: 1 });
  const { model, today } = generateWorkload(size);
  const network = quantityNetwork(checkModel(model), { today, pastBuckets: 0 });
  expect(arrays.uses.start).toEqual(network.uses.start);
  expect(arrays.onHand).toEqual(network.onHand);
  expect(arrays.leadTimeBuckets).toEqual(network.leadTimeBuckets);
  expect(arrays.lotSizeMultiple).toEqual(network.lotSizeMultiple);
  expect(arrays.grossRequirements).toEqual(network.grossRequirements);
  expect(arrays.uses.child).toHaveLength(network.uses.child.length);
});
