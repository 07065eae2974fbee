/**
 * Moves of a deal: to a stage of its pipeline, or of another one.
 *
 * What may be moved is asked in the order in which a person would: is there such a stage, may one
 * come from here, do the guards of both stages hold, and why was it won or lost. Leaving won or
 * lost is a verb of its own, `reopened`, and leads to an open stage. A move that holds from before
 * the last one corrects the past (correct-stage.ts) and asks for no leave.
 */
import { type Decision, type Refusal, refused } from '../decision.ts';
import { useApprovals } from './approval.ts';
import { guardFaults } from './check-guards.ts';
import { type GivenReason, reasonRefusal } from './close-reason.ts';
import type { PipelineContext } from './command-context.ts';
import { correctStage } from './correct-stage.ts';
import { enterStage } from './enter-stage.ts';
import { instantFault } from './instant-fault.ts';
import type { OpportunityRecord } from './opportunity.ts';
import { type Pipeline, type Stage, stageOf } from './pipeline.ts';

/** A move. */
export interface StageMove<Id extends string = string> extends GivenReason {
  readonly to: Id;
  readonly by: string;
  /** The instant from which on it holds, UTC ISO, not in the future; now when left out. */
  readonly at?: string | undefined;
  readonly reason?: string | undefined;
}

/**
 * Decides a move to a stage of the deal's pipeline.
 *
 * Refusals: CRM_WRONG_PIPELINE, CRM_UNKNOWN_STAGE, CRM_STAGE_UNCHANGED, CRM_STAGE_NOT_ALLOWED,
 * CRM_STAGE_GUARDS (all that do not hold), CRM_CLOSE_REASON, CRM_CLOSE_REASON_TEXT,
 * CRM_INVALID_INPUT (the instant).
 *
 * @returns one change, `stageMoved`, `won`, `lost` or `reopened`; for an instant of the past also
 *   `restated` ones, which say again what holds from later instants on
 * @example
 * const decision = moveStage(sales, opportunity, { to: 'propose', by: 'anna' }, { now });
 * decision.ok // => true
 */
export function moveStage<Id extends string>(
  pipeline: Pipeline<Id>,
  opportunity: OpportunityRecord,
  move: StageMove<NoInfer<Id>>,
  context: PipelineContext,
): Decision {
  return decideMove({ pipeline, target: pipeline, opportunity, move, context });
}

/**
 * Decides a move to a stage of another pipeline. Exit guards of the stage it leaves and entry
 * guards of the one it enters must hold; `allowedFrom` names stages of one pipeline and is not
 * asked. Refusals as of `moveStage`.
 *
 * @returns one change, `pipelineChanged`
 */
export function movePipeline<Id extends string>(
  pipelines: { readonly from: Pipeline; readonly to: Pipeline<Id> },
  opportunity: OpportunityRecord,
  move: StageMove<NoInfer<Id>>,
  context: PipelineContext,
): Decision {
  const { from: pipeline, to: target } = pipelines;
  return decideMove({ pipeline, target, opportunity, move, context });
}

interface MoveCase {
  readonly pipeline: Pipeline;
  readonly target: Pipeline;
  readonly opportunity: OpportunityRecord;
  readonly move: StageMove;
  readonly context: PipelineContext;
}

function decideMove(given: MoveCase): Decision {
  const { pipeline, target, opportunity, move, context } = given;
  const { at = context.now } = move;
  const badInstant = instantFault(at, context.now);
  if (badInstant !== undefined) {
    const issues = [{ path: 'at', message: badInstant }];
    return refused('CRM_INVALID_INPUT', { what: 'The move', issues });
  }
  if (opportunity.pipeline !== pipeline.id) {
    const details = { opportunity: opportunity.id, pipeline: opportunity.pipeline };
    return refused('CRM_WRONG_PIPELINE', { ...details, given: pipeline.id });
  }
  const [from, to] = [stageOf(pipeline, opportunity.stage), stageOf(target, move.to)];
  if (from === undefined) return unknownStage(pipeline, opportunity.stage);
  if (to === undefined) return unknownStage(target, move.to);
  const badReason = reasonRefusal(target, to, move);
  if (at < opportunity.stageEnteredAt) {
    return badReason === undefined
      ? correctStage(target, to, { opportunity, move: { ...move, at }, context })
      : { ok: false, refusal: badReason };
  }
  const refusal = moveRefusal(given, from, to) ?? guardRefusal(given, from, to) ?? badReason;
  return refusal === undefined ? moved(given, from, to) : { ok: false, refusal };
}

function unknownStage({ id, stages }: Pipeline, stage: string): Decision {
  return refused('CRM_UNKNOWN_STAGE', {
    pipeline: id,
    stage,
    stages: stages.map((known) => known.id),
  });
}

/** Whether there is a way from here to there. */
function moveRefusal(
  { pipeline, target, opportunity }: MoveCase,
  from: Stage,
  to: Stage,
): Refusal | undefined {
  const isSamePipeline = pipeline.id === target.id;
  if (isSamePipeline && from.id === to.id) {
    const details = { opportunity: opportunity.id, stage: to.id };
    return refused('CRM_STAGE_UNCHANGED', details).refusal;
  }
  const notAllowed = (reason: string): Refusal =>
    refused('CRM_STAGE_NOT_ALLOWED', { from: from.id, to: to.id, reason }).refusal;
  if (from.kind !== 'open' && to.kind !== 'open') {
    return notAllowed(`it is ${from.kind}: reopen it to an open stage first`);
  }
  const { allowedFrom } = to;
  if (!isSamePipeline || allowedFrom === undefined || allowedFrom.includes(from.id)) {
    return undefined;
  }
  return notAllowed(`it is entered from ${allowedFrom.join(', ')} only`);
}

/** Whether the guards of both stages hold: all that do not, at once. */
function guardRefusal(
  { pipeline, target, opportunity, context }: MoveCase,
  from: Stage,
  to: Stage,
): Refusal | undefined {
  const faults = [
    ...guardFaults(from.exitGuards, opportunity, pipeline, context).map(onSide('exit', from)),
    ...guardFaults(to.entryGuards, opportunity, target, context).map(onSide('entry', to)),
  ];
  if (faults.length === 0) return undefined;
  const details = { opportunity: opportunity.id, from: from.id, to: to.id, faults };
  return refused('CRM_STAGE_GUARDS', details).refusal;
}

const onSide =
  <Fault>(side: 'entry' | 'exit', { id: stage }: Stage) =>
  (fault: Fault) => ({ side, stage, ...fault });

function moved(
  { pipeline, target, opportunity, move, context }: MoveCase,
  from: Stage,
  to: Stage,
): Decision {
  const { at = context.now, reason } = move;
  const used = useApprovals(opportunity.approvals, [...from.exitGuards, ...to.entryGuards]);
  const values = {
    ...enterStage(target.id, to, { at, before: opportunity, reason: move }),
    ...used,
  };
  const details = {
    from: from.id,
    to: to.id,
    ...(pipeline.id !== target.id && { fromPipeline: pipeline.id, toPipeline: target.id }),
  };
  const verb = pipeline.id === target.id ? verbOf(from, to) : 'pipelineChanged';
  const change = { verb, at, reason, details, values };
  const isOverlaid = at < context.now && setsAnyAfter(at, Object.keys(values), context);
  // A forecast that was set after that instant holds from then on; what the move decides holds now.
  const restated = { verb: 'restated', at: context.now, reason, details: { of: at }, values };
  return { ok: true, changes: isOverlaid ? [change, restated] : [change] };
}

/** Whether later events of the deal set one of the fields; not knowing its history, they may. */
function setsAnyAfter(
  at: string,
  fields: readonly string[],
  { history }: PipelineContext,
): boolean {
  if (history === undefined) return true;
  return history.some(({ data }) => data.at > at && fields.some((field) => field in data.changes));
}

function verbOf(from: Stage, to: Stage): string {
  if (from.kind !== 'open') return 'reopened';
  return to.kind === 'open' ? 'stageMoved' : to.kind;
}
