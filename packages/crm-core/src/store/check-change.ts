/**
 * Whether a change may be: by the policy, by what the record names, by what is had once.
 */
import type { Json } from '@kontor/kernel';
import { nameOf } from '../actor.ts';
import { CrmError } from '../errors.ts';
import { valueOf } from '../record/fold-events.ts';
import type { CrmRecord } from '../record/record.ts';
import type { PolicyAction } from '../record/row-policy.ts';
import { removedRows } from './crm-collections.ts';
import type { CrmWork } from './crm-core.ts';
import { recordOf, type StoredObject } from './record-collection.ts';

const actions: Readonly<Record<string, PolicyAction>> = { created: 'create', removed: 'remove' };

/** A change must be allowed on the record as it was, and on the record as it will be. */
export function checkPolicy(
  { core, actor }: CrmWork,
  before: CrmRecord | undefined,
  after: CrmRecord,
  verb: string,
): void {
  const action = before === undefined ? 'create' : (actions[verb] ?? 'change');
  for (const record of [before, after]) {
    if (record === undefined || core.policy.allows(actor, action, record)) continue;
    const { object, id } = after;
    throw new CrmError('CRM_NOT_ALLOWED', { object, id, user: nameOf(actor), action });
  }
}

/**
 * What the record names must be there.
 *
 * @throws CrmError CRM_UNKNOWN_RELATED
 */
export async function checkRelations(
  { tx, core, actor }: CrmWork,
  stored: StoredObject,
  after: CrmRecord,
  fields: readonly string[],
): Promise<void> {
  for (const field of fields) {
    const relation = stored.object.relations[field];
    const related = valueOf(after, field);
    if (relation === undefined || typeof related !== 'string') continue;
    const target = core.objects.get(relation.object);
    // An object that this CRM does not keep: the id is somebody else's to check.
    if (target === undefined || (relation.object === after.object && related === after.id))
      continue;
    const found = await tx.get(target.rows, related);
    // What the user may not see is not there for him, also where he guesses its id.
    if (found !== undefined && core.policy.allows(actor, 'read', recordOf(target, found))) continue;
    const { object, id } = after;
    throw new CrmError('CRM_UNKNOWN_RELATED', { object, id, field, related });
  }
}

/**
 * What is had once must not be had by another one.
 *
 * @throws CrmError CRM_DUPLICATE_VALUE
 */
export async function checkUnique(
  { tx, core, actor }: CrmWork,
  stored: StoredObject,
  after: CrmRecord,
  fields: readonly string[],
): Promise<void> {
  for (const field of stored.object.unique) {
    const value = valueOf(after, field);
    if (!fields.includes(field) || !isKey(value)) continue;
    const range = { index: stored.indexOf.get(field)!, equals: [value] };
    const existing = (await tx.scan(stored.rows, range, { limit: 2 })).find(
      ({ id }) => id !== after.id,
    );
    if (existing === undefined) continue;
    throw new CrmError('CRM_DUPLICATE_VALUE', {
      object: after.object,
      field,
      value: String(value),
      ...(core.policy.allows(actor, 'read', recordOf(stored, existing)) && {
        existing: existing.id,
      }),
    });
  }
}

const isKey = (value: Json): value is string | number =>
  typeof value === 'string' || typeof value === 'number';

/**
 * No two records, removed ones included, have one id.
 *
 * @throws CrmError CRM_DUPLICATE_ID
 */
export async function refuseTakenId(
  { tx }: CrmWork,
  stored: StoredObject,
  id: string,
): Promise<void> {
  const object = stored.object.name;
  const isTaken = (await tx.get(stored.rows, id)) ?? (await tx.get(removedRows, `${object}/${id}`));
  if (isTaken !== undefined) throw new CrmError('CRM_DUPLICATE_ID', { object, id });
}
