/**
 * Foreign bank accounts: a statement with its costs as a grid, the overdraft, and the laws.
 */
import { roundingModes } from '@kontor/kernel';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LedgerError } from '../src/errors.ts';
import {
  foreignAccount,
  foreignBalance,
  type ForeignMovement,
  moveForeignAccount,
  outflowMethods,
  remeasureForeignAccount,
} from '../src/foreign-account.ts';
import { slowCosts } from './oracle/slow-foreign-account.ts';

const cents = (text: string): bigint => BigInt(text.replace('.', ''));

/**
 * A statement: one movement a line, then what it does: base of the bank's line, realised, and the
 * account afterwards.
 */
function expectStatement(method: (typeof outflowMethods)[number], grid: string): void {
  let account = foreignAccount(method);
  for (const line of grid.trim().split('\n')) {
    const [amount, spot, base, realised, left, leftBase] = line.trim().split(/\s+/).map(cents);
    const moved = moveForeignAccount(account, [{ amount: amount!, base: spot! }], 'halfEven');
    account = moved.account;
    const [row] = moved.rows;
    const balance = foreignBalance(account);
    expect([row!.base, row!.realised, balance.amount, balance.base], line).toEqual([
      base,
      realised,
      left,
      leftBase,
    ]);
  }
}

describe('moveForeignAccount', () => {
  test('moving average: every outflow carries the mean of what is there', () =>
    expectStatement(
      'movingAverage',
      //  GBP  at spot     base  realised     left     at cost
      `
       400.00   460.00   460.00     0.00   400.00   460.00
       100.00   120.00   120.00     0.00   500.00   580.00
      -150.00  -177.00  -174.00     3.00   350.00   406.00
       150.00   178.50   178.50     0.00   500.00   584.50
      -500.00  -600.00  -584.50    15.50     0.00     0.00
      `,
    ));

  test('FIFO: the oldest inflow pays first', () =>
    expectStatement(
      'fifo',
      `
       400.00   460.00   460.00     0.00   400.00   460.00
       100.00   120.00   120.00     0.00   500.00   580.00
      -150.00  -177.00  -172.50     4.50   350.00   407.50
      -300.00  -351.00  -347.50     3.50    50.00    60.00
       -50.00   -55.00   -60.00    -5.00     0.00     0.00
      `,
    ));

  test('an overdraft stands at the rate of its day, and repaying it realises the difference', () =>
    expectStatement(
      'fifo',
      `
       100.00   115.00   115.00     0.00   100.00   115.00
      -300.00  -360.00  -355.00     5.00  -200.00  -240.00
       150.00   174.00   180.00     6.00   -50.00   -60.00
       100.00   125.00   122.50    -2.50    50.00    62.50
      `,
    ));

  test('thirds leave no cent behind', () =>
    expectStatement(
      'movingAverage',
      `
        10.00    11.00    11.00     0.00    10.00    11.00
        -3.33    -3.66    -3.66     0.00     6.67     7.34
        -3.33    -3.66    -3.67    -0.01     3.34     3.67
        -3.34    -3.67    -3.67     0.00     0.00     0.00
      `,
    ));

  test('a movement that crosses zero says what was released', () => {
    const { rows } = moveForeignAccount(
      foreignAccount('fifo'),
      [
        { amount: 100n, base: 115n },
        { amount: -300n, base: -360n },
      ],
      'halfEven',
    );
    expect(rows[1]).toEqual({ base: -355n, released: 115n, realised: 5n });
  });

  test('a revaluation that is kept gives all that is there one cost', () => {
    const { account } = moveForeignAccount(
      foreignAccount('fifo'),
      [
        { amount: 400_00n, base: 460_00n },
        { amount: 100_00n, base: 120_00n },
      ],
      'halfEven',
    );
    const kept = remeasureForeignAccount(account, 590_00n);
    const { rows } = moveForeignAccount(kept, [{ amount: -50_00n, base: -59_00n }], 'halfEven');
    expect(rows[0]).toEqual({ base: -59_00n, released: 59_00n, realised: 0n });
    expect(remeasureForeignAccount(foreignAccount('fifo'), 0n).lots).toEqual([]);
  });

  test.each<[string, ForeignMovement]>([
    ['movements.0.amount', { amount: 0n, base: 0n }],
    ['movements.0.base', { amount: 5n, base: -5n }],
    ['movements.0.base', { amount: -5n, base: 5n }],
  ])('%s of %o is misuse', (path, movement) => {
    let error: unknown;
    try {
      moveForeignAccount(foreignAccount('fifo'), [movement], 'halfEven');
    } catch (thrown) {
      error = thrown;
    }
    expect(LedgerError.is(error, 'LEDGER_BAD_ARGUMENT') && error.details.path).toBe(path);
  });
});

describe('moveForeignAccount, laws', () => {
  const method = fc.constantFrom(...outflowMethods);
  const mode = fc.constantFrom(...roundingModes);
  const movement = fc
    .tuple(fc.integer({ min: -60, max: 60 }), fc.integer({ min: 1, max: 90 }))
    .filter(([amount]) => amount !== 0)
    .map(([amount, base]) => ({ amount: BigInt(amount), base: BigInt(amount < 0 ? -base : base) }));
  const movements = fc.array(movement, { minLength: 1, maxLength: 14 });

  test('property: quantity is zero exactly when cost is, after every movement', () => {
    fc.assert(
      fc.property(method, mode, movements, (by, rounding, list) => {
        let account = foreignAccount(by);
        for (const one of list) {
          ({ account } = moveForeignAccount(account, [one], rounding));
          const { amount, base } = foreignBalance(account);
          expect(base === 0n).toBe(amount === 0n);
          expect(base > 0n).toBe(amount > 0n);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('property: lines add up to the balance, and differ from spot by what is realised', () => {
    fc.assert(
      fc.property(method, mode, movements, (by, rounding, list) => {
        const { account, rows } = moveForeignAccount(foreignAccount(by), list, rounding);
        const sum = (pick: (index: number) => bigint): bigint =>
          rows.reduce((total, _, index) => total + pick(index), 0n);
        const balance = foreignBalance(account);
        expect(balance.amount).toBe(sum((index) => list[index]!.amount));
        expect(balance.base).toBe(sum((index) => rows[index]!.base));
        expect(sum((index) => rows[index]!.realised)).toBe(
          balance.base - sum((index) => list[index]!.base),
        );
      }),
      { numRuns: 200 },
    );
  });

  test('property: a batch of movements is the movements one by one', () => {
    fc.assert(
      fc.property(method, mode, movements, (by, rounding, list) => {
        const batch = moveForeignAccount(foreignAccount(by), list, rounding);
        let account = foreignAccount(by);
        const rows = list.map((one) => {
          const moved = moveForeignAccount(account, [one], rounding);
          account = moved.account;
          return moved.rows[0]!;
        });
        expect(rows).toEqual(batch.rows);
        expect(account).toEqual(batch.account);
      }),
      { numRuns: 100 },
    );
  });

  test('property: costs are those of coins that remember their inflow', () => {
    fc.assert(
      fc.property(method, mode, movements, (by, rounding, list) => {
        const covered = withoutOverdraft(list);
        const { rows } = moveForeignAccount(foreignAccount(by), covered, rounding);
        expect(rows.map(({ base }) => base)).toEqual(slowCosts(by, covered, rounding));
      }),
      { numRuns: 200 },
    );
  });
});

/** The movements, less those that the account could not pay. */
function withoutOverdraft(list: readonly ForeignMovement[]): ForeignMovement[] {
  let left = 0n;
  return list.filter(({ amount }) => {
    if (left + amount < 0n) return false;
    left += amount;
    return true;
  });
}
