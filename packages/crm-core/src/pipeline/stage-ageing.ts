/**
 * Ageing: how long open deals have been in their stage, and which are overdue.
 */
import { type Pipeline, stageOf } from './pipeline.ts';

const DAY_MS = 86_400_000;

/** What ageing reads of a deal. */
export interface AgeingDeal {
  readonly id: string;
  readonly pipeline: string;
  readonly stage: string;
  /** UTC ISO. */
  readonly stageEnteredAt: string;
  /** `YYYY-MM-DD`. */
  readonly closeDate?: string | undefined;
}

/** The age of an open deal. */
export interface StageAge {
  readonly opportunity: string;
  readonly stage: string;
  /** In its stage, days of 24 hours. */
  readonly ageDays: number;
  /** Days beyond the stage's limit; 0 within it, or where the stage has none. */
  readonly overdueDays: number;
  /** Whether the close date has passed, by the UTC day. */
  readonly isPastCloseDate: boolean;
}

/**
 * Ages of the open deals of a pipeline, the most overdue first, then the oldest.
 *
 * @param asOf UTC ISO
 */
export function stageAges(
  pipeline: Pipeline,
  deals: Iterable<AgeingDeal>,
  asOf: string,
): StageAge[] {
  const ages: StageAge[] = [];
  for (const deal of deals) {
    const stage = deal.pipeline === pipeline.id ? stageOf(pipeline, deal.stage) : undefined;
    if (stage?.kind !== 'open') continue;
    const ageDays = (Date.parse(asOf) - Date.parse(deal.stageEnteredAt)) / DAY_MS;
    ages.push({
      opportunity: deal.id,
      stage: stage.id,
      ageDays,
      overdueDays: Math.max(0, ageDays - (stage.maxAgeDays ?? Number.POSITIVE_INFINITY)),
      isPastCloseDate: deal.closeDate !== undefined && deal.closeDate < asOf.slice(0, 10),
    });
  }
  return ages.sort((a, b) => b.overdueDays - a.overdueDays || b.ageDays - a.ageDays);
}
