/**
 * Approvals: asked for, approved or rejected by named people, used up by the move that needed them.
 *
 * Each step is a change of the record with its own verb, so the log tells who approved what, when
 * and for which values. An approval whose named fields have changed since has lapsed; nothing needs
 * to notice the change.
 */
import type { Json } from '@kontor/kernel';
import { type Decision, refused } from '../decision.ts';
import { type ApprovalState, stillHolds } from './approval-state.ts';
import type { PipelineContext } from './command-context.ts';
import { fieldValue } from './field-value.ts';
import type { OpportunityRecord } from './opportunity.ts';
import type { Pipeline } from './pipeline.ts';
import type { ApprovalGuard, StageGuard } from './stage-guard.ts';

/** A request for an approval. */
export interface ApprovalRequest {
  /** The name that the guard has. */
  readonly approval: string;
  readonly by: string;
  readonly reason?: string | undefined;
}

/** What an approver says. */
export interface ApprovalAnswer extends ApprovalRequest {
  readonly answer: 'approve' | 'reject';
}

/** How an approval of a deal stands. */
export type ApprovalStanding = ApprovalState['state'] | 'lapsed' | 'none';

/**
 * How an approval stands now: `lapsed` when one of its named fields has changed since it was asked
 * for, `none` when it never was.
 */
export function approvalStanding(
  opportunity: OpportunityRecord,
  approval: string,
): ApprovalStanding {
  const state = opportunity.approvals.find((item) => item.approval === approval);
  if (state === undefined) return 'none';
  if (state.state === 'used' || state.state === 'rejected') return state.state;
  return stillHolds(state, (field) => fieldValue(opportunity, field)) ? state.state : 'lapsed';
}

/**
 * Decides a request. One that is rejected, used up or lapsed may be asked for again.
 *
 * Refusals: CRM_UNKNOWN_APPROVAL, CRM_APPROVAL_STATE (it is open or given already).
 *
 * @returns one change, `approvalRequested`
 */
export function requestApproval(
  pipeline: Pipeline,
  opportunity: OpportunityRecord,
  { approval, by, reason }: ApprovalRequest,
  { now }: PipelineContext,
): Decision {
  const guard = approvalGuard(pipeline, approval);
  if (guard === undefined) return unknownApproval(pipeline, approval);
  const standing = approvalStanding(opportunity, approval);
  if (standing === 'requested' || standing === 'approved') {
    return refused('CRM_APPROVAL_STATE', { opportunity: opportunity.id, approval, standing });
  }
  const values = guard.lapsesWith.map((field) => [field, fieldValue(opportunity, field)] as const);
  return changed(opportunity, 'approvalRequested', reason, {
    approval,
    state: 'requested',
    requestedBy: by,
    requestedAt: now,
    decidedBy: [],
    decidedAt: null,
    values: Object.fromEntries(values),
  });
}

/**
 * Decides an answer. It is approved when as many have approved as the guard asks for; one rejection
 * rejects it.
 *
 * Refusals: CRM_UNKNOWN_APPROVAL, CRM_APPROVAL_STATE (nothing is asked for, or it has lapsed),
 * CRM_APPROVAL_NOT_ALLOWED (no approver, the requester, or someone who has approved already).
 *
 * @returns one change, `approvalGiven` or `approvalRejected`
 */
export function answerApproval(
  pipeline: Pipeline,
  opportunity: OpportunityRecord,
  { approval, by, answer, reason }: ApprovalAnswer,
  { now, roles = [] }: PipelineContext,
): Decision {
  const guard = approvalGuard(pipeline, approval);
  if (guard === undefined) return unknownApproval(pipeline, approval);
  const standing = approvalStanding(opportunity, approval);
  const state = opportunity.approvals.find((item) => item.approval === approval);
  if (standing !== 'requested' || state === undefined) {
    return refused('CRM_APPROVAL_STATE', { opportunity: opportunity.id, approval, standing });
  }
  const why = whyNotAllowed(guard, state, by, roles);
  if (why !== undefined) {
    const details = { opportunity: opportunity.id, approval, by, approvers: guard.approvers };
    return refused('CRM_APPROVAL_NOT_ALLOWED', { ...details, reason: why });
  }
  if (answer === 'reject') {
    return changed(opportunity, 'approvalRejected', reason, {
      ...state,
      state: 'rejected',
      decidedBy: [by],
      decidedAt: now,
    });
  }
  const decidedBy = [...state.decidedBy, by];
  const isEnough = decidedBy.length >= guard.count;
  return changed(opportunity, 'approvalGiven', reason, {
    ...state,
    state: isEnough ? 'approved' : 'requested',
    decidedBy,
    decidedAt: isEnough ? now : null,
  });
}

/** The approvals of a record after a move through these guards has used them up. */
export function useApprovals(
  approvals: readonly ApprovalState[],
  guards: readonly StageGuard[],
): { approvals?: Json } {
  const used = new Set(
    guards.flatMap((guard) => (guard.kind === 'approval' ? [guard.approval] : [])),
  );
  if (used.size === 0) return {};
  const after = approvals.map((item) =>
    used.has(item.approval) ? { ...item, state: 'used' as const } : item,
  );
  return { approvals: after };
}

function approvalGuard({ stages }: Pipeline, approval: string): ApprovalGuard | undefined {
  return approvalGuards(
    stages.flatMap((stage) => [...stage.entryGuards, ...stage.exitGuards]),
  ).find((guard) => guard.approval === approval);
}

function approvalGuards(guards: readonly StageGuard[]): ApprovalGuard[] {
  return guards.filter((guard) => guard.kind === 'approval');
}

function unknownApproval({ id, stages }: Pipeline, approval: string): Decision {
  const guards = stages.flatMap((stage) => [...stage.entryGuards, ...stage.exitGuards]);
  const known = [...new Set(approvalGuards(guards).map((guard) => guard.approval))];
  return refused('CRM_UNKNOWN_APPROVAL', { pipeline: id, approval, known });
}

function whyNotAllowed(
  guard: ApprovalGuard,
  state: ApprovalState,
  by: string,
  roles: readonly string[],
): string | undefined {
  const isApprover = guard.approvers.some(
    (approver) => approver === by || roles.some((role) => approver === `role:${role}`),
  );
  if (!isApprover) return 'is not among its approvers';
  if (state.requestedBy === by && !guard.requesterMayApprove) return 'asked for it';
  return state.decidedBy.includes(by) ? 'has approved already' : undefined;
}

function changed(
  { approvals }: OpportunityRecord,
  verb: string,
  reason: string | undefined,
  state: ApprovalState,
): Decision {
  const others = approvals.filter(({ approval }) => approval !== state.approval);
  const details = { approval: state.approval };
  return {
    ok: true,
    changes: [{ verb, reason, details, values: { approvals: [...others, state] } }],
  };
}
