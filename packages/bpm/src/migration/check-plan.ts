/**
 * What speaks against a migration plan, whatever instance it is for: all of it at once.
 *
 * Each rule keeps a running instance whole: a frame must find its element in the scope that its
 * scope became, a boundary event its host, a waiting token its join.
 */
import { BpmError, type DefinitionIssue } from '../errors.ts';
import type { Node } from '../model.ts';
import { canRest, type Elements, isJoin, type Placed } from './elements.ts';
import { type MigrationPlan, migrationPlan } from './migration-plan.ts';
import { typeChange } from './type-change.ts';

type Mapping = ReadonlyMap<string, string>;

/** Whether an element stands in the scope that its scope became. */
export const inScope = (before: Placed<unknown>, after: Placed<unknown>, nodes: Mapping): boolean =>
  (before.scope === '' ? '' : nodes.get(before.scope)) === after.scope;

/**
 * Faults of a plan that was kept or written by hand. What may be left out of a plan is not asked
 * for here: an instance that needs it is not moved.
 */
export function planIssues(plan: MigrationPlan, old: Elements, next: Elements): DefinitionIssue[] {
  const nodes = new Map(Object.entries(plan.nodes));
  const flows = new Map(Object.entries(plan.flows));
  const versions = [
    ...(plan.from === old.hash ? [] : [wrongVersion('from', plan.from)]),
    ...(plan.to === next.hash ? [] : [wrongVersion('to', plan.to)]),
  ];
  return [...versions, ...nodeIssues(old, next, nodes), ...flowIssues(old, next, nodes, flows)];
}

/**
 * A plan that comes from outside.
 *
 * @throws BpmError BPM_INVALID_MIGRATION — it has not the shape of one
 */
export function readPlan(input: unknown): MigrationPlan {
  const read = migrationPlan.safeParse(input);
  if (read.success) return read.data;
  const issues = read.error.issues.map(({ path, message }) =>
    issue('shape', path.join('.') || 'plan', `${message}: make it by planMigration`),
  );
  const { process } = (input ?? {}) as { readonly process?: unknown };
  const name = typeof process === 'string' ? process : '?';
  throw new BpmError('BPM_INVALID_MIGRATION', { process: name, issues });
}

const wrongVersion = (path: string, hash: string): DefinitionIssue =>
  issue('other-version', path, `is '${hash}', which is not the hash of the definition`);

/** Pairs of nodes that can't go on as each other. */
export function nodeIssues(old: Elements, next: Elements, nodes: Mapping): DefinitionIssue[] {
  const pairs = [...nodes].flatMap(([id, target]) => {
    const [before, after] = [old.nodes.get(id), next.nodes.get(target)];
    if (before === undefined) {
      return [issue('unknown-source', id, `the old definition has no node '${id}'`)];
    }
    if (after === undefined) {
      return [issue('unknown-target', id, `the new definition has no node '${target}'`)];
    }
    return pairIssues(before, after, nodes);
  });
  return [...pairs, ...twiceMapped(old, nodes), ...gatewayIssues(old, next, nodes)];
}

function pairIssues(before: Placed<Node>, after: Placed<Node>, nodes: Mapping): DefinitionIssue[] {
  const { element: node } = before;
  const { element: target } = after;
  const issues: DefinitionIssue[] = [];
  const change = typeChange(node, target);
  if (change !== undefined) {
    issues.push(issue('type-changed', node.id, `${change}: map it to an element of its type`));
  }
  if (!inScope(before, after, nodes)) {
    const [from, to] = [scopeName(before.scope), scopeName(after.scope)];
    const message = `stands in ${from}, and '${target.id}' in ${to}: map the one to the other`;
    issues.push(issue('scope-changed', node.id, message));
  }
  if (node.kind !== 'boundary' || target.kind !== 'boundary') return issues;
  if (nodes.get(node.attachedTo) !== target.attachedTo) {
    const message = `hangs on '${node.attachedTo}', and '${target.id}' on '${target.attachedTo}'`;
    issues.push(issue('host-changed', node.id, `${message}: map the hosts, or leave it out`));
  }
  return issues;
}

/** What an event-based gateway waits for must be a way out of what the gateway became. */
function gatewayIssues(old: Elements, next: Elements, nodes: Mapping): DefinitionIssue[] {
  return [...old.flows.values()].flatMap(({ element: { from, to } }) => {
    const [gateway, event] = [nodes.get(from), nodes.get(to)];
    const isWay = old.nodes.get(from)?.element.kind === 'eventBased';
    if (!isWay || gateway === undefined || event === undefined) return [];
    const ways = [...next.flows.values()].filter(({ element }) => element.from === gateway);
    if (ways.some(({ element }) => element.to === event)) return [];
    const message = `is a way out of '${from}', and '${event}' is none of '${gateway}'`;
    return [issue('host-changed', to, `${message}: map it to null`)];
  });
}

const scopeName = (id: string): string => (id === '' ? 'the process' : `'${id}'`);

/** Events are armed once: two of them can't become one. Activities and gateways can. */
function twiceMapped({ nodes: all }: Elements, nodes: Mapping): DefinitionIssue[] {
  const seen = new Map<string, string>();
  return [...nodes].flatMap(([id, target]) => {
    const kind = all.get(id)?.element.kind;
    if (kind !== 'boundary' && kind !== 'start') return [];
    const first = seen.get(target);
    seen.set(target, id);
    if (first === undefined) return [];
    const message = `and '${first}' both become '${target}', which is armed once: drop one of them`;
    return [issue('twice-mapped', id, message)];
  });
}

/** Flows that lead to another scope than their tokens are in. */
export function flowIssues(
  old: Elements,
  next: Elements,
  nodes: Mapping,
  flows: Mapping,
): DefinitionIssue[] {
  return [...flows].flatMap(([id, target]) => {
    const [before, after] = [old.flows.get(id), next.flows.get(target)];
    if (before === undefined) {
      return [issue('unknown-source', id, `the old definition has no flow '${id}'`)];
    }
    if (after === undefined) {
      return [issue('unknown-target', id, `the new definition has no flow '${target}'`)];
    }
    if (inScope(before, after, nodes)) return [];
    const [from, to] = [scopeName(before.scope), scopeName(after.scope)];
    return [issue('scope-changed', id, `is a flow of ${from}, and '${target}' one of ${to}`)];
  });
}

/** Elements in which an instance can stand, of which the plan says nothing. */
export function restIssues(
  old: Elements,
  next: Elements,
  nodes: Mapping,
  dropped: readonly string[],
): DefinitionIssue[] {
  const isGone = (id: string): boolean => !nodes.has(id);
  return [...old.nodes].flatMap(([id, { element, scope }]) => {
    const isTold = nodes.has(id) || dropped.includes(id) || (scope !== '' && isGone(scope));
    if (isTold || !canRest(old, id)) return [];
    const same = next.nodes.get(id)?.element;
    const change = same === undefined ? 'is not in the new definition' : typeChange(element, same);
    const remedy = 'map it, or map it to null when no instance can stand there';
    return [issue('unmapped-wait', id, `${change ?? 'stands in another scope there'}: ${remedy}`)];
  });
}

/** Flows on which tokens can wait for a join, of which the plan says nothing. */
export function joinIssues(
  old: Elements,
  nodes: Mapping,
  flows: Mapping,
  dropped: readonly string[],
): DefinitionIssue[] {
  return [...old.flows].flatMap(([id, { element }]) => {
    const isTold = flows.has(id) || dropped.includes(id) || !nodes.has(element.to);
    if (isTold || !isJoin(old, element.to)) return [];
    const message =
      `leads to the join '${element.to}', and no flow takes its place: map it to a flow, ` +
      `or to null when no token can wait there`;
    return [issue('unmapped-join', id, message)];
  });
}

const issue = (code: string, path: string, message: string): DefinitionIssue => {
  return { code, path, message };
};
