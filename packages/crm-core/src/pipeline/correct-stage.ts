/**
 * Late corrections: a move that holds from before the last one.
 *
 * The log is never rewritten. The move is added with the instant that it holds for, and what held
 * from the next move on is said again at that instant, so a reader of any instant sees what held
 * then: with the correction when asked today, without it when asked for what was known then. What
 * the record says now does not change, unless the corrected visit is the present one.
 */
import { type Decision, type RecordChange, refused } from '../decision.ts';
import { recordAt } from '../record/fold-events.ts';
import type { RecordEvent } from '../record-event.ts';
import type { GivenReason } from './close-reason.ts';
import type { PipelineContext } from './command-context.ts';
import { enterStage, type StageValues, stageValuesOf } from './enter-stage.ts';
import type { OpportunityRecord } from './opportunity.ts';
import type { Pipeline, Stage } from './pipeline.ts';
import { stageVisits } from './stage-visits.ts';

/** A move of the past: the instant is before the deal's last move. */
export interface StageCorrection {
  readonly opportunity: OpportunityRecord;
  readonly move: GivenReason & { readonly at: string; readonly reason?: string | undefined };
  readonly context: PipelineContext;
}

/**
 * Decides a correction; a reason is needed. Guards and allowed moves are not asked: it says what
 * was, and does not ask whether it might have been.
 *
 * @returns the move, and twice `restated`: from the next move on, and as of now
 */
export function correctStage(
  pipeline: Pipeline,
  to: Stage,
  { opportunity, move, context }: StageCorrection,
): Decision {
  const { at, reason } = move;
  const { history = [] } = context;
  const then = pastOf(history, at);
  const issues = correctionIssues(move, then);
  if (issues.length > 0 || then === undefined) {
    return refused('CRM_INVALID_INPUT', { what: 'The correction of a move', issues });
  }
  if (then.pipeline === pipeline.id && then.stage === to.id) {
    return refused('CRM_STAGE_UNCHANGED', { opportunity: opportunity.id, stage: to.id });
  }
  const visits = stageVisits(history, {}).get(opportunity.id) ?? [];
  // A move that was taken back at its own instant began no visit, but it was a move.
  const next =
    visits.find(({ enteredAt }) => enteredAt > at)?.enteredAt ?? opportunity.stageEnteredAt;
  const values = enterStage(pipeline.id, to, { at, before: then, reason: move });
  const details = { from: then.stage, to: to.id, isCorrection: true };
  const restated = { verb: 'restated', reason, details: { of: at } };
  // A visit that began earlier than was thought, if the stage is the one that came next.
  const runsOn = (record: OpportunityRecord): StageValues =>
    record.stageEnteredAt === next && record.stage === to.id && record.pipeline === pipeline.id
      ? { ...stageValuesOf(record), stageEnteredAt: at, ...(record.closedAt && { closedAt: at }) }
      : stageValuesOf(record);
  const changes: RecordChange[] = [
    { verb: 'stageMoved', at, reason, details, values: { ...values } },
    { ...restated, at: next, values: { ...runsOn(pastOf(history, next) ?? opportunity) } },
    { ...restated, at: context.now, values: { ...runsOn(opportunity) } },
  ];
  return { ok: true, changes };
}

function correctionIssues(
  { at, reason }: StageCorrection['move'],
  then: OpportunityRecord | undefined,
): { path: string; message: string }[] {
  const issues = [];
  if (then === undefined) {
    const message = `the history has no such deal at ${at}: give its events, or a later instant`;
    issues.push({ path: 'at', message });
  }
  if ((reason ?? '').trim() === '') {
    issues.push({ path: 'reason', message: 'is missing: say why the past is corrected' });
  }
  return issues;
}

function pastOf(history: readonly RecordEvent[], asOf: string): OpportunityRecord | undefined {
  return recordAt(history, { asOf }) as OpportunityRecord | undefined;
}
