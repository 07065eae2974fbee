/**
 * On which day an occurrence is held: that of the rule, or a working day beside it.
 *
 * The rule counts its own days: one that is left out has still been counted, as RFC 5545 counts
 * the days that EXDATE takes out. Several that are moved to one day are all held on it.
 */
import type { Calendar, Day } from '@kontor/kernel';
import { CrmError } from '../errors.ts';
import type { ActivitySchedule } from './activity-schedule.ts';

/** Where the occurrences of a schedule are held. */
export interface HeldDays {
  /** The day on which that of a day of the rule is held; undefined where it is left out. */
  heldOn(day: Day): Day | undefined;
  /** The first day of the rule that can be held on a day or after it. */
  earliest(held: Day): Day;
  /** The last day of the rule that can be held on a day or before it. */
  latest(held: Day): Day;
}

const same = (day: Day): Day => day;
const asTheRule: HeldDays = { heldOn: same, earliest: same, latest: same };

/**
 * Where the occurrences of a schedule are held.
 *
 * @throws CrmError CRM_INVALID_INPUT — days off have a rule, and no calendar tells them
 */
export function heldDays(
  { offDays }: Pick<ActivitySchedule, 'offDays'>,
  calendar: Calendar | undefined,
): HeldDays {
  if (offDays === 'keep') return asTheRule;
  if (calendar === undefined) {
    const message = `offDays is '${offDays}': give the calendar that tells days off, or 'keep'`;
    const issues = [{ path: 'calendar', message }];
    throw new CrmError('CRM_INVALID_INPUT', { what: 'The schedule', issues });
  }
  switch (offDays) {
    case 'skip':
      return {
        ...asTheRule,
        heldOn: (day) => (calendar.isWorkingDay(day) ? day : undefined),
      };
    case 'next':
      return {
        heldOn: (day) => calendar.nextWorkingDay(day),
        earliest: (held) => calendar.previousWorkingDay(held - 1) + 1,
        latest: same,
      };
    case 'previous':
      return {
        heldOn: (day) => calendar.previousWorkingDay(day),
        earliest: same,
        latest: (held) => calendar.nextWorkingDay(held + 1) - 1,
      };
  }
}
