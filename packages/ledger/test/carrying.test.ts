/**
 * Carrying amounts: settlements as tables an accountant can check, and the laws of a part payment.
 */
import { divideRounded, roundingModes } from '@kontor/kernel';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CarriedItem,
  carriedItem,
  carryingOf,
  remeasured,
  restToWriteOff,
  settle,
} from '../src/carrying.ts';
import { LedgerError } from '../src/errors.ts';

describe('settle', () => {
  test.each<[string, CarriedItem, bigint, bigint, bigint[]]>([
    // part, bank → released, realised, open, carrying
    [
      'a receivable paid in full at a better rate gains',
      carriedItem(1000_00n, 900_00n),
      1000_00n,
      950_00n,
      [900_00n, 50_00n, 0n, 0n],
    ],
    [
      'a part releases its share of the carrying amount',
      carriedItem(1000_00n, 900_00n),
      400_00n,
      372_00n,
      [360_00n, 12_00n, 600_00n, 540_00n],
    ],
    [
      'a payable paid for less than it stood at gains',
      carriedItem(-5000_00n, -5300_00n),
      -5000_00n,
      -5250_00n,
      [-5300_00n, 50_00n, 0n, 0n],
    ],
    [
      'a payable paid for more than it stood at loses',
      carriedItem(-100_00n, -90_00n),
      -50_00n,
      -46_00n,
      [-45_00n, -1_00n, -50_00n, -45_00n],
    ],
    [
      'an amount in a currency without decimals',
      carriedItem(150_000n, 937_50n),
      50_000n,
      310_00n,
      [312_50n, -2_50n, 100_000n, 625_00n],
    ],
    [
      'an item that stands at nothing releases nothing',
      carriedItem(2_00n, 0n),
      1_00n,
      90n,
      [0n, 90n, 1_00n, 0n],
    ],
  ])('%s', (_, item, part, bank, result) => {
    const { released, realised, open, carrying } = settle(item, part, bank, 'halfEven');
    expect([released, realised, open, carrying]).toEqual(result);
  });

  test('three part payments leave neither currency over', () => {
    const parts = [333_33n, 333_33n, 333_34n];
    const released: bigint[] = [];
    let item = carriedItem(1000_00n, 933_33n);
    for (const part of parts) {
      const settled = settle(item, part, 0n, 'halfEven');
      released.push(settled.released);
      item = settled;
    }
    expect(released).toEqual([311_11n, 311_10n, 311_12n]);
    expect([item.open, item.carrying]).toEqual([0n, 0n]);
  });

  test('a rest worth less than half a cent still stands at one', () => {
    const most = settle(carriedItem(1000n, 1n), 999n, 1n, 'halfEven');
    expect([most.released, most.open, most.carrying]).toEqual([0n, 1n, 1n]);
    expect(settle(most, 1n, 1n, 'halfEven').carrying).toBe(0n);
  });

  test('after a revaluation that is kept, shares are of the new amount', () => {
    const half = settle(carriedItem(1000_00n, 900_00n), 500_00n, 450_00n, 'halfEven');
    const kept = remeasured(half, 440_00n);
    const last = settle(kept, 250_00n, 225_00n, 'halfEven');
    expect([last.released, last.realised, last.carrying]).toEqual([220_00n, 5_00n, 220_00n]);
  });

  test.each([
    ['more than is open', carriedItem(100n, 90n), 101n],
    ['nothing', carriedItem(100n, 90n), 0n],
    ['the other sign', carriedItem(100n, 90n), -1n],
    ['the other sign, of a payable', carriedItem(-100n, -90n), 1n],
    ['more than is owed', carriedItem(-100n, -90n), -101n],
    ['a part of what is settled', settle(carriedItem(100n, 90n), 100n, 90n, 'halfEven'), 1n],
  ])('%s is misuse', (_, item, part) => {
    let error: unknown;
    try {
      settle(item, part, 0n, 'halfEven');
    } catch (thrown) {
      error = thrown;
    }
    expect(LedgerError.is(error, 'LEDGER_BAD_ARGUMENT') && error.details.path).toBe('part');
  });
});

describe('settle, laws', () => {
  const sign = fc.constantFrom(1n, -1n);
  const mode = fc.constantFrom(...roundingModes);
  const base = fc.bigInt({ min: 1n, max: 5_000n });
  const parts = fc.array(fc.bigInt({ min: 1n, max: 500n }), { minLength: 1, maxLength: 12 });
  const banks = fc.array(fc.bigInt({ min: 0n, max: 500n }), { minLength: 12, maxLength: 12 });
  const sum = (values: readonly bigint[]): bigint => values.reduce((a, b) => a + b, 0n);

  test('property: what is open is zero exactly when what it stands at is, after every part', () => {
    fc.assert(
      fc.property(sign, base, parts, mode, (s, carrying, list, by) => {
        let item = carriedItem(s * sum(list), s * carrying);
        for (const part of list) {
          item = settle(item, s * part, 0n, by);
          expect(item.carrying === 0n).toBe(item.open === 0n);
        }
        expect(item.open).toBe(0n);
      }),
      { numRuns: 300 },
    );
  });

  test('property: in how many parts an item was settled so far makes no difference', () => {
    fc.assert(
      fc.property(sign, base, parts, fc.nat(500), mode, (s, carrying, list, rest, by) => {
        const whole = carriedItem(s * (sum(list) + BigInt(rest)), s * carrying);
        const byParts = list.reduce<CarriedItem>(
          (item, part) => settle(item, s * part, 0n, by),
          whole,
        );
        const atOnce = settle(whole, s * sum(list), 0n, by);
        expect(byParts.carrying).toBe(atOnce.carrying);
      }),
      { numRuns: 300 },
    );
  });

  test('property: realised differences are what the bank gave less what the item stood at', () => {
    fc.assert(
      fc.property(sign, base, parts, banks, mode, (s, carrying, list, paid, by) => {
        let item = carriedItem(s * sum(list), s * carrying);
        let realised = 0n;
        list.forEach((part, index) => {
          const settled = settle(item, s * part, s * paid[index]!, by);
          realised += settled.realised;
          item = settled;
        });
        expect(realised).toBe(s * sum(paid.slice(0, list.length)) - s * carrying);
      }),
      { numRuns: 200 },
    );
  });

  test('property: what is left is within one unit of its exact share', () => {
    fc.assert(
      fc.property(sign, base, parts, fc.nat(500), mode, (s, carrying, list, rest, by) => {
        const amount = sum(list) + BigInt(rest);
        const left = carryingOf({ amount: s * amount, base: s * carrying }, s * BigInt(rest), by);
        const off = s * left * amount - carrying * BigInt(rest);
        expect(off <= amount && -off <= amount).toBe(true);
        // Where one unit at least is left anyway, it is the share itself, rounded.
        const share = s * carrying - divideRounded(s * carrying * sum(list), amount, by);
        if (share !== 0n) expect(left).toBe(share);
      }),
      { numRuns: 300 },
    );
  });

  test('property: a payable is the mirror image of a receivable, by symmetric modes', () => {
    const symmetric = fc.constantFrom(...roundingModes.filter((m) => !/ceiling|floor/.test(m)));
    fc.assert(
      fc.property(base, parts, symmetric, (carrying, list, by) => {
        let [owed, owing] = [carriedItem(sum(list), carrying), carriedItem(-sum(list), -carrying)];
        for (const part of list) {
          [owed, owing] = [settle(owed, part, 0n, by), settle(owing, -part, 0n, by)];
          expect(owing.carrying).toBe(-owed.carrying);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('restToWriteOff', () => {
  const rest = (open: bigint, carrying: bigint): CarriedItem => ({
    amount: 50_00n,
    base: 45_00n,
    open,
    carrying,
  });
  const tolerance = { amount: 2_00n, base: 5n };

  test.each([
    ['a rest in the foreign column only', rest(2_00n, 0n), { amount: -2_00n, base: 0n }],
    ['a rest in the functional column only', rest(0n, 5n), { amount: 0n, base: -5n }],
    ['a credit', rest(-1n, -1n), { amount: 1n, base: 1n }],
    ['more than the tolerance of the foreign column', rest(2_01n, 0n), undefined],
    ['more than the tolerance of the functional column', rest(1n, 6n), undefined],
    ['a large credit', rest(-2_01n, 0n), undefined],
    ['nothing', rest(0n, 0n), undefined],
  ])('%s', (_, item, line) => {
    expect(restToWriteOff(item, tolerance)).toEqual(line);
  });
});
