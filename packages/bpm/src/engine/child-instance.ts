/**
 * Instances that another one has called: a statechart from a process, a process or a chart from a
 * statechart. (A process that a process calls runs in the caller's own instance.)
 *
 * The call opens a wait; the child is started, and its end told, in commits of their own that the
 * outgoing rows hold, so no commit runs through a whole tree of calls. The id of a child is made of
 * its caller's and the wait, so it is started once. A caller that no longer waits ends its child in
 * the same commit. A child that fails or is stopped is told of by a code: an error that its caller
 * may catch.
 */
import type { Transaction } from '@kontor/kernel/store';
import type { ThrownError, Variables } from '../instance.ts';
import {
  instances,
  outgoing,
  type StoredInstance,
  type StoredOutgoing,
} from './engine-collections.ts';
import { isChart, type Snapshot, waitsOf } from './snapshot.ts';

/** What of a stored instance its calls depend on. */
export type ChildOf = Pick<StoredInstance, 'id' | 'process' | 'parent' | 'depth'>;

/** The id of what a wait has called. */
export const childId = (instance: string, wait: number): string => `${instance}:${wait}`;

/** Calls deeper than this are a recursion without end. */
export const DEPTH_MAX = 100;

/** A call: what is to be started, and for which wait. */
export interface ChildCall {
  readonly wait: number;
  readonly process: string;
  readonly version?: string;
  readonly variables: Variables;
}

/** Has a child started by the next commit. */
export function callChild(
  tx: Transaction,
  now: number,
  { id: instance, depth = 0 }: ChildOf,
  place: number,
  { wait, version, variables, ...call }: ChildCall,
): void {
  const name = call.process;
  const id = childId(instance, wait);
  const begins = {
    parent: { instance, wait },
    depth: depth + 1,
    ...(version !== undefined && { version }),
  };
  tx.put(outgoing, { id: `${id}/begin`, at: now, place, name, key: '', variables, begins });
}

/** Children of waits that were closed, and that still run. */
export async function endChildren(
  tx: Transaction,
  before: Snapshot | undefined,
  after: Snapshot,
): Promise<string[]> {
  const open = new Set(waitsOf(after).map(({ id }) => id));
  const running: string[] = [];
  for (const { kind, id } of before === undefined ? [] : waitsOf(before)) {
    if (kind !== 'child' || open.has(id)) continue;
    const child = await tx.get(instances, childId(after.id, id));
    // The state of the row is another while it is suspended.
    if (child?.snapshot.state === 'active') running.push(child.id);
  }
  return running;
}

/** Has the caller of an instance that has ended told by the next commit. @returns whether */
export function tellParent(
  tx: Transaction,
  now: number,
  row: ChildOf,
  instance: Snapshot,
): boolean {
  const { id, parent } = row;
  if (parent === undefined || instance.state === 'active') return false;
  const error = errorOf(instance);
  const ends: StoredOutgoing['ends'] = { parent, ...(error && { failed: error.code }) };
  const variables = error?.variables ?? outputOf(instance);
  tx.put(outgoing, {
    id: `${id}/end`,
    at: now,
    place: 0,
    name: row.process,
    key: '',
    variables,
    ends,
  });
  return true;
}

/** Why an instance did not come to a good end, as an error for its caller. */
function errorOf(instance: Snapshot): ThrownError | undefined {
  if (instance.state === 'cancelled') {
    return { code: 'cancelled', variables: { instance: instance.id } };
  }
  return isChart(instance) ? undefined : instance.error;
}

/** What an instance hands on: a process its variables, a chart what its final state says. */
function outputOf(instance: Snapshot): Variables {
  if (!isChart(instance)) return instance.frames[0]?.variables ?? {};
  const { output } = instance.sessions[0]!;
  if (output === undefined) return {};
  const isObject = typeof output === 'object' && output !== null && !Array.isArray(output);
  return isObject ? (output as Variables) : { content: output };
}
