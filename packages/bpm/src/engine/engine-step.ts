/**
 * One step of an instance in a transaction: load, advance, write.
 *
 * All that a step changes is written in one commit: the snapshot, a page of history, the rows of
 * waits that were opened or closed, messages taken from the buffer, signals and messages sent, and
 * whatever handlers of the inside wrote into the same store. A step that follows at once (a handler
 * of the inside, a buffered message, the start that waited for an end) is part of the same commit.
 */
import { inSpan } from '@kontor/kernel';
import type { Transaction } from '@kontor/kernel/store';
import { BpmError } from '../errors.ts';
import type { Variables } from '../instance.ts';
import { endChildren, tellParent } from './child-instance.ts';
import { hashesIn } from './deployment.ts';
import type { EngineLibrary } from './engine-library.ts';
import { history, instances, starts, type StoredInstance } from './engine-collections.ts';
import type { AnyTrigger } from './move.ts';
import { definitionOf, type PastEvent, type Snapshot, type SnapshotSubject } from './snapshot.ts';
import { type Chain, runChain, takeBuffered } from './step-chain.ts';
import type { StepContext } from './step-context.ts';
import { writeEffects } from './step-effects.ts';
import { refuseWhileLent } from './task-list.ts';
import { writeWaits } from './wait-rows.ts';

export type { StepContext } from './step-context.ts';

/** What came of a step. */
export interface StepResult {
  readonly instance: Snapshot;
  readonly events: readonly PastEvent[];
  /** Instances that were started by this step: they waited for this one to end. */
  readonly started: readonly string[];
  /** Signals or messages are under way. */
  readonly isSending: boolean;
}

/** What to do with an instance, or how to find it out. */
export type TriggerFor =
  | AnyTrigger
  | ((instance: Snapshot, library: EngineLibrary) => AnyTrigger | Promise<AnyTrigger>);

/**
 * Advances a stored instance.
 *
 * @throws BpmError BPM_UNKNOWN_INSTANCE, and those of `advance`
 */
export async function stepInstance(
  tx: Transaction,
  context: StepContext,
  id: string,
  trigger: TriggerFor,
): Promise<StepResult> {
  const stored = await tx.get(instances, id);
  if (stored === undefined) throw new BpmError('BPM_UNKNOWN_INSTANCE', { instance: id });
  return stepFrom(tx, context, stored, stored.snapshot, trigger);
}

/** A new instance. */
export interface StartRequest {
  readonly id: string;
  readonly hash: string;
  readonly at?: string | undefined;
  readonly variables?: Variables | undefined;
  readonly key?: string | undefined;
  /** Unique while the instance runs. */
  readonly startKey?: string | undefined;
  /** Who waits for its end, and how many stand above it. */
  readonly parent?: StoredInstance['parent'];
  readonly depth?: number | undefined;
}

/** Starts an instance. */
export async function startInstance(
  tx: Transaction,
  context: StepContext,
  { id, hash, at, variables, key, startKey, parent, depth }: StartRequest,
): Promise<StepResult> {
  const process = (await context.deployment.compiled(tx, hash)).definition.id;
  const row = {
    id,
    process,
    startedAt: context.now,
    ...(key !== undefined && { key }),
    ...(startKey !== undefined && { startKey }),
    ...(parent !== undefined && { parent }),
    ...(depth !== undefined && { depth }),
  };
  const subject = { id, process: hash };
  const called = parent === undefined ? {} : ({ called: true } as const);
  return stepFrom(tx, context, row, subject, { kind: 'start', variables, at, key, ...called });
}

type Row = Omit<StoredInstance, 'snapshot' | 'state' | 'definition'>;

function stepFrom(
  tx: Transaction,
  context: StepContext,
  row: Row,
  subject: SnapshotSubject,
  trigger: TriggerFor,
): Promise<StepResult> {
  const about = { process: row.process, instance: row.id };
  return inSpan(context.trace, 'kontor.bpm.step', about, () =>
    stepTraced(tx, context, row, subject, trigger),
  );
}

async function stepTraced(
  tx: Transaction,
  context: StepContext,
  row: Row,
  subject: SnapshotSubject,
  trigger: TriggerFor,
): Promise<StepResult> {
  const before = 'state' in subject ? subject : undefined;
  const library = await context.deployment.library(tx, hashesFor(subject, trigger));
  const given = typeof trigger === 'function' ? await trigger(before!, library) : trigger;
  if (given.kind === 'complete') await refuseWhileLent(tx, `${row.id}/${given.wait}`);
  const chain = await runChain(tx, context, library, subject, given);
  await writeEffects(tx, context, row, chain);
  writeInstance(tx, context, row, before, chain);
  await writeWaits(tx, {
    before,
    after: chain.instance,
    effects: chain.effects,
    now: context.now,
    process: row.process,
  });
  for (const child of await endChildren(tx, before, chain.instance)) {
    await stepInstance(tx, context, child, { kind: 'terminate', reason: 'its caller went on' });
  }
  const isTold = tellParent(tx, context.now, row, chain.instance);
  const isSending = isTold || chain.effects.some(({ kind }) => SENDING.has(kind));
  const next = await releaseStart(tx, context, row, chain.instance);
  return {
    instance: chain.instance,
    events: chain.events,
    started: next === undefined ? [] : [next.instance.id, ...next.started],
    isSending: isSending || next?.isSending === true,
  };
}

/** The definitions that a step needs: those of now, and those of a migration. */
function hashesFor(subject: SnapshotSubject, trigger: TriggerFor): string[] {
  const isMigration = typeof trigger !== 'function' && trigger.kind === 'migrate';
  if (!isMigration) return hashesIn(subject);
  return [...hashesIn(subject), trigger.plan.from, trigger.plan.to];
}

/** What another commit is to bring. */
const SENDING: ReadonlySet<string> = new Set(['message', 'signal', 'child']);

function writeInstance(
  tx: Transaction,
  { now, instanceBytes }: StepContext,
  row: Row,
  before: Snapshot | undefined,
  { instance, events }: Chain,
): void {
  const { startKey, ...rest } = row;
  const isActive = instance.state === 'active';
  const document: StoredInstance = {
    ...rest,
    ...(isActive && startKey !== undefined && { startKey }),
    ...(!isActive && { endedAt: now }),
    definition: definitionOf(instance),
    state: instance.suspended === true ? 'suspended' : instance.state,
    snapshot: instance,
  };
  if (before === undefined) tx.insert(instances, document);
  else tx.put(instances, document);
  // After the store has seen how deep it nests.
  checkSize(instance, instanceBytes);
  const first = (before?.sequence ?? 0) + 1;
  const id = historyId(instance.id, first);
  tx.insert(history, { id, instance: instance.id, first, at: now, events });
}

function checkSize(instance: Snapshot, most: number): void {
  const text = JSON.stringify(instance);
  // A character takes three bytes at most.
  if (text.length * 3 <= most) return;
  const bytes = new TextEncoder().encode(text).length;
  if (bytes <= most) return;
  throw new BpmError('BPM_TOO_LARGE', { what: `instance '${instance.id}'`, bytes, most });
}

/** Pages of history stand in the order of their events. */
export const historyId = (instance: string, first: number): string =>
  `${instance}/${String(first).padStart(12, '0')}`;

/** A message that waited for this instance to end starts the next one. */
async function releaseStart(
  tx: Transaction,
  context: StepContext,
  { startKey }: Row,
  { state }: Snapshot,
): Promise<StepResult | undefined> {
  if (startKey === undefined || state === 'active') return undefined;
  const [process, name, key] = JSON.parse(startKey) as [string, string, string];
  const rows = await tx.scan(starts, { index: 'byName', equals: ['message', name] });
  const start = rows.find((row) => row.process === process);
  if (start === undefined) return undefined;
  const variables = await takeBuffered(tx, context.now, name, key);
  if (variables === undefined) return undefined;
  const id = context.ids.next();
  const { hash, node: at } = start;
  return startInstance(tx, context, { id, hash, at, variables, key, startKey });
}

/** The key that keeps a second instance for the same message and key from starting. */
export const startKeyOf = (process: string, name: string, key: string): string =>
  JSON.stringify([process, name, key]);
