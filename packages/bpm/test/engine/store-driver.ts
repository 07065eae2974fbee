/**
 * The stored engine as an engine for trace scripts: a `ProcessEngine` on any store and a clock that
 * is set by hand. After each command it does all that is due, as a running engine would.
 *
 * What happened is read off the commits themselves, in their order, whatever the store.
 */
import { type Ids, type ManualClock, manualClock, sequentialIds } from '@kontor/kernel';
import type { Batch, Store } from '@kontor/kernel/store';
import { faultyStore } from '@kontor/kernel/testing';
import { compileProcess } from '../../src/compile.ts';
import {
  instances,
  jobs,
  type StoredHistory,
  timers,
  waitRow,
} from '../../src/engine/engine-collections.ts';
import { asProcess } from '../../src/engine/snapshot.ts';
import { BpmError } from '../../src/errors.ts';
import { feel } from '../../src/feel/language.ts';
import type { HistoryEvent } from '../../src/history.ts';
import type { Instance, Variables, Wait } from '../../src/instance.ts';
import type { ProcessDefinition } from '../../src/model.ts';
import { ProcessEngine } from '../../src/process-engine.ts';
import { readDuration } from '../../src/timer/iso-duration.ts';
import type { MigrationPlan } from '../../src/migration/migration-plan.ts';
import { invertPlan, planMigration } from '../../src/migration/plan-migration.ts';
import type { Change } from '../../src/modification.ts';
import type { Model } from '../notation.ts';
import type { Driver, DriverState } from '../traces/runner.ts';
import type {
  Action,
  Migration,
  Outcome,
  PublishedMessage,
  ScriptOptions,
  Values,
} from '../traces/script.ts';
import { type ReadScript, readModel, readScript } from '../traces/scripted-model.ts';
import { TraceLog } from '../traces/trace-log.ts';
import { checkHistory, checkRows, readAll } from './rows-law.ts';
import { type WatchedStore, watchStore } from './watched-store.ts';

const DAY_MS = 86_400_000;

/** How the store behaves, beside what it is. */
export interface StoreDriverOptions {
  readonly conflictsFirst?: boolean;
  /** Commits fail, and answers are lost or come late, as this seed wants it. */
  readonly faults?: number;
}

/** A process engine on a store, with the processes of a script deployed. */
export class StoreDriver implements Driver {
  readonly #store: WatchedStore;
  /** As the engine sees it. */
  readonly #faulty: Store;
  readonly #clock: ManualClock;
  readonly #ids: Ids = sequentialIds('i');
  readonly #log: TraceLog;
  readonly #burstSteps: number;
  #main: ProcessDefinition;
  #lastPlan: MigrationPlan | undefined;
  /** Jobs that were claimed, by their elements. */
  readonly #jobs = new Map<string, string>();
  /** The last instance in which an element waited, so that a late command has an addressee. */
  readonly #lastOf = new Map<string, string>();
  #engine: ProcessEngine;

  private constructor(
    store: Store,
    { model, processes }: ReadScript,
    options: ScriptOptions,
    how: StoreDriverOptions,
  ) {
    this.#main = model.main;
    this.#log = new TraceLog(processes);
    this.#burstSteps = options.burstSteps ?? 1000;
    this.#clock = manualClock(Date.parse(options.now ?? '2026-01-01T00:00:00Z'));
    const { conflictsFirst, faults } = how;
    const committed = (batch: Batch): void => this.#note(batch);
    this.#store = watchStore(store, { committed, conflictsFirst });
    this.#faulty =
      faults === undefined
        ? this.#store
        : faultyStore(this.#store, { seed: faults, rates: { failRead: 0 } });
    this.#engine = this.#newEngine();
  }

  /** Opens an engine on an empty store, and deploys the processes of a script. */
  static async open(
    store: Store,
    text: string,
    options: ScriptOptions = {},
    how: StoreDriverOptions = {},
  ): Promise<StoreDriver> {
    const script = readScript(text, options);
    const driver = new StoreDriver(store, script, options, how);
    await driver.#engine.prepare();
    await driver.#engine.deploy(...definitionsOf(script.model));
    return driver;
  }

  #newEngine(): ProcessEngine {
    const trying = { sleep: async (): Promise<void> => undefined };
    const [store, clock, ids] = [this.#faulty, this.#clock, this.#ids];
    return new ProcessEngine({ store, clock, ids, trying, burstSteps: this.#burstSteps });
  }

  #note({ writes }: Batch): void {
    for (const write of writes) {
      if (write.kind !== 'insert' || write.collection.name !== 'bpm_history') continue;
      const { instance, events } = write.document as StoredHistory;
      this.#log.add(instance, events as HistoryEvent[]);
      for (const event of events) {
        if (event.type === 'opened') this.#lastOf.set(event.wait.node, instance);
      }
    }
  }

  /** Does all that is due, and looks whether all is as it must be. */
  async #settle(): Promise<void> {
    for (let work = 1; work > 0; ) {
      const { timers: fired, sent, jobs: done } = await this.#engine.tick();
      work = fired + sent + done;
    }
    await this.check();
  }

  /** The laws of what is kept. */
  async check(): Promise<void> {
    await checkRows(this.#store, this.#clock.now());
    await checkHistory(this.#store);
  }

  async start(vars: Values): Promise<void> {
    await this.#engine.start(this.#main.id, vars as Variables);
    await this.#settle();
  }

  async complete(
    id: string,
    { at, vars, fence }: { at?: number; vars?: Values; fence?: number },
  ): Promise<void> {
    const variables = vars as Variables | undefined;
    const instance = await this.#holderOf(id, at);
    if (fence === undefined) {
      await this.#engine.complete(instance, { activity: id, at }, variables);
    } else {
      await this.#engine.endJob(this.#jobs.get(id) ?? 'none/0', fence, {
        kind: 'complete',
        variables,
      });
    }
    await this.#settle();
  }

  async fail(
    id: string,
    code: string,
    { at, vars }: { at?: number; vars?: Values },
  ): Promise<void> {
    const instance = await this.#holderOf(id, at);
    await this.#engine.fail(instance, { activity: id, at }, code, vars as Variables | undefined);
    await this.#settle();
  }

  async escalate(id: string, code: string, vars?: Values): Promise<void> {
    const instance = await this.#holderOf(id);
    await this.#engine.escalate(instance, id, code, vars as Variables | undefined);
    await this.#settle();
  }

  async crashJob(id: string): Promise<void> {
    const found = await this.#openWait(id, undefined);
    const job = waitRow(found?.instance ?? 'none', found?.wait.id ?? 0);
    const [row] = await this.#store.get(jobs, [job]);
    await this.#engine.endJob(job, row?.document.fence ?? 0, { kind: 'crash', message: 'torn' });
    await this.#settle();
  }

  async claim(id: string, owner: string): Promise<void> {
    const found = await this.#openWait(id, undefined);
    if (found?.wait.kind !== 'job') throw new Error(`${id} is no job`);
    const claimed = await this.#engine.claim({ types: [found.wait.type], worker: owner });
    const job = claimed.find((one) => one.id === waitRow(found.instance, found.wait.id));
    if (job === undefined) throw new Error(`${id} is claimed by another`);
    this.#jobs.set(id, job.id);
  }

  async message({ name, key, id, ttl, vars }: PublishedMessage): Promise<Outcome> {
    const ttlMs = ttl === undefined ? undefined : durationMs(ttl);
    const variables = vars as Variables | undefined;
    const { kind } = await this.#engine.publish({ name, key, id, ttlMs, variables });
    await this.#settle();
    return kind;
  }

  async signal(name: string, vars?: Values): Promise<void> {
    await this.#engine.broadcast(name, vars as Variables | undefined);
    await this.#settle();
  }

  async set(vars: Values): Promise<void> {
    await this.#engine.setVariables(await this.#running(), vars as Variables);
    await this.#settle();
  }

  async cancel(id: string, at?: number): Promise<void> {
    const all = await this.#instances();
    const holder = all.find(({ frames }) => frames.some(({ node }) => node === id)) ?? all[0];
    await this.#engine.cancelActivity(holder?.id ?? 'none', { activity: id, at });
    await this.#settle();
  }

  async activate(id: string): Promise<void> {
    for (const { id: instance, frames } of await this.#instances()) {
      const adHoc = frames.find(
        ({ node, role }) => role !== 'body' && this.#log.isAdHocOf(node, id),
      );
      if (adHoc === undefined) continue;
      await this.#engine.activate(instance, adHoc.node, id);
      return this.#settle();
    }
    throw new BpmError('BPM_ACTIVITY_NOT_ACTIVE', { instance: 'any', activity: id });
  }

  async resolve(code: string): Promise<void> {
    for (const { instance, incident, code: own } of await this.#engine.incidents()) {
      if (own === code) await this.#engine.resolve(instance, incident);
    }
    await this.#settle();
  }

  async migrate({ to, plan, recompute, options = {} }: Migration): Promise<void> {
    const { main } = readModel(to, options);
    await this.#move(planMigration(this.#main, main, plan, { recompute }), main);
  }

  async undoMigration(): Promise<void> {
    const plan = invertPlan(this.#lastPlan!);
    const { process } = plan;
    await this.#move(plan, (await this.#engine.definition(process, plan.to)) as ProcessDefinition);
  }

  /** All instances are moved, or the reason is told why one is not, and none is. */
  async #move(plan: MigrationPlan, to: ProcessDefinition): Promise<void> {
    await this.#engine.deploy(to);
    this.#log.know([compileProcess(to, { languages: [feel] })]);
    const { instances: looked } = await this.#engine.migrate(plan, { dryRun: true });
    const issues = looked.flatMap(({ blocks }) => blocks);
    const { process } = plan;
    if (issues.length > 0) throw new BpmError('BPM_INVALID_MIGRATION', { process, issues });
    await this.#engine.migrate(plan, { by: 'ann', reason: 'a new version' });
    this.#main = to;
    this.#lastPlan = plan;
    await this.#settle();
  }

  async modify(changes: readonly Values[]): Promise<void> {
    await this.#engine.modify(await this.#running(), changes as unknown as Change[]);
    await this.#settle();
  }

  async suspend(): Promise<void> {
    await this.#engine.suspend(await this.#running());
    await this.#settle();
  }

  async resume(): Promise<void> {
    await this.#engine.resume(await this.#running());
    await this.#settle();
  }

  async terminate(): Promise<void> {
    await this.#engine.terminate(await this.#running());
    await this.#settle();
  }

  async advance(duration: string): Promise<void> {
    const until = this.#clock.now() + durationMs(duration);
    for (;;) {
      const due = (await readAll(this.#store, timers)).map((timer) => timer.due);
      const next = Math.min(...due);
      if (next > until) break;
      this.#clock.set(Math.max(next, this.#clock.now()));
      await this.#settle();
    }
    this.#clock.set(until);
    await this.#settle();
  }

  async outage(duration: string): Promise<void> {
    this.#clock.advance(durationMs(duration));
    await this.reload();
    await this.#engine.recover();
    await this.#settle();
  }

  async reload(): Promise<void> {
    this.#engine = this.#newEngine();
  }

  /** Each is prepared on what was there before the first; then they are let through in turn. */
  async race(actions: readonly Action[], run: (action: Action) => Promise<void>): Promise<void> {
    const runs: { readonly release: () => void; readonly done: Promise<void> }[] = [];
    for (const action of actions) {
      const held = this.#store.hold();
      const done = run(action);
      done.catch(() => undefined);
      await Promise.race([held.arrived, done]);
      runs.push({ release: held.release, done });
    }
    for (const { release, done } of runs) {
      release();
      await done;
    }
  }

  async state(): Promise<DriverState> {
    const all = await this.#instances();
    const running = all.filter(({ state }) => state === 'active');
    return {
      ...this.#log.lists(),
      active: all.flatMap((instance) => this.#log.activeIn(instance)),
      ended: running.length > 0 ? false : (all[0]?.state ?? false),
      vars: all[0]?.frames[0]?.variables ?? {},
      incidents: all.flatMap(({ incidents = [] }) => incidents.map(({ code }) => code)),
      timers: all.flatMap(({ waits }) => waits.filter(({ kind }) => kind === 'timer')).length,
      instances: running.length,
    };
  }

  /** All instances, in the order of their start. */
  async #instances(): Promise<Instance[]> {
    return (await readAll(this.#store, instances)).map(({ snapshot }) => asProcess(snapshot));
  }

  async #running(): Promise<string> {
    const all = await this.#instances();
    return (all.find(({ state }) => state === 'active') ?? all.at(-1))!.id;
  }

  /** The instance in which an element waits, or has waited last. */
  async #holderOf(id: string, at?: number): Promise<string> {
    const found = await this.#openWait(id, at);
    const holder = found?.instance ?? this.#lastOf.get(id);
    if (holder !== undefined) return holder;
    throw new BpmError('BPM_ACTIVITY_NOT_ACTIVE', { instance: 'any', activity: id });
  }

  async #openWait(
    id: string,
    at: number | undefined,
  ): Promise<{ readonly instance: string; readonly wait: Wait } | undefined> {
    for (const { id: instance, waits, frames } of await this.#instances()) {
      const wait = waits.find(
        ({ node, frame, inside }) =>
          node === id &&
          inside !== true &&
          (at === undefined || frames.some((one) => one.id === frame && one.index === at)),
      );
      if (wait !== undefined) return { instance, wait };
    }
    return undefined;
  }
}

const definitionsOf = ({ main, called }: Model): ProcessDefinition[] => [
  main,
  ...Object.values(called),
];

function durationMs(text: string): number {
  const duration = readDuration(text);
  if (duration === undefined || duration.months > 0) throw new Error(`'${text}' is no fixed time`);
  return duration.days * DAY_MS + duration.ms;
}
