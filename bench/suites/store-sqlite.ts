/**
 * The SQL stores beside what one would write by hand: a commit at a time, and prepared inserts.
 *
 * Durable commits wait for the disk, so these rows are in wall time; run them on a calm machine.
 * The SQLite rows take better-sqlite3 when it is installed in tools/drivers, else the WASM driver.
 */
import { join } from 'node:path';
import { collection, type Store } from '@kontor/kernel/store';
import { postgresStore } from '@kontor/kernel/postgres';
import { sqliteStore } from '@kontor/kernel/sqlite';
import {
  databaseFolder,
  type SqliteDriverUnderTest,
  sqliteDrivers,
} from '../../packages/kernel/test/store/drivers.ts';
import { startPostgres } from '../../packages/kernel/test/store/postgres-server.ts';
import { compare, type Row, type Suite, type SuiteOptions } from '../suite.ts';

/** A document of about 200 bytes, as JSON. */
interface Entry {
  readonly id: string;
  readonly account: string;
  readonly day: number;
  readonly note: string;
}

const entries = collection<Entry>('bench_entry', {
  id: (entry) => entry.id,
  fields: { account: 'text', day: 'integer' },
  indexes: { byAccount: ['account', 'day'] },
});

const entry = (id: string, i: number): Entry => ({
  id,
  account: String(1000 + (i % 50)),
  day: 20_454 + (i % 365),
  note: `entry ${i} `.padEnd(130, 'x'),
});

/** Benchmarks of the SQL stores. */
export const suite: Suite = {
  engine: 'store-sqlite',
  async run(options) {
    const folder = databaseFolder();
    const driver = sqliteDrivers().at(-1)!;
    try {
      return [
        await groupCommits(driver, join(folder.path, 'group.db'), options),
        await batchedPuts(driver, join(folder.path, 'batch.db'), options),
        await postgresGroupCommits(options),
      ];
    } finally {
      folder.remove();
    }
  },
};

/** Writes `count` documents, one a commit, by `callers` who each wait for their own. */
async function commitSingly(store: Store, callers: number, count: number): Promise<number> {
  const each = async (_: unknown, caller: number): Promise<void> => {
    for (let i = caller; i < count; i += callers) {
      const document = entry(`e${i}`, i);
      const outcome = await store.commit({
        checks: [],
        writes: [{ kind: 'put', collection: entries, document }],
      });
      if (outcome.kind !== 'committed') throw new Error(`a commit came to ${outcome.kind}`);
    }
  };
  await Promise.all(Array.from({ length: callers }, each));
  let found = 0;
  for await (const page of store.scan(entries)) found += page.length;
  return found;
}

async function groupCommits(
  driver: SqliteDriverUnderTest,
  file: string,
  options: SuiteOptions,
): Promise<Row> {
  const database = driver.open(file);
  const store = sqliteStore(database);
  await store.prepare([entries]);
  const count = options.quick ? 64 : 320;
  const row = await compare(
    {
      name: `durable commits, 32 writers (${driver.name})`,
      size: `${count} documents`,
      peerName: 'one writer, the same store',
      ours: () => commitSingly(store.forTenant('many'), 32, count),
      peer: () => commitSingly(store.forTenant('one'), 1, count),
      equal: (ours, peer) => ours === count && ours === peer,
      operations: { count, unit: 'commits/s' },
      time: 'wall',
    },
    options,
  );
  await store.close();
  database.close();
  return row;
}

async function batchedPuts(
  driver: SqliteDriverUnderTest,
  file: string,
  options: SuiteOptions,
): Promise<Row> {
  const database = driver.open(file);
  const store = sqliteStore(database);
  await store.prepare([entries]);
  const count = options.quick ? 1000 : 10_000;
  let round = 0;
  const documents = (): Entry[] => {
    round++;
    return Array.from({ length: count }, (_, i) => entry(`${round}-${i}`, i));
  };
  const insert = database.prepare(
    'insert into bench_entry (tenant, id, version, account, day, document) ' +
      'values (?, ?, ?, ?, ?, ?)',
  );
  // The WASM driver takes one array of parameters, the others take them spread.
  const run = (values: unknown[]): unknown =>
    driver.name === 'node-sqlite3-wasm' ? insert.run(values) : insert.run(...values);
  const raw = (): number => {
    database.exec('begin immediate');
    for (const { id, account, day, ...rest } of documents()) {
      run(['raw', id, 1n, account, BigInt(day), JSON.stringify({ id, account, day, ...rest })]);
    }
    database.exec('commit');
    return count;
  };
  const row = await compare(
    {
      name: `batched puts (${driver.name})`,
      size: `${count} documents a batch`,
      peerName: 'prepared inserts by hand, same table',
      ours: async () => {
        const writes = documents().map((document) => {
          return { kind: 'put', collection: entries, document } as const;
        });
        const outcome = await store.commit({ checks: [], writes });
        return outcome.kind === 'committed' ? writes.length : 0;
      },
      peer: raw,
      equal: (ours, peer) => ours === peer,
      operations: { count, unit: 'documents/s' },
      time: 'wall',
    },
    options,
  );
  // The first call is ours, the second the peer's.
  const [ours, peer] = [await notesOf(store, 1), await notesOf(store.forTenant('raw'), 2)];
  (insert as { finalize?(): void }).finalize?.();
  await store.close();
  database.close();
  return { ...row, resultsEqual: row.resultsEqual && ours === peer && ours !== '' };
}

/** What the documents of one call hold, in the order of their ids. */
async function notesOf(store: Store, round: number): Promise<string> {
  const notes: string[] = [];
  // '.' comes right after '-', so these are the ids that begin with the round and a dash.
  for await (const page of store.scan(entries, { from: `${round}-`, to: `${round}.` })) {
    for (const { document } of page) notes.push(document.note);
  }
  return notes.join();
}

async function postgresGroupCommits(options: SuiteOptions): Promise<Row> {
  const server = await startPostgres({ durable: true });
  try {
    const store = postgresStore(server.pool());
    await store.prepare([entries]);
    const count = options.quick ? 64 : 320;
    return await compare(
      {
        name: 'durable commits, 16 callers (PostgreSQL)',
        size: `${count} documents`,
        peerName: 'one caller, the same store',
        ours: () => commitSingly(store.forTenant('many'), 16, count),
        peer: () => commitSingly(store.forTenant('one'), 1, count),
        equal: (ours, peer) => ours === count && ours === peer,
        operations: { count, unit: 'commits/s' },
        time: 'wall',
      },
      options,
    );
  } finally {
    await server.stop();
  }
}
