/**
 * The rows of an instance's waits: where workers, clocks, messages and people find them.
 *
 * They are the difference of two snapshots, so no row is left behind and none is missing.
 */
import type { Transaction } from '@kontor/kernel/store';
import type { Effect, TaskWork } from '../burst.ts';
import type { Instance, Wait } from '../instance.ts';
import {
  candidates,
  incidents,
  jobs,
  type StoredCandidate,
  type StoredJob,
  type StoredTask,
  subscriptions,
  taskRecords,
  tasks,
  timers,
  waitRow,
} from './engine-collections.ts';

/** Two snapshots of an instance, and what came between. */
export interface WaitChange {
  readonly before: Instance | undefined;
  readonly after: Instance;
  readonly effects: readonly Effect[];
  readonly now: number;
  readonly process: string;
}

/** The type of a job that only goes on with a burst that was cut. */
export const CONTINUE = '#continue';

/** Writes and removes rows, so that they are those of the snapshot after. */
export async function writeWaits(tx: Transaction, change: WaitChange): Promise<void> {
  const { before, after } = change;
  const old = new Map(before?.waits.map((wait) => [wait.id, wait]));
  const now = new Map(after.waits.map((wait) => [wait.id, wait]));
  for (const wait of old.values()) if (!now.has(wait.id)) await removeRow(tx, change, wait);
  for (const wait of now.values()) {
    const known = old.get(wait.id);
    if (known === undefined) insertRow(tx, change, wait);
    else if (known !== wait) await changeRow(tx, change, wait);
  }
  writeCut(tx, change);
  writeIncidents(tx, change);
}

async function removeRow(tx: Transaction, change: WaitChange, wait: Wait): Promise<void> {
  const id = waitRow(change.after.id, wait.id);
  if (wait.kind === 'job') tx.remove(jobs, id);
  if (wait.kind === 'timer') tx.remove(timers, id);
  if (wait.kind === 'message' || wait.kind === 'signal') tx.remove(subscriptions, id);
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
      if (wait.timer.due !== undefined) tx.insert(timers, { ...of, due: wait.timer.due });
      return;
    case 'message':
    case 'signal': {
      const { kind, name } = wait;
      const key = kind === 'message' ? wait.key : '';
      return tx.insert(subscriptions, { ...of, kind, name, key, openedAt: change.now });
    }
    case 'task':
      return insertTask(tx, change, wait);
    case 'condition':
  }
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
    ...(wait.attempts > 0 && { due: wait.due ?? now }),
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

async function changeRow(tx: Transaction, change: WaitChange, wait: Wait): Promise<void> {
  const id = waitRow(change.after.id, wait.id);
  if (wait.kind === 'timer') {
    const of = { id, instance: change.after.id, wait: wait.id };
    if (wait.timer.due === undefined) tx.remove(timers, id);
    else tx.put(timers, { ...of, due: wait.timer.due });
  }
  // The attempt is over, and so is its claim: who says once more what came of it is stale.
  if (wait.kind === 'job') {
    const row = await tx.get(jobs, id);
    tx.put(jobs, jobRow(change, wait, (row?.fence ?? 0) + 1));
  }
}

/** A burst that was cut goes on as a job. */
function writeCut(tx: Transaction, { before, after, now }: WaitChange): void {
  const id = `${after.id}/${CONTINUE}`;
  const isStopped = after.incidents?.some(({ stage }) => stage === 'burst') === true;
  const isCut = after.queue !== undefined && !isStopped;
  if (isCut) {
    const of = { id, instance: after.id, wait: 0, type: CONTINUE, effectKey: id };
    tx.put(jobs, { ...of, due: now, fence: after.sequence });
  } else if (before?.queue !== undefined) tx.remove(jobs, id);
}

function writeIncidents(tx: Transaction, { before, after, now, process }: WaitChange): void {
  const old = new Set(before?.incidents?.map(({ id }) => id));
  const open = new Set(after.incidents?.map(({ id }) => id));
  for (const id of old) if (!open.has(id)) tx.remove(incidents, waitRow(after.id, id));
  for (const { id: incident, code, node, message } of after.incidents ?? []) {
    if (old.has(incident)) continue;
    const id = waitRow(after.id, incident);
    const of = { id, instance: after.id, incident, process };
    tx.insert(incidents, { ...of, code, node, message, openedAt: now });
  }
}
