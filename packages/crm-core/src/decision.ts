/**
 * What a rule says of a command: the changes to make, or why not.
 */
import type { Json } from '@kontor/kernel';
import type { CrmErrorDetails } from './errors.ts';

/** One change of one record, before it is an event. */
export interface RecordChange {
  /** In the past tense, as in the event's type: 'stageMoved'. */
  readonly verb: string;
  /** What the fields become; null for none. Fields that stay as they are may be named too. */
  readonly values: Readonly<Record<string, Json>>;
  /** The instant that it holds for, UTC ISO; that of the command when left out. */
  readonly at?: string | undefined;
  readonly reason?: string | undefined;
  /** What the verb tells beside the values. */
  readonly details?: Json | undefined;
}

/** Why a command is not taken. */
export type Refusal = {
  readonly [Code in keyof CrmErrorDetails]: {
    readonly code: Code;
    readonly details: CrmErrorDetails[Code];
  };
}[keyof CrmErrorDetails];

/** The changes, in order, or the refusal. */
export type Decision =
  | { readonly ok: true; readonly changes: readonly RecordChange[] }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * A decision against a command.
 *
 * @example
 * refused('CRM_INVALID_INPUT', { what: 'The move', issues: [] }).ok // => false
 */
export function refused<Code extends keyof CrmErrorDetails>(
  code: Code,
  details: CrmErrorDetails[Code],
): Extract<Decision, { ok: false }> {
  return { ok: false, refusal: { code, details } as Refusal };
}
