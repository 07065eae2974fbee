/**
 * Whether guards hold of a deal: every fault at once, each with what to do about it.
 */
import type { CrmIssue } from '../errors.ts';
import { compilePredicate } from '../predicate/compile-predicate.ts';
import type { FieldKinds } from '../predicate/field-kinds.ts';
import { approvalStanding } from './approval.ts';
import type { PipelineContext } from './command-context.ts';
import { OPPORTUNITY_KINDS } from './opportunity-kinds.ts';
import type { OpportunityRecord } from './opportunity.ts';
import { fieldValue } from './field-value.ts';
import type { Pipeline } from './pipeline.ts';
import type { StageGuard } from './stage-guard.ts';

/** The faults of a deal against guards, in their order; the path is a field, or an approval. */
export function guardFaults(
  guards: readonly StageGuard[],
  opportunity: OpportunityRecord,
  { customFields }: Pick<Pipeline, 'customFields'>,
  context: PipelineContext,
): CrmIssue[] {
  const kinds = { ...OPPORTUNITY_KINDS, ...customFields };
  return guards.flatMap((guard) => faultsOf(guard, opportunity, kinds, context));
}

function faultsOf(
  guard: StageGuard,
  opportunity: OpportunityRecord,
  kinds: FieldKinds,
  { now, params }: PipelineContext,
): CrmIssue[] {
  switch (guard.kind) {
    case 'required':
      return guard.fields
        .filter((field) => isEmpty(fieldValue(opportunity, field)))
        .map((path) => ({ path, message: 'is missing: fill it in' }));
    case 'condition': {
      const holds = compilePredicate(guard.predicate, kinds);
      if (holds(opportunity, { now: Date.parse(now), params })) return [];
      return [{ path: '', message: guard.message }];
    }
    case 'approval': {
      const standing = approvalStanding(opportunity, guard.approval);
      if (standing === 'approved') return [];
      const message = `the approval is ${STANDING[standing]}: ask ${guard.approvers.join(' or ')}`;
      return [{ path: `approvals.${guard.approval}`, message }];
    }
  }
}

const STANDING = {
  none: 'not asked for',
  requested: 'not given yet',
  rejected: 'rejected',
  used: 'used up by an earlier move',
  lapsed: 'lapsed, as what it was given for has changed',
} as const;

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
