/**
 * One PostgreSQL server for a whole run of the tests, started when the first file asks for it.
 *
 * Files run in several processes; the one that outlives them all keeps the server, and answers
 * whoever knocks with the address of a new, empty database.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Pool } from 'pg';
import { DOOR, type PostgresServer } from './postgres-server.ts';

/**
 * Opens the door before the first test.
 *
 * @returns how to close it after the last, and to stop the server if there is one
 */
export default async function openDoor(): Promise<() => Promise<void>> {
  let started: Promise<{ server: PostgresServer; pool: Pool }> | undefined;
  let databases = 0;
  const newDatabase = async (): Promise<string> => {
    const { server, pool } = await (started ??= start());
    const name = `run_${++databases}`;
    await pool.query(`create database ${name}`);
    const at = new URL(server.connectionString);
    at.pathname = name;
    return at.href;
  };
  const door = createServer((_, answer) => {
    newDatabase().then(
      (at) => answer.end(at),
      (error: unknown) => answer.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => {
    door.listen(0, '127.0.0.1', resolve);
  });
  process.env[DOOR] = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
  return async () => {
    door.close();
    await (await started)?.server.stop();
  };
}

// A run of files that need no server does not load its driver either.
async function start(): Promise<{ server: PostgresServer; pool: Pool }> {
  const { startPostgres } = await import('./postgres-server.ts');
  const server = await startPostgres();
  return { server, pool: server.pool(1) };
}
