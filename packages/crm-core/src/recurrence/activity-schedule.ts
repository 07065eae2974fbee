/**
 * Schedules: when a series of activities takes place. A rule gives the days; time and zone make
 * instants of them.
 *
 * The time is that of the zone's clock, so a meeting at 09:00 stays at 09:00 when the clocks
 * change. A time that is left out by the change (02:30 in spring) comes later by the gap; of one
 * that comes twice in autumn the first is meant. A length is elapsed time: an hour is an hour.
 *
 * @source RFC 5545, sections 3.3.5 and 3.3.10; zones as in `zone.ts` of the kernel
 */
import { isKnownZone } from '@kontor/kernel';
import * as z from 'zod';
import { recurrenceRule } from './recurrence-rule.ts';

/** The fields of a schedule; series of activities have them beside what is to be done. */
export const scheduleFields = {
  /** Nothing comes before it; in the zone. */
  startsOn: z.iso.date(),
  /** `HH:MM` on the clock of the zone; without it, an occurrence is a whole day. */
  startTime: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 09:00')
    .optional(),
  /** How long each one is planned to take. */
  durationMinutes: z.int().min(0).max(100_000).optional(),
  /** IANA. */
  zone: z.string().min(1).max(64).refine(isKnownZone, 'is no IANA zone such as Europe/Berlin'),
  recurrence: recurrenceRule,
  /**
   * What becomes of an occurrence on a day that the calendar does not work: it stays, it is left
   * out, or it is held on the next or the previous working day.
   */
  offDays: z.enum(['keep', 'skip', 'next', 'previous']).default('keep'),
};

/** A schedule as it is checked; of a record of a series, the rest is not looked at. */
export const activitySchedule = z.object(scheduleFields);

/** When a series takes place. */
export type ActivitySchedule = Readonly<z.output<typeof activitySchedule>>;

/** A schedule as it is written: what has a default may be left out. */
export type ActivityScheduleInput = Readonly<z.input<typeof activitySchedule>>;
