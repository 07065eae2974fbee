/**
 * One rule as a reduced multi-valued decision diagram over its own variables.
 *
 * Node 0 is false, node 1 true; every other node asks one variable and has a child for each of its
 * values. Equal nodes are one, and a node whose children are all the same is left out, so along a
 * path a rule's node is all that must be remembered of the choices made.
 *
 * @source R. E. Bryant, "Graph-based algorithms for Boolean function manipulation" (1986); the
 * multi-valued form: A. Srinivasan et al., "Algorithms for discrete function manipulation" (1990)
 */
import type { OpenRule, Residual } from './residual.ts';

/** The node of a rule that fails. */
export const FAILED = 0;
/** The node of a rule that holds, whatever follows. */
export const HOLDS = 1;

/** A rule's diagram. */
export interface RuleDiagram {
  readonly root: number;
  /** The variables it depends on, in the order of the diagram. */
  readonly scope: readonly number[];
  /** The variable that each node asks; none for 0 and 1. */
  readonly variableOf: readonly number[];
  /** The child of each node by the place of the value. */
  readonly childrenOf: readonly (readonly number[])[];
}

/** What diagrams are built over. */
export interface DiagramSpace {
  readonly domainSizes: readonly number[];
  /** Where each variable stands in the order, from the top. */
  readonly positions: readonly number[];
}

/** The diagram of a rule; undefined when it would have more than `limit` steps. */
export function ruleDiagram(
  rule: Residual,
  space: DiagramSpace,
  limit: number,
): RuleDiagram | undefined {
  const order =
    typeof rule === 'boolean'
      ? []
      : rule.scope.toSorted((a, b) => space.positions[a]! - space.positions[b]!);
  const draft: Draft = {
    order,
    domainSizes: space.domainSizes,
    limit,
    variableOf: [-1, -1],
    childrenOf: [[], []],
    nodes: new Map(),
    known: new Map(),
  };
  const root = build(draft, 0, rule);
  if (draft.known.size > limit) return undefined;
  const asked = new Set(draft.variableOf);
  const { variableOf, childrenOf } = draft;
  return { root, scope: order.filter((variable) => asked.has(variable)), variableOf, childrenOf };
}

interface Draft {
  readonly order: readonly number[];
  readonly domainSizes: readonly number[];
  readonly limit: number;
  readonly variableOf: number[];
  readonly childrenOf: number[][];
  /** Nodes by what they ask and where they lead. */
  readonly nodes: Map<string, number>;
  /** Nodes by residual. */
  readonly known: Map<string, number>;
}

function build(draft: Draft, level: number, rule: Residual): number {
  if (typeof rule === 'boolean') return rule ? HOLDS : FAILED;
  if (draft.known.size > draft.limit) return FAILED;
  let asked = level;
  while (!rule.scope.includes(draft.order[asked]!)) asked++;
  const known = draft.known.get(rule.key);
  if (known !== undefined) return known;
  const node = nodeOf(draft, asked, rule);
  draft.known.set(rule.key, node);
  return node;
}

function nodeOf(draft: Draft, level: number, rule: OpenRule): number {
  const variable = draft.order[level]!;
  const children: number[] = [];
  for (let value = 0; value < draft.domainSizes[variable]!; value++) {
    children.push(build(draft, level + 1, rule.assign(variable, value)));
  }
  if (children.every((child) => child === children[0])) return children[0]!;
  const key = `${variable}:${children.join()}`;
  const twin = draft.nodes.get(key);
  if (twin !== undefined) return twin;
  const node = draft.variableOf.push(variable) - 1;
  draft.childrenOf.push(children);
  draft.nodes.set(key, node);
  return node;
}
