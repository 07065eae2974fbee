/**
 * What is SQLite's own: plain SQL on our tables, the index that is used, waiting, other
 * connections.
 */
import { join } from 'node:path';
import { type SqliteDatabase, sqliteStore } from '@kontor/kernel/sqlite';
import { collection, type Store, transact } from '@kontor/kernel/store';
import { afterAll, describe, expect, test } from 'vitest';
import { pageStatement } from '../../src/store/sqlite-read.ts';
import { connectSqlite } from '../../src/store/sqlite-connection.ts';
import {
  type ClosableSqlite,
  databaseFolder,
  type SqliteDriverUnderTest,
  sqliteDrivers,
} from './drivers.ts';
import { ledgerEntries, manyEntries } from './ledger-documents.ts';

const put = (document: object) => ({ kind: 'put', collection: ledgerEntries, document }) as const;
const aDayMs = 24 * 60 * 60 * 1000;

for (const driver of sqliteDrivers()) {
  describe(`sqliteStore on ${driver.name}`, () => specifics(driver));
}

async function filled(database: SqliteDatabase): Promise<Store> {
  const store = sqliteStore(database, { tenant: 'acme' });
  await store.prepare([ledgerEntries]);
  await store.commit({ checks: [], writes: manyEntries.map(put) });
  return store;
}

function specifics(driver: SqliteDriverUnderTest): void {
  const folder = databaseFolder();
  const opened: ClosableSqlite[] = [];
  let files = 0;
  const open = (file = `${++files}.db`): ClosableSqlite => {
    const database = driver.open(join(folder.path, file));
    opened.push(database);
    return database;
  };
  afterAll(() => {
    for (const database of opened) database.close();
    folder.remove();
  });

  test('a document is read back by plain SQL through the typed view', async () => {
    const database = open();
    await filled(database);
    const sql = `select account_id, posted_on, amount, "open", "order" from ledger_entry_v
      where tenant = 'acme' and id = 'e002'`;
    expect(connectSqlite(database).all(sql)).toEqual([
      { account_id: '1220', posted_on: 20_456, amount: 2.25, open: 1, order: 'o2' },
    ]);
    const sum = connectSqlite(database).all('select sum(amount) as sum from ledger_entry_v');
    expect(sum).toEqual([{ sum: 19_950 }]);
  });

  test('a page of a range is a search of its index, without sorting', async () => {
    const database = open();
    await filled(database);
    const after = { values: ['1200', 20_460], id: 'e006' };
    const { sql, parameters } = pageStatement(ledgerEntries, 'acme', {
      range: { index: 'byAccount', equals: ['1200'], from: 20_455, to: 20_500 },
      after,
      reverse: false,
      size: 10,
    });
    const plan = planOf(database, sql, parameters);
    expect(plan).toMatch(/SEARCH ledger_entry USING INDEX ledger_entry__by_account/);
    expect(plan).not.toMatch(/TEMP B-TREE|SCAN/);
  });

  test('of many keys insisted on, the first that is at another version is named', async () => {
    const store = await filled(open());
    const stored = await store.get(
      ledgerEntries,
      manyEntries.map(({ id }) => id),
    );
    const checks = stored.map((row) => {
      const { id, version } = row!;
      return { kind: 'key', collection: ledgerEntries, id, version } as const;
    });
    const absent = { ...checks[0]!, id: 'none', version: null };
    const all = [...checks, absent];
    expect(await store.commit({ checks: all, writes: [] })).toMatchObject({ kind: 'committed' });
    const [third, fifth] = [checks[3]!, checks[5]!];
    for (const [at, wrong] of [
      [5, { ...fifth, version: null }],
      [3, { ...third, version: third.version + 1 }],
      [1, { ...absent, version: 1 }],
    ] as const) {
      all[at] = wrong;
      const failed = { kind: 'conflict', reason: 'key', id: wrong.id };
      expect(await store.commit({ checks: all, writes: [] })).toMatchObject(failed);
    }
  });

  test('a range check is a search of a covering index: no document is touched', async () => {
    const database = open();
    await filled(database);
    const statements: [string, readonly unknown[]][] = [];
    const watched = watching(database, statements);
    const store = sqliteStore(watched, { tenant: 'acme' });
    const range = { index: 'byAccount', equals: ['1200'], from: 20_455 };
    const checks = [{ kind: 'range', collection: ledgerEntries, range, digest: '49:49' } as const];
    expect(await store.commit({ checks, writes: [] })).toMatchObject({ kind: 'committed' });
    const [sql = '', parameters = []] =
      statements.find(([text]) => text.includes('count(*)')) ?? [];
    expect(planOf(database, sql, parameters)).toMatch(/USING COVERING INDEX/);
  });

  test('what prepare would do is told by dryRun, and can be run by hand', async () => {
    const database = open();
    const store = sqliteStore(database);
    const statements = await store.prepare([ledgerEntries], { dryRun: true });
    expect(connectSqlite(database).all('select name from sqlite_master')).toEqual([]);
    for (const statement of statements) database.exec(statement);
    expect(await store.prepare([ledgerEntries])).toEqual([]);
    const entry = manyEntries[0]!;
    await store.commit({ checks: [], writes: [put(entry)] });
    expect((await store.get(ledgerEntries, [entry.id]))[0]?.document).toEqual(entry);
  });

  test('a changed index is made anew; one that cannot hold is refused', async () => {
    const database = open();
    const store = await filled(database);
    const declared = { ...ledgerEntries, unique: {}, indexes: { byAccount: ['postedOn'] } };
    const statements = await store.prepare([collection('ledger_entry', declared)]);
    expect(statements.map((statement) => statement.slice(0, 12))).toEqual([
      'drop index "',
      'create index',
    ]);
    const unique = { ...ledgerEntries, indexes: {}, unique: { byAccountAlone: ['accountId'] } };
    await expect(store.prepare([collection('ledger_entry', unique)])).rejects.toMatchObject({
      code: 'KERNEL_DUPLICATE',
      details: { collection: 'ledger_entry', index: 'byAccountAlone' },
    });
  });

  test('a table that is not ours, or a column of another kind, is refused by name', async () => {
    const database = open();
    database.exec('create table ledger_entry (id text)');
    await expect(sqliteStore(database).prepare([ledgerEntries])).rejects.toMatchObject({
      code: 'KERNEL_STORE_SCHEMA',
      details: { table: 'ledger_entry' },
    });
    const other = open();
    const store = await filled(other);
    const changed = {
      ...ledgerEntries,
      fields: { ...ledgerEntries.fields, postedOn: 'text' as const },
    };
    await expect(store.prepare([collection('ledger_entry', changed)])).rejects.toMatchObject({
      code: 'KERNEL_STORE_SCHEMA',
    });
  });

  test('a transaction that the user has left open is named, and left alone', async () => {
    const database = open();
    const store = await filled(database);
    database.exec('begin');
    const commit = store.commit({ checks: [], writes: [put(manyEntries[0]!)] });
    await expect(commit).rejects.toMatchObject({ code: 'KERNEL_OPEN_TRANSACTION' });
    database.exec('rollback');
    expect(await store.commit({ checks: [], writes: [put(manyEntries[0]!)] })).toMatchObject({
      kind: 'committed',
    });
  });

  test('a file that another connection holds is waited for, then the commit is busy', async () => {
    const file = `${++files}.db`;
    const database = open(file);
    const other = open(file);
    const batch = { checks: [], writes: [put({ ...manyEntries[0]!, amount: '1' })] };
    if (driver.name === 'node-sqlite3-wasm') {
      // The store's connection takes the file for itself: whoever comes first has it.
      other.exec('begin immediate');
      const hasty = sqliteStore(database, { busyWaitMs: 5 });
      await expect(hasty.prepare([ledgerEntries])).rejects.toThrow(/locked/);
      const waiting = filled(database);
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
      other.exec('commit');
      expect(await (await waiting).commit(batch)).toMatchObject({ kind: 'committed' });
      expect(() => other.exec('begin immediate')).toThrow(/locked/);
      return;
    }
    await filled(database);
    const patient = sqliteStore(database, { tenant: 'acme' });
    const hasty = sqliteStore(database, { tenant: 'acme', busyWaitMs: 5 });
    other.exec('begin immediate');
    expect(await hasty.commit(batch)).toEqual({ kind: 'conflict', reason: 'busy' });
    const waiting = patient.commit(batch);
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    other.exec('commit');
    expect(await waiting).toMatchObject({ kind: 'committed' });
  });

  test('a connection closed without its store leaves nothing locked and nothing lost', async () => {
    const file = `${++files}.db`;
    const database = open(file);
    await filled(database);
    opened.splice(opened.indexOf(database), 1);
    database.close();
    const again = sqliteStore(open(file), { tenant: 'acme', busyWaitMs: 5 });
    await again.prepare([ledgerEntries]);
    const [first] = await again.get(ledgerEntries, ['e000']);
    expect(first?.document).toEqual(manyEntries[0]);
  });

  test('batches that wait together become one transaction, each with its own outcome', async () => {
    const database = open();
    await filled(database);
    const statements: [string, readonly unknown[]][] = [];
    const store = sqliteStore(watching(database, statements), { tenant: 'acme' });
    const outcomes = await Promise.all(
      Array.from({ length: 32 }, (_, i) =>
        store.commit({
          checks: [],
          writes: [
            { ...put({ ...manyEntries[i]!, id: `n${i % 16}`, number: 1000 + i }), kind: 'insert' },
          ],
        }),
      ),
    );
    expect(outcomes.filter(({ kind }) => kind === 'committed')).toHaveLength(16);
    expect(outcomes.slice(16)).toEqual(
      Array.from({ length: 16 }, (_, i) => ({
        kind: 'conflict',
        reason: 'exists',
        collection: 'ledger_entry',
        id: `n${i}`,
      })),
    );
    expect(statements.filter(([sql]) => sql === 'begin immediate')).toHaveLength(1);
  });

  test('outcomes of batches are kept for a day of the clock, which may jump back', async () => {
    let time = 1_800_000_000_000;
    const store = sqliteStore(open(), { clock: { now: () => time } });
    await store.prepare([ledgerEntries]);
    const commit = (id: string) => store.commit({ id, checks: [], writes: [] });
    await commit('first');
    time -= 365 * aDayMs;
    await commit('second');
    time += 365 * aDayMs + aDayMs - 1;
    await commit('third');
    expect(await store.outcome('second')).toMatchObject({ kind: 'committed' });
    time += 2 * aDayMs;
    await commit('fourth');
    expect(await store.outcome('first')).toBeUndefined();
    expect(await store.outcome('fourth')).toMatchObject({ kind: 'committed' });
  });

  test('what the store promises is what the connection can keep', () => {
    const file = open();
    const multiProcess = driver.name !== 'node-sqlite3-wasm';
    expect(sqliteStore(file).capabilities).toMatchObject({ durable: true, multiProcess });
    expect(sqliteStore(file, { synchronous: 'normal' }).capabilities.durable).toBe(false);
    const memory = driver.open(':memory:');
    expect(sqliteStore(memory).capabilities).toMatchObject({ durable: false, multiProcess: false });
    memory.close();
  });

  test('a closed store says so; the connection stays the user’s', async () => {
    const database = open();
    const store = await filled(database);
    const other = store.forTenant('other');
    await store.close();
    await expect(store.get(ledgerEntries, ['e000'])).rejects.toMatchObject({
      code: 'KERNEL_STORE_CLOSED',
    });
    expect(await other.get(ledgerEntries, ['e000'])).toEqual([undefined]);
    await transact(other, async (tx) => tx.insert(ledgerEntries, manyEntries[0]!));
  });

  test('what SQLite itself refuses is reported with its own words', async () => {
    const database = open();
    const store = await filled(database);
    database.exec('drop view ledger_entry_v');
    database.exec('drop table ledger_entry');
    await expect(store.get(ledgerEntries, ['e000'])).rejects.toMatchObject({
      code: 'KERNEL_STORE_FAILED',
      details: { store: 'sqlite', operation: 'read', reason: 'no such table: ledger_entry' },
    });
  });
}

/** Passes everything on and writes down what is run. */
function watching(
  database: SqliteDatabase,
  statements: [string, readonly unknown[]][],
): SqliteDatabase {
  return new Proxy(database, {
    get(target, name) {
      if (name !== 'prepare') {
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      }
      return (sql: string) => {
        const statement = target.prepare(sql);
        return new Proxy(statement, {
          get(prepared, method) {
            const value: unknown = Reflect.get(prepared, method, prepared);
            if (typeof value !== 'function') return value;
            return (...parameters: unknown[]) => {
              if (method === 'run' || method === 'all') statements.push([sql, parameters.flat()]);
              return value.apply(prepared, parameters);
            };
          },
        });
      };
    },
  });
}

function planOf(database: SqliteDatabase, sql: string, parameters: readonly unknown[]): string {
  const values = parameters as (string | bigint | null)[];
  const rows = connectSqlite(database).all(`explain query plan ${sql}`, values);
  return rows.map(({ detail }) => String(detail)).join('\n');
}
