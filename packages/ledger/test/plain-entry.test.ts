/** The short way of plain entries is the straight way: one that names its journal takes that. */
import { fc, test } from '@fast-check/vitest';
import { manualClock } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import { describe, expect } from 'vitest';
import type { EntryInput, LineInput } from '../src/entry.ts';
import { facts } from '../src/facts.ts';
import { post } from '../src/journal.ts';
import { Ledger } from '../src/ledger.ts';
import { ledgerCollections } from '../src/ledger-collections.ts';
import { entryOf } from '../src/lines.ts';
import { openBooks } from '../src/open-books.ts';
import { RUN_ENTRIES, RUN_LINES } from '../src/plain-run.ts';
import { trialBalance } from '../src/trial-balance.ts';

const setup = {
  entity: { id: 'E', functionalCurrency: 'EUR' },
  accounts: [
    { id: 'cash', code: '1', name: 'Cash', type: 'asset' as const },
    { id: 'sales', code: '4', name: 'Sales', type: 'income' as const },
    { id: 'wallet', code: '2', name: 'Wallet', type: 'liability' as const, floor: '0' },
    { id: 'dollars', code: '5', name: 'Dollars', type: 'asset' as const, currency: 'USD' },
    { id: 'late', code: '6', name: 'Late', type: 'asset' as const, openFrom: '2026-02-01' },
    { id: 'head', code: '7', name: 'Head', type: 'asset' as const, header: true },
  ],
  periods: [
    { id: 'jan', from: '2026-01-01', to: '2026-01-31', status: 'closed' as const },
    { id: 'feb', from: '2026-02-01', to: '2026-02-28' },
    { id: 'feb27', from: '2027-02-01', to: '2027-02-28' },
  ],
  journals: [{ id: 'general', numberFormat: 'E-{year}-{n:4}' }],
};

const NOW = { now: '2026-03-01T00:00:00Z' };

/** What posting gives, and what the books show then. */
function posted(entries: readonly EntryInput[]) {
  const books = openBooks(setup);
  const outcomes = post(books, entries, NOW);
  return {
    outcomes,
    balance: trialBalance(books),
    facts: facts(books),
    entries: books.entries.id.map((id) => entryOf(books, id)),
    found: books.entries.id.map((id) => books.ids.find(id)),
    last: [...books.series.values()].map(({ year, last }) => [year, last]),
    sums: books.accounts.map(({ pools }) => pools.map((pool) => books.sums.at(pool!.cells))),
  };
}

/** Every document of a ledger's store, hashes and leaves of the chain among them. */
async function stored(batches: readonly (readonly EntryInput[])[]): Promise<unknown> {
  const store = memoryStore();
  const ledger = new Ledger({ store, clock: manualClock(Date.parse(NOW.now)) });
  await ledger.prepare();
  await ledger.open(setup);
  for (const entries of batches) await ledger.postAll(entries);
  const documents: unknown[] = [];
  for (const collection of ledgerCollections) {
    for await (const page of store.scan(collection)) {
      documents.push(...page.map(({ id, document }) => [collection.name, id, document]));
    }
  }
  return documents;
}

const straight = (entry: EntryInput): EntryInput => ({ ...entry, journal: 'general' });

const line = fc.record({
  account: fc.constantFrom('cash', 'sales', 'wallet', 'dollars', 'late', 'head', 'none'),
  amount: fc.constantFrom(
    '1.00',
    '-1.00',
    '0',
    '0.001',
    '90071992547409.91',
    '-90071992547409.91',
    '2',
  ),
});

const entry = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd'),
  date: fc.constantFrom('2026-01-15', '2026-02-15', '2026-03-15', 'soon'),
  lines: fc.oneof(
    fc.array(line, { maxLength: 4 }),
    line.map(({ account, amount }) => [
      { account, amount },
      { account: 'cash', amount: amount.startsWith('-') ? amount.slice(1) : `-${amount}` },
    ]),
  ),
});

/** Two lines, or four, of an amount that hangs on a number. */
function transfer(n: number): LineInput[] {
  const amount = `${1 + (n % 97)}.${String(n % 100).padStart(2, '0')}`;
  const lines = [
    { account: 'cash', amount },
    { account: 'sales', amount: `-${amount}` },
  ];
  return n % 7 === 0 ? [...lines, ...lines] : lines;
}

/** A day of a period that is open, in one of two fiscal years. */
const day = (n: number): string => `202${6 + (n % 2)}-02-${String(1 + (n % 28)).padStart(2, '0')}`;

/** Mostly an entry that nothing stops. */
const mostly = fc.oneof(
  { arbitrary: fc.nat(200).map((n) => ({ date: day(n), lines: transfer(n) })), weight: 12 },
  { arbitrary: entry, weight: 1 },
);

describe('an entry of a date and lines', () => {
  test.prop([fc.array(entry, { maxLength: 8 })], { numRuns: 1000 })(
    'property: is posted or refused as one that says more',
    (entries) => {
      expect(posted(entries)).toEqual(posted(entries.map(straight)));
    },
  );

  test.prop([fc.array(fc.tuple(fc.nat(40), mostly), { maxLength: 60 })], { numRuns: 150 })(
    'property: in a long batch is posted or refused as one that says more',
    (drawn) => {
      const entries = drawn.map(([id, given]) => ({ ...given, id: `e${id}` }));
      expect(posted(entries)).toEqual(posted(entries.map(straight)));
    },
  );

  test.each([
    ['nothing else', []],
    ['a line on an account that is not there', [{ account: 'none', amount: '0' }]],
    ['a line on an account that has a limit', [{ account: 'wallet', amount: '0' }]],
    [
      'more lines than a run takes',
      Array.from({ length: RUN_LINES }, (_, n) => transfer(1)[n % 2]!),
    ],
  ])('in runs of hundreds, some with %s, is posted as in none', (_, more) => {
    const entries = Array.from({ length: 5 * RUN_ENTRIES }, (_, n) => {
      const isOdd = [3, RUN_ENTRIES - 1, 3 * RUN_ENTRIES, 3 * RUN_ENTRIES + 2].includes(n);
      return { id: `e${n}`, date: day(n), lines: [...transfer(n), ...(isOdd ? more : [])] };
    });
    const again = [...entries.slice(0, 300), { ...entries[0]!, id: 'new' }, ...entries.slice(300)];
    for (const batch of [entries, again]) {
      expect(posted(batch)).toEqual(posted(batch.map(straight)));
    }
  });

  test('is sealed and stored as one that says more', async () => {
    const entries = Array.from({ length: 40 }, (_, n) => ({
      id: `e${n % 30}`,
      date: day(n),
      lines: n % 13 === 12 ? [{ account: 'wallet', amount: '1.00' }] : transfer(n),
    }));
    const batches = [entries, entries.slice(20)];
    const short = await stored(batches);
    expect(short).toEqual(await stored(batches.map((batch) => batch.map(straight))));
    expect(short).toContainEqual(['ledger_batch', expect.anything(), expect.anything()]);
  });

  test('that throws while it is read leaves the books as those before it left them', () => {
    const books = openBooks(setup);
    const fault = new Error('read once too often');
    const bad = {
      id: 'bad',
      date: day(1),
      lines: [
        {
          account: 'cash',
          get amount(): string {
            throw fault;
          },
        },
      ],
    };
    const good = (id: string) => ({ id, date: day(2), lines: transfer(1) });
    expect(() => post(books, [good('a'), bad, good('b')], NOW)).toThrow(fault);
    expect(books.entries.id).toEqual([]);
    expect(post(books, [good('b'), good('a')], NOW)).toMatchObject([
      { ok: true, sequence: 1, number: 'E-2026-0001' },
      { ok: true, sequence: 2, number: 'E-2026-0002' },
    ]);
  });

  test('whose sum passes 2^53 on the way balances exactly', () => {
    const most = '90071992547409.91';
    const lines = [most, most, '0.01', `-${most}`, `-${most}`, '-0.01'].map((amount, at) => ({
      account: at % 2 === 0 ? 'cash' : 'sales',
      amount,
    }));
    const entries = [{ id: 'a', date: '2026-02-15', lines }];
    expect(posted(entries)).toEqual(posted(entries.map(straight)));
    expect(posted(entries).outcomes).toMatchObject([{ ok: true }]);
  });
});
