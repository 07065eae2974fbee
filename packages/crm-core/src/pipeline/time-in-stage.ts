/**
 * Time in stage: how long deals were in each stage. Repeated visits add up.
 */
import type { StageVisit } from './stage-visits.ts';

const DAY_MS = 86_400_000;

/** How long a deal, or all of them, were in a stage. */
export interface TimeInStage {
  readonly stage: string;
  readonly visits: number;
  /** Milliseconds. */
  readonly elapsedMs: number;
  /** Days of 24 hours. */
  readonly days: number;
}

/**
 * Time by stage, in the order in which stages were first entered.
 *
 * @param visits of one deal, or of many for their total
 * @param asOf UTC ISO: where open visits end
 * @example
 * timeInStage(visits, '2026-03-12T00:00:00.000Z').map(({ stage, days }) => `${stage} ${days} d`)
 * // => ['A 6 d', 'B 5 d']
 */
export function timeInStage(visits: Iterable<StageVisit>, asOf: string): TimeInStage[] {
  const end = Date.parse(asOf);
  const total = new Map<string, { visits: number; elapsedMs: number }>();
  for (const { stage, enteredAt, leftAt } of visits) {
    const from = Date.parse(enteredAt);
    const until = leftAt === null ? end : Math.min(Date.parse(leftAt), end);
    if (from > end) continue;
    const sum = total.get(stage) ?? { visits: 0, elapsedMs: 0 };
    total.set(stage, { visits: sum.visits + 1, elapsedMs: sum.elapsedMs + until - from });
  }
  return [...total].map(([stage, sum]) => ({ stage, ...sum, days: sum.elapsedMs / DAY_MS }));
}
