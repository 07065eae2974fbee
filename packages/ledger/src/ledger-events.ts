/**
 * The outbox: what happened in the books, told in the commit in which it happened.
 *
 * One event a batch, kept until whoever delivers it removes it. So nothing is told that was not
 * posted, and nothing that was posted is left untold; told twice it may be, under the same id.
 */
import { createEvent, type EventEnvelope, eventSchema, type Ids } from '@kontor/kernel';
import { type Store, transact, type Transaction, type TryOptions } from '@kontor/kernel/store';
import * as z from 'zod';
import { type SealedEntry, storedEvents } from './ledger-collections.ts';

const eventEntry = z
  .strictObject({
    id: z.string(),
    /** In the book, from 1, without gaps. */
    sequence: z.int().min(1),
    kind: z.enum(['posted', 'pending', 'void', 'voidNumber']),
    /** Of those that have one. */
    number: z.string().exactOptional(),
  })
  .readonly();

const batchPosted = z
  .strictObject({
    /** The number of the batch in the chain, from 1. */
    batch: z.int().min(1),
    /** In the order of posting. */
    entries: z.array(eventEntry).readonly(),
  })
  .readonly();

/** What an event says of an entry. */
export type EventEntry = z.output<typeof eventEntry>;

/** A batch was posted; the event's subject is its number in the chain. */
export type BatchPosted = EventEnvelope<'ledger.batch.posted', z.output<typeof batchPosted>>;

/** The schema of each event of the ledger, by type. */
export const ledgerEvents = {
  'ledger.batch.posted': eventSchema({
    type: z.literal('ledger.batch.posted'),
    source: 'ledger',
    data: batchPosted,
  }),
} as const;

/** When and as what a batch was recorded, and by whom events are named. */
interface BatchNews {
  readonly batch: number;
  /** Milliseconds since 1970. */
  readonly recordedAt: number;
  readonly ids: Ids;
  readonly tenant: string;
}

/** The event of a batch; its time is the instant of recording. */
export function batchEvent(
  entries: readonly SealedEntry[],
  { batch, recordedAt, ids, tenant }: BatchNews,
): BatchPosted {
  const told = entries.map(({ id, sequence, kind, number }): EventEntry => {
    return { id, sequence, kind, ...(number !== undefined && { number }) };
  });
  return createEvent(
    {
      type: 'ledger.batch.posted',
      source: 'ledger',
      subject: String(batch),
      ...(tenant !== '' && { tenant }),
      data: { batch, entries: told },
    },
    { clock: { now: () => recordedAt }, ids },
  );
}

/** Events that are still to be delivered, those of the first batches first. */
export async function readEvents(store: Store, limit: number): Promise<BatchPosted[]> {
  const events: BatchPosted[] = [];
  for await (const page of store.scan(storedEvents, { index: 'byBatch' }, { limit })) {
    for (const { document } of page) events.push(document.event as BatchPosted);
  }
  return events;
}

/** Removes events by their ids; those that are gone already do no harm. */
export async function removeEvents(
  store: Store,
  ids: readonly string[],
  trying: TryOptions = {},
): Promise<void> {
  const most = store.capabilities.maxBatch;
  for (let at = 0; at < ids.length; at += most) {
    const remove = async (tx: Transaction): Promise<void> => {
      for (const id of ids.slice(at, at + most)) tx.remove(storedEvents, id);
    };
    await transact(store, remove, trying);
  }
}
