/**
 * Planning in quantities against its slow twin, and laws that hold for every network.
 */
import { MrpError, planQuantities, type QuantityNetwork } from '@kontor/mrp';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { slowQuantities } from '../oracle/slow-quantities.ts';
import { randomNetwork } from './random-network.ts';

const recordsOf = (network: QuantityNetwork): bigint[][][] => {
  const plan = planQuantities(network);
  return Array.from({ length: network.nodeCount }, (_, node) => {
    const record = plan.record(node);
    return [
      record.grossRequirements,
      record.scheduledReceipts,
      record.netRequirements,
      record.plannedReceipts,
      record.plannedReleases,
      record.projectedBalance,
    ].map((row) => Array.from(row, BigInt));
  });
};

const twinsOf = (network: QuantityNetwork): bigint[][][] =>
  slowQuantities(network).map(({ gross, receipts, net, planned, releases, balance }) =>
    [gross, receipts, net, planned, releases, balance].map((row) => [...row]),
  );

const FITS = BigInt(Number.MAX_SAFE_INTEGER);

describe('planQuantities', { timeout: 60_000 }, () => {
  test('property: each record is that of the slow twin, bucket for bucket', () => {
    fc.assert(
      fc.property(randomNetwork(), (network) => {
        expect(recordsOf(network)).toEqual(twinsOf(network));
      }),
      { numRuns: 300 },
    );
  });

  test('property: what passes 2^53 in sum is planned exactly; what does in a bucket is refused', () => {
    let [exact, refused] = [0, 0];
    fc.assert(
      fc.property(randomNetwork(2 ** 43), (network) => {
        const twins = twinsOf(network);
        if (twins.flat(2).every((cell) => cell <= FITS)) {
          expect(recordsOf(network)).toEqual(twins);
          exact++;
        } else {
          expect(() => planQuantities(network)).toThrow(MrpError);
          refused++;
        }
      }),
      { numRuns: 300, seed: 42 },
    );
    expect(Math.min(exact, refused)).toBeGreaterThan(30);
  });

  test('property: the same cells whether an array is handed in or not, and whatever was in it', () => {
    fc.assert(
      fc.property(randomNetwork(), (network) => {
        const plannedReleases = new Float64Array(network.nodeCount * network.bucketCount).fill(7);
        const plan = planQuantities(network, { plannedReleases });
        expect(plan.plannedReleases).toBe(plannedReleases);
        expect(plannedReleases).toEqual(planQuantities(network).plannedReleases);
      }),
    );
  });

  test('property: nothing appears or vanishes at any node', () => {
    const total = (row: Float64Array): number => row.reduce((all, cell) => all + cell, 0);
    fc.assert(
      fc.property(randomNetwork(), (network) => {
        const plan = planQuantities(network);
        for (let node = 0; node < network.nodeCount; node++) {
          const record = plan.record(node);
          const came = network.onHand[node]! + total(record.scheduledReceipts);
          const left = total(record.grossRequirements) + record.projectedBalance.at(-1)!;
          expect(came + total(record.plannedReleases)).toBe(left);
        }
      }),
    );
  });
});
