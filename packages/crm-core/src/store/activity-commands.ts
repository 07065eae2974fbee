/**
 * Activities in the store: agendas, what is done, and whom to remind.
 */
import { type Appointment, type Clash, clashesOf } from '../agenda.ts';
import { CrmError } from '../errors.ts';
import { valueOf } from '../record/fold-events.ts';
import type { CrmRecord } from '../record/record.ts';
import { type CrmWork, objectOf } from './crm-core.ts';
import type { RunCommand } from './opportunity-commands.ts';
import { recordOf } from './record-collection.ts';
import { changeRecord, requireRecord } from './save-record.ts';

/** Whose agenda, and of which time. */
export interface AgendaQuery {
  readonly user: string;
  /** UTC ISO: from this instant on, and before that one. */
  readonly from: string;
  readonly to: string;
}

/** What somebody has before him. */
export interface Agenda<Activity> {
  /** Calls, meetings and mails in order of their starts, his own and those that he attends. */
  readonly appointments: readonly Activity[];
  /** Tasks that are due in that time, or were due before it, in order of their days. */
  readonly tasks: readonly Activity[];
  readonly clashes: readonly Clash[];
}

/** What is said of an activity that was done. */
export interface Done {
  readonly outcome?: string | undefined;
  readonly durationMinutes?: number | undefined;
  readonly reason?: string | undefined;
}

/** The commands of activities. */
export class ActivityCommands<Activity> {
  readonly #run: RunCommand;

  constructor(run: RunCommand) {
    this.#run = run;
  }

  /** What is planned for somebody, and where it clashes. */
  agenda(query: AgendaQuery): Promise<Agenda<Activity>> {
    return this.#run((work) => agendaOf(work, query)) as Promise<Agenda<Activity>>;
  }

  /**
   * Says that an activity was done, and what came of it.
   *
   * @throws CrmError CRM_UNKNOWN_RECORD
   * @throws CrmError CRM_INVALID_INPUT — it was done or cancelled before
   */
  complete(id: string, { outcome, durationMinutes, reason }: Done = {}): Promise<Activity> {
    return this.#run(async (work) => {
      const activity = await requireRecord(work, 'activity', id);
      const status = textOf(activity, 'status');
      if (status !== 'planned') {
        const issues = [{ path: 'status', message: `it is ${status} already` }];
        throw new CrmError('CRM_INVALID_INPUT', { what: `The activity '${id}'`, issues });
      }
      const said = { outcome, durationMinutes };
      const values = { status: 'done', doneAt: work.now, ...said };
      return changeRecord(work, activity, { verb: 'completed', values, reason });
    }) as Promise<Activity>;
  }

  /**
   * Activities whose owners are to be reminded by now; each one is given once, as its being
   * reminded is written in the same commit.
   */
  takeReminders({ limit = 100 }: { readonly limit?: number } = {}): Promise<Activity[]> {
    return this.#run((work) => takeReminders(work, limit)) as Promise<Activity[]>;
  }
}

async function agendaOf(
  work: CrmWork,
  { user, from, to }: AgendaQuery,
): Promise<Agenda<CrmRecord>> {
  const stored = objectOf(work.core, 'activity');
  const isHis = (activity: CrmRecord): boolean => {
    const attendees = valueOf(activity, 'attendees');
    return activity.owner === user || (Array.isArray(attendees) && attendees.includes(user));
  };
  const isPlanned = work.core.policy.filter(work.actor, 'read', 'activity');
  const within = async (field: string, range: { readonly from?: string; readonly to: string }) => {
    const index = stored.indexOf.get(field)!;
    const found = await work.tx.scan(stored.rows, { index, ...range });
    return found
      .map((document) => recordOf(stored, document))
      .filter((one) => one['status'] === 'planned' && isHis(one) && isPlanned(one));
  };
  // One that began before may still go on: a day is the longest that one is looked back for.
  const lookBack = new Date(Date.parse(from) - 86_400_000).toISOString();
  const timed = await within('startsAt', { from: lookBack, to });
  const appointments = timed.filter(
    (one) => textOf(one, 'endsAt') > from || textOf(one, 'startsAt') >= from,
  );
  const tasks = await within('dueOn', { to: `${to.slice(0, 10)}~` });
  return { appointments, tasks, clashes: clashesOf(appointments.map(asAppointment)) };
}

function textOf(activity: CrmRecord, field: string): string {
  const value = valueOf(activity, field);
  return typeof value === 'string' ? value : '';
}

const asAppointment = (activity: CrmRecord): Appointment => ({
  id: activity.id,
  startsAt: activity['startsAt'] as string,
  endsAt: activity['endsAt'] as string | undefined,
});

async function takeReminders(work: CrmWork, limit: number): Promise<CrmRecord[]> {
  const stored = objectOf(work.core, 'activity');
  const range = { index: stored.indexOf.get('remindAt')!, to: `${work.now}~` };
  const taken: CrmRecord[] = [];
  for await (const document of work.tx.each(stored.rows, range)) {
    if (taken.length >= limit) break;
    const activity = recordOf(stored, document);
    const values = { remindedAt: work.now, remindAt: null };
    // What was done or cancelled in the meantime reminds nobody, and is not looked at again.
    const isPlanned = activity['status'] === 'planned';
    const verb = isPlanned ? 'reminded' : 'changed';
    const changed = await changeRecord(work, activity, {
      verb,
      values: isPlanned ? values : { remindAt: null },
    });
    if (isPlanned) taken.push(changed);
  }
  return taken;
}
