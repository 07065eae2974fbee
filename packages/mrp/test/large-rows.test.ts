/**
 * Rows whose amounts pass 2^53 steps: redone in bigint, or refused, never rounded.
 */
import { checkModel, type ModelInput, MrpError, type Plan, plan } from '@kontor/mrp';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const LARGEST = Number.MAX_SAFE_INTEGER;
const TODAY = '2026-01-05';
const day = (number: number): string => `2026-01-${String(number).padStart(2, '0')}`;

interface Row {
  readonly day: number;
  readonly quantity: number;
}

/** One bought item, by whole units. */
function modelOf(demands: readonly Row[], receipts: readonly Row[], more: object = {}): ModelInput {
  const place = { item: 'A', location: 'plant' };
  const dated = ({ day: on, quantity }: Row) => ({ ...place, due: day(on), quantity });
  return {
    items: [{ id: 'A' }],
    locations: [{ id: 'plant' }],
    sourcing: [{ kind: 'buy', ...place, leadTimeDays: 1, ...more }],
    demands: demands.map(dated),
    receipts: receipts.map(dated),
  };
}

const planOf = (input: ModelInput): Plan => plan(checkModel(input), { today: TODAY });

describe('a row that adds up to more than 2^53', () => {
  test('is planned exactly as long as each amount is below it', () => {
    const planned = planOf(
      modelOf(
        [
          { day: 6, quantity: LARGEST },
          { day: 8, quantity: LARGEST },
          { day: 9, quantity: 1 },
        ],
        [{ day: 7, quantity: LARGEST - 2 }],
      ),
    );
    expect(planned.orders().map(({ need, quantity }) => [need, quantity])).toEqual([
      [day(6), String(LARGEST)],
      [day(8), '2'],
      [day(9), '1'],
    ]);
  });

  test('shows a balance beyond 2^53 to the last step', () => {
    const planned = planOf(
      modelOf(
        [{ day: 9, quantity: 3 }],
        [
          { day: 7, quantity: LARGEST },
          { day: 8, quantity: LARGEST },
        ],
      ),
    );
    const { balance } = planned.record('A', 'plant');
    expect(balance.at(-1)).toBe(String(2n * BigInt(LARGEST) - 3n));
    expect(planned.orders()).toEqual([]);
  });

  test('covers a window of days exactly', () => {
    const demands = [6, 7, 8].map((on) => ({ day: on, quantity: LARGEST - 5 }));
    const receipts = [7, 8].map((on) => ({ day: on, quantity: LARGEST - 6 }));
    const planned = planOf(
      modelOf(demands, receipts, { lotSizing: { rule: 'periodOfSupply', days: 7 } }),
    );
    expect(planned.orders().map(({ quantity }) => quantity)).toEqual([String(LARGEST - 3)]);
  });

  test.each([
    ['two amounts of one day', [6, 6].map((on) => ({ day: on, quantity: LARGEST })), {}],
    ['a lot', [{ day: 6, quantity: LARGEST }], { lotSizeMultiple: 1000 }],
  ])('is refused with the item and its site where %s is beyond it', (_, demands, more) => {
    let thrown: unknown;
    try {
      planOf(modelOf(demands, [], more));
    } catch (error) {
      thrown = error;
    }
    expect(MrpError.is(thrown, 'MRP_QUANTITY_TOO_LARGE') && thrown.details).toEqual({
      item: 'A',
      location: 'plant',
    });
  });

  test('property: orders are what a sweep in bigint would order', () => {
    const row = fc.record({
      day: fc.integer({ min: 6, max: 30 }),
      quantity: fc.integer({ min: 1, max: LARGEST }),
    });
    const rows = fc.uniqueArray(row, { selector: (one) => one.day, maxLength: 10 });
    fc.assert(
      fc.property(rows, rows, (demands, receipts) => {
        const ordered = planOf(modelOf(demands, receipts)).orders();
        const found = ordered.map(({ need, quantity }) => [need, quantity]);
        expect(found).toEqual(sweep(demands, receipts));
      }),
      { numRuns: 300 },
    );
  });
});

/** What is short each day, in bigint. */
function sweep(demands: readonly Row[], receipts: readonly Row[]): [string, string][] {
  const short: [string, string][] = [];
  let balance = 0n;
  const sum = (rows: readonly Row[], on: number): bigint =>
    rows.reduce((all, row) => (row.day === on ? all + BigInt(row.quantity) : all), 0n);
  for (let on = 6; on <= 30; on++) {
    balance += sum(receipts, on) - sum(demands, on);
    if (balance < 0n) {
      short.push([day(on), String(-balance)]);
      balance = 0n;
    }
  }
  return short;
}
