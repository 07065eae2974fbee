/**
 * How items are planned: parameters.csv, safety_stocks.csv with a row per step, and the period of
 * supply in sourcing.csv.
 */
import { type CsvTables, type Entry, gather, type Origin, pick, renamed } from './csv-entries.ts';

/** Sources; a filled `periodDays` is their lot-sizing rule. */
export function sourcesOf({ sourcing: table }: CsvTables, origins: Map<unknown, Origin>): Entry[] {
  if (table === undefined) return [];
  const sources = table.rows.map((row): Entry => {
    const { periodDays, ...source } = renamed(row, { id: 'source' });
    if (periodDays === undefined) return source;
    return { ...source, lotSizing: { rule: 'periodOfSupply', days: periodDays } };
  });
  const columns = { id: 'source', lotSizing: 'periodDays' };
  origins.set(sources, { table, lines: table.lines, columns });
  return sources;
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
