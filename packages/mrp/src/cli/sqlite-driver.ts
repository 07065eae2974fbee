/**
 * Whichever SQLite driver is there: Node's own first, then those that a user may have installed.
 *
 * The planner depends on none of them. An installed one is found by name at run time.
 */
import type { SqliteDatabase } from '@kontor/kernel/sqlite';
import { CliError } from './cli-error.ts';

/** An open database that can be closed. */
export type OpenDatabase = SqliteDatabase & { close(): unknown };

type DatabaseClass = new (file: string) => OpenDatabase;

/** Drivers in the order of trying: their name, and the class that opens a file. */
const drivers: readonly (readonly [string, () => Promise<DatabaseClass | undefined>])[] = [
  ['node:sqlite', async () => builtIn()?.DatabaseSync],
  [
    'better-sqlite3',
    async () => (await installed('better-sqlite3'))?.default as DatabaseClass | undefined,
  ],
  ['node-sqlite3-wasm', async () => wasmDatabase(await installed('node-sqlite3-wasm'))],
];

/**
 * Opens a database file, creating it when it is not there.
 *
 * @throws CliError CLI_NO_SQLITE_DRIVER — none of the drivers is there
 * @throws CliError CLI_CANNOT_WRITE — the file cannot be opened
 */
export async function openSqlite(file: string): Promise<OpenDatabase> {
  for (const [, find] of drivers) {
    const Database = await find();
    if (Database === undefined) continue;
    try {
      return new Database(file);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new CliError('CLI_CANNOT_WRITE', { path: file, reason }, { cause });
    }
  }
  throw new CliError('CLI_NO_SQLITE_DRIVER', { tried: drivers.map(([name]) => name) });
}

/** `node:sqlite`, where this Node has it; an import would fail where it has not. */
function builtIn(): { readonly DatabaseSync: DatabaseClass } | undefined {
  const { getBuiltinModule } = process as { getBuiltinModule?: (name: string) => unknown };
  return getBuiltinModule?.('node:sqlite') as { DatabaseSync: DatabaseClass } | undefined;
}

interface DriverModule {
  readonly default?: unknown;
  readonly Database?: unknown;
}

/** An installed module; undefined when it is not installed. */
async function installed(name: string): Promise<DriverModule | undefined> {
  try {
    return (await import(name)) as DriverModule;
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** CommonJS: its names may or may not be seen beside the default export. */
function wasmDatabase(module: DriverModule | undefined): DatabaseClass | undefined {
  const inner = (module?.default ?? module) as DriverModule | undefined;
  return inner?.Database as DatabaseClass | undefined;
}
