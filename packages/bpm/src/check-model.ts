/**
 * What is wrong with a definition whose shape is right: all faults at once, each with its remedy.
 *
 * The rules are those of BPMN 2.0.2, chapter 10, with two limits of size. Each file check-*.ts has
 * the rules of one part of the field; a rule looks at one scope and gives its faults. What can run,
 * yet looks like a mistake, is a note and refuses nothing.
 */
import { checkActivities } from './check-activities.ts';
import { checkBoundaries, checkCompensation } from './check-boundaries.ts';
import { checkEvents } from './check-events.ts';
import { checkFlows, checkGateways } from './check-flows.ts';
import { notesOf } from './check-notes.ts';
import { checkInstantiating } from './check-instantiating.ts';
import { checkPaths } from './check-paths.ts';
import { type CheckedScope, issue, type ScopeCheck, scopesOf } from './check-scope.ts';
import { checkSubProcess } from './check-sub-process.ts';
import { checkTimes } from './check-times.ts';
import type { DefinitionIssue } from './errors.ts';
import type { ProcessDefinition } from './model.ts';

const depthMost = 50;
const nodesMost = 10_000;

const checks: readonly ScopeCheck[] = [
  checkFlows,
  checkGateways,
  checkEvents,
  checkBoundaries,
  checkCompensation,
  checkActivities,
  checkInstantiating,
  checkTimes,
  checkSubProcess,
  checkPaths,
];

/**
 * Finds all faults of a definition's structure, scope by scope from the outside.
 *
 * Expressions are not looked at; see `compileProcess`.
 */
export function checkStructure(definition: ProcessDefinition): DefinitionIssue[] {
  const scopes = scopesOf(definition, depthMost);
  const issues = [...checkSize(scopes), ...checkIds(scopes)];
  for (const scope of scopes) {
    for (const check of checks) issues.push(...check(scope));
  }
  return issues;
}

/** Finds what can run, yet is probably not what its author means. Refuses nothing. */
export function definitionNotes(definition: ProcessDefinition): DefinitionIssue[] {
  return scopesOf(definition, depthMost).flatMap(notesOf);
}

function checkSize(scopes: readonly CheckedScope[]): DefinitionIssue[] {
  const issues: DefinitionIssue[] = [];
  const process = scopes[0]!.definition.id;
  const nodeCount = scopes.reduce((sum, { nodes }) => sum + nodes.length, 0);
  if (nodeCount > nodesMost) {
    const message = `has ${nodeCount} nodes, over ${nodesMost}; move parts into called processes`;
    issues.push(issue('too-many-nodes', process, message));
  }
  for (const { depth, nodes } of scopes) {
    const deeper = depth < depthMost ? undefined : nodes.find(({ kind }) => kind === 'subProcess');
    if (deeper === undefined) continue;
    const message = `is nested deeper than ${depthMost}; move the inner part into a called process`;
    issues.push(issue('too-deep', deeper.id, message));
  }
  return issues;
}

/** Ids are unique among all nodes and flows of the process. */
function checkIds(scopes: readonly CheckedScope[]): DefinitionIssue[] {
  const issues: DefinitionIssue[] = [];
  const taken = new Set<string>();
  const twice = new Set<string>();
  for (const { id } of scopes.flatMap(({ nodes, flows }) => [...nodes, ...flows])) {
    if (taken.has(id)) twice.add(id);
    taken.add(id);
  }
  for (const id of twice) {
    const message =
      'is the id of several nodes or flows; give each its own, sub-processes included';
    issues.push(issue('duplicate-id', id, message));
  }
  return issues;
}
