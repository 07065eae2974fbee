/**
 * The network: a checked model compiled into integers and typed arrays, once per run.
 *
 * Nodes are item × location × segment (node-table.ts). Per node: stock, safety stock, ranked
 * sources, and its dated flows (demands, receipts, firm issues) as compressed rows sorted by day.
 * Between nodes: uses, listed under the node that is needed, so that netting a node reads its
 * parents' orders in one go. Quantities are whole steps of the node's item, days are day numbers in
 * the zone of the node's site, the first of their bucket.
 */
import { assert } from '@kontor/kernel';
import { compileFlows, type CompiledFlows } from './compile-flows.ts';
import { nodesOf } from './compile-nodes.ts';
import { compileSupply, type OwnLotSizing, type Supply } from './compile-supply.ts';
import type { Use } from './compiled-source.ts';
import { lowLevelCodes, type PlanningOrder, type SupplyGraph } from './low-level-code.ts';
import type { Model, ModelData } from './model.ts';
import { indexModel, type ModelIndex } from './model-index.ts';
import { type NodePolicy, nodePolicies } from './node-policy.ts';
import type { NodeTable } from './node-table.ts';
import type { PlanTerms } from './plan-terms.ts';

/** Uses, listed under the node that is needed or that receives. */
export interface UsesByChild {
  readonly start: Int32Array;
  readonly list: readonly Use[];
}

/** A model ready to be planned. */
export interface Network
  extends CompiledFlows,
    Pick<Supply, 'calendar' | 'sources' | 'sourcesOf' | 'spareSourcesOf'> {
  readonly model: Model;
  readonly terms: PlanTerms;
  readonly index: ModelIndex;
  readonly nodes: NodeTable;
  readonly policies: readonly NodePolicy[];
  /** What planned orders need, under the node that is needed. */
  readonly uses: UsesByChild;
  /** What planned orders yield beside their item, under the node that receives it. */
  readonly outputs: UsesByChild;
  readonly order: PlanningOrder;
}

/** Compiles a checked model. Its faults were reported by `checkModel`; here a fault is a bug. */
export function compileNetwork(
  model: Model,
  terms: PlanTerms,
  ownLotSizing?: OwnLotSizing,
): Network {
  const compiled = structureOf(model);
  const { index, nodes } = compiled;
  // Rules of the caller's stand in the sources; what these use does not depend on them.
  const { uses, outputs, ...supply } =
    ownLotSizing === undefined ? compiled.supply : compileSupply(index, nodes, ownLotSizing);
  const order = lowLevelCodes(compiled.graph);
  assert(order !== null, 'checkModel refuses cycles');
  return {
    model,
    terms,
    index,
    nodes,
    ...supply,
    policies: nodePolicies(index, nodes, terms),
    ...compileFlows(index, nodes, { ...supply, uses, outputs }, terms),
    uses: usesByChild(nodes.count, uses),
    outputs: usesByChild(nodes.count, outputs),
    order,
  };
}

/** What a model says of its structure, whatever the terms of a run. */
export interface ModelStructure {
  readonly index: ModelIndex;
  readonly nodes: NodeTable;
  readonly supply: Supply;
  readonly graph: SupplyGraph;
}

/** The check compiles a model to find cycles, and every run needs the same again. */
const compiledModels = new WeakMap<ModelData, ModelStructure>();

/**
 * Compiles a model's structure, once for each model: models are not changed.
 *
 * It may still have cycles; its other faults are mended.
 */
export function structureOf(model: ModelData): ModelStructure {
  const known = compiledModels.get(model);
  if (known !== undefined) return known;
  const index = indexModel(model);
  const nodes = nodesOf(index);
  const supply = compileSupply(index, nodes);
  const graph = supplyGraph(nodes.count, [...supply.uses, ...supply.outputs]);
  const compiled = { index, nodes, supply, graph };
  compiledModels.set(model, compiled);
  return compiled;
}

/** The graph of who needs whom, for levelling and for finding cycles. */
export function supplyGraph(nodeCount: number, uses: readonly Use[]): SupplyGraph {
  const start = new Int32Array(nodeCount + 1);
  for (const use of uses) start[use.parent + 1]!++;
  for (let node = 0; node < nodeCount; node++) start[node + 1]! += start[node]!;
  const place = start.slice();
  const supplier = new Int32Array(uses.length);
  for (const use of uses) supplier[place[use.parent]!++] = use.child;
  return { nodeCount, start, supplier };
}

/** Lists uses under the node that is needed, in the order of their sources. */
function usesByChild(nodeCount: number, uses: readonly Use[]): UsesByChild {
  const start = new Int32Array(nodeCount + 1);
  for (const use of uses) start[use.child + 1]!++;
  for (let node = 0; node < nodeCount; node++) start[node + 1]! += start[node]!;
  const place = start.slice();
  const list = Array.from<Use>({ length: uses.length });
  for (const use of uses) list[place[use.child]!++] = use;
  return { start, list };
}
