/** The ledger in a store: one suite on memory, SQLite and PostgreSQL. */
import { manualClock, seededRandom } from '@kontor/kernel';
import { collection, transact } from '@kontor/kernel/store';
import { afterAll, describe, expect, test } from 'vitest';
import { fullRun } from '../../kernel/test/store/drivers.ts';
import { balanceOf } from '../src/balances.ts';
import { verifyProof } from '../src/entry-proof.ts';
import type { Command, Outcome } from '../src/entry.ts';
import { post } from '../src/journal.ts';
import { Ledger } from '../src/ledger.ts';
import { storedPendings } from '../src/ledger-collections.ts';
import { openBooks } from '../src/open-books.ts';
import { commandOf } from './conformance/case-books.ts';
import { NOW, type PostingCase, postingSetup } from './conformance/kinds/posting.ts';
import { loadLedgerCases } from './conformance/run-case.ts';
import { ASKED_DAYS, BatchDrawer, randomSetup } from './random-batches.ts';
import { expectSameBooks, expectSound } from './same-books.ts';
import { entry, openShop, rowsOf, shopSetup } from './shop.ts';
import { memoryKind, postgresKind, sqliteKind } from './stores.ts';

const postgres = postgresKind();
const kinds = [memoryKind(), sqliteKind(), postgres];
const isoOf = (instant: number): string => new Date(instant).toISOString();
const seconds = 1000;

/** A document of the application beside the books. */
interface Order {
  readonly id: string;
  readonly state: string;
}
const orders = collection<Order>('shop_order', { id: (order) => order.id });

const cases = loadLedgerCases()
  .filter(({ kind }) => kind === 'posting' || kind === 'batch')
  .map((input) => [input.id, input.title, input as unknown as PostingCase] as const);

/** The batches of a case with their instants. */
const batchesOf = ({ steps, setup = [], batch = [] }: PostingCase) =>
  steps?.map(({ command, now = NOW }) => ({ commands: [command], now })) ??
  [setup, batch].map((commands) => ({ commands, now: NOW }));

afterAll(() => Promise.all(kinds.map((kind) => kind.close())), 60 * seconds);

describe.each(kinds)('Ledger on $name', (kind) => {
  const isFast = kind.name === 'memory';
  const slow = { timeout: 60 * seconds };
  test.each(cases)('conformance case %s: %s', slow, async (_, __, given) => {
    const { store } = await kind.open();
    const clock = manualClock(Date.parse(NOW));
    const ledger = new Ledger({ store, clock });
    await ledger.prepare();
    await ledger.open(postingSetup(given));
    const books = openBooks(postingSetup(given));
    for (const { commands, now } of batchesOf(given)) {
      clock.set(Date.parse(now));
      const batch = commands.map(commandOf);
      expect(await ledger.postAll(batch)).toEqual(post(books, batch, { now }));
      for (const { id } of given.accounts) {
        expect(await ledger.balance(id)).toEqual(balanceOf(books, id, { now: isoOf(clock.now()) }));
      }
    }
    await expectSound(ledger, books.entries.id.length);
  });

  const seeds = (isFast ? 4 : 1) * (fullRun ? 40 : 1);
  test.each(Array.from({ length: seeds }, (_, seed) => seed + 1))(
    'property: random batches leave the books that pure posting leaves (seed %i)',
    slow,
    async (seed) => {
      const random = seededRandom(seed);
      const drawer = new BatchDrawer(random);
      const clock = manualClock(Date.parse('2026-02-14T08:00:00Z'));
      const { store, other } = await kind.open();
      const ledgers = [store, other].map((one) => new Ledger({ store: one, clock }));
      await ledgers[0]!.prepare();
      await ledgers[0]!.open(randomSetup);
      const books = openBooks(randomSetup);
      const instants: string[] = [];
      for (let round = 0; round < 25; round++) {
        const commands = drawer.batch();
        const now = isoOf(clock.now());
        const expected = post(books, commands, { now });
        drawer.learn(commands, expected);
        const ledger = ledgers[Math.floor(random() * 2)]!;
        expect(await ledger.postAll(commands), `round ${round}`).toEqual(expected);
        if (round % 10 === 4) instants.push(now);
        clock.advance(Math.floor(random() * 40 * seconds));
      }
      const days = isFast ? ASKED_DAYS : ASKED_DAYS.slice(2, 4);
      const now = isoOf(clock.now());
      await expectSameBooks(ledgers[1]!, books, { now, days, instants });
    },
  );

  test('sixteen writers on two ledgers: no limit is passed, no number lost', slow, async () => {
    const { store, other } = await kind.open();
    const { ledger, clock } = await openShop(store);
    const ledgers = [ledger, new Ledger({ store: other, clock })];
    await ledger.post(entry('top-up', ['cash', 'wallet'], '100.00'));
    const writer = async (person: number): Promise<Outcome[]> => {
      const outcomes: Outcome[] = [];
      for (let n = 0; n < 3; n++) {
        const pay = entry(`${person}-${n}`, ['wallet', 'fees'], '7.00', { journal: 'sales' });
        outcomes.push(await ledgers[(person + n) % 2]!.post(pay));
      }
      return outcomes;
    };
    const outcomes = (await Promise.all(Array.from({ length: 16 }, (_, at) => writer(at)))).flat();
    const taken = outcomes.filter(({ ok }) => ok);
    expect(taken).toHaveLength(14);
    const numbers = taken.map((one) => (one.ok ? one.number : '')).toSorted();
    expect(numbers).toEqual(taken.map((_, at) => `2026/${String(at + 1).padStart(3, '0')}`));
    expect(await ledger.balance('wallet')).toMatchObject({ posted: '-2.00' });
    for (const one of ledgers) await expectSound(one, 15);
  });

  test('the same command from eight callers is posted once', slow, async () => {
    const { store, other } = await kind.open();
    const { ledger, clock } = await openShop(store);
    const ledgers = [ledger, new Ledger({ store: other, clock })];
    const command = entry('e1', ['cash', 'fees'], '5.00');
    const calls = Array.from({ length: 8 }, (_, at) => ledgers[at % 2]!.post(command));
    const outcomes = await Promise.all(calls);
    expect(outcomes.filter((one) => one.ok && one.replayed === undefined)).toHaveLength(1);
    expect(outcomes.map((one) => one.ok && one.sequence)).toEqual(outcomes.map(() => 1));
    await expectSound(ledger, 1);
  });

  test('reports read while others post are of one moment', slow, async () => {
    const { store, other } = await kind.open();
    const { ledger, clock } = await openShop(store);
    const reader = new Ledger({ store: other, clock });
    const progress = { isPosting: true };
    const write = async (): Promise<void> => {
      for (let n = 0; n < 12; n++) {
        await ledger.postAll([
          entry(`a${n}`, ['cash', 'fees'], '1.00'),
          entry(`b${n}`, ['rent', 'cash'], '1.00'),
          entry(`p${n}`, ['cash', 'wallet'], '1.00', { pending: true }),
        ]);
      }
      progress.isPosting = false;
    };
    const read = async (): Promise<void> => {
      while (progress.isPosting) {
        const { rows, total } = await reader.trialBalance({ asOf: '2026-01-31' });
        const cash = rows.find(({ account }) => account === 'cash');
        expect([total, cash?.amount ?? '0.00']).toEqual(['0.00', '0.00']);
        expect(await reader.audit()).toMatchObject({ ok: true });
        expect(await reader.verify()).toMatchObject({ ok: true });
      }
    };
    await Promise.all([write(), read()]);
  });

  test('an entry and a document of yours are committed together, or neither is', slow, async () => {
    const { store } = await kind.open();
    const { ledger } = await openShop(store);
    await store.prepare([orders]);
    const ship = (id: string, isTorn: boolean): Promise<Outcome[]> =>
      transact(store, async (tx) => {
        const outcomes = await ledger.postWithin(tx, [entry(id, ['cash', 'fees'], '9.00')]);
        tx.insert(orders, { id, state: 'paid' });
        // Again in the same commit: it sees what it has just posted.
        await ledger.postWithin(tx, [
          { do: 'reverse', id: `${id}-back`, entryId: id, date: '2026-01-06' },
        ]);
        if (isTorn) throw new Error('torn');
        return outcomes;
      });
    await expect(ship('o1', true)).rejects.toThrow('torn');
    expect([await ledger.entry('o1'), (await store.get(orders, ['o1']))[0]]).toEqual([
      undefined,
      undefined,
    ]);
    expect(await ship('o2', false)).toEqual([{ ok: true, id: 'o2', sequence: 1, number: '1' }]);
    expect(await ledger.entry('o2')).toMatchObject({ reversedBy: 'o2-back' });
    expect((await store.get(orders, ['o2']))[0]?.document).toEqual({ id: 'o2', state: 'paid' });
    await expectSound(ledger, 2);
  });

  test('a set-up changed while others post holds from the moment it is changed', slow, async () => {
    const { store, other } = await kind.open();
    const { ledger, clock } = await openShop(store);
    const clerk = new Ledger({ store: other, clock });
    const outcomes: Outcome[] = [];
    let isClosed = false;
    const write = async (person: number): Promise<void> => {
      for (let n = 0; n < 8; n++) {
        const before = isClosed;
        const outcome = await ledger.post(entry(`${person}-${n}`, ['cash', 'fees'], '1.00'));
        if (before && isClosed) expect(outcome.ok).toBe(false);
        outcomes.push(outcome);
      }
    };
    const change = async (): Promise<void> => {
      await clerk.openAccounts([{ id: 'bank', code: '1100', name: 'Bank', type: 'asset' }]);
      expect(await ledger.post(entry('new', ['bank', 'fees'], '1.00'))).toMatchObject({ ok: true });
      await clerk.setPeriodStatus('2026-01', 'closed');
      isClosed = true;
      const late = await ledger.post(entry('late', ['cash', 'fees'], '1.00'));
      expect(late).toMatchObject({ code: 'LEDGER_PERIOD_CLOSED' });
      isClosed = false;
      await clerk.setPeriodStatus('2026-01', 'open');
      await clerk.addRates([{ date: '2026-01-01', from: 'USD', to: 'EUR', rate: '0.9' }]);
    };
    await Promise.all([change(), ...Array.from({ length: 4 }, (_, person) => write(person))]);
    const taken = outcomes.filter(({ ok }) => ok).length;
    const lines = [
      { account: 'bank', amount: '10.00', currency: 'USD' },
      { account: 'fees', amount: '-9.00' },
    ];
    await ledger.post({ id: 'foreign', date: '2026-01-05', lines });
    expect(await ledger.balance('bank', { currency: 'USD' })).toMatchObject({ base: '9.00' });
    await expectSound(ledger, taken + 2);
  });

  test('reservations expire by the clock, whether anybody has looked or not', slow, async () => {
    const { store } = await kind.open();
    const { ledger, clock } = await openShop(store);
    const states = async (): Promise<string[]> =>
      (await rowsOf(store, storedPendings)).map(({ state }) => state);
    await ledger.post(entry('top-up', ['cash', 'wallet'], '10.00'));
    const terms = { pending: true, timeoutSeconds: 60 };
    await ledger.post(entry('hold', ['wallet', 'fees'], '8.00', terms));
    clock.advance(60 * seconds - 1);
    expect(await ledger.balance('wallet')).toMatchObject({ pendingDebits: '8.00' });
    clock.advance(1);
    expect(await ledger.balance('wallet')).toMatchObject({ pendingDebits: '0.00' });
    expect([await states(), await ledger.audit()]).toMatchObject([['open'], { ok: true }]);
    expect(await ledger.post(entry('too-much', ['wallet', 'fees'], '11.00'))).toMatchObject({
      code: 'LEDGER_EXCEEDS_BALANCE_LIMIT',
      details: { available: '10.00' },
    });
    // A refusal alone is no batch, and yet what it found out is stored.
    expect([await states(), await ledger.verify()]).toMatchObject([['expired'], { batches: 2 }]);
    await ledger.post(entry('hold-2', ['wallet', 'fees'], '8.00', terms));
    clock.advance(60 * seconds);
    await ledger.sweep();
    expect(await states()).toEqual(['expired', 'expired']);
    expect(await ledger.post({ do: 'postPending', id: 'late', pendingId: 'hold-2' })).toMatchObject(
      { code: 'LEDGER_PENDING_EXPIRED', details: { expiredAt: '2026-01-05T08:02:00.000Z' } },
    );
    expect(await ledger.post(entry('all', ['wallet', 'fees'], '10.00'))).toMatchObject({
      ok: true,
    });
    await expectSound(ledger, 4);
  });

  test('balances as of the ends of months, as known on any day', slow, async () => {
    const { store } = await kind.open();
    const { ledger, clock } = await openShop(store);
    const known: string[] = [];
    for (const date of ['2025-12-31', '2026-01-01', '2026-01-31', '2026-02-01']) {
      await ledger.post(entry(date, ['cash', 'fees'], '1.00', { date }));
      known.push(isoOf(clock.now()));
      clock.advance(86_400 * seconds);
    }
    await ledger.post(entry('late', ['cash', 'fees'], '5.00', { date: '2025-12-31' }));
    const ask = async (asOf: string, knownAt?: string): Promise<string> =>
      (await ledger.balance('cash', { asOf, ...(knownAt !== undefined && { knownAt }) })).posted;
    const days = [
      '2025-12-30',
      '2025-12-31',
      '2026-01-01',
      '2026-01-30',
      '2026-01-31',
      '2026-02-28',
    ];
    const rows: string[][] = [];
    for (const asOf of days) {
      rows.push([asOf, await ask(asOf), await ask(asOf, known[1]), await ask(asOf, known[3])]);
    }
    expect(rows).toEqual([
      // as of,      now,    after two, after four
      ['2025-12-30', '0.00', '0.00', '0.00'],
      ['2025-12-31', '6.00', '1.00', '1.00'],
      ['2026-01-01', '7.00', '2.00', '2.00'],
      ['2026-01-30', '7.00', '2.00', '2.00'],
      ['2026-01-31', '8.00', '2.00', '3.00'],
      ['2026-02-28', '9.00', '2.00', '4.00'],
    ]);
  });

  test('every number of a journal has its entry, or the reason why it has none', slow, async () => {
    const { store } = await kind.open();
    const { ledger } = await openShop(store);
    const journal = 'sales';
    await ledger.postAll([
      entry('s1', ['cash', 'fees'], '1.00', { journal, date: '2025-12-31' }),
      entry('s2', ['cash', 'fees'], '1.00', { journal }),
      { do: 'voidNumber', id: 'v1', journal, date: '2026-01-05', reason: 'form torn' },
      entry('bad', ['cash', 'nowhere'], '1.00', { journal }),
      { ...entry('g1', ['cash', 'fees'], '1.00', { journal }), group: 'g' },
      { ...entry('g2', ['wallet', 'fees'], '1.00', { journal }), group: 'g' },
      { do: 'reverse', id: 'r1', entryId: 's2', date: '2026-02-01' },
    ]);
    const row = (
      ordinal: number,
      year: number,
      entryId: string,
      sequence: number,
      date: string,
    ) => ({
      ordinal,
      number: `${year}/00${ordinal}`,
      entryId,
      sequence,
      date,
    });
    const whole = { journal, gaps: [], repeated: [] };
    expect(await ledger.series(journal)).toEqual([
      { ...whole, year: 2025, last: 1, numbers: [row(1, 2025, 's1', 1, '2025-12-31')] },
      {
        ...whole,
        year: 2026,
        last: 3,
        numbers: [
          row(1, 2026, 's2', 2, '2026-01-05'),
          { ...row(2, 2026, 'v1', 3, '2026-01-05'), voidReason: 'form torn' },
          row(3, 2026, 'r1', 4, '2026-02-01'),
        ],
      },
    ]);
    await expect(ledger.series('nothing')).rejects.toMatchObject({
      code: 'LEDGER_JOURNAL_NOT_FOUND',
    });
  });

  test('each batch leaves one event, in order, until it is removed', slow, async () => {
    const { store } = await kind.open();
    const { ledger, clock } = await openShop(store);
    await ledger.postAll([
      entry('e1', ['cash', 'fees'], '1.00'),
      entry('e2', ['cash', 'fees'], '1.00', { pending: true }),
    ]);
    await ledger.post(entry('bad', ['cash', 'nowhere'], '1.00'));
    await ledger.post(entry('e1', ['cash', 'fees'], '1.00'));
    clock.advance(seconds);
    await ledger.post({ do: 'voidPending', id: 'e3', pendingId: 'e2' });
    const [first, second, ...more] = await ledger.events();
    expect(more).toEqual([]);
    expect(first).toEqual({
      id: expect.any(String) as string,
      type: 'ledger.batch.posted',
      source: 'ledger',
      subject: '1',
      time: '2026-01-05T08:00:00.000Z',
      version: 1,
      ...(store.tenant !== '' && { tenant: store.tenant }),
      data: {
        batch: 1,
        entries: [
          { id: 'e1', sequence: 1, kind: 'posted', number: '1' },
          { id: 'e2', sequence: 2, kind: 'pending' },
        ],
      },
    });
    expect(second).toMatchObject({ subject: '2', time: '2026-01-05T08:00:01.000Z' });
    expect(second?.data.entries).toEqual([{ id: 'e3', sequence: 3, kind: 'void' }]);
    await ledger.removeEvents([first!.id]);
    await ledger.removeEvents([first!.id]);
    expect(await ledger.events()).toEqual([second]);
    expect(await ledger.events({ limit: 0 })).toEqual([]);
  });

  test(
    'an account is closed at zero, for all who post, until it is opened again',
    slow,
    async () => {
      const { store, other } = await kind.open();
      const { ledger, clock } = await openShop(store);
      const clerk = new Ledger({ store: other, clock });
      const spend = (id: string, date = '2026-07-01') =>
        ledger.post(entry(id, ['rent', 'cash'], '1.00', { date }));
      expect(await spend('a', '2026-06-30')).toMatchObject({ ok: true });
      await expect(clerk.closeAccount('rent', '2026-07-01')).rejects.toMatchObject({
        code: 'LEDGER_BAD_ARGUMENT',
        details: { path: 'accounts.rent.closedOn' },
      });
      await ledger.post({ do: 'reverse', id: 'a-back', entryId: 'a', date: '2026-06-30' });
      await clerk.closeAccount('rent', '2026-07-01');
      const details = { account: 'rent', closedOn: '2026-07-01' };
      expect(await spend('b')).toMatchObject({ code: 'LEDGER_ACCOUNT_CLOSED', details });
      expect(await spend('c', '2026-06-30')).toMatchObject({ ok: true });
      await clerk.closeAccount('rent', undefined);
      expect(await spend('d')).toMatchObject({ ok: true });
      expect(await ledger.setup()).toEqual(shopSetup);
      await expectSound(ledger, 4);
    },
  );

  test('an account with a reservation stays open until that has come due', slow, async () => {
    const { store } = await kind.open();
    const { ledger, clock } = await openShop(store);
    await ledger.post(
      entry('hold', ['rent', 'cash'], '1.00', { pending: true, timeoutSeconds: 60 }),
    );
    const close = () => ledger.closeAccount('rent', '2026-07-01');
    await expect(close()).rejects.toThrow('closed with a balance or reservations in EUR');
    clock.advance(60 * seconds);
    await close();
    expect(await ledger.post({ do: 'postPending', id: 'p', pendingId: 'hold' })).toMatchObject({
      code: 'LEDGER_PENDING_EXPIRED',
    });
    expect((await ledger.audit()).ok).toBe(true);
  });

  test('today is the day of the clock in the zone of the entity', slow, async () => {
    const { store, other } = await kind.open();
    const { ledger, clock } = await openShop(store);
    await ledger.open({ ...shopSetup, entity: { ...shopSetup.entity, zone: 'Pacific/Auckland' } });
    clock.set(Date.parse('2026-01-04T10:59:59Z'));
    expect(await ledger.today()).toBe('2026-01-04');
    clock.advance(1 * seconds);
    expect(await new Ledger({ store: other, clock }).today()).toBe('2026-01-05');
  });

  test('a year is closed with all that is in it, once', slow, async () => {
    const { store, other } = await kind.open();
    const { ledger, clock } = await openShop(store);
    const clerk = new Ledger({ store: other, clock });
    const options = { id: 'close', date: '2026-12-31', retainedEarnings: 'retained' };
    expect(await ledger.closeYear(options)).toBeUndefined();
    const posts = Array.from({ length: 10 }, (_, n) =>
      ledger.post(entry(`e${n}`, ['cash', 'fees'], '1.00')),
    );
    await posts[0];
    const [closed] = await Promise.all([clerk.closeYear(options), ...posts]);
    expect(closed).toMatchObject({ ok: true, id: 'close' });
    expect(await clerk.closeYear(options)).toMatchObject({ ok: true, replayed: true });
    await clerk.closeYear({ ...options, id: 'close-2' });
    expect(await ledger.balance('fees', { asOf: '2026-12-31' })).toMatchObject({ posted: '0.00' });
    expect(await ledger.balance('retained')).toMatchObject({ posted: '-10.00' });
    expect((await ledger.audit()).ok).toBe(true);
  });

  test('an entry is proved by its batch, before and after it is reversed', slow, async () => {
    const { store } = await kind.open();
    const { ledger } = await openShop(store);
    const [a, b, c] = ['a', 'b', 'c'].map((id) => entry(id, ['cash', 'fees'], '1.00'));
    const back: Command = { do: 'reverse', id: 'c-back', entryId: 'c', date: '2026-01-05' };
    await ledger.postAll([a!, b!, c!, back]);
    await ledger.post({ do: 'reverse', id: 'b-back', entryId: 'b', date: '2026-01-05' });
    for (const id of ['a', 'b', 'c', 'c-back', 'b-back']) {
      expect(verifyProof(await ledger.proof(id)), id).toBe(true);
    }
    // What was hashed is what was posted: that it is reversed is known beside it.
    expect((await ledger.proof('c')).entry).not.toHaveProperty('reversedBy');
    const { entry: proved, ...rest } = await ledger.proof('b');
    expect(verifyProof({ ...rest, entry: { ...proved, date: '2026-01-06' } })).toBe(false);
    await expect(ledger.proof('z')).rejects.toMatchObject({ code: 'LEDGER_ENTRY_NOT_FOUND' });
    expect(await ledger.entry('c')).toMatchObject({ reversedBy: 'c-back' });
    expect((await ledger.facts()).entry).toHaveLength(10);
  });
});

describe('Ledger in a transaction of PostgreSQL that its user has open', () => {
  test('entries and rows of his own are there together, or not at all', async () => {
    const { store } = await postgres.open();
    await openShop(store);
    const pool = await postgres.pool();
    await pool.query('create table if not exists parcel (id text primary key)');
    const ship = async (id: string, end: 'commit' | 'rollback'): Promise<Outcome> => {
      const client = await pool.connect();
      try {
        await client.query('begin isolation level serializable');
        await client.query('insert into parcel values ($1)', [id]);
        const joined = store.within(client);
        const ledger = new Ledger({ store: joined, clock: manualClock(0) });
        const outcome = await ledger.post(entry(id, ['cash', 'fees'], '3.00'));
        await client.query(end);
        return outcome;
      } finally {
        client.release();
      }
    };
    expect(await ship('p1', 'rollback')).toMatchObject({ ok: true, sequence: 1 });
    expect(await ship('p2', 'commit')).toMatchObject({ ok: true, sequence: 1 });
    const { rows } = await pool.query('select id from parcel');
    const ledger = new Ledger({ store, clock: manualClock(0) });
    expect([rows, await ledger.entry('p1')]).toEqual([[{ id: 'p2' }], undefined]);
    await expectSound(ledger, 1);
  }, 60_000);
});
