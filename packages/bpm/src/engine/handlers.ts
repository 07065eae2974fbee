/**
 * Handlers of service steps, registered apart from the process.
 *
 * A worker's handler runs outside any transaction: at least once, under a lock, with a key that is
 * the same on every attempt. A handler of the inside runs in the commit of its step and writes to
 * the same store: exactly once.
 */
import type { Transaction } from '@kontor/kernel/store';
import type { z } from 'zod';
import { nodeOf, openDraft } from '../instance-draft.ts';
import { type Library, openBurst } from '../burst.ts';
import type { ServiceContract } from '../contract.ts';
import { BpmError } from '../errors.ts';
import type { Variables, WaitOf } from '../instance.ts';
import { owedAs } from '../statechart/chart-waits.ts';
import type { ChartInstance } from '../statechart/chart-instance.ts';
import { chartOfSession } from '../statechart/invoke.ts';
import type { EngineLibrary } from './engine-library.ts';
import { isChart, type Snapshot } from './snapshot.ts';
import type { NodeOf, RetryRule } from '../model.ts';
import type { CompiledChart } from '../statechart/compiled-chart.ts';
import { visibleVariables } from '../variables.ts';

/** What a handler knows of its job. */
export interface JobContext {
  readonly instance: string;
  /** The same on every attempt: give it to whoever must not do it twice. */
  readonly effectKey: string;
  /** From 1. */
  readonly attempt: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What a worker's handler knows and can do. */
export interface WorkerJob extends JobContext {
  /** Aborted when the lock was lost: another worker does the job. */
  readonly signal: AbortSignal;
  /** Holds the lock longer. */
  heartbeat(): Promise<void>;
}

/** What a handler of the inside can do: read and write in the commit of the step. */
export interface InsideJob extends JobContext {
  readonly tx: Transaction;
}

/** A handler of a contract. */
export type Handler<Contract extends ServiceContract, Job> = (
  input: z.output<Contract['input']>,
  job: Job,
) => Promise<z.input<Contract['output']>> | z.input<Contract['output']>;

/** A handler with its contract, types left behind. */
interface Registered<Job> {
  readonly contract: ServiceContract;
  readonly run: (input: never, job: Job) => unknown;
}

/** The handlers of an engine. */
export class Handlers {
  readonly #workers = new Map<string, Registered<WorkerJob>>();
  readonly #inside = new Map<string, Registered<InsideJob>>();

  /** Registers a worker's handler. */
  work<Contract extends ServiceContract>(
    contract: Contract,
    run: Handler<Contract, WorkerJob>,
  ): void {
    this.#workers.set(contract.type, { contract, run });
  }

  /** Registers a handler of the inside. */
  inside<Contract extends ServiceContract>(
    contract: Contract,
    run: Handler<Contract, InsideJob>,
  ): void {
    this.#inside.set(contract.type, { contract, run });
  }

  /** Types that a worker here can do; those of the inside among them, when they are tried again. */
  get types(): readonly string[] {
    return [...this.#workers.keys()];
  }

  /** Types that are done in the commit of their step. */
  get insideTypes(): readonly string[] {
    return [...this.#inside.keys()];
  }

  /** Whether jobs of a type are done in the commit of their step. */
  isInside(type: string): boolean {
    return this.#inside.has(type);
  }

  /**
   * Runs a worker's handler.
   *
   * @throws BpmError BPM_UNKNOWN_HANDLER; whatever the handler or its schemas throw
   */
  async runWorker(type: string, input: Variables, job: WorkerJob): Promise<Variables> {
    return call(type, this.#workers.get(type), input, job);
  }

  /** Runs a handler of the inside. */
  async runInside(type: string, input: Variables, job: InsideJob): Promise<Variables> {
    return call(type, this.#inside.get(type), input, job);
  }
}

async function call<Job>(
  type: string,
  registered: Registered<Job> | undefined,
  input: Variables,
  job: Job,
): Promise<Variables> {
  if (registered === undefined) throw new BpmError('BPM_UNKNOWN_HANDLER', { type });
  const { contract, run } = registered;
  const given = contract.input.parse(input);
  const output = contract.output.parse((await run(given as never, job)) ?? {});
  return (output ?? {}) as Variables;
}

/** The input of a job: its own variables where it maps them, else all it sees. */
export function inputOf(library: Library, instance: Snapshot, job: WaitOf<'job'>): Variables {
  if (isChart(instance)) {
    const wait = owedAs(instance, job.id)?.wait;
    return wait?.kind === 'job' ? wait.input : {};
  }
  const draft = openDraft(instance, library.process);
  const frame = draft.frames.get(job.frame)!;
  if (nodeOf(draft, frame).in !== undefined) return frame.variables ?? {};
  return visibleVariables(openBurst(library, draft, 0), job.frame);
}

/** How a job is tried again. */
export function retryOf(library: EngineLibrary, instance: Snapshot, job: WaitOf<'job'>): RetryRule {
  if (isChart(instance)) return chartRetry(library, instance, job.id);
  const draft = openDraft(instance, library.process);
  const { node } = nodeOf(draft, draft.frames.get(job.frame)!);
  return (node as NodeOf<'service'>).retry ?? {};
}

function chartRetry(library: EngineLibrary, instance: ChartInstance, id: number): RetryRule {
  const found = owedAs(instance, id);
  if (found === undefined) return {};
  const { session, invocation } = found;
  const { byId } = sessionChart(library, instance, session);
  return byId.get(invocation.state)?.invokes[invocation.index]?.definition.retry ?? {};
}

/** The chart of a session; what stands in the chart of the one around is found there. */
function sessionChart(
  library: EngineLibrary,
  instance: ChartInstance,
  session: ChartInstance['sessions'][number],
): CompiledChart {
  const parent = instance.sessions.find(({ id }) => id === session.parent);
  const around = parent && sessionChart(library, instance, parent);
  return chartOfSession(library, session, around);
}

/** The key of the effect of a job. */
export const jobKey = (instance: string, { frame }: WaitOf<'job'>): string =>
  `${instance}/${frame}/0`;
