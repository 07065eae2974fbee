/**
 * Walks one instance of a process through the pure step: the pages about elements use it, and a test
 * of yours may.
 *
 * No store and no engine: a clock that is moved by hand, and the trace of what completed. Messages
 * and signals that the process sends go to itself.
 */
import {
  activate,
  advance,
  compileProcess,
  type Effect,
  explain,
  feel,
  type Flow,
  type HistoryEvent,
  type Instance,
  type Library,
  type Node,
  type ProcessInput,
  readTimer,
  type Reason,
  type Step,
  type Trigger,
  type Variables,
  type Wait,
} from '@kontor/bpm';

/** A flow, with the condition under which it is taken. */
export const flow = (from: string, to: string, condition?: string): Flow => ({
  id: `${from}-${to}`,
  from,
  to,
  ...(condition !== undefined && { condition }),
});

/** Flows from node to node. */
export const line = (...nodes: readonly string[]): Flow[] =>
  nodes.slice(1).map((to, at) => flow(nodes[at]!, to));

/** Tasks; calls and sub-processes are no leaves. */
const LEAVES = new Set('task manual user service script send receive businessRule'.split(' '));

/** An instance on its way. */
export class Walk {
  /** Activities that have completed, in order: tasks, iterations, handlers that undo. */
  readonly trace: string[] = [];
  /** Activities that were stopped. */
  readonly stopped: string[] = [];
  /** Codes of what was noted. */
  readonly notes: string[] = [];
  readonly library: Library;
  readonly #main: string;
  readonly #leaves = new Set<string>();
  readonly #bodies = new Set<number>();
  #now = Date.parse('2026-03-02T09:00:00Z');
  #instance: Instance | undefined;

  constructor(
    [main, ...called]: readonly [ProcessInput, ...ProcessInput[]],
    more: Partial<Library> = {},
  ) {
    const compiled = [main, ...called].map((one) => compileProcess(one, { languages: [feel] }));
    for (const { nodes } of compiled) {
      for (const { id, kind } of nodes.values()) if (LEAVES.has(kind)) this.#leaves.add(id);
    }
    this.#main = compiled[0]!.hash;
    this.library = {
      process: (hash) => compiled.find((one) => one.hash === hash)!,
      called: (id) => compiled.find(({ definition }) => definition.id === id)?.hash,
      decisions: new Map(),
      calendars: {},
      burstSteps: 1000,
      ...more,
    };
  }

  /** The snapshot. */
  get instance(): Instance {
    return this.#instance!;
  }

  get state(): string {
    return this.instance.state;
  }

  /** Variables of the process. */
  get variables(): Variables {
    return this.instance.frames[0]?.variables ?? {};
  }

  /** Nodes that wait, in the order in which they began to. */
  get waits(): string[] {
    return this.instance.waits.map(({ node }) => node);
  }

  /** Codes of open incidents. */
  get incidents(): string[] {
    return (this.instance.incidents ?? []).map(({ code }) => code);
  }

  /** Why it stands where it stands. */
  get reasons(): Reason[] {
    return explain(this.library, this.instance);
  }

  start(variables: Variables = {}): this {
    const subject = { id: 'i', process: this.#main };
    this.#keep(advance(this.library, subject, { kind: 'start', variables }, this.#now), 0);
    return this;
  }

  /** @param index - the iteration, where there are several */
  complete(node: string, variables: Variables = {}, index?: number): this {
    return this.#do({ kind: 'complete', wait: this.#waitOf(node, index), variables });
  }

  /** An error of the business. */
  fail(node: string, code: string, variables: Variables = {}, index?: number): this {
    return this.#do({ kind: 'fail', wait: this.#waitOf(node, index), code, variables });
  }

  escalate(node: string, code: string): this {
    return this.#do({ kind: 'escalate', wait: this.#waitOf(node), code });
  }

  /** A technical failure of one attempt. */
  crash(node: string): this {
    return this.#do({ kind: 'crash', wait: this.#waitOf(node), message: 'it was torn down' });
  }

  /** A message, to the one who waits for it first. */
  message(name: string, key = '', variables: Variables = {}): this {
    const found = this.instance.waits.find(
      (wait) => wait.kind === 'message' && wait.name === name && wait.key === key,
    );
    return found === undefined ? this : this.#do({ kind: 'message', wait: found.id, variables });
  }

  /** A signal, to all who wait for it now. */
  signal(name: string, variables: Variables = {}): this {
    return this.#spread(name, variables, Number.POSITIVE_INFINITY);
  }

  set(variables: Variables): this {
    return this.#do({ kind: 'set', variables });
  }

  /** Stops an activity. */
  cancel(node: string): this {
    return this.#do({ kind: 'cancel', frame: this.#frameOf(node) });
  }

  /** Starts an activity of an ad-hoc sub-process. */
  activate(adHoc: string, node: string): this {
    return this.#do({ kind: 'activate', frame: this.#frameOf(adHoc), node });
  }

  /** Resolves incidents of a code. */
  resolve(code: string): this {
    for (const incident of this.instance.incidents ?? []) {
      if (incident.code === code) this.#do({ kind: 'resolve', incident: incident.id });
    }
    return this;
  }

  /** Time passes, and every due instant is served in order. */
  later(duration: string): this {
    const until = this.#in(duration);
    for (let next = this.#due(until); next !== undefined; next = this.#due(until)) {
      this.#now = next.timer.due!;
      this.#do({ kind: 'timer', wait: next.id });
    }
    this.#now = until;
    return this;
  }

  /** Time passes while no engine runs; then one does. */
  outage(duration: string): this {
    this.#now = this.#in(duration);
    return this.#serveMissed();
  }

  #in(duration: string): number {
    const rule = readTimer({ duration }, {});
    if ('code' in rule) throw new Error(rule.message);
    return activate(rule, this.#now).due!;
  }

  #due(until: number): (Wait & { kind: 'timer' }) | undefined {
    return this.instance.waits
      .filter((wait) => wait.kind === 'timer')
      .filter(({ timer }) => timer.due !== undefined && timer.due <= until)
      .toSorted((a, b) => a.timer.due! - b.timer.due! || a.id - b.id)[0];
  }

  #serveMissed(): this {
    for (let next = this.#due(this.#now); next !== undefined; next = this.#due(this.#now)) {
      const missed = next.timer.due! < this.#now;
      this.#do({ kind: 'timer', wait: next.id, ...(missed && { missed }) });
    }
    return this;
  }

  #waitOf(node: string, index?: number): number {
    const { frames, waits } = this.instance;
    const isIt = (wait: Wait): boolean =>
      wait.node === node &&
      (index === undefined || frames.find(({ id }) => id === wait.frame)?.index === index);
    return waits.find(isIt)?.id ?? -1;
  }

  #frameOf(node: string): number {
    return this.instance.frames.find((frame) => frame.node === node)?.id ?? -1;
  }

  #do(trigger: Trigger): this {
    const before = this.instance;
    this.#keep(advance(this.library, before, trigger, this.#now), before.serial);
    return this;
  }

  #keep({ instance, events, effects }: Step, serialBefore: number): void {
    this.#instance = instance;
    for (const event of events) this.#note(event);
    for (const effect of effects) this.#send(effect, serialBefore);
    if (this.instance.queue !== undefined && !this.incidents.includes('burst-limit')) {
      this.#do({ kind: 'continue' });
    }
    this.#serveMissed();
  }

  #note(event: HistoryEvent): void {
    if (event.type === 'entered' && event.as?.role === 'body') this.#bodies.add(event.frame);
    if (event.type === 'noted') this.notes.push(event.code);
    if (event.type !== 'left' && event.type !== 'cancelled') return;
    if (!this.#leaves.has(event.node) || this.#bodies.has(event.frame)) return;
    (event.type === 'left' ? this.trace : this.stopped).push(event.node);
  }

  /** Who began to wait in the very step that sends a signal does not hear it. */
  #send(effect: Effect, serialBefore: number): void {
    if (effect.kind === 'message') this.message(effect.name, effect.key, effect.variables);
    if (effect.kind === 'signal') this.#spread(effect.name, effect.variables, serialBefore);
  }

  #spread(name: string, variables: Variables, upTo: number): this {
    const heard = this.instance.waits.filter(
      (wait) => wait.kind === 'signal' && wait.name === name && wait.id <= upTo,
    );
    for (const { id } of heard) {
      const isOpen = this.instance.waits.some((wait) => wait.id === id);
      if (isOpen) this.#do({ kind: 'signal', wait: id, variables });
    }
    return this;
  }
}

/** An instance of a process that is to be started; others are those it calls. */
export const walk = (...processes: readonly [ProcessInput, ...ProcessInput[]]): Walk =>
  new Walk(processes);

/** A task that the engine does by itself. */
export const task = (id: string): Node => ({ kind: 'task', id });

/** A task that waits for a person. */
export const user = (id: string): Node => ({ kind: 'user', id });

/** A process of nodes and flows, with a start and an end that need no words. */
export const processOf = (nodes: readonly Node[], flows: readonly Flow[]): ProcessInput => ({
  id: 'example',
  nodes: [{ kind: 'start', id: 'start' }, ...nodes, { kind: 'end', id: 'end' }],
  flows: [...flows],
});
