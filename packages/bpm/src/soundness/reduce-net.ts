/**
 * Reductions: what stands in a line becomes one node, what splits and joins again becomes a line.
 *
 * A process of blocks shrinks to a single path, however large it is. The rules keep soundness both
 * ways; the last one, for inclusive blocks, only where no two tokens can be in a block at once,
 * which its user has to see to.
 *
 * @source T. Murata, "Petri Nets: Properties, Analysis and Applications" (1989), V.A; W. Sadiq,
 *   M. E. Orlowska, "Analyzing Process Models Using Graph Reduction Techniques" (2000)
 */
import { afterEachOther, isJoin, type Mode, type NetEdge, type NetNode } from './token-net.ts';
import type { TokenNet, WitnessStep } from './token-net.ts';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
type Draft = Writable<NetNode>;

/** A smaller net with the same verdict. Writes the net that it is given. */
export function reduceNet(net: TokenNet, withInclusive: boolean): TokenNet {
  const alive = new Set(net.nodes);
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const node of alive) {
      if (passThrough(node) || foldNext(alive, node) || foldBlock(alive, node, withInclusive)) {
        if (node.ins.length === 0) alive.delete(node);
        isSmaller = true;
      }
    }
  }
  return { ...net, nodes: [...alive] };
}

/** One edge in, one edge out, nothing to choose. */
const isLine = ({ ins, outs, boundaries, clears }: NetNode): boolean =>
  ins.length === 1 && outs.length === 1 && boundaries.length === 0 && !clears;

/** What a reader is told of a node that was left by some flows. */
export const stepOf = (node: NetNode, flows: readonly string[]): WitnessStep[] => [
  { node: node.id, flows },
  ...node.path,
];

/** An automatic node in a line becomes a part of its edge. */
function passThrough(node: NetNode): boolean {
  if (node.mode !== 'auto' || !isLine(node)) return false;
  const [edge, out] = [node.ins[0]!, node.outs[0]!];
  if (edge === out) return false;
  edge.path = [...edge.path, ...stepOf(node, out.flows), ...out.path];
  edge.members = [...edge.members, ...node.members, ...out.members];
  replaceIn(out, edge);
  node.ins.length = 0;
  return true;
}

/** Where one edge led, another one leads. */
function replaceIn(gone: NetEdge, by: NetEdge): void {
  by.to = gone.to;
  gone.to.ins[gone.to.ins.indexOf(gone)] = by;
}

/** Two waiting nodes of a line become one. */
function foldNext(alive: Set<NetNode>, node: NetNode): boolean {
  const edge = node.outs[0];
  if (node.mode === 'auto' || node.outs.length !== 1 || edge === undefined) return false;
  const next = edge.to;
  if (node.boundaries.length > 0 || next === node || next.mode === 'auto') return false;
  if (!isLine(next)) return false;
  const draft = node as Draft;
  const [out] = next.outs;
  draft.mode = afterEachOther(node.mode, next.mode);
  draft.path = [...node.path, ...edge.path, ...stepOf(next, out!.flows)];
  draft.members = [...node.members, ...edge.members, ...next.members];
  draft.outs = [{ ...out!, flows: edge.flows }];
  replaceIn(out!, draft.outs[0]!);
  draft.always = new Set();
  alive.delete(next);
  return true;
}

/** The mode of a block by those of its branches. */
function blockMode(split: NetNode['split'], modes: readonly Mode[]): Mode {
  if (split === 'all') return modes.reduce(afterEachOther, 'auto');
  return modes.every((mode) => mode === modes[0]) ? modes[0]! : 'either';
}

/** A split whose branches lead to one join, and nothing else does, becomes a line. */
function foldBlock(alive: Set<NetNode>, split: NetNode, withInclusive: boolean): boolean {
  if (split.outs.length < 2 || split.boundaries.length > 0) return false;
  const branches = split.outs.map((edge) => branchOf(edge, split));
  const join = branches[0]!.end;
  if (join === split || branches.some(({ end }) => end !== join)) return false;
  if (join.ins.length !== branches.length || !fits(split, join, withInclusive)) return false;
  const mode = blockMode(
    split.split,
    branches.map(({ node }) => node?.mode ?? 'auto'),
  );
  const paths = branches.map(({ edge, node, last }): WitnessStep[] => [
    ...edge.path,
    ...(node === undefined ? [] : [...stepOf(node, last.flows), ...last.path]),
  ]);
  const isAll = split.split === 'all';
  const [first] = split.outs;
  const taken = isAll ? split.outs.flatMap(({ flows }) => flows) : first!.flows;
  const edge: NetEdge = { ...first!, flows: taken, to: join, path: [], members: [] };
  edge.path = isAll ? paths.flat() : paths[0]!;
  edge.members = branches.flatMap(({ members }) => members);
  for (const { node } of branches) if (node !== undefined) alive.delete(node);
  (split as Draft).outs = [edge];
  Object.assign(split, { split: 'all', always: new Set(), byDefault: undefined });
  join.ins.splice(0, join.ins.length, edge);
  if (mode !== 'auto') delay(alive, edge, mode);
  return true;
}

/** What a branch is made of: an edge, or an edge to a node of a line, and the edge after it. */
function branchOf(edge: NetEdge, split: NetNode) {
  const { to: node } = edge;
  const isNode = isLine(node) && node !== split && !isJoin(node);
  const last = isNode ? node.outs[0]! : edge;
  return {
    edge,
    node: isNode ? node : undefined,
    last,
    end: last.to,
    members: isNode ? [...edge.members, ...node.members, ...last.members] : edge.members,
  };
}

function fits(split: NetNode, join: NetNode, withInclusive: boolean): boolean {
  switch (join.join) {
    case 'any':
      return split.split === 'one';
    case 'all':
      return split.split === 'all';
    case 'or':
      return withInclusive && join.isStrict;
  }
}

/** The branches wait: a node of its own stands for them, before the join. */
function delay(alive: Set<NetNode>, edge: NetEdge, mode: Mode): void {
  const { to: join, path, members } = edge;
  const [first, ...rest] = path;
  const out: NetEdge = { ...edge, flows: first?.flows ?? [], path: [], members: [] };
  const node: NetNode = {
    ...join,
    id: first?.node ?? join.id,
    mode,
    join: 'any',
    split: 'all',
    ins: [edge],
    outs: [out],
    always: new Set(),
    byDefault: undefined,
    boundaries: [],
    clears: false,
    path: rest,
    members,
  };
  edge.to = node;
  edge.path = [];
  edge.members = [];
  join.ins.splice(0, join.ins.length, out);
  alive.add(node);
}
