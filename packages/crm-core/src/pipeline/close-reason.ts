/**
 * Why a deal was won or lost: a reason of the pipeline's list, and text where the reason alone says
 * nothing.
 */
import { refused, type Refusal } from '../decision.ts';
import type { CloseReason, Pipeline, Stage } from './pipeline.ts';

/** A reason as given with a move. */
export interface GivenReason {
  /** The id of one of the pipeline's reasons. */
  readonly closeReason?: string | undefined;
  readonly closeReasonText?: string | undefined;
}

/** The fields of the record that hold the reason of a stage; all empty for an open one. */
export function reasonValues(
  stage: Stage,
  { closeReason = null, closeReasonText = null }: Nullable<GivenReason>,
): Record<'wonReason' | 'wonReasonText' | 'lostReason' | 'lostReasonText', string | null> {
  const [isWon, isLost] = [stage.kind === 'won', stage.kind === 'lost'];
  return {
    wonReason: isWon ? closeReason : null,
    wonReasonText: isWon ? closeReasonText : null,
    lostReason: isLost ? closeReason : null,
    lostReasonText: isLost ? closeReasonText : null,
  };
}

type Nullable<Of> = { readonly [Key in keyof Of]?: Of[Key] | null | undefined };

/** What is wrong with the reason for entering a stage; undefined when it is right. */
export function reasonRefusal(
  pipeline: Pipeline,
  stage: Stage,
  { closeReason, closeReasonText }: GivenReason,
): Refusal | undefined {
  const reasons = reasonsOf(pipeline, stage);
  if (reasons.length === 0 && closeReason === undefined) return undefined;
  const allowed = reasons.map(({ id }) => id);
  const found = reasons.find(({ id }) => id === closeReason);
  if (found === undefined) {
    const details = { stage: stage.id, given: closeReason ?? null, allowed };
    return refused('CRM_CLOSE_REASON', details).refusal;
  }
  if (!found.needsText || (closeReasonText ?? '').trim() !== '') return undefined;
  return refused('CRM_CLOSE_REASON_TEXT', { stage: stage.id, reason: found.id }).refusal;
}

function reasonsOf(pipeline: Pipeline, { kind }: Stage): readonly CloseReason[] {
  if (kind === 'open') return [];
  return kind === 'won' ? pipeline.wonReasons : pipeline.lostReasons;
}
