/**
 * Approvals of an offer: which limits its figures pass, who must approve, who has.
 *
 * An approval holds for the figures that it was asked for, and lapses by itself when they change.
 */
import { type Decision, refused } from '../decision.ts';
import { compilePredicate } from '../predicate/compile-predicate.ts';
import { sameJson } from '../record/same-json.ts';
import { asJson } from './draft-quote.ts';
import type { QuoteContext } from './quote-context.ts';
import { FIGURE_KINDS, type QuoteFigures } from './quote-figures.ts';
import type { ApprovalLimit, QuotePolicy } from './quote-policy.ts';
import type { QuoteApproval, QuoteRecord } from './quote.ts';

/** A request for all approvals that an offer needs. */
export interface QuoteApprovalRequest {
  readonly by: string;
  readonly reason?: string | undefined;
}

/** What an approver says. */
export interface QuoteApprovalAnswer extends QuoteApprovalRequest {
  readonly approval: string;
  readonly answer: 'approve' | 'reject';
}

/** An approval that an offer needs, and how it stands. */
export interface NeededApproval {
  readonly approval: string;
  readonly standing: QuoteApproval['state'] | 'none' | 'lapsed';
  readonly approvers: readonly string[];
  /** Of which figures the limit is passed: 'proposal', 'all', lines. */
  readonly of: readonly string[];
}

/** The approvals that an offer needs, all at once, in the order of the limits. */
export function neededApprovals(
  quote: Pick<QuoteRecord, 'offer' | 'approvals'>,
  { limits }: QuotePolicy,
  now: string,
): NeededApproval[] {
  return limits.flatMap(({ approval, when, approvers }) => {
    const passes = compilePredicate(when, FIGURE_KINDS);
    const of = quote.offer.figures
      .filter((figures) => passes(figures, { now: Date.parse(now) }))
      .map((figures) => figures.of);
    return of.length === 0
      ? []
      : [{ approval, standing: standingOf(quote, approval), approvers, of }];
  });
}

/**
 * Decides a request: of every approval that is needed and neither given nor asked for.
 *
 * Refusals: CRM_QUOTE_STATE (what is at hand was sent), CRM_QUOTE_APPROVAL_NOT_NEEDED.
 *
 * @returns one change, `approvalRequested`, whose details name all approvers
 */
export function requestQuoteApproval(
  quote: QuoteRecord,
  { by, reason }: QuoteApprovalRequest,
  { now, policy }: QuoteContext,
): Decision {
  const { id, state, versionNumber: version } = quote;
  if (state !== 'draft' && state !== 'approval') {
    return refused('CRM_QUOTE_STATE', { quote: id, action: 'be put to approval', state, version });
  }
  const asked = neededApprovals(quote, policy, now).filter(
    ({ standing }) => standing !== 'approved' && standing !== 'requested',
  );
  if (asked.length === 0) return refused('CRM_QUOTE_APPROVAL_NOT_NEEDED', { quote: id });
  const requests = asked.map(({ approval, approvers }) => ({
    approval,
    state: 'requested' as const,
    approvers: [...approvers],
    requestedBy: by,
    requestedAt: now,
    decidedBy: [],
    decidedAt: null,
    figures: quote.offer.figures,
  }));
  const names = new Set(asked.map(({ approval }) => approval));
  const others = quote.approvals.filter(({ approval }) => !names.has(approval));
  const values = { state: 'approval', approvals: asJson([...others, ...requests]) };
  const details = { approvals: asJson(asked) };
  return { ok: true, changes: [{ verb: 'approvalRequested', reason, values, details }] };
}

/**
 * Decides an answer. It is approved when as many have approved as the limit asks for; one rejection
 * makes the quote a draft again.
 *
 * Refusals: CRM_QUOTE_UNKNOWN_APPROVAL, CRM_QUOTE_APPROVAL_STATE (nothing is asked for, or it has
 * lapsed), CRM_QUOTE_APPROVER (no approver, the requester, or someone who has approved already).
 *
 * @returns one change, `approvalGiven` or `approvalRejected`
 */
export function answerQuoteApproval(
  quote: QuoteRecord,
  { approval, answer, by, reason }: QuoteApprovalAnswer,
  { now, policy, roles = [] }: QuoteContext,
): Decision {
  const limit = policy.limits.find((one) => one.approval === approval);
  if (limit === undefined) {
    const known = policy.limits.map((one) => one.approval);
    return refused('CRM_QUOTE_UNKNOWN_APPROVAL', { approval, known });
  }
  const standing = standingOf(quote, approval);
  const request = quote.approvals.find((one) => one.approval === approval);
  if (quote.state !== 'approval' || standing !== 'requested' || request === undefined) {
    return refused('CRM_QUOTE_APPROVAL_STATE', { quote: quote.id, approval, standing });
  }
  const why = whyNotAllowed(limit, request, by, roles);
  if (why !== undefined) {
    const { approvers } = limit;
    const details = { quote: quote.id, approval, by, approvers, reason: why };
    return refused('CRM_QUOTE_APPROVER', details);
  }
  return answered(quote, limit, request, { answer, by, reason, now });
}

function answered(
  quote: QuoteRecord,
  { count }: ApprovalLimit,
  request: QuoteApproval,
  { answer, by, reason, now }: Omit<QuoteApprovalAnswer, 'approval'> & { readonly now: string },
): Decision {
  const isRejected = answer === 'reject';
  const decidedBy = isRejected ? [by] : [...request.decidedBy, by];
  const isDecided = isRejected || decidedBy.length >= count;
  const decided = isRejected ? 'rejected' : 'approved';
  const state = isDecided ? decided : 'requested';
  const after = { ...request, state, decidedBy, decidedAt: isDecided ? now : null };
  const approvals = quote.approvals.map((one) => (one === request ? after : one));
  const values = { approvals: asJson(approvals), state: isRejected ? 'draft' : quote.state };
  const verb = isRejected ? 'approvalRejected' : 'approvalGiven';
  const details = { approval: request.approval };
  return { ok: true, changes: [{ verb, reason, values, details }] };
}

function standingOf(
  { offer, approvals }: Pick<QuoteRecord, 'offer' | 'approvals'>,
  approval: string,
): NeededApproval['standing'] {
  const found = approvals.find((one) => one.approval === approval);
  if (found === undefined) return 'none';
  if (found.state === 'rejected') return 'rejected';
  return sameFigures(found.figures, offer.figures) ? found.state : 'lapsed';
}

const sameFigures = (a: readonly QuoteFigures[], b: readonly QuoteFigures[]): boolean =>
  sameJson(asJson(a), asJson(b));

function whyNotAllowed(
  { approvers, requesterMayApprove }: ApprovalLimit,
  { requestedBy, decidedBy }: QuoteApproval,
  by: string,
  roles: readonly string[],
): string | undefined {
  const isApprover = approvers.some(
    (approver) => approver === by || roles.some((role) => approver === `role:${role}`),
  );
  if (!isApprover) return 'is not among its approvers';
  if (requestedBy === by && !requesterMayApprove) return 'asked for it';
  return decidedBy.includes(by) ? 'has approved already' : undefined;
}
