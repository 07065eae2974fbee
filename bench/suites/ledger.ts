/**
 * The ledger, measured: posting in memory against a plain twin in decimal.js that does the same
 * work, a trial balance over a million entries, and posting on SQL stores against bare inserts of
 * the same documents.
 */
import { join } from 'node:path';
import { hash } from 'node:crypto';
import { manualClock } from '@kontor/kernel';
import {
  balanceOf,
  type Books,
  type EntryInput,
  entryOf,
  Ledger,
  ledgerCollections,
  openBooks,
  post,
  trialBalance,
} from '@kontor/ledger';
import type { Store, Write } from '@kontor/kernel/store';
import { postgresStore } from '@kontor/kernel/postgres';
import { sqliteStore } from '@kontor/kernel/sqlite';
import { databaseFolder, sqliteDrivers } from '../../packages/kernel/test/store/drivers.ts';
import { startPostgres } from '../../packages/kernel/test/store/postgres-server.ts';
import { transferGenerator } from '../../packages/ledger/bench/generate.ts';
import { DecimalBooks } from '../decimal-books.ts';
import { bytesInUse } from '../memory.ts';
import { compare, measure, type Row, type Suite, type SuiteOptions } from '../suite.ts';

/** The rows of `@kontor/ledger`. */
export const suite: Suite = {
  engine: 'ledger',
  async run(options) {
    return [
      await postAgainstTwin(options),
      ...(await reportsOverEntries(options)),
      await onSqlite(options),
      await onPostgres(options),
    ];
  },
};

const BATCH = 8190;
const NOW = '2026-01-05T08:00:00Z';
const WORKLOAD = { accounts: 1000, months: 36 };

/** The same batches into empty books; all that was written must be the same in the end. */
async function postAgainstTwin(options: SuiteOptions): Promise<Row> {
  const generator = transferGenerator(WORKLOAD);
  const count = options.quick ? 2 : 12;
  const batches = Array.from({ length: count }, () => generator.next(BATCH, BATCH * count));
  const { setup } = generator;
  return compare<Books | DecimalBooks>(
    {
      name: 'post transfers in memory, in batches',
      size: `${count} batches of ${BATCH.toLocaleString('en')} entries, 1,000 accounts`,
      peerName: 'decimal.js and maps, the same work',
      operations: { count: count * BATCH, unit: 'entries/CPU s' },
      leavesMuch: true,
      ours: () => {
        const books = openBooks(setup);
        for (const batch of batches) post(books, batch, { now: NOW });
        return books;
      },
      peer: () => {
        const books = new DecimalBooks(setup);
        const recordedAt = Date.parse(NOW);
        for (const batch of batches) batch.map((entry) => books.post(entry, recordedAt));
        return books;
      },
      equal: (ours, peer) => areSame(ours as Books, peer as DecimalBooks, batches.flat()),
    },
    options,
  );
}

/** Whether balances, the bases of every month and the numbers are the same. */
function areSame(ours: Books, peer: DecimalBooks, entries: readonly EntryInput[]): boolean {
  const haveNumbers = entries.every(
    ({ id }) => entryOf(ours, id)?.number === peer.entries.get(id)?.number,
  );
  const haveBalances = [...peer.pools].every(([key, pool]) => {
    const { debits, credits } = balanceOf(ours, key.split('|')[0]!);
    return debits === pool.debits.toFixed(2) && credits === pool.credits.toFixed(2);
  });
  const months = new Set(entries.map(({ date }) => date.slice(0, 7)));
  return (
    haveNumbers && haveBalances && [...months].every((month) => isSameMonth(ours, peer, month))
  );
}

/** Whether every account has the same bases on either side in a month. */
function isSameMonth(ours: Books, { pools }: DecimalBooks, month: string): boolean {
  // No entry of the workload is dated on a later day of its month.
  const { rows } = trialBalance(ours, { from: `${month}-01`, asOf: `${month}-28` });
  const moved = rows.filter(({ debits, credits }) => debits !== '0.00' || credits !== '0.00');
  const held = [...pools.values()].filter(({ months }) => months.has(`|${month}`));
  return (
    moved.length === held.length &&
    moved.every(({ account, debits, credits }) => {
      const base = pools.get(`${account}|EUR`)?.months.get(`|${month}`)?.base;
      return base?.debits.toFixed(2) === debits && base.credits.toFixed(2) === credits;
    })
  );
}

/** Seconds that a warm trial balance may take. */
const TRIAL_BALANCE_SECONDS = 0.05;

/** A trial balance on any day, and what an entry takes in memory. */
async function reportsOverEntries(options: SuiteOptions): Promise<Row[]> {
  const count = options.quick ? 20_000 : 1_000_000;
  const generator = transferGenerator(WORKLOAD);
  const books = openBooks(generator.setup);
  const before = bytesInUse();
  for (let at = 0; at < count; at += BATCH) {
    post(books, generator.next(Math.min(BATCH, count - at), count), { now: NOW });
  }
  const bytes = Math.round((bytesInUse() - before) / count);
  const size = `${count.toLocaleString('en')} entries, ${bytes} bytes each, 36 months`;
  const ours = await measure(() => trialBalance(books, { asOf: '2021-07-14' }), options);
  const { rows, total } = trialBalance(books);
  return [
    {
      name: 'trial balance as of a day',
      size,
      ours,
      peer: TRIAL_BALANCE_SECONDS,
      peerName: 'none: our target of 50 CPU ms',
      ratio: TRIAL_BALANCE_SECONDS / ours,
      unit: 'CPU s',
      resultsEqual: total === '0.00' && rows.length === WORKLOAD.accounts,
    },
  ];
}

const sha256 = (data: Uint8Array): Uint8Array => hash('sha256', data, 'buffer');

async function onSqlite(options: SuiteOptions): Promise<Row> {
  const folder = databaseFolder();
  const driver = sqliteDrivers().at(-1)!;
  let opened = 0;
  try {
    return await postingAgainstInserts(driver.name, options, async () => {
      const database = driver.open(join(folder.path, `ledger-${opened++}.db`));
      const store = sqliteStore(database);
      return { store, close: () => database.close() };
    });
  } finally {
    folder.remove();
  }
}

async function onPostgres(options: SuiteOptions): Promise<Row> {
  const server = await startPostgres();
  try {
    let tenant = 0;
    const pool = server.pool();
    const store = postgresStore(pool);
    await store.prepare(ledgerCollections);
    return await postingAgainstInserts('PostgreSQL', options, async () => {
      return { store: store.forTenant(`t${tenant++}`), close: () => {} };
    });
  } finally {
    await server.stop();
  }
}

type Opener = () => Promise<{ readonly store: Store; close(): void }>;

/** Posting, and the inserts of what it wrote without any of the deciding. */
async function postingAgainstInserts(
  on: string,
  options: SuiteOptions,
  open: Opener,
): Promise<Row> {
  const batches = options.quick ? 1 : 4;
  const size = options.quick ? 500 : 2000;
  const generator = transferGenerator(WORKLOAD);
  const commands = Array.from({ length: batches }, () => generator.next(size, batches * size));
  // The first rounds compile both sides, as `compare` does before its samples.
  const [warmUps, rounds] = options.quick ? [0, 1] : [3, 7];
  const taken = { ours: [] as number[], peer: [] as number[] };
  let resultsEqual = true;
  for (let round = -warmUps; round < rounds; round++) {
    const ours = await open();
    const peer = await open();
    const writes: Write[][] = [];
    const ledger = new Ledger({
      store: recording(ours.store, writes),
      clock: manualClock(Date.parse(NOW)),
      sha256,
    });
    await ledger.prepare();
    await ledger.open(generator.setup);
    writes.length = 0;
    const start = performance.now();
    for (const batch of commands) await ledger.postAll(batch);
    const own = performance.now() - start;
    await peer.store.prepare(ledgerCollections);
    const before = performance.now();
    for (const batch of writes) await peer.store.commit({ checks: [], writes: batch });
    const bare = performance.now() - before;
    if (round >= 0) {
      taken.ours.push(own);
      taken.peer.push(bare);
    }
    resultsEqual &&= (await ledger.verify()).ok && (await sameEntries(ours.store, peer.store));
    ours.close();
    peer.close();
  }
  const count = batches * size;
  const [own, bare] = [median(taken.ours), median(taken.peer)];
  return {
    name: `post durably on ${on}`,
    size: `${batches} batches of ${size.toLocaleString('en')} entries, sealed`,
    ours: (count * 1000) / own,
    peer: (count * 1000) / bare,
    peerName: 'bare inserts of the same documents',
    ratio: bare / own,
    unit: 'entries/s',
    resultsEqual,
  };
}

/** A store that notes the writes of every commit. */
function recording(store: Store, into: Write[][]): Store {
  return new Proxy(store, {
    get: (target, name) => {
      if (name === 'commit') {
        return (batch: Parameters<Store['commit']>[0]) => {
          into.push(batch.writes.map(asPut));
          return target.commit(batch);
        };
      }
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}

const asPut = (write: Write): Write =>
  write.kind === 'insert' ? { ...write, kind: 'put' } : write;

async function sameEntries(a: Store, b: Store): Promise<boolean> {
  const count = async (store: Store): Promise<number> => {
    let found = 0;
    for (const one of ledgerCollections) {
      if (one.name !== 'ledger_entry') continue;
      for await (const page of store.scan(one)) found += page.length;
    }
    return found;
  };
  return (await count(a)) === (await count(b));
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1]!;
