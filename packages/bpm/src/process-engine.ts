/**
 * The shell of the process engine: load, call the pure step, commit.
 *
 * Only here are a store, a clock and ids. Nothing is kept in memory between two calls but compiled
 * definitions, so any number of processes on one database share the work, and a process that is
 * killed loses nothing: its locks run out, and another one goes on.
 */
import { type Sleep, transact, type Transaction } from '@kontor/kernel/store';
import type { ServiceContract } from './contract.ts';
import { bringSoon } from './engine/bring-sent.ts';
import { startWhereTrue } from './engine/conditional-start.ts';
import {
  type After,
  afterOf,
  commandsWithin,
  type ProcessCommands,
  startIn,
  type StartOptions,
} from './engine/commands.ts';
import type { DefinitionInput, Deployed } from './engine/deployment.ts';
import { ChartCommands } from './engine/chart-commands.ts';
import {
  processCollections,
  type StoredIncident,
  type StoredTask,
  type StoredTaskRecord,
} from './engine/engine-collections.ts';
import { type EngineCore, perform } from './engine/engine-core.ts';
import { engineParts, type ProcessEngineOptions } from './engine/engine-options.ts';
import { stepInstance, type StepResult } from './engine/engine-step.ts';
import type { AnyTrigger } from './engine/move.ts';
import { OperatorCommands } from './engine/operator-commands.ts';
import { asProcess, type Snapshot } from './engine/snapshot.ts';
import type { StepContext } from './engine/step-context.ts';
import { writeSignal } from './engine/step-effects.ts';
import { type ActivityRef, findFrame, findWait } from './engine/find-wait.ts';
import type { Handler, InsideJob, WorkerJob } from './engine/handlers.ts';
import { type MessageInput, publishMessage, type Published } from './engine/messages.ts';
import {
  explainInstance,
  readHistory,
  readIncidents,
  readInstance,
  readInstanceIds,
  readNews,
  removeNews,
} from './engine/reading.ts';
import { doRound, recoverTimers, type Round, type RoundOptions } from './engine/rounds.ts';
import { runEngine, type RunOptions } from './engine/run.ts';
import {
  actOnTask,
  findTasks,
  readTaskRecords,
  type TaskAction,
  type TaskQuery,
} from './engine/task-list.ts';
import {
  type ClaimedJob,
  type ClaimOptions,
  claimJobs,
  endJob,
  holdJob,
  type JobResult,
} from './engine/worker.ts';
import { BpmError } from './errors.ts';
import type { Reason } from './explain.ts';
import type { HistoryPage } from './history.ts';
import type { Instance, Variables } from './instance.ts';
import type { Trigger } from './trigger.ts';

export type { After, ProcessCommands, StartOptions } from './engine/commands.ts';
export type { ProcessEngineOptions } from './engine/engine-options.ts';

const LIMIT = 1000;

/** The engine. */
export class ProcessEngine extends OperatorCommands {
  /** Commands on statecharts. */
  readonly charts: ChartCommands;
  readonly #core: EngineCore;
  readonly #worker: string;
  readonly #lockMs: number;
  readonly #sleep: Sleep;

  constructor(options: ProcessEngineOptions) {
    const { core, worker, lockMs, sleep } = engineParts(options);
    super(core);
    this.#core = core;
    this.charts = new ChartCommands(core);
    this.#worker = worker;
    this.#lockMs = lockMs;
    this.#sleep = sleep;
  }

  /** Makes what the engine keeps; safe to call again. @returns statements for a database person */
  prepare(options?: { readonly dryRun?: boolean }): Promise<readonly string[]> {
    return this.#core.store.prepare(processCollections, options);
  }

  /**
   * Deploys processes and statecharts, all or none.
   *
   * @throws BpmError BPM_INVALID_DEFINITION — with all faults
   */
  deploy(...definitions: readonly DefinitionInput[]): Promise<Deployed[]> {
    return this.#core.deployment.deploy(definitions, this.#core.clock.now());
  }

  /** Registers who does the jobs of a contract, at least once each, outside the commit. */
  handle<Contract extends ServiceContract>(
    contract: Contract,
    handler: Handler<Contract, WorkerJob>,
  ): this {
    this.#core.handlers.work(contract, handler);
    return this;
  }

  /**
   * Registers who does the jobs of a contract inside the commit of their step: exactly once. What
   * the handler wrote before it threw a business error is committed with that; before any other
   * error, it is not.
   */
  handleInside<Contract extends ServiceContract>(
    contract: Contract,
    handler: Handler<Contract, InsideJob>,
  ): this {
    this.#core.handlers.inside(contract, handler);
    return this;
  }

  /**
   * Starts an instance of the newest definition of a process.
   *
   * @throws BpmError BPM_UNKNOWN_DEFINITION
   * @throws KernelError KERNEL_DUPLICATE — an instance of this id is there
   */
  start(process: string, variables: Variables = {}, options: StartOptions = {}): Promise<After> {
    const id = options.id ?? this.#core.ids.next();
    return this.#commitProcess((tx, context) =>
      startIn(tx, context, id, process, variables, options),
    );
  }

  /**
   * Completes the activity that waits: a task, a job, or an event.
   *
   * @throws BpmError BPM_ACTIVITY_NOT_ACTIVE — another command was first
   */
  complete(
    instance: string,
    activity: ActivityRef,
    variables: Variables = {},
    by?: string,
  ): Promise<After> {
    return this.#step(instance, (now) => {
      const { id: wait } = findWait(now, activity);
      return { kind: 'complete', wait, variables, ...(by !== undefined && { by }) };
    });
  }

  /** An activity ends in an error of the business, which climbs to who catches it. */
  fail(
    instance: string,
    activity: ActivityRef,
    code: string,
    variables: Variables = {},
  ): Promise<After> {
    return this.#step(instance, (now) => {
      return { kind: 'fail', wait: findWait(now, activity).id, code, variables };
    });
  }

  /** An activity escalates, and goes on unless who catches it stops it. */
  escalate(
    instance: string,
    activity: ActivityRef,
    code: string,
    variables: Variables = {},
  ): Promise<After> {
    return this.#step(instance, (now) => {
      return { kind: 'escalate', wait: findWait(now, activity).id, code, variables };
    });
  }

  /** Sets variables of the process. */
  setVariables(instance: string, variables: Variables): Promise<After> {
    return this.#step(instance, { kind: 'set', variables });
  }

  /** Stops an activity; nothing leaves it. */
  cancelActivity(instance: string, activity: ActivityRef): Promise<After> {
    return this.#step(instance, (now) => ({ kind: 'cancel', frame: findFrame(now, activity) }));
  }

  /** Starts an activity of an ad-hoc sub-process. */
  activate(instance: string, adHoc: ActivityRef, activity: string): Promise<After> {
    return this.#step(instance, (now) => {
      return { kind: 'activate', frame: findFrame(now, adHoc), node: activity };
    });
  }

  /** Stops an instance. */
  terminate(instance: string, reason?: string): Promise<After> {
    return this.#step(instance, { kind: 'terminate', ...(reason !== undefined && { reason }) });
  }

  /**
   * Resolves an incident: what stood still is tried again.
   *
   * @param incident - its number, or its code where only one of that code is open
   */
  resolve(
    instance: string,
    incident: number | string,
    attempts?: number,
  ): Promise<{ readonly instance: Snapshot }> {
    const find = (now: Snapshot): AnyTrigger => {
      const found = now.incidents?.find(({ id, code }) => id === incident || code === incident);
      if (found === undefined) {
        const reason = `${incident} is not open`;
        throw new BpmError('BPM_INVALID_COMMAND', { instance, path: 'incident', reason });
      }
      const more = attempts === undefined ? {} : { attempts };
      return { kind: 'resolve', incident: found.id, ...more };
    };
    return this.#commit((tx, context) => stepInstance(tx, context, instance, find));
  }

  /**
   * Publishes a message: it goes to one subscription, starts a process, or waits for a while.
   *
   * @throws BpmError BPM_AMBIGUOUS_CORRELATION, BPM_INVALID_MESSAGE
   */
  async publish(message: MessageInput): Promise<Published> {
    const outcome = await perform(this.#core, (tx, context) =>
      publishMessage(tx, context, message),
    );
    await bringSoon(this.#core, LIMIT);
    return outcome;
  }

  /** Sends a signal to all who wait for it now. @returns how many those are */
  async broadcast(name: string, variables: Variables = {}): Promise<number> {
    const id = this.#core.ids.next();
    const recipients = await perform(this.#core, (tx, { now: sentAt }) =>
      writeSignal(tx, { id, name, variables, sentAt, place: 0 }),
    );
    await bringSoon(this.#core, LIMIT);
    return recipients;
  }

  /** Starts processes whose start condition holds for these variables. @returns the instances */
  async startWhere(variables: Variables): Promise<string[]> {
    const started = await perform(this.#core, (tx, context) =>
      startWhereTrue(tx, context, variables),
    );
    await bringSoon(this.#core, LIMIT);
    return started;
  }

  /**
   * Commands in a transaction of the caller's: with his own writes and those of other engines on
   * the same store. Signals and messages that come of it are brought by the next `tick`.
   */
  within(tx: Transaction): ProcessCommands {
    return commandsWithin(tx, this.#core);
  }

  /** Tasks for people that fit a query, the most urgent first. */
  tasks(query: TaskQuery = {}): Promise<StoredTask[]> {
    return findTasks(this.#core.store, query);
  }

  /** Tasks of an instance that are over, with all that was done with them and said of them. */
  taskRecords(instance: string): Promise<StoredTaskRecord[]> {
    return readTaskRecords(this.#core.store, instance);
  }

  /** Claims, delegates, comments … a task. @param by - who does it */
  task(id: string, by: string, action: TaskAction): Promise<StoredTask> {
    return perform(this.#core, (tx, { now }) => actOnTask(tx, id, by, action, now));
  }

  /** Claims jobs for a worker outside. */
  claim(options: Partial<ClaimOptions> & Pick<ClaimOptions, 'types'>): Promise<ClaimedJob[]> {
    const { worker = this.#worker, lockMs = this.#lockMs, limit = 10 } = options;
    return claimJobs(this.#core, { ...options, worker, lockMs, limit });
  }

  /** Holds a claimed job longer. @returns until when @throws BpmError BPM_STALE_FENCE */
  heartbeat(job: string, fence: number, lockMs: number = this.#lockMs): Promise<number> {
    const { store, clock, trying } = this.#core;
    return transact(store, (tx) => holdJob(tx, clock.now(), job, fence, lockMs), trying);
  }

  /** Ends a claimed job. @throws BpmError BPM_STALE_FENCE, BPM_ACTIVITY_NOT_ACTIVE */
  endJob(job: string, fence: number, result: JobResult): Promise<{ readonly instance: Snapshot }> {
    return this.#commit((tx, context) => endJob(tx, context, job, fence, result));
  }

  /** An instance as it stands. @throws BpmError BPM_UNKNOWN_INSTANCE */
  async instance(id: string): Promise<Instance> {
    return asProcess(await readInstance(this.#core.store, id));
  }

  /** Why an instance stands where it stands; nothing when it has ended. */
  explain(id: string): Promise<Reason[]> {
    return explainInstance(this.#core, id);
  }

  /** The history of an instance, a page for each commit. */
  history(id: string): Promise<HistoryPage[]> {
    return readHistory(this.#core.store, id);
  }

  /** Incidents that are open, of one process or of all, the oldest first. */
  incidents(process?: string): Promise<StoredIncident[]> {
    return readIncidents(this.#core.store, process);
  }

  /** Ids of instances by state and process; of one process, the oldest first. */
  instances(state: string, process?: string, limit = 100): Promise<string[]> {
    const equals = process === undefined ? [state] : [state, process];
    return readInstanceIds(this.#core.store, { index: 'byState', equals }, limit);
  }

  /** Ids of instances that were started for something, the oldest first. */
  instancesFor(key: string, limit = 100): Promise<string[]> {
    return readInstanceIds(this.#core.store, { index: 'byKey', equals: [key] }, limit);
  }

  /** News for the world outside that are still to be delivered. */
  news(limit = 100): ReturnType<typeof readNews> {
    return readNews(this.#core.store, limit);
  }

  /** Removes news that were delivered. */
  removeNews(ids: readonly string[]): Promise<void> {
    return removeNews(this.#core.store, ids, this.#core.trying);
  }

  /** One round of all that is due: timers, signals, messages, jobs with a handler here. */
  tick(): Promise<Round> {
    return doRound(this.#core, this.#round);
  }

  /** Timers that came due while no engine was running, by their policies. `run` begins with it. */
  recover(): Promise<number> {
    return recoverTimers(this.#core, LIMIT);
  }

  /** Works until it is told to stop; failures of the store that pass are waited out. */
  run(options: RunOptions): Promise<void> {
    return runEngine(this.#core, this.#round, options, this.#sleep);
  }

  get #round(): RoundOptions {
    return { worker: this.#worker, lockMs: this.#lockMs, limit: LIMIT };
  }

  async #step(
    instance: string,
    trigger: Trigger | ((instance: Instance) => Trigger),
  ): Promise<After> {
    const find = (now: Snapshot): Trigger => {
      const process = asProcess(now);
      return typeof trigger === 'function' ? trigger(process) : trigger;
    };
    return this.#commitProcess((tx, context) => stepInstance(tx, context, instance, find));
  }

  /** A commit on a process; one on a statechart is refused before anything is written. */
  async #commitProcess(
    work: (tx: Transaction, context: StepContext) => Promise<StepResult>,
  ): Promise<After> {
    return afterOf(
      await this.#commit(async (tx, context) => {
        const step = await work(tx, context);
        asProcess(step.instance);
        return step;
      }),
    );
  }

  async #commit(
    work: (tx: Transaction, context: StepContext) => Promise<StepResult>,
  ): Promise<{ readonly instance: Snapshot }> {
    const { instance, isSending } = await perform(this.#core, work);
    if (!isSending) return { instance };
    await bringSoon(this.#core, LIMIT);
    return { instance: await readInstance(this.#core.store, instance.id) };
  }
}
