/**
 * Stored instances that a query is about, in one order: by process, then by start, then by id.
 *
 * They are read by the indexes that are there, one for each state; merging those keeps an instance
 * in its place when its state changes between two pages of a query.
 */
import type { Position, Store } from '@kontor/kernel/store';
import { instances, type StoredInstance } from '../engine/engine-collections.ts';
import type { InstanceState } from '../instance.ts';

/** Which instances; all that is given must hold. */
export interface InstanceFilter {
  /** By the id of its definition. */
  readonly process?: string | undefined;
  readonly instance?: string | undefined;
  /** What they were started for. */
  readonly key?: string | undefined;
  /** In which something may have happened from this instant on, in milliseconds since 1970. */
  readonly from?: number | undefined;
  /** … and before this one. */
  readonly to?: number | undefined;
}

/** The place of an instance in the order. */
export type InstancePlace = readonly [process: string, startedAt: number, id: string];

/** Its place. */
export const placeOf = ({ process, startedAt, id }: StoredInstance): InstancePlace => [
  process,
  startedAt,
  id,
];

/** Less than 0: the first comes before the second. */
export function comparePlaces(a: InstancePlace, b: InstancePlace): number {
  for (let at = 0; at < a.length; at++) {
    if (a[at]! < b[at]!) return -1;
    if (a[at]! > b[at]!) return 1;
  }
  return 0;
}

const STATES = Object.keys({
  active: true,
  completed: true,
  terminated: true,
  cancelled: true,
  failed: true,
} satisfies Record<InstanceState, true>);

/**
 * Instances that fit, in their order.
 *
 * @param start - begins at this place, itself included
 */
export async function* instancesThat(
  store: Store,
  filter: InstanceFilter,
  start?: InstancePlace,
): AsyncGenerator<StoredInstance> {
  let last: InstancePlace | undefined;
  for await (const stored of candidatesFor(store, filter, start)) {
    const place = placeOf(stored);
    if (start !== undefined && comparePlaces(place, start) < 0) continue;
    // One that ended between the readings of two states is in both.
    if (last !== undefined && comparePlaces(place, last) === 0) continue;
    last = place;
    if (isWithin(stored, filter)) yield stored;
  }
}

async function* candidatesFor(
  store: Store,
  { instance, key, process }: InstanceFilter,
  start: InstancePlace | undefined,
): AsyncGenerator<StoredInstance> {
  if (instance !== undefined) {
    const [found] = await store.get(instances, [instance]);
    if (found !== undefined) yield found.document;
    return;
  }
  if (key !== undefined) {
    yield* inOrder(store, key);
    return;
  }
  const scans = STATES.map((state) => byState(store, state, process, start));
  yield* merged(scans);
}

/** All instances of a key; there are few. */
async function* inOrder(store: Store, key: string): AsyncGenerator<StoredInstance> {
  const found: StoredInstance[] = [];
  for await (const page of store.scan(instances, { index: 'byKey', equals: [key] })) {
    found.push(...page.map(({ document }) => document));
  }
  yield* found.sort((a, b) => comparePlaces(placeOf(a), placeOf(b)));
}

async function* byState(
  store: Store,
  state: string,
  process: string | undefined,
  start: InstancePlace | undefined,
): AsyncGenerator<StoredInstance> {
  const equals = process === undefined ? [state] : [state, process];
  const first: Position | undefined = start && {
    values: [state, start[0], start[1]],
    id: start[2],
  };
  for await (const page of store.scan(instances, { index: 'byState', equals, first })) {
    for (const { document } of page) yield document;
  }
}

/** Several ordered lists as one. */
async function* merged(
  lists: readonly AsyncGenerator<StoredInstance>[],
): AsyncGenerator<StoredInstance> {
  try {
    const heads = await Promise.all(lists.map((list) => list.next()));
    for (;;) {
      const at = firstOf(heads.map(({ value, done }) => (done === true ? undefined : value)));
      if (at === undefined) return;
      yield heads[at]!.value as StoredInstance;
      heads[at] = await lists[at]!.next();
    }
  } finally {
    await Promise.all(lists.map((list) => list.return(undefined)));
  }
}

function firstOf(heads: readonly (StoredInstance | undefined)[]): number | undefined {
  let first: number | undefined;
  heads.forEach((head, at) => {
    if (head === undefined) return;
    if (first === undefined || comparePlaces(placeOf(head), placeOf(heads[first]!)) < 0) first = at;
  });
  return first;
}

function isWithin(stored: StoredInstance, { process, key, from, to }: InstanceFilter): boolean {
  return (
    (process === undefined || stored.process === process) &&
    (key === undefined || stored.key === key) &&
    (to === undefined || stored.startedAt < to) &&
    (from === undefined || stored.endedAt === undefined || stored.endedAt >= from)
  );
}
