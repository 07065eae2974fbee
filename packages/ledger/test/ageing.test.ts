/**
 * Ageing: the buckets at their bounds, what ages by which day, and the law that nothing is lost.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ageing, type AgeingInput } from '../src/ageing.ts';
import { LedgerError } from '../src/errors.ts';
import type { OpenItemInput } from '../src/item-match.ts';
import { matchItems, openItems } from '../src/open-items.ts';

const asOf = 1000;

/** `label amount` of the buckets that have something. */
const bucketsOf = (
  items: readonly OpenItemInput[],
  input: Partial<AgeingInput> = {},
  invoiceSide: 'debit' | 'credit' = 'debit',
): string =>
  ageing(openItems({ currency: 'EUR', invoiceSide }, items), { asOf, ...input })
    .buckets.filter(({ amount }) => amount !== 0n)
    .map(({ label, amount }) => `${label} ${amount}`)
    .join(', ');

const due = (days: number, amount = 5n): OpenItemInput => ({
  id: 'a',
  date: 0,
  due: asOf - days,
  amount,
});

describe('ageing', () => {
  test.each([
    [-14, 'current 5'],
    [0, 'current 5'],
    [1, '1-30 5'],
    [30, '1-30 5'],
    [31, '31-60 5'],
    [60, '31-60 5'],
    [61, '61-90 5'],
    [90, '61-90 5'],
    [91, '>90 5'],
  ])('%i days overdue', (days, bucket) => {
    expect(bucketsOf([due(days)])).toBe(bucket);
  });

  test('without a due day an item ages by its own', () => {
    expect(bucketsOf([{ id: 'a', date: asOf - 40, amount: 5n }])).toBe('31-60 5');
    expect(bucketsOf([due(-5)], { by: 'document' })).toBe('>90 5');
  });

  test('a credit not yet matched ages by its own date, and is negative', () => {
    const credit = { id: 'c', date: asOf - 20, due: asOf + 30, amount: -3n };
    expect(bucketsOf([due(10), credit])).toBe('1-30 2');
    expect(bucketsOf([{ ...credit, id: 'p' }], {}, 'credit')).toBe('current -3');
  });

  test('payments after the day are not seen', () => {
    const book = openItems({ currency: 'EUR' }, [
      { id: 'i', date: 0, due: asOf - 1, amount: 200n },
      { id: 'p', date: 900, amount: -150n },
      { id: 'q', date: asOf + 2, amount: -50n },
    ]);
    const { items } = matchItems(book, [
      { date: 900, debit: 'i', credit: 'p', amount: 150n },
      { date: asOf + 2, debit: 'i', credit: 'q', amount: 50n },
    ]);
    const { rows, total } = ageing(items, { asOf });
    expect(
      rows.map(({ item, open, daysOverdue, bucket }) => [item.id, open, daysOverdue, bucket]),
    ).toEqual([['i', 50n, 1, 1]]);
    expect(total).toBe(50n);
    expect(ageing(items, { asOf: asOf + 2 }).rows).toEqual([]);
  });

  test('bounds of one’s own', () => {
    const items = [7, 8, 14, 15].map((days) => ({ ...due(days), id: String(days) }));
    expect(bucketsOf(items, { upTo: [7, 14] })).toBe('<=7 5, 8-14 10, >14 5');
    expect(bucketsOf(items, { upTo: [7, 8] })).toBe('<=7 5, 8 5, >8 10');
    expect(bucketsOf(items, { upTo: [] })).toBe('all 20');
  });

  test.each([[[30, 30]], [[30, 0]], [[0.5]], [[0, Number.NaN]]])('bounds %j are misuse', (upTo) => {
    let error: unknown;
    try {
      bucketsOf([], { upTo });
    } catch (thrown) {
      error = thrown;
    }
    expect(LedgerError.is(error, 'LEDGER_BAD_ARGUMENT')).toBe(true);
  });

  test('property: buckets add up to what is open, each item in the one its days say', () => {
    const item = fc.record({
      date: fc.integer({ min: 850, max: 1010 }),
      due: fc.option(fc.integer({ min: 850, max: 1050 }), { nil: undefined }),
      amount: fc.bigInt({ min: -9n, max: 9n }).filter((amount) => amount !== 0n),
    });
    const bounds = fc
      .uniqueArray(fc.integer({ min: -20, max: 120 }), { maxLength: 5 })
      .map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(fc.array(item), bounds, (list, upTo) => {
        const rows = list.map((row, at) => ({ id: String(at), ...row }));
        const aged = ageing(openItems({ currency: 'EUR' }, rows), { asOf, upTo });
        const there = rows.filter(({ date }) => date <= asOf);
        expect(aged.total).toBe(there.reduce((sum, { amount }) => sum + amount, 0n));
        for (const { daysOverdue, bucket } of aged.rows) {
          expect(daysOverdue).toBeLessThanOrEqual(upTo[bucket] ?? Infinity);
          expect(daysOverdue).toBeGreaterThan(upTo[bucket - 1] ?? -Infinity);
        }
        aged.buckets.forEach(({ amount }, bucket) => {
          const own = aged.rows.filter((row) => row.bucket === bucket);
          expect(amount).toBe(own.reduce((sum, { open }) => sum + open, 0n));
        });
      }),
      { numRuns: 200 },
    );
  });
});
