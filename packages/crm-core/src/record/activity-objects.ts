/**
 * Activities, planned and done, series of them, and the calls that wait to be made.
 */
import * as z from 'zod';
import { scheduleFields } from '../recurrence/activity-schedule.ts';
import { type Custom, longText, reference, type Shape, text } from './common-fields.ts';
import { type CrmObject, defineObject, type NoFields } from './crm-object.ts';
import { instantText } from './field-type.ts';

/** What an activity is about, and with whom: of a series, it goes over to each occurrence. */
export const topicFields = {
  subject: text,
  priority: z.enum(['low', 'normal', 'high']).default('normal'),
  direction: z.enum(['in', 'out']).optional(),
  location: text.optional(),
  body: longText.optional(),
  account: reference.optional(),
  contact: reference.optional(),
  lead: reference.optional(),
  opportunity: reference.optional(),
  /** Users beside the owner who take part. */
  attendees: z.array(reference).max(1000).optional(),
};

const topicRelations = {
  account: { object: 'account' },
  contact: { object: 'contact' },
  lead: { object: 'lead' },
  opportunity: { object: 'opportunity' },
} as const;

const activityFields = {
  kind: z.enum(['call', 'meeting', 'mail', 'task', 'note']),
  ...topicFields,
  status: z.enum(['planned', 'done', 'cancelled']).default('planned'),
  /** Of calls, meetings and mails. */
  startsAt: instantText().optional(),
  endsAt: instantText().optional(),
  /** Of tasks. */
  dueOn: z.iso.date().optional(),
  /** What came of it: 'reached', 'voice mail', … */
  outcome: text.optional(),
  doneAt: instantText().optional(),
  durationMinutes: z.int().min(0).optional(),
  /** When its owner is to be reminded. */
  remindAt: instantText().optional(),
  remindedAt: instantText().optional(),
  /** The series that it is an occurrence of, and the day by which it is known in it. */
  series: reference.optional(),
  occurrence: z.iso.date().optional(),
};

/** Activities: calls, meetings, mails, tasks and notes, planned and done. */
export const activityObject = <Ext extends Shape = NoFields>({
  ext,
}: Custom<Ext> = {}): CrmObject<'activity', typeof activityFields, Ext> =>
  defineObject({
    name: 'activity',
    fields: activityFields,
    ext,
    relations: { ...topicRelations, series: { object: 'activitySeries' } },
    indexed: ['startsAt', 'dueOn', 'remindAt'],
    search: ['subject', 'body'],
    ruled: ['series', 'occurrence'],
  });

const seriesFields = {
  /** What each occurrence is. */
  kind: z.enum(['call', 'meeting', 'mail', 'task']),
  ...topicFields,
  ...scheduleFields,
  /** Tells days off: the name that the CRM was given a calendar by. */
  calendar: text.optional(),
  /** So long before each start its owner is to be reminded. */
  remindMinutes: z.int().min(0).max(100_000).optional(),
  /** The series that it was split from at first; occurrences are known by it. */
  root: reference.optional(),
  /** No occurrence goes on after it. */
  lastsUntil: instantText(),
  /** The next reminder. */
  remindAt: instantText().optional(),
  /** Occurrences up to this day are no longer to be reminded of. */
  remindedThrough: z.iso.date().optional(),
};

/**
 * Series of activities: calls, meetings, mails and tasks that repeat. `series` of a session keeps
 * them. Custom fields that activities have too go over to each occurrence.
 */
export const activitySeriesObject = <Ext extends Shape = NoFields>({
  ext,
}: Custom<Ext> = {}): CrmObject<'activitySeries', typeof seriesFields, Ext> =>
  defineObject({
    name: 'activitySeries',
    fields: seriesFields,
    ext,
    relations: { ...topicRelations, root: { object: 'activitySeries' } },
    indexed: ['lastsUntil', 'remindAt'],
    search: ['subject', 'body'],
    ruled: [
      ...(Object.keys(scheduleFields) as (keyof typeof scheduleFields)[]),
      'kind',
      'calendar',
      'remindMinutes',
      'root',
      'lastsUntil',
      'remindAt',
      'remindedThrough',
    ],
  });

/** Fields of a series that its commands figure out. */
export type SeriesRuled = 'root' | 'lastsUntil' | 'remindAt' | 'remindedThrough';

const queuedCallFields = {
  queue: text,
  /** The queue while the call waits in it; empty when it has left. */
  openIn: text.optional(),
  contact: reference.optional(),
  lead: reference.optional(),
  account: reference.optional(),
  /** The greater, the sooner. */
  priority: z.int().default(0),
  /** Not before. */
  dueAt: instantText(),
  queuedAt: instantText(),
  /** IANA zone of the called. */
  zone: text,
  /** The tries so far. */
  attempts: z.array(instantText()).max(1000),
  /** Who may call; anyone when left out. */
  agent: reference.optional(),
  takenBy: reference.optional(),
  takenUntil: instantText().optional(),
  /** Why it has left the queue. */
  left: z.enum(['answered', 'triedOut', 'cancelled']).optional(),
};

/** Queued calls: whom to call, and how often it was tried. `calls` of a session keeps them. */
export const queuedCallObject = <Ext extends Shape = NoFields>({
  ext,
}: Custom<Ext> = {}): CrmObject<'queuedCall', typeof queuedCallFields, Ext> =>
  defineObject({
    name: 'queuedCall',
    fields: queuedCallFields,
    ext,
    relations: {
      contact: { object: 'contact', onRemove: 'clear' },
      lead: { object: 'lead', onRemove: 'clear' },
      account: { object: 'account', onRemove: 'clear' },
    },
    indexed: ['openIn'],
    ruled: ['queue', 'openIn', 'queuedAt', 'attempts', 'takenBy', 'takenUntil', 'left'],
  });
