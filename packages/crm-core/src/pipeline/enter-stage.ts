/**
 * What the fields of a deal become when it enters a stage.
 *
 * Probability is copied from the stage, and no later edit of the stage's default changes it. What
 * was set by hand sticks, but only while the deal is open: won is 100, lost is 0.
 */
import type { Json } from '@kontor/kernel';
import { type GivenReason, reasonValues } from './close-reason.ts';
import type { Opportunity } from './opportunity.ts';
import type { Stage } from './pipeline.ts';

/** The fields that entering a stage sets. */
export const STAGE_FIELDS = [
  'pipeline',
  'stage',
  'stageEnteredAt',
  'closedAt',
  'probability',
  'probabilityAutomatic',
  'probabilityIsSet',
  'forecastCategory',
  'categoryIsSet',
  'wonReason',
  'wonReasonText',
  'lostReason',
  'lostReasonText',
] as const;

/** Values of those fields; null for none. */
export type StageValues = Readonly<Record<(typeof STAGE_FIELDS)[number], Json>>;

/** What was set by hand. */
export type SetByHand = Pick<
  Opportunity,
  'probability' | 'probabilityIsSet' | 'forecastCategory' | 'categoryIsSet'
>;

/** The values on entry of a stage of a pipeline, from an instant on. */
export function enterStage(
  pipeline: string,
  stage: Stage,
  { at, before, reason }: { at: string; before?: SetByHand | undefined; reason: GivenReason },
): StageValues {
  const isOpen = stage.kind === 'open';
  const probabilityIsSet = isOpen && before?.probabilityIsSet === true;
  const categoryIsSet = isOpen && before?.categoryIsSet === true;
  return {
    pipeline,
    stage: stage.id,
    stageEnteredAt: at,
    closedAt: isOpen ? null : at,
    probability: probabilityIsSet ? before.probability : stage.probability,
    probabilityAutomatic: stage.probability,
    probabilityIsSet,
    forecastCategory: categoryIsSet ? before.forecastCategory : stage.forecastCategory,
    categoryIsSet,
    ...reasonValues(stage, reason),
  };
}

/** The values of those fields as a record has them. */
export function stageValuesOf(record: Opportunity): StageValues {
  return Object.fromEntries(
    STAGE_FIELDS.map((field) => [field, record[field] ?? null]),
  ) as StageValues;
}
