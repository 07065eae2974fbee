/**
 * A dimension with a table of its own: facts point at its rows by key (a star; the table itself may
 * have been joined from several, a snowflake).
 */
import type { RowIssue } from '../errors.ts';
import { addLeaf, internMember, type Key, openDimension } from '../hierarchy.ts';
import type { DimensionDefinition } from '../model.ts';
import { addLevelColumns, type LevelColumn } from './level-columns.ts';
import type { DimensionLoader } from './loader.ts';
import { CellFault, keyOf, type Reader, readKey, shown } from './read-key.ts';

type Definition = Extract<DimensionDefinition, { kind: 'table' }>;

/** What facts with a key that the table lacks are shown under. */
const UNKNOWN = '(unknown)';

/** The dimension and how a row finds its leaf. */
export function openTableDimension(
  name: string,
  definition: Definition,
  readerOf: (column: string) => Reader,
  tableReaderOf: (column: string) => Reader,
): DimensionLoader {
  const dimension = openDimension(name, 'table');
  const columns = addLevelColumns(dimension, definition.hierarchies, tableReaderOf).flat();
  const levels = columns.map(({ level }) => level);
  const leafOfKey = new Map<Key, number>();
  const readFactKey = readerOf(definition.column);
  const readTableKey = tableReaderOf(definition.key);

  /** A leaf whose members are all called the same. */
  const addNamed = (key: Key, called: Key): number => {
    const codes: number[] = [];
    for (const level of levels) {
      codes.push(internMember(level, level.above === undefined ? -1 : codes.at(-1)!, called));
    }
    const leaf = addLeaf(dimension, levels, codes);
    leafOfKey.set(key, leaf);
    return leaf;
  };

  return {
    dimension,
    faultOf: (row) => memberFault(readFactKey(row as never), leafOfKey, definition.unknownMember),
    leafOf(row) {
      const key = keyOf(readFactKey(row as never));
      return leafOfKey.get(key) ?? addNamed(key, key === null ? null : UNKNOWN);
    },
    saved: () => [...leafOfKey],
    restore(state) {
      for (const [key, leaf] of state as [Key, number][]) leafOfKey.set(key, leaf);
    },
    addMembers(rows) {
      const issues = keyIssues(rows, readTableKey, definition.key, leafOfKey);
      if (issues.length > 0) return issues;
      for (const row of rows) {
        const key = keyOf(readTableKey(row as never));
        leafOfKey.set(key, addLeaf(dimension, levels, internRow(columns, row)));
      }
      return [];
    },
  };
}

function internRow(columns: readonly LevelColumn[], row: unknown): number[] {
  const codes: number[] = [];
  for (const { level, read, order } of columns) {
    const parent = level.above === undefined ? -1 : codes.at(-1)!;
    const rank = order === undefined ? undefined : keyOf(order(row as never));
    codes.push(internMember(level, parent, keyOf(read(row as never)), rank));
  }
  return codes;
}

/** Why a fact's key leads to no member; null leads to `(none)`. */
export function memberFault(
  value: unknown,
  known: ReadonlyMap<Key, unknown>,
  unknownMember: boolean | undefined,
): CellFault | undefined {
  const key = readKey(value);
  if (key instanceof CellFault) return key;
  if (key === null || unknownMember === true || known.has(key)) return undefined;
  const message = `${shown(key)} is no key of the dimension's table: add the member first.`;
  return new CellFault('UNKNOWN_MEMBER', message);
}

/** Rows of a table whose key is none, or is there already. */
export function keyIssues(
  rows: readonly unknown[],
  readTableKey: Reader,
  column: string,
  known: ReadonlyMap<Key, unknown>,
): RowIssue[] {
  const issues: RowIssue[] = [];
  const seen = new Set<Key>();
  for (const [row, source] of rows.entries()) {
    const key = readKey(readTableKey(source as never));
    if (key === null || key instanceof CellFault) {
      const message = `Row ${row} of the table has no key in '${column}'.`;
      issues.push({ code: 'NOT_A_KEY', row, column, message });
    } else if (seen.has(key) || known.has(key)) {
      const message = `Row ${row} of the table repeats the key ${shown(key)}.`;
      issues.push({ code: 'DUPLICATE_KEY', row, column, message });
    } else seen.add(key);
  }
  return issues;
}
