/** The store in PostgreSQL keeps the contract, on a real server and (when installed) on PGlite. */
import { postgresStore } from '@kontor/kernel/postgres';
import { storeConformance } from '@kontor/kernel/testing';
import { afterAll, describe, test } from 'vitest';
import { fullRun, openPglite } from './drivers.ts';
import { openPostgres } from './postgres-server.ts';

const options = { rounds: fullRun ? 20 : 5 };

storeConformance(
  { describe, test, afterAll },
  'PostgreSQL',
  async () => {
    const server = await openPostgres();
    // Stores of two pools are as two processes: each has its own writer.
    const pools = [server.pool(), server.pool()];
    let opened = 0;
    return {
      open: async (tenant) => postgresStore(pools[opened++ % 2]!, { tenant }),
      close: () => server.stop(),
    };
  },
  options,
);

const pglite = await openPglite();
if (pglite !== undefined) {
  const store = postgresStore(pglite);
  storeConformance(
    { describe, test, afterAll },
    'PGlite',
    async () => ({ open: async (tenant) => store.forTenant(tenant), close: () => pglite.close() }),
    options,
  );
}
