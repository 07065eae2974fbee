/**
 * frePPLe's operations → bills, routings and make sources.
 *
 * An operation without owner makes an item at a site; a `routing` has its steps below it by
 * priority, an `alternate` or `split` its choices. Materials of an operation and of its steps
 * become one bill: negative quantities are consumed, the produced one is the bill's output. Sizes
 * and times per unit are counted in units of the operation in frePPLe, in units of the item here,
 * so both are multiplied out. The planning model has one bill and one routing for an item at a
 * site: of several operations the first by priority and cost is taken, the others become notes.
 *
 * @source frePPLe documentation, "Operations" and "Operation materials"
 */
import { decimal } from '@kontor/kernel';
import type { ModelInput } from '../model.ts';
import type { FreppleFile, FreppleRow } from './frepple-file.ts';
import { lotTermsOf, type SupplyRule } from './frepple-rules.ts';

type OperationRow = FreppleRow<'input.operation'>;
type MaterialRow = FreppleRow<'input.operationmaterial'>;
type BomInput = NonNullable<ModelInput['boms']>[number];
type RoutingInput = NonNullable<ModelInput['routings']>[number];

/** An operation that makes an item at a site, with its steps in order. */
export interface Making {
  readonly operation: OperationRow;
  readonly item: string;
  readonly location: string;
  /** Units of the item that one unit of the operation yields, a decimal. */
  readonly output: string;
  readonly rule: SupplyRule;
  readonly bom: BomInput;
  readonly routing: RoutingInput;
}

/** What operations become; `makingOf` finds one by the operation's name, also one not chosen. */
export interface Makings {
  readonly chosen: readonly Making[];
  makingOf(operation: string): Making | undefined;
}

/** Reads the operations of a file. */
export function readOperations(file: FreppleFile): Makings {
  const rows = file.rowsOf('input.operation');
  const byName = new Map(rows.map((row) => [row.fields.name, row]));
  const steps = stepsByOwner(file, rows, byName);
  const materials = materialsByOperation(file, byName);
  const all = topOperations(file, rows, steps, byName).flatMap((row) => {
    const making = makingOf(file, row, [row, ...(steps.get(row.fields.name) ?? [])], materials);
    return making === undefined ? [] : [making];
  });
  const found = new Map(all.map((making) => [making.operation.fields.name, making]));
  return { chosen: chooseMakings(file, all), makingOf: (operation) => found.get(operation) };
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
  file: FreppleFile,
  rows: readonly OperationRow[],
  steps: ReadonlyMap<string, readonly OperationRow[]>,
  byName: ReadonlyMap<string, OperationRow>,
): OperationRow[] {
  return rows.filter((row) => {
    if (row.fields.owner_id != null) {
      return isChoice(byName.get(row.fields.owner_id)?.fields.type);
    }
    if (!isChoice(row.fields.type) || !steps.has(row.fields.name)) return true;
    if (row.fields.type === 'split') {
      file.note(
        `input.operation: '${row.fields.name}' splits by share; its first choice takes all`,
      );
    }
    return false;
  });
}

const isChoice = (type: string | null | undefined): boolean =>
  type === 'alternate' || type === 'split';

function materialsByOperation(
  file: FreppleFile,
  byName: ReadonlyMap<string, OperationRow>,
): Map<string, MaterialRow[]> {
  const materials = new Map<string, MaterialRow[]>();
  for (const row of file.rowsOf('input.operationmaterial')) {
    const { operation_id: operation, type } = row.fields;
    if (!byName.has(operation)) {
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

/** Of materials that share a name, alternates of each other, the first by priority. */
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

function makingOf(
  file: FreppleFile,
  operation: OperationRow,
  rows: readonly OperationRow[],
  materials: ReadonlyMap<string, readonly MaterialRow[]>,
): Making | undefined {
  const { name } = operation.fields;
  const used = rows.flatMap((row) => materials.get(row.fields.name) ?? []);
  const produced = used.filter(({ fields }) => Number(fields.quantity ?? 1) > 0);
  const item =
    rows.map(({ fields }) => fields.item_id).find((id) => id != null) ?? onlyItem(produced);
  const location = rows.map(({ fields }) => fields.location_id).find((id) => id != null);
  if (item == null) {
    file.note(`input.operation: '${name}' makes no item, or several, and is left out`);
    return undefined;
  }
  if (location == null) {
    file.fault('input.operation', operation.row, `'${name}' has no location: give location_id`);
    return undefined;
  }
  if (produced.some(({ fields }) => fields.item_id !== item)) {
    file.note(`input.operation: what '${name}' yields besides '${item}' is left out`);
  }
  const outputs = produced.filter(({ fields }) => fields.item_id === item);
  const output =
    outputs.length === 0
      ? '1'
      : outputs
          .reduce((sum, { fields }) => sum.plus(decimal(fields.quantity ?? 1)), decimal(0))
          .toFixed();
  const bom = { item, location, outputQuantity: output, lines: linesOf(used) };
  return {
    operation,
    item,
    location,
    output,
    bom,
    rule: makeRule(operation, item, location, output, bom),
    routing: { item, location, operations: routingSteps(rows, output) },
  };
}

/** The item that all rows name, if they name one. */
function onlyItem(produced: readonly MaterialRow[]): string | undefined {
  const items = new Set(produced.map(({ fields }) => fields.item_id));
  return items.size === 1 ? [...items][0] : undefined;
}

function linesOf(used: readonly MaterialRow[]): BomInput['lines'] {
  return used
    .filter(({ fields }) => Number(fields.quantity ?? 1) < 0)
    .map(({ fields: { item_id: component, quantity, location_id: location } }) => {
      const quantityPer = decimal(quantity!).negated().toFixed();
      return location == null ? { component, quantityPer } : { component, quantityPer, location };
    });
}

function makeRule(
  { fields }: OperationRow,
  item: string,
  location: string,
  output: string,
  bom: BomInput,
): SupplyRule {
  return {
    source: { kind: 'make', id: fields.name, item, location, ...lotTermsOf(fields, output) },
    isGeneral: false,
    distance: 0,
    needs: bom.lines.map((line) => ({
      item: line.component,
      location: line.location ?? location,
    })),
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

function chooseMakings(file: FreppleFile, all: readonly Making[]): Making[] {
  const priorityOf = ({ operation }: Making): number => operation.fields.priority ?? 1;
  const costOf = ({ operation }: Making): number => Number(operation.fields.cost ?? 0);
  const chosen = new Map<string, Making>();
  const ranked = all.toSorted((a, b) => priorityOf(a) - priorityOf(b) || costOf(a) - costOf(b));
  for (const making of ranked) {
    const { name } = making.operation.fields;
    const key = JSON.stringify([making.item, making.location]);
    if (priorityOf(making) === 0) {
      file.note(`input.operation: '${name}' has priority 0, is for planners only and is left out`);
    } else if (chosen.has(key)) {
      file.note(`input.operation: '${name}' is an alternate of the operation used and is left out`);
    } else {
      chosen.set(key, making);
    }
  }
  return [...chosen.values()];
}
