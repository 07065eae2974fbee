/**
 * Faults of sequence flows and gateways: where a flow may begin and end, and what may stand on it.
 *
 * BPMN 2.0.2, 8.4.13 (sequence flow) and 10.6 (gateways).
 */
import {
  type CheckedScope,
  flowsInto,
  flowsOutOf,
  isActivity,
  isEventSubProcess,
  isHandler,
  isUndoBoundary,
  issue,
  linkNames,
} from './check-scope.ts';
import type { DefinitionIssue } from './errors.ts';
import type { Flow, Node, NodeOf } from './model.ts';

/** Faults of the flows of a scope, by their ends. */
export function checkFlows(scope: CheckedScope): DefinitionIssue[] {
  return scope.flows.flatMap((flow) => [
    ...checkEnd(scope, flow, 'from'),
    ...checkEnd(scope, flow, 'to'),
    ...checkSource(scope.byId.get(flow.from), flow),
    ...checkTarget(scope.byId.get(flow.to), flow),
  ]);
}

function checkEnd(scope: CheckedScope, flow: Flow, end: 'from' | 'to'): DefinitionIssue[] {
  const id = flow[end];
  if (scope.byId.has(id)) return [];
  const path = `${flow.id}.${end}`;
  if (scope.everywhere.has(id)) {
    const message = `'${id}' is in another scope; a flow can't leave its process or sub-process`;
    return [issue('crosses-scope', path, message)];
  }
  const code = end === 'from' ? 'unknown-source' : 'unknown-target';
  return [issue(code, path, `there is no node '${id}'; correct the id or remove the flow`)];
}

function checkSource(node: Node | undefined, flow: Flow): DefinitionIssue[] {
  if (node === undefined) return [];
  const path = `${flow.id}.from`;
  const refused = (code: string, why: string): DefinitionIssue[] => [issue(code, path, why)];
  if (node.kind === 'end') return refused('flow-out-of-end', `'${node.id}' is an end event`);
  if (isUndoBoundary(node)) {
    const why = `'${node.id}' stands for compensation; name its activity in 'handler' instead`;
    return refused('flow-out-of-compensation', why);
  }
  if (node.kind === 'throw' && linkNames(node).length > 0) {
    const why = `'${node.id}' goes on at the catch event of its link; let the flow start there`;
    return refused('flow-out-of-link', why);
  }
  return besidePath(node, path);
}

function checkTarget(node: Node | undefined, flow: Flow): DefinitionIssue[] {
  if (node === undefined) return [];
  const path = `${flow.id}.to`;
  const refused = (code: string, why: string): DefinitionIssue[] => [issue(code, path, why)];
  if (node.kind === 'start') {
    return refused('flow-into-start', `'${node.id}' is a start event; lead to what follows it`);
  }
  if (node.kind === 'boundary') {
    const why = `'${node.id}' is a boundary event: only its activity and its trigger lead to it`;
    return refused('flow-into-boundary', why);
  }
  if (node.kind === 'catch' && linkNames(node).length > 0) {
    const why = `'${node.id}' is reached by its link only; end the flow at a throw of that name`;
    return refused('flow-into-link', why);
  }
  return besidePath(node, path);
}

/** What no token reaches by a flow: event sub-processes and activities that undo. */
function besidePath(node: Node, path: string): DefinitionIssue[] {
  if (isEventSubProcess(node)) {
    const why = `'${node.id}' is an event sub-process: its start event enters it, no flow does`;
    return [issue('flow-at-event-sub-process', path, why)];
  }
  if (!isHandler(node)) return [];
  const why = `'${node.id}' undoes an activity and has no flows; remove the flow or 'undoes'`;
  return [issue('flow-at-handler', path, why)];
}

/** Faults of conditions, default flows and event-based gateways. */
export function checkGateways(scope: CheckedScope): DefinitionIssue[] {
  return scope.nodes.flatMap((node) => [
    ...checkDefault(scope, node),
    ...checkConditions(scope, node),
    ...(node.kind === 'eventBased' ? checkEventGateway(scope, node) : []),
  ]);
}

function checkDefault(scope: CheckedScope, node: Node): DefinitionIssue[] {
  const byDefault = 'default' in node ? node.default : undefined;
  if (byDefault === undefined) return [];
  if (flowsOutOf(scope, node).some(({ id }) => id === byDefault)) return [];
  const message = `'${byDefault}' is none of its outgoing flows; name the id of one of them`;
  return [issue('default-not-outgoing', `${node.id}.default`, message)];
}

const withoutChoice: ReadonlySet<string> = new Set(['parallel', 'eventBased']);

function checkConditions(scope: CheckedScope, node: Node): DefinitionIssue[] {
  if (!withoutChoice.has(node.kind)) return [];
  const conditional = flowsOutOf(scope, node).filter(({ condition }) => condition !== undefined);
  return conditional.map(({ id }) => {
    const message = `'${node.id}' does not look at conditions; remove it or use another gateway`;
    return issue('condition-not-allowed', `${id}.condition`, message);
  });
}

function checkEventGateway(scope: CheckedScope, gateway: NodeOf<'eventBased'>): DefinitionIssue[] {
  const outgoing = flowsOutOf(scope, gateway);
  const issues = outgoing.flatMap((flow) => checkEventTarget(scope, flow));
  if (outgoing.length >= 2) return issues;
  const message = 'needs at least two outgoing flows to choose from; add one or remove the gateway';
  return [issue('event-gateway-outgoing', gateway.id, message), ...issues];
}

function checkEventTarget(scope: CheckedScope, flow: Flow): DefinitionIssue[] {
  const target = scope.byId.get(flow.to)!;
  const path = `${flow.id}.to`;
  if (!isChoosable(scope, target)) {
    const message =
      `'${target.id}' can't follow an event-based gateway; use a catch event of a message, ` +
      `timer, signal or condition, or a receive task without boundary events, many or loop`;
    return [issue('event-gateway-target', path, message)];
  }
  if (flowsInto(scope, target).length === 1) return [];
  const message = `'${target.id}' is entered from elsewhere too; give the gateway one of its own`;
  return [issue('event-gateway-shared-target', path, message)];
}

const choosable: ReadonlySet<string> = new Set(['message', 'timer', 'signal', 'conditional']);

function isChoosable(scope: CheckedScope, node: Node): boolean {
  if (node.kind === 'catch') return node.on.every(({ type }) => choosable.has(type));
  if (node.kind !== 'receive' || !isActivity(node)) return false;
  if (node.many !== undefined || node.loop !== undefined) return false;
  return !scope.nodes.some((other) => other.kind === 'boundary' && other.attachedTo === node.id);
}
