/**
 * Cubes that are defined by names of columns alone: nothing stands between them and the facts.
 */
import type { FactColumns } from '@kontor/kernel';
import { Cube, type CubeDefinition, type Filter } from '@kontor/olap';

type Levels = Extract<CubeDefinition['dimensions'][string], { kind: 'levels' }>;

/** A dimension of columns, the top one first. */
export const by = (...columns: string[]): Levels => ({
  kind: 'levels',
  hierarchies: { all: columns.map((column) => ({ name: column.split('.').at(-1)!, column })) },
});

/** Months and days of a column of day numbers; of instants where a zone is given. */
export const days = (column: string, zone?: string): CubeDefinition['dimensions'][string] => ({
  kind: 'time',
  column,
  ...(zone !== undefined && { zone }),
  hierarchies: { months: { years: { kind: 'calendar' }, levels: ['year', 'month', 'day'] } },
});

/** A cube that holds the facts as they are. */
export function cubeWith(definition: CubeDefinition, facts: FactColumns): Cube {
  const cube = new Cube(definition);
  cube.add(facts);
  return cube;
}

/** The values of a measure by the members of levels, as text. */
export function valuesOf(cube: Cube, measure: string, levels: string[], where?: Filter): unknown {
  const { rows } = cube.query({ by: levels, measures: [measure], ...(where && { where }) });
  const entries = rows.map((row) => {
    const name = levels.map((level) => String(row[level])).join(' ');
    return [name || 'all', String(row[measure])];
  });
  return Object.fromEntries(entries);
}
