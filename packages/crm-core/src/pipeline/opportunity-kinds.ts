/**
 * What conditions of guards can be about: the fields of an opportunity, by kind.
 */
import type { FieldKinds } from '../predicate/field-kinds.ts';

/** Standard fields that can be compared; custom ones are declared with the pipeline. */
export const OPPORTUNITY_KINDS: FieldKinds = {
  name: 'text',
  owner: 'text',
  team: 'text',
  region: 'text',
  tags: 'list',
  createdAt: 'instant',
  createdBy: 'text',
  updatedAt: 'instant',
  updatedBy: 'text',
  account: 'text',
  contact: 'text',
  pipeline: 'text',
  stage: 'text',
  stageEnteredAt: 'instant',
  amount: 'decimal',
  currency: 'text',
  closeDate: 'day',
  closedAt: 'instant',
  probability: 'number',
  probabilityAutomatic: 'number',
  probabilityIsSet: 'boolean',
  forecastCategory: 'text',
  categoryIsSet: 'boolean',
  wonReason: 'text',
  wonReasonText: 'text',
  lostReason: 'text',
  lostReasonText: 'text',
  competitors: 'list',
};

/** Fields that may be required, though conditions cannot compare them. */
export const LISTS_OF_OBJECTS: readonly string[] = ['splits', 'approvals'];
