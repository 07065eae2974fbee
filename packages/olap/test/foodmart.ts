/**
 * The oracles of FoodMart: cubes of its tables give the figures that others found.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type FoodmartCubes, foodmartCubes } from './foodmart/cubes.ts';
import { type Grid, gridLines, type Oracle } from './foodmart/oracle.ts';
import { hierarchies } from './foodmart/hierarchies.ts';
import { distinctCounts, ratiosAndPaths, sums } from './foodmart/sums.ts';
import { Tables } from './foodmart/tables.ts';
import { time } from './foodmart/time.ts';
import { totals } from './foodmart/totals.ts';

/** Every oracle. */
export const oracles: readonly Oracle[] = [
  ...sums,
  ...distinctCounts,
  ...ratiosAndPaths,
  ...hierarchies,
  ...time,
  ...totals,
];

/** An oracle that is not met. */
export interface Miss {
  readonly case: string;
  readonly reason: string;
}

/** What came of the oracles, or what is not there. */
export type Outcome =
  | { readonly passed: number; readonly total: number; readonly misses: readonly Miss[] }
  | { readonly absent: string };

/** Asks every oracle of the tables in `foodmart` of the folder of outside data. */
export function runFoodmart(data: string): Outcome {
  const folder = join(data, 'foodmart');
  if (!existsSync(folder)) return { absent: `${folder} is not there` };
  const cubes = foodmartCubes(new Tables(folder));
  const misses = oracles.flatMap((oracle) => {
    const reason = faultOf(cubes, oracle);
    return reason === undefined ? [] : [{ case: `${oracle.id} ${oracle.what}`, reason }];
  });
  return { passed: oracles.length - misses.length, total: oracles.length, misses };
}

/** How an answer differs from what is expected; undefined where it does not. */
function faultOf(cubes: FoodmartCubes, oracle: Oracle): string | undefined {
  let found: readonly string[];
  try {
    found = gridLines(answerOf(cubes, oracle), oracle.decimals);
  } catch (error) {
    return `it is refused: ${String(error)}`;
  }
  const { expected } = oracle;
  if (found.length !== expected.length) {
    const rows = found.slice(0, 20).join('; ');
    return `${found.length} rows instead of ${expected.length}: ${rows}`;
  }
  const at = found.findIndex((line, row) => line !== expected[row]);
  return at < 0 ? undefined : `row ${at} is '${found[at]!}', not '${expected[at]!}'`;
}

function answerOf(cubes: FoodmartCubes, { cube = 'sales', request }: Oracle): Grid {
  return typeof request === 'function' ? request(cubes) : cubes[cube].query(request);
}
