/**
 * Waiting well: full jitter between tries, and a queue for those who keep failing.
 *
 * Jitter spreads the tries; it does not keep a slow reader among fast writers from losing for ever.
 * So whoever has failed often queues behind the process's other failers of the same collection, one
 * at a time, and the others let the one at the front pass: they hold back commits that write to
 * what he keeps losing, for a short while. One failer holds one place only, so none waits in a
 * circle.
 */
import type { Store, Write } from './contract.ts';

const WAIT_BASE_MS = 1;
const WAIT_MAX_MS = 250;
/** How long others hold back for the failer at the front, at most. */
const COURTESY_MS = 100;

/** Waits so many milliseconds; rejects with the signal's reason when it aborts. */
export type Sleep = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

/** Waits by the platform's timer. */
export const sleepByTimer: Sleep = (milliseconds, signal) =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal!.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
  });

/**
 * Full jitter: a uniform share of a bound that doubles with each failure, up to a quarter of a
 * second.
 *
 * @source M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015
 */
export function jitterMs(failures: number, random: () => number): number {
  return Math.floor(random() * Math.min(WAIT_MAX_MS, WAIT_BASE_MS * 2 ** Math.min(failures, 20)));
}

/** The failer at the front of a collection's queue, and the end of the queue. */
interface Queue {
  front: object | undefined;
  tail: Promise<void>;
  waiting: number;
}

// Bookkeeping about a store object that the user made; it goes when the store goes.
const queuesOf = new WeakMap<Store, Map<string, Queue>>();

/** A place in the queue of failers; `leave` gives it to the next. */
export interface Place {
  leave(): void;
}

/** Queues behind the process's other failers on this collection; resolves at the front. */
export async function queueBehindFailers(
  store: Store,
  collection: string,
  signal?: AbortSignal,
): Promise<Place> {
  let queues = queuesOf.get(store);
  if (queues === undefined) queuesOf.set(store, (queues = new Map<string, Queue>()));
  const queue = queues.get(collection) ?? { front: undefined, tail: Promise.resolve(), waiting: 0 };
  queues.set(collection, queue);
  const ahead = queue.tail;
  let done!: () => void;
  queue.tail = new Promise((resolve) => {
    done = resolve;
  });
  queue.waiting++;
  const leave = (): void => {
    queue.front = undefined;
    if (--queue.waiting === 0) queues.delete(collection);
    done();
  };
  await untilAborted(ahead, signal).catch((reason: unknown) => {
    // The place is kept until its turn comes, and given on at once: the queue stays whole.
    void ahead.then(leave);
    throw reason;
  });
  const place: Place = { leave };
  queue.front = place;
  return place;
}

/** The promise, or the signal's reason when that comes first. */
async function untilAborted(promise: Promise<void>, signal?: AbortSignal): Promise<void> {
  if (signal === undefined) return promise;
  signal.throwIfAborted();
  let stop!: () => void;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
  });
  signal.addEventListener('abort', stop, { once: true });
  try {
    await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Holds back a commit while a failer is at the front of a collection that it writes to. */
export async function letFailersPass(
  store: Store,
  writes: readonly Write[],
  own: Place | undefined,
  sleep: Sleep,
): Promise<void> {
  const queues = queuesOf.get(store);
  if (queues === undefined || queues.size === 0 || own !== undefined) return;
  for (const { collection } of writes) {
    const queue = queues.get(collection.name);
    if (queue?.front === undefined) continue;
    await Promise.race([queue.tail, sleep(COURTESY_MS)]);
    return;
  }
}
