/**
 * The rows of an instance's waits: where workers, clocks, messages and people find them.
 *
 * They are the difference of two snapshots, so no row is left behind and none is missing.
 */
import type { Transaction } from '@kontor/kernel/store';
import type { TaskWork } from '../burst.ts';
import type { Wait } from '../instance.ts';
import {
  candidates,
  incidents,
  jobs,
  messages,
  type StoredCandidate,
  type StoredJob,
  type StoredSubscription,
  type StoredTask,
  subscriptions,
  taskRecords,
  tasks,
  timers,
  waitRow,
} from './engine-collections.ts';
import type { AnyEffect } from './move.ts';
import { isUnderWay, type Snapshot, waitsOf } from './snapshot.ts';

/** Two snapshots of an instance, and what came between. */
export interface WaitChange {
  readonly before: Snapshot | undefined;
  readonly after: Snapshot;
  readonly effects: readonly AnyEffect[];
  readonly now: number;
  readonly process: string;
}

/** The type of a job that only goes on with a burst that was cut. */
export const CONTINUE = '#continue';

/** Writes and removes rows, so that they are those of the snapshot after. */
export async function writeWaits(tx: Transaction, change: WaitChange): Promise<void> {
  const { before, after } = change;
  const old = new Map(before && waitsOf(before).map((wait) => [wait.id, wait]));
  const now = new Map(waitsOf(after).map((wait) => [wait.id, wait]));
  const isTurned = (before?.suspended === true) !== isParked(change);
  for (const wait of old.values()) if (!now.has(wait.id)) await removeRow(tx, change, wait);
  for (const wait of now.values()) {
    const known = old.get(wait.id);
    if (known === undefined) insertRow(tx, change, wait);
    else if (isTurned) await turnRow(tx, change, known, wait);
    else if (!isSame(known, wait)) await changeRow(tx, change, known, wait);
  }
  writeCut(tx, change);
  await writeIncidents(tx, change);
}

/** Whether a wait is as it was; those of a chart are made anew with each snapshot. */
const isSame = (known: Wait, wait: Wait): boolean =>
  known === wait || JSON.stringify(known) === JSON.stringify(wait);

/** The instance is suspended: nobody may find what it waits for. */
const isParked = ({ after }: WaitChange): boolean => after.suspended === true;

async function removeRow(tx: Transaction, change: WaitChange, wait: Wait): Promise<void> {
  const id = waitRow(change.after.id, wait.id);
  if (wait.kind === 'job') tx.remove(jobs, id);
  if (wait.kind === 'timer') tx.remove(timers, id);
  if (wait.kind === 'message' || wait.kind === 'signal') tx.remove(subscriptions, id);
  if (wait.kind === 'message') await releaseHeld(tx, change, wait);
  if (wait.kind === 'task') await removeTask(tx, id, change.now);
}

/** A task goes; what people did with it and said of it stays. */
async function removeTask(tx: Transaction, id: string, endedAt: number): Promise<void> {
  const task = await tx.get(tasks, id);
  if (task === undefined) return;
  for (const { id: row } of candidateRows(task)) tx.remove(candidates, row);
  tx.remove(tasks, id);
  if (task.log.length > 0) tx.insert(taskRecords, { ...task, endedAt });
}

function insertRow(tx: Transaction, change: WaitChange, wait: Wait): void {
  const { id: instance } = change.after;
  const id = waitRow(instance, wait.id);
  const of = { id, instance, wait: wait.id };
  switch (wait.kind) {
    case 'job':
      return tx.insert(jobs, jobRow(change, wait, 0));
    case 'timer':
      if (wait.timer.due === undefined || isParked(change)) return;
      return tx.insert(timers, { ...of, due: wait.timer.due });
    case 'message':
    case 'signal':
      return tx.insert(subscriptions, subscriptionRow(change, wait, change.now));
    case 'task':
      return insertTask(tx, change, wait);
    case 'condition':
    case 'child':
  }
}

function subscriptionRow(
  change: WaitChange,
  wait: Wait & { kind: 'message' | 'signal' },
  openedAt: number,
): StoredSubscription {
  const { id: instance } = change.after;
  const { id, name } = wait;
  const kind = isParked(change) ? (`suspended ${wait.kind}` as const) : wait.kind;
  const key = wait.kind === 'message' ? wait.key : '';
  return { id: waitRow(instance, id), instance, wait: id, kind, name, key, openedAt };
}

function jobRow(
  { after, now }: WaitChange,
  wait: Wait & { kind: 'job' },
  fence: number,
): StoredJob {
  return {
    id: waitRow(after.id, wait.id),
    instance: after.id,
    wait: wait.id,
    type: wait.type,
    ...(wait.attempts > 0 && after.suspended !== true && { due: wait.due ?? now }),
    fence,
    effectKey: `${after.id}/${wait.frame}/0`,
  };
}

function insertTask(tx: Transaction, change: WaitChange, wait: Wait): void {
  const { after, now, process, effects } = change;
  const work = effects.find((effect) => effect.kind === 'task' && effect.wait === wait.id);
  const id = waitRow(after.id, wait.id);
  const { node } = wait;
  const details: TaskWork = work?.kind === 'task' ? work.work : { name: node, priority: 50 };
  tx.insert(tasks, {
    id,
    instance: after.id,
    wait: wait.id,
    process,
    node,
    createdAt: now,
    log: [],
    ...details,
  });
  for (const row of candidateRows({ id, ...details })) tx.insert(candidates, row);
}

/** Who may take a task, a row for each name. */
export function candidateRows(
  task: Pick<StoredTask, 'id' | 'candidateUsers' | 'candidateGroups'>,
): StoredCandidate[] {
  const rows = (kind: 'user' | 'group', names: readonly string[] = []): StoredCandidate[] =>
    [...new Set(names)].map((name, at) => {
      return { id: `${task.id}/${kind}/${at}`, task: task.id, kind, name };
    });
  return [...rows('user', task.candidateUsers), ...rows('group', task.candidateGroups)];
}

async function changeRow(
  tx: Transaction,
  change: WaitChange,
  known: Wait,
  wait: Wait,
): Promise<void> {
  const id = waitRow(change.after.id, wait.id);
  if (wait.kind === 'timer') return changeTimer(tx, change, wait);
  if (wait.kind === 'task') {
    const task = await tx.get(tasks, id);
    if (task !== undefined) tx.put(tasks, { ...task, node: wait.node });
  }
  // Its element has another name, and that is all: who has claimed it may end it.
  if (isSame({ ...known, node: wait.node }, wait)) return;
  // The attempt is over, and so is its claim: who says once more what came of it is stale.
  if (wait.kind === 'job') {
    const row = await tx.get(jobs, id);
    tx.put(jobs, jobRow(change, wait, (row?.fence ?? 0) + 1));
  }
}

function changeTimer(
  tx: Transaction,
  change: WaitChange,
  { id: wait, timer }: Wait & { kind: 'timer' },
): void {
  const { id: instance } = change.after;
  const id = waitRow(instance, wait);
  if (timer.due === undefined || isParked(change)) tx.remove(timers, id);
  else tx.put(timers, { id, instance, wait, due: timer.due });
}

/** The instance was suspended or resumed: its rows are put away, or where they are found again. */
async function turnRow(
  tx: Transaction,
  change: WaitChange,
  known: Wait,
  wait: Wait,
): Promise<void> {
  const id = waitRow(change.after.id, wait.id);
  if (!isSame(known, wait)) await changeRow(tx, change, known, wait);
  if (wait.kind === 'timer') changeTimer(tx, change, wait);
  if (wait.kind === 'message' || wait.kind === 'signal') {
    const row = await tx.get(subscriptions, id);
    tx.put(subscriptions, subscriptionRow(change, wait, row?.openedAt ?? change.now));
  }
  // Who had claimed it can end it afterwards, unless another worker was given it by then.
  if (wait.kind === 'job') {
    const row = await tx.get(jobs, id);
    tx.put(jobs, jobRow(change, wait, row?.fence ?? 0));
  }
}

/** Messages that were held for a suspended instance that does not wait for them any more. */
async function releaseHeld(
  tx: Transaction,
  { before, after, now }: WaitChange,
  { name, key }: Wait & { kind: 'message' },
): Promise<void> {
  if (before?.suspended !== true) return;
  for await (const row of tx.each(messages, { index: 'byName', equals: [name, key] })) {
    if (row.heldFor === after.id) tx.put(messages, { ...row, expiresAt: now });
  }
}

/** A burst that was cut goes on as a job. */
function writeCut(tx: Transaction, { before, after, now }: WaitChange): void {
  const id = `${after.id}/${CONTINUE}`;
  const isStopped = after.incidents?.some(({ stage }) => stage === 'burst') === true;
  const isCut = isUnderWay(after) && !isStopped && after.suspended !== true;
  if (isCut) {
    const of = { id, instance: after.id, wait: 0, type: CONTINUE, effectKey: id };
    tx.put(jobs, { ...of, due: now, fence: after.sequence });
  } else if (before !== undefined && isUnderWay(before)) tx.remove(jobs, id);
}

async function writeIncidents(
  tx: Transaction,
  { before, after, now, process }: WaitChange,
): Promise<void> {
  const old = new Map(before?.incidents?.map(({ id, node }) => [id, node]));
  const open = new Set(after.incidents?.map(({ id }) => id));
  for (const id of old.keys()) if (!open.has(id)) tx.remove(incidents, waitRow(after.id, id));
  for (const { id: incident, code, node, message } of after.incidents ?? []) {
    if (old.get(incident) === node) continue;
    const id = waitRow(after.id, incident);
    const known = old.has(incident) ? await tx.get(incidents, id) : undefined;
    if (known !== undefined) {
      tx.put(incidents, { ...known, node });
      continue;
    }
    const of = { id, instance: after.id, incident, process };
    tx.insert(incidents, { ...of, code, node, message, openedAt: now });
  }
}
