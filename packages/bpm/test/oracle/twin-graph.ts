/**
 * A definition as the twin sees it: a graph of plain records for each scope, searched as a whole
 * whenever something is asked of it.
 *
 * Only the elements whose token rules the twin knows: tasks (automatic, user), gateways (exclusive,
 * parallel, inclusive, complex), embedded sub-processes, ends (none, terminate), and message
 * boundary events. Of expressions it knows a handful of words (twin-words.ts).
 */
import type { Node, ProcessDefinition } from '../../src/model.ts';

/** A flow of a scope. */
export interface Flow {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly condition: string | undefined;
}

/** A node of a scope. */
export interface Place {
  readonly id: string;
  /** Its place in the whole document, sub-processes' nodes right after their own. */
  readonly order: number;
  readonly kind: string;
  readonly byDefault: string | undefined;
  /** Of a complex gateway: when it fires first. */
  readonly activation: string | undefined;
  /** Of a boundary event. */
  readonly host: string | undefined;
  readonly isInterrupting: boolean;
  readonly isTerminate: boolean;
  readonly inner: Graph | undefined;
  readonly join: 'strict' | 'pragmatic';
}

/** The inside of a process or sub-process, in document order. */
export interface Graph {
  readonly places: readonly Place[];
  readonly flows: readonly Flow[];
}

/** A process, as far as the twin reads it. */
export type Drawn = Pick<ProcessDefinition, 'id' | 'join' | 'nodes' | 'flows'>;

/** Reads a definition. */
export function graphOf(definition: Drawn): Graph {
  let count = 0;
  const read = ({ nodes, flows }: Pick<Drawn, 'nodes' | 'flows'>): Graph => ({
    places: nodes.map((node) => {
      const order = (count += 1);
      const inner = node.kind === 'subProcess' ? read(node) : undefined;
      return placeOf(node, order, inner, definition.join);
    }),
    flows: flows.map(({ id, from, to, condition }) => ({
      id,
      from,
      to,
      condition: condition as string | undefined,
    })),
  });
  return read(definition);
}

function placeOf(
  node: Node,
  order: number,
  inner: Graph | undefined,
  join: 'strict' | 'pragmatic',
): Place {
  const own = node as Partial<Record<'default' | 'activation' | 'attachedTo', string>>;
  return {
    id: node.id,
    order,
    kind: node.kind,
    byDefault: own.default,
    activation: own.activation,
    host: own.attachedTo,
    isInterrupting: node.kind === 'boundary' && node.interrupting !== false,
    isTerminate:
      node.kind === 'end' && (node.throws ?? []).some(({ type }) => type === 'terminate'),
    inner,
    join: (node.kind === 'inclusive' ? node.join : undefined) ?? join,
  };
}

/** The node of an id. */
export const placeAt = (graph: Graph, id: string): Place =>
  graph.places.find((place) => place.id === id)!;

/** Flows that leave a node. */
export const outOf = (graph: Graph, id: string): Flow[] =>
  graph.flows.filter(({ from }) => from === id);

/** Flows that lead to a node. */
export const into = (graph: Graph, id: string): Flow[] => graph.flows.filter(({ to }) => to === id);

/** The boundary events of an activity. */
export const boundariesOf = (graph: Graph, id: string): Place[] =>
  graph.places.filter(({ host }) => host === id);

/** Flows by which a token in a node may go on: its own, and those of its boundary events. */
export const waysOut = (graph: Graph, id: string): Flow[] => [
  ...outOf(graph, id),
  ...boundariesOf(graph, id).flatMap((boundary) => outOf(graph, boundary.id)),
];

/**
 * The incoming flows of a join that can be reached along flows without passing through the join.
 *
 * @param first - the flows a path may begin with
 */
export function reachable(graph: Graph, join: string, first: readonly Flow[]): Set<string> {
  const seen = new Set<string>();
  const found = new Set<string>();
  const walk = (flow: Flow): void => {
    if (seen.has(flow.id)) return;
    seen.add(flow.id);
    if (flow.to === join) found.add(flow.id);
    else for (const next of waysOut(graph, flow.to)) walk(next);
  };
  for (const flow of first) walk(flow);
  return found;
}
