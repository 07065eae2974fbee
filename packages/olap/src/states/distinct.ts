/**
 * Distinct values of a cell, exactly: sets that unite, so that nobody is counted twice in a total.
 *
 * Values have codes from 1 on (0 = null). While slots × values is small, a slot is a row of bits;
 * beyond, the pairs (slot, value) stand in one hash table and hang together by slot. Counting is
 * then one addition a pair that is new.
 */
import { blockCodes, type RowBlock } from '../row-block.ts';
import type { ValueDictionary } from '../value-dictionary.ts';
import { type CellRange, ownState, type StateColumn } from './state-column.ts';

/** Words of 32 bits that the rows of bits may have together: 32 MB. */
const WORDS_MAX = 2 ** 23;

/** Distinct values of one column by slot. */
export class DistinctSets implements StateColumn {
  readonly id: string;
  readonly isRetractable = false;
  readonly isAdditive = false;
  private slots = 0;
  private bits: BitRows | null = { words: 0, array: new Uint32Array(0) };
  private pairs: PairSet | null = null;

  constructor(private readonly source: ValueDictionary) {
    this.id = `distinct:${source.name}`;
  }

  /** How many distinct values a slot has. */
  at(slot: number): number {
    if (this.pairs !== null) return this.pairs.counts[slot]!;
    const { words, array } = this.bits!;
    let count = 0;
    for (let word = slot * words; word < (slot + 1) * words; word++) count += onesOf(array[word]!);
    return count;
  }

  /** The codes of a slot's values, in no order. */
  codesAt(slot: number): number[] {
    const codes: number[] = [];
    this.eachCode(slot, (code) => codes.push(code));
    return codes;
  }

  reserve(slots: number): void {
    if (slots <= this.slots) return;
    this.slots = Math.max(slots, Math.min(this.slots * 2, 2 ** 30));
    this.fit();
  }

  clear(slots: number): void {
    if (this.bits !== null) this.bits.array.fill(0, 0, slots * this.bits.words);
    else this.pairs = openPairs(this.slots);
  }

  add(block: RowBlock, slots: Int32Array): void {
    this.fit();
    const { array, offset } = blockCodes(block, this.source.codes);
    const { bits, pairs } = this;
    for (let index = 0; index < block.count; index++) {
      const code = array[offset + index]!;
      if (code === 0) continue;
      if (bits !== null) bits.array[slots[index]! * bits.words + (code >>> 5)]! |= 1 << (code & 31);
      else addPair(pairs!, slots[index]!, code);
    }
  }

  merge(from: StateColumn, { cells, start, count }: CellRange, slots: Int32Array): void {
    const other = ownState(DistinctSets, from);
    this.fit();
    for (let index = 0; index < count; index++) {
      const cell = cells === null ? start + index : cells[index]!;
      if (this.bits !== null && other.bits !== null) {
        uniteBits(this.bits, slots[index]!, other.bits, cell);
      } else other.eachCode(cell, (code) => this.put(slots[index]!, code));
    }
  }

  fresh(): DistinctSets {
    return new DistinctSets(this.source);
  }

  private put(slot: number, code: number): void {
    if (this.pairs !== null) addPair(this.pairs, slot, code);
    else this.bits!.array[slot * this.bits!.words + (code >>> 5)]! |= 1 << (code & 31);
  }

  private eachCode(slot: number, visit: (code: number) => void): void {
    if (this.pairs !== null) {
      for (let pair = this.pairs.first[slot]!; pair >= 0; pair = this.pairs.next[pair]!) {
        visit(this.pairs.code[pair]!);
      }
      return;
    }
    const { words, array } = this.bits!;
    for (let word = 0; word < words; word++) {
      for (let rest = array[slot * words + word]!; rest !== 0; rest &= rest - 1) {
        visit(word * 32 + 31 - Math.clz32(rest & -rest));
      }
    }
  }

  /** Room for all slots and all values known by now, in the form that suits their number. */
  private fit(): void {
    if (this.pairs !== null) {
      growPairSlots(this.pairs, this.slots);
      return;
    }
    const old = this.bits!;
    const words = Math.max(old.words, (this.source.size >>> 5) + 1);
    if (words === old.words && this.slots * words <= old.array.length) return;
    if (this.slots * words > WORDS_MAX) {
      this.toPairs();
      return;
    }
    const array = new Uint32Array(this.slots * words);
    widenRows(old, words, array);
    this.bits = { words, array };
  }

  private toPairs(): void {
    const pairs = openPairs(this.slots);
    const { words, array } = this.bits!;
    const full = words === 0 ? 0 : Math.floor(array.length / words);
    for (let slot = 0; slot < full; slot++) {
      this.eachCode(slot, (code) => addPair(pairs, slot, code));
    }
    this.bits = null;
    this.pairs = pairs;
  }
}

/** A row of `words` words a slot. */
interface BitRows {
  readonly words: number;
  readonly array: Uint32Array;
}

function widenRows(old: BitRows, words: number, array: Uint32Array): void {
  const rows = old.words === 0 ? 0 : Math.floor(old.array.length / old.words);
  for (let slot = 0; slot < rows; slot++) {
    array.set(old.array.subarray(slot * old.words, (slot + 1) * old.words), slot * words);
  }
}

function uniteBits(into: BitRows, slot: number, from: BitRows, cell: number): void {
  const words = Math.min(into.words, from.words);
  for (let word = 0; word < words; word++) {
    into.array[slot * into.words + word]! |= from.array[cell * from.words + word]!;
  }
}

/** How many bits of a word are set (the parallel count of Hacker's Delight, 5-1). */
function onesOf(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Pairs (slot, code), each once; those of a slot are chained. */
interface PairSet {
  size: number;
  slot: Int32Array;
  code: Int32Array;
  next: Int32Array;
  /** Pair + 1 by hash; 0 = free. */
  table: Int32Array;
  /** By slot: the pair that came last, −1 without one. */
  first: Int32Array;
  counts: Int32Array;
}

function openPairs(slots: number): PairSet {
  return {
    size: 0,
    slot: new Int32Array(1024),
    code: new Int32Array(1024),
    next: new Int32Array(1024),
    table: new Int32Array(4096),
    first: new Int32Array(slots).fill(-1),
    counts: new Int32Array(slots),
  };
}

function growPairSlots(pairs: PairSet, slots: number): void {
  if (slots <= pairs.first.length) return;
  const first = new Int32Array(slots).fill(-1);
  first.set(pairs.first);
  const counts = new Int32Array(slots);
  counts.set(pairs.counts);
  pairs.first = first;
  pairs.counts = counts;
}

function addPair(pairs: PairSet, slot: number, code: number): void {
  if (pairs.size * 4 >= pairs.table.length * 3) growPairs(pairs);
  const mask = pairs.table.length - 1;
  let at = hashOf(slot, code) & mask;
  for (let pair = pairs.table[at]! - 1; pair >= 0; pair = pairs.table[at]! - 1) {
    if (pairs.slot[pair] === slot && pairs.code[pair] === code) return;
    at = (at + 1) & mask;
  }
  const pair = pairs.size++;
  pairs.slot[pair] = slot;
  pairs.code[pair] = code;
  pairs.next[pair] = pairs.first[slot]!;
  pairs.first[slot] = pair;
  pairs.counts[slot]!++;
  pairs.table[at] = pair + 1;
}

function growPairs(pairs: PairSet): void {
  const size = pairs.slot.length * 2;
  for (const name of ['slot', 'code', 'next'] as const) {
    const grown = new Int32Array(Math.max(size, pairs.table.length * 2));
    grown.set(pairs[name]);
    pairs[name] = grown;
  }
  const table = new Int32Array(pairs.table.length * 2);
  const mask = table.length - 1;
  for (let pair = 0; pair < pairs.size; pair++) {
    let at = hashOf(pairs.slot[pair]!, pairs.code[pair]!) & mask;
    while (table[at] !== 0) at = (at + 1) & mask;
    table[at] = pair + 1;
  }
  pairs.table = table;
}

/** Mixes two words (the finalizer of MurmurHash3, A. Appleby, over a product of both). */
function hashOf(slot: number, code: number): number {
  let hash = Math.imul(slot, 0x9e3779b1) ^ Math.imul(code, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0xc2b2ae35);
  return (hash ^ (hash >>> 13)) >>> 0;
}
