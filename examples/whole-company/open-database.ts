/**
 * SQLite through whichever driver is there: Node's own, or the one in WebAssembly.
 *
 * In a program of yours this is one line: `new DatabaseSync('books.db')`.
 */
import type { SqliteDatabase } from '@kontor/kernel/sqlite';

/** What the example needs of a connection, beside what the store needs. */
export type ExampleDatabase = SqliteDatabase & {
  /** The rows of a query. */
  all(sql: string): readonly object[];
  close(): void;
};

/** Opens the file, creating it when it is not there. */
export async function openDatabase(file: string): Promise<ExampleDatabase> {
  const { getBuiltinModule } = process as { getBuiltinModule?: (name: string) => unknown };
  const builtIn = getBuiltinModule?.('node:sqlite') as DriverModule | undefined;
  const Database = builtIn?.DatabaseSync ?? (await import('node-sqlite3-wasm')).default.Database;
  const database = new Database(file);
  return Object.assign(database, {
    all: (sql: string) => {
      const statement = database.prepare(sql);
      try {
        return statement.all() as readonly object[];
      } finally {
        statement.finalize?.();
      }
    },
  }) as ExampleDatabase;
}

interface DriverModule {
  readonly DatabaseSync: new (file: string) => DriverDatabase;
}

interface DriverDatabase {
  prepare(sql: string): { all(): unknown; finalize?(): void };
  exec(sql: string): unknown;
  close(): void;
}
