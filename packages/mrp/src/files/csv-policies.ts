/**
 * How items are planned: parameters.csv, safety_stocks.csv with a row per step, and the lot rules
 * in sourcing.csv.
 */
import { type CsvTables, type Entry, gather, type Origin, pick, renamed } from './csv-entries.ts';
import { lotRuleColumns } from './csv-supply-columns.ts';

/** Sources; the cells of their lot rule are gathered into one. */
export function sourcesOf({ sourcing: table }: CsvTables, origins: Map<unknown, Origin>): Entry[] {
  if (table === undefined) return [];
  const sources = table.rows.map((row): Entry => {
    const [source, cells]: [Entry, Entry] = [{}, {}];
    for (const [name, value] of Object.entries(renamed(row, { id: 'source' }))) {
      (LOT_COLUMNS.has(name) ? cells : source)[name] = value;
    }
    return Object.keys(cells).length === 0 ? source : { ...source, lotSizing: lotRuleOf(cells) };
  });
  origins.set(sources, { table, lines: table.lines, columns: sourceColumns() });
  return sources;
}

const LOT_COLUMNS: ReadonlySet<string> = new Set(lotRuleColumns.map(({ name }) => name));
/** Fields of a lot rule that have another name as columns. */
const lotFields = { quantity: 'lotSizeQuantity', as: 'lotSizeAs' };
const allLotFields: Readonly<Record<string, string>> = { ...lotFields, days: 'periodDays' };

/** The column of a field of a lot rule. */
export const lotColumn = (field: string): string => allLotFields[field] ?? field;

/** Where the fields of a source stand, those of its lot rule included. */
function sourceColumns(): Record<string, string> {
  const columns: Record<string, string> = { id: 'source', 'lotSizing.rule': 'lotSizing' };
  for (const name of LOT_COLUMNS) columns[`lotSizing.${name}`] = name;
  for (const [field, name] of Object.entries(allLotFields)) {
    columns[`lotSizing.${field}`] = name;
  }
  return columns;
}

/** The rule that the cells tell. Its period is that of the supply, or one that rules count in. */
function lotRuleOf({ lotSizing, ...cells }: Readonly<Entry>): Entry {
  const rule = lotSizing ?? impliedRule(Object.keys(cells));
  const period = rule === 'periodOfSupply' ? { days: 'periodDays' } : {};
  return { rule, ...renamed(cells, { ...lotFields, ...period }) };
}

/** A period alone is a period of supply, a quantity alone a fixed one; more must be named. */
function impliedRule([column, ...others]: readonly string[]): string | undefined {
  if (others.length > 0) return undefined;
  if (column === 'periodDays') return 'periodOfSupply';
  return column === 'lotSizeQuantity' ? 'fixedQuantity' : undefined;
}

/** Parameters, and the safety stocks that change with time; those may stand alone. */
export function parametersOf(
  { parameters: table, safetyStocks }: CsvTables,
  origins: Map<unknown, Origin>,
): Entry[] {
  const parameters = table === undefined ? [] : table.rows.map((row) => renamed(row, {}));
  const lines = table === undefined ? [] : [...table.lines];
  if (safetyStocks !== undefined) {
    const keyOf = (row: Readonly<Entry>): string => JSON.stringify([row['item'], row['location']]);
    const byKey = new Map(parameters.map((row) => [keyOf(row), row]));
    for (const members of gather(safetyStocks, ['item', 'location']).values()) {
      const place = pick(safetyStocks.rows[members[0]!]!, ['item', 'location']);
      const steps = members.map((member) => pick(safetyStocks.rows[member]!, ['from', 'quantity']));
      const at = members.map((member) => safetyStocks.lines[member]!);
      origins.set(steps, { table: safetyStocks, lines: at, columns: {} });
      const entry = byKey.get(keyOf(place));
      if (entry !== undefined) entry['safetyStock'] = steps;
      else {
        parameters.push({ ...place, safetyStock: steps });
        lines.push(at[0]!);
      }
    }
  }
  const source = table ?? safetyStocks;
  if (source !== undefined) origins.set(parameters, { table: source, lines, columns: {} });
  return parameters;
}
