/**
 * The facts: one column a dimension (which leaf a row belongs to), one a value.
 *
 * Rows are only ever appended. A row that is removed keeps its place with a mark, and the log of
 * removals lets what was aggregated before catch up by taking out just those rows.
 */
import { type IntColumn, intColumn } from './int-column.ts';
import { KeyIndex } from './key-index.ts';
import type { ValueColumn } from './value-column.ts';
import type { ValueDictionary } from './value-dictionary.ts';

/** Rows and their columns. */
export interface FactTable {
  /** Rows that were ever added. */
  rows: number;
  /** By dimension: the leaf of each row. */
  readonly leaves: readonly IntColumn[];
  readonly values: readonly ValueColumn[];
  readonly dictionaries: readonly ValueDictionary[];
  /** Columns of values of any kind, for aggregates of the user's own. */
  readonly objects: readonly ObjectColumn[];
  /** By row 1 where it is removed; null while none is. */
  removed: Uint8Array | null;
  /** Removed rows in the order of removal. */
  readonly removals: number[];
  /** Of each key the row that has it; null without keys. */
  readonly rowOfKey: KeyIndex | null;
}

/** A column of values that only an aggregate of the user's own understands. */
export interface ObjectColumn {
  readonly name: string;
  readonly values: unknown[];
}

/** A table without rows. */
export function openFacts(parts: {
  readonly dimensions: number;
  readonly values: readonly ValueColumn[];
  readonly dictionaries: readonly ValueDictionary[];
  readonly objects: readonly ObjectColumn[];
  readonly hasKey: boolean;
}): FactTable {
  return {
    rows: 0,
    leaves: Array.from({ length: parts.dimensions }, () => intColumn()),
    values: parts.values,
    dictionaries: parts.dictionaries,
    objects: parts.objects,
    removed: null,
    removals: [],
    rowOfKey: parts.hasKey ? new KeyIndex() : null,
  };
}

/** Marks a row as removed; false where it is already. */
export function removeRow(facts: FactTable, row: number): boolean {
  if (facts.removed === null || facts.removed.length < facts.rows) {
    const grown = new Uint8Array(facts.rows * 2);
    if (facts.removed !== null) grown.set(facts.removed);
    facts.removed = grown;
  }
  if (facts.removed[row] === 1) return false;
  facts.removed[row] = 1;
  facts.removals.push(row);
  return true;
}

/** Rows that are there and not removed. */
export function liveRows(facts: FactTable): number {
  return facts.rows - facts.removals.length;
}
