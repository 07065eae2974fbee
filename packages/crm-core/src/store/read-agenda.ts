/**
 * Agendas: what is planned for somebody, single activities and occurrences of series together.
 */
import { type Appointment, type Clash, clashesOf } from '../agenda.ts';
import { occurrencesBetween } from '../recurrence/occurrences.ts';
import { valueOf } from '../record/fold-events.ts';
import type { CrmRecord } from '../record/record.ts';
import { type CrmWork, objectOf } from './crm-core.ts';
import { recordOf } from './record-collection.ts';
import {
  calendarOf,
  scheduleOf,
  SERIES,
  type SeriesOccurrence,
  textOf,
  untouched,
} from './series-records.ts';

/** Whose agenda, and of which time. */
export interface AgendaQuery {
  readonly user: string;
  /** UTC ISO: from this instant on, and before that one. */
  readonly from: string;
  readonly to: string;
}

/** What somebody has before him; occurrences of which nothing was said have revision 0. */
export interface Agenda<Activity> {
  /** Calls, meetings and mails in order of their starts, his own and those that he attends. */
  readonly appointments: readonly Activity[];
  /**
   * Tasks that are due in that time, or were due before it, in order of their days. Those of series
   * are looked back for 366 days.
   */
  readonly tasks: readonly Activity[];
  readonly clashes: readonly Clash[];
}

const DAY_MS = 86_400_000;
/** So many days tasks of a series stay on agendas when nobody has done them. */
const OVERDUE_DAYS = 366;
/** Of one series on one agenda. */
const OCCURRENCES_MAX = 10_000;

/**
 * The agenda of a user.
 *
 * @throws CrmError CRM_RECURRENCE_LIMIT — a series has more than 10,000 occurrences in that time
 */
export async function readAgenda(work: CrmWork, query: AgendaQuery): Promise<Agenda<CrmRecord>> {
  const { from, to } = query;
  const { policy } = work.core;
  const isSeen = policy.filter(work.actor, 'read', 'activity');
  const isOn = (one: CrmRecord): boolean =>
    one['status'] === 'planned' && isOf(one, query.user) && isSeen(one);
  const repeated = await untouched(work, await repeatedFor(work, query));
  // One that began before may still go on: a day is the longest that one is looked back for.
  const lookBack = new Date(Date.parse(from) - DAY_MS).toISOString();
  const timed = [
    ...(await within(work, 'startsAt', { from: lookBack, to })),
    ...repeated.filter((one) => textOf(one, 'startsAt') !== undefined),
  ];
  const due = [
    ...(await within(work, 'dueOn', { to: `${to.slice(0, 10)}~` })),
    ...repeated.filter((one) => textOf(one, 'dueOn') !== undefined),
  ];
  const appointments = inOrder(timed.filter(isOn), 'startsAt').filter(
    (one) => (textOf(one, 'endsAt') ?? '') > from || textOf(one, 'startsAt')! >= from,
  );
  const tasks = inOrder(due.filter(isOn), 'dueOn');
  return { appointments, tasks, clashes: clashesOf(appointments.map(asAppointment)) };
}

async function within(
  { tx, core }: CrmWork,
  field: string,
  range: { readonly from?: string; readonly to: string },
): Promise<CrmRecord[]> {
  const stored = objectOf(core, 'activity');
  const found = await tx.scan(stored.rows, { index: stored.indexOf.get(field)!, ...range });
  return found.map((document) => recordOf(stored, document));
}

function isOf(activity: CrmRecord, user: string): boolean {
  const attendees = valueOf(activity, 'attendees');
  return activity.owner === user || (Array.isArray(attendees) && attendees.includes(user));
}

/** The occurrences of his series that an agenda may show. */
async function repeatedFor(
  { tx, core, actor }: CrmWork,
  { user, from, to }: AgendaQuery,
): Promise<SeriesOccurrence[]> {
  if (!core.objects.has(SERIES)) return [];
  const stored = objectOf(core, SERIES);
  const overdueFrom = new Date(Date.parse(from) - OVERDUE_DAYS * DAY_MS).toISOString();
  const range = { index: stored.indexOf.get('lastsUntil')!, from: overdueFrom };
  const isSeen = core.policy.filter(actor, 'read', SERIES);
  const found: SeriesOccurrence[] = [];
  for await (const document of tx.each(stored.rows, range)) {
    const series = recordOf(stored, document);
    if (!isOf(series, user) || !isSeen(series)) continue;
    const schedule = scheduleOf(series);
    const isTimed = schedule.startTime !== undefined;
    const span = isTimed
      ? { from: startsBefore(from, schedule.durationMinutes), to }
      : { from: overdueFrom, to: dayAfter(to) };
    const calendar = calendarOf(core, series);
    const query = { ...span, calendar, limit: OCCURRENCES_MAX };
    for (const occurrence of occurrencesBetween(schedule, query)) {
      // Tasks are due by their day, as single ones are: the day of `to` is the last one.
      if (isTimed || occurrence.heldOn <= to.slice(0, 10)) found.push({ series, occurrence });
    }
  }
  return found;
}

/** From when on a start may still go on. */
const startsBefore = (from: string, minutes = 0): string =>
  new Date(Date.parse(from) - minutes * 60_000).toISOString();

/** Zones are at most 14 hours from UTC, so a local day has begun by then. */
const dayAfter = (instant: string): string =>
  new Date(Date.parse(instant) + 2 * DAY_MS).toISOString();

const inOrder = (activities: readonly CrmRecord[], field: string): CrmRecord[] =>
  activities.toSorted((a, b) => {
    const [one, two] = [textOf(a, field)!, textOf(b, field)!];
    return one < two ? -1 : one > two ? 1 : a.id < b.id ? -1 : 1;
  });

const asAppointment = (activity: CrmRecord): Appointment => ({
  id: activity.id,
  startsAt: activity['startsAt'] as string,
  endsAt: activity['endsAt'] as string | undefined,
});
