/**
 * How quotes are sent: how long they hold, in which zone a day ends, and which limits need whose
 * approval. Plain data, so it can be kept and shown.
 */
import { isKnownZone } from '@kontor/kernel';
import * as z from 'zod';
import { checkGiven } from '../check-given.ts';
import type { CrmIssue } from '../errors.ts';
import { predicateIssues } from '../predicate/check-predicate.ts';
import { predicate } from '../predicate/predicate.ts';
import { FIGURE_KINDS } from './quote-figures.ts';

const name = z.string().min(1).max(255);

const approvalLimit = z.strictObject({
  /** Its name within the policy. */
  approval: name,
  /** The figures that need it: `QuoteFigures`. */
  when: predicate,
  /** User ids, or `role:<name>`. */
  approvers: z.array(name).min(1),
  /** How many of them. */
  count: z.int().min(1).default(1),
  /** Whether the one who asks may approve too. */
  requesterMayApprove: z.boolean().default(false),
});

const quotePolicy = z.strictObject({
  /** IANA. The last day of a quote ends when it ends here. */
  zone: z.string().refine(isKnownZone, 'is no zone: write Europe/Berlin').default('UTC'),
  /** A quote without a last day holds so many days after the one on which it is sent. */
  validDays: z.int().min(0).max(3660).default(30),
  limits: z.array(approvalLimit).default([]),
});

/** A policy as it is written. */
export type QuotePolicyInput = z.input<typeof quotePolicy>;
/** A policy in force. */
export type QuotePolicy = z.output<typeof quotePolicy>;
/** What needs an approval, and whose. */
export type ApprovalLimit = QuotePolicy['limits'][number];

/**
 * Checks a policy.
 *
 * @throws CrmError CRM_INVALID_DEFINITION — every fault with its path
 * @example
 * const when = { field: 'discountPercent', op: 'gt', value: '10' } as const;
 * defineQuotePolicy({ limits: [{ approval: 'discount', when, approvers: ['role:lead'] }] }).zone
 * // => 'UTC'
 */
export function defineQuotePolicy(input: QuotePolicyInput): QuotePolicy {
  const about = { code: 'CRM_INVALID_DEFINITION', what: 'The quote policy' } as const;
  return checkGiven(quotePolicy, input, about, ({ limits }) => limits.flatMap(limitIssues));
}

function limitIssues(
  { approval, when }: ApprovalLimit,
  at: number,
  limits: readonly ApprovalLimit[],
): CrmIssue[] {
  const issues = predicateIssues(when, FIGURE_KINDS, {}, []).map(({ path, message }) => {
    return { path: [`limits.${at}.when`, path].filter((part) => part !== '').join('.'), message };
  });
  if (limits.findIndex((other) => other.approval === approval) < at) {
    issues.push({ path: `limits.${at}.approval`, message: `'${approval}' is there twice` });
  }
  return issues;
}
