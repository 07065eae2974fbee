/**
 * Faults of activities: how they repeat, and how many tokens they take.
 *
 * BPMN 2.0.2, 10.3 (activities) and 10.3.8 (loop characteristics).
 */
import {
  type Activity,
  type CheckedScope,
  flowsInto,
  isActivity,
  isEventSubProcess,
  issue,
} from './check-scope.ts';
import type { DefinitionIssue } from './errors.ts';

/** Variables that the engine gives each iteration. */
export const reservedNames: ReadonlySet<string> = new Set([
  'loopCounter',
  'nrOfInstances',
  'nrOfActiveInstances',
  'nrOfCompletedInstances',
  'nrOfTerminatedInstances',
]);

/** Faults of the activities of a scope. */
export function checkActivities(scope: CheckedScope): DefinitionIssue[] {
  return scope.nodes
    .filter(isActivity)
    .flatMap((node) => [
      ...checkRepetition(node),
      ...checkMany(node),
      ...checkNames(node),
      ...checkQuantity(scope, node),
    ]);
}

function checkRepetition(node: Activity): DefinitionIssue[] {
  const field = node.many === undefined ? 'loop' : 'many';
  const issues: DefinitionIssue[] = [];
  if (node.many !== undefined && node.loop !== undefined) {
    const message = "repeats either by 'many' or by 'loop'; put one inside a sub-process";
    issues.push(issue('many-and-loop', `${node.id}.loop`, message));
  }
  if (node[field] !== undefined && isEventSubProcess(node)) {
    const message = 'an event sub-process runs once for each event; repeat a sub-process inside it';
    issues.push(issue('repeated-event-sub-process', `${node.id}.${field}`, message));
  }
  return issues;
}

function checkMany({ id, many }: Activity): DefinitionIssue[] {
  if (many === undefined) return [];
  const issues: DefinitionIssue[] = [];
  if ((many.collection === undefined) === (many.count === undefined)) {
    const message = "needs exactly one of 'collection' and 'count'";
    issues.push(issue('many-number', `${id}.many`, message));
  }
  if (many.item !== undefined && many.collection === undefined) {
    const message = "there are no items without 'collection'; use loopCounter";
    issues.push(issue('item-without-collection', `${id}.many.item`, message));
  }
  if (many.cancelRemaining !== undefined && many.until === undefined) {
    const message = "says what becomes of the rest, but nothing ends before it: add 'until'";
    issues.push(issue('remaining-without-until', `${id}.many.cancelRemaining`, message));
  }
  return issues;
}

function checkNames({ id, many }: Activity): DefinitionIssue[] {
  const item = many?.item;
  const result = many?.output?.to;
  const issues: DefinitionIssue[] = [];
  const refuse = (field: string, name: string): void => {
    const message = `'${name}' is set by the engine in each iteration; choose another name`;
    issues.push(issue('reserved-name', `${id}.many.${field}`, message));
  };
  if (item !== undefined && reservedNames.has(item)) refuse('item', item);
  if (result !== undefined && reservedNames.has(result)) refuse('output.to', result);
  if (item !== undefined && item === result) {
    const message = `'${item}' is the item already; choose another name for the list of results`;
    issues.push(issue('duplicate-name', `${id}.many.output.to`, message));
  }
  return issues;
}

/** Who is entered without a flow gets one token, not several. */
function checkQuantity(scope: CheckedScope, node: Activity): DefinitionIssue[] {
  if ((node.startQuantity ?? 1) === 1 || flowsInto(scope, node).length > 0) return [];
  const message = 'no flow brings it tokens, so it would wait for ever; remove it';
  return [issue('start-quantity', `${node.id}.startQuantity`, message)];
}
