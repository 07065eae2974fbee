/**
 * `transact`: run work against a store so that it happens once, whole, and as if alone.
 *
 * Optimistic: the work reads and buffers, one commit verifies every read and writes all, and on a
 * conflict the work runs again. So it may run many times: draw ids and "now" before, touch nothing
 * outside. There are no interactive transactions, because single-threaded stores cannot hold one
 * across turns of the event loop without letting others into it.
 *
 * A lost acknowledgement is cured by the batch's id: the same batch is sent again under the same
 * id, and the store does it once. Before different content is sent, the old id is fenced, so that a
 * batch still in flight can never land behind our back.
 */
import { assertNever } from '../assert.ts';
import { KernelError } from '../errors.ts';
import { inSpan, type Trace } from '../trace.ts';
import { randomBatchId, secureRandom } from './batch-id.ts';
import type {
  Batch,
  CommitOutcome,
  Committed,
  Conflict,
  Refused,
  Store,
  Write,
} from './contract.ts';
import { fence } from './fence.ts';
import {
  jitterMs,
  letFailersPass,
  type Place,
  queueBehindFailers,
  type Sleep,
  sleepByTimer,
} from './patience.ts';
import { indexFields } from './range-order.ts';
import { Attempt, type Transaction } from './transaction.ts';

const TRIES_DEFAULT = 12;
/** So many failures, and the next try queues behind the process's other failers. */
const FAILURES_BEFORE_QUEUE = 5;

/**
 * The work of a transaction: reads and writes through `tx` only; its result is the transaction's.
 */
export type Work<Result> = (tx: Transaction) => Promise<Result>;

/** How `transact` tries. */
export interface TryOptions {
  /** Aborting throws the signal's reason; a commit that was sent is waited for first. */
  readonly signal?: AbortSignal | undefined;
  /** How often the work may run, and a batch be sent; 12 when left out. */
  readonly tries?: number | undefined;
  /** Uniform in [0, 1), for the jitter; the platform's secure random source when left out. */
  readonly random?: (() => number) | undefined;
  /** The platform's timer when left out. */
  readonly sleep?: Sleep | undefined;
  /** Draws the ids of batches; 128 random bits when left out. */
  readonly batchId?: (() => string) | undefined;
  /** A span for each try, and one for each sending of its batch. */
  readonly trace?: Trace | undefined;
}

/**
 * Makes the whole transaction safe to repeat, also after a crash: whoever comes second under the
 * same id does nothing and is told so. Work that returned without a write counts as done, at
 * version 0. Work that threw may be repeated, unless an answer was lost on the way: then the id is
 * spent, at version 0. A store that fails spends no id: KERNEL_UNKNOWN_OUTCOME says to repeat.
 */
export interface OnceOptions<Result> {
  /** The caller's name of this deed, printable ASCII up to 255 bytes; the same at each repeat. */
  readonly id: string;
  /** Gives the result when the deed was done before: read it back, or say so. */
  readonly repeated: (committed: Committed) => Result | Promise<Result>;
}

/** Options of `transact`: how to try, and under which id it may be repeated. */
export type TransactOptions<Result> = TryOptions &
  (OnceOptions<Result> | { readonly id?: undefined; readonly repeated?: undefined });

/** The options with their defaults, and what one call of `transact` remembers. */
interface Run<Result> {
  readonly store: Store;
  readonly work: Work<Result>;
  readonly options: TransactOptions<Result>;
  readonly tries: number;
  readonly random: () => number;
  readonly sleep: Sleep;
  readonly batchId: () => string;
  place: Place | undefined;
  /** An answer was lost: a batch may be in flight. */
  inDoubt: boolean;
  /** The duplicate of the try before: a second time in a row it is one. */
  duplicate: string | undefined;
}

/** What one try came to: done, or to be tried again because of a conflict. */
type TryOutcome<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'again'; readonly conflict: Conflict };

/**
 * Runs the work until it commits.
 *
 * @returns what the work returned in the try that was committed
 * @throws KernelError KERNEL_CONFLICT — others kept changing what was read; names the last check
 * @throws KernelError KERNEL_DUPLICATE — an inserted id or a unique value is taken
 * @throws KernelError KERNEL_INCREMENT_ABSENT, KERNEL_INCREMENT_FIELD, KERNEL_INCREMENT_BOUND
 * @throws KernelError KERNEL_UNKNOWN_OUTCOME — no answer in any try; repeat under an `id` to be
 * safe
 * @throws whatever the work threw, once its reads have been found true
 * @example
 * await transact(store, async (tx) => {
 *   const open = await tx.scan(entries, { index: 'byAccount', equals: ['1200'] });
 *   if (open.length >= limit) return 'limit reached';
 *   tx.insert(entries, draft);
 *   tx.increment(balances, '1200', 'debit', 2500n);
 *   return 'posted';
 * }, { signal });
 */
export async function transact<Result>(
  store: Store,
  work: Work<Result>,
  options: TransactOptions<Result> = {},
): Promise<Result> {
  if (options.id !== undefined) {
    const before = await store.outcome(options.id);
    if (before !== undefined) return options.repeated(before);
  }
  const run: Run<Result> = {
    store,
    work,
    options,
    tries: store.capabilities.joined === true ? 1 : Math.max(1, options.tries ?? TRIES_DEFAULT),
    random: options.random ?? secureRandom,
    sleep: options.sleep ?? sleepByTimer,
    batchId: options.batchId ?? randomBatchId,
    place: undefined,
    inDoubt: false,
    duplicate: undefined,
  };
  try {
    return await tryUntilDone(run);
  } catch (error) {
    return await leave(run, error);
  } finally {
    run.place?.leave();
  }
}

async function tryUntilDone<Result>(run: Run<Result>): Promise<Result> {
  for (let failures = 0; ; ) {
    run.options.signal?.throwIfAborted();
    const outcome = await inSpan(run.options.trace, 'kontor.store.try', { try: failures + 1 }, () =>
      tryOnce(run),
    );
    if (outcome.kind === 'done') return outcome.result;
    const { conflict } = outcome;
    failures++;
    if (failures >= run.tries) {
      const { kind: _, ...which } = conflict;
      throw new KernelError('KERNEL_CONFLICT', { tries: failures, ...defined(which) });
    }
    await run.sleep(jitterMs(failures, run.random), run.options.signal);
    if (failures >= FAILURES_BEFORE_QUEUE && conflict.collection !== undefined) {
      run.place ??= await queueBehindFailers(run.store, conflict.collection, run.options.signal);
    }
  }
}

async function tryOnce<Result>(run: Run<Result>): Promise<TryOutcome<Result>> {
  const { store, work, options } = run;
  const attempt = new Attempt(store, options.signal);
  let result: Result;
  try {
    result = await work(attempt);
  } catch (error) {
    attempt.end();
    return judgeError(run, attempt, error);
  }
  attempt.end();
  const { writes } = attempt;
  // Under the caller's id also "nothing to write" is recorded: no earlier try may land after it.
  if (writes.length === 0 && !attempt.needsCheck && options.id === undefined) {
    return { kind: 'done', result };
  }
  await letFailersPass(store, writes, run.place, run.sleep);
  options.signal?.throwIfAborted();
  const id = options.id ?? (writes.length === 0 ? undefined : run.batchId());
  const outcome = await send(run, {
    ...(id !== undefined && { id }),
    checks: attempt.checks(),
    writes,
  });
  return judge(run, writes, outcome, result);
}

/**
 * An error of work that saw half of someone's change is not the work's fault: it is tried again.
 */
async function judgeError<Result>(
  run: Run<Result>,
  attempt: Attempt,
  error: unknown,
): Promise<TryOutcome<Result>> {
  if (run.options.signal?.aborted === true || !attempt.needsCheck) throw error;
  const outcome = await send(run, { checks: attempt.checks(), writes: [] });
  if (outcome.kind === 'conflict') return { kind: 'again', conflict: outcome };
  throw error;
}

/** Sends a batch until there is an answer: the same batch, under the same id. */
async function send<Result>(run: Run<Result>, batch: Batch): Promise<CommitOutcome> {
  let inDoubt = false;
  for (let failures = 1; ; failures++) {
    const { outcome, error } = await inSpan(
      run.options.trace,
      'kontor.store.commit',
      { sending: failures, writes: batch.writes.length },
      () => sendOnce(run.store, batch),
    );
    if (outcome === undefined) {
      inDoubt ||= KernelError.is(error, 'KERNEL_UNKNOWN_OUTCOME');
      run.inDoubt ||= inDoubt;
      if (!inDoubt && !KernelError.is(error, 'KERNEL_UNAVAILABLE')) throw error;
      if (failures >= run.tries) throw inDoubt ? unknownOutcome(batch.id, error) : error;
    } else if (!isBusy(outcome) || failures >= run.tries) {
      return inDoubt ? settle(run, batch, outcome) : outcome;
    }
    // Once the batch may have been done, nothing but an answer ends the waiting.
    await run.sleep(jitterMs(failures, run.random), inDoubt ? undefined : run.options.signal);
  }
}

async function sendOnce(
  store: Store,
  batch: Batch,
): Promise<{ readonly outcome?: CommitOutcome; readonly error?: unknown }> {
  try {
    return { outcome: await store.commit(batch) };
  } catch (error) {
    return { error };
  }
}

const isBusy = (outcome: CommitOutcome): boolean =>
  outcome.kind === 'conflict' && outcome.reason === 'busy';

/**
 * In doubt every failure leaves the doubt: "the store was away" says nothing of the first sending.
 */
function unknownOutcome(batch: string | undefined, cause: unknown): unknown {
  if (KernelError.is(cause, 'KERNEL_UNKNOWN_OUTCOME')) return cause;
  return new KernelError('KERNEL_UNKNOWN_OUTCOME', defined({ batch }), { cause });
}

/**
 * A batch that was sent twice and now fails may still be in flight from the first time. Under an id
 * of our own a fence settles it before other content is sent. Under the caller's id the next try
 * carries the same id, so only one of them can land; the doubt is settled when the last one ends
 * (`leave`).
 */
async function settle<Result>(
  run: Run<Result>,
  batch: Batch,
  outcome: CommitOutcome,
): Promise<CommitOutcome> {
  if (outcome.kind === 'committed' || batch.id === undefined || run.options.id !== undefined) {
    return outcome;
  }
  const landed = await fence(run.store, batch.id, pauseOf(run, batch.id));
  return landed.version === 0 ? outcome : landed;
}

/** Lets an error out, unless a batch under the caller's id turns out to have landed. */
async function leave<Result>(run: Run<Result>, error: unknown): Promise<Result> {
  const { id, repeated } = run.options;
  if (id === undefined || !run.inDoubt || KernelError.is(error, 'KERNEL_UNKNOWN_OUTCOME'))
    throw error;
  // What a store fails in is no decision of the work: the doubt stays, and so does the id.
  if (KernelError.is(error, 'KERNEL_UNAVAILABLE') || KernelError.is(error, 'KERNEL_CONFLICT')) {
    throw unknownOutcome(id, error);
  }
  const landed = await fence(run.store, id, pauseOf(run, id));
  if (landed.version === 0) throw error;
  return repeated(landed);
}

/** Waits between sendings of a fence, as long as there are tries. */
function pauseOf<Result>(
  run: Run<Result>,
  batchId: string,
): (failures: number, error: unknown) => Promise<void> {
  return async (failures, error) => {
    if (failures >= run.tries) throw unknownOutcome(batchId, error);
    await run.sleep(jitterMs(failures, run.random));
  };
}

/** What a committed, refused or conflicting batch means for the work. */
async function judge<Result>(
  run: Run<Result>,
  writes: readonly Write[],
  outcome: CommitOutcome,
  result: Result,
): Promise<TryOutcome<Result>> {
  switch (outcome.kind) {
    case 'committed':
      // Under the caller's id, what landed may be another call's, with another result.
      if (outcome.repeated !== true || run.options.id === undefined)
        return { kind: 'done', result };
      return { kind: 'done', result: await run.options.repeated(outcome) };
    case 'refused':
      throw refusal(outcome);
    case 'conflict':
      checkDuplicate(run, writes, outcome);
      return { kind: 'again', conflict: outcome };
    default:
      return assertNever(outcome);
  }
}

function refusal({ reason, collection, id, field }: Refused): Error {
  const details = { collection, id, field };
  if (reason === 'incrementAbsent') return new KernelError('KERNEL_INCREMENT_ABSENT', details);
  if (reason === 'incrementField') return new KernelError('KERNEL_INCREMENT_FIELD', details);
  return new KernelError('KERNEL_INCREMENT_BOUND', details);
}

/**
 * A taken id or unique value may have been a race that the next try's reads will show. Twice in a
 * row the same one, or at the last try, it is a duplicate.
 */
function checkDuplicate<Result>(
  run: Run<Result>,
  writes: readonly Write[],
  { reason, collection, id, index }: Conflict,
): void {
  if ((reason !== 'exists' && reason !== 'unique') || collection === undefined) {
    run.duplicate = undefined;
    return;
  }
  const taken = JSON.stringify([collection, index, index === undefined ? id : []]);
  const now = index === undefined ? taken : taken + uniqueValues(writes, collection, index, id);
  if (run.duplicate === now || run.tries === 1) {
    throw new KernelError('KERNEL_DUPLICATE', { collection, ...defined({ id, index }) });
  }
  run.duplicate = now;
}

/** The values that the batch wanted to have in a unique index; of one document when it is known. */
function uniqueValues(
  writes: readonly Write[],
  collection: string,
  index: string,
  id: string | undefined,
): string {
  const values: unknown[] = [];
  for (const write of writes) {
    if (write.collection.name !== collection) continue;
    if (write.kind !== 'put' && write.kind !== 'insert') continue;
    if (id !== undefined && write.collection.id(write.document) !== id) continue;
    const document = write.document as Readonly<Record<string, unknown>>;
    values.push(indexFields(write.collection, index).map((field) => document[field] ?? null));
  }
  return JSON.stringify(values);
}

/** The same object without the properties that are undefined. */
function defined<Value extends object>(
  value: Value,
): { [Key in keyof Value]: NonNullable<Value[Key]> } {
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof Value]: NonNullable<Value[Key]> };
}
