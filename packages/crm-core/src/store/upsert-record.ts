/**
 * Writing what another system knows: the record is found by its name there, or by a field that no
 * two records share, and changed; else it is created. Twice is as good as once.
 */
import type { Transaction } from '@kontor/kernel/store';
import { CrmError } from '../errors.ts';
import { flatEntries, type GivenValues, refuseRuled } from '../record/check-record.ts';
import { externalKey, type ExternalId } from '../record/external-id.ts';
import type { CrmRecord } from '../record/record.ts';
import { externalIds, subjectOf } from './crm-collections.ts';
import { type CrmWork, objectOf } from './crm-core.ts';
import { recordOf, type StoredObject } from './record-collection.ts';
import { changeRecord, createRecord, readRecord, requireRecord } from './save-record.ts';

/** How the record is known. */
export interface UpsertKey {
  /** Its name in another system; a record that is found by `by` is given it. */
  readonly externalId?: ExternalId | undefined;
  /** A unique field, with the value that it has in the values. */
  readonly by?: string | undefined;
}

/** What came of it. */
export interface Upserted<Record = CrmRecord> {
  readonly record: Record;
  readonly action: 'created' | 'changed' | 'unchanged';
}

/**
 * Creates or changes a record.
 *
 * @throws CrmError CRM_INVALID_INPUT — neither an external id nor a unique field with a value
 * @throws CrmError as `createRecord` and `changeRecord`
 */
export async function upsertRecord(
  work: CrmWork,
  object: string,
  values: GivenValues,
  key: UpsertKey,
  reason?: string,
): Promise<Upserted> {
  const stored = objectOf(work.core, object);
  refuseRuled(stored.object, values);
  const found = await findKnown(work.tx, stored, values, key);
  if (found === undefined) {
    const { id: given, ...rest } = values;
    const id = typeof given === 'string' ? given : work.core.ids.next();
    const record = await createRecord(work, object, id, { verb: 'created', values: rest, reason });
    nameExternally(work, record, key.externalId);
    return { record, action: 'created' };
  }
  const before = await requireRecord(work, object, found);
  const { id: _, ...rest } = values;
  const record = await changeRecord(work, before, { verb: 'changed', values: rest, reason });
  nameExternally(work, record, key.externalId);
  return { record, action: record.revision === before.revision ? 'unchanged' : 'changed' };
}

async function findKnown(
  tx: Transaction,
  stored: StoredObject,
  values: GivenValues,
  { externalId, by }: UpsertKey,
): Promise<string | undefined> {
  const object = stored.object.name;
  if (externalId !== undefined) {
    const row = await tx.get(externalIds, externalKey(object, externalId));
    if (row !== undefined) return row.record;
  }
  if (by === undefined) {
    if (externalId !== undefined) return undefined;
    throw badKey(object, 'externalId', 'give the external id, or a unique field as `by`');
  }
  if (!stored.object.unique.includes(by)) {
    throw badKey(object, 'by', `'${by}' is not unique: declare it so, or give an external id`);
  }
  const value = new Map(flatEntries(values)).get(by);
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw badKey(object, by, 'is what the record is found by, and has no value');
  }
  const range = { index: stored.indexOf.get(by)!, equals: [value] };
  const [document] = await tx.scan(stored.rows, range, { limit: 1 });
  return document === undefined ? undefined : recordOf(stored, document).id;
}

/** The record that another system calls so; undefined where nobody knows it, or it was removed. */
export async function findExternally(
  work: CrmWork,
  object: string,
  name: ExternalId,
): Promise<CrmRecord | undefined> {
  const row = await work.tx.get(externalIds, externalKey(object, name));
  return row === undefined
    ? undefined
    : readRecord(work.tx, objectOf(work.core, object), row.record);
}

/** Keeps what another system calls a record. */
export function nameExternally(
  { tx }: CrmWork,
  record: CrmRecord,
  name: ExternalId | undefined,
): void {
  if (name === undefined) return;
  const id = externalKey(record.object, name);
  tx.put(externalIds, { id, record: record.id, subject: subjectOf(record) });
}

const badKey = (object: string, path: string, message: string): Error =>
  new CrmError('CRM_INVALID_INPUT', { what: `The ${object}`, issues: [{ path, message }] });
