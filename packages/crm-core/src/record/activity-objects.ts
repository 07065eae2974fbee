/**
 * Activities, planned and done, and the calls that wait to be made.
 */
import * as z from 'zod';
import { type Custom, longText, reference, type Shape, text } from './common-fields.ts';
import { type CrmObject, defineObject, type NoFields } from './crm-object.ts';
import { instantText } from './field-type.ts';

const activityFields = {
  kind: z.enum(['call', 'meeting', 'mail', 'task', 'note']),
  subject: text,
  status: z.enum(['planned', 'done', 'cancelled']).default('planned'),
  /** Of calls, meetings and mails. */
  startsAt: instantText().optional(),
  endsAt: instantText().optional(),
  /** Of tasks. */
  dueOn: z.iso.date().optional(),
  priority: z.enum(['low', 'normal', 'high']).default('normal'),
  direction: z.enum(['in', 'out']).optional(),
  /** What came of it: 'reached', 'voice mail', … */
  outcome: text.optional(),
  doneAt: instantText().optional(),
  durationMinutes: z.int().min(0).optional(),
  location: text.optional(),
  body: longText.optional(),
  account: reference.optional(),
  contact: reference.optional(),
  lead: reference.optional(),
  opportunity: reference.optional(),
  /** Users beside the owner who take part. */
  attendees: z.array(reference).max(1000).optional(),
  /** When its owner is to be reminded. */
  remindAt: instantText().optional(),
  remindedAt: instantText().optional(),
};

/** Activities: calls, meetings, mails, tasks and notes, planned and done. */
export const activityObject = <Ext extends Shape = NoFields>({
  ext,
}: Custom<Ext> = {}): CrmObject<'activity', typeof activityFields, Ext> =>
  defineObject({
    name: 'activity',
    fields: activityFields,
    ext,
    relations: {
      account: { object: 'account' },
      contact: { object: 'contact' },
      lead: { object: 'lead' },
      opportunity: { object: 'opportunity' },
    },
    indexed: ['startsAt', 'dueOn', 'remindAt'],
    search: ['subject', 'body'],
  });

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
