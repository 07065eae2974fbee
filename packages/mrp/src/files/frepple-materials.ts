/**
 * frePPLe's operation materials → what a bill consumes and what it yields.
 *
 * A negative quantity is consumed, a positive one produced. Of materials that share a name,
 * alternates of each other, the first by priority is taken: the planning model chooses between
 * whole bills.
 *
 * @source frePPLe documentation, "Operation materials"
 */
import { decimal } from '@kontor/kernel';
import type { ModelInput } from '../model.ts';
import type { FreppleFile, FreppleRow } from './frepple-file.ts';

/** A row of the table. */
export type MaterialRow = FreppleRow<'input.operationmaterial'>;
/** A bill as a user writes it. */
export type BomInput = NonNullable<ModelInput['boms']>[number];

/**
 * The materials of each operation.
 *
 * @param operations - the names of all operations of the file
 */
export function materialsByOperation(
  file: FreppleFile,
  operations: ReadonlySet<string>,
): Map<string, MaterialRow[]> {
  const materials = new Map<string, MaterialRow[]>();
  for (const row of file.rowsOf('input.operationmaterial')) {
    const { operation_id: operation, type } = row.fields;
    if (!operations.has(operation)) {
      file.fault(
        'input.operationmaterial',
        row.row,
        `operation '${operation}' is not in the file: add its row`,
      );
      continue;
    }
    if (type != null && type !== 'start' && type !== 'end') {
      file.note(
        `input.operationmaterial: type '${type}' is taken as the start or end of its order`,
      );
    }
    const own = materials.get(operation) ?? [];
    materials.set(operation, own);
    own.push(row);
  }
  for (const [operation, own] of materials) {
    materials.set(operation, withoutAlternates(file, own));
  }
  return materials;
}

function withoutAlternates(file: FreppleFile, rows: readonly MaterialRow[]): MaterialRow[] {
  const best = new Map<string, MaterialRow>();
  for (const row of rows) {
    const group = row.fields.name || `row ${row.row}`;
    const other = best.get(group);
    if (other !== undefined) {
      file.note('input.operationmaterial: alternate materials are left out; the first is used');
    }
    const priorityOf = ({ fields }: MaterialRow): number => fields.priority ?? 1;
    if (other === undefined || priorityOf(row) < priorityOf(other)) best.set(group, row);
  }
  return [...best.values()];
}

/** Whether a material comes out of its operation. */
export const isProduced = ({ fields }: MaterialRow): boolean => Number(fields.quantity ?? 1) > 0;

/** The item that all produced materials are of, if they are of one. */
export function onlyItem(produced: readonly MaterialRow[]): string | undefined {
  const items = new Set(produced.map(({ fields }) => fields.item_id));
  return items.size === 1 ? [...items][0] : undefined;
}

/** Units of the item that one unit of the operation yields: 1 where no material says so. */
export function outputOf(produced: readonly MaterialRow[], item: string): string {
  const own = produced.filter(({ fields }) => fields.item_id === item);
  if (own.length === 0) return '1';
  return own
    .reduce((sum, { fields }) => sum.plus(decimal(fields.quantity ?? 1)), decimal(0))
    .toFixed();
}

/** What one unit of the operation consumes. */
export function linesOf(used: readonly MaterialRow[]): BomInput['lines'] {
  return used
    .filter(({ fields }) => Number(fields.quantity ?? 1) < 0)
    .map(({ fields: { item_id: component, quantity, location_id: location } }) => {
      const quantityPer = decimal(quantity!).negated().toFixed();
      return location == null ? { component, quantityPer } : { component, quantityPer, location };
    });
}

/** What one unit of the operation yields beside its item: by-products, which carry no cost. */
export function outputsBeside(
  produced: readonly MaterialRow[],
  made: string,
): NonNullable<BomInput['outputs']> {
  return produced
    .filter(({ fields }) => fields.item_id !== made)
    .map(({ fields: { item_id: item, quantity, location_id: location } }) => {
      const quantityPer = decimal(quantity ?? 1).toFixed();
      return location == null ? { item, quantityPer } : { item, quantityPer, location };
    });
}
