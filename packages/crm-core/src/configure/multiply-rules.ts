/**
 * The product of all rules along a tree of variables: from many small diagrams to one.
 *
 * From the top down, each value moves every rule that asks its variable to its next node; the nodes
 * of the rules that reach into a branch are all that the branch must know. Branches with the same
 * nodes are the same, so they are made once. Where a rule fails, or a branch has no value left, the
 * edge is dead.
 */
import { DEAD_JOINT, type Layer } from './diagram.ts';
import { FAILED, HOLDS, type RuleDiagram } from './rule-diagram.ts';
import { trimLayers } from './trim-layers.ts';
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
/** Joints are numbered after the dead one. */
const FIRST_JOINT = DEAD_JOINT + 1;

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
  return { kind: 'layers', layers: trimLayers(walk.layers(), tree, roots) };
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
  /** Joints: the place of a price, and the children. */
  readonly joints: TupleTable;
  /** Nodes: for each value the joint. */
  readonly nodes: TupleTable;
}

class Walk {
  readonly #factors: readonly Factor[];
  readonly #limit: number;
  readonly #stations: readonly Station[];
  /** The node that each factor is at. */
  readonly #states: Int32Array;
  /** Distinct prices; their places stand in the joints. */
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
    const { asking, values } = station;
    const edges = new Int32Array(values).fill(DEAD_JOINT);
    const states = asking.map((factor) => this.#states[factor]!);
    for (let value = 0; value < values; value++) {
      const price = this.#advance(asking, variable, value);
      if (price !== undefined) edges[value] = this.#join(station, price);
      for (let at = 0; at < asking.length; at++) this.#states[asking[at]!] = states[at]!;
    }
    return edges.every((joint) => joint === DEAD_JOINT) ? DEAD : station.nodes.numberOf(edges);
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

  /** The joint for what the factors are at; the dead one where a branch is dead. */
  #join({ branches, joints }: Station, price: number): number {
    const joint = new Int32Array(1 + branches.length);
    joint[0] = this.#priceOf(price);
    for (let at = 0; at < branches.length; at++) {
      const child = this.explore(branches[at]!);
      if (child === DEAD) return DEAD_JOINT;
      joint[1 + at] = child;
    }
    return FIRST_JOINT + joints.numberOf(joint);
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
    joints: new TupleTable(1 + tree.childrenOf[variable]!.length),
    nodes: new TupleTable(values),
  }));
}

function layerOf({ nodes, joints, values, branches }: Station, prices: readonly number[]): Layer {
  const layer: Layer = {
    nodes: nodes.size,
    values,
    branches,
    edges: new Int32Array(nodes.size * values),
    joints: FIRST_JOINT + joints.size,
    children: new Int32Array((FIRST_JOINT + joints.size) * branches.length),
    prices: new Float64Array(FIRST_JOINT + joints.size),
  };
  for (let edge = 0; edge < layer.edges.length; edge++) {
    layer.edges[edge] = nodes.cell(Math.floor(edge / values), edge % values);
  }
  for (let joint = FIRST_JOINT; joint < layer.joints; joint++) {
    const tuple = joint - FIRST_JOINT;
    layer.prices[joint] = prices[joints.cell(tuple, 0)]!;
    for (let branch = 0; branch < branches.length; branch++) {
      layer.children[joint * branches.length + branch] = joints.cell(tuple, 1 + branch);
    }
  }
  return layer;
}
