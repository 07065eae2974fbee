/**
 * The beginning of a deal: which stage it starts in, and the fields that this decides.
 */
import type { Json } from '@kontor/kernel';
import { type Decision, refused } from '../decision.ts';
import type { CrmIssue } from '../errors.ts';
import { guardFaults } from './check-guards.ts';
import { type GivenReason, reasonRefusal } from './close-reason.ts';
import type { PipelineContext } from './command-context.ts';
import { enterStage } from './enter-stage.ts';
import { instantFault } from './instant-fault.ts';
import { opportunity } from './opportunity.ts';
import { type Pipeline, stageOf } from './pipeline.ts';

/** A new deal. */
export interface NewOpportunity<Id extends string = string> extends GivenReason {
  readonly by: string;
  /** The pipeline's first open stage when left out. */
  readonly stage?: Id | undefined;
  /** UTC ISO; now when left out. */
  readonly at?: string | undefined;
  /**
   * Fields of the record, custom ones as `ext.seats`; those that a stage decides are not among
   * them.
   */
  readonly values: Readonly<Record<string, Json>>;
}

/**
 * Decides to open a deal. Entry guards of its stage must hold of the new record.
 *
 * Refusals: CRM_UNKNOWN_STAGE, CRM_STAGE_GUARDS, CRM_CLOSE_REASON, CRM_CLOSE_REASON_TEXT,
 * CRM_INVALID_INPUT (values that are none of an opportunity, or the instant).
 *
 * @returns one change, `created`
 */
export function openOpportunity<Id extends string>(
  pipeline: Pipeline<Id>,
  { stage: id, at, values, ...reason }: NewOpportunity<NoInfer<Id>>,
  context: PipelineContext,
): Decision {
  const start = id ?? pipeline.stages.find(({ kind }) => kind === 'open')?.id ?? '';
  const stage = stageOf(pipeline, start);
  if (stage === undefined) {
    const stages = pipeline.stages.map((known) => known.id);
    return refused('CRM_UNKNOWN_STAGE', { pipeline: pipeline.id, stage: start, stages });
  }
  const badInstant = instantFault(at ?? context.now, context.now);
  if (badInstant !== undefined) return invalid([{ path: 'at', message: badInstant }]);
  const refusal = reasonRefusal(pipeline, stage, reason);
  if (refusal !== undefined) return { ok: false, refusal };
  const entered = enterStage(pipeline.id, stage, { at: at ?? context.now, reason });
  const all: Readonly<Record<string, Json>> = { ...values, ...entered };
  const parsed = opportunity.loose().safeParse(withoutNulls(all));
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => ({
      path: path.join('.'),
      message,
    }));
    return invalid(issues);
  }
  const draft = { id: '', ...parsed.data, ext: customValues(values) };
  const faults = guardFaults(stage.entryGuards, draft, pipeline, context);
  if (faults.length > 0) {
    const details = { opportunity: 'new', from: '', to: stage.id };
    const onEntry = faults.map((fault) => ({ side: 'entry' as const, stage: stage.id, ...fault }));
    return refused('CRM_STAGE_GUARDS', { ...details, faults: onEntry });
  }
  // Every opportunity has these lists, whether given or not.
  const { approvals, splits, competitors } = parsed.data;
  const change = { verb: 'created', at, details: { to: stage.id } };
  const lists = { approvals, splits, competitors };
  return { ok: true, changes: [{ ...change, values: { ...all, ...lists } }] };
}

function invalid(issues: readonly CrmIssue[]): Decision {
  return refused('CRM_INVALID_INPUT', { what: 'The opportunity', issues });
}

function withoutNulls(values: Readonly<Record<string, Json>>): Record<string, Json> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

/** The custom fields as the record will have them. */
function customValues(values: Readonly<Record<string, Json>>): Record<string, Json> {
  const custom = Object.entries(values).filter(([field]) => field.startsWith('ext.'));
  return Object.fromEntries(custom.map(([field, value]) => [field.slice('ext.'.length), value]));
}
