/**
 * Pools given out by a key, and lines split over a dimension.
 */
import { allocationPolicies } from '@kontor/kernel';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocateCosts, type CostAllocation, splitLine } from '../src/cost-allocation.ts';
import { LedgerError } from '../src/errors.ts';

/** Minor units of a text with two decimals. */
const cents = (text: string): bigint => BigInt(text.replace('.', ''));
const sum = (texts: readonly string[]): bigint =>
  texts.reduce((total, text) => total + cents(text), 0n);

const rent = { account: 'rent', amount: '1000.00' };
const centre = (costCentre: string, weight: number | string) => ({ dims: { costCentre }, weight });

describe('allocateCosts', () => {
  test('credits the pool and debits the receivers, in one entry that balances', () => {
    const receivers = [centre('shop', 3), centre('office', 5), centre('store', 4)];
    const { lines, parts } = allocateCosts({ currency: 'EUR', pool: rent, receivers });
    const line = (amount: string, costCentre?: string) => ({
      account: 'rent',
      amount,
      currency: 'EUR',
      ...(costCentre !== undefined && { dims: { costCentre } }),
    });
    expect(lines).toEqual([
      line('-1000.00'),
      line('250.00', 'shop'),
      line('416.67', 'office'),
      line('333.33', 'store'),
    ]);
    expect(parts).toEqual(['250.00', '416.67', '333.33']);
  });

  test.each([
    // policy · pool · 2 : 0 : 2 : 3
    ['largestRemainder', '1.00', ['0.29', '0.00', '0.28', '0.43']],
    ['remainderToFirst', '1.00', ['0.29', '0.00', '0.29', '0.42']],
    ['cumulative', '1.00', ['0.29', '0.00', '0.28', '0.43']],
    ['largestRemainder', '-1.00', ['-0.29', '0.00', '-0.28', '-0.43']],
    ['largestRemainder', '0.00', ['0.00', '0.00', '0.00', '0.00']],
  ] as const)('%s: a pool of %s', (policy, amount, parts) => {
    const receivers = [2, 0, 2, 3].map((weight, at) => ({ account: `cost ${at}`, weight }));
    const pool = { account: 'pool', amount };
    const found = allocateCosts({ currency: 'EUR', pool, receivers, policy });
    expect(found.parts).toEqual(parts);
    expect(found.lines).toHaveLength(amount === '0.00' ? 0 : 4);
  });

  test('the pool keeps its dimensions, and receivers may be other accounts', () => {
    const pool = { account: 'rent', amount: 10, dims: { costCentre: 'house' } };
    const receivers = [{ account: 'rent charged', dims: { costCentre: 'shop' }, weight: '1/3' }];
    expect(allocateCosts({ currency: 'JPY', pool, receivers }).lines).toEqual([
      { account: 'rent', amount: '-10', currency: 'JPY', dims: { costCentre: 'house' } },
      { account: 'rent charged', amount: '10', currency: 'JPY', dims: { costCentre: 'shop' } },
    ]);
  });

  test('property: the lines sum to zero and the parts to the pool, under every policy', () => {
    const weights = fc.array(fc.nat(50), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(
        weights.filter((list) => list.some((weight) => weight > 0)),
        fc.integer({ min: -99_999, max: 99_999 }),
        fc.constantFrom(...allocationPolicies),
        (list, minor, policy) => {
          const pool = { account: 'pool', amount: (minor / 100).toFixed(2) };
          const receivers = list.map((weight, at) => centre(String(at), weight));
          const { lines, parts } = allocateCosts({ currency: 'EUR', pool, receivers, policy });
          expect(sum(lines.map(({ amount }) => amount))).toBe(0n);
          expect(sum(parts)).toBe(BigInt(minor));
        },
      ),
      { numRuns: 200 },
    );
  });

  test.each([
    ['pool.amount', { pool: { account: 'rent', amount: '' } }],
    ['receivers', { receivers: [] }],
    ['receivers', { receivers: [centre('a', 0), centre('b', '0')] }],
    ['receivers.1.weight', { receivers: [centre('a', 1), centre('b', -1)] }],
    ['receivers.0.weight', { receivers: [centre('a', '1/0')] }],
  ])('%s at fault is refused by its place', (path, fault) => {
    const given: CostAllocation = { currency: 'EUR', pool: rent, receivers: [centre('a', 1)] };
    try {
      allocateCosts({ ...given, ...fault });
      expect.unreachable('the fault was taken');
    } catch (error) {
      expect(LedgerError.is(error, 'LEDGER_BAD_ARGUMENT') && error.details.path).toBe(path);
    }
  });

  test.each([
    ['LEDGER_AMOUNT_PRECISION', { pool: { account: 'rent', amount: '0.001' } }],
    ['LEDGER_AMOUNT_OVERFLOW', { pool: { account: 'rent', amount: '1e37' } }],
    ['LEDGER_CURRENCY_NOT_FOUND', { currency: 'EURO' }],
  ] as const)('%s', (code, fault) => {
    const given: CostAllocation = { currency: 'EUR', pool: rent, receivers: [centre('a', 1)] };
    try {
      allocateCosts({ ...given, ...fault });
      expect.unreachable('the fault was taken');
    } catch (error) {
      expect(LedgerError.is(error, code)).toBe(true);
    }
  });
});

describe('splitLine', () => {
  const thirds = {
    dimension: 'costCentre',
    weights: { sales: 1, it: 1, hr: 1 },
    currency: 'EUR',
  };

  test('a line over three cost centres keeps its total and its other fields', () => {
    const line = { account: 'travel', amount: 100, dims: { project: 'P1' }, text: 'fair' };
    const part = (amount: string, costCentre: string) => ({
      account: 'travel',
      amount,
      dims: { project: 'P1', costCentre },
      text: 'fair',
    });
    expect(splitLine(line, thirds)).toEqual([
      part('33.34', 'sales'),
      part('33.33', 'it'),
      part('33.33', 'hr'),
    ]);
  });

  test('amount and base are shared out each by itself, in its own decimals', () => {
    const line = { account: 'travel', amount: '-1000', currency: 'JPY', base: '-6.20' };
    const parts = splitLine(line, thirds);
    expect(parts.map(({ amount, base }) => [amount, base])).toEqual([
      ['-334', '-2.07'],
      ['-333', '-2.07'],
      ['-333', '-2.06'],
    ]);
    expect(parts[0]).toHaveProperty('currency', 'JPY');
  });

  test('parts of nothing are left out, parts of one column stay', () => {
    const line = { account: 'travel', amount: '0.01', base: '0.00' };
    expect(splitLine(line, { ...thirds, weights: { a: 0, b: 1, c: 1 } })).toEqual([
      { account: 'travel', amount: '0.01', base: '0.00', dims: { costCentre: 'b' } },
    ]);
    const two = splitLine({ amount: '0.01', base: '0.02' }, { ...thirds, weights: { a: 1, b: 1 } });
    expect(two.map(({ amount, base }) => [amount, base])).toEqual([
      ['0.01', '0.01'],
      ['0.00', '0.01'],
    ]);
  });

  test("a book's own currency has its own decimals", () => {
    const split = { ...thirds, commodities: [{ code: 'BOLT', exponent: 0 }] };
    const parts = splitLine({ account: 'stock', amount: '10', currency: 'BOLT' }, split);
    expect(parts.map(({ amount }) => amount)).toEqual(['4', '3', '3']);
  });

  test('property: both columns keep their totals', () => {
    const minor = fc.integer({ min: -9999, max: 9999 });
    const weights = fc
      .dictionary(fc.string({ minLength: 1, maxLength: 3 }), fc.nat(9), { maxKeys: 6 })
      .filter((byMember) => Object.values(byMember).some((weight) => weight > 0));
    fc.assert(
      fc.property(minor, minor, weights, (amount, base, byMember) => {
        const line = { amount: (amount / 100).toFixed(2), base: (base / 100).toFixed(2) };
        const parts = splitLine(line, { ...thirds, weights: byMember });
        expect(sum(parts.map((part) => part.amount))).toBe(BigInt(amount));
        expect(sum(parts.map((part) => part.base!))).toBe(BigInt(base));
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ['weights.it', { sales: 1, it: 'half' }],
    ['weights', {}],
  ])('%s at fault is refused by its place', (path, weights) => {
    try {
      splitLine({ amount: 1 }, { ...thirds, weights });
      expect.unreachable('the fault was taken');
    } catch (error) {
      expect(LedgerError.is(error, 'LEDGER_BAD_ARGUMENT') && error.details.path).toBe(path);
    }
  });
});
