/**
 * A pipeline in force: its stages in order, with nothing left out. Plain data.
 */
import type { FieldKinds } from '../predicate/field-kinds.ts';
import type { ForecastCategory } from './opportunity.ts';
import type { StageGuard } from './stage-guard.ts';

/** Won and lost end a deal; it must be reopened to leave them. */
export type StageKind = 'open' | 'won' | 'lost';

/** A stage in force. */
export interface Stage<Id extends string = string> {
  readonly id: Id;
  readonly name: string;
  readonly kind: StageKind;
  readonly probability: number;
  readonly forecastCategory: ForecastCategory;
  readonly entryGuards: readonly StageGuard[];
  readonly exitGuards: readonly StageGuard[];
  readonly allowedFrom?: readonly Id[] | undefined;
  readonly maxAgeDays?: number | undefined;
}

/** A reason in force. */
export interface CloseReason {
  readonly id: string;
  readonly name: string;
  readonly needsText: boolean;
}

/** A pipeline in force: plain data. */
export interface Pipeline<Id extends string = string> {
  readonly id: string;
  readonly name: string;
  readonly stages: readonly Stage<Id>[];
  readonly lostReasons: readonly CloseReason[];
  readonly wonReasons: readonly CloseReason[];
  /** Custom fields that guards are about, by kind: `ext.size`. */
  readonly customFields: FieldKinds;
}

/** The stage of an id, if the pipeline has it. */
export function stageOf(pipeline: Pipeline, id: string): Stage | undefined {
  return pipeline.stages.find((stage) => stage.id === id);
}
