/**
 * Numbers without gaps: invoices, journal entries, whatever the law wants counted.
 *
 * Gapless numbers serialize by nature: who has the next one must know that the last one is taken.
 * Three ways, by what one is ready to pay. Strict: the number is drawn in the transaction that uses
 * it, one after another. Block: a process reserves a stretch and hands it out without waiting; what
 * is left at the end is reported as void, by number. At close: documents carry provisional ids, and
 * one transaction numbers them in order when the batch or the period is finalized.
 */
import { assert } from '../assert.ts';
import { KernelError } from '../errors.ts';
import { collection } from './collection.ts';
import type { Collection, Store } from './contract.ts';
import { transact, type TryOptions } from './transact.ts';
import type { Transaction } from './transaction.ts';

/** The last number of a series. */
export interface NumberSeries {
  /** The series: printable ASCII, such as `invoice-2026`. */
  readonly id: string;
  /** The last number drawn or reserved; the first one is 1. */
  readonly last: number;
}

/** The collection of all series; prepare it with your own. */
export const numberSeries: Collection<NumberSeries> = collection<NumberSeries>('number_series', {
  id: (series) => series.id,
  fields: { last: 'integer' },
});

/**
 * Strict: draws the next number in the transaction that uses it.
 *
 * If the transaction does not commit, the number was never drawn. Two that draw from one series
 * conflict, and one of them runs again; the store's group commit and the queue keep them moving.
 *
 * @example
 * await transact(store, async (tx) => {
 *   const number = await nextNumber(tx, 'invoice-2026');
 *   tx.insert(invoices, { ...draft, number });
 * });
 */
export async function nextNumber(tx: Transaction, series: string): Promise<number> {
  return (await drawNumbers(tx, series, 1)).first;
}

/** A stretch of numbers, both ends included; empty when `last` is below `first`. */
export interface NumberBlock {
  readonly series: string;
  readonly first: number;
  readonly last: number;
}

/**
 * Draws `count` numbers at once, in the transaction that uses them: numbering at close.
 *
 * @throws KernelError KERNEL_BAD_COUNT — `count` is no whole number above 0
 * @example
 * const { first } = await drawNumbers(tx, 'entry-2026', drafts.length);
 * drafts.forEach((draft, i) => tx.put(entries, { ...draft, number: first + i }));
 */
export async function drawNumbers(
  tx: Transaction,
  series: string,
  count: number,
): Promise<NumberBlock> {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new KernelError('KERNEL_BAD_COUNT', { value: String(count), unit: 'numbers' });
  }
  const before = (await tx.get(numberSeries, series))?.last ?? 0;
  const last = before + count;
  assert(Number.isSafeInteger(last), 'a series stays below 2^53 numbers');
  tx.put(numberSeries, { id: series, last });
  return { series, first: before + 1, last };
}

/** A reserved block that is being handed out by one process. */
export interface NumberDispenser {
  /** The next number; reserves another block when this one is used up. */
  next(): Promise<number>;
  /** Ends it and gives the numbers that nobody took: report them as void. */
  close(): Promise<readonly NumberBlock[]>;
}

/**
 * Block: reserves `blockSize` numbers at a time and hands them out without touching the store.
 *
 * Two processes take turns by blocks, so numbers are not in order of time across processes. A
 * number handed out for a transaction that then fails is the caller's to report. A process that
 * dies takes its block with it: numbers above its last used one, up to the block's end, are void.
 *
 * @throws KernelError KERNEL_BAD_COUNT — from `next`, when `blockSize` is no whole number above 0
 */
export function numberDispenser(
  store: Store,
  series: string,
  blockSize: number,
  options: TryOptions = {},
): NumberDispenser {
  const spare: number[] = [];
  // Callers who wait side by side are served in turn, from one reservation after another.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(serve: () => Promise<Result> | Result): Promise<Result> => {
    const served = turn.then(serve);
    turn = served.catch(() => undefined);
    return served;
  };
  const reserve = async (): Promise<void> => {
    const block = await transact(store, (tx) => drawNumbers(tx, series, blockSize), options);
    for (let number = block.last; number >= block.first; number--) spare.push(number);
  };
  return {
    next: () =>
      inTurn(async () => {
        if (spare.length === 0) await reserve();
        return spare.pop()!;
      }),
    close: () =>
      inTurn(() => {
        const last = spare[0];
        const first = spare.at(-1);
        spare.length = 0;
        return first === undefined || last === undefined ? [] : [{ series, first, last }];
      }),
  };
}
