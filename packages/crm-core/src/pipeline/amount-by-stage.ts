/**
 * What lies in each stage: deals and amounts by currency, exact.
 */
import { addRatios, type Ratio, ratio, ratioToDecimal } from '@kontor/kernel';
import type { Pipeline } from './pipeline.ts';

/** What the figures of stages read of a deal. */
export interface StagedDeal {
  readonly pipeline: string;
  readonly stage: string;
  readonly amount?: string | undefined;
  readonly currency?: string | undefined;
}

/** A stage and what lies in it. */
export interface StageAmount {
  readonly stage: string;
  readonly deals: number;
  /** By currency, decimal text; deals without an amount or a currency count nothing. */
  readonly amounts: Readonly<Record<string, string>>;
}

/**
 * Every stage of a pipeline, in order, empty ones too.
 *
 * @param deals as they were at an instant; other pipelines' are left out
 */
export function amountByStage(pipeline: Pipeline, deals: Iterable<StagedDeal>): StageAmount[] {
  const stages = new Map(
    pipeline.stages.map(({ id }) => [id, { deals: 0, sums: new Map<string, Ratio>() }]),
  );
  for (const { pipeline: of, stage, amount, currency } of deals) {
    const sum = of === pipeline.id ? stages.get(stage) : undefined;
    if (sum === undefined) continue;
    sum.deals++;
    if (amount === undefined || currency === undefined) continue;
    sum.sums.set(currency, addRatios(sum.sums.get(currency) ?? ratio(0), ratio(amount)));
  }
  return [...stages].map(([stage, { deals: count, sums }]) => ({
    stage,
    deals: count,
    amounts: Object.fromEntries(
      [...sums].map(([code, sum]) => [code, ratioToDecimal(sum).toFixed()]),
    ),
  }));
}
