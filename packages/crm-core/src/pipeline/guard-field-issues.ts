/**
 * Whether guards name fields that there are: a guard of a field that does not exist would hold a
 * deal up for ever, or never.
 */
import { CrmError, type CrmIssue } from '../errors.ts';
import { checkPredicate } from '../predicate/check-predicate.ts';
import type { FieldKinds } from '../predicate/field-kinds.ts';
import { LISTS_OF_OBJECTS, OPPORTUNITY_KINDS } from './opportunity-kinds.ts';
import type { StageGuard } from './stage-guard.ts';

/** Faults of the fields that a guard names. */
export function guardFieldIssues(
  guard: StageGuard,
  path: string,
  customFields: FieldKinds,
): CrmIssue[] {
  const kinds = { ...OPPORTUNITY_KINDS, ...customFields };
  switch (guard.kind) {
    case 'required':
      return unknownFields(guard.fields, `${path}.fields`, kinds);
    case 'approval':
      return unknownFields(guard.lapsesWith, `${path}.lapsesWith`, kinds);
    case 'condition':
      return conditionIssues(guard.predicate, `${path}.predicate`, kinds);
  }
}

function unknownFields(fields: readonly string[], path: string, kinds: FieldKinds): CrmIssue[] {
  return fields.flatMap((field, index) => {
    if (field in kinds || LISTS_OF_OBJECTS.includes(field)) return [];
    const message = `there is no field '${field}': custom ones are declared in customFields`;
    return [{ path: `${path}.${index}`, message }];
  });
}

function conditionIssues(condition: unknown, path: string, kinds: FieldKinds): CrmIssue[] {
  try {
    checkPredicate(condition, kinds);
    return [];
  } catch (error) {
    if (!CrmError.is(error, 'CRM_INVALID_PREDICATE')) throw error;
    const { issues } = error.details;
    return issues.map((issue) => ({ ...issue, path: `${path}.${issue.path}` }));
  }
}
