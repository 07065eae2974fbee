/**
 * Facts of stages: one row a visit of a deal in a stage, so one a move.
 *
 * A deal's amount counts in its last row only (`isLast`), so amounts add up; what a stage was worth
 * while the deal was in it is a question to the log, not to a sum.
 */
import { stageVisits } from '../pipeline/stage-visits.ts';
import { recordAt } from '../record/fold-events.ts';
import type { RecordEvent } from '../record-event.ts';

/**
 * Columns by visit; deals in the order of their first event, visits in order of time. See
 * `FactColumns`.
 */
export type StageFacts = {
  readonly opportunity: string[];
  readonly pipeline: string[];
  readonly stage: string[];
  readonly owner: string[];
  readonly team: string[];
  readonly region: string[];
  readonly account: string[];
  readonly source: string[];
  /** Milliseconds since 1970, UTC; of visits that go on, `leftAt` is null. */
  readonly enteredAt: number[];
  readonly leftAt: (number | null)[];
  readonly durationMs: number[];
  readonly isLast: boolean[];
  /** Decimal text in `currency`, of the last row; '0' of the others and of deals without amount. */
  readonly amount: string[];
  readonly currency: string[];
  /** Per cent, of the last row; 0 of the others. */
  readonly probability: number[];
};

/**
 * The facts of visits, as they stood at an instant.
 *
 * @param events of any records, in any order; those of opportunities count
 * @param asOf UTC ISO; visits that go on are as long as until then
 */
export function stageFacts(events: readonly RecordEvent[], asOf: string): StageFacts {
  const byDeal = new Map<string, RecordEvent[]>();
  for (const event of events) {
    if (event.data.object !== 'opportunity' || event.data.at > asOf) continue;
    const log = byDeal.get(event.data.id);
    if (log === undefined) byDeal.set(event.data.id, [event]);
    else log.push(event);
  }
  const rows = emptyFacts();
  for (const [id, log] of byDeal) addDeal(rows, id, log, asOf);
  return rows;
}

function addDeal(rows: StageFacts, id: string, log: readonly RecordEvent[], asOf: string): void {
  const deal = recordAt(log, { asOf });
  if (deal === undefined) return;
  const text = (field: string): string => {
    const value = deal[field];
    return typeof value === 'string' ? value : '';
  };
  const visits = stageVisits(log, { asOf }).get(id) ?? [];
  visits.forEach(({ pipeline, stage, enteredAt, leftAt }, at) => {
    const isLast = at === visits.length - 1;
    rows.opportunity.push(id);
    rows.pipeline.push(pipeline);
    rows.stage.push(stage);
    for (const field of ['owner', 'team', 'region', 'account', 'source', 'currency'] as const) {
      rows[field].push(text(field));
    }
    rows.enteredAt.push(Date.parse(enteredAt));
    rows.leftAt.push(leftAt === null ? null : Date.parse(leftAt));
    rows.durationMs.push(Date.parse(leftAt ?? asOf) - Date.parse(enteredAt));
    rows.isLast.push(isLast);
    rows.amount.push(isLast ? text('amount') || '0' : '0');
    const probability = deal['probability'];
    rows.probability.push(isLast && typeof probability === 'number' ? probability : 0);
  });
}

const emptyFacts = (): StageFacts => ({
  opportunity: [],
  pipeline: [],
  stage: [],
  owner: [],
  team: [],
  region: [],
  account: [],
  source: [],
  enteredAt: [],
  leftAt: [],
  durationMs: [],
  isLast: [],
  amount: [],
  currency: [],
  probability: [],
});
