/**
 * Signals and messages on their way: each piece is brought in a commit of its own, in the order in
 * which they were sent, so a crash in between leaves the rest to be brought.
 *
 * Who can't take one (its instance would grow too large, nobody may guess for whom it is) does not
 * keep the others from theirs: that piece is given up, and news say so.
 */
import type { Collection, Range, Transaction } from '@kontor/kernel/store';
import { BpmError } from '../errors.ts';
import { outgoing, signals, type StoredOutgoing, type StoredSignal } from './engine-collections.ts';
import { type EngineCore, perform } from './engine-core.ts';
import { bringCall, bringEnd } from './bring-child.ts';
import type { StepContext } from './step-context.ts';
import { tell } from './step-effects.ts';
import { deliverSignal, passSignal, publishMessage } from './messages.ts';
import { isPassing } from './passing.ts';

/** Brings signals to those who had subscribed, and messages of processes to their subscriptions. */
export async function bringSent(core: EngineCore, limit: number): Promise<number> {
  for (let brought = 0; brought < limit; brought++) {
    const next = await nextSent(core);
    if (next === undefined) return brought;
    if ('recipients' in next) await bringSignal(core, next);
    else await bringMessage(core, next);
  }
  return limit;
}

/** As `bringSent`; what does not get through now is brought by the next round. */
export async function bringSoon(core: EngineCore, limit: number): Promise<void> {
  try {
    await bringSent(core, limit);
  } catch (error) {
    if (!isPassing(error)) throw error;
  }
}

/** What was sent first. */
async function nextSent(core: EngineCore): Promise<StoredSignal | StoredOutgoing | undefined> {
  const [signal, message] = await Promise.all([first(core, signals), first(core, outgoing)]);
  if (signal === undefined || message === undefined) return signal ?? message;
  const isBefore = signal.sentAt - message.at || signal.place - message.place;
  return isBefore <= 0 ? signal : message;
}

const oldest: Range = { index: 'byTime' };

async function first<Document extends object>(
  { store }: EngineCore,
  collection: Collection<Document>,
): Promise<Document | undefined> {
  for await (const page of store.scan(collection, oldest, { limit: 1 })) return page[0]?.document;
  return undefined;
}

async function bringSignal(core: EngineCore, { id, name }: StoredSignal): Promise<void> {
  const bring = (tx: Transaction, context: StepContext): Promise<void> =>
    deliverSignal(tx, context, id);
  await orGiveUp(core, bring, async (tx, context, error) => {
    const signal = await passSignal(tx, id);
    const to = signal?.recipients[0];
    if (to !== undefined) tellRefused(tx, context, { kind: 'signal', name, to, ...error });
  });
}

async function bringMessage(core: EngineCore, message: StoredOutgoing): Promise<void> {
  const { id, name, key, variables } = message;
  const bring = async (tx: Transaction, context: StepContext): Promise<void> => {
    if ((await tx.get(outgoing, id)) === undefined) return;
    tx.remove(outgoing, id);
    if (message.begins !== undefined) return bringCall(tx, context, message);
    if (message.ends !== undefined) return bringEnd(tx, context, message);
    await publishMessage(tx, context, { id, name, key, variables });
  };
  await orGiveUp(core, bring, async (tx, context, error) => {
    if ((await tx.get(outgoing, id)) === undefined) return;
    tx.remove(outgoing, id);
    tellRefused(tx, context, { kind: 'message', name, key, effectKey: id, ...error });
  });
}

/** Why something was refused. */
interface Refusal {
  readonly code: string;
  readonly message: string;
}

async function orGiveUp(
  core: EngineCore,
  bring: (tx: Transaction, context: StepContext) => Promise<void>,
  giveUp: (tx: Transaction, context: StepContext, error: Refusal) => Promise<void>,
): Promise<void> {
  try {
    await perform(core, bring);
  } catch (error) {
    const isRefused =
      BpmError.is(error, 'BPM_TOO_LARGE') || BpmError.is(error, 'BPM_AMBIGUOUS_CORRELATION');
    if (!isRefused) throw error;
    const { code, message } = error;
    await perform(core, (tx, context) => giveUp(tx, context, { code, message }));
  }
}

function tellRefused(
  tx: Transaction,
  context: StepContext,
  data: Parameters<typeof tell>[4] & { readonly name: string },
): void {
  tell(tx, context, { id: data.name }, 'bpm.delivery.refused', data);
}
