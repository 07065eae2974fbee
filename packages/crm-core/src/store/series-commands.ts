/**
 * Series of activities in the store: planned, changed as a whole or from an occurrence on, ended;
 * and one occurrence changed or cancelled, which makes a record of it and leaves the others.
 */
import { day, formatDay } from '@kontor/kernel';
import * as z from 'zod';
import { checkGiven } from '../check-given.ts';
import { CrmError } from '../errors.ts';
import { checkSchedule } from '../recurrence/occurrences.ts';
import { ruleDays } from '../recurrence/rule-days.ts';
import { splitSeries } from '../recurrence/split-series.ts';
import { checkRecordId, type GivenValues, refuseRuled } from '../record/check-record.ts';
import type { CrmRecord } from '../record/record.ts';
import { type CrmWork, objectOf } from './crm-core.ts';
import type { RunCommand } from './opportunity-commands.ts';
import { recordOf } from './record-collection.ts';
import { changeRecord, createRecord, readRecord, requireRecord } from './save-record.ts';
import {
  calendarOf,
  findOccurrence,
  occurrenceValues,
  requireOccurrence,
  scheduleOf,
  SERIES,
  textOf,
  valuesOf,
} from './series-records.ts';
import { seriesState } from './series-state.ts';

/** What is said of a change. */
export interface SeriesEdit {
  /** Why; the event tells it. */
  readonly reason?: string | undefined;
}

/** From when on a series takes place no more. */
export interface SeriesEnd extends SeriesEdit {
  /** The first day of the rule that is no longer one, `YYYY-MM-DD`. */
  readonly from: string;
}

/** The commands of series. An occurrence is named by the id that agendas show: `<series>@<day>`. */
export class SeriesCommands<Planned, Values, Series, ActivityValues, Activity> {
  readonly #run: RunCommand;

  constructor(run: RunCommand) {
    this.#run = run;
  }

  /**
   * Plans a series. Reminders begin with the first one that is due from now on.
   *
   * @throws CrmError CRM_INVALID_INPUT — every fault with its path, a rule without an occurrence,
   * a calendar that the CRM was not given
   * @throws CrmError CRM_RECURRENCE_GAP, CRM_UNKNOWN_RELATED, CRM_DUPLICATE_ID, CRM_NOT_ALLOWED
   */
  plan(series: Planned, { reason }: SeriesEdit = {}): Promise<Series> {
    const { id, ...values } = series as GivenValues & { readonly id?: string };
    return this.#run((work) => planSeries(work, id, values, reason)) as Promise<Series>;
  }

  /**
   * Changes a series as a whole; occurrences that are records stay as they are.
   *
   * @throws CrmError CRM_UNKNOWN_RECORD, and as `plan`
   */
  change(id: string, values: Values, { reason }: SeriesEdit = {}): Promise<Series> {
    return this.#run(async (work) =>
      changeSeries(work, await requireRecord(work, SERIES, id), values as GivenValues, reason),
    ) as Promise<Series>;
  }

  /**
   * Changes an occurrence and those that follow: the series ends before it, and another one begins
   * with it. At the first occurrence, it is the whole series that changes.
   *
   * @returns the series of that occurrence
   * @throws CrmError CRM_UNKNOWN_RECORD, and as `plan`
   */
  changeFollowing(occurrence: string, values: Values, edit: SeriesEdit = {}): Promise<Series> {
    return this.#run((work) =>
      changeFollowing(work, occurrence, values as GivenValues, edit.reason),
    ) as Promise<Series>;
  }

  /**
   * Ends a series: the days of its rule from that one on are none, and what was planned for them by
   * itself is cancelled.
   *
   * @throws CrmError CRM_UNKNOWN_RECORD
   * @throws CrmError CRM_INVALID_INPUT — no occurrence would be left
   */
  end(id: string, { from, reason }: SeriesEnd): Promise<Series> {
    return this.#run((work) => endSeries(work, id, from, reason)) as Promise<Series>;
  }

  /**
   * Changes one occurrence: another time, another subject.
   *
   * @throws CrmError CRM_UNKNOWN_RECORD, CRM_INVALID_INPUT, CRM_UNKNOWN_RELATED, CRM_NOT_ALLOWED
   */
  changeOccurrence(
    occurrence: string,
    values: ActivityValues,
    { reason }: SeriesEdit = {},
  ): Promise<Activity> {
    return this.#run((work) =>
      saveOccurrence(work, occurrence, values as GivenValues, { verb: 'changed', reason }),
    ) as Promise<Activity>;
  }

  /**
   * Cancels one occurrence.
   *
   * @throws CrmError CRM_UNKNOWN_RECORD, CRM_NOT_ALLOWED
   */
  cancelOccurrence(occurrence: string, { reason }: SeriesEdit = {}): Promise<Activity> {
    const values = { status: 'cancelled', remindAt: null };
    return this.#run((work) =>
      saveOccurrence(work, occurrence, values, { verb: 'cancelled', reason }),
    ) as Promise<Activity>;
  }
}

/** An id has room for `@` and a day, and is none of an occurrence itself. */
const SERIES_ID_MAX = 64 - '@2026-03-02'.length;

async function planSeries(
  work: CrmWork,
  given: string | undefined,
  values: GivenValues,
  reason: string | undefined,
): Promise<CrmRecord> {
  const id = given === undefined ? work.core.ids.next() : checkRecordId(given, SERIES);
  if (id.length > SERIES_ID_MAX || id.includes('@')) {
    const message = `the id of a series has at most ${SERIES_ID_MAX} letters and no @`;
    const issues = [{ path: 'id', message }];
    throw new CrmError('CRM_INVALID_INPUT', { what: `The series '${id}'`, issues });
  }
  const all = { ...values, ...stateOf(work, values, undefined) };
  return createRecord(work, SERIES, id, { verb: 'created', values: all, reason });
}

/** What a series of those values keeps about itself. */
function stateOf(
  work: CrmWork,
  values: GivenValues,
  remindedThrough: string | undefined,
): GivenValues {
  refuseState(values);
  const schedule = checkSchedule(values as never);
  const minutes = checkGiven(z.number().nullish(), values['remindMinutes'], {
    code: 'CRM_INVALID_INPUT',
    what: 'The reminder of the series',
  });
  const terms = { remindMinutes: minutes ?? undefined, remindedThrough, now: work.now };
  return { ...seriesState(schedule, calendarOf(work.core, values), terms) };
}

const STATE = ['root', 'lastsUntil', 'remindAt', 'remindedThrough'];

/** Its own bookkeeping is nobody's to give. */
function refuseState(values: GivenValues): void {
  const given = STATE.filter((field) => values[field] !== undefined);
  if (given.length === 0) return;
  const issues = given.map((path) => ({ path, message: 'is figured out: leave it out' }));
  throw new CrmError('CRM_INVALID_INPUT', { what: 'The series', issues });
}

/** The values of a series without what it keeps about itself, with others set. */
function without(series: CrmRecord, values: GivenValues): GivenValues {
  const kept = Object.entries(valuesOf(series)).filter(([field]) => !STATE.includes(field));
  const all = Object.entries({ ...Object.fromEntries(kept), ...values });
  return Object.fromEntries(all.filter(([, value]) => value !== null));
}

function changeSeries(
  work: CrmWork,
  series: CrmRecord,
  values: GivenValues,
  reason: string | undefined,
): Promise<CrmRecord> {
  const state = stateOf(work, without(series, values), textOf(series, 'remindedThrough'));
  const change = { verb: 'changed', values: { ...values, ...state }, reason };
  return changeRecord(work, series, change);
}

async function changeFollowing(
  work: CrmWork,
  id: string,
  values: GivenValues,
  reason: string | undefined,
): Promise<CrmRecord> {
  const { series, occurrence } = await findOccurrence(work, id);
  const { before, following } = splitSeries(scheduleOf(series), occurrence.day);
  if (before === undefined) return changeSeries(work, series, values, reason);
  const next = work.core.ids.next();
  const details = { followedBy: next };
  await shorten(work, series, before.recurrence, { verb: 'split', reason, details });
  const { startsOn, recurrence } = following;
  const all = without(series, { startsOn, recurrence, ...values });
  const through = textOf(series, 'remindedThrough');
  const root = textOf(series, 'root') ?? series.id;
  return createRecord(work, SERIES, next, {
    verb: 'created',
    values: { ...all, ...stateOf(work, all, through), root },
    reason,
    details: { follows: series.id },
  });
}

/** The series with a rule that ends sooner. */
function shorten(
  work: CrmWork,
  series: CrmRecord,
  recurrence: unknown,
  told: {
    readonly verb: string;
    readonly reason: string | undefined;
    readonly details?: Readonly<Record<string, string>>;
  },
): Promise<CrmRecord> {
  const through = textOf(series, 'remindedThrough');
  const state = stateOf(work, without(series, { recurrence }), through);
  return changeRecord(work, series, { ...told, values: { recurrence, ...state } });
}

async function endSeries(
  work: CrmWork,
  id: string,
  from: string,
  reason: string | undefined,
): Promise<CrmRecord> {
  checkGiven(z.iso.date(), from, { code: 'CRM_INVALID_INPUT', what: 'The end of the series' });
  const series = await requireRecord(work, SERIES, id);
  const { recurrence, startsOn } = scheduleOf(series);
  const { count: _, ...endless } = recurrence;
  const until = formatDay(day(from) - 1);
  const [next] = ruleDays(recurrence, day(startsOn), day(from));
  const ended =
    next === undefined
      ? series
      : await shorten(work, series, { ...endless, until }, { verb: 'ended', reason });
  const stored = objectOf(work.core, 'activity');
  const index = stored.indexOf.get('series')!;
  for (const document of await work.tx.scan(stored.rows, { index, equals: [id] })) {
    const activity = recordOf(stored, document);
    const isLater = textOf(activity, 'occurrence')! >= from;
    if (!isLater || activity['status'] !== 'planned') continue;
    const values = { status: 'cancelled', remindAt: null };
    await changeRecord(work, activity, { verb: 'cancelled', values, reason });
  }
  return ended;
}

/** What is said of one occurrence, or of the record that it has become. */
async function saveOccurrence(
  work: CrmWork,
  id: string,
  given: GivenValues,
  { verb, reason }: { readonly verb: string; readonly reason: string | undefined },
): Promise<CrmRecord> {
  const stored = objectOf(work.core, 'activity');
  refuseRuled(stored.object, given);
  if ((await readRecord(work.tx, stored, id)) === undefined) {
    const begun = occurrenceValues(work, await requireOccurrence(work, id));
    const values = { ...begun, ...given, ...movedAlong(begun, given) };
    // Whoever changes an occurrence makes a record of it.
    const told = { verb: verb === 'changed' ? 'created' : verb, reason };
    return createRecord(work, 'activity', id, { ...told, values });
  }
  const activity = await requireRecord(work, 'activity', id);
  if (textOf(activity, 'status') !== 'planned') {
    const issues = [{ path: 'status', message: `it is ${textOf(activity, 'status')} already` }];
    throw new CrmError('CRM_INVALID_INPUT', { what: `The activity '${id}'`, issues });
  }
  const values = { ...given, ...movedAlong(activity, given) };
  return changeRecord(work, activity, { verb, values, reason });
}

const DAY_MS = 86_400_000;

/** Its end and its reminder go along with an occurrence that is moved, unless they are given. */
function movedAlong(before: GivenValues, given: GivenValues): GivenValues {
  const shift = shiftOf(before, given);
  const moved = ['endsAt', 'remindAt']
    .filter((field) => typeof before[field] === 'string' && given[field] === undefined)
    .map((field): [string, string] => {
      const at = Date.parse(before[field] as string);
      return [field, new Date(at + shift).toISOString()];
    });
  return shift === 0 ? {} : Object.fromEntries(moved);
}

/** By how many milliseconds it is moved; 0 where what is given is no time: the schema tells. */
function shiftOf(before: GivenValues, given: GivenValues): number {
  const between = (field: string): number =>
    Date.parse(String(given[field])) - Date.parse(String(before[field]));
  const shift = given['startsAt'] !== undefined ? between('startsAt') : between('dueOn');
  return Math.abs(shift) < 3_660_000 * DAY_MS ? shift : 0;
}
