/** The store in memory keeps the contract: the one suite that all adapters run. */
import { memoryStore } from '@kontor/kernel/memory';
import { collection } from '@kontor/kernel/store';
import { storeConformance } from '@kontor/kernel/testing';
import { afterAll, describe, expect, test } from 'vitest';

storeConformance({ describe, test, afterAll }, 'memory', async () => {
  const store = memoryStore();
  return { open: async (tenant) => store.forTenant(tenant), close: () => store.close() };
});

describe('memoryStore', () => {
  interface Doc {
    readonly id: string;
    readonly code?: string;
  }
  const plain = collection<Doc>('doc', { id: (doc) => doc.id, fields: { code: 'text' } });
  const coded = collection<Doc>('doc', {
    id: (doc) => doc.id,
    fields: { code: 'text' },
    unique: { byCode: ['code'] },
  });

  test('a closed store refuses, another view of the same data goes on', async () => {
    const store = memoryStore();
    await store.prepare([plain]);
    const other = store.forTenant('other');
    await store.close();
    await expect(store.get(plain, ['a'])).rejects.toMatchObject({ code: 'KERNEL_STORE_CLOSED' });
    expect(await other.get(plain, ['a'])).toEqual([undefined]);
  });

  test('a unique index cannot be added over documents that share a value', async () => {
    const store = memoryStore({ tenant: 'acme' });
    await store.prepare([plain]);
    const writes = ['a', 'b'].map((id) => ({
      kind: 'put' as const,
      collection: plain,
      document: { id, code: 'same' },
    }));
    await store.commit({ checks: [], writes });
    const adding = store.prepare([coded]);
    await expect(adding).rejects.toMatchObject({ code: 'KERNEL_DUPLICATE', details: { id: 'b' } });
  });

  test('a dry run prepares nothing', async () => {
    const store = memoryStore();
    expect(await store.prepare([plain], { dryRun: true })).toEqual([]);
    await expect(store.get(plain, ['a'])).rejects.toMatchObject({ code: 'KERNEL_NOT_PREPARED' });
  });
});
