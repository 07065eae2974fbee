/**
 * A dimension whose keys stand in the fact rows themselves: each new tuple of keys is a new leaf.
 */
import { addLeaf, internMember, type Key, openDimension } from '../hierarchy.ts';
import type { DimensionDefinition } from '../model.ts';
import { openFlatBatch } from './flat-batch.ts';
import { addLevelColumns, type LevelColumn } from './level-columns.ts';
import type { DimensionLoader, LeafBatch } from './loader.ts';
import { CellFault, keyOf, type Reader, readKey } from './read-key.ts';
import { SmallKeys } from './small-keys.ts';

type Definition = Extract<DimensionDefinition, { kind: 'levels' }>;

/** The dimension and how a row finds its leaf. */
export function openLevelsDimension(
  name: string,
  definition: Definition,
  readerOf: (column: string) => Reader,
): DimensionLoader {
  const dimension = openDimension(name, 'levels');
  const chains = addLevelColumns(dimension, definition.hierarchies, readerOf);
  const tops = chains.map(() => new SmallKeys());
  const levels = chains.flat().map(({ level }) => level);
  // Of each hierarchy but the first: the number of what came before together with its member.
  const numbers = chains.slice(1).map(() => new Map<number, number>());
  const codes = levels.map(() => 0);
  const only = levels.length === 1 ? chains[0]![0]! : undefined;
  const isFlat = only?.order === undefined;
  const openBatch = (rows: readonly unknown[]): LeafBatch => {
    if (only !== undefined && isFlat) return openFlatBatch(only.level, only.read, rows);
    const faults = new Map<number, CellFault>();
    const keys = chains.map((chain) => chain.map((): Key[] => []));
    return {
      faults,
      read(from, to) {
        for (const [at, chain] of chains.entries()) {
          for (const [depth, { read }] of chain.entries()) {
            readKeys(rows, [from, to], read, keys[at]![depth]!, faults);
          }
        }
      },
      leafAt(row) {
        let tuple = 0;
        let level = 0;
        for (let at = 0; at < chains.length; at++) {
          const chain = chains[at]!;
          internChain(chain, tops[at]!, keys[at]!, rows, row, codes, level);
          level += chain.length;
          const last = codes[level - 1]!;
          tuple = at === 0 ? last : pairOf(numbers[at - 1]!, tuple, last);
        }
        // New tuples come one by one, so a tuple's number is that of its leaf.
        return tuple < dimension.leafCount ? tuple : addLeaf(dimension, levels, codes);
      },
    };
  };
  return {
    dimension,
    openBatch,
    faultOf(row) {
      const batch = openBatch([row]);
      batch.read(0, 1);
      return batch.faults.get(0);
    },
    leafOf(row) {
      const batch = openBatch([row]);
      batch.read(0, 1);
      return batch.leafAt(0);
    },
    saved: () => numbers.map((of) => [...of]),
    restore(state) {
      for (const [at, pairs] of (state as [number, number][][]).entries()) {
        for (const [pair, number] of pairs) numbers[at]!.set(pair, number);
      }
    },
  };
}

/** Appends the keys of some rows; those without one are written to `faults`. */
function readKeys(
  rows: readonly unknown[],
  [from, to]: readonly [number, number],
  read: Reader,
  keys: Key[],
  faults: Map<number, CellFault>,
): void {
  for (let row = from; row < to; row++) {
    const key = readKey(read(rows[row] as never));
    if (!(key instanceof CellFault)) keys.push(key);
    else {
      keys.push(null);
      if (!faults.has(row)) faults.set(row, key);
    }
  }
}

/** Writes the members of a row from the top down to `codes`, from place `first` on. */
function internChain(
  chain: readonly LevelColumn[],
  tops: SmallKeys,
  keys: readonly (readonly Key[])[],
  rows: readonly unknown[],
  row: number,
  codes: number[],
  first: number,
): void {
  let parent = -1;
  for (let depth = 0; depth < chain.length; depth++) {
    const { level, order } = chain[depth]!;
    const key = keys[depth]![row]!;
    let code = depth === 0 ? tops.find(key) : -1;
    if (code < 0) {
      const rank = order === undefined ? undefined : keyOf(order(rows[row] as never));
      code = internMember(level, parent, key, rank);
      if (depth === 0) tops.set(key, code);
    }
    codes[first + depth] = code;
    parent = code;
  }
}

/** Numbers pairs in the order of their coming. */
function pairOf(numbers: Map<number, number>, left: number, right: number): number {
  const key = left * 2 ** 26 + right;
  const known = numbers.get(key);
  if (known !== undefined) return known;
  numbers.set(key, numbers.size);
  return numbers.size - 1;
}
