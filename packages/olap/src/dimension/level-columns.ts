/**
 * Hierarchies of levels, and how the key of each level is read of a row.
 */
import { addHierarchy, type Dimension, type Level } from '../hierarchy.ts';
import type { DimensionDefinition } from '../model.ts';
import type { Reader } from './read-key.ts';

type Hierarchies = Extract<DimensionDefinition, { kind: 'levels' | 'table' }>['hierarchies'];

/** A level and the columns that its members come from. */
export interface LevelColumn {
  readonly level: Level;
  readonly read: Reader;
  /** What its members are ordered by, where it is not their key. */
  readonly order: Reader | undefined;
}

/** Adds hierarchies to a dimension; by hierarchy its levels, the top one first. */
export function addLevelColumns(
  dimension: Dimension,
  hierarchies: Hierarchies,
  readerOf: (column: string) => Reader,
): LevelColumn[][] {
  return Object.entries(hierarchies).map(([hierarchy, written]) => {
    const options = written.map((level) => ({ ...level, isOrdered: level.orderBy !== undefined }));
    return addHierarchy(dimension, hierarchy, options).levels.map((level, depth) => {
      const { column, orderBy } = written[depth]!;
      const order = orderBy === undefined ? undefined : readerOf(orderBy);
      return { level, read: readerOf(column), order };
    });
  });
}
