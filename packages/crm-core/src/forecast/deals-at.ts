/**
 * Deals of the past: every opportunity as the log has it at an instant.
 *
 * So a forecast as of then is a roll-up of these, and its figures never move: they are what was
 * stored then. What was recorded later about then is in it when asked `asOf` alone, and is not when
 * asked for what was known.
 */
import { type PastQuery, recordAt } from '../record/fold-events.ts';
import type { RecordEvent } from '../record-event.ts';
import type { OpportunityRecord } from '../pipeline/opportunity.ts';

/** A deal of the past: the fields of an opportunity, and those that every record has. */
export type PastDeal = OpportunityRecord & {
  readonly createdAt: string;
  readonly owner?: string | undefined;
  readonly team?: string | undefined;
  readonly region?: string | undefined;
};

/**
 * The deals that were there, in the order in which they first appear in the log.
 *
 * @param events of any records, in any order
 * @param query `asOf`: what held then; `knownAt`: only what had been recorded by then
 * @example
 * const deals = dealsAt(log, { asOf, knownAt: asOf });
 * rollUpForecast(deals, { asOf, by: ['owner'], method: 'weighted' })
 */
export function dealsAt(events: Iterable<RecordEvent>, query: PastQuery): PastDeal[] {
  const byDeal = new Map<string, RecordEvent[]>();
  for (const event of events) {
    const { object, id } = event.data;
    if (object !== 'opportunity') continue;
    const of = byDeal.get(id);
    if (of === undefined) byDeal.set(id, [event]);
    else of.push(event);
  }
  return [...byDeal.values()].flatMap(
    (of) => (recordAt(of, query) as unknown as PastDeal | undefined) ?? [],
  );
}
