/**
 * Faults of boundary events and of compensation: what hangs on which activity, what undoes what.
 *
 * BPMN 2.0.2, 10.5.4 (boundary events), 10.7 (compensation), 10.3.5 (transactions).
 */
import {
  type CheckedScope,
  grouped,
  isActivity,
  isEventSubProcess,
  isHandler,
  isUndoBoundary,
  issue,
} from './check-scope.ts';
import { eventsOf } from './check-events.ts';
import type { DefinitionIssue } from './errors.ts';
import type { EventDefinition } from './event-model.ts';
import type { Node, NodeOf, SubProcess } from './model.ts';

type Boundary = NodeOf<'boundary'>;

const isBoundary = (node: Node): node is Boundary => node.kind === 'boundary';

/** Faults of where boundary events hang, and of those that catch the same. */
export function checkBoundaries(scope: CheckedScope): DefinitionIssue[] {
  const boundaries = scope.nodes.filter(isBoundary);
  const byHost = grouped(boundaries, ({ attachedTo }) => attachedTo);
  return [
    ...boundaries.flatMap((node) => [...checkHost(scope, node), ...checkCancel(scope, node)]),
    ...[...byHost.values()].flatMap(checkTwins),
    ...scope.nodes.flatMap((node) => (node.kind === 'end' ? checkCancelEnd(scope, node) : [])),
    ...checkTwins(scope.nodes.filter(isEventSubProcess).flatMap(startsOf)),
  ];
}

const startsOf = ({ nodes }: SubProcess): Node[] => nodes.filter(({ kind }) => kind === 'start');

function checkHost(scope: CheckedScope, { id, attachedTo }: Boundary): DefinitionIssue[] {
  const path = `${id}.attachedTo`;
  const host = scope.byId.get(attachedTo);
  if (host === undefined && scope.everywhere.has(attachedTo)) {
    const message = `'${attachedTo}' is in another scope; put the event beside its activity`;
    return [issue('crosses-scope', path, message)];
  }
  if (host === undefined) {
    return [issue('unknown-activity', path, `there is no activity '${attachedTo}'`)];
  }
  if (isActivity(host) && !isEventSubProcess(host)) return [];
  const message = `'${attachedTo}' is no activity; events hang on tasks, calls and sub-processes`;
  return [issue('not-an-activity', path, message)];
}

function checkCancel(scope: CheckedScope, { id, attachedTo, on }: Boundary): DefinitionIssue[] {
  if (!on.some(({ type }) => type === 'cancel')) return [];
  const host = scope.byId.get(attachedTo);
  if (host === undefined || isTransaction(host)) return [];
  const message = `'${attachedTo}' is no transaction and can't be cancelled; give it that type`;
  return [issue('cancel-without-transaction', id, message)];
}

const isTransaction = (node: Node): boolean =>
  node.kind === 'subProcess' && node.type === 'transaction';

function checkCancelEnd(scope: CheckedScope, end: NodeOf<'end'>): DefinitionIssue[] {
  if (end.throws?.some(({ type }) => type === 'cancel') !== true) return [];
  let inner = scope;
  while (inner.outer !== undefined && !isTransaction(inner.owner!)) inner = inner.outer;
  const { owner, outer } = inner;
  if (owner === undefined) {
    const message = 'is in no transaction; cancel ends belong inside one';
    return [issue('cancel-without-transaction', end.id, message)];
  }
  const isCaught = outer!.nodes.some(
    (node) =>
      isBoundary(node) &&
      node.attachedTo === owner.id &&
      node.on.some(({ type }) => type === 'cancel'),
  );
  if (isCaught) return [];
  const message = `'${owner.id}' has no boundary event of kind 'cancel'; add one`;
  return [issue('cancel-without-boundary', end.id, message)];
}

/** Two catches of one error or escalation at one place: which is meant? */
function checkTwins(nodes: readonly Node[]): DefinitionIssue[] {
  const seen = new Set<string>();
  const issues: DefinitionIssue[] = [];
  for (const node of nodes) {
    if (node.kind !== 'boundary' && node.kind !== 'start') continue;
    eventsOf(node).events.forEach((event, at) => {
      if (event.type !== 'error' && event.type !== 'escalation') return;
      const what = `${event.type} ${event.code === undefined ? '*' : `'${event.code}'`}`;
      if (seen.has(what)) {
        const message = `another event at the same place catches ${what}; keep one of them`;
        issues.push(issue('duplicate-catch', `${node.id}.on.${at}`, message));
      }
      seen.add(what);
    });
  }
  return issues;
}

/** Faults of handlers that undo, and of events that ask for it. */
export function checkCompensation(scope: CheckedScope): DefinitionIssue[] {
  const boundaries = scope.nodes.filter(isBoundary);
  const used = new Set(boundaries.map(({ handler }) => handler));
  const undo = grouped(boundaries.filter(isUndoBoundary), ({ attachedTo }) => attachedTo);
  return [
    ...boundaries.flatMap((node) => checkHandlerOf(scope, node)),
    ...[...undo.values()].flatMap(([, ...others]) => others.map(secondUndo)),
    ...scope.nodes.flatMap((node) => [
      ...(isHandler(node) && !used.has(node.id) ? [unusedHandler(node)] : []),
      ...checkThrow(scope, node),
    ]),
    ...scope.nodes.filter(undoesItsOwner).slice(1).map(secondUndoSubProcess),
  ];
}

function checkHandlerOf(scope: CheckedScope, node: Boundary): DefinitionIssue[] {
  const path = `${node.id}.handler`;
  if (!isUndoBoundary(node)) {
    if (node.handler === undefined) return [];
    const message = "only a compensation has a handler; draw a flow, or set 'on' to compensation";
    return [issue('handler-without-compensation', path, message)];
  }
  if (node.handler === undefined) {
    return [issue('missing-handler', path, 'name the activity that undoes')];
  }
  const handler = scope.byId.get(node.handler);
  if (handler === undefined) {
    const message = `there is no activity '${node.handler}' in this scope`;
    return [issue('unknown-activity', path, message)];
  }
  if (isHandler(handler)) return [];
  const message = `'${handler.id}' must be an activity with 'undoes: true'`;
  return [issue('not-a-handler', path, message)];
}

const secondUndo = ({ id, attachedTo }: Boundary): DefinitionIssue =>
  issue('several-handlers', id, `'${attachedTo}' is undone by another handler already; join them`);

const unusedHandler = ({ id }: Node): DefinitionIssue =>
  issue('unused-handler', id, "no compensation event names it; add one, or remove 'undoes'");

const undoesItsOwner = (node: Node): boolean =>
  isEventSubProcess(node) &&
  startsOf(node).some((start) => eventsOf(start).events.some(isCompensation));

const isCompensation = ({ type }: EventDefinition): boolean => type === 'compensation';

const secondUndoSubProcess = ({ id }: Node): DefinitionIssue =>
  issue('several-handlers', id, 'its scope is undone by another event sub-process; join them');

function checkThrow(scope: CheckedScope, node: Node): DefinitionIssue[] {
  if (node.kind !== 'throw' && node.kind !== 'end') return [];
  return (node.throws ?? []).flatMap((event, at) => {
    if (event.type !== 'compensation' || event.activity === undefined) return [];
    const path = `${node.id}.throws.${at}.activity`;
    const found = seenFrom(scope, event.activity);
    if (found !== undefined && isActivity(found)) return [];
    const message = `'${event.activity}' is no activity of this scope or of one around it`;
    return [issue('unknown-activity', path, message)];
  });
}

function seenFrom(scope: CheckedScope, id: string): Node | undefined {
  for (let at: CheckedScope | undefined = scope; at !== undefined; at = at.outer) {
    const node = at.byId.get(id);
    if (node !== undefined) return node;
  }
  return undefined;
}
