/**
 * Faults of a scope as a whole: how it is entered, what an event or ad-hoc sub-process may hold.
 *
 * BPMN 2.0.2, 10.3.5 (sub-processes).
 */
import {
  type CheckedScope,
  isActivity,
  isEventSubProcess,
  issue,
  type ScopeCheck,
} from './check-scope.ts';
import { entriesOf } from './check-paths.ts';
import type { DefinitionIssue } from './errors.ts';
import type { SubProcess } from './model.ts';

/** Faults of a process or sub-process. */
export const checkSubProcess: ScopeCheck = (scope) => {
  const { owner } = scope;
  if (owner === undefined) return checkEntry(scope);
  const misplaced = checkRule(owner);
  if (owner.type === 'adHoc') return [...misplaced, ...checkAdHoc(scope)];
  return [...misplaced, ...(isEventSubProcess(owner) ? checkStart(scope) : checkEntry(scope))];
};

const idOf = ({ owner, definition }: CheckedScope): string => owner?.id ?? definition.id;

function checkEntry(scope: CheckedScope): DefinitionIssue[] {
  if (entriesOf(scope).length > 0) return [];
  const message = 'no token can start in it; add a start event';
  return [issue('no-start', idOf(scope), message)];
}

/** An event sub-process is entered by one start event that has a trigger. */
function checkStart(scope: CheckedScope): DefinitionIssue[] {
  const starts = scope.nodes.filter((node) => node.kind === 'start');
  const [start] = starts;
  if (starts.length !== 1 || start === undefined) {
    const message = `an event sub-process has exactly one start event, not ${starts.length}`;
    return [issue('event-sub-process-start', idOf(scope), message)];
  }
  if (start.on !== undefined && start.on.length > 0) return [];
  const message = 'the start of an event sub-process needs an event that triggers it';
  return [issue('event-sub-process-trigger', `${start.id}.on`, message)];
}

function checkRule({ id, type, adHoc }: SubProcess): DefinitionIssue[] {
  if (adHoc === undefined || type === 'adHoc') return [];
  const message = "counts for type 'adHoc' only; set the type or remove it";
  return [issue('ad-hoc-rule', `${id}.adHoc`, message)];
}

function checkAdHoc(scope: CheckedScope): DefinitionIssue[] {
  const issues = scope.nodes
    .filter(({ kind }) => kind === 'start' || kind === 'end')
    .map(({ id }) => {
      const message = 'an ad-hoc sub-process has no start and end events; remove it';
      return issue('ad-hoc-event', id, message);
    });
  if (scope.nodes.some((node) => isActivity(node) && !isEventSubProcess(node))) return issues;
  const message = 'an ad-hoc sub-process needs an activity to choose; add one';
  return [...issues, issue('ad-hoc-empty', idOf(scope), message)];
}
