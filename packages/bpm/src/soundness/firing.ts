/**
 * What can happen next in a net: which nodes fire, and in which ways they end.
 *
 * Without inclusive joins, whatever is enabled may be next. With one, order matters, as such a join
 * looks at where other tokens are: then what goes on by itself comes first, the first inclusive
 * join that is enabled next, and only then what has to be waited for, as in the engine.
 */
import {
  isJoin,
  type NetEdge,
  type NetNode,
  type TokenNet,
  type WitnessStep,
} from './token-net.ts';
import { stepOf } from './reduce-net.ts';

/** Tokens by the number of their edge. */
export type Marking = readonly number[];

/** One thing that can happen. */
export interface Firing {
  readonly node: NetNode;
  readonly takes: readonly NetEdge[];
  readonly gives: readonly NetEdge[];
  /** What a reader is told of it. */
  readonly steps: readonly WitnessStep[];
}

/** A net ready to be played. */
export interface PlayedNet {
  readonly net: TokenNet;
  readonly edges: readonly NetEdge[];
  readonly indexOf: ReadonlyMap<NetEdge, number>;
  readonly hasInclusive: boolean;
  /** For an inclusive join: the edges into it that a token on an edge can still come by. */
  readonly reach: ReadonlyMap<NetNode, ReadonlyMap<NetEdge, ReadonlySet<NetEdge>>>;
  readonly ends: Map<NetNode, readonly Ending[]>;
}

interface Ending {
  readonly gives: readonly NetEdge[];
  readonly steps: readonly WitnessStep[];
}

/** Makes a net ready. */
export function playedNet(net: TokenNet): PlayedNet {
  const edges = net.nodes.flatMap(({ ins }) => ins);
  const waiting = net.nodes.filter((node) => node.join === 'or' && isJoin(node));
  return {
    net,
    edges,
    indexOf: new Map(edges.map((edge, index) => [edge, index])),
    hasInclusive: waiting.length > 0,
    reach: new Map(waiting.map((join) => [join, reachOf(join, edges)])),
    ends: new Map(),
  };
}

/** All edges by which a token can leave a node, sooner or later. */
const leaving = ({ outs, boundaries }: NetNode): NetEdge[] => [
  ...outs,
  ...boundaries.flatMap((boundary) => boundary.outs),
];

/** Backwards from each edge into the join, not past it. */
function reachOf(
  join: NetNode,
  edges: readonly NetEdge[],
): ReadonlyMap<NetEdge, ReadonlySet<NetEdge>> {
  const reach = new Map<NetEdge, Set<NetEdge>>(edges.map((edge) => [edge, new Set()]));
  const before = new Map<NetEdge, NetEdge[]>();
  for (const edge of edges) {
    for (const next of leaving(edge.to)) {
      const list = before.get(next);
      if (list === undefined) before.set(next, [edge]);
      else list.push(edge);
    }
  }
  for (const goal of join.ins) {
    const open = [goal];
    for (let edge = open.pop(); edge !== undefined; edge = open.pop()) {
      if (reach.get(edge)!.has(goal)) continue;
      reach.get(edge)!.add(goal);
      open.push(...(before.get(edge) ?? []).filter(({ to }) => to !== join));
    }
  }
  return reach;
}

/**
 * What can be next.
 *
 * @param oneFirst - only what the first of several independent nodes can do: fewer states, with the
 *   same ends; not for nets with inclusive joins
 */
export function firings(played: PlayedNet, marking: Marking, oneFirst: boolean): Firing[] {
  if (!played.hasInclusive) {
    const found: Firing[] = [];
    for (const node of played.net.nodes) {
      found.push(...firingsOf(played, marking, node));
      if (oneFirst && found.length > 0) break;
    }
    return oneFirst ? ofFirstEdge(found) : found;
  }
  return inOrder(played, marking);
}

/** A node with tokens on two edges passes one first; which one makes no difference. */
const ofFirstEdge = (found: readonly Firing[]): Firing[] =>
  found.filter(({ takes }) => takes[0] === found[0]!.takes[0]);

function inOrder(played: PlayedNet, marking: Marking): Firing[] {
  const { nodes } = played.net;
  const of = (mode: NetNode['mode']): Firing[] =>
    nodes
      .filter((node) => node.mode === mode && !played.reach.has(node))
      .flatMap((node) => firingsOf(played, marking, node));
  const auto = of('auto');
  if (auto.length > 0) return auto;
  const either = of('either');
  for (const join of played.reach.keys()) {
    const takes = inclusiveTakes(played, marking, join);
    if (takes !== undefined) return [...either, ...endingsOf(played, join, takes)];
  }
  return [...either, ...of('waits')];
}

function firingsOf(played: PlayedNet, marking: Marking, node: NetNode): Firing[] {
  const marked = node.ins.filter((edge) => marking[played.indexOf.get(edge)!]! > 0);
  if (marked.length === 0) return [];
  if (!isJoin(node)) return marked.flatMap((edge) => endingsOf(played, node, [edge]));
  return marked.length === node.ins.length ? endingsOf(played, node, node.ins) : [];
}

/** The edges of which an inclusive join takes a token now; undefined: it waits. */
function inclusiveTakes(played: PlayedNet, marking: Marking, join: NetNode): NetEdge[] | undefined {
  const has = (edge: NetEdge): boolean => marking[played.indexOf.get(edge)!]! > 0;
  const marked = join.ins.filter(has);
  if (marked.length === 0) return undefined;
  const reach = played.reach.get(join)!;
  const isHeldUp = played.edges.some((edge) => {
    if (edge.to === join || !has(edge)) return false;
    const coming = [...reach.get(edge)!];
    return coming.some((one) => !has(one)) && !(join.isStrict && coming.some(has));
  });
  return isHeldUp ? undefined : marked;
}

function endingsOf(played: PlayedNet, node: NetNode, takes: readonly NetEdge[]): Firing[] {
  let ends = played.ends.get(node);
  if (ends === undefined) played.ends.set(node, (ends = endings(node)));
  return ends.map(({ gives, steps }) => ({ node, takes, gives, steps }));
}

function endings(node: NetNode): Ending[] {
  const own = choices(node).map((gives) => {
    return {
      gives,
      steps: stepOf(
        node,
        gives.flatMap(({ flows }) => flows),
      ),
    };
  });
  const others = node.boundaries.map(({ id, outs }) => ({
    gives: outs,
    steps: [{ node: id, flows: [] }],
  }));
  return [...own, ...others];
}

function choices(node: NetNode): (readonly NetEdge[])[] {
  const { split, outs, byDefault, always } = node;
  if (split === 'all' || outs.length <= 1) return [outs];
  if (split === 'one') return outs.map((edge) => [edge]);
  const free = outs.filter((edge) => edge !== byDefault && !always.has(edge));
  const fixed = outs.filter((edge) => always.has(edge));
  const sets = subsets(free).map((some) =>
    outs.filter((edge) => fixed.includes(edge) || some.has(edge)),
  );
  const some = sets.filter(({ length }) => length > 0);
  return byDefault === undefined || fixed.length > 0 ? some : [...some, [byDefault]];
}

function subsets(edges: readonly NetEdge[]): Set<NetEdge>[] {
  return Array.from({ length: 2 ** edges.length }, (_, bits) => {
    return new Set(edges.filter((__, at) => ((bits >> at) & 1) === 1));
  });
}

/** The marking after something has happened. */
export function fired(
  played: PlayedNet,
  marking: Marking,
  { node, takes, gives }: Firing,
): Marking {
  if (node.clears) return marking.map(() => 0);
  const next = [...marking];
  for (const edge of takes) next[played.indexOf.get(edge)!]! -= 1;
  for (const edge of gives) next[played.indexOf.get(edge)!]! += 1;
  return next;
}

/** Whether a split has so many ways to leave that they can't be gone through. */
export const hasTooManyWays = ({ nodes }: TokenNet): NetNode | undefined =>
  nodes.find(({ split, outs }) => split === 'some' && outs.length > SOME_MAX);

const SOME_MAX = 10;
