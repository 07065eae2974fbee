/**
 * Editing a record as people do: they read it, think, and save, while others save as well.
 *
 * Who gives the revision that he began from does not overwrite what he has not seen: changes of
 * other fields go together, changes of the same field are shown to him.
 */
import type { Json } from '@kontor/kernel';
import { CrmError } from '../errors.ts';
import { flatEntries, type GivenValues, refuseRuled } from '../record/check-record.ts';
import { valueOf } from '../record/fold-events.ts';
import type { CrmRecord } from '../record/record.ts';
import { sameJson } from '../record/same-json.ts';
import { subjectOf } from './crm-collections.ts';
import { type CrmWork, objectOf } from './crm-core.ts';
import { changeRecord, readLog, requireRecord } from './save-record.ts';

/** What is said of an edit. */
export interface EditOptions {
  /** The revision that the values were made from. */
  readonly revision?: number | undefined;
  readonly reason?: string | undefined;
  /** When it holds from, UTC ISO; now when left out. */
  readonly at?: string | undefined;
}

/**
 * Edits a record.
 *
 * @throws CrmError CRM_CONFLICTING_EDIT — fields with their values at the revision, now, and as
 * given
 * @throws CrmError as `changeRecord`
 */
export async function editRecord(
  work: CrmWork,
  object: string,
  id: string,
  values: GivenValues,
  { revision, reason, at }: EditOptions = {},
): Promise<CrmRecord> {
  refuseRuled(objectOf(work.core, object).object, values);
  const before = await requireRecord(work, object, id);
  if (revision !== undefined && revision !== before.revision) {
    await checkSeen(work, before, revision, values);
  }
  return changeRecord(work, before, { verb: 'changed', values, reason, at });
}

async function checkSeen(
  { tx }: CrmWork,
  before: CrmRecord,
  revision: number,
  values: GivenValues,
): Promise<void> {
  const { object, id } = before;
  const log = await readLog(tx, subjectOf(before));
  const since = log.filter(({ data }) => data.revision > revision);
  if (revision > before.revision || revision < 1) {
    const message = `there is no revision ${revision}: it is at ${before.revision}`;
    throw new CrmError('CRM_INVALID_INPUT', {
      what: `The edit of the ${object} '${id}'`,
      issues: [{ path: 'revision', message }],
    });
  }
  const fields = [...flatEntries(values)].flatMap(([field, value]) => {
    const first = since.find(({ data }) => field in data.changes);
    const [yours, theirs] = [(value ?? null) as Json, valueOf(before, field)];
    if (first === undefined || sameJson(yours, theirs)) return [];
    return [{ field, base: first.data.changes[field]![0], theirs, yours }];
  });
  if (fields.length === 0) return;
  throw new CrmError('CRM_CONFLICTING_EDIT', {
    object,
    id,
    revision,
    current: before.revision,
    fields,
  });
}
