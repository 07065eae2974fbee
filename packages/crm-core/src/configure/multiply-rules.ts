/**
 * The product of all rules along a tree of variables: from many small diagrams to one.
 *
 * From the top down, each value moves every rule that asks its variable to its next node; the nodes
 * of the rules that reach into a branch are all that the branch must know. Branches with the same
 * nodes are the same, so they are made once. Where a rule fails, or a branch has no value left,
 * there is no edge.
 */
import type { Layer } from './diagram.ts';
import { FAILED, HOLDS, type RuleDiagram } from './rule-diagram.ts';
import { TupleTable } from './tuple-table.ts';
import type { VariableTree } from './variable-tree.ts';

/** A rule, or a price that is due where its condition holds. */
export interface Factor extends RuleDiagram {
  /** Minor units; undefined for a rule, which must hold. */
  readonly price?: number | undefined;
}

/** What came of it. */
export type RuleProduct =
  | { readonly kind: 'layers'; readonly layers: readonly Layer[] }
  | { readonly kind: 'contradiction' }
  /** Stopped at the limit: how many nodes each variable had asked for. */
  | { readonly kind: 'tooLarge'; readonly asked: readonly number[] };

const DEAD = -1;

/** Multiplies the rules; gives up after `limit` distinct nodes. */
export function multiplyRules(
  factors: readonly Factor[],
  tree: VariableTree,
  domainSizes: readonly number[],
  limit: number,
): RuleProduct {
  const walk = new Walk(factors, tree, domainSizes, limit);
  const roots = tree.roots.map((root) => walk.explore(root));
  if (walk.asked > limit) return { kind: 'tooLarge', asked: walk.askedBy() };
  if (roots.includes(DEAD)) return { kind: 'contradiction' };
  return { kind: 'layers', layers: trimmed(walk.layers(), tree, roots) };
}

/** What is known of one variable while the product is made. */
interface Station {
  readonly values: number;
  readonly branches: readonly number[];
  /** The factors that ask the variable. */
  readonly asking: readonly number[];
  /** The factors from above that ask it or variables below: what the branch must know. */
  readonly crossing: readonly number[];
  /** States of the crossing factors, and the node that each gave. */
  readonly known: TupleTable;
  readonly nodeOf: number[];
  /** Nodes: for each value a price and the children. */
  readonly nodes: TupleTable;
}

class Walk {
  readonly #factors: readonly Factor[];
  readonly #limit: number;
  readonly #stations: readonly Station[];
  /** The node that each factor is at. */
  readonly #states: Int32Array;
  /** Distinct prices of edges; their places stand in the nodes. */
  readonly #prices = new Map<number, number>();
  readonly #scratch: Int32Array;
  asked = 0;

  constructor(
    factors: readonly Factor[],
    tree: VariableTree,
    domainSizes: readonly number[],
    limit: number,
  ) {
    this.#factors = factors;
    this.#limit = limit;
    this.#states = Int32Array.from(factors, ({ root }) => root);
    this.#scratch = new Int32Array(factors.length);
    this.#stations = stationsOf(factors, tree, domainSizes);
  }

  /** The node of a variable for what the factors are at; DEAD where nothing is valid. */
  explore(variable: number): number {
    const station = this.#stations[variable]!;
    const { crossing, known, nodeOf } = station;
    for (let at = 0; at < crossing.length; at++) this.#scratch[at] = this.#states[crossing[at]!]!;
    const before = known.size;
    const place = known.numberOf(this.#scratch);
    if (place < before) return nodeOf[place]!;
    this.asked++;
    if (this.asked > this.#limit) return DEAD;
    const node = this.#make(station, variable);
    nodeOf[place] = node;
    return node;
  }

  #make(station: Station, variable: number): number {
    const { asking, values, branches } = station;
    const width = 1 + branches.length;
    const edges = new Int32Array(values * width).fill(DEAD);
    const states = asking.map((factor) => this.#states[factor]!);
    let isDead = true;
    for (let value = 0; value < values; value++) {
      const price = this.#advance(asking, variable, value);
      const isLive = price !== undefined && this.#branch(branches, edges, value * width);
      if (isLive) edges[value * width] = this.#priceOf(price);
      if (isLive) isDead = false;
      for (let at = 0; at < asking.length; at++) this.#states[asking[at]!] = states[at]!;
    }
    return isDead ? DEAD : station.nodes.numberOf(edges);
  }

  /** Moves the factors that ask the variable; the price that falls due, undefined if one fails. */
  #advance(asking: readonly number[], variable: number, value: number): number | undefined {
    let due = 0;
    for (let at = 0; at < asking.length; at++) {
      const factor = asking[at]!;
      const { variableOf, childrenOf, price } = this.#factors[factor]!;
      const state = this.#states[factor]!;
      if (variableOf[state] !== variable) continue;
      const next = childrenOf[state]![value]!;
      if (next === FAILED && price === undefined) return undefined;
      if (next === HOLDS && price !== undefined) due += price;
      // A price that is decided, either way, is of no more concern to what follows.
      this.#states[factor] = price !== undefined && next === HOLDS ? FAILED : next;
    }
    return due;
  }

  /** Writes the children of one edge; false, with none written, where a branch is dead. */
  #branch(branches: readonly number[], edges: Int32Array, edge: number): boolean {
    for (let at = 0; at < branches.length; at++) {
      const child = this.explore(branches[at]!);
      if (child === DEAD) {
        edges.fill(DEAD, edge, edge + 1 + at);
        return false;
      }
      edges[edge + 1 + at] = child;
    }
    return true;
  }

  #priceOf(price: number): number {
    const place = this.#prices.get(price) ?? this.#prices.size;
    this.#prices.set(price, place);
    return place;
  }

  askedBy(): number[] {
    return this.#stations.map(({ known }) => known.size);
  }

  layers(): Layer[] {
    const prices = [...this.#prices.keys()];
    return this.#stations.map((station) => layerOf(station, prices));
  }
}

function stationsOf(
  factors: readonly Factor[],
  tree: VariableTree,
  domainSizes: readonly number[],
): Station[] {
  const asking: number[][] = domainSizes.map(() => []);
  const crossing = domainSizes.map(() => new Set<number>());
  for (const [factor, { scope }] of factors.entries()) {
    for (const variable of scope) asking[variable]!.push(factor);
    const top = scope[0];
    let below = scope.at(-1) ?? -1;
    // The scope lies on one branch: the factor crosses into all of it but its top.
    for (; below !== top && below >= 0; below = tree.parents[below]!) crossing[below]!.add(factor);
  }
  return domainSizes.map((values, variable) => ({
    values,
    branches: tree.childrenOf[variable]!,
    asking: asking[variable]!,
    crossing: [...crossing[variable]!],
    known: new TupleTable(crossing[variable]!.size),
    nodeOf: [],
    nodes: new TupleTable(values * (1 + tree.childrenOf[variable]!.length)),
  }));
}

function layerOf({ nodes, values, branches }: Station, prices: readonly number[]): Layer {
  const edges = nodes.size * values;
  const layer: Layer = {
    nodes: nodes.size,
    values,
    branches,
    children: new Int32Array(edges * branches.length),
    isLive: new Uint8Array(edges),
    prices: new Float64Array(edges),
  };
  const width = 1 + branches.length;
  for (let edge = 0; edge < edges; edge++) {
    const node = Math.floor(edge / values);
    const start = (edge % values) * width;
    const price = nodes.cell(node, start);
    layer.isLive[edge] = price === DEAD ? 0 : 1;
    layer.prices[edge] = price === DEAD ? 0 : prices[price]!;
    for (let branch = 0; branch < branches.length; branch++) {
      layer.children[edge * branches.length + branch] = nodes.cell(node, start + 1 + branch);
    }
  }
  return layer;
}

/** Without the nodes that only led into dead ends. */
function trimmed(layers: readonly Layer[], tree: VariableTree, roots: readonly number[]): Layer[] {
  const places = layers.map(({ nodes }) => new Int32Array(nodes).fill(DEAD));
  const counts = layers.map(() => 0);
  const reach = (variable: number, node: number): void => {
    if (places[variable]![node] === DEAD) places[variable]![node] = counts[variable]!++;
  };
  for (const [at, root] of tree.roots.entries()) reach(root, roots[at]!);
  for (const variable of tree.topDown) {
    const { nodes, values, branches, children } = layers[variable]!;
    const span = values * branches.length;
    for (let node = 0; node < nodes; node++) {
      if (places[variable]![node] === DEAD) continue;
      for (let cell = node * span; cell < (node + 1) * span; cell++) {
        if (children[cell] !== DEAD) reach(branches[cell % branches.length]!, children[cell]!);
      }
    }
  }
  return layers.map((layer, variable) => moved(layer, variable, places, counts[variable]!));
}

function moved(
  { nodes, values, branches, children, isLive, prices }: Layer,
  variable: number,
  places: readonly Int32Array[],
  count: number,
): Layer {
  const span = values * branches.length;
  const layer: Layer = {
    nodes: count,
    values,
    branches,
    children: new Int32Array(count * span),
    isLive: new Uint8Array(count * values),
    prices: new Float64Array(count * values),
  };
  for (let node = 0; node < nodes; node++) {
    const to = places[variable]![node]!;
    if (to === DEAD) continue;
    layer.isLive.set(isLive.subarray(node * values, (node + 1) * values), to * values);
    layer.prices.set(prices.subarray(node * values, (node + 1) * values), to * values);
    for (let cell = 0; cell < span; cell++) {
      const child = children[node * span + cell]!;
      const branch = branches[cell % branches.length]!;
      layer.children[to * span + cell] = child === DEAD ? DEAD : places[branch]![child]!;
    }
  }
  return layer;
}
