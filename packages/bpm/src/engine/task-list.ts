/**
 * Tasks for people: who has what to do, and who may take it.
 *
 * Claiming, delegating and commenting change the row of a task, not its instance: the process waits
 * for the work, not for who does it. What was done with a task is kept in its log while it is open,
 * and who completed it in the history of the instance.
 *
 * @source WS-HumanTask 1.1 (claim, delegate, resolve)
 */
import type { Store, Transaction } from '@kontor/kernel/store';
import { BpmError } from '../errors.ts';
import {
  candidates,
  rowParts,
  type StoredTask,
  type TaskNote,
  tasks,
  taskRecords,
  type StoredTaskRecord,
} from './engine-collections.ts';

/** What to look for; all that is given must hold. */
export interface TaskQuery {
  readonly assignee?: string | undefined;
  /** Tasks that this user may claim, or that anyone in these groups may. */
  readonly candidateUser?: string | undefined;
  readonly candidateGroups?: readonly string[] | undefined;
  readonly process?: string | undefined;
  readonly instance?: string | undefined;
  /** Due before this instant, in milliseconds. */
  readonly dueBefore?: number | undefined;
  /** To be followed up before this instant. */
  readonly followUpBefore?: number | undefined;
  readonly unassigned?: boolean | undefined;
  /** At most so many; 100 when left out. */
  readonly limit?: number | undefined;
}

/** What was done with the tasks of an instance that are over, in the order of their ends. */
export async function readTaskRecords(store: Store, instance: string): Promise<StoredTaskRecord[]> {
  const records: StoredTaskRecord[] = [];
  const range = { index: 'byInstance', equals: [instance] };
  for await (const page of store.scan(taskRecords, range)) {
    records.push(...page.map(({ document }) => document));
  }
  return records;
}

const LIMIT = 100;

/** Tasks that fit, the most urgent first: by priority, then by due date, then by age. */
export async function findTasks(store: Store, query: TaskQuery): Promise<StoredTask[]> {
  const found: StoredTask[] = [];
  for await (const task of candidatesFor(store, query)) {
    if (fits(task, query)) found.push(task);
  }
  found.sort(byUrgency);
  return found.slice(0, query.limit ?? LIMIT);
}

const LATEST = Number.MAX_SAFE_INTEGER;

function byUrgency(a: StoredTask, b: StoredTask): number {
  return (
    b.priority - a.priority ||
    (a.due ?? LATEST) - (b.due ?? LATEST) ||
    a.createdAt - b.createdAt ||
    (a.id < b.id ? -1 : 1)
  );
}

/** The tasks of the narrowest index that the query gives. */
async function* candidatesFor(store: Store, query: TaskQuery): AsyncIterable<StoredTask> {
  const { candidateUser, candidateGroups } = query;
  if (candidateUser !== undefined || candidateGroups !== undefined) {
    yield* tasksOfCandidates(store, candidateUser, candidateGroups ?? []);
    return;
  }
  for await (const page of store.scan(tasks, rangeOf(query))) {
    for (const { document } of page) yield document;
  }
}

function rangeOf({ assignee, instance, process, dueBefore }: TaskQuery) {
  if (assignee !== undefined) return { index: 'byAssignee', equals: [assignee] };
  if (instance !== undefined) return { index: 'byInstance', equals: [instance] };
  if (process !== undefined) return { index: 'byProcess', equals: [process] };
  return dueBefore === undefined ? {} : { index: 'byDue', to: dueBefore };
}

async function* tasksOfCandidates(
  store: Store,
  user: string | undefined,
  groups: readonly string[],
): AsyncIterable<StoredTask> {
  const names = [
    ...(user === undefined ? [] : [['user', user] as const]),
    ...groups.map((group) => ['group', group] as const),
  ];
  const ids = new Set<string>();
  for (const equals of names) {
    for await (const page of store.scan(candidates, { index: 'byName', equals })) {
      for (const { document } of page) ids.add(document.task);
    }
  }
  for (const row of await store.get(tasks, [...ids])) if (row !== undefined) yield row.document;
}

function fits(task: StoredTask, query: TaskQuery): boolean {
  const { assignee, process, instance, dueBefore, followUpBefore, unassigned } = query;
  return (
    (assignee === undefined || task.assignee === assignee) &&
    (process === undefined || task.process === process) &&
    (instance === undefined || task.instance === instance) &&
    (dueBefore === undefined || (task.due !== undefined && task.due < dueBefore)) &&
    (followUpBefore === undefined ||
      (task.followUp !== undefined && task.followUp < followUpBefore)) &&
    (unassigned !== true || task.assignee === undefined)
  );
}

/** What a person can do with a task, other than complete it. */
export type TaskAction =
  | { readonly action: 'claim' }
  | { readonly action: 'unclaim' }
  | { readonly action: 'assign'; readonly to: string }
  | { readonly action: 'delegate'; readonly to: string }
  | { readonly action: 'resolve' }
  | { readonly action: 'comment'; readonly text: string }
  | {
      readonly action: 'change';
      readonly due?: number | null;
      readonly followUp?: number | null;
      readonly priority?: number;
    };

/**
 * Does something with a task and notes it.
 *
 * @param by - who does it
 * @throws BpmError BPM_ACTIVITY_NOT_ACTIVE — it is not open
 * @throws BpmError BPM_INVALID_COMMAND — someone else has it, or it is not delegated
 */
export async function actOnTask(
  tx: Transaction,
  id: string,
  by: string,
  action: TaskAction,
  now: number,
): Promise<StoredTask> {
  const task = await openTask(tx, id);
  const changed = acted(task, by, action);
  const text = action.action === 'comment' ? action.text : 'to' in action ? action.to : undefined;
  const note: TaskNote = {
    at: now,
    by,
    action: action.action,
    ...(text !== undefined && { text }),
  };
  const next = { ...changed, log: [...task.log, note] };
  tx.put(tasks, next);
  return next;
}

/**
 * Refuses to complete what was lent to somebody: who has it resolves it first, and then its owner
 * completes it.
 *
 * @throws BpmError BPM_INVALID_COMMAND
 */
export async function refuseWhileLent(tx: Transaction, id: string): Promise<void> {
  const task = await tx.get(tasks, id);
  if (task?.delegation !== 'pending') return;
  const { assignee, owner } = task;
  throw refused(task, 'delegation', `'${assignee}' is to resolve it for '${owner}' first`);
}

/** A task that is open. */
export async function openTask(tx: Transaction, id: string): Promise<StoredTask> {
  const task = await tx.get(tasks, id);
  if (task !== undefined) return task;
  throw new BpmError('BPM_ACTIVITY_NOT_ACTIVE', rowParts(id));
}

function acted(task: StoredTask, by: string, action: TaskAction): StoredTask {
  switch (action.action) {
    case 'claim':
      return claimed(task, by);
    case 'unclaim':
      return freed(own(task, by));
    case 'assign':
      return { ...freed(task), assignee: action.to };
    case 'delegate':
      return delegated(own(task, by), by, action.to);
    case 'resolve':
      return resolved(own(task, by));
    case 'comment':
      return task;
    case 'change':
      return changed(task, action);
  }
}

/** Whose it was, and whom it was lent to, counts no more. */
function freed(task: StoredTask): StoredTask {
  const { assignee: _, owner: __, delegation: ___, ...free } = task;
  return free;
}

function claimed(task: StoredTask, by: string): StoredTask {
  if (task.assignee === by) return task;
  if (task.assignee !== undefined) throw refused(task, 'claim', `'${task.assignee}' has it`);
  return { ...task, assignee: by };
}

/** Whoever hands it on once more, it is the first who gets it back. */
function delegated(task: StoredTask, by: string, to: string): StoredTask {
  return { ...task, owner: task.owner ?? by, assignee: to, delegation: 'pending' };
}

/** A delegated task goes back to its owner, who completes it. */
function resolved(task: StoredTask): StoredTask {
  if (task.owner === undefined) throw refused(task, 'resolve', 'it was not delegated');
  return { ...task, assignee: task.owner, delegation: 'resolved' };
}

function changed(task: StoredTask, action: TaskAction & { action: 'change' }): StoredTask {
  const { due, followUp, priority } = action;
  const { due: oldDue, followUp: oldFollowUp, ...rest } = task;
  const nextDue = due === undefined ? oldDue : (due ?? undefined);
  const nextFollowUp = followUp === undefined ? oldFollowUp : (followUp ?? undefined);
  return {
    ...rest,
    ...(nextDue !== undefined && { due: nextDue }),
    ...(nextFollowUp !== undefined && { followUp: nextFollowUp }),
    ...(priority !== undefined && { priority }),
  };
}

function own(task: StoredTask, by: string): StoredTask {
  if (task.assignee === by) return task;
  throw refused(task, 'action', `'${by}' does not have it`);
}

const refused = ({ id, instance }: StoredTask, path: string, reason: string): BpmError =>
  new BpmError('BPM_INVALID_COMMAND', { instance, path, reason: `of task '${id}': ${reason}` });
