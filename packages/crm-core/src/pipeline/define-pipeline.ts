/**
 * Pipelines: the stages that a deal goes through, as a checked value. Any number stand side by
 * side.
 *
 * Stage ids are types of the pipeline, so a program that moves a deal to a stage that there is not
 * does not compile; one that is only told the name at run time is refused with the list.
 */
import * as z from 'zod';
import { CrmError, type CrmIssue } from '../errors.ts';
import type { FieldKinds } from '../predicate/field-kinds.ts';
import { forecastCategory, type ForecastCategory } from './opportunity.ts';
import { percent } from './percent.ts';
import { pipelineIssues } from './pipeline-issues.ts';
import type { CloseReason, Pipeline, Stage, StageKind } from './pipeline.ts';
import { stageGuard, type StageGuardInput } from './stage-guard.ts';

/** A stage as written. `Id` are the ids of all stages of its pipeline. */
export interface StageDefinition<Id extends string = string> {
  readonly id: Id;
  readonly name?: string | undefined;
  readonly kind: StageKind;
  /** In percent, at most two decimals. Needed for open stages; 100 for won, 0 for lost. */
  readonly probability?: number | undefined;
  /** 'pipeline' for open, 'closed' for won, 'omitted' for lost, unless said. */
  readonly forecastCategory?: ForecastCategory | undefined;
  readonly entryGuards?: readonly StageGuardInput[] | undefined;
  readonly exitGuards?: readonly StageGuardInput[] | undefined;
  /** The stages that a deal may come from; any when left out. New deals may start anywhere. */
  readonly allowedFrom?: readonly NoInfer<Id>[] | undefined;
  /** Days in the stage after which a deal is overdue. */
  readonly maxAgeDays?: number | undefined;
}

/** Why deals are won or lost. */
export interface CloseReasonDefinition {
  readonly id: string;
  readonly name?: string | undefined;
  /** Whether it says nothing without text; true for `other` unless said. */
  readonly needsText?: boolean | undefined;
}

/** A pipeline as written. */
export interface PipelineDefinition<Id extends string = string> {
  readonly id: string;
  readonly name?: string | undefined;
  /** In order. */
  readonly stages: readonly StageDefinition<Id>[];
  /** One of them must be given on entering lost; only `other` with text when left out. */
  readonly lostReasons?: readonly CloseReasonDefinition[] | undefined;
  /** When given, one of them must be given on entering won. */
  readonly wonReasons?: readonly CloseReasonDefinition[] | undefined;
  /** Custom fields that guards are about, by kind: `{ 'ext.seats': 'number' }`. */
  readonly customFields?: FieldKinds | undefined;
}

const name = z.string().min(1).max(255);

const reason = z
  .strictObject({ id: name, name: name.optional(), needsText: z.boolean().optional() })
  .transform(({ id, name: title = id, needsText = id === 'other' }) => ({
    id,
    name: title,
    needsText,
  }));

const OF_KIND = {
  open: { probability: undefined, forecastCategory: 'pipeline' },
  won: { probability: 100, forecastCategory: 'closed' },
  lost: { probability: 0, forecastCategory: 'omitted' },
} as const;

const stage = z
  .strictObject({
    id: name,
    name: name.optional(),
    kind: z.enum(['open', 'won', 'lost']),
    probability: percent.optional(),
    forecastCategory: forecastCategory.optional(),
    entryGuards: z.array(stageGuard).default([]),
    exitGuards: z.array(stageGuard).default([]),
    allowedFrom: z.array(name).min(1).optional(),
    maxAgeDays: z.number().positive().optional(),
  })
  .transform((given, context): Stage => {
    const probability = given.probability ?? OF_KIND[given.kind].probability;
    if (probability === undefined) {
      const message = 'is missing: an open stage says how likely it leads to won, in percent';
      context.addIssue({ code: 'custom', path: ['probability'], message });
      return z.NEVER;
    }
    const { forecastCategory: category = OF_KIND[given.kind].forecastCategory } = given;
    return { ...given, name: given.name ?? given.id, probability, forecastCategory: category };
  });

const pipeline = z.strictObject({
  id: name,
  name: name.optional(),
  stages: z.array(stage),
  lostReasons: z.array(reason).min(1).optional(),
  wonReasons: z.array(reason).default([]),
  customFields: z
    .record(
      z.string().startsWith('ext.'),
      z.enum(['text', 'number', 'decimal', 'boolean', 'day', 'instant', 'list']),
    )
    .default({}),
});

const OTHER: CloseReason = { id: 'other', name: 'other', needsText: true };

/**
 * Checks a pipeline and spells out what was left out.
 *
 * @throws CrmError CRM_INVALID_DEFINITION — all faults, each with its path
 * @example
 * definePipeline({ id: 'sales', stages: [
 *   { id: 'qualify', kind: 'open', probability: 20 },
 *   { id: 'won', kind: 'won' }, { id: 'lost', kind: 'lost' } ] }).stages[1]?.probability // => 100
 */
export function definePipeline<const Id extends string>(
  definition: PipelineDefinition<Id>,
): Pipeline<Id> {
  const parsed = pipeline.safeParse(definition);
  if (!parsed.success) {
    throw invalid(
      parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
    );
  }
  const { name: title = parsed.data.id, lostReasons = [OTHER], ...rest } = parsed.data;
  const made: Pipeline = { ...rest, name: title, lostReasons };
  const issues = pipelineIssues(made);
  if (issues.length > 0) throw invalid(issues);
  return made as Pipeline<Id>;
}

function invalid(issues: readonly CrmIssue[]): Error {
  return new CrmError('CRM_INVALID_DEFINITION', { what: 'The pipeline', issues });
}
