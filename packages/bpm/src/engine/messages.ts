/**
 * Messages: each goes to one subscription, or starts a process, or waits, or is told to be late.
 *
 * A message finds its subscription by name and correlation key. Where none is open it waits in a
 * buffer as long as its publisher says; one that opens takes the oldest. A message with an id is
 * done once: a second delivery gets the first outcome and changes nothing.
 *
 * @source BPMN 2.0.2, 8.3.2 (correlation)
 */
import { KernelError } from '@kontor/kernel';
import type { Transaction } from '@kontor/kernel/store';
import { BpmError } from '../errors.ts';
import type { Variables } from '../instance.ts';
import { checkMessage } from './check-message.ts';
import {
  deliveries,
  instances,
  messages,
  type SignalRecipient,
  signals,
  starts,
  type StoredSignal,
  type StoredStart,
  type StoredSubscription,
  subscriptions,
} from './engine-collections.ts';
import { removeOrphan } from './orphans.ts';
import { startInstance, startKeyOf, type StepContext, stepInstance } from './engine-step.ts';

/** A message from outside. */
export interface MessageInput {
  readonly name: string;
  /** The correlation key; the empty one when left out. */
  readonly key?: string | undefined;
  readonly variables?: Variables | undefined;
  /** Its own id, for a second delivery. */
  readonly id?: string | undefined;
  /** How long it may wait for a subscription, in milliseconds; not at all when left out. */
  readonly ttlMs?: number | undefined;
}

/** What came of a message. */
export type MessageOutcome =
  | { readonly kind: 'correlated'; readonly instance: string }
  | { readonly kind: 'started'; readonly instance: string }
  | { readonly kind: 'buffered' }
  | { readonly kind: 'not-correlated' };

/** The outcome, and whether it is that of an earlier delivery. */
export type Published = MessageOutcome & { readonly repeated?: true };

/** An id is remembered so long, in milliseconds: a week. */
export const REMEMBERED_MS = 7 * 86_400_000;

/**
 * Publishes a message.
 *
 * @throws BpmError BPM_AMBIGUOUS_CORRELATION — it has no key, and several instances wait for it;
 * BPM_INVALID_MESSAGE — it is none
 */
export async function publishMessage(
  tx: Transaction,
  context: StepContext,
  message: MessageInput,
): Promise<Published> {
  checkMessage(message);
  const { name, id } = message;
  const row = id === undefined ? undefined : deliveryId(name, id);
  const before = row === undefined ? undefined : await tx.get(deliveries, row);
  if (before !== undefined && before.forgetAt > context.now) {
    return { ...(before.outcome as unknown as MessageOutcome), repeated: true };
  }
  const outcome = await bring(tx, context, message);
  if (row !== undefined) {
    const forgetAt = context.now + Math.max(REMEMBERED_MS, message.ttlMs ?? 0);
    tx.put(deliveries, { id: row, outcome: { ...outcome }, forgetAt });
  }
  return outcome;
}

/** The row of a delivery. Names and ids may be any text; ids of rows are printable ASCII. */
export const deliveryId = (name: string, id: string): string => {
  if (/\p{Cs}/u.test(`${name}/${id}`)) {
    const reason = 'the id of a message has half a surrogate pair';
    throw new KernelError('KERNEL_BAD_BATCH', { reason });
  }
  const text = `${encodeURIComponent(name)}/${encodeURIComponent(id)}`;
  if (text.length <= 255) return text;
  throw new KernelError('KERNEL_BAD_BATCH', { reason: 'the id of a message is too long' });
};

async function bring(
  tx: Transaction,
  context: StepContext,
  message: MessageInput,
): Promise<MessageOutcome> {
  const { name, key = '', variables = {}, ttlMs = 0 } = message;
  const found = await findSubscription(tx, context, name, key);
  if (found !== undefined) {
    const { instance, wait } = found;
    await stepInstance(tx, context, instance, { kind: 'message', wait, variables });
    return { kind: 'correlated', instance };
  }
  const { now, ids } = context;
  const row = { id: ids.next(), name, key, variables, publishedAt: now };
  const heldFor = await suspendedFor(tx, context, name, key);
  if (heldFor !== undefined) {
    tx.insert(messages, { ...row, heldFor, expiresAt: Number.MAX_SAFE_INTEGER });
    return { kind: 'buffered' };
  }
  const started = await startBy(tx, context, name, key, variables);
  if (started !== undefined) return { kind: 'started', instance: started };
  if (ttlMs <= 0) return { kind: 'not-correlated' };
  tx.insert(messages, { ...row, expiresAt: now + ttlMs });
  return { kind: 'buffered' };
}

/** A suspended instance that waits for a message: it is held for it until it is resumed. */
async function suspendedFor(
  tx: Transaction,
  context: StepContext,
  name: string,
  key: string,
): Promise<string | undefined> {
  const range = { index: 'byName', equals: ['suspended message', name, key] };
  for await (const row of tx.each(subscriptions, range)) {
    if (!(await removeOrphan(tx, context, { kind: 'subscription', row }))) return row.instance;
  }
  return undefined;
}

/** The oldest subscription that is open. Without a key, all must be of one instance. */
async function findSubscription(
  tx: Transaction,
  context: StepContext,
  name: string,
  key: string,
): Promise<StoredSubscription | undefined> {
  let oldest: StoredSubscription | undefined;
  for await (const one of tx.each(subscriptions, {
    index: 'byName',
    equals: ['message', name, key],
  })) {
    if (one.instance === oldest?.instance) continue;
    if (await removeOrphan(tx, context, { kind: 'subscription', row: one })) continue;
    if (oldest === undefined) {
      oldest = one;
      if (key !== '') break;
      continue;
    }
    const candidates = [oldest.instance, one.instance];
    throw new BpmError('BPM_AMBIGUOUS_CORRELATION', { message: name, candidates });
  }
  return oldest;
}

/** Starts the process that this message starts; with a key only while none runs for it. */
async function startBy(
  tx: Transaction,
  context: StepContext,
  name: string,
  key: string,
  variables: Variables,
): Promise<string | undefined> {
  const [start, ...others] = await tx.scan(starts, { index: 'byName', equals: ['message', name] });
  if (start === undefined) return undefined;
  const processes = new Set([start, ...others].map(({ process }) => process));
  if (processes.size > 1) {
    const candidates = [...processes];
    throw new BpmError('BPM_AMBIGUOUS_CORRELATION', { message: name, candidates });
  }
  const startKey = key === '' ? undefined : startKeyOf(start.process, name, key);
  if (startKey !== undefined && (await isRunning(tx, startKey))) return undefined;
  return begin(tx, context, start, variables, key, startKey);
}

async function isRunning(tx: Transaction, startKey: string): Promise<boolean> {
  const equals = [startKey];
  return (await tx.scan(instances, { index: 'byStartKey', equals }, { limit: 1 })).length > 0;
}

async function begin(
  tx: Transaction,
  context: StepContext,
  { hash, node: at }: Pick<StoredStart, 'hash' | 'node'>,
  variables: Variables,
  key?: string,
  startKey?: string,
): Promise<string> {
  const id = context.ids.next();
  await startInstance(tx, context, { id, hash, at, variables, key, startKey });
  return id;
}

/** Brings a signal to the next of its recipients; one who no longer waits is passed over. */
export async function deliverSignal(
  tx: Transaction,
  context: StepContext,
  id: string,
): Promise<void> {
  const signal = await passSignal(tx, id);
  const next = signal?.recipients[0];
  if (next !== undefined) await reach(tx, context, next, signal!.variables);
}

/** Takes the next recipient off a signal. @returns the signal as it was */
export async function passSignal(tx: Transaction, id: string): Promise<StoredSignal | undefined> {
  const signal = await tx.get(signals, id);
  if (signal === undefined) return undefined;
  const recipients = signal.recipients.slice(1);
  if (recipients.length > 0) tx.put(signals, { ...signal, recipients });
  else tx.remove(signals, id);
  return signal;
}

async function reach(
  tx: Transaction,
  context: StepContext,
  to: SignalRecipient,
  variables: Variables,
): Promise<void> {
  if ('hash' in to) {
    await begin(tx, context, to, variables);
    return;
  }
  const row = await tx.get(subscriptions, `${to.instance}/${to.wait}`);
  // Who was suspended since it was sent had heard it: he takes note of it, and no token moves.
  if (row === undefined) return;
  if (await removeOrphan(tx, context, { kind: 'subscription', row })) return;
  await stepInstance(tx, context, to.instance, { kind: 'signal', wait: to.wait, variables });
}
