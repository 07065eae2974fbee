/**
 * One change of one record, written: the record, its event, where it is found and what is told.
 *
 * All of it goes into one transaction; what else belongs to the command goes there too.
 */
import type { Transaction } from '@kontor/kernel/store';
import { nameOf } from '../actor.ts';
import type { RecordChange } from '../decision.ts';
import { CrmError } from '../errors.ts';
import type { RecordEvent } from '../record-event.ts';
import {
  changesBetween,
  checkedFields,
  fieldsOf,
  type GivenValues,
  withFields,
} from '../record/check-record.ts';
import { recordAt } from '../record/fold-events.ts';
import type { CrmRecord } from '../record/record.ts';
import { refuseTakenId } from './check-change.ts';
import { removedRows, storedEvents, subjectOf } from './crm-collections.ts';
import { type CrmWork, objectOf } from './crm-core.ts';
import { recordOf, type StoredObject } from './record-collection.ts';
import { writeChange } from './write-change.ts';

/** The record, removed or not there: undefined. Without a look at the policy. */
export async function readRecord(
  tx: Pick<Transaction, 'get'>,
  stored: StoredObject,
  id: string,
): Promise<CrmRecord | undefined> {
  const document = await tx.get(stored.rows, id);
  return document === undefined ? undefined : recordOf(stored, document);
}

/**
 * The record that a command is about.
 *
 * @throws CrmError CRM_UNKNOWN_RECORD — there is none, or none that this user may see
 */
export async function requireRecord(
  { tx, core, actor }: CrmWork,
  object: string,
  id: string,
): Promise<CrmRecord> {
  const record = await readRecord(tx, objectOf(core, object), id);
  if (record !== undefined && core.policy.allows(actor, 'read', record)) return record;
  throw new CrmError('CRM_UNKNOWN_RECORD', { object, id });
}

/** The log of a record, in order of its revisions. */
export async function readLog(tx: Pick<Transaction, 'scan'>, subject: string) {
  const rows = await tx.scan(storedEvents, { index: 'bySubject', equals: [subject] });
  return rows.map(({ event }) => event);
}

/**
 * Creates a record.
 *
 * @throws CrmError CRM_INVALID_INPUT, CRM_UNKNOWN_RELATED, CRM_DUPLICATE_VALUE, CRM_DUPLICATE_ID,
 * CRM_NOT_ALLOWED
 */
export async function createRecord(
  work: CrmWork,
  object: string,
  id: string,
  change: Omit<RecordChange, 'values'> & { readonly values: GivenValues },
): Promise<CrmRecord> {
  const stored = objectOf(work.core, object);
  const at = change.at ?? work.now;
  if (at > work.now) throw fromTheFuture(object, id, at, work.now);
  const fields = checkedFields(stored.object, undefined, change.values);
  await refuseTakenId(work, stored, id);
  const by = nameOf(work.actor);
  const created: CrmRecord = {
    id,
    object,
    revision: 1,
    createdAt: at,
    createdBy: by,
    updatedAt: work.now,
    updatedBy: by,
    tags: [],
    ext: {},
  };
  const after = withFields(created, fields);
  await writeChange(work, stored, undefined, after, change, changesBetween(new Map(), fields));
  return after;
}

/**
 * Changes a record; nothing is written where the values are those that it has, unless the verb
 * tells something of its own.
 *
 * @throws CrmError as `createRecord`
 */
export async function changeRecord(
  work: CrmWork,
  before: CrmRecord,
  change: Omit<RecordChange, 'values'> & { readonly values: GivenValues },
): Promise<CrmRecord> {
  const stored = objectOf(work.core, before.object);
  const time = laterOf(work.now, before.updatedAt);
  const at = change.at ?? time;
  if (at > time) throw fromTheFuture(before.object, before.id, at, time);
  const { after, changes } =
    at < before.updatedAt
      ? await correctedLate(work, stored, before, { ...change, at })
      : changedNow(stored, before, change.values);
  const isNothing = Object.keys(changes).length === 0;
  if (isNothing && change.verb === 'changed') return before;
  const told = { revision: before.revision + 1, updatedAt: time, updatedBy: nameOf(work.actor) };
  const record = { ...after, ...told };
  await writeChange(work, stored, before, record, { ...change, at }, changes);
  return record;
}

/** What a change comes to: the record after it, and what its event sets. */
interface Changed {
  readonly after: CrmRecord;
  readonly changes: RecordEvent['data']['changes'];
}

function changedNow(stored: StoredObject, before: CrmRecord, values: GivenValues): Changed {
  const fields = checkedFields(stored.object, before, values);
  const changes = changesBetween(fieldsOf(before), fields);
  return { after: withFields(before, fields), changes };
}

/**
 * A change that holds from before the last one: the log is folded anew, in the order in which its
 * changes hold.
 */
async function correctedLate(
  { tx }: CrmWork,
  stored: StoredObject,
  before: CrmRecord,
  change: { readonly at: string; readonly values: GivenValues },
): Promise<Changed> {
  const log = await readLog(tx, subjectOf(before));
  const then = recordAt(log, { asOf: change.at });
  if (then === undefined) {
    throw new CrmError('CRM_INVALID_INPUT', {
      what: `The change of the ${before.object} '${before.id}'`,
      issues: [{ path: 'at', message: `it was not there at ${change.at}: give a later instant` }],
    });
  }
  const { changes } = changedNow(stored, then, change.values);
  const overruled = new Set(
    log.filter(({ data }) => data.at > change.at).flatMap(({ data }) => Object.keys(data.changes)),
  );
  const values = Object.fromEntries(
    Object.entries(changes)
      .filter(([field]) => !overruled.has(field))
      .map(([field, [, value]]) => [field, value]),
  );
  return { after: changedNow(stored, before, values).after, changes };
}

/**
 * Removes a record: it is found no more, and its log and its image stay.
 *
 * @throws CrmError CRM_STILL_RELATED, CRM_NOT_ALLOWED
 */
export async function removeRecord(
  work: CrmWork,
  before: CrmRecord,
  reason?: string,
): Promise<void> {
  const stored = objectOf(work.core, before.object);
  await leaveRelated(work, before);
  const time = laterOf(work.now, before.updatedAt);
  const told = { revision: before.revision + 1, updatedAt: time, updatedBy: nameOf(work.actor) };
  const removed = { ...before, ...told };
  await writeChange(work, stored, before, removed, { verb: 'removed', at: time, reason }, {});
}

/**
 * Brings a removed record back as it was.
 *
 * @throws CrmError CRM_UNKNOWN_RECORD — it was not removed, or this user may not see it
 * @throws CrmError CRM_UNKNOWN_RELATED, CRM_DUPLICATE_VALUE — what has come to pass since then
 */
export async function restoreRecord(
  work: CrmWork,
  object: string,
  id: string,
  reason?: string,
): Promise<CrmRecord> {
  const stored = objectOf(work.core, object);
  const row = await work.tx.get(removedRows, subjectOf({ object, id }));
  if (row === undefined || !work.core.policy.allows(work.actor, 'read', row.record)) {
    throw new CrmError('CRM_UNKNOWN_RECORD', { object, id });
  }
  const time = laterOf(work.now, row.record.updatedAt);
  const told = { updatedAt: time, updatedBy: nameOf(work.actor) };
  const record = { ...row.record, ...told, revision: row.record.revision + 1 };
  await writeChange(work, stored, undefined, record, { verb: 'restored', at: time, reason }, {});
  return record;
}

/** Others that name the record have their fields emptied, or keep it from going. */
async function leaveRelated(work: CrmWork, record: CrmRecord): Promise<void> {
  const { tx, core } = work;
  for (const other of core.objects.values()) {
    for (const [field, relation] of Object.entries(other.object.relations)) {
      if (relation.object !== record.object) continue;
      const index = other.indexOf.get(field)!;
      for (const document of await tx.scan(other.rows, { index, equals: [record.id] })) {
        const by = recordOf(other, document);
        if (relation.onRemove !== 'clear') {
          const { object, id } = record;
          const isSeen = core.policy.allows(work.actor, 'read', by);
          const named = isSeen ? { by: subjectOf(by) } : {};
          throw new CrmError('CRM_STILL_RELATED', { object, id, ...named, field });
        }
        const reason = `${subjectOf(record)} was removed`;
        await changeRecord(work, by, { verb: 'changed', values: { [field]: null }, reason });
      }
    }
  }
}

const laterOf = (a: string, b: string): string => (a > b ? a : b);

const fromTheFuture = (object: string, id: string, at: string, now: string): Error =>
  new CrmError('CRM_INVALID_INPUT', {
    what: `The change of the ${object} '${id}'`,
    issues: [{ path: 'at', message: `${at} is after ${now}: a change holds from now or before` }],
  });
