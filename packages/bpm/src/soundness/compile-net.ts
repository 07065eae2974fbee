/**
 * From a scope of a definition to its net; or why its tokens can't be followed.
 */
import { edgesOf, entriesOf, reachedFrom } from '../check-paths.ts';
import {
  type CheckedScope,
  flowsInto,
  flowsOutOf,
  isActivity,
  isEventSubProcess,
  isHandler,
  isInstantiating,
  isUndoBoundary,
  linkNames,
} from '../check-scope.ts';
import type { Flow, Node, NodeOf } from '../model.ts';
import type { Mode, NetBoundary, NetEdge, NetNode, TokenNet } from './token-net.ts';

/** Why there is no net: tokens here depend on more than gateways. */
export interface NoNet {
  readonly node: string;
  readonly reason: string;
}

/** The net of a scope. */
export function compileNet(scope: CheckedScope): TokenNet | NoNet {
  const refused = refusal(scope);
  return refused ?? new NetWriter(scope).write();
}

/** More boundary events that leave their host running would make too many nodes of it. */
const BESIDE_MAX = 3;

function refusal(scope: CheckedScope): NoNet | undefined {
  if (scope.owner?.type === 'adHoc') {
    return { node: scope.owner.id, reason: 'activities of an ad-hoc sub-process have no order' };
  }
  for (const node of scope.nodes) {
    const reason = reasonOf(scope, node);
    if (reason !== undefined) return { node: node.id, reason };
  }
  return undefined;
}

function reasonOf(scope: CheckedScope, node: Node): string | undefined {
  const isOpen = node.kind === 'complex' && node.activation === undefined;
  if (node.kind === 'complex' && !(isOpen && flowsInto(scope, node).length < 2)) {
    return 'when a complex gateway fires depends on its expression';
  }
  if (isActivity(node) && (node.startQuantity ?? 1) * (node.completionQuantity ?? 1) > 1) {
    return 'an activity with a quantity takes or gives several tokens';
  }
  if (besides(scope, node).length > BESIDE_MAX) {
    return `more than ${BESIDE_MAX} boundary events leave it running`;
  }
  return undefined;
}

/** A boundary event that may happen any number of times, and brings its tokens to a join. */
export function repeatedIntoJoin(scope: CheckedScope): string | undefined {
  const edges = edgesOf(scope);
  const isJoin = (id: string): boolean => {
    const node = scope.byId.get(id)!;
    const isGateway = node.kind === 'parallel' || node.kind === 'inclusive';
    return isGateway && flowsInto(scope, node).length > 1;
  };
  return scope.nodes
    .filter((node) => node.kind === 'boundary' && node.interrupting === false)
    .map(({ id }) => id)
    .find((id) => [...reachedFrom([id], edges)].some(isJoin));
}

const besides = (scope: CheckedScope, { id }: Node): NodeOf<'boundary'>[] =>
  boundariesOf(scope, id).filter(({ interrupting }) => interrupting === false);

const boundariesOf = ({ nodes }: CheckedScope, host: string): NodeOf<'boundary'>[] =>
  nodes.filter(
    (node): node is NodeOf<'boundary'> =>
      node.kind === 'boundary' && node.attachedTo === host && !isUndoBoundary(node),
  );

class NetWriter {
  readonly #scope: CheckedScope;
  readonly #nodes = new Map<string, NetNode>();
  readonly #all: NetNode[] = [];

  constructor(scope: CheckedScope) {
    this.#scope = scope;
  }

  write(): TokenNet {
    const passed = this.#scope.nodes.filter((node) => isOnPaths(node));
    for (const node of passed) this.#nodes.set(node.id, this.#node(node, []));
    for (const node of passed) this.#leave(node);
    return { nodes: this.#all, begins: this.#begins() };
  }

  #node(node: Node, boundaries: readonly NetBoundary[]): NetNode {
    const written: NetNode = {
      index: this.#all.length,
      id: node.id,
      mode: modeOf(this.#scope, node),
      join: node.kind === 'parallel' ? 'all' : node.kind === 'inclusive' ? 'or' : 'any',
      isStrict: joinOf(this.#scope, node) === 'strict',
      split: splitOf(this.#scope, node),
      ins: [],
      outs: [],
      always: new Set(),
      byDefault: undefined,
      boundaries,
      clears: node.kind === 'end' && (node.throws ?? []).some(({ type }) => CLEARING.has(type)),
      path: [],
      members: [node.id],
    };
    this.#all.push(written);
    return written;
  }

  /** Gives a node its edges; of one that events can happen beside, a node for each that is left. */
  #leave(node: Node): void {
    const written = this.#nodes.get(node.id)!;
    const interrupting = boundariesOf(this.#scope, node.id).filter(
      (boundary) => boundary.interrupting !== false,
    );
    this.#leaveAs(node, written, interrupting, besides(this.#scope, node));
  }

  #leaveAs(
    node: Node,
    written: NetNode,
    interrupting: readonly NodeOf<'boundary'>[],
    beside: readonly NodeOf<'boundary'>[],
  ): void {
    const boundaries = written.boundaries as NetBoundary[];
    for (const { id } of interrupting) boundaries.push(this.#boundary(id, true, []));
    beside.forEach((event, at) => {
      const rest = this.#node(node, []);
      const stays = this.#edge([], rest);
      boundaries.push(this.#boundary(event.id, false, [stays]));
      this.#leaveAs(
        node,
        rest,
        interrupting,
        beside.filter((_, other) => other !== at),
      );
    });
    this.#outs(node, written);
  }

  #outs(node: Node, written: NetNode): void {
    const always = written.always as Set<NetEdge>;
    const byDefault = 'default' in node ? node.default : undefined;
    for (const flow of flowsOutOf(this.#scope, node)) {
      const edge = this.#flow(flow);
      written.outs.push(edge);
      if (flow.id === byDefault) Object.assign(written, { byDefault: edge });
      else if (flow.condition === undefined) always.add(edge);
    }
    if (node.kind !== 'throw' || linkNames(node).length === 0) return;
    for (const to of edgesOf(this.#scope).get(node.id) ?? []) {
      if (!flowsOutOf(this.#scope, node).some((flow) => flow.to === to)) {
        written.outs.push(this.#edge([], this.#nodes.get(to)!));
      }
    }
  }

  #boundary(id: string, interrupts: boolean, also: NetEdge[]): NetBoundary {
    const event = this.#nodes.get(id)!;
    return { id, interrupts, outs: [this.#edge([], event), ...also] };
  }

  #flow({ id, to }: Flow): NetEdge {
    return this.#edge([id], this.#nodes.get(to)!);
  }

  #edge(flows: readonly string[], to: NetNode): NetEdge {
    const edge: NetEdge = { to, flows, path: [], members: [] };
    to.ins.push(edge);
    return edge;
  }

  /** Start events with a trigger, and what else starts instances, begin alone; others together. */
  #begins(): NetEdge[][] {
    const entries = entriesOf(this.#scope).filter(({ id }) => this.#nodes.has(id));
    const triggered = entries.filter((node) => isTriggered(node));
    const others = entries.filter((node) => !triggered.includes(node));
    const begin = (nodes: readonly Node[]): NetEdge[] =>
      nodes.map(({ id }) => this.#edge([], this.#nodes.get(id)!));
    return [...(others.length > 0 ? [others] : []), ...triggered.map((node) => [node])].map(begin);
  }
}

const isTriggered = (node: Node): boolean =>
  isInstantiating(node) || (node.kind === 'start' && (node.on ?? []).length > 0);

const CLEARING: ReadonlySet<string> = new Set(['terminate', 'error', 'cancel']);

/** What a token can pass; handlers and event sub-processes are entered by other means. */
const isOnPaths = (node: Node): boolean =>
  !isEventSubProcess(node) && !isHandler(node) && !isUndoBoundary(node);

const joinOf = ({ definition }: CheckedScope, node: Node): 'strict' | 'pragmatic' =>
  (node.kind === 'inclusive' ? node.join : undefined) ?? definition.join;

function splitOf(scope: CheckedScope, node: Node): NetNode['split'] {
  if (awaitsAll(node)) return 'all';
  if (node.kind === 'exclusive' || node.kind === 'eventBased') return 'one';
  const flows = flowsOutOf(scope, node);
  if (node.kind === 'inclusive' || node.kind === 'complex') return 'some';
  return flows.some(({ condition }) => condition !== undefined) ? 'some' : 'all';
}

const WAITING: ReadonlySet<string> = new Set(['user', 'service', 'receive', 'eventBased']);

function modeOf(scope: CheckedScope, node: Node): Mode {
  if (WAITING.has(node.kind)) return isRepeated(node) ? 'either' : 'waits';
  if (node.kind === 'catch') return awaits(scope, node) ? 'waits' : 'auto';
  if (node.kind === 'call' || isRepeated(node)) return 'either';
  if (node.kind !== 'subProcess') return 'auto';
  return node.type === undefined && isPassedAtOnce(node.nodes) ? 'auto' : 'either';
}

/** An activity that is repeated no time is passed at once. */
const isRepeated = (node: Node): boolean =>
  isActivity(node) && (node.many !== undefined || node.loop !== undefined);

/** A gateway that an event starts, and that then awaits the others in the same instance. */
const awaitsAll = (node: Node): boolean =>
  node.kind === 'eventBased' && node.instantiate === 'parallel';

/**
 * A link is passed; so is the event that an event-based gateway has waited for. Of one that awaits
 * all, each event comes when it comes.
 */
function awaits(scope: CheckedScope, node: Node): boolean {
  if (linkNames(node).length > 0) return false;
  const sources = flowsInto(scope, node).map(({ from }) => scope.byId.get(from)!);
  return sources.length === 0 || sources.some((it) => it.kind !== 'eventBased' || awaitsAll(it));
}

const PASSED: ReadonlySet<string> = new Set(
  'task manual script businessRule send start end exclusive parallel inclusive'.split(' '),
);

const isPassedAtOnce = (nodes: readonly Node[]): boolean =>
  nodes.every((node) => PASSED.has(node.kind) && !isRepeated(node));
