/**
 * Checking a model: all faults at once, each with its code, its path and the remedy.
 *
 * Three passes, each over what the one before left sound: the shape of every row (zod), the rules
 * between rows (references, duplicates, quantities, dates), and the structure as a whole (cycles).
 * A row with a fault does not hide the faults of the others.
 */
import { cycleIssues } from './check/cycles.ts';
import { parseRows } from './check/rows.ts';
import { referenceIssues } from './check/references.ts';
import { valueIssues } from './check/values.ts';
import { type ModelIssue, MrpError } from './errors.ts';
import type { Model } from './model.ts';

/** A model that can be planned, or everything that is wrong with it. */
export type CheckedModel =
  | { readonly model: Model; readonly issues?: undefined }
  | { readonly model?: undefined; readonly issues: readonly ModelIssue[] };

/**
 * Checks outside data without throwing.
 *
 * @example
 * findModelIssues({ items: [], locations: [] }).issues // => undefined
 */
export function findModelIssues(input: unknown): CheckedModel {
  const { data, rowOf, issues } = parseRows(input);
  const faults = [...referenceIssues(data), ...valueIssues(data)];
  // Cycles are searched in a network, which cannot be built of rows with faults.
  if (issues.length + faults.length === 0) faults.push(...cycleIssues(data));
  if (issues.length + faults.length === 0) return { model: data as Model };
  return { issues: [...issues, ...faults.map((fault) => ({ ...fault, path: rowOf(fault.path) }))] };
}

/**
 * Turns outside data into a model that can be planned.
 *
 * @throws MrpError MRP_INVALID_MODEL — details.issues lists every fault with its path
 * @example
 * checkModel({ items: [{ id: 'bike' }], locations: [{ id: 'plant' }] }).items.length // => 1
 */
export function checkModel(input: unknown): Model {
  const { model, issues } = findModelIssues(input);
  if (model !== undefined) return model;
  throw new MrpError('MRP_INVALID_MODEL', { issues });
}
