/**
 * What can run, yet is probably not meant: conditions that nobody reads, and inclusive joins that
 * may wait for each other.
 */
import { type CheckedScope, flowsInto, flowsOutOf, issue, type ScopeCheck } from './check-scope.ts';
import { type Edges, edgesOf } from './check-paths.ts';
import type { DefinitionIssue } from './errors.ts';
import type { Node, NodeOf } from './model.ts';

/** Notes on one scope. */
export const notesOf: ScopeCheck = (scope) => [
  ...scope.nodes.flatMap((node) => [
    ...defaultCondition(scope, node),
    ...missingCondition(scope, node),
  ]),
  ...joinHazards(scope),
];

function defaultCondition(scope: CheckedScope, node: Node): DefinitionIssue[] {
  const byDefault = 'default' in node ? node.default : undefined;
  const flow = flowsOutOf(scope, node).find(({ id }) => id === byDefault);
  if (flow?.condition === undefined) return [];
  const message = `is ignored: '${node.id}' takes its default flow when no other holds; remove it`;
  return [issue('default-flow-condition', `${flow.id}.condition`, message)];
}

function missingCondition(scope: CheckedScope, node: Node): DefinitionIssue[] {
  if (node.kind !== 'exclusive' && node.kind !== 'inclusive') return [];
  const outgoing = flowsOutOf(scope, node);
  if (outgoing.length < 2) return [];
  return outgoing
    .filter(({ id, condition }) => condition === undefined && id !== node.default)
    .map(({ id }) => {
      const message = `is always taken by '${node.id}'; write a condition, or make it the default`;
      return issue('missing-condition', id, message);
    });
}

type Join = NodeOf<'inclusive'>;

/**
 * Pairs of inclusive joins where each may wait for the other's token.
 *
 * A waiting token counts from its join onward. It holds the other join up when it can come by some
 * of its flows; under `strict` not when it could come by all of them, as in a loop around both.
 */
function joinHazards(scope: CheckedScope): DefinitionIssue[] {
  const joins = scope.nodes.filter(
    (node): node is Join => node.kind === 'inclusive' && flowsInto(scope, node).length > 1,
  );
  if (joins.length < 2) return [];
  const edges = edgesOf(scope);
  const holdsUp = new Map(joins.map((join) => [join, heldUpBy(scope, join, joins, edges)]));
  return joins.flatMap((join, at) =>
    joins
      .slice(at + 1)
      .filter((other) => holdsUp.get(join)!.has(other) && holdsUp.get(other)!.has(join))
      .map((other) => {
        const message = `waits for '${other.id}', which waits for it; join them in one place`;
        return issue('or-join-hazard', join.id, message);
      }),
  );
}

/** The joins that a token waiting at `join` may hold up. */
function heldUpBy(
  scope: CheckedScope,
  join: Join,
  joins: readonly Join[],
  edges: Edges,
): Set<Join> {
  return new Set(
    joins.filter((other) => {
      if (other === join) return false;
      const reached = reachedWithout(join.id, other.id, edges);
      const flows = flowsInto(scope, other);
      const coming = flows.filter(({ from }) => reached.has(from)).length;
      const isStrict = (other.join ?? scope.definition.join) === 'strict';
      return coming > 0 && !(isStrict && coming === flows.length);
    }),
  );
}

/** All nodes on paths from a node that do not visit another. */
function reachedWithout(from: string, without: string, edges: Edges): Set<string> {
  const reached = new Set([from]);
  for (const id of reached) {
    for (const next of edges.get(id) ?? []) if (next !== without) reached.add(next);
  }
  return reached;
}
