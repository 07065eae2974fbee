/**
 * An oracle: a question to a cube of FoodMart and the grid that answers it.
 */
import type { CubeRequest, Value } from '@kontor/olap';
import type { FoodmartCubes } from './cubes.ts';

/** An answer as oracles read it. */
export interface Grid {
  readonly levels: readonly string[];
  readonly measures: readonly string[];
  readonly rows: readonly object[];
}

/** A question and its answer. */
export interface Oracle {
  /** Of the dossier of figures, with a letter where one row asks several questions. */
  readonly id: string;
  readonly what: string;
  readonly cube?: keyof FoodmartCubes;
  readonly request: CubeRequest | ((cubes: FoodmartCubes) => Grid);
  /** Decimals that the source prints; default 10. */
  readonly decimals?: number;
  /** A line a row: members, then values; `-` is empty, `All` a total. */
  readonly expected: readonly string[];
  /** `CSV`: worked out from the tables; else the test of Mondrian that asserts the same value. */
  readonly source: string;
}

/** The rows of an answer as lines: exact values as they are, quotients to `decimals`. */
export function gridLines({ levels, measures, rows }: Grid, decimals = 10): string[] {
  return (rows as Readonly<Record<string, unknown>>[]).map((row) => {
    const rolledUp = row['rolledUp'] as readonly string[];
    const members = levels.map((ref) => (rolledUp.includes(ref) ? 'All' : caption(row[ref])));
    return [...members, ...measures.map((name) => shown(row[name] as Value, decimals))].join(' | ');
  });
}

const caption = (key: unknown): string => (key === null ? '(none)' : String(key));

function shown(value: Value, decimals: number): string {
  if (value === null) return '-';
  if (typeof value !== 'object') return String(value);
  return value.toDecimalPlaces(decimals).toFixed();
}
