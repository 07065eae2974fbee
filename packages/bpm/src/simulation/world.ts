/**
 * The world of one run: cases that come, wait and are moved by the engine's own step, on a clock
 * that jumps from one happening to the next.
 *
 * After each step the waits of an instance are compared with those before: a task or job is work
 * for somebody, a timer happens when it is due, a message comes from outside or from another case.
 */
import { advance, type Step } from '../advance.ts';
import type { Effect, TaskWork } from '../burst.ts';
import type { HistoryPage } from '../history.ts';
import type { Instance, Variables, Wait } from '../instance.ts';
import type { Trigger } from '../trigger.ts';
import { EventQueue } from './event-queue.ts';
import { type DrawnCase, type GatewayDice, nextVisit } from './gateway-dice.ts';
import type { SimulationOptions } from './options.ts';
import { Post, type Subscription } from './post.ts';
import type { Samples } from './samples.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import { Staff } from './staff.ts';
import { Tally } from './tally.ts';
import type { Window } from './time-average.ts';
import type { Work } from './work-queue.ts';

/** A case: an instance, and what is known of it beside. */
export interface Case extends DrawnCase {
  readonly id: string;
  readonly arrivedAt: number;
  endedAt?: number;
  /** Undefined before its start, and after its end. */
  instance: Instance | undefined;
  /** Its waits as they were after its last step, by their number. */
  waits: ReadonlyMap<number, Wait>;
  readonly work: Map<number, Work>;
}

/** What a world is made of. */
export interface WorldParts {
  readonly process: SimulatedProcess;
  readonly options: SimulationOptions;
  readonly dice: GatewayDice;
  readonly samples: Samples;
  /** What is measured; the run itself begins before it, with its warm-up. */
  readonly window: Window;
  /** The instants at which cases come, in order. */
  readonly arrivals: Iterator<number, void>;
}

type StartTrigger = Extract<Trigger, { kind: 'start' }>;

/** Numbers of cases that a message or signal has started: no arrival has such a number. */
const STARTED_INSIDE = 0x8000_0000;

/** Priority of work that names none. */
const PRIORITY = 50;

/** One run. */
export class World {
  readonly cases: Case[] = [];
  readonly history: HistoryPage[] = [];
  readonly incidents: Record<string, number> = {};
  readonly undelivered: Record<string, number> = {};
  readonly tally: Tally;
  readonly staff: Staff;
  readonly #parts: WorldParts;
  readonly #events = new EventQueue();
  readonly #post = new Post<Case>();
  /** What running cases were started for by a message with a key. */
  readonly #keys = new Set<string>();
  #arrived = 0;
  #startedInside = 0;
  #opened = 0;

  constructor(parts: WorldParts) {
    const { options, window } = parts;
    this.#parts = parts;
    this.tally = new Tally(options, window);
    const begun = (work: Work, endsAt: number, now: number) => this.#begin(work, endsAt, now);
    this.staff = new Staff(options, window, this.#events, begun);
  }

  /** Lets all happen that happens before the end. */
  run(): void {
    const { until } = this.#parts.window;
    this.#planArrival();
    for (;;) {
      const next = this.#events.takeBefore(until);
      if (next === undefined) break;
      next.happening(next.at);
      this.staff.serve(next.at);
    }
    this.staff.close();
    this.tally.judge(this.cases);
  }

  #planArrival(): void {
    const { arrivals, options, window } = this.#parts;
    const next = arrivals.next();
    if (next.done === true || next.value >= window.until) return;
    this.#events.add(next.value, (now) => {
      this.#planArrival();
      const at = options.startEvent;
      this.#start(this.#arrived++, { kind: 'start', ...(at !== undefined && { at }) }, now);
    });
  }

  #start(index: number, trigger: StartTrigger, now: number): void {
    const made = { index, visits: new Map(), arrivedAt: now, waits: new Map(), work: new Map() };
    const id = index < STARTED_INSIDE ? `c${index + 1}` : `m${index - STARTED_INSIDE + 1}`;
    const one: Case = { ...made, id, instance: undefined };
    this.cases.push(one);
    this.tally.arrived(now);
    const variables = { ...this.#parts.samples.variables(index), ...trigger.variables };
    this.#move(one, { ...trigger, variables }, now);
  }

  /** A step of a case, and what follows from it. */
  #move(one: Case, trigger: Trigger, now: number): void {
    const { process, dice, options } = this.#parts;
    dice.turnTo(one);
    const before = one.instance;
    const subject = before ?? { id: one.id, process: process.main.hash };
    const step = advance(process.library, subject, trigger, now);
    one.instance = step.instance;
    if (options.keepHistory === true) {
      const first = (before?.sequence ?? 0) + 1;
      this.history.push({ instance: one.id, first, at: now, events: step.events });
    }
    this.#followUp(one, step, before?.serial ?? 0, now);
    const isCut = step.instance.queue !== undefined;
    const isStuck = step.instance.incidents?.some(({ code }) => code === 'burst-limit') === true;
    if (isCut && !isStuck) this.#move(one, { kind: 'continue' }, now);
  }

  #followUp(one: Case, { instance, events, effects }: Step, serial: number, now: number): void {
    for (const event of events) {
      if (event.type !== 'incident') continue;
      const { code } = event.incident;
      this.incidents[code] = (this.incidents[code] ?? 0) + 1;
    }
    this.#compareWaits(one, instance.waits, effects, now);
    for (const effect of effects) this.#send(one, effect, serial, now);
    if (instance.state !== 'active') this.#finish(one, instance, now);
  }

  /** Of a case that has ended only its times are kept: a run may have millions. */
  #finish(one: Case, { key }: Instance, now: number): void {
    one.endedAt = now;
    one.instance = undefined;
    one.visits.clear();
    if (key !== undefined) this.#keys.delete(key);
    this.tally.ended(one, now);
  }

  #compareWaits(one: Case, waits: readonly Wait[], effects: readonly Effect[], now: number): void {
    const before = one.waits;
    const after = new Map(waits.map((wait) => [wait.id, wait]));
    one.waits = after;
    for (const wait of before.values()) if (!after.has(wait.id)) this.#close(one, wait, now);
    for (const wait of waits) {
      const known = before.get(wait.id);
      if (known === undefined) this.#open(one, wait, effects, now);
      else if (known !== wait && wait.kind === 'timer') this.#openTimer(one, wait, now);
    }
  }

  #open(one: Case, wait: Wait, effects: readonly Effect[], now: number): void {
    this.#post.add(one, one.id, wait);
    if (wait.kind === 'timer') this.#openTimer(one, wait, now);
    else if (wait.kind === 'message') this.#awaitMessage(one, wait, now);
    else if (wait.kind === 'task' || wait.kind === 'job') {
      const task = effects.find((effect) => effect.kind === 'task' && effect.wait === wait.id);
      this.#openWork(one, wait, task?.kind === 'task' ? task.work : undefined, now);
    }
  }

  /** What has stopped leaves its queue, or who does it. */
  #close(one: Case, wait: Wait, now: number): void {
    this.#post.remove(one.id, wait);
    const work = one.work.get(wait.id);
    if (work === undefined) return;
    one.work.delete(wait.id);
    this.staff.release(work, now);
    if (work.endedAt !== undefined) return;
    work.isGone = true;
    this.tally.stopped(work, now);
  }

  #openTimer(one: Case, { id, timer }: Extract<Wait, { kind: 'timer' }>, now: number): void {
    const { due } = timer;
    if (due === undefined) return;
    const missed = due < now;
    this.#events.add(Math.max(due, now), (at) => {
      const wait = one.waits.get(id);
      const isStill = wait?.kind === 'timer' && wait.timer.due === due;
      if (isStill) this.#move(one, { kind: 'timer', wait: id, ...(missed && { missed }) }, at);
    });
  }

  /** A message that comes from outside, some time after it is awaited. */
  #awaitMessage(one: Case, { id, node, name }: Extract<Wait, { kind: 'message' }>, now: number) {
    const { samples } = this.#parts;
    const visit = nextVisit(one, `message/${node}`);
    const delay = samples.messageMs(name, node, one.index, visit);
    if (delay === undefined) return;
    this.#events.add(now + delay, (at) => {
      if (!one.waits.has(id)) return;
      const variables = samples.results(node, one.index, visit, variablesOf(one));
      this.#move(one, { kind: 'message', wait: id, variables }, at);
    });
  }

  #openWork(one: Case, { id, node }: Wait, task: TaskWork | undefined, now: number): void {
    const visit = nextVisit(one, `work/${node}`);
    const work: Work = {
      order: this.#opened++,
      node,
      visit,
      pools: this.#poolsFor(node, task),
      priority: this.#parts.options.priorities?.[node] ?? task?.priority ?? PRIORITY,
      durationMs: this.#parts.samples.workMs(node, one.index, visit, variablesOf(one)),
      openedAt: now,
      begin: (endsAt) => this.#events.add(endsAt, (at) => this.#end(one, id, work, at)),
    };
    one.work.set(id, work);
    this.tally.opened(work, now);
    if (work.pools.length > 0) this.staff.add(work);
    else this.#begin(work, now + work.durationMs, now);
  }

  #poolsFor(node: string, task: TaskWork | undefined): readonly string[] {
    const given = this.#parts.options.assign?.[node];
    if (given !== undefined) return typeof given === 'string' ? [given] : given;
    const { candidateGroups = [], candidateUsers = [], assignee } = task ?? {};
    const names = assignee === undefined ? [...candidateGroups, ...candidateUsers] : [assignee];
    return [...new Set(names)].filter((name) => this.staff.has(name));
  }

  #begin(work: Work, endsAt: number, now: number): void {
    work.startedAt = now;
    this.tally.begun(work, now);
    work.begin(endsAt);
  }

  /** The work is done, well or in an error. */
  #end(one: Case, wait: number, work: Work, now: number): void {
    if (work.isGone === true) return;
    const { samples } = this.#parts;
    const { node, visit } = work;
    work.endedAt = now;
    this.tally.completed(work, now);
    const variables = samples.results(node, one.index, visit, variablesOf(one));
    const code = samples.error(node, one.index, visit);
    if (code === undefined) this.#move(one, { kind: 'complete', wait, variables }, now);
    else this.#move(one, { kind: 'fail', wait, code, variables }, now);
    // Also where the step has left the wait open: nobody catches the error.
    this.staff.release(work, now);
  }

  #send(one: Case, effect: Effect, serial: number, now: number): void {
    if (effect.kind === 'message') {
      this.#events.add(now, (at) => this.#deliver(effect, at));
    } else if (effect.kind === 'signal') {
      // Who began to wait in the very step of the throw does not hear it.
      const heard = this.#post
        .listeners(effect.name)
        .filter(({ of, wait }) => of !== one || wait <= serial);
      this.#events.add(now, (at) => this.#spread(effect, heard, at));
    }
  }

  #deliver(message: Extract<Effect, { kind: 'message' }>, now: number): void {
    const { name, key, variables } = message;
    const taker = this.#post.taker(name, key);
    if (taker !== undefined) {
      return this.#move(taker.of, { kind: 'message', wait: taker.wait, variables }, now);
    }
    if (this.#keys.has(key) || !this.#startInside('message', name, variables, key, now)) {
      this.undelivered[name] = (this.undelivered[name] ?? 0) + 1;
    }
  }

  #spread(
    { name, variables }: Extract<Effect, { kind: 'signal' }>,
    heard: readonly Subscription<Case>[],
    now: number,
  ): void {
    for (const { of, wait } of heard) {
      if (of.waits.has(wait)) this.#move(of, { kind: 'signal', wait, variables }, now);
    }
    this.#startInside('signal', name, variables, '', now);
  }

  /** Starts a case by a message or signal. @returns whether there is such a start event */
  #startInside(
    type: 'message' | 'signal',
    name: string,
    variables: Variables,
    key: string,
    now: number,
  ): boolean {
    const start = this.#parts.process.main.scope.starts.find(({ events }) =>
      events.some(({ definition }) => definition.type === type && definition.name === name),
    );
    if (start === undefined) return false;
    const given = { variables, ...(key !== '' && { key }) };
    if (key !== '') this.#keys.add(key);
    const index = STARTED_INSIDE + this.#startedInside++;
    this.#start(index, { kind: 'start', at: start.id, ...given }, now);
    return true;
  }
}

/** The variables of the process. */
const variablesOf = ({ instance }: Case): Variables => instance?.frames[0]?.variables ?? {};
