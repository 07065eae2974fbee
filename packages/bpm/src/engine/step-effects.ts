/** What a step sends: messages, signals, calls, and news for the world outside. */
import { createEvent } from '@kontor/kernel';
import type { Transaction } from '@kontor/kernel/store';
import { callChild, type ChildOf } from './child-instance.ts';
import {
  news,
  outgoing,
  type SignalRecipient,
  signals,
  starts,
  type StoredSignal,
  subscriptions,
} from './engine-collections.ts';
import type { NewsData, NewsType } from './news-schemas.ts';
import type { PastEvent, Snapshot } from './snapshot.ts';
import type { Chain } from './step-chain.ts';
import type { StepContext } from './step-context.ts';

/** Signals and messages of the step, and news for the world outside. */
export async function writeEffects(
  tx: Transaction,
  context: StepContext,
  row: ChildOf,
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
    if (effect.kind === 'child') callChild(tx, now, row, place, effect);
    if (effect.kind === 'send') {
      const { effectKey, processor, target, event } = effect;
      const told = { effectKey, processor, target, event: { ...event } };
      tell(tx, context, instance, 'bpm.event.sent', told);
    }
  }
  tellEvents(tx, context, instance, events);
}

/** What a person or program outside may want to know of. */
function tellEvents(
  tx: Transaction,
  context: StepContext,
  instance: Snapshot,
  events: readonly PastEvent[],
): void {
  for (const event of events) {
    if (event.type === 'incident') {
      const { code, node, message } = event.incident;
      tell(tx, context, instance, 'bpm.incident.opened', { code, node, message });
    }
    if (event.type === 'ended' && event.state !== 'active') {
      tell(tx, context, instance, 'bpm.instance.ended', { state: event.state });
    }
    if (event.type === 'noted' && event.code === 'unhandled-error') {
      tell(tx, context, instance, 'bpm.error.unhandled', { detail: event.detail });
    }
  }
}

/** News for the world outside. */
export function tell<Type extends NewsType>(
  tx: Transaction,
  { ids, now, tenant }: StepContext,
  { id: subject }: { readonly id: string },
  type: Type,
  data: NewsData<Type>,
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
