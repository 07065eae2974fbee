/**
 * Which rows a filter lets through: a few tables of bits, looked up by code.
 *
 * A filter is a union of up to 32 conjuncts, each a choice of members by level. For every column of
 * the source there is one word a code, whose bit j says whether conjunct j lets the code pass; a
 * row passes when the words of its codes have a bit in common. So a choice of tuples costs no more
 * than a choice of members. A wider union is several such plans.
 */
import type { FactTable } from './fact-table.ts';
import { isAtOrAbove, type Level, ancestorOf } from './hierarchy.ts';
import type { CodeArray, IntColumn } from './int-column.ts';
import { BLOCK_ROWS } from './row-block.ts';
import { type ValueColumn, valueAt } from './value-column.ts';

/** Members by level, and values by column, that a row must have all of. */
export interface Conjunct {
  readonly members: readonly MemberChoice[];
  readonly ranges: readonly ValueRange[];
}

/** The members of a level that pass: 1 by code; members that came later do not pass. */
export interface MemberChoice {
  readonly level: Level;
  readonly allowed: Uint8Array;
}

/** Values in the units of their column, both ends included; null never passes. */
export interface ValueRange {
  readonly column: ValueColumn;
  readonly from: number;
  readonly to: number;
}

/** A column of codes to look at, and the members of which level its codes are (null = leaves). */
export interface CodedColumn {
  readonly codes: IntColumn;
  readonly level: Level | null;
  readonly dimension: Level['dimension'];
}

/** Up to 32 conjuncts over columns. */
export interface FilterPlan {
  readonly columns: readonly { readonly codes: IntColumn; readonly bits: Int32Array }[];
  readonly ranges: readonly (ValueRange & { readonly bit: number })[];
}

const CONJUNCTS_A_PLAN = 32;

/** Plans of a union of conjuncts over a source; nothing passes an empty union. */
export function planFilter(
  union: readonly Conjunct[],
  columns: readonly CodedColumn[],
): FilterPlan[] {
  const plans: FilterPlan[] = [];
  for (let start = 0; start < union.length; start += CONJUNCTS_A_PLAN) {
    plans.push(planPart(union.slice(start, start + CONJUNCTS_A_PLAN), columns));
  }
  return plans;
}

function planPart(part: readonly Conjunct[], columns: readonly CodedColumn[]): FilterPlan {
  const all = part.length === 32 ? -1 : 2 ** part.length - 1;
  const used = columns.flatMap((column) => {
    const bits = bitsOf(part, column, all);
    return bits === undefined ? [] : [{ codes: column.codes, bits }];
  });
  const ranges = part.flatMap((conjunct, index) =>
    conjunct.ranges.map((range) => ({ ...range, bit: 1 << index })),
  );
  // Where nothing is asked of any column, every row has all bits.
  if (used.length === 0 && columns.length > 0) {
    used.push({ codes: columns[0]!.codes, bits: new Int32Array(codesOf(columns[0]!)).fill(all) });
  }
  return { columns: used, ranges };
}

/** The words of a column by code; undefined where no conjunct asks anything of it. */
function bitsOf(
  part: readonly Conjunct[],
  column: CodedColumn,
  all: number,
): Int32Array | undefined {
  let bits: Int32Array | undefined;
  for (const [index, conjunct] of part.entries()) {
    for (const { level, allowed } of conjunct.members) {
      if (!readsColumn(level, column)) continue;
      bits ??= new Int32Array(codesOf(column)).fill(all);
      for (let code = 0; code < bits.length; code++) {
        const member = memberOf(column, code, level);
        if (allowed[member] !== 1) bits[code]! &= ~(1 << index);
      }
    }
  }
  return bits;
}

/** Whether a choice at `level` can be decided from the column. */
export function readsColumn(level: Level, column: CodedColumn): boolean {
  if (column.dimension !== level.dimension) return false;
  return column.level === null || isAtOrAbove(level, column.level);
}

function memberOf(column: CodedColumn, code: number, level: Level): number {
  if (column.level === null) return level.ofLeaf.array[code]!;
  return ancestorOf(column.level, code, level);
}

const codesOf = (column: CodedColumn): number =>
  column.level === null ? column.dimension.leafCount : column.level.keys.length;

/** The columns of the facts, by dimension. */
export function factColumns(
  facts: FactTable,
  dimensions: readonly Level['dimension'][],
): CodedColumn[] {
  return dimensions.map((dimension, index) => ({
    codes: facts.leaves[index]!,
    level: null,
    dimension,
  }));
}

const words = new Int32Array(BLOCK_ROWS);

/**
 * Writes to `rows` those of `start … start + count − 1` that pass any plan and are not removed, in
 * order; returns their number. `count` is at most a block.
 */
export function selectRows(
  plans: readonly FilterPlan[] | null,
  removed: Uint8Array | null,
  start: number,
  count: number,
  rows: Int32Array,
): number {
  let found = 0;
  if (plans === null) {
    for (let row = start; row < start + count; row++) if (removed?.[row] !== 1) rows[found++] = row;
    return found;
  }
  if (plans.length === 1 && removed === null) {
    const [one, two, ...more] = plans[0]!.columns;
    const isPair = two !== undefined && more.length === 0 && plans[0]!.ranges.length === 0;
    const [a, b] = [one?.codes.array, two?.codes.array];
    if (isPair && a instanceof Uint8Array && b instanceof Uint8Array) {
      return passingBoth([a, one!.bits], [b, two.bits], start, count, rows);
    }
  }
  passWords(plans[0], start, count);
  if (plans.length === 1 && removed === null) return passing(start, count, rows);
  if (plans.length > 1) {
    const any = words.slice(0, count);
    for (const plan of plans.slice(1)) {
      passWords(plan, start, count);
      for (let index = 0; index < count; index++) any[index]! |= words[index]!;
    }
    words.set(any);
  }
  for (let index = 0; index < count; index++) {
    if (words[index] !== 0 && removed?.[start + index] !== 1) rows[found++] = start + index;
  }
  return found;
}

/** The same as words of two columns of bytes and then `passing`, in one pass. */
function passingBoth(
  [one, oneBits]: readonly [Uint8Array, Int32Array],
  [two, twoBits]: readonly [Uint8Array, Int32Array],
  start: number,
  count: number,
  rows: Int32Array,
): number {
  let found = 0;
  const end = start + count;
  for (let row = start; row < end; row++) {
    rows[found] = row;
    found = (found + ((oneBits[one[row]!]! & twoBits[two[row]!]!) === 0 ? 0 : 1)) | 0;
  }
  return found;
}

/** Writes the rows whose word has a bit: each is written, and stays where it passes. */
function passing(start: number, count: number, rows: Int32Array): number {
  let found = 0;
  for (let index = 0; index < count; index++) {
    rows[found] = (start + index) | 0;
    found = (found + (words[index] === 0 ? 0 : 1)) | 0;
  }
  return found;
}

/** The words of the block's rows under one plan; none pass without a plan. */
function passWords(plan: FilterPlan | undefined, start: number, count: number): void {
  if (plan === undefined || plan.columns.length === 0) {
    words.fill(0, 0, count);
    return;
  }
  const [first, ...more] = plan.columns;
  setWords(first!.codes.array, start, count, first!.bits);
  for (const { codes, bits } of more) lookUp(codes.array, start, count, bits);
  for (const { column, from, to, bit } of plan.ranges) {
    for (let index = 0; index < count; index++) {
      const value = valueAt(column, start + index);
      if (!(value >= from && value <= to)) words[index]! &= ~bit;
    }
  }
}

function setWords(codes: CodeArray, start: number, count: number, bits: Int32Array): void {
  words.fill(-1, 0, count);
  lookUp(codes, start, count, bits);
}

function lookUp(codes: CodeArray, start: number, count: number, bits: Int32Array): void {
  if (codes instanceof Uint8Array) lookUpBytes(codes, start, count, bits);
  else if (codes instanceof Uint16Array) lookUpWords(codes, start, count, bits);
  else lookUpInts(codes, start, count, bits);
}

function lookUpBytes(codes: Uint8Array, start: number, count: number, bits: Int32Array): void {
  for (let index = 0; index < count; index++) {
    words[index] = words[index]! & bits[codes[(start + index) | 0]!]!;
  }
}

function lookUpWords(codes: Uint16Array, start: number, count: number, bits: Int32Array): void {
  for (let index = 0; index < count; index++) {
    words[index] = words[index]! & bits[codes[(start + index) | 0]!]!;
  }
}

function lookUpInts(codes: Int32Array, start: number, count: number, bits: Int32Array): void {
  for (let index = 0; index < count; index++) {
    words[index] = words[index]! & bits[codes[(start + index) | 0]!]!;
  }
}
