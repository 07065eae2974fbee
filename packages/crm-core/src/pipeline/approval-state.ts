/**
 * What a record knows of its approvals: one entry for each that was asked for, latest state.
 *
 * An approval holds for the values that it was given for. They are kept with it, so that a later
 * change of a named field makes it lapse without anybody having to notice the change.
 */
import type { Json } from '@kontor/kernel';
import * as z from 'zod';
import { sameJson } from '../record/same-json.ts';

const name = z.string().min(1).max(255);
const instant = z.iso.datetime();

/** Requested, then approved or rejected; used up by the move that needed it. */
export const approvalState = z.strictObject({
  /** The id of the guard that asks for it. */
  approval: name,
  state: z.enum(['requested', 'approved', 'rejected', 'used']),
  requestedBy: name,
  requestedAt: instant,
  /** Who approved, in order, or the one who rejected. */
  decidedBy: z.array(name),
  decidedAt: instant.nullable(),
  /** The named fields as they were when it was asked for. */
  values: z.record(
    z.string(),
    z.custom<Json>((value) => value !== undefined),
  ),
});
export type ApprovalState = z.output<typeof approvalState>;

/** Whether the named fields still are what they were when the approval was asked for. */
export function stillHolds({ values }: ApprovalState, valueOf: (field: string) => Json): boolean {
  return Object.entries(values).every(([field, value]) => sameJson(valueOf(field), value));
}
