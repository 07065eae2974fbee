/**
 * Facts of a CRM for cubes: tables of plain columns, folded from the log, so of any instant.
 */
import { recordAt } from '../record/fold-events.ts';
import type { CrmRecord } from '../record/record.ts';
import type { RecordEvent } from '../record-event.ts';
import { type ActivityFacts, activityFacts } from './activity-facts.ts';
import { type OpportunityFacts, opportunityFacts } from './opportunity-facts.ts';
import { type QuoteFacts, quoteFacts, type QuoteLineFacts, quoteLineFacts } from './quote-facts.ts';
import { type StageFacts, stageFacts } from './stage-facts.ts';

/** The tables; those of commission are made of statements, by `commissionFacts`. */
export interface CrmFacts {
  /** A row a deal. */
  readonly opportunities: OpportunityFacts;
  /** A row a visit of a deal in a stage. */
  readonly stages: StageFacts;
  /** A row a quote. */
  readonly quotes: QuoteFacts;
  /** A row a line of a quote. */
  readonly quoteLines: QuoteLineFacts;
  /** A row an activity. */
  readonly activities: ActivityFacts;
}

/** Objects whose logs facts are made of. */
export const FACT_OBJECTS = ['opportunity', 'quote', 'activity', 'product'] as const;

/**
 * The facts of a log, as it stood at an instant. Records that were removed are in none.
 *
 * @param events of any records, in any order; those of opportunities, quotes, activities and
 * products count
 * @param asOf UTC ISO; visits that go on are as long as until then
 * @example
 * cube.add(facts(await session.log('opportunity'), asOf).opportunities)
 */
export function facts(events: readonly RecordEvent[], asOf: string): CrmFacts {
  const records = recordsAt(events, asOf);
  const quotes = records('quote');
  return {
    opportunities: opportunityFacts(records('opportunity')),
    stages: stageFacts(events, asOf),
    quotes: quoteFacts(quotes),
    quoteLines: quoteLineFacts(quotes, records('product')),
    activities: activityFacts(records('activity')),
  };
}

/** By object: its records at an instant, in the order in which they first appear in the log. */
function recordsAt(
  events: readonly RecordEvent[],
  asOf: string,
): (object: (typeof FACT_OBJECTS)[number]) => CrmRecord[] {
  const logs = new Map<string, Map<string, RecordEvent[]>>(
    FACT_OBJECTS.map((object) => [object, new Map()]),
  );
  for (const event of events) {
    const { object, id } = event.data;
    const log = logs.get(object);
    const known = log?.get(id);
    if (known === undefined) log?.set(id, [event]);
    else known.push(event);
  }
  return (object) =>
    [...logs.get(object)!.values()].flatMap((log) => recordAt(log, { asOf }) ?? []);
}
