/**
 * Laws of pegging on random small models, and pegging against its slow twin.
 */
import { addRatios, compareRatios, type Ratio, ratio } from '@kontor/kernel';
import { checkModel, type ModelInput, plan } from '@kontor/mrp';
import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { pegNode } from '../../src/pegging/peg-node.ts';
import { pegPlan } from '../../src/pegging/peg-plan.ts';
import { sharesShortSupply } from '../../src/pegging/short-supply.ts';
import { slowPegging } from '../oracle/slow-pegging.ts';
import { randomModel } from '../random-model.ts';
import { ALL_TERMS, PLAIN_TERMS, TODAY } from '../random-terms.ts';
import { draftOf } from './draft-of.ts';
import { runs } from '../runs.ts';

// Hundreds of plans a law: a busy machine needs longer than a usual test may take.
vi.setConfig({ testTimeout: 120_000 });

const options = fc.record({
  pastDueRelease: fc.constantFrom('keep' as const, 'clamp' as const),
  bucketDays: fc.constantFrom(1, 1, 7),
});
/** Mostly all that a model can say; plain ones, where nodes are matched the short way, among them. */
const models = fc.oneof(
  { weight: 4, arbitrary: randomModel(ALL_TERMS) },
  { weight: 1, arbitrary: randomModel(PLAIN_TERMS) },
);
type Options = typeof options extends fc.Arbitrary<infer T> ? T : never;

/** Checks a law on random plans, node by node. */
function onEveryNode(
  law: (drafted: ReturnType<typeof draftOf>, node: number) => void,
  numRuns = runs(80),
): void {
  fc.assert(
    fc.property(models, options, (input, terms) => {
      const drafted = draftOf(input, terms);
      for (let node = 0; node < drafted.network.nodes.count; node++) law(drafted, node);
    }),
    { numRuns },
  );
}

const sum = (quantities: readonly number[]): number =>
  quantities.reduce((total, quantity) => total + quantity, 0);

test('the random models have every kind of need and supply', () => {
  const sampled = fc.sample(fc.tuple(models, options), { numRuns: 150, seed: 42 });
  const needs = new Map<string, number>();
  const supplies = new Map<string, number>();
  for (const [input, terms] of sampled) {
    const { network, draft } = draftOf(input, terms);
    for (let node = 0; node < network.nodes.count; node++) {
      const pegging = pegNode(network, draft, node);
      for (const { need, supply } of pegging.shares) {
        const [to, from] = [pegging.needs[need]!.kind, pegging.supplies[supply]!.kind];
        needs.set(to, (needs.get(to) ?? 0) + 1);
        supplies.set(from, (supplies.get(from) ?? 0) + 1);
      }
    }
  }
  for (const kind of ['order', 'move', 'debt', 'firmIssue', 'expired', 'demand', 'forecast']) {
    expect([kind, needs.get(kind) ?? 0]).toEqual([kind, expect.toSatisfy((n) => n > 10)]);
  }
  for (const kind of ['order', 'stock', 'heldStock', 'receipt', 'firmCoProduct', 'coProduct']) {
    expect([kind, supplies.get(kind) ?? 0]).toEqual([kind, expect.toSatisfy((n) => n > 10)]);
  }
});

describe('pegNode', () => {
  test('property: shares of a need add up to it, those of a supply to no more than it', () => {
    onEveryNode(({ network, draft }, node) => {
      const { needs, supplies, shares } = pegNode(network, draft, node);
      const isManual = network.policies[node]!.planning === 'manual';
      needs.forEach(({ quantity }, need) => {
        const served = sum(shares.filter((share) => share.need === need).map((s) => s.quantity));
        if (isManual) expect(served).toBeLessThanOrEqual(quantity);
        else expect(served).toBe(quantity);
      });
      supplies.forEach(({ quantity }, supply) => {
        const given = shares.filter((share) => share.supply === supply).map((s) => s.quantity);
        expect(sum(given)).toBeLessThanOrEqual(quantity);
      });
      for (const { quantity } of shares) expect(quantity).toBeGreaterThan(0);
    });
  });

  test('property: a need goes short only when every supply is used up', () => {
    onEveryNode(({ network, draft }, node) => {
      const { needs, supplies, shares } = pegNode(network, draft, node);
      const served = sum(shares.map(({ quantity }) => quantity));
      const needed = sum(needs.map(({ quantity }) => quantity));
      const supplied = sum(supplies.map(({ quantity }) => quantity));
      expect(served).toBe(Math.min(needed, supplied));
    });
  });

  test('property: without expiry no need is served by a later supply than the need after it', () => {
    onEveryNode(({ network, draft }, node) => {
      if (network.lots.has(node) || network.reserved.size > 0) return;
      if (sharesShortSupply(network, node)) return;
      const { shares } = pegNode(network, draft, node);
      for (let at = 1; at < shares.length; at++) {
        expect(shares[at]!.need).toBeGreaterThanOrEqual(shares[at - 1]!.need);
        expect(shares[at]!.supply).toBeGreaterThanOrEqual(shares[at - 1]!.supply);
      }
    });
  });

  test('property: what a run plans is there on its need’s day, whatever it was pegged to', () => {
    onEveryNode(({ network, draft }, node) => {
      if (network.lots.has(node) || network.policies[node]!.planning === 'manual') return;
      if (sharesShortSupply(network, node)) return;
      const { needs, supplies, shares } = pegNode(network, draft, node);
      for (const { need, supply } of shares) {
        if (supplies[supply]!.kind === 'stock') continue;
        expect(supplies[supply]!.day).toBeLessThanOrEqual(needs[need]!.day);
      }
    });
  });

  test('property: it is the slow twin’s matching', () => {
    onEveryNode(({ network, draft }, node) => {
      const { needs, supplies, shares } = pegNode(network, draft, node);
      const found = shares.map(({ need, supply, quantity }) => {
        const [to, from] = [needs[need]!, supplies[supply]!];
        return `${to.kind} ${to.ref} on ${to.day} <- ${from.kind} ${from.ref} ${quantity}`;
      });
      expect(found.sort()).toEqual(slowPegging(network, draft, node));
    });
  });
});

test('property: the columns of a plan are the shares of its nodes, one after the other', () => {
  fc.assert(
    fc.property(models, options, (input, terms) => {
      const { network, draft } = draftOf(input, terms);
      const columns = pegPlan(network, draft);
      for (let node = 0; node < network.nodes.count; node++) {
        const { needs, supplies, shares } = pegNode(network, draft, node);
        const [start, end] = [columns.start[node]!, columns.start[node + 1]!];
        expect(end - start).toBe(shares.length);
        shares.forEach((share, at) => {
          const [need, supply] = [needs[share.need]!, supplies[share.supply]!];
          const [needNumber, number] = [columns.need[start + at]!, columns.supply[start + at]!];
          expect(columns.quantity[start + at]).toBe(share.quantity);
          expect(columns.needs.kindOf(needNumber)).toBe(need.kind);
          expect(columns.needs.rowOf(needNumber)).toBe(need.ref);
          expect(columns.supplies.kindOf(number)).toBe(supply.kind);
          expect(columns.supplies.rowOf(number)).toBe(supply.ref);
        });
      }
    }),
    { numRuns: runs(80) },
  );
});

const planOf = (input: ModelInput, terms: Options): ReturnType<typeof plan> =>
  plan(checkModel(input), { today: TODAY, ...terms });

const total = (shares: readonly { readonly quantity: string }[]): Ratio =>
  shares.reduce((all, { quantity }) => addRatios(all, ratio(quantity)), ratio(0));

const sameRatio = (a: Ratio, b: Ratio): void => expect(compareRatios(a, b)).toBe(0);

describe('pegging in full', () => {
  test('property: the shares of an order, one level and in full, add up to the order', () => {
    fc.assert(
      fc.property(models, options, (input, terms) => {
        const planned = planOf(input, terms);
        for (const { id, quantity } of planned.orders().slice(0, 12)) {
          const { up } = planned.pegging(id);
          sameRatio(total(up()), ratio(quantity));
          sameRatio(total(up({ full: true }).ends), ratio(quantity));
        }
      }),
      { numRuns: runs(60) },
    );
  });

  test('property: what serves a demand adds up to it', () => {
    fc.assert(
      fc.property(models, options, (input, terms) => {
        const planned = planOf(input, terms);
        for (const { demand, quantity } of planned.demandShares()) {
          sameRatio(total(planned.peggingOfDemand(demand).down()), ratio(quantity));
        }
      }),
      { numRuns: runs(60) },
    );
  });

  test('property: what an order is for, a demand comes from: the same share both ways', () => {
    fc.assert(
      fc.property(models, options, (input, terms) => {
        const planned = planOf(input, terms);
        const ids = planned.demandShares().map(({ demand }) => demand);
        const down = new Map(
          ids.map((id) => [id, planned.peggingOfDemand(id).down({ full: true })]),
        );
        for (const { id } of planned.orders().slice(0, 8)) {
          const { ends } = planned.pegging(id).up({ full: true });
          for (const [demand, { steps }] of down) {
            const here = steps.filter((step) => step.kind === 'order' && step.id === id);
            const there = ends.filter((end) => end.kind === 'demand' && end.id === demand);
            sameRatio(total(here), total(there));
          }
        }
      }),
      { numRuns: runs(60) },
    );
  });
});
