/**
 * Three SQLite drivers behind one face: what they do differently is decided here and nowhere else.
 *
 * The drivers are told apart by shape. A better-sqlite3 database has `transaction`, one of
 * node-sqlite3-wasm only `inTransaction`, one of node:sqlite neither. They differ in how parameters
 * are given (the WASM driver binds only the first of spread ones and leaves the rest NULL, without
 * a word), in what `get` leaves open (so we only use `all`), in how an error says BUSY, and in how
 * numbers are bound (better-sqlite3 and node:sqlite bind a JavaScript number as REAL, so we bind
 * bigint).
 */

/** The part of a prepared statement that we call. */
export interface SqliteStatement {
  run(...parameters: unknown[]): unknown;
  all(...parameters: unknown[]): unknown;
}

/**
 * The part of a SQLite connection that we call: a `DatabaseSync` of node:sqlite, a better-sqlite3
 * database or a node-sqlite3-wasm one. Bring yours; we install none.
 */
export interface SqliteDatabase {
  prepare(sql: string): SqliteStatement;
  exec(sql: string): unknown;
}

/** What we bind. Whole numbers go as bigint: a bare number would be stored as REAL. */
export type SqliteValue = string | bigint | null;

/** A row by column name; whole numbers come as number or bigint, as the driver is set. */
export type SqliteRow = Readonly<Record<string, string | number | bigint | null>>;

/** The drivers we know. */
export type SqliteDriver = 'better-sqlite3' | 'node:sqlite' | 'node-sqlite3-wasm';

/** A connection as the rest of the adapter sees it. Every call is synchronous. */
export interface SqliteConnection {
  readonly driver: SqliteDriver;
  /** Runs a statement that gives no rows; returns how many rows it changed. */
  run(sql: string, parameters?: readonly SqliteValue[]): number;
  /** Runs a statement that gives rows. */
  all(sql: string, parameters?: readonly SqliteValue[]): readonly SqliteRow[];
  /** Gives the kept statements back; they are prepared again when next needed. */
  release(): void;
  /** Whether the user has not closed it; true where the driver does not say. */
  isOpen(): boolean;
}

/** How many prepared statements are kept; the oldest goes first. */
const statementsMax = 256;

/** Wraps the user's connection. */
export function connectSqlite(database: SqliteDatabase): SqliteConnection {
  const statements = new Map<string, SqliteStatement>();
  const driver = driverOf(database);
  const spread = driver !== 'node-sqlite3-wasm';

  function statement(sql: string): SqliteStatement {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    if (statements.size >= statementsMax) {
      const [oldest, kept] = statements.entries().next().value ?? [];
      if (oldest !== undefined) statements.delete(oldest);
      if (kept !== undefined) finalize(kept);
    }
    const prepared = prepareStatement(database, sql);
    statements.set(sql, prepared);
    return prepared;
  }

  /** A statement of the WASM driver cannot be used again after an error: it is prepared anew. */
  function call<Result>(sql: string, work: (prepared: SqliteStatement) => Result): Result {
    const prepared = statement(sql);
    try {
      return work(prepared);
    } catch (error) {
      statements.delete(sql);
      finalizeFailed(prepared);
      throw error;
    }
  }

  return {
    driver,
    run(sql, parameters = []) {
      const result = call(sql, (prepared) =>
        spread ? prepared.run(...parameters) : prepared.run(parameters),
      );
      return Number((result as { changes?: number | bigint } | undefined)?.changes ?? 0);
    },
    all(sql, parameters = []) {
      const rows = call(sql, (prepared) =>
        spread ? prepared.all(...parameters) : prepared.all(parameters),
      );
      return rows as readonly SqliteRow[];
    },
    release() {
      for (const kept of statements.values()) finalize(kept);
      statements.clear();
    },
    isOpen: () => !('isOpen' in database) || database.isOpen === true,
  };
}

/** Whether the error says that another connection holds the file: try again, nothing was done. */
export function isBusy(error: unknown): boolean {
  const { code, errcode, message } = facts(error);
  if (typeof code === 'string' && code.startsWith('SQLITE_BUSY')) return true;
  if (typeof errcode === 'number') return (errcode & 0xff) === 5;
  return message === 'database is locked';
}

/** The columns whose uniqueness was hurt, or undefined when it is another error. */
export function uniqueColumns(error: unknown): readonly string[] | undefined {
  const match = /UNIQUE constraint failed: (.+)$/.exec(facts(error).message);
  return match?.[1]?.split(', ').map((name) => name.slice(name.indexOf('.') + 1));
}

/** Whether the connection already had a transaction open when we began ours. */
export function isNestedBegin(error: unknown): boolean {
  return facts(error).message.includes('cannot start a transaction within a transaction');
}

/** By the methods of the connection, without a statement: preparing one may read the file. */
function driverOf(database: SqliteDatabase): SqliteDriver {
  if ('transaction' in database) return 'better-sqlite3';
  return 'inTransaction' in database ? 'node-sqlite3-wasm' : 'node:sqlite';
}

/** node:sqlite may be set to give rows as arrays; ours are read by name. */
function prepareStatement(database: SqliteDatabase, sql: string): SqliteStatement {
  const prepared = database.prepare(sql) as SqliteStatement & {
    setReturnArrays?(enabled: boolean): void;
  };
  prepared.setReturnArrays?.(false);
  return prepared;
}

function finalize(statement: SqliteStatement): void {
  (statement as { finalize?(): void }).finalize?.();
}

/** Giving back a statement that has failed says its error once more. */
function finalizeFailed(statement: SqliteStatement): void {
  try {
    finalize(statement);
  } catch {
    // The error is the one that is being thrown already.
  }
}

function facts(error: unknown): { code?: unknown; errcode?: unknown; message: string } {
  if (typeof error !== 'object' || error === null) return { message: String(error) };
  const { code, errcode, message } = error as Record<string, unknown>;
  return { code, errcode, message: String(message) };
}
