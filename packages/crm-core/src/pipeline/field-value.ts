/**
 * The value of a field by its name, a custom one as `ext.size`.
 */
import type { Json } from '@kontor/kernel';
import type { OpportunityRecord } from './opportunity.ts';

/** The value; null for none. */
export function fieldValue(opportunity: OpportunityRecord, field: string): Json {
  const record = opportunity as unknown as Readonly<Record<string, Json | undefined>>;
  if (!field.startsWith('ext.')) return record[field] ?? null;
  const ext = record['ext'] as Readonly<Record<string, Json | undefined>> | undefined;
  return ext?.[field.slice('ext.'.length)] ?? null;
}
