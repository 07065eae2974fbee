/**
 * A slow, obvious interpreter of statecharts, written from appendix D of the recommendation on
 * plain sets of names: every question walks the tree again. Functions have the names they have
 * there.
 *
 * It speaks a small language: content that raises, sends, cancels, logs and counts in `n`;
 * conditions `n < …` and `In("…")`. One rule is ours, not the text's: a parallel state may be the
 * domain of a transition, and then all of its regions are entered again.
 *
 * @source W3C SCXML 1.0, appendix D
 */
import type { Action, ChartDefinition, ChartState, ChartTransition } from '../../src/index.ts';

/** A transition with the state that it stands in. */
interface Sourced extends Omit<ChartTransition, 'targets'> {
  readonly source: string;
  readonly targets: readonly string[];
}

/** An event that is sent when its time has come. */
interface Later {
  readonly due: number;
  readonly event: string;
  readonly id: string | undefined;
}

const ROOT = '';

/** A chart that runs. */
export class ChartTwin {
  /** What happened: `+a` entered, `-a` left, and texts that were logged. */
  readonly trace: string[] = [];
  readonly configuration = new Set<string>();
  readonly history = new Map<string, readonly string[]>();
  n = 0;
  running = true;
  /** Microsteps so far: a chart without rest is given up by its caller. */
  microsteps = 0;
  readonly #order: string[] = [ROOT];
  readonly #states = new Map<string, ChartState>();
  readonly #parents = new Map<string, string>();
  readonly #definition: ChartDefinition;
  readonly #internal: string[] = [];
  readonly #external: string[] = [];
  #later: Later[] = [];
  #now = 0;

  constructor(definition: ChartDefinition) {
    this.#definition = definition;
    this.#read(definition.states, ROOT);
  }

  #read(states: readonly ChartState[], parent: string): void {
    for (const state of states) {
      this.#order.push(state.id);
      this.#states.set(state.id, state);
      this.#parents.set(state.id, parent);
      this.#read(state.states ?? [], state.id);
    }
  }

  // Procedures: interpret, mainEventLoop.

  start(): void {
    const { initial, states } = this.#definition;
    const target = initial?.targets ?? [states.find(({ kind }) => kind !== 'history')!.id];
    this.#run(initial?.content ?? []);
    this.enterStates([{ source: ROOT, targets: target }]);
    this.mainEventLoop();
  }

  send(event: string): void {
    this.#external.push(event);
    this.mainEventLoop();
  }

  /** Lets milliseconds pass. */
  pass(ms: number): void {
    const until = this.#now + ms;
    while (this.running) {
      const due = this.#later.map((one) => one.due).filter((at) => at <= until);
      if (due.length === 0) break;
      this.#now = Math.min(...due);
      const next = this.#later.find((one) => one.due === this.#now)!;
      this.#later = this.#later.filter((one) => one !== next);
      this.send(next.event);
    }
    this.#now = until;
  }

  mainEventLoop(): void {
    this.#macrostep();
    while (this.running && this.#external.length > 0 && this.microsteps < 60) {
      this.microstep(this.selectTransitions(this.#external.shift()));
      this.#macrostep();
    }
  }

  #macrostep(): void {
    while (this.running && this.microsteps < 60) {
      let enabled = this.selectTransitions(undefined);
      if (enabled.length === 0) {
        const event = this.#internal.shift();
        if (event === undefined) break;
        enabled = this.selectTransitions(event);
      }
      if (enabled.length > 0) this.microstep(enabled);
      if (!this.running) this.exitInterpreter();
    }
    if (!this.running && this.configuration.size > 0) this.exitInterpreter();
  }

  exitInterpreter(): void {
    for (const id of this.#inOrder(this.configuration).toReversed()) this.#leave(id);
  }

  // Procedures: selectTransitions, selectEventlessTransitions, removeConflictingTransitions.

  selectTransitions(event: string | undefined): Sourced[] {
    const enabled = new Set<Sourced>();
    const found: Sourced[] = [];
    for (const leaf of this.#inOrder(this.configuration).filter((id) => this.isAtomic(id))) {
      const one = [leaf, ...this.ancestors(leaf)]
        .flatMap((id) => this.#transitionsOf(id))
        .find((each) => this.matches(each, event) && this.holds(each.cond));
      if (one === undefined || enabled.has(one)) continue;
      enabled.add(one);
      found.push(one);
    }
    return this.removeConflictingTransitions(found);
  }

  readonly #sourced = new Map<string, readonly Sourced[]>();

  /** The same objects whenever they are asked for. */
  #transitionsOf(id: string): readonly Sourced[] {
    const known = this.#sourced.get(id);
    if (known !== undefined) return known;
    const all = (this.#states.get(id)?.transitions ?? []).map((one) => {
      return { ...one, source: id, targets: one.targets ?? [] };
    });
    this.#sourced.set(id, all);
    return all;
  }

  removeConflictingTransitions(enabled: readonly Sourced[]): Sourced[] {
    let filtered: Sourced[] = [];
    for (const t1 of enabled) {
      const toRemove: Sourced[] = [];
      let preempted = false;
      for (const t2 of filtered) {
        const left = this.computeExitSet([t2]);
        if (![...this.computeExitSet([t1])].some((id) => left.has(id))) continue;
        if (this.isDescendant(t1.source, t2.source)) toRemove.push(t2);
        else {
          preempted = true;
          break;
        }
      }
      if (!preempted) filtered = [...filtered.filter((t) => !toRemove.includes(t)), t1];
    }
    return filtered;
  }

  // Procedures: microstep, exitStates, enterStates.

  microstep(enabled: readonly Sourced[]): void {
    if (enabled.length > 0) this.microsteps++;
    this.exitStates(enabled);
    for (const { content } of enabled) this.#run(content ?? []);
    this.enterStates(enabled);
  }

  exitStates(enabled: readonly Sourced[]): void {
    const toExit = this.#inOrder(this.computeExitSet(enabled)).toReversed();
    for (const id of toExit) {
      for (const { id: name, kind, deep } of this.#states.get(id)!.states ?? []) {
        if (kind !== 'history') continue;
        const remembered = [...this.configuration].filter((one) =>
          deep === true
            ? this.isAtomic(one) && this.isDescendant(one, id)
            : this.#parents.get(one) === id,
        );
        this.history.set(name, this.#inOrder(remembered));
      }
    }
    for (const id of toExit) this.#leave(id);
  }

  #leave(id: string): void {
    for (const block of this.#states.get(id)!.onexit ?? []) this.#run(block);
    this.configuration.delete(id);
    this.trace.push(`-${id}`);
  }

  enterStates(enabled: readonly Sourced[]): void {
    const toEnter = new Set<string>();
    const byDefault = new Set<string>();
    const content = new Map<string, readonly Action[]>();
    this.computeEntrySet(enabled, toEnter, byDefault, content);
    for (const id of this.#inOrder(toEnter)) {
      this.configuration.add(id);
      this.trace.push(`+${id}`);
      const state = this.#states.get(id)!;
      for (const block of state.onentry ?? []) this.#run(block);
      if (byDefault.has(id)) this.#run(state.initial?.content ?? []);
      this.#run(content.get(id) ?? []);
      if (state.kind === 'final') this.#done(id);
    }
  }

  #done(id: string): void {
    const parent = this.#parents.get(id)!;
    if (parent === ROOT) {
      this.running = false;
      return;
    }
    this.#internal.push(`done.state.${parent}`);
    const grandparent = this.#parents.get(parent)!;
    if (this.#states.get(grandparent)?.kind !== 'parallel') return;
    if (this.#childStates(grandparent).every((child) => this.isInFinalState(child))) {
      this.#internal.push(`done.state.${grandparent}`);
    }
  }

  // Functions: computeExitSet, computeEntrySet and what they call.

  computeExitSet(transitions: readonly Sourced[]): Set<string> {
    const left = new Set<string>();
    for (const transition of transitions) {
      const domain = this.getTransitionDomain(transition);
      if (domain === undefined) continue;
      for (const id of this.configuration) if (this.isDescendant(id, domain)) left.add(id);
    }
    return left;
  }

  computeEntrySet(
    transitions: readonly Sourced[],
    toEnter: Set<string>,
    byDefault: Set<string>,
    content: Map<string, readonly Action[]>,
  ): void {
    const addDescendants = (id: string): void => {
      const state = this.#states.get(id)!;
      if (state.kind === 'history') {
        const known = this.history.get(id);
        const parent = this.#parents.get(id)!;
        if (known === undefined) content.set(parent, state.initial!.content ?? []);
        const targets = known ?? state.initial!.targets;
        for (const target of targets) addDescendants(target);
        for (const target of targets) addAncestors(target, parent);
        return;
      }
      toEnter.add(id);
      if (this.isCompound(id)) {
        byDefault.add(id);
        const targets = state.initial?.targets ?? [this.#childStates(id)[0]!];
        for (const target of targets) addDescendants(target);
        for (const target of targets) addAncestors(target, id);
      } else if (state.kind === 'parallel') addRegions(id);
    };
    const addAncestors = (id: string, until: string): void => {
      for (const one of this.ancestors(id, until)) {
        toEnter.add(one);
        if (this.#states.get(one)!.kind === 'parallel') addRegions(one);
      }
    };
    const addRegions = (parallel: string): void => {
      for (const child of this.#childStates(parallel)) {
        const isThere = [...toEnter].some((id) => id === child || this.isDescendant(id, child));
        if (!isThere) addDescendants(child);
      }
    };
    for (const transition of transitions) {
      const domain = this.getTransitionDomain(transition);
      if (domain === undefined) continue;
      for (const target of transition.targets) addDescendants(target);
      for (const target of this.getEffectiveTargetStates(transition.targets)) {
        addAncestors(target, domain);
      }
      if (this.#states.get(domain)?.kind === 'parallel') addRegions(domain);
    }
  }

  /** With parallel states among the ancestors, other than in the text. */
  getTransitionDomain({ source, targets, internal }: Sourced): string | undefined {
    const real = this.getEffectiveTargetStates(targets);
    if (real.length === 0) return undefined;
    const isAround = (id: string): boolean => real.every((each) => this.isDescendant(each, id));
    if (source === ROOT) return ROOT;
    if (internal === true && this.isCompound(source) && isAround(source)) return source;
    return [...this.ancestors(source), ROOT].find(isAround);
  }

  getEffectiveTargetStates(targets: readonly string[]): string[] {
    return targets.flatMap((id) => {
      const state = this.#states.get(id)!;
      if (state.kind !== 'history') return [id];
      return this.history.get(id) ?? this.getEffectiveTargetStates(state.initial!.targets);
    });
  }

  isInFinalState(id: string): boolean {
    const children = this.#childStates(id);
    if (this.#states.get(id)!.kind === 'parallel') {
      return children.every((child) => this.isInFinalState(child));
    }
    return children.some(
      (child) => this.#states.get(child)!.kind === 'final' && this.configuration.has(child),
    );
  }

  // The tree, and the small language.

  /** Proper ancestors from the inside out, without the chart itself. */
  ancestors(id: string, until: string = ROOT): string[] {
    const parent = this.#parents.get(id)!;
    return parent === until || parent === ROOT ? [] : [parent, ...this.ancestors(parent, until)];
  }

  isDescendant(id: string, of: string): boolean {
    return id !== of && (of === ROOT || this.ancestors(id).includes(of));
  }

  isAtomic(id: string): boolean {
    const { kind } = this.#states.get(id)!;
    return kind === 'final' || (kind === 'state' && this.#childStates(id).length === 0);
  }

  isCompound(id: string): boolean {
    return this.#states.get(id)!.kind === 'state' && this.#childStates(id).length > 0;
  }

  /** Active leaves, in document order. */
  leaves(): string[] {
    return this.#inOrder(this.configuration).filter((id) => this.isAtomic(id));
  }

  matches({ events }: Pick<ChartTransition, 'events'>, event: string | undefined): boolean {
    if (events === undefined || event === undefined) return events === event;
    const words = event.split('.');
    return events.some((descriptor) => {
      const wanted = descriptor.split('.').filter((word) => word !== '' && word !== '*');
      return wanted.every((word, at) => word === words[at]);
    });
  }

  holds(cond: string | undefined): boolean {
    if (cond === undefined) return true;
    const limit = /^n < (\d+)$/.exec(cond);
    if (limit !== null) return this.n < Number(limit[1]);
    return this.configuration.has(/^In\("(.*)"\)$/.exec(cond)![1]!);
  }

  #run(content: readonly Action[]): void {
    for (const action of content) {
      if (action.do === 'raise') this.#internal.push(action.event);
      else if (action.do === 'log') this.trace.push(action.label ?? '');
      else if (action.do === 'assign') this.n++;
      else if (action.do === 'cancel')
        this.#later = this.#later.filter(({ id }) => id !== action.id);
      else if (action.do === 'send') this.#send(action);
    }
  }

  #send({ event, delay, id }: Extract<Action, { do: 'send' }>): void {
    if (delay === undefined) this.#external.push(String(event));
    else
      this.#later.push({
        due: this.#now + Number.parseInt(String(delay)),
        event: String(event),
        id,
      });
  }

  #childStates(id: string): string[] {
    const states = id === ROOT ? this.#definition.states : (this.#states.get(id)!.states ?? []);
    return states.flatMap((state) => (state.kind === 'history' ? [] : [state.id]));
  }

  #inOrder(ids: Iterable<string>): string[] {
    return [...ids].sort((one, other) => this.#order.indexOf(one) - this.#order.indexOf(other));
  }
}
