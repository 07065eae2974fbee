/**
 * Stage history: from events to visits, the intervals that deals spent in stages.
 *
 * A visit begins where the fold of the log enters a stage and ends where it leaves it; an event
 * that sets the stage that holds already begins none. So late corrections need no rule of their
 * own: a visit is what held, as it is known.
 */
import { eventsUpTo, type PastQuery, verbOf } from '../record/fold-events.ts';
import type { RecordEvent } from '../record-event.ts';

/** An interval that a deal spent in a stage. */
export interface StageVisit {
  readonly opportunity: string;
  readonly pipeline: string;
  readonly stage: string;
  /** UTC ISO. */
  readonly enteredAt: string;
  /** UTC ISO; null while it is there. */
  readonly leftAt: string | null;
}

/**
 * Visits of each deal, in order.
 *
 * @param events of any number of deals and other records, in any order
 * @param query `asOf`: what held then; `knownAt`: only what had been recorded by then
 * @example
 * stageVisits(log, { asOf: '2026-03-12T00:00:00.000Z' }).get('O-7')?.at(-1)?.leftAt // => null
 */
export function stageVisits(
  events: readonly RecordEvent[],
  query: PastQuery,
): Map<string, StageVisit[]> {
  const byDeal = new Map<string, StageVisit[]>();
  const deals = events.filter(({ data }) => data.object === 'opportunity');
  for (const event of eventsUpTo(deals, query)) {
    const { id } = event.data;
    const visits = byDeal.get(id) ?? [];
    byDeal.set(id, visits);
    addEvent(visits, event);
  }
  return byDeal;
}

/** Ends and begins visits of one deal as an event says. */
function addEvent(visits: StageVisit[], event: RecordEvent): void {
  const { id, at, changes } = event.data;
  const last = visits.at(-1);
  const isOver = verbOf(event) === 'removed';
  const pipeline = changes['pipeline']?.[1] ?? last?.pipeline;
  const stage = changes['stage']?.[1] ?? last?.stage;
  if (typeof pipeline !== 'string' || typeof stage !== 'string') return;
  const isSame = last?.leftAt === null && last.stage === stage && last.pipeline === pipeline;
  if (isSame && !isOver) return;
  if (last?.leftAt === null) visits[visits.length - 1] = { ...last, leftAt: at };
  // A visit of no length is one that a correction took the place of.
  if (visits.at(-1)?.enteredAt === at) visits.pop();
  if (isOver) return;
  const before = visits.at(-1);
  if (before?.leftAt === at && before.stage === stage && before.pipeline === pipeline) {
    visits[visits.length - 1] = { ...before, leftAt: null };
    return;
  }
  visits.push({ opportunity: id, pipeline, stage, enteredAt: at, leftAt: null });
}
