/**
 * frePPLe's operations → bills, routings and make sources.
 *
 * An operation without owner makes an item at a site; a `routing` has its steps below it by
 * priority, an `alternate` its choices by priority, a `split` its choices with their shares, which
 * become quotas. Materials of an operation and of its steps become one bill. Sizes and times per
 * unit are counted in units of the operation in frePPLe, in units of the item here, so both are
 * multiplied out. Several operations for one item at one site become alternates of each other
 * (frepple-alternates.ts).
 *
 * @source frePPLe documentation, "Operations" and "Operation materials"
 */
import { decimal } from '@kontor/kernel';
import type { FreppleFile } from './frepple-file.ts';
import { isUsed, nameAlternates } from './frepple-alternates.ts';
import type { Making, OperationRow, RoutingInput } from './frepple-making.ts';
import {
  type BomInput,
  isProduced,
  linesOf,
  type MaterialRow,
  materialsByOperation,
  onlyItem,
  outputOf,
  outputsBeside,
} from './frepple-materials.ts';
import { lotTermsOf, type SupplyRule } from './frepple-rules.ts';

/** What operations become; `makingOf` finds one by the operation's name. */
export interface Makings {
  /** Those that are used first come first. */
  readonly all: readonly Making[];
  /** Those that a run may choose. */
  readonly used: readonly Making[];
  makingOf(operation: string): Making | undefined;
}

/** Reads the operations of a file. */
export function readOperations(file: FreppleFile): Makings {
  const rows = file.rowsOf('input.operation');
  const byName = new Map(rows.map((row) => [row.fields.name, row]));
  const steps = stepsByOwner(file, rows, byName);
  const materials = materialsByOperation(file, new Set(byName.keys()));
  const found = topOperations(rows, steps, byName).flatMap((row) => {
    const owner = byName.get(row.fields.owner_id ?? '');
    const own = [row, ...(steps.get(row.fields.name) ?? [])];
    const making = makingOf(file, row, own, owner, materials);
    return making === undefined ? [] : [making];
  });
  const all = nameAlternates(file, found);
  const named = new Map(all.map((making) => [making.operation.fields.name, making]));
  return { all, used: all.filter(isUsed), makingOf: (operation) => named.get(operation) };
}

function stepsByOwner(
  file: FreppleFile,
  rows: readonly OperationRow[],
  byName: ReadonlyMap<string, OperationRow>,
): Map<string, OperationRow[]> {
  const steps = new Map<string, OperationRow[]>();
  for (const row of rows) {
    const owner = row.fields.owner_id;
    if (owner == null) continue;
    if (!byName.has(owner) || owner === row.fields.name) {
      file.fault('input.operation', row.row, `owner '${owner}' is no other operation: add its row`);
      continue;
    }
    const ofOwner = steps.get(owner) ?? [];
    steps.set(owner, ofOwner);
    ofOwner.push(row);
  }
  for (const ofOwner of steps.values()) {
    ofOwner.sort((a, b) => (a.fields.priority ?? 1) - (b.fields.priority ?? 1) || a.row - b.row);
  }
  return steps;
}

/** Operations that stand on their own: those without owner, and the choices of an alternate. */
function topOperations(
  rows: readonly OperationRow[],
  steps: ReadonlyMap<string, readonly OperationRow[]>,
  byName: ReadonlyMap<string, OperationRow>,
): OperationRow[] {
  return rows.filter(({ fields }) => {
    if (fields.owner_id != null) return isChoice(byName.get(fields.owner_id)?.fields.type);
    return !isChoice(fields.type) || !steps.has(fields.name);
  });
}

const isChoice = (type: string | null | undefined): boolean =>
  type === 'alternate' || type === 'split';

/** @param owner - what the operation is a choice or a step of */
function makingOf(
  file: FreppleFile,
  operation: OperationRow,
  rows: readonly OperationRow[],
  owner: OperationRow | undefined,
  materials: ReadonlyMap<string, readonly MaterialRow[]>,
): Making | undefined {
  const { name } = operation.fields;
  const used = rows.flatMap((row) => materials.get(row.fields.name) ?? []);
  const produced = used.filter(isProduced);
  const candidates = owner === undefined ? rows : [...rows, owner];
  const item =
    candidates.map(({ fields }) => fields.item_id).find((id) => id != null) ?? onlyItem(produced);
  const location = candidates.map(({ fields }) => fields.location_id).find((id) => id != null);
  if (item == null) {
    file.note(`input.operation: '${name}' makes no item, or several, and is left out`);
    return undefined;
  }
  if (location == null) {
    file.fault('input.operation', operation.row, `'${name}' has no location: give location_id`);
    return undefined;
  }
  const output = outputOf(produced, item);
  const outputs = outputsBeside(produced, item);
  const lines = linesOf(used);
  const bom = {
    item,
    location,
    outputQuantity: output,
    lines,
    ...(outputs.length > 0 && { outputs }),
  };
  return {
    operation,
    item,
    location,
    output,
    bom,
    rule: makeRule(operation, owner, bom, output),
    routing: { item, location, operations: routingSteps(rows, output) },
  };
}

function makeRule(
  { fields }: OperationRow,
  owner: OperationRow | undefined,
  { item, lines, location }: BomInput & { readonly location: string },
  output: string,
): SupplyRule {
  const terms = lotTermsOf(fields, output);
  // What a choice of a split has as priority is its share; the split as a whole has the priority.
  const shares = owner?.fields.type === 'split' && {
    priority: owner.fields.priority ?? 1,
    quota: String(terms.priority),
  };
  return {
    source: { kind: 'make', id: fields.name, item, location, ...terms, ...shares },
    isGeneral: false,
    distance: 0,
    needs: lines.map((line) => ({ item: line.component, location: line.location ?? location })),
  };
}

function routingSteps(rows: readonly OperationRow[], output: string): RoutingInput['operations'] {
  const [whole, ...steps] = rows;
  return (steps.length === 0 ? [whole!] : steps).map(({ fields }, at) => ({
    sequence: (at + 1) * 10,
    name: fields.name,
    setupMinutes: minutesOf(fields.duration, '1'),
    minutesPerUnit: fields.type === 'time_per' ? minutesOf(fields.duration_per, output) : '0',
  }));
}

/** Seconds of an operation as minutes per unit of the item. */
function minutesOf(seconds: string | number | null | undefined, units: string): string {
  return decimal(seconds ?? 0)
    .div(60)
    .div(units)
    .toFixed();
}
