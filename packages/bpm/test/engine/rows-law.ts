/**
 * The laws of what the engine keeps, checked on a whole store.
 *
 * Rows are the waits: jobs, timers, subscriptions, tasks with their candidates, and incidents are
 * exactly those of the snapshots, so no row is an orphan and no wait is lost. History is complete:
 * its pages follow each other without a gap, and replaying them gives the snapshot (hist-1).
 */
import { isDeepStrictEqual } from 'node:util';
import type { Collection, Store } from '@kontor/kernel/store';
import { replay } from '../../src/advance.ts';
import { compileProcess } from '../../src/compile.ts';
import type { CompiledProcess } from '../../src/compiled.ts';
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
import { feel } from '../../src/feel/language.ts';
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

/** Definitions compiled before, by their hashes: they never change. */
const compiled = new Map<string, CompiledProcess>();

/**
 * Checks that the history of every instance gives its snapshot.
 *
 * @throws Error that names the instance
 */
export async function checkHistory(store: Store): Promise<void> {
  for (const { hash, definition } of await readAll(store, definitions)) {
    if (!compiled.has(hash)) compiled.set(hash, compileProcess(definition, { languages: [feel] }));
  }
  const pages = new Map<string, StoredHistory[]>();
  for (const page of await readAll(store, history)) {
    pages.set(page.instance, [...(pages.get(page.instance) ?? []), page]);
  }
  for (const { id, snapshot } of await readAll(store, instances)) {
    const events = eventsOf(id, pages.get(id) ?? []);
    const again = replay({ process: (hash) => compiled.get(hash)! }, id, events);
    // PostgreSQL orders keys in its own way.
    if (isDeepStrictEqual(snapshot, JSON.parse(JSON.stringify(again)))) continue;
    const [stored, got] = [snapshot, again].map((one) => JSON.stringify(one));
    throw new Error(`history of ${id} gives ${got}, stored is ${stored}`);
  }
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
    for (const wait of stored.snapshot.waits) {
      const fields = fieldsOf(wait, stored);
      if (fields === undefined) continue;
      const id = waitRow(stored.id, wait.id);
      rows.set(id, { id, instance: stored.id, wait: wait.id, ...fields });
    }
  }
  return rows;
}

function jobRows(all: readonly StoredInstance[]): Rows {
  const rows = rowsOf(all, (wait, { id }) => {
    if (wait.kind !== 'job') return undefined;
    const { type, frame, attempts } = wait;
    return { type, effectKey: `${id}/${frame}/0`, ...(attempts === 0 && { due: undefined }) };
  });
  for (const { id, snapshot } of all) {
    const isStopped = snapshot.incidents?.some(({ stage }) => stage === 'burst') === true;
    if (snapshot.queue === undefined || isStopped) continue;
    rows.set(`${id}/${CONTINUE}`, { instance: id, type: CONTINUE, wait: 0 });
  }
  return rows;
}

const timerRows = (all: readonly StoredInstance[]): Rows =>
  rowsOf(all, (wait) =>
    wait.kind === 'timer' && wait.timer.due !== undefined ? { due: wait.timer.due } : undefined,
  );

const subscriptionRows = (all: readonly StoredInstance[]): Rows =>
  rowsOf(all, (wait) => {
    if (wait.kind !== 'message' && wait.kind !== 'signal') return undefined;
    return { kind: wait.kind, name: wait.name, key: wait.kind === 'message' ? wait.key : '' };
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
