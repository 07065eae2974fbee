/**
 * A dimension whose keys stand in the fact rows themselves: each new tuple of keys is a new leaf.
 */
import { addHierarchy, addLeaf, internMember, type Level, openDimension } from '../hierarchy.ts';
import type { DimensionDefinition } from '../model.ts';
import type { DimensionLoader } from './loader.ts';
import { CellFault, keyOf, type Reader, readKey } from './read-key.ts';

type Definition = Extract<DimensionDefinition, { kind: 'levels' }>;

/** The dimension and how a row finds its leaf. */
export function openLevelsDimension(
  name: string,
  definition: Definition,
  readerOf: (column: string) => Reader,
): DimensionLoader {
  const dimension = openDimension(name, 'levels');
  const chains = Object.entries(definition.hierarchies).map(([hierarchy, levels]) =>
    addHierarchy(
      dimension,
      hierarchy,
      levels.map((level) => ({ ...level, isOrdered: level.orderBy !== undefined })),
    ).levels.map((level, depth) => readLevel(level, levels[depth]!, readerOf)),
  );
  const levels = chains.flat().map(({ level }) => level);
  // Of each hierarchy but the first: the number of what came before together with its member.
  const numbers = chains.slice(1).map(() => new Map<number, number>());
  const codes: number[] = [];
  return {
    dimension,
    faultOf(row) {
      for (const chain of chains) {
        for (const { read } of chain) {
          const key = readKey(read(row as never));
          if (key instanceof CellFault) return key;
        }
      }
      return undefined;
    },
    leafOf(row) {
      codes.length = 0;
      let tuple = 0;
      for (const [at, chain] of chains.entries()) {
        const last = internChain(chain, row, codes);
        tuple = at === 0 ? last : pairOf(numbers[at - 1]!, tuple, last);
      }
      // New tuples come one by one, so a tuple's number is that of its leaf.
      return tuple < dimension.leafCount ? tuple : addLeaf(dimension, levels, codes);
    },
    saved: () => numbers.map((of) => [...of]),
    restore(state) {
      for (const [at, pairs] of (state as [number, number][][]).entries()) {
        for (const [pair, number] of pairs) numbers[at]!.set(pair, number);
      }
    },
  };
}

interface LevelReader {
  readonly level: Level;
  readonly read: Reader;
  readonly order: Reader | undefined;
}

function readLevel(
  level: Level,
  { column, orderBy }: { readonly column: string; readonly orderBy?: string | undefined },
  readerOf: (column: string) => Reader,
): LevelReader {
  const order = orderBy === undefined ? undefined : readerOf(orderBy);
  return { level, read: readerOf(column), order };
}

/** The members of a row from the top down; their codes are appended, the last one is returned. */
function internChain(chain: readonly LevelReader[], row: unknown, codes: number[]): number {
  let parent = -1;
  for (const { level, read, order } of chain) {
    const rank = order === undefined ? undefined : keyOf(order(row as never));
    parent = internMember(level, parent, keyOf(read(row as never)), rank);
    codes.push(parent);
  }
  return parent;
}

/** Numbers pairs in the order of their coming. */
function pairOf(numbers: Map<number, number>, left: number, right: number): number {
  const key = left * 2 ** 26 + right;
  const known = numbers.get(key);
  if (known !== undefined) return known;
  numbers.set(key, numbers.size);
  return numbers.size - 1;
}
