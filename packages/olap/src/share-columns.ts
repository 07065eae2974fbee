/**
 * Columns of measures, by what they read: measures that are given the same function share a column,
 * and with it their states.
 *
 * A column is called as the first measure that reads it. Where a dimension reads a column of that
 * name, the measure's has a mark behind it, so that neither takes the other's values.
 */
import type { Reader } from './dimension/read-key.ts';
import type { MeasureParts } from './measures.ts';
import type { MeasureDefinition } from './model.ts';

/** Fields of a measure that name a column. */
const references = ['column', 'weight', 'once', 'scaledBy'] as const;

/**
 * The measures with their columns renamed.
 *
 * @param taken - names of columns that dimensions read
 */
export function shareColumns(
  measures: Readonly<Record<string, MeasureParts>>,
  taken: ReadonlySet<string>,
): Record<string, MeasureParts> {
  const known = new Map<Reader, string>();
  const nameOf = (column: string, read: Reader): string => {
    const name = known.get(read) ?? (taken.has(column) ? `${column}@measure` : column);
    known.set(read, name);
    return name;
  };
  const renamed = (parts: MeasureParts): MeasureParts => {
    const names = new Map(
      Object.entries(parts.readers).map(([column, read]) => [column, nameOf(column, read)]),
    );
    const readers = Object.entries(parts.readers).map(
      ([column, read]) => [names.get(column)!, read] as const,
    );
    return {
      ...parts,
      definition: withColumns(parts.definition, names),
      readers: Object.fromEntries(readers),
    };
  };
  return Object.fromEntries(
    Object.entries(measures).map(([measure, parts]) => [measure, renamed(parts)]),
  );
}

function withColumns(
  definition: MeasureDefinition,
  names: ReadonlyMap<string, string>,
): MeasureDefinition {
  const fields = definition as Readonly<Record<string, unknown>>;
  const changed = references
    .filter((field) => fields[field] !== undefined)
    .map((field) => [field, names.get(fields[field] as string)]);
  return { ...fields, ...Object.fromEntries(changed) } as MeasureDefinition;
}

/** What a column is called to a reader: without scale and marks. */
export function columnCaption(name: string): string {
  return name.replace(/@.*$/, '');
}
