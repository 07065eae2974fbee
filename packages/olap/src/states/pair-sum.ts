/**
 * Sums over rows in which two columns both have a value: Σxy, Σx, and their number.
 *
 * They carry weighted averages, variances (x with itself), covariance and regression. Products of
 * whole numbers are added as doubles while they are sure to stay exact, and as bigints from there
 * on.
 */
import { blockValues, type RowBlock } from '../row-block.ts';
import { type ValueColumn, NULL_INT } from '../value-column.ts';
import { type CellRange, grownDoubles, ownState, type StateColumn } from './state-column.ts';

/** What a row adds: the product, the left value, or 1. */
export type PairTerm = 'product' | 'left' | 'both';

const EXACT_BELOW = 2 ** 53;

/** Sums over pairs by slot. */
export class PairSums implements StateColumn {
  readonly id: string;
  readonly isRetractable = true;
  readonly isAdditive = true;
  private short: Float64Array = new Float64Array(0);
  private long: bigint[] | null = null;
  private bound = 0;

  constructor(
    private readonly term: PairTerm,
    private readonly left: ValueColumn,
    private readonly right: ValueColumn,
  ) {
    this.id = `${term}:${left.name}×${right.name}`;
  }

  /** The sum of a slot in units of 10^-(the scales together). */
  at(slot: number): bigint {
    return this.long?.[slot] ?? BigInt(this.short[slot]!);
  }

  reserve(slots: number): void {
    this.short = grownDoubles(this.short, slots);
    if (this.long !== null) while (this.long.length < slots) this.long.push(0n);
  }

  clear(slots: number): void {
    this.short.fill(0, 0, slots);
    this.long?.fill(0n, 0, slots);
  }

  add(block: RowBlock, slots: Int32Array, sign: 1 | -1): void {
    this.widenFor(block.count * this.largest());
    const left = blockValues(block, this.left);
    const right = blockValues(block, this.right);
    for (let index = 0; index < block.count; index++) {
      const a = left.array[left.offset + index]!;
      const b = right.array[right.offset + index]!;
      if (isNull(a, left.array) || isNull(b, right.array)) continue;
      const slot = slots[index]!;
      if (this.long === null) this.short[slot]! += sign * termOf(this.term, a, b);
      else this.long[slot]! += BigInt(sign) * longTermOf(this.term, a, b);
    }
  }

  merge(
    from: StateColumn,
    { cells, start, count }: CellRange,
    slots: Int32Array,
    signs?: Int8Array,
  ): void {
    const other = ownState(PairSums, from);
    this.widenFor(other.bound);
    for (let index = 0; index < count; index++) {
      const cell = cells === null ? start + index : cells[index]!;
      const sign = signs === undefined ? 1 : signs[index]!;
      const slot = slots[index]!;
      if (this.long === null) this.short[slot]! += sign * other.short[cell]!;
      else this.long[slot]! += BigInt(sign) * other.at(cell);
    }
  }

  fresh(): PairSums {
    return new PairSums(this.term, this.left, this.right);
  }

  /** No row adds more. */
  private largest(): number {
    if (this.term === 'both') return 1;
    return this.term === 'left' ? this.left.largest : this.left.largest * this.right.largest;
  }

  private widenFor(more: number): void {
    this.bound += more;
    if (this.long !== null || this.bound < EXACT_BELOW) return;
    this.long = Array.from(this.short, BigInt);
  }
}

const isNull = (value: number, array: Int32Array | Float64Array): boolean =>
  Number.isNaN(value) || (value === NULL_INT && array instanceof Int32Array);

function termOf(term: PairTerm, a: number, b: number): number {
  if (term === 'both') return 1;
  return term === 'left' ? a : a * b;
}

function longTermOf(term: PairTerm, a: number, b: number): bigint {
  if (term === 'both') return 1n;
  return term === 'left' ? BigInt(a) : BigInt(a) * BigInt(b);
}
