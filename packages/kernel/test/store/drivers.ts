/**
 * The database drivers that the store tests run on, as far as they are there.
 *
 * node-sqlite3-wasm is always there; node:sqlite is from Node 22 on; better-sqlite3 and PGlite live
 * in tools/drivers, outside the workspaces, because one compiles and both are large. What is
 * missing is said aloud, never skipped in silence.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { PgliteDatabase } from '@kontor/kernel/postgres';
import type { SqliteDatabase } from '@kontor/kernel/sqlite';

/** A SQLite connection that its user can close. */
export type ClosableSqlite = SqliteDatabase & { close(): unknown };

/** A driver: its name, and how it opens a file. */
export interface SqliteDriverUnderTest {
  readonly name: 'node-sqlite3-wasm' | 'node:sqlite' | 'better-sqlite3';
  open(file: string): ClosableSqlite;
}

const driversFolder = fileURLToPath(new URL('../../../../tools/drivers/', import.meta.url));
const requireDriver = createRequire(join(driversFolder, 'package.json'));
const requireOwn = createRequire(import.meta.url);

const installRemedy = 'run `npm install` in tools/drivers';

type Opens = new (file: string) => ClosableSqlite;

/** The SQLite drivers that are there; says aloud which are not. */
export function sqliteDrivers(): readonly SqliteDriverUnderTest[] {
  return (['node-sqlite3-wasm', 'node:sqlite', 'better-sqlite3'] as const).flatMap((name) => {
    const Database = sqliteClass(name);
    if (Database !== undefined) return [{ name, open: (file) => new Database(file) }];
    missing(name, name === 'node:sqlite' ? 'it comes with Node 22 and up' : installRemedy);
    return [];
  });
}

/** Opens a file with one driver, which must be there. */
export function openSqlite(name: string, file: string): ClosableSqlite {
  const Database = sqliteClass(name);
  if (Database === undefined) throw new Error(`the driver '${name}' is not there`);
  return new Database(file);
}

/** PGlite, in memory; undefined (said aloud) when it is not installed. */
export async function openPglite(): Promise<
  (PgliteDatabase & { close(): Promise<void> }) | undefined
> {
  if (!isInstalled('@electric-sql/pglite')) {
    missing('PGlite', installRemedy);
    return undefined;
  }
  const entry = pathToFileURL(requireDriver.resolve('@electric-sql/pglite')).href;
  const { PGlite } = (await import(/* @vite-ignore */ entry)) as {
    PGlite: { create(): Promise<PgliteDatabase & { close(): Promise<void> }> };
  };
  return PGlite.create();
}

/** A fresh folder for one test file's databases, and its removal. */
export function databaseFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'kontor-store-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Whether the long runs are asked for: full counts of crashes and rounds. */
export const fullRun = process.env['KONTOR_FULL'] === '1';

/** So many processes are killed by a test that does so: fifty of them in a full run. */
export const kills = Number(process.env['KONTOR_KILLS'] ?? (fullRun ? 50 : 2));

function sqliteClass(name: string): Opens | undefined {
  if (name === 'node-sqlite3-wasm') {
    return (requireOwn('node-sqlite3-wasm') as { Database: Opens }).Database;
  }
  if (name === 'better-sqlite3') {
    return isInstalled(name) ? (requireDriver(name) as Opens) : undefined;
  }
  // Node 20 knows neither the module nor, before 20.16, the question.
  const asked = process as { getBuiltinModule?(name: string): unknown };
  return (asked.getBuiltinModule?.('node:sqlite') as { DatabaseSync: Opens } | undefined)
    ?.DatabaseSync;
}

const isInstalled = (name: string): boolean =>
  existsSync(join(driversFolder, 'node_modules', name));

function missing(name: string, remedy: string): void {
  process.stderr.write(`NOT TESTED: the store on ${name} (${remedy}).\n`);
}
