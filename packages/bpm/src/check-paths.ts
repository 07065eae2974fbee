/**
 * Faults of paths: nodes that no token can reach, and loops that none can leave.
 *
 * Paths run along flows, from an activity to its boundary events, and from the throw of a link to
 * its catch. An endless loop is one whose nodes all complete by themselves and lead nowhere else:
 * it would burn burst after burst.
 */
import {
  type CheckedScope,
  flowsInto,
  flowsOutOf,
  isActivity,
  isEventSubProcess,
  isHandler,
  isInstantiating,
  issue,
  linkNames,
} from './check-scope.ts';
import type { DefinitionIssue } from './errors.ts';
import type { Node } from './model.ts';

/** Edges by the node they leave. */
export type Edges = ReadonlyMap<string, readonly string[]>;

/** Unreachable nodes and endless loops of a scope. */
export function checkPaths(scope: CheckedScope): DefinitionIssue[] {
  const edges = edgesOf(scope);
  const reached = reachedFrom(
    rootsOf(scope).map(({ id }) => id),
    edges,
  );
  const unreachable = scope.nodes.filter(({ id }) => !reached.has(id));
  return [...unreachable.map(unreachableNode), ...endlessLoops(scope, edges, reached)];
}

const unreachableNode = ({ id }: Node): DefinitionIssue =>
  issue('unreachable', id, 'no token can come here; lead a flow to it or remove it');

/** Where a token may go next, within the scope. */
export function edgesOf(scope: CheckedScope): Edges {
  const edges = new Map<string, string[]>();
  const add = (from: string, to: string): void => {
    const targets = edges.get(from);
    if (targets === undefined) edges.set(from, [to]);
    else targets.push(to);
  };
  for (const [from, flows] of scope.outgoing) for (const { to } of flows) add(from, to);
  const catches = scope.nodes.filter(({ kind }) => kind === 'catch');
  for (const node of scope.nodes) {
    if (node.kind === 'boundary') add(node.attachedTo, node.id);
    if (node.kind !== 'throw') continue;
    const names = new Set(linkNames(node));
    if (names.size === 0) continue;
    const targets = catches.filter((target) => linkNames(target).some((name) => names.has(name)));
    for (const { id } of targets) add(node.id, id);
  }
  return edges;
}

/** All nodes on paths from some nodes, themselves included. */
export function reachedFrom(roots: readonly string[], edges: Edges): Set<string> {
  const reached = new Set(roots);
  for (const id of reached) for (const next of edges.get(id) ?? []) reached.add(next);
  return reached;
}

/**
 * Nodes where a token starts when the scope is entered or its trigger comes: its start events and
 * what else starts instances; without any, all that no flow leads to.
 */
export function entriesOf(scope: CheckedScope): readonly Node[] {
  const starts = scope.nodes.filter((node) => node.kind === 'start' || isInstantiating(node));
  if (starts.length > 0) return starts;
  return scope.nodes.filter(
    (node) =>
      flowsInto(scope, node).length === 0 &&
      node.kind !== 'boundary' &&
      !isEventSubProcess(node) &&
      !isHandler(node) &&
      !(node.kind === 'catch' && linkNames(node).length > 0),
  );
}

/** Entries, and what is entered by other means or has a fault of its own. */
function rootsOf(scope: CheckedScope): readonly Node[] {
  if (scope.owner?.type === 'adHoc') return scope.nodes;
  const entries = new Set(entriesOf(scope));
  if (entries.size === 0) return scope.nodes;
  const thrown = new Set(
    scope.nodes.flatMap((node) => (node.kind === 'throw' ? linkNames(node) : [])),
  );
  return scope.nodes.filter(
    (node) =>
      entries.has(node) ||
      isEventSubProcess(node) ||
      isHandler(node) ||
      (node.kind === 'boundary' && !scope.byId.has(node.attachedTo)) ||
      (node.kind === 'catch' && linkNames(node).some((name) => !thrown.has(name))),
  );
}

/** One issue for each loop: at its first node in document order. */
function endlessLoops(
  scope: CheckedScope,
  edges: Edges,
  reached: ReadonlySet<string>,
): DefinitionIssue[] {
  const canEnd = endingNodes(scope, edges);
  const isStuck = (id: string): boolean => reached.has(id) && !canEnd.has(id);
  const stuck = new Map(
    scope.nodes
      .filter(({ id }) => isStuck(id))
      .map(({ id }) => [id, (edges.get(id) ?? []).filter(isStuck)] as const),
  );
  const told = new Set<string>();
  const issues: DefinitionIssue[] = [];
  for (const id of stuck.keys()) {
    const after = reachedFrom(stuck.get(id)!, stuck);
    if (told.has(id) || !after.has(id)) continue;
    for (const member of after) told.add(member);
    const message = `${[...after].join(' > ')} go round for ever; add a way out or a wait`;
    issues.push(issue('endless-loop', id, message));
  }
  return issues;
}

/**
 * Nodes from which all tokens can come to an end or a wait: by one of the flows where a node
 * chooses, by each of them where it takes all.
 */
function endingNodes(scope: CheckedScope, edges: Edges): Set<string> {
  const missing = new Map(scope.nodes.map((node) => [node.id, missingEnds(scope, edges, node)]));
  const ending = new Set([...missing.keys()].filter((id) => missing.get(id) === 0));
  const back = reversed(edges);
  for (const id of ending) {
    for (const before of back.get(id) ?? []) {
      const rest = (missing.get(before) ?? 0) - 1;
      missing.set(before, rest);
      if (rest === 0) ending.add(before);
    }
  }
  return ending;
}

function missingEnds(scope: CheckedScope, edges: Edges, node: Node): number {
  const count = (edges.get(node.id) ?? []).length;
  if (count === 0 || !completesByItself(scope, node)) return 0;
  return choosesFlows(scope, node) ? 1 : count;
}

const choosesFlows = (scope: CheckedScope, node: Node): boolean =>
  node.kind === 'exclusive' ||
  node.kind === 'inclusive' ||
  flowsOutOf(scope, node).some(({ condition }) => condition !== undefined);

function reversed(edges: Edges): Edges {
  const back = new Map<string, string[]>();
  for (const [from, targets] of edges) {
    for (const to of targets) {
      const sources = back.get(to);
      if (sources === undefined) back.set(to, [from]);
      else sources.push(from);
    }
  }
  return back;
}

const automaticKinds: ReadonlySet<string> = new Set(
  'task manual script businessRule throw exclusive inclusive parallel'.split(' '),
);

/** Whether a token always goes on at once, with nobody and nothing to wait for. */
function completesByItself(scope: CheckedScope, node: Node): boolean {
  if (linkNames(node).length > 0) return true;
  if (!automaticKinds.has(node.kind)) return false;
  if (node.kind === 'throw') return (node.throws ?? []).every(({ type }) => type === 'signal');
  if (isActivity(node)) return (node.startQuantity ?? 1) === 1;
  return node.kind === 'exclusive' || flowsInto(scope, node).length < 2;
}
