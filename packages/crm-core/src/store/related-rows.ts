/**
 * Records that name another one, for conditions of those that are named: the accounts with a deal
 * that is won, the contacts to whom nobody has spoken.
 *
 * A relation is called by the object and the field that names: `opportunity.account`. What the user
 * may not see hangs on nothing for him.
 */
import type { RelationKinds } from '../predicate/field-kinds.ts';
import type { Predicate } from '../predicate/predicate.ts';
import { fieldKindsOf } from '../record/field-kinds.ts';
import { valueOf } from '../record/fold-events.ts';
import type { CrmRecord } from '../record/record.ts';
import { type Asking, type CrmCore, objectOf } from './crm-core.ts';
import { recordOf, type StoredObject } from './record-collection.ts';

/** What may hang on the records of an object, and its fields. */
export function relationKindsOf({ objects }: CrmCore, { object }: StoredObject): RelationKinds {
  const relations: Record<string, RelationKinds[string]> = {};
  for (const other of objects.values()) {
    for (const [field, { object: named }] of Object.entries(other.object.relations)) {
      if (named === object.name) {
        relations[`${other.object.name}.${field}`] = fieldKindsOf(other.object);
      }
    }
  }
  return relations;
}

/** The rows that hang on a record, by the relation's name. */
export type RelatedRows = (record: object, relation: string) => readonly CrmRecord[];

/**
 * Reads what a condition that was checked asks of other records: each relation once, as a whole.
 */
export async function readRelated(asking: Asking, condition: Predicate): Promise<RelatedRows> {
  const byRelation = new Map<string, ReadonlyMap<string, readonly CrmRecord[]>>();
  for (const name of relationsIn(condition)) byRelation.set(name, await readRelation(asking, name));
  return (record, relation) => byRelation.get(relation)?.get((record as CrmRecord).id) ?? [];
}

function relationsIn(condition: Predicate): ReadonlySet<string> {
  if ('and' in condition) return new Set(condition.and.flatMap((part) => [...relationsIn(part)]));
  if ('or' in condition) return new Set(condition.or.flatMap((part) => [...relationsIn(part)]));
  if ('not' in condition) return relationsIn(condition.not);
  return new Set('related' in condition ? [condition.related] : []);
}

async function readRelation(
  { reader, core, actor }: Asking,
  relation: string,
): Promise<ReadonlyMap<string, readonly CrmRecord[]>> {
  const [object, field] = relation.split('.') as [string, string];
  const stored = objectOf(core, object);
  const isAllowed = core.policy.filter(actor, 'read', object);
  const byNamed = new Map<string, CrmRecord[]>();
  for await (const document of reader.each(stored.rows, { index: stored.indexOf.get(field)! })) {
    const record = recordOf(stored, document);
    const named = valueOf(record, field);
    if (typeof named !== 'string' || !isAllowed(record)) continue;
    const rows = byNamed.get(named);
    if (rows === undefined) byNamed.set(named, [record]);
    else rows.push(record);
  }
  return byNamed;
}
