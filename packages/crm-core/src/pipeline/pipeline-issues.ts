/**
 * What is wrong with a pipeline beyond its shape: all of it, each with its path.
 */
import type { CrmIssue } from '../errors.ts';
import { guardFieldIssues } from './guard-field-issues.ts';
import type { Pipeline, Stage } from './pipeline.ts';
import type { ApprovalGuard, StageGuard } from './stage-guard.ts';

/** Faults of a pipeline; none when it may be used. */
export function pipelineIssues(pipeline: Pipeline): CrmIssue[] {
  const { stages, lostReasons, wonReasons } = pipeline;
  return [
    ...kindIssues(pipeline),
    ...twiceIssues(stages, 'stages', 'stage'),
    ...twiceIssues(lostReasons, 'lostReasons', 'reason'),
    ...twiceIssues(wonReasons, 'wonReasons', 'reason'),
    ...stages.flatMap((stage, index) => stageIssues(pipeline, stage, `stages.${index}`)),
    ...guardIssues(pipeline),
  ];
}

function kindIssues({ stages }: Pipeline): CrmIssue[] {
  return (['open', 'won', 'lost'] as const)
    .filter((kind) => !stages.some((stage) => stage.kind === kind))
    .map((kind) => ({ path: 'stages', message: `has no stage of kind '${kind}': add one` }));
}

function twiceIssues(items: readonly { id: string }[], path: string, noun: string): CrmIssue[] {
  const seen = new Set<string>();
  return items.flatMap(({ id }, index) => {
    const isTwice = seen.has(id);
    seen.add(id);
    const message = `'${id}' names a second ${noun}: each has an id of its own`;
    return isTwice ? [{ path: `${path}.${index}.id`, message }] : [];
  });
}

function stageIssues({ stages }: Pipeline, stage: Stage, path: string): CrmIssue[] {
  const issues: CrmIssue[] = (stage.allowedFrom ?? [])
    .map((from, index) => ({ from, path: `${path}.allowedFrom.${index}` }))
    .filter(({ from }) => !stages.some(({ id }) => id === from))
    .map(({ from, path: at }) => ({ path: at, message: `there is no stage '${from}'` }));
  const { kind, probability, forecastCategory } = stage;
  const expected = kind === 'won' ? 100 : 0;
  if (kind !== 'open' && probability !== expected) {
    const message = `is ${probability}: a ${kind} stage has ${expected}`;
    issues.push({ path: `${path}.probability`, message });
  }
  if ((forecastCategory === 'closed') !== (kind === 'won')) {
    const message = "'closed' is the category of won stages, and of no other";
    issues.push({ path: `${path}.forecastCategory`, message });
  }
  if (kind === 'lost' && forecastCategory !== 'omitted') {
    const message = "a lost stage is 'omitted': what is lost is in no forecast";
    issues.push({ path: `${path}.forecastCategory`, message });
  }
  return issues;
}

/** One approval may guard several stages, but then on the same terms. */
function guardIssues(pipeline: Pipeline): CrmIssue[] {
  const terms = new Map<string, string>();
  return guardsOf(pipeline).flatMap(([guard, path]) => {
    const issues = guardFieldIssues(guard, path, pipeline.customFields);
    if (guard.kind !== 'approval') return issues;
    issues.push(...tooFew(guard, path));
    const text = JSON.stringify(guard);
    const before = terms.get(guard.approval) ?? text;
    terms.set(guard.approval, before);
    const message = `'${guard.approval}' has other terms at another stage: give it another name`;
    return before === text ? issues : [...issues, { path, message }];
  });
}

function guardsOf({ stages }: Pipeline): (readonly [guard: StageGuard, path: string])[] {
  return stages.flatMap((stage, at) =>
    (['entryGuards', 'exitGuards'] as const).flatMap((side) =>
      stage[side].map((guard, index) => [guard, `stages.${at}.${side}.${index}`] as const),
    ),
  );
}

function tooFew(guard: ApprovalGuard, path: string): CrmIssue[] {
  // A role stands for any number of people.
  const isOfPeople = guard.approvers.every((approver) => !approver.startsWith('role:'));
  if (!isOfPeople || new Set(guard.approvers).size >= guard.count) return [];
  const message = `asks for ${guard.count} approvals of ${guard.approvers.length} people`;
  return [{ path: `${path}.count`, message }];
}
