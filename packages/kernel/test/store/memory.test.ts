/** The store in memory keeps the contract: the one suite that all adapters run. */
import { memoryStore } from '@kontor/kernel/memory';
import { storeConformance } from '@kontor/kernel/testing';
import { afterAll, describe, test } from 'vitest';

storeConformance({ describe, test, afterAll }, 'memory', async () => {
  const store = memoryStore();
  return { open: async (tenant) => store.forTenant(tenant), close: () => store.close() };
});
