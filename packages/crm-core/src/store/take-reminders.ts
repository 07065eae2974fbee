/**
 * Reminders of single activities, and of each occurrence of a series: that it was given is written
 * in the commit that gives it, so each one is given once, whatever happens in between.
 */
import { day } from '@kontor/kernel';
import { occurrencesFrom } from '../recurrence/occurrences.ts';
import { withValues } from '../record/fold-events.ts';
import type { CrmRecord } from '../record/record.ts';
import { type CrmWork, objectOf } from './crm-core.ts';
import { recordOf } from './record-collection.ts';
import { changeRecord } from './save-record.ts';
import {
  calendarOf,
  remindInstant,
  scheduleOf,
  SERIES,
  type SeriesOccurrence,
  textOf,
  untouched,
} from './series-records.ts';

/** Activities whose owners are to be reminded by now, at most so many. */
export async function takeReminders(work: CrmWork, limit: number): Promise<CrmRecord[]> {
  const taken = await ofActivities(work, limit);
  if (!work.core.objects.has(SERIES)) return taken;
  return [...taken, ...(await ofSeries(work, limit - taken.length))];
}

async function ofActivities(work: CrmWork, limit: number): Promise<CrmRecord[]> {
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

async function ofSeries(work: CrmWork, limit: number): Promise<CrmRecord[]> {
  const stored = objectOf(work.core, SERIES);
  const range = { index: stored.indexOf.get('remindAt')!, to: `${work.now}~` };
  const taken: CrmRecord[] = [];
  for await (const document of work.tx.each(stored.rows, range)) {
    if (taken.length >= limit) break;
    taken.push(...(await ofOneSeries(work, recordOf(stored, document), limit - taken.length)));
  }
  return taken;
}

/** Those of a series that are due by now; occurrences that have a record remind by themselves. */
async function ofOneSeries(
  work: CrmWork,
  series: CrmRecord,
  limit: number,
): Promise<readonly CrmRecord[]> {
  const through = textOf(series, 'remindedThrough')!;
  const due: SeriesOccurrence[] = [];
  let remindAt: string | null = null;
  const found = occurrencesFrom(scheduleOf(series), calendarOf(work.core, series), day(through));
  for (const occurrence of found) {
    if (occurrence.day <= through) continue;
    remindAt = remindInstant(series, occurrence.startsAt)!;
    if (remindAt > work.now || due.length === limit) break;
    due.push({ series, occurrence });
    remindAt = null;
  }
  const reminded = await untouched(work, due);
  const remindedThrough = due.at(-1)?.occurrence.day ?? through;
  await changeRecord(work, series, {
    verb: reminded.length > 0 ? 'reminded' : 'changed',
    values: { remindAt, remindedThrough },
    ...(reminded.length > 0 && { details: { occurrences: reminded.map(({ id }) => id) } }),
  });
  return reminded.map((activity) =>
    withValues(activity, [
      ['remindAt', null],
      ['remindedAt', work.now],
    ]),
  );
}
