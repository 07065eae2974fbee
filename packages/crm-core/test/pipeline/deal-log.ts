/**
 * A log of deals for tests: decisions become events as the shell makes them, and a record is the
 * fold of its events.
 */
import type { Json } from '@kontor/kernel';
import type { Decision, RecordEvent } from '@kontor/crm-core';
import { recordAt } from '../../src/record/fold-events.ts';
import type { OpportunityRecord } from '../../src/pipeline/opportunity.ts';

/** The log of one deal. */
export interface DealLog {
  readonly events: readonly RecordEvent[];
  /** As it is known now. */
  readonly record: OpportunityRecord;
  /** Takes a decision that was recorded then; throws when it is a refusal. */
  take(decision: Decision, recordedAt: string): void;
}

/** An empty log. */
export function dealLog(id: string): DealLog {
  const events: RecordEvent[] = [];
  const log: DealLog = {
    events,
    get record() {
      const record = recordAt(events);
      if (record === undefined) throw new Error(`there is no deal '${id}' yet`);
      return record as unknown as OpportunityRecord;
    },
    take(decision, recordedAt) {
      if (!decision.ok) throw new Error(JSON.stringify(decision.refusal));
      const values: Record<string, Json> = { ...(events.length > 0 && log.record) } as never;
      for (const change of decision.changes) {
        const changes = Object.entries(change.values).map(
          ([field, after]) => [field, [values[field] ?? null, after]] as const,
        );
        Object.assign(values, change.values);
        events.push({
          id: `${id}-${events.length + 1}`,
          type: `crm.opportunity.${change.verb}`,
          source: 'crm',
          subject: `opportunity/${id}`,
          time: recordedAt,
          version: 1,
          data: {
            object: 'opportunity',
            id,
            revision: events.length + 1,
            by: 'anna',
            at: change.at ?? recordedAt,
            ...(change.reason !== undefined && { reason: change.reason }),
            changes: Object.fromEntries(changes),
            ...(change.details !== undefined && { details: change.details }),
          },
        });
      }
    },
  };
  return log;
}

/** The start of a UTC day, as an instant. */
export const dayStart = (day: string): string => `${day}T00:00:00.000Z`;
