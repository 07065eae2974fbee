/**
 * The laws of what the engine keeps, checked on a whole store.
 *
 * Rows are the waits: jobs, timers, subscriptions, tasks with their candidates, and incidents are
 * exactly those of the snapshots, so no row is an orphan and no wait is lost. History is complete:
 * its pages follow each other without a gap, and replaying them gives the snapshot (hist-1).
 */
import { isDeepStrictEqual } from 'node:util';
import { memoryStore } from '@kontor/kernel/memory';
import { transact, type Collection, type Store } from '@kontor/kernel/store';
import { replay } from '../../src/advance.ts';
import type { HistoryEvent } from '../../src/history.ts';
import type { EngineLibrary } from '../../src/engine/engine-library.ts';
import { engineParts, type ProcessEngineOptions } from '../../src/engine/engine-options.ts';
import {
  candidates,
  definitions,
  history,
  incidents,
  instances,
  jobs,
  messages,
  type StoredHistory,
  type StoredInstance,
  type StoredTask,
  subscriptions,
  tasks,
  timers,
  waitRow,
} from '../../src/engine/engine-collections.ts';
import { candidateRows, CONTINUE } from '../../src/engine/wait-rows.ts';
import {
  isChart,
  isUnderWay,
  type PastEvent,
  type Snapshot,
  waitsOf,
} from '../../src/engine/snapshot.ts';
import { replayChart } from '../../src/statechart/advance-chart.ts';
import type { ChartHistoryEvent } from '../../src/statechart/chart-history.ts';
import type { Wait } from '../../src/instance.ts';

/** Rows by id, each as what must be in it. */
type Rows = Map<string, Readonly<Record<string, unknown>>>;

/**
 * Checks the rows of all instances of a store.
 *
 * @param now - milliseconds since 1970; with it, no message that is alive waits beside a
 * subscription
 * @throws Error that lists every fault
 */
export async function checkRows(store: Store, now?: number): Promise<void> {
  const all = await readAll(store, instances);
  const faults = [
    ...(await compareRows(store, jobs, jobRows(all))),
    ...(await compareRows(store, timers, timerRows(all))),
    ...(await compareRows(store, subscriptions, subscriptionRows(all))),
    ...(await compareRows(store, tasks, taskRows(all))),
    ...(await compareRows(store, candidates, rowsOfTasks(await readAll(store, tasks)))),
    ...(await compareRows(store, incidents, incidentRows(all))),
    ...(now === undefined ? [] : await missedMessages(store, now)),
  ];
  if (faults.length > 0) throw new Error(`rows of waits:\n  ${faults.join('\n  ')}`);
}

/** Definitions compiled before: they never change. */
const { deployment: known } = engineParts({ store: memoryStore() }).core;

/**
 * Checks that the history of every instance gives its snapshot.
 *
 * @throws Error that names the instance
 */
export async function checkHistory(
  store: Store,
  options?: Partial<ProcessEngineOptions>,
): Promise<void> {
  const deployment = options ? engineParts({ ...options, store }).core.deployment : known;
  const hashes = (await readAll(store, definitions)).map(({ hash }) => hash);
  const library = await transact(store, (tx) => deployment.library(tx, hashes));
  const pages = new Map<string, StoredHistory[]>();
  for (const page of await readAll(store, history)) {
    pages.set(page.instance, [...(pages.get(page.instance) ?? []), page]);
  }
  for (const { id, snapshot } of await readAll(store, instances)) {
    const events = eventsOf(id, pages.get(id) ?? []);
    const again = replayed(library, snapshot, events);
    // PostgreSQL orders keys in its own way.
    if (isDeepStrictEqual(snapshot, JSON.parse(JSON.stringify(again)))) continue;
    const [stored, got] = [snapshot, again].map((one) => JSON.stringify(one));
    throw new Error(`history of ${id} gives ${got}, stored is ${stored}`);
  }
}

/** What a history gives. */
export function replayed(
  library: EngineLibrary,
  snapshot: Snapshot,
  events: readonly PastEvent[],
  before?: Snapshot,
): Snapshot {
  const { id } = snapshot;
  return isChart(snapshot)
    ? replayChart(library, id, events as ChartHistoryEvent[], before as typeof snapshot)
    : replay(library, id, events as HistoryEvent[], before as typeof snapshot);
}

function eventsOf(id: string, pages: readonly StoredHistory[]): StoredHistory['events'][number][] {
  const events: StoredHistory['events'][number][] = [];
  for (const page of pages) {
    if (page.first !== events.length + 1) throw new Error(`history of ${id} has a gap`);
    events.push(...page.events);
  }
  return events;
}

/** All documents of a collection, by id. */
export async function readAll<Document extends object>(
  store: Store,
  collection: Collection<Document>,
): Promise<Document[]> {
  const found: Document[] = [];
  for await (const page of store.scan(collection)) {
    found.push(...page.map(({ document }) => document));
  }
  return found;
}

async function compareRows(
  store: Store,
  collection: Collection,
  expected: Rows,
): Promise<string[]> {
  const faults: string[] = [];
  const found = new Set<string>();
  for (const row of await readAll(store, collection)) {
    // What starts a process by the clock stands among the timers, and belongs to no instance.
    if ('start' in row) continue;
    const id = collection.id(row);
    found.add(id);
    const fields = expected.get(id);
    if (fields === undefined) faults.push(`${collection.name} ${id} is an orphan`);
    for (const [name, value] of Object.entries(fields ?? {})) {
      const [wanted, got] = [value, (row as Record<string, unknown>)[name]].map(textOf);
      if (wanted !== got) faults.push(`${collection.name} ${id}: ${name} is ${got}, not ${wanted}`);
    }
  }
  for (const id of expected.keys()) {
    if (!found.has(id)) faults.push(`${collection.name} ${id} is missing`);
  }
  return faults;
}

const textOf = (value: unknown): string => JSON.stringify(value) ?? 'absent';

function rowsOf(
  all: readonly StoredInstance[],
  fieldsOf: (wait: Wait, stored: StoredInstance) => Readonly<Record<string, unknown>> | undefined,
): Rows {
  const rows: Rows = new Map();
  for (const stored of all) {
    for (const wait of waitsOf(stored.snapshot)) {
      const fields = fieldsOf(wait, stored);
      if (fields === undefined) continue;
      const id = waitRow(stored.id, wait.id);
      rows.set(id, { id, instance: stored.id, wait: wait.id, ...fields });
    }
  }
  return rows;
}

/** Rows of a suspended instance are put away. */
const isSuspended = ({ snapshot }: StoredInstance): boolean => snapshot.suspended === true;

function jobRows(all: readonly StoredInstance[]): Rows {
  const rows = rowsOf(all, (wait, stored) => {
    if (wait.kind !== 'job') return undefined;
    const { type, frame, attempts } = wait;
    const isIdle = attempts === 0 || isSuspended(stored);
    return { type, effectKey: `${stored.id}/${frame}/0`, ...(isIdle && { due: undefined }) };
  });
  for (const { id, snapshot } of all) {
    const isStopped = snapshot.incidents?.some(({ stage }) => stage === 'burst') === true;
    if (!isUnderWay(snapshot) || isStopped || snapshot.suspended === true) continue;
    rows.set(`${id}/${CONTINUE}`, { instance: id, type: CONTINUE, wait: 0 });
  }
  return rows;
}

const timerRows = (all: readonly StoredInstance[]): Rows =>
  rowsOf(all, (wait, stored) =>
    wait.kind === 'timer' && wait.timer.due !== undefined && !isSuspended(stored)
      ? { due: wait.timer.due }
      : undefined,
  );

const subscriptionRows = (all: readonly StoredInstance[]): Rows =>
  rowsOf(all, (wait, stored) => {
    if (wait.kind !== 'message' && wait.kind !== 'signal') return undefined;
    const kind = isSuspended(stored) ? `suspended ${wait.kind}` : wait.kind;
    return { kind, name: wait.name, key: wait.kind === 'message' ? wait.key : '' };
  });

const taskRows = (all: readonly StoredInstance[]): Rows =>
  rowsOf(all, (wait, { process }) =>
    wait.kind === 'task' ? { node: wait.node, process } : undefined,
  );

const rowsOfTasks = (all: readonly StoredTask[]): Rows =>
  new Map(all.flatMap(candidateRows).map((row) => [row.id, { ...row }]));

function incidentRows(all: readonly StoredInstance[]): Rows {
  const rows: Rows = new Map();
  for (const { id: instance, process, snapshot } of all) {
    for (const { id, code, node, message } of snapshot.incidents ?? []) {
      const fields = { instance, incident: id, process, code, node, message };
      rows.set(waitRow(instance, id), fields);
    }
  }
  return rows;
}

/** Messages that are alive, and someone waits for them: one of the two came too late. */
async function missedMessages(store: Store, now: number): Promise<string[]> {
  const open = await readAll(store, subscriptions);
  const alive = (await readAll(store, messages)).filter(({ expiresAt }) => expiresAt > now);
  return alive.flatMap(({ id, name, key }) => {
    const found = open.find(
      (one) => one.kind === 'message' && one.name === name && one.key === key,
    );
    return found === undefined ? [] : [`message ${id} waits beside subscription ${found.id}`];
  });
}
