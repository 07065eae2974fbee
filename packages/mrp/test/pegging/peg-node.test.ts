/**
 * Matching on small nodes with figures to be redone by hand.
 */
import type { ModelInput } from '@kontor/mrp';
import { describe, expect, test } from 'vitest';
import { demandName, receiptName, stockName } from '../../src/pegging/names.ts';
import { pegNode } from '../../src/pegging/peg-node.ts';
import { caseDate, caseModel, type MrpCase } from '../conformance/case-model.ts';
import { loadMrpCases } from '../conformance/run-case.ts';
import { draftOf } from './draft-of.ts';

/** The shares of H at MAIN: `need <- supply quantity`, in the order in which they were made. */
function shares(input: ModelInput): string[] {
  const { network, draft } = draftOf(input, { today: caseDate(0) });
  const pegging = pegNode(network, draft, network.nodes.find('H', 'MAIN'));
  return pegging.shares.map(({ need, supply, quantity }) => {
    const { kind: needed, ref: row } = pegging.needs[need]!;
    const { kind, ref } = pegging.supplies[supply]!;
    const to = needed === 'demand' ? demandName(network, row) : needed;
    const from =
      kind === 'receipt'
        ? receiptName(network, ref)
        : kind === 'stock' && ref >= 0
          ? stockName(network, ref)
          : kind;
    return `${to} <- ${from} ${quantity}`;
  });
}

const at = { item: 'H', location: 'MAIN' };
const day = (offset: number): string => caseDate(offset);
const demand = (id: string, due: number, quantity: number) => ({
  ...at,
  id,
  due: day(due),
  quantity: String(quantity),
});
const receipt = (id: string, due: number, quantity: number) => demand(id, due, quantity);

const model = (rest: Partial<ModelInput>): ModelInput => ({
  items: [{ id: 'H' }],
  locations: [{ id: 'MAIN' }],
  sourcing: [{ ...at, kind: 'buy', leadTimeDays: 4 }],
  ...rest,
});

/** On hand 12; needs of 10, 20, 18, 6; 25, 15, 20, 10 on order (dossier of planning, m47). */
const m47 = (rest: Partial<ModelInput> = {}): ModelInput =>
  model({
    stock: [{ ...at, quantity: '12' }],
    demands: [demand('D1', 3, 10), demand('D2', 8, 20), demand('D3', 15, 18), demand('D4', 22, 6)],
    receipts: [
      receipt('R1', 11, 25),
      receipt('R2', 13, 15),
      receipt('R3', 16, 20),
      receipt('R4', 30, 10),
    ],
    parameters: [{ ...at, rescheduleWithinDays: 60 }],
    ...rest,
  });

describe('open orders taken to be moved in', () => {
  test('stock first, then each need takes the earliest order left (m47)', () => {
    const expected = [
      'D1 <- stock 10',
      'D2 <- stock 2',
      'D2 <- R1 18',
      'D3 <- R1 7',
      'D3 <- R2 11',
      'D4 <- R2 4',
      'D4 <- R3 2',
    ];
    expect(shares(m47())).toEqual(expected);
  });

  test('the pegging that the conformance case lists', () => {
    const found = loadMrpCases().find(({ id }) => id === 'm47') as MrpCase & {
      readonly expected: { readonly pegging: readonly (readonly [string, string, string])[] };
    };
    const listed = found.expected.pegging.map(([to, from, q]) => `${to} <- ${from} ${q}`);
    expect(shares(caseModel(found) as ModelInput)).toEqual(listed);
  });

  test('a further need takes what is left of them before anything new is planned (m48)', () => {
    const more = m47().demands!.concat(demand('D5', 26, 33));
    expect(shares(m47({ demands: more })).slice(7)).toEqual([
      'D5 <- R3 18',
      'D5 <- R4 10',
      'D5 <- order 5',
    ]);
  });

  test('without a horizon an order serves from its own day only, and the gap is planned', () => {
    expect(shares(m47({ parameters: [] }))).toEqual([
      'D1 <- stock 10',
      'D2 <- stock 2',
      'D2 <- order 18',
      'D3 <- R1 18',
      'D4 <- R1 6',
    ]);
  });

  test('an order beyond the horizon stays where it is', () => {
    const few = {
      stock: [],
      demands: [demand('D1', 3, 5)],
      receipts: [receipt('near', 10, 2), receipt('far', 11, 9)],
      parameters: [{ ...at, rescheduleWithinDays: 10 }],
    };
    expect(shares(model(few))).toEqual(['D1 <- near 2', 'D1 <- order 3']);
  });
});

describe('the order of needs', () => {
  test('of one day by priority, then id', () => {
    const stock = [{ ...at, quantity: '6' }];
    const demands = [
      { ...demand('b', 5, 3), priority: 2 },
      { ...demand('a', 5, 3), priority: 2 },
      { ...demand('z', 5, 3), priority: 0 },
    ];
    expect(shares(model({ stock, demands }))).toEqual([
      'z <- stock 3',
      'a <- stock 3',
      'b <- order 3',
    ]);
  });

  test('a debt of stock comes before the demands of today', () => {
    const stock = [{ ...at, quantity: '-2' }];
    expect(shares(model({ stock, demands: [demand('a', 0, 3)] }))).toEqual([
      'debt <- order 2',
      'a <- order 3',
    ]);
  });

  test('what a planned order needs comes before demands of its day, but for urgent ones', () => {
    const parent = { item: 'P', location: 'MAIN' };
    const input = model({
      items: [{ id: 'H' }, { id: 'P' }],
      boms: [{ item: 'P', lines: [{ component: 'H', quantityPer: '2' }] }],
      sourcing: [
        { ...at, kind: 'buy' },
        { ...parent, kind: 'make', leadTimeDays: 3 },
      ],
      stock: [{ ...at, quantity: '9' }],
      demands: [
        { ...parent, id: 'p', due: day(8), quantity: '3' },
        demand('a', 5, 4),
        { ...demand('urgent', 5, 1), priority: 0 },
      ],
    });
    expect(shares(input)).toEqual([
      'urgent <- stock 1',
      'order <- stock 6',
      'a <- stock 2',
      'a <- order 2',
    ]);
  });
});

describe('what is settled before', () => {
  test('reserved stock serves its own demand, however late that is', () => {
    const input = model({
      stock: [{ ...at, quantity: '10' }],
      demands: [demand('early', 3, 8), demand('late', 30, 8)],
      reservations: [{ ...at, demand: 'late', quantity: '6' }],
    });
    expect(shares(input).toSorted()).toEqual([
      'early <- order 4',
      'early <- stock 4',
      'late <- order 2',
      'late <- stock 6',
    ]);
  });

  test('a need takes the lot that expires first, and the rest of it expires', () => {
    const input = model({
      stock: [
        { ...at, lot: 'fresh', quantity: '10' },
        { ...at, lot: 'old', quantity: '10', expires: day(4) },
      ],
      demands: [demand('a', 2, 7), demand('b', 6, 12)],
    });
    expect(shares(input)).toEqual([
      'expired <- old 3',
      'a <- old 7',
      'b <- fresh 10',
      'b <- order 2',
    ]);
  });

  test('an order that expires serves before one that came earlier and keeps', () => {
    const input = model({
      receipts: [receipt('keeps', 2, 10), { ...receipt('expires', 3, 10), expires: day(5) }],
      demands: [demand('a', 4, 4), demand('b', 9, 10)],
    });
    expect(shares(input)).toEqual(['expired <- expires 6', 'a <- expires 4', 'b <- keeps 10']);
  });
});
