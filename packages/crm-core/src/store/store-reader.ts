/**
 * Reading from a store without a transaction: each read is consistent, two reads need not be.
 */
import type { Store } from '@kontor/kernel/store';
import type { Reader } from './crm-core.ts';

/** A reader of a store. */
export function storeReader(store: Store): Reader {
  const each: Reader['each'] = async function* (collection, range, options) {
    for await (const page of store.scan(collection, range, options)) {
      for (const { document } of page) yield document;
    }
  };
  const getMany: Reader['getMany'] = async (collection, ids) => {
    const found = await store.get(collection, ids);
    return found.map((stored) => stored?.document);
  };
  return {
    each,
    getMany,
    get: async (collection, id) => (await getMany(collection, [id]))[0],
    scan: async (collection, range, options) => {
      const found = [];
      for await (const document of each(collection, range, options)) found.push(document);
      return found;
    },
  };
}
