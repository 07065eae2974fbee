/**
 * Questions to stored history: which runs of which elements, of which instances, when.
 *
 * All is computed from the append-only history, on any store: instances that cannot fit are left
 * out by their rows, the history of the others is read.
 */
import type { Store } from '@kontor/kernel/store';
import {
  instances,
  rowParts,
  type StoredInstance,
  type TaskNote,
  tasks,
} from '../engine/engine-collections.ts';
import { readHistory } from '../engine/reading.ts';
import { readTaskRecords } from '../engine/task-list.ts';
import { BpmError } from '../errors.ts';
import type { NodeKind } from '../model.ts';
import type { ActivityInstance } from './activity-instance.ts';
import { activitiesOf, type TaskNotes } from './activity-log.ts';
import {
  comparePlaces,
  type InstanceFilter,
  type InstancePlace,
  instancesThat,
  placeOf,
} from './find-instances.ts';
import { type ProcessLookup, storedLookup } from './process-lookup.ts';

/** What to look for; all that is given must hold. */
export interface ActivityQuery extends InstanceFilter {
  /** Of the instance's process: the version that its author gave it, or its hash. */
  readonly version?: string | undefined;
  readonly nodes?: readonly string[] | undefined;
  readonly kinds?: readonly NodeKind[] | undefined;
  readonly states?: readonly ActivityInstance['state'][] | undefined;
}

/** A part of what fits. */
export interface ActivityPage {
  /** By process, start and id of the instance, then in the order of entering. */
  readonly activities: readonly ActivityInstance[];
  /** Give it as `after` for what follows; left out: that was all. */
  readonly next?: string;
}

/**
 * Runs that fit, a page of them.
 *
 * `from` and `to` bound the time in which they were entered: `from` is included, `to` is not.
 *
 * @param page - at most `limit` of them, 100 when left out, after where a page before ended
 * @throws BpmError BPM_INVALID_QUERY — `after` is none that a page gave; `limit` is no count
 * @example
 * const { activities, next } = await findActivities(store, { instance: 'o-1' });
 */
export async function findActivities(
  store: Store,
  query: ActivityQuery,
  page: { readonly limit?: number; readonly after?: string } = {},
): Promise<ActivityPage> {
  const { limit = 100, after } = page;
  if (!Number.isInteger(limit) || limit < 1) throw invalid('limit', 'must be 1 or more');
  const start = after === undefined ? undefined : readCursor(after);
  const found: ActivityInstance[] = [];
  let last: Cursor | undefined;
  for await (const { place, activity } of placed(store, query, start)) {
    if (found.length === limit) return { activities: found, next: JSON.stringify(last) };
    found.push(activity);
    last = [...place, activity.frame];
  }
  return { activities: found };
}

/** All runs that fit, one after the other: for sums, and for exports of any length. */
export async function* eachActivity(
  store: Store,
  query: ActivityQuery,
): AsyncGenerator<ActivityInstance> {
  for await (const { activity } of placed(store, query, undefined)) yield activity;
}

type Cursor = readonly [...place: InstancePlace, frame: number];

async function* placed(
  store: Store,
  query: ActivityQuery,
  start: Cursor | undefined,
): AsyncGenerator<{ readonly place: InstancePlace; readonly activity: ActivityInstance }> {
  const lookup = await storedLookup(store);
  const from: InstancePlace | undefined = start && [start[0], start[1], start[2]];
  for await (const stored of instancesThat(store, query, from)) {
    if (!isOfVersion(stored, lookup, query.version)) continue;
    const place = placeOf(stored);
    const isFirst = from !== undefined && comparePlaces(place, from) === 0;
    for (const activity of await activitiesIn(store, stored.id, lookup)) {
      if (isFirst && activity.frame <= start![3]) continue;
      if (fits(activity, query)) yield { place, activity };
    }
  }
}

/** Charts have histories of their own; their instances are not looked at here. */
function isOfVersion(
  { snapshot }: StoredInstance,
  lookup: ProcessLookup,
  version: string | undefined,
): boolean {
  if (!('frames' in snapshot)) return false;
  if (version === undefined || snapshot.process === version) return true;
  return lookup(snapshot.process).definition.version === version;
}

/**
 * All runs of one instance, with what people did with its tasks.
 *
 * @throws BpmError BPM_UNKNOWN_INSTANCE
 */
export async function readActivities(store: Store, instance: string): Promise<ActivityInstance[]> {
  const [stored] = await store.get(instances, [instance]);
  if (stored === undefined) throw new BpmError('BPM_UNKNOWN_INSTANCE', { instance });
  return activitiesIn(store, instance, await storedLookup(store));
}

async function activitiesIn(
  store: Store,
  instance: string,
  lookup: ProcessLookup,
): Promise<ActivityInstance[]> {
  const pages = await readHistory(store, instance);
  return activitiesOf(pages, lookup, await readTaskNotes(store, instance));
}

/** What people did with the tasks of an instance, open ones and those that are over. */
export async function readTaskNotes(store: Store, instance: string): Promise<TaskNotes> {
  const notes = new Map<number, readonly TaskNote[]>();
  const range = { index: 'byInstance', equals: [instance] };
  for await (const page of store.scan(tasks, range)) {
    for (const { document } of page) notes.set(document.wait, document.log);
  }
  for (const { id, log } of await readTaskRecords(store, instance)) {
    notes.set(Number(rowParts(id).activity), log);
  }
  return notes;
}

function fits(activity: ActivityInstance, query: ActivityQuery): boolean {
  const { from, to, nodes, kinds, states } = query;
  return (
    (from === undefined || activity.enteredAt >= from) &&
    (to === undefined || activity.enteredAt < to) &&
    (nodes === undefined || nodes.includes(activity.node)) &&
    (kinds === undefined || kinds.includes(activity.kind)) &&
    (states === undefined || states.includes(activity.state))
  );
}

function readCursor(after: string): Cursor {
  const shape = ['string', 'number', 'string', 'number'];
  try {
    const read: unknown = JSON.parse(after);
    const isCursor =
      Array.isArray(read) &&
      read.length === shape.length &&
      shape.every((type, at) => typeof read[at] === type);
    if (isCursor) return read as unknown as Cursor;
  } catch {
    // Told below, as any other text that no page gave.
  }
  throw invalid('after', 'is no `next` that a page gave');
}

const invalid = (path: string, reason: string): BpmError =>
  new BpmError('BPM_INVALID_QUERY', { path, reason });
