/**
 * Laws of planning again: what was planned, once it is firm, leaves nothing to plan; and it does
 * not matter which of two items is planned first that have nothing to do with each other.
 */
import { day } from '@kontor/kernel';
import { checkModel, type ModelInput, type PlannedOrder, plan } from '@kontor/mrp';
import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { type Draft, NO_MOVES, openDraft } from '../src/draft.ts';
import { compileNetwork, type Network } from '../src/network.ts';
import { openRow } from '../src/node-row.ts';
import { planNode } from '../src/plan-node.ts';
import { planTerms } from '../src/plan-terms.ts';
import { ordersOfNode } from '../src/planned-order.ts';
import { shareSpareStock, takesSpareStock } from '../src/spare-stock.ts';
import { randomModel } from './random-model.ts';
import { ALL_TERMS, TODAY } from './random-terms.ts';
import { runs } from './runs.ts';

vi.setConfig({ testTimeout: 120_000 });

/** Long before anything happens, so that no order should have been released before. */
const EARLY = '2025-10-06';

/**
 * Models whose orders are there on the day they are needed: no calendars, fences or safety time.
 * Nothing expires either: planned orders take no part in expiry, firm ones do. And nothing is
 * rebuilt now: an order for today makes today an event, on which a receipt to come does not help.
 */
const punctual = randomModel({ ...ALL_TERMS, calendars: false, spareStock: false }).map(
  (input): ModelInput => ({
    ...input,
    stock: input.stock!.map((row) => ({ ...row, expires: undefined })),
    receipts: input.receipts!.map((row) => ({ ...row, expires: undefined })),
    parameters: input.parameters!.map((row) => ({
      ...row,
      safetyStockPolicy:
        row.safetyStockPolicy === 'rebuildNow' ? 'eachEvent' : row.safetyStockPolicy,
      safetyTimeDays: 0,
      planningTimeFenceDays: 0,
      releaseTimeFenceDays: 0,
      segments: row.segments === 'ownThenCommon' ? 'own' : (row.segments ?? 'common'),
    })),
  }),
);

/** A planned order as its planner freezes it. */
function frozen(
  input: ModelInput,
  order: PlannedOrder,
): NonNullable<ModelInput['receipts']>[number] {
  const { item, location, kind, quantity, due, release, origin } = order;
  const segment = order.segment === undefined ? {} : { segment: order.segment };
  const row = { item, location, quantity, due, status: 'firmPlanned' as const, ...segment };
  if (kind === 'transfer') return { ...row, kind, origin: origin!, ship: release };
  if (kind !== 'make' && kind !== 'subcontract') return { ...row, kind: 'buy' };
  const source = input.sourcing!.find(
    (candidate) =>
      candidate.item === item &&
      candidate.location === location &&
      candidate.kind === kind &&
      (kind === 'subcontract' || order.source === nameOf(candidate)),
  )!;
  const alternate = 'alternate' in source ? source.alternate : undefined;
  return { ...row, kind, start: release, ...(alternate !== undefined && { alternate }) };
}

const nameOf = (row: object): string =>
  'alternate' in row && row.alternate !== undefined ? `make:${String(row.alternate)}` : 'make';

test('property: what was planned, once it is firm, leaves nothing to plan', () => {
  let punctualModels = 0;
  fc.assert(
    fc.property(punctual, (input) => {
      const orders = plan(checkModel(input), { today: EARLY }).orders();
      if (orders.some(({ need, due }) => need !== due || day(due) < day(EARLY))) return;
      punctualModels++;
      const receipts = [...input.receipts!, ...orders.map((order) => frozen(input, order))];
      expect(plan(checkModel({ ...input, receipts }), { today: EARLY }).orders()).toEqual([]);
    }),
    { numRuns: runs(300) },
  );
  expect(punctualModels).toBeGreaterThan(runs(300) / 10);
});

/** Plans the nodes in a sequence of one's own. */
function planInSequence(network: Network, sequence: readonly number[]): Draft {
  const once = (moves: Draft['moves']): Draft => {
    const draft = openDraft(network, moves);
    const row = openRow();
    for (const node of sequence) planNode(network, draft, node, row);
    return draft;
  };
  const primary = once(NO_MOVES);
  return takesSpareStock(network) ? once(shareSpareStock(network, primary)) : primary;
}

/** A sequence in which all that can need a node stands before it, chosen by the dice. */
function anySequence({ uses, outputs, nodes }: Network, dice: readonly number[]): number[] {
  const parents = Array.from({ length: nodes.count }, () => new Set<number>());
  for (const { parent, child } of [...uses.list, ...outputs.list]) parents[child]!.add(parent);
  const sequence: number[] = [];
  const done = new Set<number>();
  while (sequence.length < nodes.count) {
    const ready = parents.flatMap((above, node) =>
      !done.has(node) && [...above].every((parent) => done.has(parent)) ? [node] : [],
    );
    const next = ready[dice[sequence.length % dice.length]! % ready.length]!;
    sequence.push(next);
    done.add(next);
  }
  return sequence;
}

test('property: any sequence that keeps to the structure gives the same plan', () => {
  const dice = fc.array(fc.nat({ max: 1000 }), { minLength: 7, maxLength: 7 });
  fc.assert(
    fc.property(randomModel(ALL_TERMS), dice, (input, thrown) => {
      const network = compileNetwork(checkModel(input), planTerms({ today: TODAY }));
      const usual = planInSequence(network, [...network.order.sequence]);
      const other = planInSequence(network, anySequence(network, thrown));
      for (let node = 0; node < network.nodes.count; node++) {
        expect(ordersOfNode(network, other, node)).toEqual(ordersOfNode(network, usual, node));
      }
    }),
    { numRuns: runs(100) },
  );
});
