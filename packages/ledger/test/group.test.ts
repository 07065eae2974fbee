/**
 * Linked commands: all or none, and nothing of a failed group is left.
 */
import { balanceOf, type Books, type Command, entryOf, facts, trialBalance } from '@kontor/ledger';
import { describe, expect, test } from 'vitest';
import { entry, expectBalances, openTestBooks, take, takeAll } from './journal-grid.ts';

const grouped = (group: string, ...commands: Command[]): Command[] =>
  commands.map((command) => ({ ...command, group }));

const failing = entry('no', 'wallet 999; shop -999');

/** All that a group could leave behind. */
const stateOf = (books: Books): unknown => ({
  trialBalances: ['2025-12-31', '2026-01-05', '2026-02-05', undefined].map((asOf) =>
    trialBalance(books, { asOf }),
  ),
  facts: facts(books),
  ids: [...books.entries.id],
  held: balanceOf(books, 'wallet'),
});

describe('a group', () => {
  test('is taken as a whole', () => {
    const books = openTestBooks();
    const all = grouped('g', entry('e1', 'cash 5; wallet -5'), entry('e2', 'wallet 5; shop -5'));
    expect(takeAll(books, all)).toEqual(['ok 1', 'ok 2']);
  });

  test('fails as a whole: the culprit keeps its code (l14)', () => {
    const books = openTestBooks();
    take(books, entry('in', 'cash 10; wallet -10'));
    const outcomes = takeAll(books, [
      ...grouped(
        'g',
        entry('e1', 'wallet 4; shop -4'),
        entry('e2', 'wallet 7; shop -7'),
        entry('e3', 'wallet 1; shop -1'),
      ),
      entry('e4', 'wallet 10; shop -10'),
      entry('e5', 'wallet 1; shop -1'),
    ]);
    expect(outcomes).toEqual([
      'LINKED_ENTRY_FAILED g e2',
      'EXCEEDS_BALANCE_LIMIT wallet EUR 6.00',
      'LINKED_ENTRY_FAILED g e2',
      'ok 2',
      'EXCEEDS_BALANCE_LIMIT wallet EUR 0.00',
    ]);
    expectBalances(
      books,
      `
      account  posted
      wallet   0.00
      shop     -10.00
    `,
    );
  });

  test('is asked for limits entry by entry, not in the end', () => {
    const books = openTestBooks();
    const spendFirst = [entry('e1', 'wallet 5; shop -5'), entry('e2', 'cash 5; wallet -5')];
    expect(takeAll(books, grouped('g', ...spendFirst))).toEqual([
      'EXCEEDS_BALANCE_LIMIT wallet EUR 0.00',
      'LINKED_ENTRY_FAILED g e1',
    ]);
  });

  test('of one is a group', () => {
    const books = openTestBooks();
    expect(takeAll(books, grouped('g', failing))).toEqual([
      'EXCEEDS_BALANCE_LIMIT wallet EUR 0.00',
    ]);
  });

  test('whose members are no neighbours is refused as a whole, its replays answered', () => {
    const books = openTestBooks();
    const outcomes = takeAll(books, [
      ...grouped('g', entry('e1', 'cash 5; sales -5')),
      ...grouped('h', entry('e2', 'cash 5; sales -5')),
      ...grouped('g', entry('e3', 'cash 5; sales -5'), entry('e4', 'cash 5; sales -5')),
    ]);
    const open = 'LINKED_GROUP_OPEN g';
    expect(outcomes).toEqual([open, 'ok 1', open, open]);
    const whole = grouped('g', entry('e1', 'cash 5; sales -5'), entry('e3', 'cash 5; sales -5'));
    expect(takeAll(books, whole)).toEqual(['ok 2', 'ok 3']);
    const apart = [whole[0]!, entry('e5', 'cash 5; sales -5'), whole[1]!];
    expect(takeAll(books, apart)).toEqual(['ok 2 again', 'ok 4', 'ok 3 again']);
  });
});

describe('what a failed group did is undone', () => {
  test.each<[string, Command[]]>([
    [
      'entries, in several currencies and months',
      [
        entry('e1', 'usd 10 USD @0.9; cash -9', { date: '2026-02-05' }),
        entry('e2', 'usd 1 JPY @0.01; sales -1 JPY @0.01 team:north', { date: '2025-12-31' }),
      ],
    ],
    [
      'entries past 2^53',
      [
        entry('e1', 'cash 999999999999999999.99; sales -999999999999999999.99'),
        entry('e2', 'cash 1; sales -1'),
      ],
    ],
    ['a reservation', [entry('e1', 'wallet 3; shop -3', { pending: true })]],
    [
      'one that would expire',
      [entry('e1', 'wallet 3; shop -3', { pending: true, timeoutSeconds: 9 })],
    ],
    ['the end of a reservation', [{ do: 'postPending', id: 'e1', pendingId: 'held', amount: '1' }]],
    ['its release', [{ do: 'voidPending', id: 'e1', pendingId: 'held' }]],
    [
      'a reservation and its end',
      [
        entry('e1', 'wallet 3; shop -3', { pending: true, timeoutSeconds: 9 }),
        { do: 'postPending', id: 'e2', pendingId: 'e1' },
      ],
    ],
    ['a reversal', [{ do: 'reverse', id: 'e1', entryId: 'sold', date: '2026-01-05' }]],
    [
      'a reversal of its own',
      [
        entry('e1', 'cash 3; sales -3', { text: 'noted' }),
        { do: 'reverse', id: 'e2', entryId: 'e1', date: '2026-01-05' },
      ],
    ],
    [
      'a transfer',
      [
        {
          do: 'transferUpTo',
          id: 'e1',
          debit: 'wallet',
          credit: 'shop',
          max: '5',
          date: '2026-01-05',
        },
      ],
    ],
    [
      'a voided number',
      [{ do: 'voidNumber', id: 'e1', journal: 'general', date: '2026-01-05', reason: 'torn' }],
    ],
    ['a closing entry', [entry('e1', 'sales 3; retained -3', { closing: true })]],
  ])('%s', (_, commands) => {
    const books = openTestBooks({ dimensions: [{ id: 'team' }] });
    takeAll(books, [
      entry('in', 'cash 10; wallet -10'),
      entry('sold', 'cash 2; sales -2', { text: 'noted' }),
      entry('held', 'wallet 2; shop -2', { pending: true, timeoutSeconds: 60 }),
    ]);
    const before = stateOf(books);
    const outcomes = takeAll(books, grouped('g', ...commands, failing));
    expect(outcomes.slice(0, -1)).toEqual(commands.map(() => 'LINKED_ENTRY_FAILED g no'));
    expect(stateOf(books)).toEqual(before);
    expect(entryOf(books, 'e1')).toBeUndefined();
    // All of it can be done as if it had never been tried; the next number is the next one.
    const again = takeAll(books, commands);
    expect(again.filter((outcome) => !outcome.startsWith('ok'))).toEqual([]);
    expect(again.some((outcome) => outcome.includes('again'))).toBe(false);
    expect(again.find((outcome) => outcome !== 'ok') ?? 'ok 3').toMatch(/^ok 3/);
  });

  test('expiry goes on as it would have: what the group released and what it reserved', () => {
    const books = openTestBooks();
    takeAll(books, [
      entry('in', 'cash 10; wallet -10'),
      entry('held', 'wallet 2; shop -2', { pending: true, timeoutSeconds: 60 }),
    ]);
    const release: Command = { do: 'voidPending', id: 'v', pendingId: 'held' };
    const reserve = entry('e1', 'wallet 3; shop -3', { pending: true, timeoutSeconds: 30 });
    takeAll(books, grouped('g', release, reserve, failing));
    expect(balanceOf(books, 'wallet').pendingDebits).toBe('2.00');
    take(books, entry('tick', 'cash 1; sales -1'), '2026-01-05T08:00:30Z');
    expect(balanceOf(books, 'wallet').pendingDebits).toBe('2.00');
    take(books, entry('tock', 'cash 1; sales -1'), '2026-01-05T08:01:00Z');
    expect(balanceOf(books, 'wallet').pendingDebits).toBe('0.00');
    expect(take(books, { ...release, id: 'w' }, '2026-01-05T08:01:00Z')).toMatch(
      /^PENDING_EXPIRED/,
    );
  });

  test('its ids are free again, those before it are found', () => {
    const books = openTestBooks();
    const sale = (id: string): Command => entry(id, 'cash 1; sales -1');
    takeAll(books, ['e1', 'e2', 'e3'].map(sale));
    takeAll(books, grouped('g', ...['e4', 'e5', 'e6'].map(sale), failing));
    const all = ['e3', 'e6', 'e5', 'e4', 'e2', 'e1'].map(sale);
    expect(takeAll(books, all)).toEqual([
      'ok 3 again',
      'ok 4',
      'ok 5',
      'ok 6',
      'ok 2 again',
      'ok 1 again',
    ]);
    expect(books.entries.id.map((id) => entryOf(books, id)!.sequence)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('the culprit is remembered, its companions may come again', () => {
    const books = openTestBooks();
    const [first, culprit] = grouped('g', entry('e1', 'cash 3; sales -3'), failing);
    takeAll(books, [first!, culprit!]);
    expect(take(books, culprit!)).toBe('ID_ALREADY_FAILED no LEDGER_EXCEEDS_BALANCE_LIMIT');
    expect(take(books, first!)).toBe('ok 1');
  });

  test('a group that was taken is a replay as a whole', () => {
    const books = openTestBooks();
    const all = grouped('g', entry('e1', 'cash 3; sales -3'), entry('e2', 'cash 4; sales -4'));
    takeAll(books, all);
    expect(takeAll(books, all)).toEqual(['ok 1 again', 'ok 2 again']);
  });
});
