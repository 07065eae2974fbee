/**
 * A walk over a diagram from the leaves up: a result for each layer, made from those of its
 * branches.
 *
 * A walk that follows another one, with fewer values allowed, starts from it: only the layers above
 * the variables that changed are walked again, and of those only what is within reach.
 */
import type { Diagram } from './diagram.ts';
import type { VariableTree } from './variable-tree.ts';

/** By place over all values of all variables: 1 where the value may be taken. */
export type Allowed = Uint8Array;

/** Of one layer, by node and by joint: 1 where a valid configuration passes. */
export interface LayerReach {
  readonly nodes: Uint8Array;
  readonly joints: Uint8Array;
}

/** By variable. */
export type Reach = readonly LayerReach[];

/** What a walk may leave out. */
export interface WalkStart<Result> {
  /** Nodes and joints out of reach have no result. */
  readonly reach?: Reach | undefined;
  /** A walk with more values allowed of the variables that have changed, and only of those. */
  readonly earlier?:
    | { readonly result: readonly Result[]; readonly changed: readonly number[] }
    | undefined;
}

/** The result of each layer, by variable; `layerResult` finds those of its branches made. */
export function walkUp<Result>(
  { tree, layers }: Diagram,
  { reach, earlier }: WalkStart<Result>,
  layerResult: (results: Result[], variable: number, reach: LayerReach | undefined) => Result,
): Result[] {
  const results: Result[] = earlier === undefined ? [] : [...earlier.result];
  const isTouched = touchedBy(tree, earlier?.changed ?? tree.topDown);
  for (let at = layers.length - 1; at >= 0; at--) {
    const variable = tree.topDown[at]!;
    if (isTouched[variable] === 0) continue;
    results[variable] = layerResult(results, variable, reach?.[variable]);
  }
  return results;
}

/** By variable: 1 where it has changed, or one below it has. */
export function touchedBy({ parents }: VariableTree, changed: readonly number[]): Uint8Array {
  const isTouched = new Uint8Array(parents.length);
  for (let variable of changed) {
    for (; variable >= 0 && isTouched[variable] === 0; variable = parents[variable]!) {
      isTouched[variable] = 1;
    }
  }
  return isTouched;
}

/** The places of a variable's values that may be taken. */
export function openPlaces(
  { layers, firstValues }: Diagram,
  allowed: Allowed,
  variable: number,
): number[] {
  const first = firstValues[variable]!;
  const places: number[] = [];
  for (let place = 0; place < layers[variable]!.values; place++) {
    if (allowed[first + place] === 1) places.push(place);
  }
  return places;
}
