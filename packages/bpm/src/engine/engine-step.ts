/**
 * One step of an instance in a transaction: load, advance, write.
 *
 * All that a step changes is written in one commit: the snapshot, a page of history, the rows of
 * waits that were opened or closed, messages taken from the buffer, signals and messages sent, and
 * whatever handlers of the inside wrote into the same store. A step that follows at once (a handler
 * of the inside, a buffered message, the start that waited for an end) is part of the same commit.
 */
import { createEvent, type Ids } from '@kontor/kernel';
import type { Transaction } from '@kontor/kernel/store';
import { advance } from '../advance.ts';
import type { Effect, Library } from '../burst.ts';
import { isBusinessError } from '../contract.ts';
import { BpmError } from '../errors.ts';
import type { HistoryEvent } from '../history.ts';
import type { Instance, Variables, WaitOf } from '../instance.ts';
import type { Subject, Trigger } from '../trigger.ts';
import { type Deployment, hashesIn } from './deployment.ts';
import {
  history,
  instances,
  messages,
  news,
  outgoing,
  signals,
  type SignalRecipient,
  starts,
  type StoredInstance,
  type StoredSignal,
  subscriptions,
} from './engine-collections.ts';
import { type Handlers, inputOf, jobKey, retryOf } from './handlers.ts';
import { retryAt } from './retry.ts';
import { writeWaits } from './wait-rows.ts';

/** What a step needs of the engine. */
export interface StepContext {
  readonly deployment: Deployment;
  readonly ids: Ids;
  readonly now: number;
  readonly tenant: string;
  readonly handlers: Handlers;
  /** Jobs whose handler has failed in an earlier try of this commit, with why. */
  readonly failedInside: ReadonlyMap<string, { readonly message: string; readonly due: number }>;
  /** Bytes of JSON that an instance may take. */
  readonly instanceBytes: number;
}

/** What came of a step. */
export interface StepResult {
  readonly instance: Instance;
  readonly events: readonly HistoryEvent[];
  /** Instances that were started by this step: they waited for this one to end. */
  readonly started: readonly string[];
  /** Signals or messages are under way. */
  readonly isSending: boolean;
}

/** What to do with an instance, or how to find it out. */
export type TriggerFor =
  | Trigger
  | ((instance: Instance, library: Library) => Trigger | Promise<Trigger>);

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
}

/** Starts an instance. */
export async function startInstance(
  tx: Transaction,
  context: StepContext,
  { id, hash, at, variables, key, startKey }: StartRequest,
): Promise<StepResult> {
  const process = (await context.deployment.compiled(tx, hash)).definition.id;
  const row = {
    id,
    process,
    startedAt: context.now,
    ...(key !== undefined && { key }),
    ...(startKey !== undefined && { startKey }),
  };
  const subject = { id, process: hash };
  return stepFrom(tx, context, row, subject, { kind: 'start', variables, at, key });
}

type Row = Omit<StoredInstance, 'snapshot' | 'state'>;

async function stepFrom(
  tx: Transaction,
  context: StepContext,
  row: Row,
  subject: Subject,
  trigger: TriggerFor,
): Promise<StepResult> {
  const before = 'frames' in subject ? subject : undefined;
  const library = await context.deployment.library(tx, hashesIn(subject));
  const given = typeof trigger === 'function' ? await trigger(before!, library) : trigger;
  const chain = await runChain(tx, context, library, subject, given);
  await writeEffects(tx, context, chain);
  writeInstance(tx, context, row, before, chain);
  await writeWaits(tx, {
    before,
    after: chain.instance,
    effects: chain.effects,
    now: context.now,
    process: row.process,
  });
  const isSending = chain.effects.some(({ kind }) => kind !== 'task');
  const next = await releaseStart(tx, context, row, chain.instance);
  return {
    instance: chain.instance,
    events: chain.events,
    started: next === undefined ? [] : [next.instance.id, ...next.started],
    isSending: isSending || next?.isSending === true,
  };
}

/** Steps of one instance that follow each other in one commit. */
interface Chain {
  readonly instance: Instance;
  readonly events: HistoryEvent[];
  readonly effects: Effect[];
}

/** More would be a loop of handlers and messages that never waits. */
const CHAIN_MAX = 1000;

async function runChain(
  tx: Transaction,
  context: StepContext,
  library: Library,
  subject: Subject,
  trigger: Trigger,
): Promise<Chain> {
  const first = advance(library, subject, trigger, context.now);
  const events = [...first.events];
  const effects = [...first.effects];
  let { instance } = first;
  const known = new Set('frames' in subject ? subject.waits.map(({ id }) => id) : []);
  for (let steps = 0; steps < CHAIN_MAX; steps++) {
    const next = await followUp(tx, context, library, instance, known);
    if (next === undefined) break;
    const step = advance(library, instance, next, context.now);
    events.push(...step.events);
    effects.push(...step.effects);
    ({ instance } = step);
  }
  return { instance, events, effects };
}

/** What can be done at once for a wait that was just opened. */
async function followUp(
  tx: Transaction,
  context: StepContext,
  library: Library,
  instance: Instance,
  known: ReadonlySet<number>,
): Promise<Trigger | undefined> {
  for (const wait of instance.waits) {
    if (known.has(wait.id)) continue;
    if (wait.kind === 'job') {
      // One that has failed waits for its turn (worker.ts).
      const isFirst = wait.attempts > 0 && wait.due === undefined;
      const trigger = isFirst ? await runInside(tx, context, library, instance, wait) : undefined;
      if (trigger !== undefined) return trigger;
    }
    if (wait.kind === 'message') {
      const variables = await takeBuffered(tx, context.now, wait.name, wait.key);
      if (variables !== undefined) return { kind: 'message', wait: wait.id, variables };
    }
    // What was due before it was armed, was missed: its policy says what becomes of it.
    if (wait.kind === 'timer' && wait.timer.due !== undefined && wait.timer.due < context.now) {
      return { kind: 'timer', wait: wait.id, missed: true };
    }
  }
  return undefined;
}

/**
 * Runs the handler of a job in this commit.
 *
 * @returns what came of it; undefined: there is no such handler
 * @throws InsideFailure — the handler has failed for the first time in this commit
 */
export async function runInside(
  tx: Transaction,
  context: StepContext,
  library: Library,
  instance: Instance,
  job: WaitOf<'job'>,
): Promise<Trigger | undefined> {
  const { handlers, now } = context;
  if (!handlers.isInside(job.type)) return undefined;
  const effectKey = jobKey(instance.id, job);
  const failed = context.failedInside.get(effectKey);
  if (failed !== undefined) return { kind: 'crash', wait: job.id, ...failed };
  const attempt = job.failed + 1;
  try {
    const known = { instance: instance.id, effectKey, attempt, now, tx };
    const variables = await handlers.runInside(job.type, inputOf(library, instance, job), known);
    return { kind: 'complete', wait: job.id, variables };
  } catch (error) {
    if (isBusinessError(error)) {
      const { code, variables } = error;
      return { kind: 'fail', wait: job.id, code, variables };
    }
    const due = retryAt(retryOf(library, instance, job), effectKey, attempt, now);
    throw new InsideFailure(effectKey, error, due);
  }
}

/** A handler of the inside has failed: nothing of this try may be committed. */
export class InsideFailure extends Error {
  readonly effectKey: string;
  /** When it is tried again. */
  readonly due: number;

  constructor(effectKey: string, cause: unknown, due: number) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.effectKey = effectKey;
    this.due = due;
  }
}

/** Takes the oldest buffered message out that is still alive. */
export async function takeBuffered(
  tx: Transaction,
  now: number,
  name: string,
  key: string,
): Promise<Variables | undefined> {
  for await (const message of tx.each(messages, { index: 'byName', equals: [name, key] })) {
    tx.remove(messages, message.id);
    if (message.expiresAt > now) return message.variables;
  }
  return undefined;
}

/** Signals and messages of the step, and news for the world outside. */
async function writeEffects(
  tx: Transaction,
  context: StepContext,
  { effects, events, instance }: Chain,
): Promise<void> {
  const { now } = context;
  for (const [place, effect] of effects.entries()) {
    if (effect.kind === 'message') {
      const { effectKey: id, name, key, variables } = effect;
      tx.put(outgoing, { id, at: now, place, name, key, variables });
      tell(tx, context, instance, 'bpm.message.sent', { name, key, variables, effectKey: id });
    }
    if (effect.kind === 'signal') {
      const { effectKey: id, name, variables } = effect;
      await writeSignal(tx, { id, name, variables, sentAt: now, place });
    }
  }
  for (const event of events) {
    if (event.type === 'incident') {
      const { code, node, message } = event.incident;
      tell(tx, context, instance, 'bpm.incident.opened', { code, node, message });
    }
    if (event.type === 'ended') {
      tell(tx, context, instance, 'bpm.instance.ended', { state: event.state });
    }
  }
}

type Data = Parameters<typeof createEvent>[0]['data'];

/** News for the world outside. */
export function tell(
  tx: Transaction,
  { ids, now, tenant }: StepContext,
  { id: subject }: { readonly id: string },
  type: string,
  data: Data,
): void {
  const draft = { type, source: 'bpm', subject, ...(tenant !== '' && { tenant }), data };
  const event = createEvent(draft, { clock: { now: () => now }, ids });
  tx.insert(news, { id: event.id, at: now, event });
}

/**
 * A signal for all who wait for it now. Those whose wait is opened in this very commit are not
 * among them: their rows are written after this.
 */
export async function writeSignal(
  tx: Transaction,
  signal: Omit<StoredSignal, 'recipients'>,
): Promise<number> {
  const waiting = await tx.scan(subscriptions, {
    index: 'byName',
    equals: ['signal', signal.name],
  });
  const starting = await tx.scan(starts, { index: 'byName', equals: ['signal', signal.name] });
  const recipients: SignalRecipient[] = [
    ...waiting.map(({ instance, wait }) => ({ instance, wait })),
    ...starting.map(({ hash, node }) => ({ hash, node })),
  ];
  if (recipients.length > 0) tx.put(signals, { ...signal, recipients });
  return recipients.length;
}

function writeInstance(
  tx: Transaction,
  { now, instanceBytes }: StepContext,
  row: Row,
  before: Instance | undefined,
  { instance, events }: Chain,
): void {
  const { startKey, ...rest } = row;
  const isActive = instance.state === 'active';
  checkSize(instance, instanceBytes);
  const document: StoredInstance = {
    ...rest,
    ...(isActive && startKey !== undefined && { startKey }),
    ...(!isActive && { endedAt: now }),
    state: instance.state,
    snapshot: instance,
  };
  if (before === undefined) tx.insert(instances, document);
  else tx.put(instances, document);
  const first = (before?.sequence ?? 0) + 1;
  const id = historyId(instance.id, first);
  tx.insert(history, { id, instance: instance.id, first, at: now, events });
}

function checkSize(instance: Instance, most: number): void {
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
  { state }: Instance,
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
