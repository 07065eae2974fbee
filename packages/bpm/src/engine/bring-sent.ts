/**
 * Signals and messages on their way: each piece is brought in a commit of its own, in the order in
 * which they were sent, so a crash in between leaves the rest to be brought.
 *
 * Who can't take one (its instance would grow too large, nobody may guess for whom it is) does not
 * keep the others from theirs: that piece is given up, and news say so. A call that is refused has
 * failed for its caller.
 */
import type { Collection, Range, Transaction } from '@kontor/kernel/store';
import { BpmError } from '../errors.ts';
import { outgoing, signals, type StoredOutgoing, type StoredSignal } from './engine-collections.ts';
import { type EngineCore, perform } from './engine-core.ts';
import { bringCall, bringEnd, failCall } from './bring-child.ts';
import type { StepContext } from './step-context.ts';
import type { NewsData } from './news-schemas.ts';
import { tell } from './step-effects.ts';
import { deliverSignal, passSignal, publishMessage } from './messages.ts';
import { isPassing, isRefusal } from './passing.ts';

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
  await firstOf(core, [
    (tx, context) => deliverSignal(tx, context, id),
    async (tx, context, refusal) => {
      const signal = await passSignal(tx, id);
      const to = signal?.recipients[0];
      if (to !== undefined) tellRefused(tx, context, { kind: 'signal', name, to, ...refusal });
    },
  ]);
}

async function bringMessage(core: EngineCore, message: StoredOutgoing): Promise<void> {
  const { id, name, key } = message;
  const taken =
    (work: Way): Way =>
    async (tx, context, refusal) => {
      if ((await tx.get(outgoing, id)) === undefined) return;
      tx.remove(outgoing, id);
      await work(tx, context, refusal);
    };
  const giveUp: Way = async (tx, context, refusal) =>
    tellRefused(tx, context, { kind: 'message', name, key, effectKey: id, ...refusal });
  const failToo: Way = async (tx, context, refusal) => {
    await giveUp(tx, context, refusal);
    await failCall(tx, context, message, refusal);
  };
  const isCall = message.begins !== undefined || message.ends !== undefined;
  const ways = [bringTo(message), ...(isCall ? [failToo] : []), giveUp];
  await firstOf(core, ways.map(taken));
}

function bringTo(message: StoredOutgoing): Way {
  if (message.begins !== undefined) return (tx, context) => bringCall(tx, context, message);
  if (message.ends !== undefined) return (tx, context) => bringEnd(tx, context, message);
  const { id, name, key, variables } = message;
  return async (tx, context) => {
    await publishMessage(tx, context, { id, name, key, variables });
  };
}

/** Why something was refused. */
interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** What to do with a piece, knowing why the way before it was refused. */
type Way = (tx: Transaction, context: StepContext, refusal: Refusal) => Promise<void>;

/** Goes the first way that is not refused, in a commit of its own. */
async function firstOf(
  core: EngineCore,
  [way, ...others]: readonly Way[],
  refusal: Refusal = { code: '', message: '' },
): Promise<void> {
  try {
    await perform(core, (tx, context) => way!(tx, context, refusal));
  } catch (error) {
    if (others.length === 0 || !isRefused(error)) throw error;
    const { code, message } = error;
    await firstOf(core, others, { code, message });
  }
}

/** Another try at bringing it would be refused as well. */
const isRefused = (error: unknown): error is BpmError =>
  isRefusal(error) ||
  BpmError.is(error, 'BPM_AMBIGUOUS_CORRELATION') ||
  BpmError.is(error, 'BPM_INVALID_COMMAND');

function tellRefused(
  tx: Transaction,
  context: StepContext,
  data: NewsData<'bpm.delivery.refused'>,
): void {
  tell(tx, context, { id: data.name }, 'bpm.delivery.refused', data);
}
