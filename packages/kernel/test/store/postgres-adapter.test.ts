/**
 * What is PostgreSQL's own: plain SQL, indexes, joining a transaction, lost connections, poolers.
 */
import { type PostgresPool, type PostgresStore, postgresStore } from '@kontor/kernel/postgres';
import { type Check, collection, transact } from '@kontor/kernel/store';
import type { Pool, PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageStatement } from '../../src/store/postgres-read.ts';
import { ledgerEntries, manyEntries } from './ledger-documents.ts';
import { openPostgres, type PostgresServer } from './postgres-server.ts';

const put = (document: object) => ({ kind: 'put', collection: ledgerEntries, document }) as const;
const [first, second] = [manyEntries[0]!, manyEntries[1]!];

let server: PostgresServer;
let pool: Pool;

beforeAll(async () => {
  server = await openPostgres();
  pool = server.pool();
  await postgresStore(pool).prepare([ledgerEntries]);
  await pool.query('create table own_row (name text primary key)');
}, 60_000);

afterAll(() => server.stop());

/** A store for a tenant of its own, so that tests do not meet. */
let tenants = 0;
const fresh = (database: PostgresPool = pool): PostgresStore =>
  postgresStore(database, { tenant: `t${++tenants}` });

const filled = async (): Promise<PostgresStore> => {
  const store = fresh();
  await store.commit({ checks: [], writes: manyEntries.map((entry) => put({ ...entry })) });
  return store;
};

/** Runs `work` in a transaction of the user's own, and ends it as told. */
async function inMyTransaction<Result>(
  level: string,
  end: 'commit' | 'rollback',
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  try {
    await client.query(`begin isolation level ${level}`);
    const result = await work(client);
    await client.query(end);
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

/** A pool whose statements go through `on` first. */
function through(
  on: (text: string, run: () => Promise<unknown>) => Promise<unknown>,
): PostgresPool {
  const query = (target: Pool | PoolClient) => (text: string, values?: unknown[]) =>
    on(text, () => target.query(text, values)) as Promise<{ rows: unknown[] }>;
  return {
    query: query(pool),
    connect: async () => {
      const client = await pool.connect();
      return {
        query: query(client),
        release: (destroy) => client.release(destroy),
        on: (event, listener) => client.on(event, listener),
        removeListener: (event, listener) => client.removeListener(event, listener),
      };
    },
  };
}

/** A pool whose connection is lost when `commit` is due: before or after it is done. */
function losing(when: 'before' | 'after', times = 1): PostgresPool {
  let left = times;
  return through(async (text, run) => {
    if (text !== 'commit' || left === 0) return run();
    left--;
    if (when === 'after') await run();
    throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  });
}

describe('plain SQL', () => {
  test('a document is read back through the typed view', async () => {
    const store = await filled();
    const { rows } = await pool.query(
      `select account_id, posted_on + 0 as day, amount::text, open, "order" from ledger_entry_v
       where tenant = $1 and id = 'e002'`,
      [store.tenant],
    );
    expect(rows).toEqual([
      { account_id: '1220', day: '20456', amount: '2.25', open: true, order: 'o2' },
    ]);
  });

  test('a page of a range is a search of its index, without sorting', async () => {
    const store = await filled();
    await pool.query('analyze ledger_entry');
    const { text, values } = pageStatement(ledgerEntries, store.tenant, {
      range: { index: 'byAccount', equals: ['1200'], from: 20_455, to: 20_500 },
      after: { values: ['1200', 20_460], id: 'e006' },
      reverse: false,
      size: 10,
    });
    const plan = await inMyTransaction('read committed', 'rollback', async (client) => {
      // Two hundred rows fit on a few pages: the planner is asked what it would do with many.
      await client.query('set local enable_seqscan = off; set local enable_bitmapscan = off');
      const { rows } = await client.query(`explain ${text}`, [...values]);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    });
    expect(plan).toMatch(/Index Scan using ledger_entry__by_account/);
    expect(plan).not.toMatch(/Sort|Seq Scan/);
  });
});

describe('prepare', () => {
  test('what it would do is told by dryRun, and can be run by hand', async () => {
    const mine = collection('hand_made', { ...ledgerEntries });
    const store = fresh();
    const statements = await store.prepare([mine], { dryRun: true });
    expect(statements).toHaveLength(4);
    for (const statement of statements) await pool.query(statement);
    expect(await store.prepare([mine], { dryRun: true })).toEqual([]);
    expect(await store.prepare([mine])).toEqual([]);
    await store.commit({
      checks: [],
      writes: [{ kind: 'put', collection: mine, document: first }],
    });
    expect((await store.get(mine, [first.id]))[0]?.document).toEqual(first);
  });

  test('a changed index is made anew; one that cannot hold is refused', async () => {
    const name = 'changing';
    const store = fresh();
    const before = collection(name, { ...ledgerEntries });
    await store.prepare([before]);
    const writes = manyEntries.map((document) => ({ ...put(document), collection: before }));
    await store.commit({ checks: [], writes });
    const after = { ...ledgerEntries, unique: {}, indexes: { byAccount: ['postedOn'] } };
    const statements = await store.prepare([collection(name, after)]);
    expect(statements.map((statement) => statement.slice(0, 12))).toEqual([
      'drop index "',
      'create index',
    ]);
    const unique = { ...ledgerEntries, indexes: {}, unique: { byAccountAlone: ['accountId'] } };
    await expect(store.prepare([collection(name, unique)])).rejects.toMatchObject({
      code: 'KERNEL_DUPLICATE',
      details: { collection: name, index: 'byAccountAlone' },
    });
  });

  test('a table that is not ours is refused by name', async () => {
    await pool.query('create table not_ours (id text)');
    const refused = fresh().prepare([collection('not_ours', { ...ledgerEntries })]);
    await expect(refused).rejects.toMatchObject({
      code: 'KERNEL_STORE_SCHEMA',
      details: { table: 'not_ours' },
    });
  });
});

describe('within a transaction of the user', () => {
  test('his rows and ours are committed together, and each sees the other before', async () => {
    const store = fresh();
    await inMyTransaction('serializable', 'commit', async (client) => {
      await client.query(`insert into own_row values ('together')`);
      const joined = store.within(client);
      await transact(joined, async (tx) => tx.insert(ledgerEntries, first));
      expect((await joined.get(ledgerEntries, [first.id]))[0]?.document).toEqual(first);
      expect(await store.get(ledgerEntries, [first.id])).toEqual([undefined]);
    });
    expect((await store.get(ledgerEntries, [first.id]))[0]?.document).toEqual(first);
    const { rows } = await pool.query(`select name from own_row where name = 'together'`);
    expect(rows).toHaveLength(1);
  });

  test('when he rolls back, nothing of ours is left, the outcome included', async () => {
    const store = fresh();
    await inMyTransaction('serializable', 'rollback', (client) =>
      store.within(client).commit({ id: 'b', checks: [], writes: [put(first)] }),
    );
    expect(await store.get(ledgerEntries, [first.id])).toEqual([undefined]);
    expect(await store.outcome('b')).toBeUndefined();
  });

  test('below serializable, or without a transaction, it refuses to work', async () => {
    const store = fresh();
    const use = (client: PoolClient) =>
      store.within(client).commit({ checks: [], writes: [put(first)] });
    for (const level of ['read committed', 'repeatable read']) {
      const refused = inMyTransaction(level, 'rollback', use);
      await expect(refused).rejects.toMatchObject({ code: 'KERNEL_OPEN_TRANSACTION' });
    }
    const client = await pool.connect();
    await client.query('set default_transaction_isolation = serializable');
    await expect(use(client)).rejects.toMatchObject({ code: 'KERNEL_OPEN_TRANSACTION' });
    client.release(true);
  });

  test('a conflict is thrown at once and leaves his transaction usable', async () => {
    const store = fresh();
    await store.commit({ checks: [], writes: [put(first)] });
    await inMyTransaction('serializable', 'commit', async (client) => {
      const stale: Check = { kind: 'key', collection: ledgerEntries, id: first.id, version: 1 };
      const joined = store.within(client);
      expect(await joined.commit({ checks: [stale], writes: [put(second)] })).toEqual({
        kind: 'conflict',
        reason: 'key',
        collection: 'ledger_entry',
        id: first.id,
      });
      const taken = joined.commit({
        checks: [],
        writes: [put({ ...second, number: first.number })],
      });
      expect(await taken).toMatchObject({ reason: 'unique', index: 'byNumber' });
      await client.query(`insert into own_row values ('still usable')`);
    });
    const { rows } = await pool.query(`select name from own_row where name = 'still usable'`);
    expect(rows).toHaveLength(1);
  });

  test('a read that the database refuses to serialize is a conflict, to be run again', async () => {
    const store = fresh();
    await store.commit({ checks: [], writes: [put(first)] });
    await pool.query('create table other_row (name text primary key)');
    const joined = inMyTransaction('serializable', 'commit', async (client) => {
      // He reads what is changed and committed, and writes what a third one reads as it was.
      await client.query('select name from own_row');
      await inMyTransaction('serializable', 'commit', (other) =>
        other.query(`insert into own_row values ('unseen')`),
      );
      await client.query(`insert into other_row values ('not seen either')`);
      await inMyTransaction('serializable', 'commit', (third) =>
        third.query('select name from other_row'),
      );
      return transact(store.within(client), async (tx) => {
        tx.insert(ledgerEntries, second);
        return tx.get(ledgerEntries, first.id);
      });
    });
    await expect(joined).rejects.toMatchObject({
      code: 'KERNEL_CONFLICT',
      details: { reason: 'serialization' },
      cause: { code: '40001' },
    });
    expect(await store.get(ledgerEntries, [second.id])).toEqual([undefined]);
  });

  test('two who read what the other writes do not both commit', async () => {
    const store = fresh();
    await store.commit({ checks: [], writes: [put(first), put(second)] });
    const swap = (from: string, to: typeof first) =>
      inMyTransaction('serializable', 'commit', async (client) => {
        const joined = store.within(client);
        await transact(joined, async (tx) => {
          const read = await tx.get(ledgerEntries, from);
          await meet();
          tx.put(ledgerEntries, { ...to, amount: String(Number(read!.amount) + 1) });
        });
      });
    let arrived = 0;
    let both!: () => void;
    const met = new Promise<void>((resolve) => {
      both = resolve;
    });
    const meet = (): Promise<void> => {
      if (++arrived === 2) both();
      return met;
    };
    const ends = await Promise.allSettled([swap(first.id, second), swap(second.id, first)]);
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('a connection that is lost', () => {
  test('during commit: the outcome is unknown, and the batch says its id', async () => {
    const store = fresh(losing('after'));
    const lost = store.commit({ id: 'b-1', checks: [], writes: [put(first)] });
    await expect(lost).rejects.toMatchObject({
      code: 'KERNEL_UNKNOWN_OUTCOME',
      details: { batch: 'b-1' },
    });
    expect(await store.outcome('b-1')).toMatchObject({ kind: 'committed', repeated: true });
    const again = await store.commit({ id: 'b-1', checks: [], writes: [put(first)] });
    expect(again).toMatchObject({ kind: 'committed', repeated: true });
  });

  test.each(['before', 'after'] as const)(
    '%s commit was done: transact does the deed once',
    async (when) => {
      const store = fresh(losing(when, 2));
      const counter = { ...first, amount: '0' };
      await transact(store, async (tx) => tx.insert(ledgerEntries, counter));
      await transact(store, async (tx) => tx.increment(ledgerEntries, first.id, 'amount', 1n));
      expect((await store.get(ledgerEntries, [first.id]))[0]?.document.amount).toBe('1');
    },
  );

  test('a connection that the server ends is replaced, and the batch goes on', async () => {
    let ended = false;
    const store = fresh(
      through(async (text, run) => {
        const result = await run();
        if (text.startsWith('begin') && !ended) {
          ended = true;
          await pool.query(
            `select pg_terminate_backend(pid) from pg_stat_activity
             where state = 'idle in transaction' and pid <> pg_backend_pid()
             and datname = current_database()`,
          );
        }
        return result;
      }),
    );
    expect(await store.commit({ checks: [], writes: [put(first)] })).toMatchObject({
      kind: 'committed',
    });
    expect(ended).toBe(true);
  });

  test('a server that cannot be reached is named, with the words of the driver', async () => {
    const unreachable: PostgresPool = {
      query: () => Promise.reject(new Error('connect ECONNREFUSED')),
      connect: () => Promise.reject(new Error('connect ECONNREFUSED')),
    };
    await expect(fresh(unreachable).get(ledgerEntries, ['a'])).rejects.toMatchObject({
      code: 'KERNEL_STORE_FAILED',
      details: { store: 'postgres', operation: 'read', reason: 'connect ECONNREFUSED' },
    });
  });
});

describe('group commit', () => {
  test('batches that wait together share transactions, each with its own outcome', async () => {
    let commits = 0;
    const store = fresh(
      through(async (text, run) => {
        if (text === 'commit') commits++;
        return run();
      }),
    );
    await store.commit({ checks: [], writes: [put(first)] });
    commits = 0;
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, (_, i) => {
        const entry = { ...manyEntries[i]!, id: `n${i % 40}`, number: 1000 + i };
        return store.commit({ checks: [], writes: [{ ...put(entry), kind: 'insert' }] });
      }),
    );
    expect(outcomes.filter(({ kind }) => kind === 'committed')).toHaveLength(40);
    expect(outcomes.slice(40).map((outcome) => 'reason' in outcome && outcome.reason)).toEqual(
      Array.from({ length: 20 }, () => 'exists'),
    );
    expect(commits).toBeLessThan(10);
  });

  test('one at fault does not take the others with it, whatever the fault', async () => {
    const store = await filled();
    const amount = { ...first, id: 'hot', number: 5000, amount: '10' };
    await store.commit({ checks: [], writes: [put(amount)] });
    const take = (by: bigint) =>
      store.commit({
        checks: [],
        writes: [
          { kind: 'increment', collection: ledgerEntries, id: 'hot', field: 'amount', by, min: 0n },
        ],
      });
    const outcomes = await Promise.all([
      take(-4n),
      take(-7n),
      take(-6n),
      store.commit({ checks: [], writes: [put({ ...first, id: 'dup', number: 7 })] }),
      store.commit({ checks: [], writes: [put({ ...first, id: 'fine', number: 7000 })] }),
      take(-1n),
    ]);
    expect(outcomes.map((outcome) => ('reason' in outcome ? outcome.reason : 'done'))).toEqual([
      'done',
      'incrementBound',
      'done',
      'unique',
      'done',
      'incrementBound',
    ]);
    expect((await store.get(ledgerEntries, ['hot']))[0]?.document.amount).toBe('0');
  });

  test('nothing stays on a connection: settings are local, statements have no name', async () => {
    const texts: string[] = [];
    const store = fresh(
      through((text, run) => {
        texts.push(text);
        return run();
      }),
    );
    await store.commit({ id: 'b', checks: [], writes: [put(first)] });
    await store.get(ledgerEntries, [first.id]);
    const settings = texts.filter((text) => /\bset (?!local|version|transaction)/.test(text));
    expect(settings.filter((text) => !text.includes(' do update set '))).toEqual([]);
    expect(texts.filter((text) => text.startsWith('begin'))).toEqual([
      'begin isolation level serializable; set local enable_seqscan = off',
    ]);
    const plain = fresh();
    expect(plain.capabilities).toEqual({ durable: true, multiProcess: true, maxBatch: 100_000 });
  });
});
