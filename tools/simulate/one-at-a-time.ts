/**
 * A database behind a network, in an order that the seed decides.
 *
 * Whoever works on a server side by side is answered when the network pleases, so the same seed
 * would go through something else each time. Here nobody speaks to the server by himself: calls
 * stand in a waiting room, and when nobody has anything left to do but to wait, chance picks the
 * one that is done next, alone. People still meet in every order that single calls can take; what
 * is lost is two calls inside the server at the same moment, which the tests with several processes
 * have (packages/bpm/test/engine/kills.test.ts).
 *
 * That all wait is known by a turn of the event loop: what runs on in memory takes microtasks only,
 * and those are done before the loop turns.
 */
import type { Random } from '@kontor/kernel';
import type { Collection, Range, ScanOptions, Store, Stored } from '@kontor/kernel/store';

/** Does calls one at a time, each picked by chance from those that wait. */
export class WaitingRoom {
  readonly #random: Random;
  readonly #waiting: (() => Promise<void>)[] = [];
  #isOpen = false;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Waits for its turn, then calls. */
  enter<Result>(call: () => Promise<Result>): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.push(() => call().then(resolve, reject));
      if (!this.#isOpen) void this.#serve();
    });
  }

  async #serve(): Promise<void> {
    this.#isOpen = true;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const [next] = this.#waiting.splice(Math.floor(this.#random() * this.#waiting.length), 1);
      if (next === undefined) break;
      await next();
    }
    this.#isOpen = false;
  }
}

/** The store, with every call through the waiting room. */
export function oneAtATime(store: Store, room: WaitingRoom): Store {
  return {
    tenant: store.tenant,
    capabilities: store.capabilities,
    prepare: (collections, options) => room.enter(() => store.prepare(collections, options)),
    get: <Document extends object>(of: Collection<Document>, ids: readonly string[]) =>
      room.enter(() => store.get(of, ids)),
    scan: (of, range, options) => pagesOf(store, room, of, range, options),
    commit: (batch) => room.enter(() => store.commit(batch)),
    outcome: (batchId) => room.enter(() => store.outcome(batchId)),
    forTenant: (tenant) => oneAtATime(store.forTenant(tenant), room),
    close: () => room.enter(() => store.close()),
  };
}

/** Others may have their turn between two pages. */
async function* pagesOf<Document extends object>(
  store: Store,
  room: WaitingRoom,
  of: Collection<Document>,
  range: Range | undefined,
  options: ScanOptions | undefined,
): AsyncGenerator<readonly Stored<Document>[]> {
  const pages = store.scan(of, range, options)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const page = await room.enter(() => pages.next());
      if (page.done === true) return;
      yield page.value;
    }
  } finally {
    // Who has seen enough leaves; the page's cursor goes with him.
    await pages.return?.();
  }
}
