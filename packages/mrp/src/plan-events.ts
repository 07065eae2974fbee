/**
 * The outbox of the planner: what became of plans, told in the commit in which it did.
 */
import { createEvent, type EventEnvelope, eventSchema } from '@kontor/kernel';
import { type Collection, collection } from '@kontor/kernel/store';
import * as z from 'zod';
import type { PlanRun } from './plan-collections.ts';

const planKept = z
  .strictObject({
    run: z.string(),
    /** Of the plan that it is the current run of. */
    name: z.string(),
    /** The day that it was planned for. */
    today: z.iso.date(),
    orderCount: z.int().min(0),
    shortageCount: z.int().min(0),
    /** The run that was the current one before. */
    replaced: z.string().exactOptional(),
  })
  .readonly();

/** A plan was kept as the current one of its name; the event's subject is the run. */
export type PlanKept = EventEnvelope<'mrp.plan.kept', z.output<typeof planKept>>;

/** The schema of each event of the planner, by type. */
export const mrpEvents = {
  'mrp.plan.kept': eventSchema({
    type: z.literal('mrp.plan.kept'),
    source: 'mrp',
    data: planKept,
  }),
} as const;

/** An event that is still to be delivered. */
export interface StoredPlanEvent {
  readonly id: string;
  /** UTC instant, ISO 8601. */
  readonly storedAt: string;
  readonly event: PlanKept;
}

/** Table `mrp_event`: the outbox. */
export const planEvents: Collection<StoredPlanEvent> = collection('mrp_event', {
  id: (row) => row.id,
  fields: { storedAt: 'text' },
  indexes: { byTime: ['storedAt'] },
});

/** The event of a run that becomes the current one. */
export function planKeptEvent(
  { id: run, name, today, storedAt, orderCount, shortageCount }: PlanRun,
  replaced: string | undefined,
  tenant: string,
): PlanKept {
  return createEvent(
    {
      type: 'mrp.plan.kept',
      source: 'mrp',
      subject: run,
      ...(tenant !== '' && { tenant }),
      data: {
        run,
        name,
        today,
        orderCount,
        shortageCount,
        ...(replaced !== undefined && { replaced }),
      },
    },
    // A run is kept once: its event has an id of its own without one being drawn.
    { clock: { now: () => Date.parse(storedAt) }, ids: { next: () => `${run}/kept` } },
  );
}
