/**
 * Guards of a stage: what must hold of a deal that enters or leaves it. Plain data, so a pipeline
 * can be kept, compared and shown.
 *
 * Three kinds cover what sales teams ask for: fields that must be filled, a condition with a
 * message of one's own, and approvals by named people.
 */
import * as z from 'zod';
import { type Predicate, predicate } from '../predicate/predicate.ts';

const name = z.string().min(1).max(255);

const requiredFields = z.strictObject({
  kind: z.literal('required'),
  /** Fields of the record; `ext.x` for a custom one. */
  fields: z.array(name).min(1),
});

const condition = z.strictObject({
  kind: z.literal('condition'),
  predicate,
  /** What to do about it, for the one who is refused. */
  message: z.string().min(1),
});

const approvalNeeded = z.strictObject({
  kind: z.literal('approval'),
  /** Its name within the pipeline. */
  approval: name,
  /** User ids, or `role:<name>`. */
  approvers: z.array(name).min(1),
  /** How many of them. */
  count: z.number().int().min(1).default(1),
  /** The approval lapses when one of these fields changes. */
  lapsesWith: z.array(name).default([]),
  /** Whether the one who asks may approve too. */
  requesterMayApprove: z.boolean().default(false),
});

/** A guard of a stage. */
export const stageGuard = z.discriminatedUnion('kind', [requiredFields, condition, approvalNeeded]);
export type StageGuard = z.output<typeof stageGuard>;

/** A guard as written, defaults left out. */
export type StageGuardInput = z.input<typeof stageGuard>;

/** A guard that asks for an approval. */
export type ApprovalGuard = z.output<typeof approvalNeeded>;

/**
 * These fields must have a value: not null, not the empty text or list.
 *
 * @example
 * required('amount', 'closeDate').kind // => 'required'
 */
export function required(first: string, ...more: readonly string[]): StageGuardInput {
  return { kind: 'required', fields: [first, ...more] };
}

/**
 * This condition must hold; otherwise the message says what to do.
 *
 * @example
 * satisfies(field('amount').ge('1000'), 'Deals start at 1,000.').kind // => 'condition'
 */
export function satisfies(condition: Predicate, message: string): StageGuardInput {
  return { kind: 'condition', predicate: condition, message };
}

/**
 * So many of these people must have approved.
 *
 * @example
 * approved('discount', { approvers: ['role:manager'], lapsesWith: ['amount'] }).kind
 * // => 'approval'
 */
export function approved(
  approval: string,
  terms: Omit<Extract<StageGuardInput, { kind: 'approval' }>, 'kind' | 'approval'>,
): StageGuardInput {
  return { kind: 'approval', approval, ...terms };
}
