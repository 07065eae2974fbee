/**
 * The slow, obvious twin of the pure step, for tokens: maps, and a search of the whole graph for
 * every question.
 *
 * Written from the rules of order, gateways and scopes (BPMN 2.0.2, chapter 13, made unique), not
 * from the engine. One queue, first in, first out. Joins are looked at when it is empty, in
 * document order, one at a time. What stays at joins of a quiet scope is surplus when the join has
 * fired before, else a deadlock.
 */
import {
  boundariesOf,
  type Drawn,
  type Flow,
  type Graph,
  graphOf,
  into,
  outOf,
  type Place,
  placeAt,
  reachable,
  waysOut,
} from './twin-graph.ts';
import { type GatewayWords, holds, type Switches } from './twin-words.ts';

/** Something the twin waits for: a user task, or a message for a boundary event. */
export interface TwinWait {
  readonly node: string;
  readonly serial: number;
}

/** Where a process stands, in the words of the trace scripts. */
export interface TokenState {
  readonly trace: readonly string[];
  readonly active: readonly string[];
  readonly cancelled: readonly string[];
  readonly ended: string | false;
  readonly incidents: readonly string[];
  readonly diagnostics: readonly string[];
  /** Nodes that wait, in the order they began to. */
  readonly waits: readonly string[];
}

/** A scope that runs. */
interface Scope {
  readonly graph: Graph;
  /** The token of the outer scope that holds this one; undefined: it is the process. */
  readonly holder: Held | undefined;
  readonly serial: number;
  /** Tokens in nodes. */
  readonly held: Held[];
  /** Tokens at joins, by flow. */
  readonly atJoin: Map<string, number>;
  readonly fired: Set<string>;
  /** Complex gateways that await their reset, with the flows used in the first phase. */
  readonly used: Map<string, ReadonlySet<string>>;
  deadlock?: string;
}

/** A token in a node. */
interface Held {
  readonly place: Place;
  readonly scope: Scope;
  readonly waits: TwinWait[];
  inner?: Scope;
  incident?: string;
}

interface Queued {
  readonly scope: Scope;
  readonly to: string;
  readonly flow: Flow | undefined;
}

/** More steps than this, and the graph is not worth the time. */
export class TooLong extends Error {}

/** A process under way. */
export class Twin {
  readonly #root: Scope;
  readonly #queue: Queued[] = [];
  readonly #trace: string[] = [];
  readonly #cancelled: string[] = [];
  readonly #diagnostics: string[] = [];
  readonly #stepsMost: number;
  #switches: Switches;
  #serial = 0;
  #steps = 0;
  #ended: string | false = false;

  constructor(definition: Drawn, switches: Switches, stepsMost = 1000) {
    this.#switches = switches;
    this.#stepsMost = stepsMost;
    this.#root = this.#open(graphOf(definition), undefined);
    this.#run();
  }

  /** Something that was waited for has come: a task is done, or a message is there. */
  happen(serial: number, switches: Switches): void {
    const held = this.#everyHeld().find((one) => one.waits.some((wait) => wait.serial === serial))!;
    const { node } = held.waits.find((wait) => wait.serial === serial)!;
    if (node === held.place.id) {
      this.#switches = { ...this.#switches, ...switches };
      held.waits.splice(
        held.waits.findIndex((wait) => wait.serial === serial),
        1,
      );
      this.#leave(held);
    } else this.#fireBoundary(held, placeAt(held.scope.graph, node));
    this.#run();
  }

  /** In the order they began. */
  waits(): TwinWait[] {
    return this.#everyHeld()
      .flatMap(({ waits }) => waits)
      .sort((a, b) => a.serial - b.serial);
  }

  state(): TokenState {
    const held = this.#everyHeld();
    const deadlocks = this.#scopes().flatMap(({ deadlock }) => deadlock ?? []);
    return {
      trace: this.#trace,
      active: held
        .filter(({ inner }) => inner === undefined || inner.held.length === 0)
        .map(({ place }) => place.id)
        .sort(),
      cancelled: this.#cancelled.toSorted(),
      ended: this.#ended,
      incidents: [...held.flatMap(({ incident }) => incident ?? []), ...deadlocks].sort(),
      diagnostics: this.#diagnostics.toSorted(),
      waits: this.waits().map(({ node }) => node),
    };
  }

  /** The process and all that runs in it, the oldest first. */
  #scopes(): Scope[] {
    if (this.#ended !== false) return [];
    const all = [this.#root];
    for (const { held } of all) all.push(...held.flatMap(({ inner }) => inner ?? []));
    return all.sort((a, b) => a.serial - b.serial);
  }

  #everyHeld(): Held[] {
    return this.#scopes().flatMap(({ held }) => held);
  }

  #open(graph: Graph, holder: Held | undefined): Scope {
    const scope: Scope = {
      graph,
      holder,
      serial: ++this.#serial,
      held: [],
      atJoin: new Map(),
      fired: new Set(),
      used: new Map(),
    };
    const start = graph.places.find(({ kind }) => kind === 'start')!;
    this.#queue.push({ scope, to: start.id, flow: undefined });
    return scope;
  }

  #run(): void {
    do {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
        if (++this.#steps > this.#stepsMost) throw new TooLong();
        this.#take(next);
      }
    } while (this.#ended === false && (this.#fireJoin() || this.#sweep()));
  }

  #take({ scope, to, flow }: Queued): void {
    const place = placeAt(scope.graph, to);
    const isJoin = into(scope.graph, to).length > 1;
    if (flow !== undefined && (place.kind === 'complex' || (isJoin && isGatewayJoin(place)))) {
      scope.atJoin.set(flow.id, (scope.atJoin.get(flow.id) ?? 0) + 1);
      if (place.kind === 'parallel') this.#tryParallel(scope, place);
      return;
    }
    this.#enter(scope, place);
  }

  /** One token on each distinct flow, and one is taken from each. */
  #tryParallel(scope: Scope, place: Place): void {
    const flows = into(scope.graph, place.id);
    if (flows.every(({ id }) => scope.atJoin.has(id))) this.#fire(scope, place, flows, {});
  }

  #fire(scope: Scope, place: Place, flows: readonly Flow[], words: GatewayWords): void {
    for (const { id } of flows) {
      const left = scope.atJoin.get(id)! - 1;
      if (left > 0) scope.atJoin.set(id, left);
      else scope.atJoin.delete(id);
    }
    scope.fired.add(place.id);
    this.#enter(scope, place, words);
  }

  #enter(scope: Scope, place: Place, words: GatewayWords = {}): void {
    const held: Held = { place, scope, waits: [] };
    scope.held.push(held);
    if (place.isTerminate) return this.#terminate(scope, held);
    for (const { id } of boundariesOf(scope.graph, place.id)) this.#await(held, id);
    if (place.kind === 'user') this.#await(held, place.id);
    else if (place.inner !== undefined) held.inner = this.#open(place.inner, held);
    else this.#leave(held, words);
  }

  #await(held: Held, node: string): void {
    held.waits.push({ node, serial: ++this.#serial });
  }

  #terminate(scope: Scope, end: Held): void {
    scope.held.splice(scope.held.indexOf(end), 1);
    this.#stop(scope);
    if (scope.holder === undefined) this.#ended = 'terminated';
    else this.#leaveScope(scope.holder);
  }

  #leaveScope(holder: Held): void {
    delete holder.inner;
    this.#leave(holder);
  }

  /** Takes everything out of a scope. */
  #stop(scope: Scope): void {
    for (const held of scope.held.splice(0)) this.#cancel(held);
    scope.atJoin.clear();
    const others = this.#queue.filter((queued) => queued.scope !== scope);
    this.#queue.splice(0, Infinity, ...others);
  }

  #cancel({ place, inner }: Held): void {
    if (place.kind === 'user' || place.kind === 'task') this.#cancelled.push(place.id);
    if (inner !== undefined) this.#stop(inner);
  }

  #fireBoundary(host: Held, boundary: Place): void {
    const { scope } = host;
    if (boundary.isInterrupting) {
      scope.held.splice(scope.held.indexOf(host), 1);
      this.#cancel(host);
    }
    this.#enter(scope, boundary);
  }

  /** A token goes on by the flows that are chosen; without any it is dead, or stands. */
  #leave(held: Held, words: GatewayWords = {}): void {
    const { scope, place } = held;
    const flows = this.#choose(scope.graph, place, words);
    if (flows === undefined) {
      held.incident = `no-flow-taken ${place.id}`;
      return;
    }
    scope.held.splice(scope.held.indexOf(held), 1);
    if (place.kind === 'task' || place.kind === 'user') this.#trace.push(place.id);
    for (const flow of flows) this.#queue.push({ scope, to: flow.to, flow });
    this.#endIfDone(scope);
  }

  #choose(graph: Graph, place: Place, words: GatewayWords): Flow[] | undefined {
    const all = outOf(graph, place.id);
    if (all.length === 0 || place.kind === 'parallel') return all;
    const byDefault = all.find(({ id }) => id === place.byDefault);
    const true_ = all.filter(
      (flow) => flow !== byDefault && holds(flow.condition, this.#switches, words),
    );
    if (true_.length > 0) return place.kind === 'exclusive' ? true_.slice(0, 1) : true_;
    if (byDefault !== undefined) return [byDefault];
    return words.waitingForStart === false ? [] : undefined;
  }

  /** No token and no scope inside: it completes, and its holder goes on. */
  #endIfDone(scope: Scope): void {
    const isAlive =
      scope.held.length > 0 ||
      scope.atJoin.size > 0 ||
      this.#queue.some((queued) => queued.scope === scope);
    if (isAlive) return;
    if (scope.holder === undefined) this.#ended = 'completed';
    else this.#leaveScope(scope.holder);
  }

  /** The first inclusive or complex gateway of the document that can fire, does. */
  #fireJoin(): boolean {
    const candidates = this.#scopes()
      .flatMap((scope) => scope.graph.places.map((place) => ({ scope, place })))
      .sort((a, b) => a.place.order - b.place.order || a.scope.serial - b.scope.serial);
    return candidates.some(({ scope, place }) => {
      if (place.kind === 'complex') return this.#tryComplex(scope, place);
      return place.kind === 'inclusive' && this.#tryInclusive(scope, place);
    });
  }

  #tryInclusive(scope: Scope, place: Place): boolean {
    const flows = into(scope.graph, place.id);
    const marked = flows.filter(({ id }) => scope.atJoin.has(id));
    if (flows.length < 2 || marked.length === 0) return false;
    const known = new Set(marked.map(({ id }) => id));
    if (this.#canStillCome(scope, place, known, place.join === 'strict')) return false;
    this.#fire(scope, place, marked, {});
    return true;
  }

  /**
   * Whether some token elsewhere in the scope has a path to an unmarked incoming flow; under
   * `strict` such a token counts only when it has none to a marked one.
   */
  #canStillCome(scope: Scope, join: Place, marked: Set<string>, isStrict: boolean): boolean {
    const { graph, held, atJoin } = scope;
    const begins = [
      ...held.map(({ place }) => waysOut(graph, place.id)),
      ...graph.flows
        .filter(({ id, to }) => atJoin.has(id) && to !== join.id)
        .map(({ to }) => waysOut(graph, to)),
    ];
    return begins.some((ways) => {
      const found = [...reachable(graph, join.id, ways)];
      const isOther = found.some((id) => !marked.has(id));
      return isOther && !(isStrict && found.some((id) => marked.has(id)));
    });
  }

  #tryComplex(scope: Scope, place: Place): boolean {
    const flows = into(scope.graph, place.id);
    const marked = flows.filter(({ id }) => scope.atJoin.has(id));
    const used = scope.used.get(place.id);
    if (used !== undefined) return this.#tryReset(scope, place, flows, used);
    const activationCount = marked.length;
    if (activationCount === 0) return false;
    if (!holds(place.activation, this.#switches, { activationCount })) return false;
    scope.used.set(place.id, new Set(marked.map(({ id }) => id)));
    this.#fire(scope, place, marked, { waitingForStart: true });
    return true;
  }

  /** Each flow not used in the first phase holds a token, or can get none. */
  #tryReset(
    scope: Scope,
    place: Place,
    flows: readonly Flow[],
    used: ReadonlySet<string>,
  ): boolean {
    const late = flows.filter(({ id }) => !used.has(id) && scope.atJoin.has(id));
    const marked = new Set([...used, ...late.map(({ id }) => id)]);
    const isFull = flows.every(({ id }) => marked.has(id));
    if (!isFull && this.#canStillCome(scope, place, marked, true)) return false;
    scope.used.delete(place.id);
    this.#fire(scope, place, late, { waitingForStart: false });
    return true;
  }

  /** Tokens at joins of a quiet scope, that nothing can move any more. */
  #sweep(): boolean {
    for (const scope of this.#scopes()) {
      if (scope.held.length > 0 || scope.atJoin.size === 0) continue;
      const joins = scope.graph.places.filter(({ id }) => this.#present(scope, id).length > 0);
      const dead = joins.filter(({ id }) => !scope.fired.has(id));
      if (dead.length > 0) scope.deadlock ??= this.#deadlockOf(scope, dead);
      else {
        const flows = joins.flatMap(({ id }) => this.#present(scope, id));
        this.#diagnostics.push(`stranded-token ${joins.map(({ id }) => id)}: ${flows}`);
        scope.atJoin.clear();
        this.#endIfDone(scope);
        return true;
      }
    }
    return false;
  }

  #present(scope: Scope, join: string): string[] {
    return into(scope.graph, join).flatMap(({ id }) => (scope.atJoin.has(id) ? [id] : []));
  }

  #deadlockOf(scope: Scope, dead: readonly Place[]): string {
    const told = dead.map(({ id }) => {
      const present = this.#present(scope, id);
      const missing = into(scope.graph, id).flatMap((flow) =>
        present.includes(flow.id) ? [] : [flow.id],
      );
      return `${id} has ${present} lacks ${missing}`;
    });
    return `join-deadlock ${told.join('; ')}`;
  }
}

const isGatewayJoin = ({ kind }: Place): boolean => kind === 'parallel' || kind === 'inclusive';
