/**
 * What shares a commit and what does not: callers side by side, groups, batches that no commit
 * holds, commands that no store keeps, and what a set-up may not lose.
 */
import { decimal } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import type { Batch, Store } from '@kontor/kernel/store';
import { describe, expect, test } from 'vitest';
import type { Command, EntryInput, Outcome } from '../src/entry.ts';
import { post } from '../src/journal.ts';
import { Ledger } from '../src/ledger.ts';
import { pools, storedBatches, storedPendings } from '../src/ledger-collections.ts';
import type { BookSetupInput } from '../src/model.ts';
import { openBooks } from '../src/open-books.ts';
import { expectSound } from './same-books.ts';
import { entry, MORNING, openShop, rowsOf, shopSetup } from './shop.ts';

const now = new Date(MORNING).toISOString();
const codeOf = (outcome: Outcome): string => (outcome.ok ? 'ok' : outcome.code);
const two = (id: string, group?: string): EntryInput => ({
  ...entry(id, ['cash', 'fees'], '1.00'),
  ...(group !== undefined && { group }),
});
const bad = (id: string, group?: string): EntryInput => ({
  ...entry(id, ['cash', 'nowhere'], '1.00'),
  ...(group !== undefined && { group }),
});

interface NarrowStore {
  readonly store: Store;
  readonly sizes: readonly number[];
  /** Commits that write anything fail after so many of them. */
  readonly power: { isCutAfter: number };
}

/** A store that takes so many writes a batch, and notes how many it was given. */
function narrowStore(maxBatch: number): NarrowStore {
  const inner = memoryStore();
  const sizes: number[] = [];
  const power = { isCutAfter: Number.POSITIVE_INFINITY };
  const store: Store = {
    ...inner,
    tenant: inner.tenant,
    capabilities: { ...inner.capabilities, maxBatch },
    commit: async (batch: Batch) => {
      if (batch.writes.length > maxBatch) throw new Error(`${batch.writes.length} writes`);
      if (batch.writes.length > 0) {
        if (sizes.length >= power.isCutAfter) throw new Error('power cut');
        sizes.push(batch.writes.length);
      }
      return inner.commit(batch);
    },
  };
  return { store, sizes, power };
}

/** Sums of an account that are no numbers: no commit that touches it goes through. */
async function brokenSums(store: Store): Promise<string> {
  const sums = { debits: 'x', credits: '0', pendingDebits: '0', pendingCredits: '0' };
  const document = { id: 'rent|EUR', account: 'rent', currency: 'EUR', ...sums };
  await store.commit({ checks: [], writes: [{ kind: 'put', collection: pools, document }] });
  return document.account;
}

describe('callers who share a commit', () => {
  test('are one batch of the chain, in the order in which they called', async () => {
    const { ledger } = await openShop(memoryStore());
    const outcomes = await Promise.all([
      ledger.post(two('a')),
      ledger.postAll([two('b'), two('c')]),
    ]);
    expect(outcomes.flat()).toMatchObject([{ sequence: 1 }, { sequence: 2 }, { sequence: 3 }]);
    expect(await ledger.verify()).toEqual({ ok: true, batches: 1, entries: 3 });
  });

  test("a group is one caller's: the same name in another call is another group", async () => {
    const { ledger } = await openShop(memoryStore());
    const calls = [
      [two('a1', 'g'), two('a2', 'g')],
      [bad('b1', 'g'), two('b2', 'g')],
      [two('c1', 'g')],
    ];
    const outcomes = await Promise.all(calls.map((commands) => ledger.postAll(commands)));
    expect(outcomes.map((all) => all.map(codeOf))).toEqual([
      ['ok', 'ok'],
      ['LEDGER_ACCOUNT_NOT_FOUND', 'LEDGER_LINKED_ENTRY_FAILED'],
      ['ok'],
    ]);
  });

  test('what is no command fails its caller alone, before anything is queued', async () => {
    const { ledger } = await openShop(memoryStore());
    const calls = [
      ledger.post(two('a')),
      ledger.postAll([two('b'), null as unknown as Command]),
      ledger.postAll('c' as unknown as Command[]),
      ledger.post(two('d')),
    ];
    const settled = await Promise.allSettled(calls);
    expect(settled.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ]);
    expect(settled[1]).toMatchObject({
      reason: { code: 'LEDGER_BAD_ARGUMENT', details: { path: 'commands.1' } },
    });
    await expectSound(ledger, 2);
  });

  test('what breaks a commit otherwise is tried alone, so that the others are posted', async () => {
    const store = memoryStore();
    const { ledger } = await openShop(store);
    const rent = await brokenSums(store);
    const settled = await Promise.allSettled([
      ledger.post(two('a')),
      ledger.post(entry('broken', [rent, 'cash'], '1.00')),
      ledger.post(two('b')),
    ]);
    expect(settled).toMatchObject([
      { value: { ok: true, sequence: 1 } },
      { reason: { code: 'LEDGER_BROKEN_CHAIN' } },
      { value: { ok: true, sequence: 2 } },
    ]);
    expect(await ledger.verify()).toMatchObject({ ok: true, entries: 2 });
  });

  test('a command is posted as it was when it was given, whatever becomes of it', async () => {
    const { ledger } = await openShop(memoryStore());
    const command = { ...two('a'), lines: two('a').lines.map((line) => ({ ...line })) };
    const posted = ledger.post(command);
    command.lines[0]!.amount = '99.00';
    command.lines.pop();
    expect(await posted).toMatchObject({ ok: true });
    expect(await ledger.balance('cash')).toMatchObject({ posted: '1.00' });
  });
});

describe('commands that no store keeps', () => {
  const cases: readonly (readonly [string, Command, string])[] = [
    ['an id that is not ASCII', two('ü'), 'id'],
    ['an id of 201 characters', two('a'.repeat(201)), 'id'],
    ['an id that is none', { ...two('a'), id: 5 as unknown as string }, 'id'],
    ['text with U+0000', { ...two('a'), text: 'a\0b' }, 'text'],
    ['half a surrogate pair', { ...two('a'), documents: [{ id: '\ud800' }] }, 'documents.0.id'],
    ['an instance of a class', { ...two('a'), source: new Date(0) as unknown as string }, 'source'],
    ['a function', { ...two('a'), text: (() => 'a') as unknown as string }, 'text'],
    ['a time-out past all calendars', { ...two('a'), timeoutSeconds: 2 ** 52 }, 'timeoutSeconds'],
    ['a number that is none', { ...two('a'), text: Number.NaN as unknown as string }, 'text'],
  ];

  test.each(cases)('%s is refused by itself', async (_, command, path) => {
    const { ledger } = await openShop(memoryStore());
    const outcomes = await ledger.postAll([two('before'), command, two('after')]);
    expect(outcomes.map(codeOf)).toEqual(['ok', 'LEDGER_BAD_COMMAND', 'ok']);
    expect(outcomes[1]).toMatchObject({ details: { path } });
  });

  test('a group with such a member fails as one', async () => {
    const { ledger } = await openShop(memoryStore());
    const outcomes = await ledger.postAll([two('a', 'g'), two('ü', 'g'), two('b', 'g')]);
    expect(outcomes.map(codeOf)).toEqual([
      'LEDGER_LINKED_ENTRY_FAILED',
      'LEDGER_BAD_COMMAND',
      'LEDGER_LINKED_ENTRY_FAILED',
    ]);
    expect(await ledger.entry('a')).toBeUndefined();
  });

  test('amounts as decimals, numbers and bigints are kept as their text, and replayed', async () => {
    const { ledger } = await openShop(memoryStore());
    const foreign = { toFixed: () => '1.50' };
    const lines = [
      { account: 'cash', amount: 1n, rate: undefined },
      { account: 'cash', amount: foreign },
      { account: 'cash', amount: decimal('0.50') },
      { account: 'wallet', amount: -3 },
    ];
    const command: EntryInput = { id: 'a', date: '2026-01-05', lines, text: 'mixed' };
    expect(await ledger.post(command)).toMatchObject({ ok: true });
    expect(await ledger.post(command)).toMatchObject({ ok: true, replayed: true });
    const take: Command = {
      do: 'transferUpTo',
      id: 't',
      debit: 'wallet',
      credit: 'nowhere',
      max: foreign,
      date: '2026-01-05',
    };
    expect(codeOf(await ledger.post(take))).toBe('LEDGER_ACCOUNT_NOT_FOUND');
    expect(codeOf(await ledger.post(take))).toBe('LEDGER_ID_ALREADY_FAILED');
  });
});

describe('batches that no commit holds', () => {
  /** Singles, groups of three, a split group at the end. */
  const many = (count: number): Command[] => [
    ...Array.from({ length: count }, (_, at) =>
      at % 7 === 6
        ? bad(`e${at}`)
        : two(`e${at}`, at % 10 < 3 ? `g${Math.floor(at / 10)}` : undefined),
    ),
    two('late', 'g0'),
  ];

  test('are posted in several, groups whole, with the outcomes of one', async () => {
    const commands = many(9_000);
    const { ledger } = await openShop(memoryStore());
    const outcomes = await ledger.postAll(commands);
    expect(outcomes).toEqual(post(openBooks(shopSetup), commands, { now }));
    expect(codeOf(outcomes.at(-1)!)).toBe('LEDGER_LINKED_GROUP_OPEN');
    expect(await ledger.verify()).toMatchObject({ ok: true, batches: 2 });
  }, 60_000);

  test.each([12, 13, 20, 30])('a store of %i writes a batch is never given more', async (most) => {
    const { store, sizes } = narrowStore(most);
    const { ledger } = await openShop(store);
    const commands = many(60);
    const calls = [commands.slice(0, 25), [two('x')], [two('y')], [bad('z')]];
    const outcomes = await Promise.all(calls.map((batch) => ledger.postAll(batch)));
    const books = openBooks(shopSetup);
    expect(outcomes).toEqual(calls.map((batch) => post(books, batch, { now })));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(most);
    expect((await rowsOf(store, storedBatches)).length).toBeGreaterThan(1);
    await expectSound(ledger, books.entries.id.length);
  });

  test('a group that no commit holds is refused by the store, and nothing of it is posted', async () => {
    const { store } = narrowStore(12);
    const { ledger } = await openShop(store);
    const group = Array.from({ length: 20 }, (_, at) => two(`g${at}`, 'g'));
    const calls = [[two('x')], [two('a'), ...group, two('b')], [two('y')]];
    const settled = await Promise.allSettled(calls.map((commands) => ledger.postAll(commands)));
    // Those who came at the same time are none the worse, and are not told of a replay.
    expect(settled).toMatchObject([
      { value: [{ ok: true, id: 'x' }] },
      { status: 'rejected' },
      { value: [{ ok: true, id: 'y' }] },
    ]);
    expect(JSON.stringify(settled)).not.toContain('replayed');
    expect([await ledger.entry('g0'), await ledger.entry('b')]).toEqual([undefined, undefined]);
    expect((await ledger.audit()).ok).toBe(true);
  });

  test('reservations that come due in their thousands expire in commits of their own', async () => {
    const { store, sizes, power } = narrowStore(300);
    const { ledger, clock } = await openShop(store);
    await ledger.post(entry('top-up', ['cash', 'wallet'], '1100.00'));
    const terms = { pending: true, timeoutSeconds: 60 };
    const holds = Array.from({ length: 1100 }, (_, at) =>
      entry(`h${at}`, ['wallet', 'fees'], '1.00', terms),
    );
    await ledger.postAll(holds);
    expect(codeOf(await ledger.post(entry('x', ['wallet', 'fees'], '1.00')))).toBe(
      'LEDGER_EXCEEDS_BALANCE_LIMIT',
    );
    clock.advance(60_000);
    // A sweep that is cut off leaves some that are due as open: that is no difference.
    power.isCutAfter = sizes.length + 1;
    await expect(ledger.sweep()).rejects.toThrow('power cut');
    const states = new Set((await rowsOf(store, storedPendings)).map(({ state }) => state));
    expect([...states].toSorted()).toEqual(['expired', 'open']);
    expect((await ledger.audit()).ok).toBe(true);
    power.isCutAfter = Number.POSITIVE_INFINITY;
    expect(await ledger.post(entry('y', ['wallet', 'fees'], '1100.00'))).toMatchObject({
      ok: true,
    });
    expect(Math.max(...sizes)).toBeLessThanOrEqual(300);
    expect((await rowsOf(store, storedPendings)).filter(({ state }) => state === 'open')).toEqual(
      [],
    );
    expect((await ledger.audit()).ok).toBe(true);
  });
});

describe('names of any length and script', () => {
  test('accounts, journals, dimensions and members are kept apart', async () => {
    const long = 'Konto für außergewöhnliche Aufwendungen '.repeat(4).trim();
    const setup: BookSetupInput = {
      ...shopSetup,
      accounts: [
        ...shopSetup.accounts,
        { id: `${long} 1`, code: '6000', name: 'One', type: 'expense' },
        { id: `${long} 2`, code: '6001', name: 'Two', type: 'expense' },
      ],
      journals: [{ id: 'Löhne', numberFormat: '{year}-{n}' }, { id: 'Löhne 2026' }, { id: '賃金' }],
      dimensions: [{ id: 'Projekt' }, { id: 'Kostenträger' }],
    };
    const { ledger } = await openShop(memoryStore(), setup);
    const post = async (id: string, account: string, member: string, journal: string) =>
      ledger.post({
        id,
        date: '2026-01-05',
        journal,
        lines: [
          { account, amount: '1.00', dims: { Projekt: member, Kostenträger: `${member}|` } },
          { account: 'cash', amount: '-1.00' },
        ],
      });
    for (const [at, journal] of ['Löhne', 'Löhne 2026', '賃金'].entries()) {
      for (const number of [1, 2]) {
        const id = `${at} ${number}`;
        const member = `${'プ'.repeat(60)}${number}`;
        const text = at === 0 ? `2026-${number}` : String(number);
        expect(await post(id, `${long} ${number}`, member, journal)).toMatchObject({
          number: text,
        });
      }
    }
    const dims = { Projekt: `${'プ'.repeat(60)}2` };
    expect(await ledger.balance(`${long} 2`, { dims })).toMatchObject({ posted: '3.00' });
    expect(await ledger.balance(`${long} 1`, { dims })).toMatchObject({ posted: '0.00' });
    await expectSound(ledger, 6);
  });
});

describe('a set-up that changes', () => {
  const refusals: readonly (readonly [string, Partial<BookSetupInput>, string])[] = [
    [
      'another functional currency',
      { entity: { id: 'shop', functionalCurrency: 'USD' } },
      'entity.functionalCurrency',
    ],
    ['an account taken out', { accounts: shopSetup.accounts.slice(1) }, 'accounts'],
    ['a journal taken out', { journals: [] }, 'journals'],
    ['a dimension taken out', { dimensions: [] }, 'dimensions'],
    [
      'members listed where any went',
      { dimensions: [{ id: 'project', members: ['p1'] }] },
      'dimensions.project.members',
    ],
    [
      'other decimals of a currency that is used',
      { commodities: [{ code: 'BEAN', exponent: 3 }] },
      'commodities.BEAN.exponent',
    ],
    [
      'an account closed with a balance',
      {
        accounts: shopSetup.accounts.map((one) =>
          one.id === 'cash' ? { ...one, closedOn: '2026-12-31' } : one,
        ),
      },
      'accounts.cash.closedOn',
    ],
  ];

  test.each(refusals)('%s is refused', async (_, change, path) => {
    const setup = { ...shopSetup, commodities: [{ code: 'BEAN', exponent: 0 }] };
    const { ledger } = await openShop(memoryStore(), setup);
    const beans = (amount: string, account: string) => ({
      account,
      amount,
      currency: 'BEAN',
      base: amount,
    });
    await ledger.post({
      id: 'a',
      date: '2026-01-05',
      lines: [beans('5', 'cash'), beans('-5', 'fees')],
    });
    const changed = ledger.open({ ...setup, ...change });
    await expect(changed).rejects.toMatchObject({ code: 'LEDGER_BAD_ARGUMENT', details: { path } });
    expect(await ledger.post(two('b'))).toMatchObject({ ok: true });
  });

  test('a number stays as it was given when its journal gets another format', async () => {
    const store = memoryStore();
    const { ledger, clock } = await openShop(store);
    const sale = (id: string) => ({ ...two(id), journal: 'sales' });
    expect(await ledger.post(sale('a'))).toMatchObject({ number: '2026/001' });
    const journals = [{ id: 'sales', numberFormat: 'R{n}-{year}' }];
    await ledger.open({ ...shopSetup, journals });
    expect(await ledger.post(sale('b'))).toMatchObject({ number: 'R2-2026' });
    expect(await ledger.post(sale('a'))).toMatchObject({ number: '2026/001', replayed: true });
    const [series] = await new Ledger({ store, clock }).series('sales');
    expect(series?.numbers.map(({ number }) => number)).toEqual(['2026/001', 'R2-2026']);
    await expectSound(ledger, 2);
  });

  test('numbers stay in their series when the journal starts anew each year from now on', async () => {
    const { ledger } = await openShop(memoryStore(), { ...shopSetup, journals: [{ id: 'sales' }] });
    const sale = (id: string) => ({ ...two(id), journal: 'sales' });
    await ledger.postAll([sale('a'), sale('b')]);
    await ledger.open(shopSetup);
    expect(await ledger.post(sale('c'))).toMatchObject({ number: '2026/001' });
    const reports = await ledger.series('sales');
    const shown = reports.map(({ year, numbers }) => [year, numbers.map(({ number }) => number)]);
    expect(shown).toEqual([
      [undefined, ['1', '2']],
      [2026, ['2026/001']],
    ]);
    await expectSound(ledger, 3);
  });

  test('ids of more bytes than stores index are refused', async () => {
    const accounts = [...shopSetup.accounts, { id: '漢'.repeat(200), type: 'asset' as const }];
    await expect(openShop(memoryStore(), { ...shopSetup, accounts })).rejects.toMatchObject({
      code: 'LEDGER_BAD_ARGUMENT',
      details: { path: 'accounts.6.id' },
    });
  });

  test('the same set-up again writes nothing, and one of before is no obstacle', async () => {
    const { store, sizes } = narrowStore(100);
    const { ledger } = await openShop(store);
    const before = sizes.length;
    await ledger.open(structuredClone(shopSetup));
    expect(sizes).toHaveLength(before);
  });

  test('books that are not set up say so', async () => {
    const ledger = new Ledger({ store: memoryStore(), clock: { now: () => MORNING } });
    await ledger.prepare();
    const calls = [
      () => ledger.post(two('a')),
      () => ledger.balance('cash'),
      () => ledger.verify(),
      () => ledger.audit(),
      () => ledger.addRates([]),
    ];
    for (const call of calls) {
      await expect(call()).rejects.toThrow('books that are set up: call open first');
    }
  });
});
