/** Calls on their way: a child is started for who waits for it, and its end is told. */
import type { Transaction } from '@kontor/kernel/store';
import type { Variables } from '../instance.ts';
import { childId, DEPTH_MAX } from './child-instance.ts';
import { findDefinition } from './deployment.ts';
import { instances, type StoredOutgoing } from './engine-collections.ts';
import { startInstance, stepInstance } from './engine-step.ts';
import { waitsOf } from './snapshot.ts';
import type { StepContext } from './step-context.ts';

type Waiter = NonNullable<StoredOutgoing['ends']>['parent'];

/** Starts what was called, unless its caller has gone on; what can't be started, has failed. */
export async function bringCall(
  tx: Transaction,
  context: StepContext,
  { name, variables, begins }: StoredOutgoing,
): Promise<void> {
  const { parent, version, depth } = begins!;
  if (!(await isWaiting(tx, parent))) return;
  const found = await findDefinition(tx, name, version);
  if (found === undefined) {
    return fail(tx, context, parent, 'unknown-process', { process: name });
  }
  if (depth > DEPTH_MAX) {
    return fail(tx, context, parent, 'call-depth', { process: name, depth });
  }
  const id = childId(parent.instance, parent.wait);
  await startInstance(tx, context, { id, hash: found.hash, variables, parent, depth });
}

/** Tells the end of what was called to its caller, if that still waits. */
export async function bringEnd(
  tx: Transaction,
  context: StepContext,
  { variables, ends }: StoredOutgoing,
): Promise<void> {
  const { parent, failed } = ends!;
  if (!(await isWaiting(tx, parent))) return;
  if (failed !== undefined) return fail(tx, context, parent, failed, variables);
  await stepInstance(tx, context, parent.instance, {
    kind: 'complete',
    wait: parent.wait,
    variables,
  });
}

/** What could not be brought to its caller, or not be started, has failed; and why. */
export async function failCall(
  tx: Transaction,
  context: StepContext,
  { begins, ends }: StoredOutgoing,
  { code, message }: { readonly code: string; readonly message: string },
): Promise<void> {
  const { parent } = (begins ?? ends)!;
  if (await isWaiting(tx, parent)) await fail(tx, context, parent, code, { message });
}

async function isWaiting(tx: Transaction, { instance, wait }: Waiter): Promise<boolean> {
  const stored = await tx.get(instances, instance);
  return stored !== undefined && waitsOf(stored.snapshot).some(({ id }) => id === wait);
}

async function fail(
  tx: Transaction,
  context: StepContext,
  { instance, wait }: Waiter,
  code: string,
  variables: Variables,
): Promise<void> {
  await stepInstance(tx, context, instance, { kind: 'fail', wait, code, variables });
}
