/**
 * The structure of a model as a graphlib graph: for export, drawing and the graph algorithms of
 * others.
 *
 * Planning itself runs over typed arrays (network.ts), which take any size and depth; graphlib is
 * for the border. Its recursive algorithms overflow the stack on chains of some 20,000 items.
 */
import { Graph } from '@dagrejs/graphlib';
import type { OrderKind } from '../compiled-source.ts';
import type { Model } from '../model.ts';
import { compileNetwork } from '../network.ts';
import { planTerms } from '../plan-terms.ts';

/** What a node of the graph carries; its name is `item@location`, or `item@location#segment`. */
export interface StructureNode {
  readonly item: string;
  readonly location: string;
  /** Where the site plans a project, a batch or a customer apart. */
  readonly segment?: string;
  /** Low-level code: longest way down from what nothing else needs. */
  readonly level: number;
}

/** What an edge from a node to one that supplies it carries. */
export interface StructureEdge {
  readonly kind: OrderKind;
  /** The source whose orders need it. */
  readonly source: string;
  /** Need per step of the order, as an exact fraction of steps: `2` or `3/4`. */
  readonly per: string;
}

/**
 * Item × location as nodes, needs as edges (from who needs to who supplies); several lines between
 * the same two nodes are several edges, named by their number.
 *
 * @example
 * structureGraph(model).successors('bike@plant') // => ['wheel@plant']
 */
export function structureGraph(model: Model): Graph {
  const { nodes, order, sources, uses } = compileNetwork(model, planTerms({ today: '1970-01-01' }));
  const graph = new Graph({ multigraph: true });
  const nameOf = (node: number): string => {
    const { item, location, segment } = nodes.at(node);
    return segment === undefined ? `${item}@${location}` : `${item}@${location}#${segment}`;
  };
  for (let node = 0; node < nodes.count; node++) {
    const label: StructureNode = { ...nodes.at(node), level: order.code[node]! };
    graph.setNode(nameOf(node), label);
  }
  uses.list.forEach(({ source, parent, child, numerator, denominator }, number) => {
    const { kind, id } = sources[source]!;
    const per = denominator === 1 ? String(numerator) : `${numerator}/${denominator}`;
    const label: StructureEdge = { kind, source: id, per };
    graph.setEdge(nameOf(parent), nameOf(child), label, String(number));
  });
  return graph;
}
