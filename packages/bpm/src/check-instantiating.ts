/**
 * Faults of receive tasks and event-based gateways that start instances.
 *
 * BPMN 2.0.2, 10.3.3.1 (receive task) and 10.6.6 (event-based gateway): they begin a process, so
 * nothing leads to them, and only what can come from outside does.
 */
import {
  type CheckedScope,
  flowsInto,
  flowsOutOf,
  isInstantiating,
  issue,
  type ScopeCheck,
} from './check-scope.ts';
import type { DefinitionIssue } from './errors.ts';
import type { Flow, Node } from './model.ts';

/** Faults of what starts instances in a scope. */
export const checkInstantiating: ScopeCheck = (scope) =>
  scope.nodes
    .filter(isInstantiating)
    .flatMap((node) => [...checkPlace(scope, node), ...checkWork(scope, node)]);

function checkPlace(scope: CheckedScope, node: Node): DefinitionIssue[] {
  const issues: DefinitionIssue[] = [];
  const path = `${node.id}.instantiate`;
  if (scope.owner !== undefined) {
    const message = 'only a process is started from outside; remove it, or start the sub-process';
    issues.push(issue('instantiate-inside', path, message));
  }
  if (flowsInto(scope, node).length > 0) {
    const message = 'it starts instances, so no flow leads to it; remove the flow or this';
    issues.push(issue('instantiate-incoming', path, message));
  }
  return issues;
}

function checkWork(scope: CheckedScope, node: Node): DefinitionIssue[] {
  if (node.kind !== 'receive') {
    return flowsOutOf(scope, node).flatMap((flow) => checkTarget(scope, flow));
  }
  const hosts = scope.nodes.some(
    (other) => other.kind === 'boundary' && other.attachedTo === node.id,
  );
  const isPlain = !hosts && node.many === undefined && node.loop === undefined;
  if (isPlain && node.undoes !== true) return [];
  const message = 'it is done when the instance starts: no boundary event, many or loop, no undo';
  return [issue('instantiate-work', `${node.id}.instantiate`, message)];
}

/** Timers and conditions are no news from outside that could be for one instance. */
function checkTarget(scope: CheckedScope, { id, to }: Flow): DefinitionIssue[] {
  const target = scope.byId.get(to)!;
  const isNews =
    target.kind !== 'catch' ||
    target.on.every(({ type }) => type === 'message' || type === 'signal');
  const isOne = target.kind !== 'catch' || target.all !== true;
  if (isNews && isOne) return [];
  const message = `'${to}' can't start an instance; use a message, a signal or a receive task`;
  return [issue('instantiate-event', `${id}.to`, message)];
}
