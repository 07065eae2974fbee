/**
 * Two phases: reserve, then post all or a part, void, or let it expire.
 */
import { balanceOf, type Command, entryOf, setPeriodStatus, trialBalance } from '@kontor/ledger';
import { describe, expect, test } from 'vitest';
import {
  entry,
  expectBalances,
  expectLines,
  openTestBooks,
  take,
  takeAll,
} from './journal-grid.ts';

const hold = (id: string, lines: string, timeoutSeconds?: number): Command =>
  entry(id, lines, { pending: true, timeoutSeconds });
const postPending = (id: string, pendingId: string, amount?: string, date?: string): Command => ({
  do: 'postPending',
  id,
  pendingId,
  ...(amount !== undefined && { amount }),
  ...(date !== undefined && { date }),
});
const voidPending = (id: string, pendingId: string): Command => {
  return { do: 'voidPending', id, pendingId };
};

describe('a reservation', () => {
  test('moves nothing, and stands beside the balance', () => {
    const books = openTestBooks();
    takeAll(books, [entry('in', 'cash 100; wallet -100'), hold('h', 'wallet 50; shop -50')]);
    expectBalances(
      books,
      `
      account  posted   pendingDebits  pendingCredits
      wallet   -100.00  50.00          0.00
      shop     0.00     0.00           50.00
    `,
    );
    expect(entryOf(books, 'h')).toMatchObject({ kind: 'pending', sequence: 2 });
    expect(entryOf(books, 'h')!.number).toBeUndefined();
    expectLines(
      books,
      'h',
      `
      wallet   50.00 EUR   50.00
      shop    -50.00 EUR  -50.00
    `,
    );
  });

  test('is posted in part: the rest is released (l11)', () => {
    const books = openTestBooks();
    takeAll(books, [entry('in', 'cash 100; wallet -100'), hold('h', 'wallet 50; shop -50')]);
    expect(take(books, postPending('p', 'h', '35'))).toBe('ok 2');
    expectBalances(
      books,
      `
      account  posted  pendingDebits  pendingCredits
      wallet   -65.00  0.00           0.00
      shop     -35.00  0.00           0.00
    `,
    );
    expect(entryOf(books, 'p')).toMatchObject({ pendingId: 'h', kind: 'posted' });
  });

  test.each([
    // what is posted of 50.00 · outcome · wallet
    [undefined, 'ok 2', '-50.00'],
    ['50', 'ok 2', '-50.00'],
    ['49.99', 'ok 2', '-50.01'],
    ['0', 'ok 2', '-100.00'],
    ['50.01', 'EXCEEDS_PENDING_AMOUNT h 50.00', '-100.00'],
    ['-1', "BAD_COMMAND amount '-1' an amount of 0 or more", '-100.00'],
    ['0.001', 'AMOUNT_PRECISION 0.001 EUR amount', '-100.00'],
    ['all', "BAD_COMMAND amount 'all' a decimal amount as text", '-100.00'],
  ])('posted with an amount of %s: %s', (amount, outcome, wallet) => {
    const books = openTestBooks();
    takeAll(books, [entry('in', 'cash 100; wallet -100'), hold('h', 'wallet 50; shop -50')]);
    expect(take(books, postPending('p', 'h', amount))).toBe(outcome);
    const held = outcome.startsWith('ok') ? '0.00' : '50.00';
    const found = balanceOf(books, 'wallet');
    expect(found).toMatchObject({ posted: wallet, pendingDebits: held });
  });

  test('is released when it is voided', () => {
    const books = openTestBooks();
    takeAll(books, [entry('in', 'cash 100; wallet -100'), hold('h', 'wallet 50; shop -50')]);
    expect(take(books, voidPending('v', 'h'))).toBe('ok');
    expectBalances(
      books,
      `
      account  posted   pendingDebits
      wallet   -100.00  0.00
    `,
    );
    expect(entryOf(books, 'v')).toMatchObject({ kind: 'void', pendingId: 'h', lines: [] });
  });

  test.each([
    ['posted', postPending('by', 'h'), 'PENDING_ALREADY_POSTED h by'],
    ['voided', voidPending('by', 'h'), 'PENDING_ALREADY_VOIDED h by'],
  ])('once %s it says so for ever', (_, by, outcome) => {
    const books = openTestBooks();
    takeAll(books, [hold('h', 'cash 50; shop -50'), by]);
    expect(take(books, postPending('p', 'h', '1'))).toBe(outcome);
    expect(take(books, voidPending('v', 'h'))).toBe(outcome);
    expect(balanceOf(books, 'cash')).toMatchObject({ pendingDebits: '0.00' });
  });

  test.each([
    ['nobody', 'PENDING_NOT_FOUND nobody'],
    ['in', 'NOT_PENDING in'],
  ])('%s is none', (id, outcome) => {
    const books = openTestBooks();
    take(books, entry('in', 'cash 1; shop -1'));
    expect(take(books, postPending('p', id))).toBe(outcome);
    expect(take(books, voidPending('v', id))).toBe(outcome);
  });
});

describe('a part of several lines', () => {
  test('scales all by one fraction, rests to the largest', () => {
    const books = openTestBooks();
    takeAll(books, [
      hold('h', 'cash 30.00; bank 30.00; wages 40.00; sales -99.00; shop -1.00'),
      postPending('p', 'h', '10.01'),
    ]);
    expectLines(
      books,
      'p',
      `
      cash    3.00 EUR   3.00
      bank    3.00 EUR   3.00
      wages   4.01 EUR   4.01
      sales  -9.91 EUR  -9.91
      shop   -0.10 EUR  -0.10
    `,
    );
  });

  test('balances in every currency and in its bases', () => {
    const books = openTestBooks();
    takeAll(books, [
      hold('h', 'usd 33.33 USD @0.91337; usd 66.67 USD @0.91337; cash -91.34'),
      postPending('p', 'h', '10.00'),
    ]);
    expectLines(
      books,
      'p',
      `
      usd        3.33 USD   3.04
      usd        6.67 USD   6.09
      cash      -9.13 EUR  -9.13
      trading  -10.00 USD  -9.13 *
      trading    9.13 EUR   9.13 *
    `,
    );
    expect(trialBalance(books).total).toBe('0.00');
  });

  test('is counted in the currency of the first line', () => {
    const books = openTestBooks();
    take(books, hold('h', 'usd 100 USD @0.9; cash -90'));
    expect(take(books, postPending('p', 'h', '100.01'))).toBe('EXCEEDS_PENDING_AMOUNT h 100.00');
    expect(take(books, postPending('q', 'h', '100.00'))).toBe('ok 1');
  });

  test('of a first line with a base only there is none', () => {
    const books = openTestBooks();
    take(books, hold('h', 'usd 0 USD =-20; wages 20'));
    expect(take(books, postPending('p', 'h', '0.01'))).toBe('EXCEEDS_PENDING_AMOUNT h 0.00');
    expect(take(books, postPending('q', 'h', '0'))).toBe('ok 1');
  });
});

describe('a time-out', () => {
  const at = (seconds: number): string =>
    new Date(Date.parse('2026-01-05T08:00:00Z') + seconds * 1000).toISOString();
  const expired = 'PENDING_EXPIRED h 2026-01-05T08:01:00.000Z';

  test.each([
    // seconds after the reservation · posting it · what the wallet still gives
    [0, 'ok 2', 'EXCEEDS_BALANCE_LIMIT wallet EUR 70.00'],
    [59, 'ok 2', 'EXCEEDS_BALANCE_LIMIT wallet EUR 70.00'],
    [60, expired, 'ok 2'],
    [61, expired, 'ok 2'],
  ])('of 60 seconds, %i seconds later (l12)', (seconds, posting, spending) => {
    const open = () => {
      const books = openTestBooks();
      const batch = [entry('in', 'cash 100; wallet -100'), hold('h', 'wallet 30; shop -30', 60)];
      takeAll(books, batch, at(0));
      return books;
    };
    expect(take(open(), postPending('p', 'h'), at(seconds))).toBe(posting);
    expect(take(open(), entry('e', 'wallet 80; shop -80'), at(seconds))).toBe(spending);
  });

  test('counts from the recording, also in a batch that is dated before the last one', () => {
    const books = openTestBooks();
    take(books, entry('in', 'cash 100; wallet -100'), at(100));
    take(books, hold('h', 'wallet 30; shop -30', 60), at(0));
    expect(take(books, voidPending('v', 'h'), at(159))).toBe('ok');
  });

  test('is seen by a balance read at an instant, before any sweep', () => {
    const books = openTestBooks();
    takeAll(books, [
      entry('in', 'cash 100; wallet -100'),
      hold('h1', 'wallet 30; shop -30', 60),
      hold('h2', 'wallet 5; shop -5', 120),
      hold('h3', 'wallet 1; shop -1'),
    ]);
    const held = (now?: string): string => balanceOf(books, 'wallet', { now }).pendingDebits;
    expect(held()).toBe('36.00');
    const later = [59, 60, 119, 120, 99_999].map((seconds) => held(at(seconds)));
    expect(later).toEqual(['36.00', '6.00', '6.00', '1.00', '1.00']);
  });

  test('does nothing to what was posted or voided before', () => {
    const books = openTestBooks();
    takeAll(books, [
      hold('h', 'cash 30; shop -30', 60),
      hold('i', 'cash 4; shop -4', 60),
      postPending('p', 'h'),
      voidPending('v', 'i'),
    ]);
    expect(take(books, postPending('q', 'h'), at(60))).toBe('PENDING_ALREADY_POSTED h p');
    expect(take(books, postPending('r', 'i'), at(60))).toBe('PENDING_ALREADY_VOIDED i v');
    expectBalances(
      books,
      `
      account  posted  pendingDebits
      cash     30.00   0.00
    `,
    );
  });

  test('frees what it held for the first command of the batch', () => {
    const books = openTestBooks();
    takeAll(books, [entry('in', 'cash 30; wallet -30'), hold('h', 'wallet 30; shop -30', 60)]);
    const batch = [entry('e', 'wallet 30; shop -30'), hold('i', 'wallet 1; shop -1')];
    expect(takeAll(books, batch, at(60))).toEqual([
      'ok 2',
      'EXCEEDS_BALANCE_LIMIT wallet EUR 0.00',
    ]);
  });
});

describe('the second phase', () => {
  test('is dated with the reservation, or by itself', () => {
    const books = openTestBooks();
    takeAll(books, [
      hold('h', 'cash 30; shop -30'),
      hold('i', 'cash 4; shop -4'),
      postPending('p', 'h'),
      postPending('q', 'i', undefined, '2026-02-01'),
    ]);
    expect(entryOf(books, 'p')!.date).toBe('2026-01-05');
    expect(entryOf(books, 'q')!.date).toBe('2026-02-01');
    expect(take(books, postPending('r', 'h', undefined, 'May'))).toMatch(/^PENDING_ALREADY/);
  });

  test('holds to what the reservation said: adjustments may be posted in a soft close', () => {
    const books = openTestBooks({ periods: [{ id: 'jan', from: '2026-01-01', to: '2026-01-31' }] });
    takeAll(books, [
      entry('h', 'cash 3; shop -3', { pending: true, adjustment: true }),
      hold('i', 'cash 4; shop -4'),
      entry('j', 'wages -5; retained 5', { pending: true, closing: true, adjustment: true }),
    ]);
    setPeriodStatus(books, 'jan', 'softClosed');
    expect(take(books, postPending('p', 'h'))).toBe('ok 1');
    expect(take(books, postPending('q', 'i'))).toBe('PERIOD_CLOSED 2026-01-05 jan');
    expect(take(books, voidPending('v', 'i'))).toBe('ok');
    expect(take(books, postPending('r', 'j'))).toBe('ok 2');
    expect(entryOf(books, 'r')!.closing).toBe(true);
  });

  test('goes to no account that has been closed on its day', () => {
    const accounts = [{ id: 'till', type: 'asset' as const, closedOn: '2026-02-01' }];
    const books = openTestBooks({ accounts });
    take(books, hold('h', 'till 3; shop -3'));
    const late = postPending('p', 'h', undefined, '2026-02-01');
    expect(take(books, late)).toBe('ACCOUNT_CLOSED till 2026-02-01');
    expect(take(books, postPending('q', 'h', undefined, '2026-01-31'))).toBe('ok 1');
  });

  test('of a transfer that found nothing posts nothing', () => {
    const books = openTestBooks();
    const transfer = { do: 'transferUpTo', debit: 'wallet', credit: 'shop', max: '5' } as const;
    const held = { ...transfer, id: 't', date: '2026-01-05', pending: true };
    expect(take(books, held)).toBe('ok moved 0.00');
    expect(take(books, postPending('p', 't', '0.01'))).toBe('EXCEEDS_PENDING_AMOUNT t 0.00');
    expect(take(books, postPending('q', 't', '0'))).toBe('ok 1');
    expect(entryOf(books, 'q')!.lines).toEqual([]);
  });
});
