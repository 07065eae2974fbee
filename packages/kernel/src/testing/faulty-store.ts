/**
 * A store that fails on purpose, the same way for the same seed.
 *
 * Each commit and read draws its fate: fail before anything is done, lose the request, lose the
 * answer, land late (the answer is lost while the batch is still in flight), report a conflict that
 * was none, take its time, or crash. Delays are turns of the microtask queue, not of a clock, so
 * that a run over the store in memory repeats exactly. Engines' crash tests run on it.
 */
import { KernelError } from '../errors.ts';
import { type Random, seededRandom } from '../ids.ts';
import type { Batch, Collection, CommitOutcome, Store } from '../store/contract.ts';

/** What can happen to a commit; `none` is the honest way. */
export type CommitFault =
  | 'none'
  /** KERNEL_UNAVAILABLE, and nothing was done. */
  | 'failBefore'
  /** KERNEL_UNKNOWN_OUTCOME, and nothing was done. */
  | 'loseRequest'
  /** KERNEL_UNKNOWN_OUTCOME, and the batch was done. */
  | 'loseAnswer'
  /** KERNEL_UNKNOWN_OUTCOME, and the batch is done some turns later. */
  | 'landLate'
  /** A conflict `serialization`, and nothing was done. */
  | 'conflict'
  /** KERNEL_UNKNOWN_OUTCOME; the batch was done or not; the store is reopened. */
  | 'crash';

/** How likely each fault is, from 0 to 1; those left out as in the default. */
export type FaultRates = Readonly<
  Record<Exclude<CommitFault, 'none'> | 'failRead' | 'delay', number>
>;

/** How a store fails. */
export interface FaultPlan {
  readonly seed: number;
  readonly rates?: Partial<FaultRates> | undefined;
  /** The fates of the first commits, in order; chance decides after them. */
  readonly schedule?: readonly CommitFault[] | undefined;
  /** Opens the data again after a crash; without it crashes only lose the answer. */
  readonly reopen?: ((tenant: string) => Promise<Store>) | undefined;
}

/** A store that fails, and how often it has. */
export interface FaultyStore extends Store {
  /** Counts by fault, for a test to see that its faults took place. */
  readonly faults: Readonly<Record<string, number>>;
  /** Waits until every batch that lands late has landed. */
  settled(): Promise<void>;
}

/** A few faults of each kind in a hundred commits. */
export const DEFAULT_FAULT_RATES: FaultRates = {
  failBefore: 0.03,
  loseRequest: 0.03,
  loseAnswer: 0.05,
  landLate: 0.03,
  conflict: 0.05,
  crash: 0.01,
  failRead: 0.01,
  delay: 0.2,
};

const DELAY_TURNS_MAX = 12;

interface Trouble {
  readonly random: Random;
  readonly rates: FaultRates;
  readonly schedule: CommitFault[];
  readonly reopen: FaultPlan['reopen'];
  readonly faults: Record<string, number>;
  readonly late: Set<Promise<unknown>>;
}

/**
 * Wraps a store in faults that follow from the seed.
 *
 * @example
 * const store = faultyStore(memoryStore(), { seed: 7, schedule: ['loseAnswer'] });
 */
export function faultyStore(store: Store, plan: number | FaultPlan): FaultyStore {
  const { seed, rates, schedule = [], reopen } = typeof plan === 'number' ? { seed: plan } : plan;
  return wrap(store, {
    random: seededRandom(seed),
    rates: { ...DEFAULT_FAULT_RATES, ...rates },
    schedule: [...schedule],
    reopen,
    faults: {},
    late: new Set(),
  });
}

function wrap(first: Store, trouble: Trouble): FaultyStore {
  let inner = first;
  const crash = async (): Promise<void> => {
    if (trouble.reopen !== undefined) inner = await trouble.reopen(inner.tenant);
  };
  return {
    tenant: first.tenant,
    capabilities: first.capabilities,
    faults: trouble.faults,
    settled: async () => {
      while (trouble.late.size > 0) await Promise.all(trouble.late);
    },
    prepare: (collections, options) => inner.prepare(collections, options),
    get: async <Document extends object>(of: Collection<Document>, ids: readonly string[]) => {
      await readFate(trouble);
      return inner.get(of, ids);
    },
    async *scan(of, range, options) {
      await readFate(trouble);
      for await (const page of inner.scan(of, range, options)) {
        await turns(trouble);
        yield page;
      }
    },
    commit: (batch) => commitFate(trouble, () => inner, crash, batch),
    outcome: async (batchId) => {
      await readFate(trouble);
      return inner.outcome(batchId);
    },
    forTenant: (tenant) => wrap(inner.forTenant(tenant), trouble),
    close: () => inner.close(),
  };
}

async function commitFate(
  trouble: Trouble,
  inner: () => Store,
  crash: () => Promise<void>,
  batch: Batch,
): Promise<CommitOutcome> {
  await turns(trouble);
  const fault = drawFault(trouble);
  count(trouble, fault);
  if (fault === 'failBefore') throw new KernelError('KERNEL_UNAVAILABLE', {});
  if (fault === 'conflict') return { kind: 'conflict', reason: 'serialization' };
  if (fault === 'landLate') landLate(trouble, inner, batch);
  if (fault === 'crash') {
    if (trouble.random() < 0.5) await inner().commit(batch);
    await crash();
  }
  const outcome =
    fault === 'none' || fault === 'loseAnswer' ? await inner().commit(batch) : undefined;
  if (fault === 'none' && outcome !== undefined) return outcome;
  throw new KernelError(
    'KERNEL_UNKNOWN_OUTCOME',
    batch.id === undefined ? {} : { batch: batch.id },
  );
}

/**
 * The batch stays in flight for a while and lands behind the caller's back; what comes of it is
 * lost.
 */
function landLate(trouble: Trouble, inner: () => Store, batch: Batch): void {
  const landing = (async () => {
    for (let turn = 0; turn < 4; turn++) await turns(trouble, 1);
    await inner().commit(batch);
  })();
  const gone: Promise<boolean> = landing.then(
    () => trouble.late.delete(gone),
    () => trouble.late.delete(gone),
  );
  trouble.late.add(gone);
}

function drawFault(trouble: Trouble): CommitFault {
  const scheduled = trouble.schedule.shift();
  if (scheduled !== undefined) return scheduled;
  let draw = trouble.random();
  for (const fault of COMMIT_FAULTS) {
    draw -= trouble.rates[fault];
    if (draw < 0) return fault;
  }
  return 'none';
}

const COMMIT_FAULTS = [
  'failBefore',
  'loseRequest',
  'loseAnswer',
  'landLate',
  'conflict',
  'crash',
] as const satisfies CommitFault[];

async function readFate(trouble: Trouble): Promise<void> {
  await turns(trouble);
  if (trouble.random() >= trouble.rates.failRead) return;
  count(trouble, 'failRead');
  throw new KernelError('KERNEL_UNAVAILABLE', {});
}

/** Waits some turns of the microtask queue, now and then. */
async function turns(trouble: Trouble, likely = trouble.rates.delay): Promise<void> {
  if (trouble.random() >= likely) return;
  const many = Math.floor(trouble.random() * DELAY_TURNS_MAX);
  for (let turn = 0; turn < many; turn++) await Promise.resolve();
}

function count(trouble: Trouble, fault: string): void {
  trouble.faults[fault] = (trouble.faults[fault] ?? 0) + 1;
}
