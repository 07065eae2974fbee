/**
 * The PostgreSQL connection as the adapter sees it: pg's Pool or a PGlite database, told apart by
 * shape.
 *
 * Every commit runs SERIALIZABLE. Nothing is kept on a connection: settings are `set local`,
 * statements have no name; so a pooler in transaction mode may stand between. What an error means
 * is decided here: ask again (40001, 40P01), the connection is gone, or, when it went during
 * `commit`, nobody knows.
 */
import { KernelError } from '../errors.ts';

/** What runs a statement: a pool, a client, or a transaction of PGlite. */
export interface PostgresQueryable {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: unknown[] }>;
}

/** A client that a pool has lent. */
export interface PostgresClient extends PostgresQueryable {
  release(destroy?: boolean): void;
  on?(event: 'error', listener: (error: Error) => void): unknown;
  removeListener?(event: 'error', listener: (error: Error) => void): unknown;
}

/**
 * The part of pg's `Pool` that we call. Give it an `error` listener, or an idle loss ends the
 * process.
 */
export interface PostgresPool extends PostgresQueryable {
  connect(): Promise<PostgresClient>;
}

/** The part of PGlite that we call. */
export interface PgliteDatabase extends PostgresQueryable {
  transaction<Result>(work: (client: PostgresQueryable) => Promise<Result>): Promise<Result>;
}

/**
 * A row by column name; everything we select is cast to text, so the user's type parsers do no
 * harm.
 */
export type PostgresRow = Readonly<Record<string, string | null>>;

/** What a transaction came to, and whether to keep it. */
export interface Work<Result> {
  readonly result: Result;
  readonly keep: boolean;
}

/** A way to run statements and transactions. */
export interface PostgresSession {
  readonly embedded: boolean;
  rows(text: string, values?: readonly unknown[]): Promise<readonly PostgresRow[]>;
  /**
   * @throws KernelError KERNEL_UNKNOWN_OUTCOME — the connection went while `commit` was under way
   * @throws the driver's error otherwise; nothing was done
   */
  transaction<Result>(
    begin: 'serializable' | 'read committed',
    work: (client: PostgresQueryable) => Promise<Work<Result>>,
  ): Promise<Result>;
}

/** Wraps the user's pool or database. `indexed`: tell the planner to prefer indexes in commits. */
export function postgresSession(
  database: PostgresPool | PgliteDatabase,
  indexed: boolean,
): PostgresSession {
  return {
    embedded: !isPool(database),
    rows: (text, values) => rowsOf(database, text, values),
    transaction: (isolation, work) =>
      isPool(database)
        ? poolTransaction(database, isolation, indexed, work)
        : pgliteTransaction(database, isolation, indexed, work),
  };
}

/** Runs a statement and gives its rows. */
export async function rowsOf(
  client: PostgresQueryable,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly PostgresRow[]> {
  const { rows } = await client.query(text, [...values]);
  return rows as PostgresRow[];
}

/** The SQLSTATE of an error of the server; undefined for errors of the socket or the driver. */
export function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' && /^[0-9FHPX][0-9A-Z]{4}$/.test(code) ? code : undefined;
}

/** Whether the database asks to run the same again: a serialization failure or a deadlock. */
export const isSerialization = (error: unknown): boolean =>
  ['40001', '40P01'].includes(sqlState(error) ?? '');

/** Whether the connection is gone; errors of ours have a code of ours and are none. */
export function isConnectionLoss(error: unknown): boolean {
  if (KernelError.is(error)) return false;
  const state = sqlState(error);
  if (state === undefined) return true;
  return state.startsWith('08') || ['57P01', '57P02', '57P03', '53300'].includes(state);
}

/** The constraint that a 23505 names; undefined for other errors. */
export function brokenConstraint(error: unknown): string | undefined {
  if (sqlState(error) !== '23505') return undefined;
  const { constraint } = error as { constraint?: unknown };
  return typeof constraint === 'string' ? constraint : '';
}

const isPool = (database: PostgresPool | PgliteDatabase): database is PostgresPool =>
  'connect' in database && typeof database.connect === 'function';

// Small tables look cheap to scan whole, but such a scan locks every row of them against all other
// commits (PostgreSQL manual, 13.2.3): with the index, only what was read conflicts.
const preferIndexes = 'set local enable_seqscan = off';

async function poolTransaction<Result>(
  pool: PostgresPool,
  isolation: string,
  indexed: boolean,
  work: (client: PostgresQueryable) => Promise<Work<Result>>,
): Promise<Result> {
  const client = await pool.connect();
  client.on?.('error', lossIsToldByTheNextStatement);
  let fit = false;
  try {
    // Two statements without parameters go in one round trip.
    await client.query(`begin isolation level ${isolation}${indexed ? `; ${preferIndexes}` : ''}`);
    const { result, keep } = await work(client);
    if (keep) await commitClient(client);
    else await client.query('rollback');
    fit = true;
    return result;
  } catch (error) {
    fit = await rolledBack(client, error);
    throw error;
  } finally {
    client.removeListener?.('error', lossIsToldByTheNextStatement);
    client.release(!fit);
  }
}

// A lent client that is lost between two statements says so by an event, and an event `error` that
// nobody hears ends the process. The next statement rejects, and that is where we deal with it.
const lossIsToldByTheNextStatement = (): void => undefined;

/** Rolls back after an error; false: the connection is no longer fit for the pool. */
async function rolledBack(client: PostgresQueryable, error: unknown): Promise<boolean> {
  if (isConnectionLoss(error) || KernelError.is(error, 'KERNEL_UNKNOWN_OUTCOME')) return false;
  try {
    await client.query('rollback');
    return true;
  } catch {
    // The first error says what went wrong; this one only says that the client is spoilt.
    return false;
  }
}

async function commitClient(client: PostgresQueryable): Promise<void> {
  try {
    await client.query('commit');
  } catch (error) {
    if (!isConnectionLoss(error)) throw error;
    throw new KernelError('KERNEL_UNKNOWN_OUTCOME', {}, { cause: error });
  }
}

/** Takes a PGlite transaction back without an error of its own. */
class Abandoned<Result> extends Error {
  readonly result: Result;
  constructor(result: Result) {
    super('the transaction is rolled back on purpose');
    this.result = result;
  }
}

async function pgliteTransaction<Result>(
  database: PgliteDatabase,
  isolation: string,
  indexed: boolean,
  work: (client: PostgresQueryable) => Promise<Work<Result>>,
): Promise<Result> {
  try {
    return await database.transaction(async (client) => {
      await client.query(`set transaction isolation level ${isolation}`);
      if (indexed) await client.query(preferIndexes);
      const { result, keep } = await work(client);
      if (!keep) throw new Abandoned(result);
      return result;
    });
  } catch (error) {
    if (error instanceof Abandoned) return error.result as Result;
    throw error;
  }
}
