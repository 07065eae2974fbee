/**
 * Who saw every commit: the history of each instance as it grew, held against its snapshot each
 * time.
 *
 * It stands between the store that fails and the one that keeps, so it sees what was kept, once,
 * however often its sender was told otherwise.
 */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  type CompiledProcess,
  type HistoryEvent,
  type HistoryPage,
  type Instance,
  replay,
} from '@kontor/bpm';
import type { Batch, Store } from '@kontor/kernel/store';
import { law } from './simulation.ts';

/** What was seen of an instance. */
export interface Seen {
  readonly events: HistoryEvent[];
  instance: Instance | undefined;
}

/** Sees commits. */
export class Witness {
  readonly seen = new Map<string, Seen>();
  commits = 0;
  readonly #processes: ReadonlyMap<string, CompiledProcess>;

  constructor(...processes: readonly CompiledProcess[]) {
    this.#processes = new Map(processes.map((process) => [process.hash, process]));
  }

  /** The store, with every commit that it keeps seen. */
  watch(store: Store): Store {
    return {
      tenant: store.tenant,
      capabilities: store.capabilities,
      prepare: (collections, options) => store.prepare(collections, options),
      get: (of, ids) => store.get(of, ids),
      scan: (of, range, options) => store.scan(of, range, options),
      commit: async (batch) => {
        const outcome = await store.commit(batch);
        if (outcome.kind === 'committed' && outcome.repeated !== true) this.#see(batch);
        return outcome;
      },
      outcome: (id) => store.outcome(id),
      forTenant: (tenant) => this.watch(store.forTenant(tenant)),
      close: () => store.close(),
    };
  }

  /** Of every event that was kept, in its order. */
  digest(): string {
    const histories = [...this.seen].map(([id, { events }]) => [id, events]);
    return createHash('sha256').update(JSON.stringify(histories)).digest('hex').slice(0, 16);
  }

  #see({ writes }: Batch): void {
    if (writes.length > 0) this.commits += 1;
    for (const write of writes) {
      if (write.kind !== 'insert' || write.collection.name !== 'bpm_history') continue;
      const page = write.document as HistoryPage;
      const put = writes.find(
        (other) =>
          (other.kind === 'put' || other.kind === 'insert') &&
          other.collection.name === 'bpm_instance' &&
          (other.document as { readonly id: string }).id === page.instance,
      );
      law(put !== undefined, `a page of ${page.instance} comes with its snapshot`);
      const { document } = put as { readonly document: object };
      this.#grow(page, (document as { readonly snapshot: Instance }).snapshot);
    }
  }

  #grow({ instance: id, first, events }: HistoryPage, snapshot: Instance): void {
    const seen = this.seen.get(id) ?? { events: [], instance: undefined };
    this.seen.set(id, seen);
    law(first === seen.events.length + 1, `history of ${id} goes on at ${first}`);
    const process = (hash: string): CompiledProcess => this.#processes.get(hash)!;
    const own = events as readonly HistoryEvent[];
    seen.events.push(...own);
    seen.instance = replay({ process }, id, own, seen.instance);
    law(
      isSame(seen.instance, snapshot),
      `history of ${id} gives ${JSON.stringify(seen.instance)}, kept ${JSON.stringify(snapshot)}`,
    );
  }
}

/** Databases may order keys in their own way, and keep no undefined. */
export function isSame(one: unknown, other: unknown): boolean {
  const [a, b] = [JSON.stringify(one), JSON.stringify(other)];
  return a === b || isDeepStrictEqual(JSON.parse(a), JSON.parse(b));
}
