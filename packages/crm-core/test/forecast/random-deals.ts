/**
 * Random histories of deals, played as a shell plays them: rules decide, changes become events, and
 * the present records are kept beside the log by plain assignment.
 */
import type { Json } from '@kontor/kernel';
import {
  type Decision,
  definePipeline,
  moveStage,
  openOpportunity,
  type OpportunityRecord,
  recordAt,
  type RecordEvent,
  setForecast,
} from '@kontor/crm-core';
import type { ForecastDeal } from '@kontor/crm-core/sales';
import fc from 'fast-check';
import { sameJson } from '../../src/record/same-json.ts';

/** One step of a history: what is done with which deal, some hours after the step before. */
export interface Step {
  readonly deal: string;
  readonly hours: number;
  readonly act:
    | { readonly kind: 'move'; readonly to: string; readonly hoursAgo: number }
    | { readonly kind: 'change'; readonly values: Readonly<Record<string, Json>> }
    | { readonly kind: 'forecast'; readonly probability: number | null };
}

/** Without guards, so that most moves are taken. */
export const free = definePipeline({
  id: 'free',
  stages: [
    { id: 'qualify', kind: 'open', probability: 20 },
    { id: 'propose', kind: 'open', probability: 60, forecastCategory: 'best-case' },
    { id: 'negotiate', kind: 'open', probability: 80, forecastCategory: 'best-case' },
    { id: 'won', kind: 'won' },
    { id: 'lost', kind: 'lost' },
  ],
  lostReasons: [{ id: 'price' }],
});
const stages = ['qualify', 'propose', 'negotiate', 'propose', 'negotiate', 'won', 'lost'];
const amounts = fc.constantFrom('100.00', '2500.5', '12000', '999999.99');
const dates = fc.constantFrom('2026-03-15', '2026-04-15', '2026-07-01');

const act: fc.Arbitrary<Step['act']> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('move' as const),
      to: fc.constantFrom(...stages),
      hoursAgo: fc.constantFrom(0, 0, 0, 20, 100, 300),
    }),
  },
  fc.record({
    kind: fc.constant('change' as const),
    values: fc.record(
      { amount: amounts, closeDate: dates, owner: fc.constantFrom('anna', 'bo') },
      { requiredKeys: [] },
    ),
  }),
  fc.record({
    kind: fc.constant('forecast' as const),
    probability: fc.constantFrom(null, 5, 50.25, 99),
  }),
);

/** How many random histories: KONTOR_FULL=1 takes more. */
export const historyRuns = process.env['KONTOR_FULL'] === '1' ? 1000 : 50;

/** A history of two deals. */
export const anyHistory: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    deal: fc.constantFrom('A', 'B'),
    hours: fc.integer({ min: 1, max: 60 }),
    act,
  }),
  { minLength: 5, maxLength: 25, size: 'max' },
);

/** What was stored after a step. */
export interface Moment {
  /** UTC ISO. */
  readonly at: string;
  /** The records as they were then. */
  readonly deals: readonly ForecastDeal[];
}

/** Plays a history: the log, and the records after every step. Refused steps change nothing. */
export function play(history: readonly Step[]): { events: RecordEvent[]; moments: Moment[] } {
  const events: RecordEvent[] = [];
  const moments: Moment[] = [];
  const records = new Map<string, Record<string, Json>>();
  let time = Date.parse('2026-03-01T00:00:00.000Z');
  for (const { deal, hours, act: doing } of history) {
    time += hours * 3_600_000;
    const now = new Date(time).toISOString();
    const decision = decide(records.get(deal), deal, doing, now, events);
    if (decision.ok) record(events, records, deal, decision, now);
    moments.push({ at: now, deals: [...records.values()].map((of) => ({ ...of }) as never) });
  }
  return { events, moments };
}

function decide(
  before: Record<string, Json> | undefined,
  id: string,
  doing: Step['act'],
  now: string,
  events: readonly RecordEvent[],
): Decision {
  if (before === undefined) {
    const values = { name: id, owner: 'anna', amount: '5000', currency: 'EUR' };
    return openOpportunity(free, { by: 'anna', values }, { now });
  }
  const record = before as unknown as OpportunityRecord;
  if (doing.kind === 'change') {
    return { ok: true, changes: [{ verb: 'changed', values: doing.values }] };
  }
  if (doing.kind === 'forecast') return setForecast(free, record, { ...doing, by: 'anna' });
  const at = new Date(Date.parse(now) - doing.hoursAgo * 3_600_000).toISOString();
  const closeReason = doing.to === 'lost' ? 'price' : undefined;
  const move = { to: doing.to as 'won', by: 'anna', at, reason: 'Told later.', closeReason };
  const history = events.filter(({ data }) => data.id === id);
  return moveStage(free, record, move, { now, history });
}

/**
 * Writes what was decided. As in the store, an event tells only what differs from the record at the
 * instant that it holds for, which is the harder case for corrections.
 */
function record(
  events: RecordEvent[],
  records: Map<string, Record<string, Json>>,
  id: string,
  { changes }: Extract<Decision, { ok: true }>,
  now: string,
): void {
  const after: Record<string, Json> = { ...(records.get(id) ?? { id }) };
  for (const { verb, at = now, values, details } of changes) {
    const mine = events.filter(({ data }) => data.id === id);
    const then = recordAt(mine, { asOf: at }) ?? {};
    const told = Object.entries(values)
      .map(([name, value]) => [name, [then[name as never] ?? null, value]] as const)
      .filter(([, [old, value]]) => !sameJson(old, value));
    Object.assign(after, values);
    events.push({
      id: `e${events.length}`,
      type: `crm.opportunity.${verb}`,
      source: 'crm',
      time: now,
      version: 1,
      data: {
        object: 'opportunity',
        id,
        revision: 1 + mine.length,
        by: 'anna',
        at,
        changes: Object.fromEntries(told),
        ...(details !== undefined && { details }),
      },
    });
  }
  const present = Object.entries(after).filter(([, value]) => value !== null);
  records.set(id, Object.fromEntries(present));
}
