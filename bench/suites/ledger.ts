/**
 * The ledger, measured: posting in memory against a plain twin in decimal.js, a trial balance over
 * a million entries, and posting on SQL stores against bare inserts of the same documents.
 */
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { type Decimal, decimal, manualClock } from '@kontor/kernel';
import {
  balanceOf,
  type Books,
  type EntryInput,
  Ledger,
  ledgerCollections,
  openBooks,
  post,
  trialBalance,
} from '@kontor/ledger';
import type { Store, Write } from '@kontor/kernel/store';
import { postgresStore } from '../../packages/kernel/src/store/postgres.ts';
import { sqliteStore } from '../../packages/kernel/src/store/sqlite.ts';
import { databaseFolder, sqliteDrivers } from '../../packages/kernel/test/store/drivers.ts';
import { startPostgres } from '../../packages/kernel/test/store/postgres-server.ts';
import { transferGenerator } from '../../packages/ledger/bench/generate.ts';
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

type Decimals = ReturnType<typeof slowBooks>;

/** What one would write in an afternoon: maps and decimal.js, the same checks, no more. */
function slowBooks(accounts: readonly { readonly id: string }[]) {
  const known = new Set(accounts.map(({ id }) => id));
  const ids = new Map<string, EntryInput>();
  const balances = new Map<string, Decimal>();
  const post = (entry: EntryInput): boolean => {
    if (ids.has(entry.id) || entry.lines.length === 0) return false;
    const amounts = entry.lines.map((line) => decimal(line.amount));
    if (amounts.some((amount) => amount.decimalPlaces() > 2)) return false;
    if (entry.lines.some(({ account }) => !known.has(account))) return false;
    if (!amounts.reduce((sum, amount) => sum.plus(amount)).isZero()) return false;
    entry.lines.forEach(({ account }, at) => {
      const key = `${account} EUR ${entry.date.slice(0, 7)}`;
      const amount = amounts[at]!;
      balances.set(account, (balances.get(account) ?? decimal(0)).plus(amount));
      balances.set(key, (balances.get(key) ?? decimal(0)).plus(amount));
    });
    ids.set(entry.id, structuredClone(entry));
    return true;
  };
  return { post, balances };
}

/** The same batches into empty books; the balances must be the same in the end. */
async function postAgainstTwin(options: SuiteOptions): Promise<Row> {
  const generator = transferGenerator(WORKLOAD);
  const count = options.quick ? 2 : 12;
  const batches = Array.from({ length: count }, () => generator.next(BATCH, BATCH * count));
  const { setup } = generator;
  return compare<Books | Decimals>(
    {
      name: 'post transfers in memory, in batches',
      size: `${count} batches of ${BATCH.toLocaleString('en')} entries, 1,000 accounts`,
      peerName: 'decimal.js and maps',
      operations: { count: count * BATCH, unit: 'entries/CPU s' },
      ours: () => {
        const books = openBooks(setup);
        for (const batch of batches) post(books, batch, { now: NOW });
        return books;
      },
      peer: () => {
        const books = slowBooks(setup.accounts);
        for (const batch of batches) for (const entry of batch) books.post(entry);
        return books;
      },
      equal: (ours, peer) =>
        setup.accounts.every(({ id }) =>
          decimal(balanceOf(ours as Books, id).posted).eq(
            (peer as Decimals).balances.get(id) ?? decimal(0),
          ),
        ),
    },
    options,
  );
}

/** Seconds that a warm trial balance may take. */
const TRIAL_BALANCE_SECONDS = 0.05;

/** A trial balance on any day, and what an entry takes in memory. */
async function reportsOverEntries(options: SuiteOptions): Promise<Row[]> {
  const count = options.quick ? 20_000 : 1_000_000;
  const generator = transferGenerator(WORKLOAD);
  const books = openBooks(generator.setup);
  const heap = usedMemory();
  for (let at = 0; at < count; at += BATCH) {
    post(books, generator.next(Math.min(BATCH, count - at), count), { now: NOW });
  }
  const bytes = Math.round((usedMemory() - heap) / count);
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

function usedMemory(): number {
  (globalThis as { gc?: () => void }).gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();

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
  const rounds = options.quick ? 1 : 5;
  const taken = { ours: [] as number[], peer: [] as number[] };
  let resultsEqual = true;
  for (let round = 0; round < rounds; round++) {
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
    taken.ours.push(performance.now() - start);
    await peer.store.prepare(ledgerCollections);
    const before = performance.now();
    for (const batch of writes) await peer.store.commit({ checks: [], writes: batch });
    taken.peer.push(performance.now() - before);
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
