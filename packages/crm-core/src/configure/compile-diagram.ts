/**
 * Compiles rules and prices into one diagram, by the order of variables that stays smallest.
 *
 * The orders that look best race: each may make so many nodes, then all may make four times as
 * many, until one is through. So the winner costs a small multiple of its own work.
 */
import { type Diagram, firstValuesOf } from './diagram.ts';
import { estimateNodes } from './diagram-estimate.ts';
import { type Factor, multiplyRules } from './multiply-rules.ts';
import type { Residual } from './residual.ts';
import { FAILED, HOLDS, ruleDiagram } from './rule-diagram.ts';
import { candidateOrders } from './variable-order.ts';
import { type VariableTree, variableTree } from './variable-tree.ts';

/** Rules over places, and conditions with a price in minor units. */
export interface RuleSet {
  readonly domainSizes: readonly number[];
  readonly rules: readonly Residual[];
  readonly prices: readonly { readonly condition: Residual; readonly amount: number }[];
}

/** What came of it. */
export type CompiledRules =
  | { readonly kind: 'diagram'; readonly diagram: Diagram; readonly factors: readonly Factor[] }
  | {
      readonly kind: 'contradiction';
      readonly tree: VariableTree;
      readonly factors: readonly Factor[];
    }
  /** A single rule is too large. */
  | { readonly kind: 'ruleTooLarge'; readonly rule: number }
  /** All orders passed the limit: the variable where the best one was widest, and rules across. */
  | { readonly kind: 'tooLarge'; readonly variable: number; readonly rules: readonly number[] };

const FIRST_BUDGET = 10_000;
/** Orders that run; the rest only looked worse. */
const RACERS = 2;

/** Compiles; no order makes more than `limit` nodes. `factors` begin with the rules, in order. */
export function compileDiagram(ruleSet: RuleSet, limit: number): CompiledRules {
  const scopes = [...ruleSet.rules, ...ruleSet.prices.map(({ condition }) => condition)]
    .filter((rule) => typeof rule === 'object')
    .map(({ scope }) => scope);
  const racers: Racer[] = [];
  for (const order of candidateOrders(ruleSet.domainSizes.length, scopes)) {
    const racer = racerOf(ruleSet, variableTree(order, scopes), limit);
    if (typeof racer === 'number') return { kind: 'ruleTooLarge', rule: racer };
    racers.push(racer);
  }
  racers.sort((a, b) => a.estimate - b.estimate);
  racers.splice(RACERS);
  for (let budget = Math.min(FIRST_BUDGET, limit); ; budget = Math.min(budget * 4, limit)) {
    for (const racer of racers) {
      const compiled = race(ruleSet, racer, budget);
      if (compiled !== undefined) return compiled;
    }
    if (budget === limit) return tooLarge(racers[0]!);
  }
}

/** One order, with the rules' diagrams in it. */
interface Racer {
  readonly tree: VariableTree;
  readonly factors: readonly Factor[];
  readonly estimate: number;
  /** What its last try asked of each variable. */
  asked: readonly number[];
}

/** The order's diagrams, or the place of a rule that is too large by itself. */
function racerOf(
  { domainSizes, rules, prices }: RuleSet,
  tree: VariableTree,
  limit: number,
): Racer | number {
  const space = { domainSizes, positions: tree.positions };
  const factors: Factor[] = [];
  for (const rule of rules) {
    const made = ruleDiagram(rule, space, limit);
    if (made === undefined) return factors.length;
    factors.push(made);
  }
  for (const { condition, amount } of prices) {
    const made = ruleDiagram(condition, space, limit);
    if (made === undefined) return factors.length;
    factors.push({ ...made, price: amount });
  }
  return { tree, factors, estimate: estimateNodes(factors, tree, domainSizes), asked: [] };
}

function race({ domainSizes }: RuleSet, racer: Racer, budget: number): CompiledRules | undefined {
  const { tree, factors } = racer;
  if (factors.some(({ root, price }) => root === FAILED && price === undefined)) {
    return { kind: 'contradiction', tree, factors };
  }
  const product = multiplyRules(factors, tree, domainSizes, budget);
  if (product.kind === 'tooLarge') {
    racer.asked = product.asked;
    return undefined;
  }
  if (product.kind === 'contradiction') return { kind: 'contradiction', tree, factors };
  const { firsts, values } = firstValuesOf(domainSizes);
  const always = factors.filter(({ root, price }) => root === HOLDS && price !== undefined);
  const diagram: Diagram = {
    tree,
    layers: product.layers,
    firstValues: firsts,
    values,
    fixedPrice: always.reduce((sum, { price = 0 }) => sum + price, 0),
    nodes: product.layers.reduce((sum, { nodes }) => sum + nodes, 0),
    joints: product.layers.reduce((sum, { joints }) => sum + joints, 0),
  };
  return { kind: 'diagram', diagram, factors };
}

function tooLarge({ tree, factors, asked }: Racer): CompiledRules {
  const variable = asked.indexOf(Math.max(...asked));
  const position = tree.positions[variable]!;
  const rules = factors.flatMap(({ scope }, rule) => {
    const above = scope.some((other) => tree.positions[other]! < position);
    const below = scope.some((other) => tree.positions[other]! >= position);
    return above && below ? [rule] : [];
  });
  return { kind: 'tooLarge', variable, rules };
}
