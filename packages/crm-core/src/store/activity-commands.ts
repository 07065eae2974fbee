/**
 * Activities in the store: agendas, what is done, and whom to remind.
 */
import { CrmError } from '../errors.ts';
import type { CrmRecord } from '../record/record.ts';
import { type CrmWork, objectOf } from './crm-core.ts';
import type { RunCommand } from './opportunity-commands.ts';
import { type Agenda, type AgendaQuery, readAgenda } from './read-agenda.ts';
import { changeRecord, createRecord, readRecord, requireRecord } from './save-record.ts';
import { occurrenceValues, requireOccurrence, textOf } from './series-records.ts';
import { takeReminders } from './take-reminders.ts';

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

  /**
   * What is planned for somebody, occurrences of series too, and where it clashes.
   *
   * @throws CrmError CRM_RECURRENCE_LIMIT — a series has more than 10,000 occurrences in that time
   */
  agenda(query: AgendaQuery): Promise<Agenda<Activity>> {
    return this.#run((work) => readAgenda(work, query)) as Promise<Agenda<Activity>>;
  }

  /**
   * Says that an activity was done, and what came of it. An occurrence of a series becomes a record
   * by it; the others stay planned.
   *
   * @throws CrmError CRM_UNKNOWN_RECORD
   * @throws CrmError CRM_INVALID_INPUT — it was done or cancelled before
   */
  complete(id: string, done: Done = {}): Promise<Activity> {
    return this.#run((work) => completeActivity(work, id, done)) as Promise<Activity>;
  }

  /**
   * Activities whose owners are to be reminded by now, occurrences of series too; each one is given
   * once, as its being reminded is written in the same commit.
   */
  takeReminders({ limit = 100 }: { readonly limit?: number } = {}): Promise<Activity[]> {
    return this.#run((work) => takeReminders(work, limit)) as Promise<Activity[]>;
  }
}

async function completeActivity(
  work: CrmWork,
  id: string,
  { outcome, durationMinutes, reason }: Done,
): Promise<CrmRecord> {
  const said = { status: 'done', doneAt: work.now, outcome, durationMinutes };
  if ((await readRecord(work.tx, objectOf(work.core, 'activity'), id)) === undefined) {
    const { remindAt: _, ...begun } = occurrenceValues(work, await requireOccurrence(work, id));
    const values = { ...begun, ...said };
    return createRecord(work, 'activity', id, { verb: 'completed', values, reason });
  }
  const activity = await requireRecord(work, 'activity', id);
  const status = textOf(activity, 'status')!;
  if (status !== 'planned') {
    const issues = [{ path: 'status', message: `it is ${status} already` }];
    throw new CrmError('CRM_INVALID_INPUT', { what: `The activity '${id}'`, issues });
  }
  return changeRecord(work, activity, { verb: 'completed', values: said, reason });
}
