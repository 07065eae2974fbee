/**
 * The leaves of a dimension as a level of their own: for rules that hold leaf by leaf.
 */
import type { CodeArray } from './int-column.ts';
import type { Dimension, Level } from './hierarchy.ts';

const known = new WeakMap<Dimension, Level>();

/** A level whose members are the leaves; it stands in no hierarchy. */
export function leafLevel(dimension: Dimension): Level {
  const found = known.get(dimension);
  if (found !== undefined) return found;
  const level: Level = {
    ref: `${dimension.name}.#leaf`,
    name: '#leaf',
    dimension,
    above: undefined,
    depth: 0,
    hideIf: 'never',
    keys: leafKeys(dimension),
    parents: [],
    orderKeys: undefined,
    ofLeaf: {
      get array(): CodeArray {
        return identity(dimension);
      },
      get length() {
        return dimension.leafCount;
      },
    },
    lastOfKey: new Map(),
    homonym: [],
    // Leaves have no order for a reader, so they stand as they came.
    get order() {
      const numbered = identity(dimension).subarray(0, dimension.leafCount);
      return { ordered: numbered, position: numbered };
    },
  };
  known.set(dimension, level);
  return level;
}

/** As many keys as there are leaves; nobody reads them. */
function leafKeys(dimension: Dimension): Level['keys'] {
  return {
    get length() {
      return dimension.leafCount;
    },
  } as unknown as Level['keys'];
}

let numbers = new Int32Array(0);

/** 0, 1, 2 … for as many leaves as a dimension has. */
function identity({ leafCount }: Dimension): Int32Array<ArrayBuffer> {
  if (numbers.length < leafCount) {
    numbers = Int32Array.from({ length: leafCount * 2 }, (_, index) => index);
  }
  return numbers;
}
