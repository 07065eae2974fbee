/**
 * The pure step as an engine for trace scripts: instances in memory, and around them only what the
 * rules want of a shell: a clock, timers served in order, subscriptions, a buffer of messages.
 *
 * It is the slow, obvious twin of the stored engine: it searches all instances for each command.
 */
import { advance, replay, type Step } from '../../src/advance.ts';
import type { Effect, Library } from '../../src/burst.ts';
import type { CompiledNode, CompiledProcess } from '../../src/compiled.ts';
import { BpmError } from '../../src/errors.ts';
import type { HistoryEvent } from '../../src/history.ts';
import type { Instance, Variables, Wait } from '../../src/instance.ts';
import type { Subject, Trigger } from '../../src/trigger.ts';
import type { Model } from '../notation.ts';
import type { Driver, DriverState } from './runner.ts';
import {
  type ElementMapping,
  invertPlan,
  type MigrationOptions,
  planMigration,
} from '../../src/migration/plan-migration.ts';
import type { MigrationPlan } from '../../src/migration/migration-plan.ts';
import type { Change } from '../../src/modification.ts';
import type { Migration, Outcome, PublishedMessage, ScriptOptions, Values } from './script.ts';
import { durationMs, indexOf, processesOf } from './scripted-model.ts';
import { TraceLog } from './trace-log.ts';

/** What the driver does after each commit, to prove that nothing but what was kept counts. */
export type AfterCommit = 'nothing' | 'json' | 'replay';

interface Kept {
  instance: Instance;
  readonly events: HistoryEvent[];
}

interface Buffered extends PublishedMessage {
  readonly until: number;
}

/** An engine of the pure step, with one process deployed. */
export class PureDriver implements Driver {
  readonly #library: Library;
  readonly #processes: Map<string, CompiledProcess>;
  #main: CompiledProcess;
  #lastPlan: MigrationPlan | undefined;
  readonly #afterCommit: AfterCommit;
  readonly #kept: Kept[] = [];
  readonly #log: TraceLog;
  #now: number;
  #buffer: Buffered[] = [];
  readonly #outcomes = new Map<string, Outcome>();
  /** The last wait of each element, so that a late command meets the engine's own refusal. */
  readonly #lastWait = new Map<string, { kept: Kept; wait: number }>();

  constructor(
    model: string | Model,
    options: ScriptOptions = {},
    afterCommit: AfterCommit = 'nothing',
  ) {
    const { main, called } = processesOf(model, options);
    const byHash = new Map([main, ...called.values()].map((one) => [one.hash, one]));
    this.#main = main;
    this.#processes = byHash;
    this.#log = new TraceLog([main, ...called.values()]);
    this.#afterCommit = afterCommit;
    this.#now = Date.parse(options.now ?? '2026-01-01T00:00:00Z');
    this.#library = {
      process: (hash) => byHash.get(hash)!,
      called: (id) => (id === main.definition.id ? this.#main : called.get(id))?.hash,
      decisions: new Map(),
      calendars: {},
      burstSteps: options.burstSteps ?? 1000,
    };
  }

  start(vars: Values): void {
    this.#begin({ kind: 'start', variables: vars as Variables });
  }

  #begin(trigger: Trigger): void {
    const subject = { id: `i${this.#kept.length + 1}`, process: this.#main.hash };
    const kept = { instance: undefined as unknown as Instance, events: [] };
    this.#commit(kept, this.#step(subject, trigger), subject);
  }

  complete(id: string, { at, vars }: { at?: number; vars?: Values }): void {
    const variables = vars as Variables | undefined;
    this.#work(id, at, (wait) => ({ kind: 'complete', wait, variables }));
  }

  fail(id: string, code: string, { at, vars }: { at?: number; vars?: Values }): void {
    const variables = vars as Variables | undefined;
    this.#work(id, at, (wait) => ({ kind: 'fail', wait, code, variables }));
  }

  escalate(id: string, code: string, vars?: Values): void {
    const variables = vars as Variables | undefined;
    this.#work(id, undefined, (wait) => ({ kind: 'escalate', wait, code, variables }));
  }

  crashJob(id: string): void {
    this.#work(id, undefined, (wait) => ({ kind: 'crash', wait, message: 'it was torn down' }));
  }

  /** A command on the wait of an activity: the one of an iteration, or the oldest. */
  #work(id: string, at: number | undefined, triggerOf: (wait: number) => Trigger): void {
    const open = this.#waits((wait, kept) => {
      if (wait.node !== id || wait.inside === true) return false;
      const isWork = wait.kind === 'task' || wait.kind === 'job' || this.#log.isReceive(id);
      return isWork && (at === undefined || indexOf(kept.instance, wait.frame) === at);
    });
    const found = open[0] ?? this.#lastWaitOf(id);
    this.#do(found.kept, triggerOf(typeof found.wait === 'number' ? found.wait : found.wait.id));
  }

  #lastWaitOf(id: string): { kept: Kept; wait: number } {
    const last = this.#lastWait.get(id);
    if (last !== undefined) return last;
    throw new BpmError('BPM_ACTIVITY_NOT_ACTIVE', { instance: 'any', activity: id });
  }

  message(message: PublishedMessage): Outcome {
    const seen = message.id === undefined ? undefined : `${message.name} ${message.id}`;
    const before = seen === undefined ? undefined : this.#outcomes.get(seen);
    if (before !== undefined) return before;
    const outcome = this.#publish(message);
    if (seen !== undefined) this.#outcomes.set(seen, outcome);
    return outcome;
  }

  #publish(message: PublishedMessage): Outcome {
    const outcome = this.#correlate(message);
    if (outcome !== undefined) return outcome;
    if (this.#isHeld(message)) {
      this.#buffer.push({ ...message, until: Infinity });
      return 'buffered';
    }
    if (message.ttl === undefined) return 'not-correlated';
    this.#buffer.push({ ...message, until: this.#now + durationMs(message.ttl) });
    return 'buffered';
  }

  /** A suspended instance waits for it: it gets the message when it is resumed. */
  #isHeld({ name, key = '' }: PublishedMessage): boolean {
    return this.#kept.some(
      ({ instance: { suspended, waits } }) =>
        suspended === true &&
        waits.some((wait) => wait.kind === 'message' && wait.name === name && wait.key === key),
    );
  }

  /** Gives a message to one subscription, or starts an instance; undefined: nobody waits. */
  #correlate({ name, key = '', vars }: PublishedMessage): 'correlated' | 'started' | undefined {
    const variables = vars as Variables | undefined;
    const open = this.#awake(
      (wait) => wait.kind === 'message' && wait.name === name && wait.key === key,
    );
    const candidates = [...new Set(open.map(({ kept }) => kept.instance.id))];
    if (key === '' && candidates.length > 1) {
      throw new BpmError('BPM_AMBIGUOUS_CORRELATION', { message: name, candidates });
    }
    const [first] = open;
    if (first !== undefined) {
      this.#do(first.kept, { kind: 'message', wait: first.wait.id, variables });
      return 'correlated';
    }
    const start = this.#isHeld({ name, key }) ? undefined : this.#startOf('message', name);
    if (start === undefined || (key !== '' && this.#isRunning(key))) return undefined;
    const at = start.id;
    this.#begin({ kind: 'start', at, variables, ...(key === '' ? {} : { key }) });
    return 'started';
  }

  #isRunning(key: string): boolean {
    return this.#kept.some(({ instance }) => instance.state === 'active' && instance.key === key);
  }

  #startOf(type: 'message' | 'signal', name: string): CompiledNode | undefined {
    return this.#main.scope.starts.find(({ events }) =>
      events.some(({ definition }) => definition.type === type && definition.name === name),
    );
  }

  signal(name: string, vars?: Values): void {
    this.#spread(name, vars as Variables | undefined, () => true);
  }

  /**
   * A signal reaches all who wait for it now; `heard`: which of them did so before it was thrown.
   */
  #spread(name: string, variables: Variables | undefined, heard: (at: Found) => boolean): void {
    const open = this.#awake((wait) => wait.kind === 'signal' && wait.name === name).filter(heard);
    for (const { kept, wait } of open) {
      if (kept.instance.waits.every(({ id }) => id !== wait.id)) continue;
      this.#do(kept, { kind: 'signal', wait: wait.id, variables });
    }
    const start = this.#startOf('signal', name);
    if (start !== undefined) this.#begin({ kind: 'start', at: start.id, variables });
  }

  set(vars: Values): void {
    this.#do(this.#running(), { kind: 'set', variables: vars as Variables });
  }

  cancel(id: string, at?: number): void {
    for (const kept of this.#kept) {
      const frame = kept.instance.frames.find(
        (one) =>
          one.node === id && (at === undefined || (one.role === 'iteration' && one.index === at)),
      );
      if (frame !== undefined) return this.#do(kept, { kind: 'cancel', frame: frame.id });
    }
    throw new BpmError('BPM_ACTIVITY_NOT_ACTIVE', { instance: 'any', activity: id });
  }

  activate(id: string): void {
    for (const kept of this.#kept) {
      const frame = kept.instance.frames.find(
        ({ node, role }) => role !== 'body' && this.#log.isAdHocOf(node, id),
      );
      if (frame === undefined) continue;
      return this.#do(kept, { kind: 'activate', frame: frame.id, node: id });
    }
    throw new BpmError('BPM_ACTIVITY_NOT_ACTIVE', { instance: 'any', activity: id });
  }

  resolve(code: string): void {
    for (const kept of this.#kept) {
      for (const incident of kept.instance.incidents ?? []) {
        if (incident.code === code) this.#do(kept, { kind: 'resolve', incident: incident.id });
      }
    }
  }

  migrate({ to, plan, recompute, options = {} }: Migration): void {
    this.migrateTo(processesOf(to, options).main, plan, { recompute });
  }

  /** All instances go on on another definition. */
  migrateTo(to: CompiledProcess, mapping?: ElementMapping, options?: MigrationOptions): void {
    this.#move(planMigration(this.#main.definition, to.definition, mapping, options), to);
  }

  undoMigration(): void {
    const plan = invertPlan(this.#lastPlan!);
    this.#move(plan, this.#processes.get(plan.to)!);
  }

  #move(plan: MigrationPlan, to: CompiledProcess): void {
    this.#processes.set(to.hash, to);
    this.#log.know([to]);
    for (const kept of this.#kept) {
      if (kept.instance.state === 'active') this.#do(kept, { kind: 'migrate', plan });
    }
    this.#main = to;
    this.#lastPlan = plan;
  }

  modify(changes: readonly Values[]): void {
    this.#do(this.#running(), { kind: 'modify', changes: changes as unknown as Change[] });
  }

  suspend(): void {
    this.#do(this.#running(), { kind: 'suspend' });
  }

  resume(): void {
    this.#do(this.#running(), { kind: 'resume' });
  }

  terminate(): void {
    this.#do(this.#running(), { kind: 'terminate' });
  }

  advance(duration: string): void {
    const until = this.#now + durationMs(duration);
    for (let due = this.#nextDue(until); due !== undefined; due = this.#nextDue(until)) {
      this.#now = due.at;
      this.#fire(due, false);
    }
    this.#now = until;
    this.#takeBuffered();
  }

  outage(duration: string): void {
    this.#now += durationMs(duration);
    this.#serveMissed();
    this.#takeBuffered();
  }

  /** Timers that are due, those in the past as missed ones. */
  #serveMissed(): void {
    for (let due = this.#nextDue(this.#now); due !== undefined; due = this.#nextDue(this.#now)) {
      this.#fire(due, due.at < this.#now);
    }
  }

  #nextDue(until: number): Due | undefined {
    const found = this.#awake(
      (wait) => wait.kind === 'timer' && (wait.timer.due ?? Infinity) <= until,
    );
    const due = found.map(({ kept, wait }) => ({
      kept,
      wait: wait.id,
      at: wait.kind === 'timer' ? wait.timer.due! : 0,
    }));
    return due.toSorted((a, b) => a.at - b.at || a.wait - b.wait)[0];
  }

  #fire({ kept, wait }: Due, missed: boolean): void {
    this.#do(kept, { kind: 'timer', wait, ...(missed ? { missed } : {}) });
  }

  reload(): void {
    for (const kept of this.#kept)
      kept.instance = JSON.parse(JSON.stringify(kept.instance)) as Instance;
  }

  state(): DriverState {
    const first = this.#kept[0]?.instance;
    const running = this.#kept.filter(({ instance }) => instance.state === 'active');
    const instances = this.#kept.map(({ instance }) => instance);
    return {
      ...this.#log.lists(),
      active: instances.flatMap((instance) => this.#log.activeIn(instance)),
      ended: running.length > 0 ? false : (first?.state ?? false),
      vars: first?.frames[0]?.variables ?? {},
      incidents: instances.flatMap(({ incidents = [] }) => incidents.map(({ code }) => code)),
      timers: this.#waits(({ kind }) => kind === 'timer').length,
      instances: running.length,
    };
  }

  #running(): Kept {
    const kept =
      this.#kept.find(({ instance }) => instance.state === 'active') ?? this.#kept.at(-1);
    if (kept === undefined) throw new Error('no instance was started');
    return kept;
  }

  #waits(fits: (wait: Wait, kept: Kept) => boolean): Found[] {
    return this.#kept.flatMap((kept) =>
      kept.instance.waits.filter((wait) => fits(wait, kept)).map((wait) => ({ kept, wait })),
    );
  }

  /** Those of instances that are not suspended. */
  #awake(fits: (wait: Wait) => boolean): Found[] {
    return this.#waits((wait, { instance }) => instance.suspended !== true && fits(wait));
  }

  #do(kept: Kept, trigger: Trigger): void {
    this.#commit(kept, this.#step(kept.instance, trigger), kept.instance);
  }

  #step(subject: Subject, trigger: Trigger): Step {
    const before = JSON.stringify(subject);
    const step = advance(this.#library, subject, trigger, this.#now);
    if (JSON.stringify(subject) !== before) throw new Error('the step changed what it was handed');
    return step;
  }

  /** Keeps what a step made, then does what it asks for. */
  #commit(kept: Kept, { instance, events, effects }: Step, before: Subject): void {
    kept.instance = instance;
    kept.events.push(...events);
    if (!this.#kept.includes(kept)) this.#kept.push(kept);
    this.#log.add(instance.id, events);
    for (const { node, id } of instance.waits) this.#lastWait.set(node, { kept, wait: id });
    this.#prove(kept);
    const isCut = instance.queue !== undefined && instance.suspended !== true;
    const isStuck = instance.incidents?.some(({ code }) => code === 'burst-limit') === true;
    const serial = 'frames' in before ? before.serial : 0;
    for (const effect of effects) this.#effect(kept, effect, serial);
    if (isCut && !isStuck) this.#do(kept, { kind: 'continue' });
    this.#takeBuffered();
    this.#serveMissed();
  }

  #effect(thrower: Kept, effect: Effect, serial: number): void {
    if (effect.kind === 'task' || effect.kind === 'child') return;
    const { name, variables } = effect;
    if (effect.kind === 'message') {
      this.#publish({ name, key: effect.key, vars: variables });
      return;
    }
    // Who began to wait in the very commit of the throw does not hear it.
    this.#spread(name, variables, ({ kept, wait }) => kept !== thrower || wait.id <= serial);
  }

  /** History and snapshot are one (hist-1); and what was kept as JSON is all there is. */
  #prove(kept: Kept): void {
    if (this.#afterCommit === 'json') {
      kept.instance = JSON.parse(JSON.stringify(kept.instance)) as Instance;
    }
    if (this.#afterCommit !== 'replay') return;
    const events = JSON.parse(JSON.stringify(kept.events)) as HistoryEvent[];
    const again = replay(this.#library, kept.instance.id, events);
    const [expected, got] = [JSON.stringify(kept.instance), JSON.stringify(again)];
    if (expected !== got) throw new Error(`history gives ${got}, the step gave ${expected}`);
    kept.instance = again;
  }

  /** Messages that someone waits for by now, the oldest first. */
  #takeBuffered(): void {
    this.#buffer = this.#buffer.filter(({ until }) => this.#now < until);
    for (const message of this.#buffer) {
      const rest = this.#buffer.filter((other) => other !== message);
      const before = this.#buffer;
      this.#buffer = rest;
      if (this.#correlate(message) !== undefined) return this.#takeBuffered();
      this.#buffer = before;
    }
  }
}

interface Found {
  readonly kept: Kept;
  readonly wait: Wait;
}

interface Due {
  readonly kept: Kept;
  readonly wait: number;
  readonly at: number;
}
