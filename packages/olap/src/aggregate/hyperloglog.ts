/**
 * About how many distinct values there are, in a few kilobytes: HyperLogLog.
 *
 * Each value's hash picks one of 2^precision registers, which keeps the longest run of leading
 * zeros it has seen. States merge register by register, so a total is made of its parts without
 * counting anyone twice. While values are few their hashes are kept themselves, at 25 bits of
 * index, and the count is nearly exact.
 *
 * The standard error is 1.04 / √(2^precision): 0.81 % at 14, 0.41 % at 16. The estimator is Ertl's,
 * which follows from the distribution of the registers and holds from 0 to far beyond 2^32 without
 * tables of measured bias.
 *
 * @source P. Flajolet et al., "HyperLogLog", 2007; S. Heule, M. Nunkesser, A. Hall, "HyperLogLog in
 *   Practice", 2013 (64-bit hash, sparse form); O. Ertl, "New cardinality estimation algorithms for
 *   HyperLogLog sketches", 2017, arXiv:1702.01284, algorithm 6 (improved raw estimator)
 */
import { assert } from '@kontor/kernel';
import { OlapError } from '../errors.ts';
import { type Hashable, hashValue } from './hash-value.ts';

/** A sketch of distinct values: plain data that survives JSON; the same set gives the same data. */
export interface HyperLogLog {
  readonly precision: number;
  /** Index of 25 bits × 64 + run, in order, one an index; null once there are registers. */
  sparse: number[] | null;
  /** Five registers of 6 bits a number; null before. */
  registers: number[] | null;
}

const SPARSE_PRECISION = 25;
const REGISTERS_PER_NUMBER = 5;
/** Beyond, inserting in order costs more time than the registers cost room. */
const SPARSE_MAX = 4096;

/**
 * A sketch of nothing.
 *
 * @throws OlapError OLAP_INVALID_CUBE — a precision that is no whole number from 4 to 18
 * @example
 * const buyers = emptyHyperLogLog();
 * for (const name of ['Ada', 'Bo', 'Ada']) addToHyperLogLog(buyers, name);
 * hyperLogLogEstimate(buyers) // => 2
 */
export function emptyHyperLogLog(precision = 14): HyperLogLog {
  if (Number.isInteger(precision) && precision >= 4 && precision <= 18) {
    return { precision, sparse: [], registers: null };
  }
  const message = `${precision} is no precision of a sketch: give a whole number from 4 to 18.`;
  const issue = { code: 'INVALID_VALUE' as const, path: ['precision'], message };
  throw new OlapError('OLAP_INVALID_CUBE', { issues: [issue] });
}

/** Adds a value to the state; null is no value and adds nothing. */
export function addToHyperLogLog(state: HyperLogLog, value: Hashable): void {
  if (value === null) return;
  hashValue(value, hash);
  addHash(state, hash[0]!, hash[1]!);
}

const hash = new Uint32Array(2);

/** Adds a value by its hash of 64 bits in two words. */
export function addHash(state: HyperLogLog, low: number, high: number): void {
  if (state.registers !== null) {
    const { precision } = state;
    raise(state.registers, high >>> (32 - precision), runOf(low, high, precision));
    return;
  }
  const index = high >>> (32 - SPARSE_PRECISION);
  addSparse(state, index * 64 + runOf(low, high, SPARSE_PRECISION));
}

/** Adds the values of the second sketch to the first. Both have the same precision. */
export function mergeHyperLogLog(state: HyperLogLog, other: HyperLogLog): void {
  assert(state.precision === other.precision, 'sketches of one measure have one precision');
  if (other.sparse !== null) {
    for (const entry of other.sparse) addEntry(state, entry);
    return;
  }
  const registers = denseRegisters(state);
  const count = 2 ** state.precision;
  for (let index = 0; index < count; index++) {
    raise(registers, index, registerOf(other.registers!, index));
  }
}

/** About how many distinct values were added: a whole number, 0 for none. */
export function hyperLogLogEstimate({ precision, sparse, registers }: HyperLogLog): number {
  if (registers === null) return countByFreePlaces(sparse!.length);
  const size = 2 ** precision;
  const longest = 64 - precision + 1;
  const counts = new Float64Array(longest + 1);
  for (let index = 0; index < size; index++) counts[registerOf(registers, index)]!++;
  let z = size * tau(1 - counts[longest]! / size);
  for (let run = longest - 1; run >= 1; run--) z = 0.5 * (z + counts[run]!);
  z += size * sigma(counts[0]! / size);
  return Math.round((size * size) / (2 * Math.LN2 * z));
}

/** Leading zeros after the first `skip` bits (fewer than 32), and one. */
function runOf(low: number, high: number, skip: number): number {
  const rest = high << skip;
  if (rest !== 0) return Math.clz32(rest) + 1;
  return 32 - skip + Math.clz32(low) + 1;
}

function addEntry(state: HyperLogLog, entry: number): void {
  if (state.registers !== null) raiseByEntry(state.registers, state.precision, entry);
  else addSparse(state, entry);
}

/** Puts an entry in its place, or makes registers when there are too many. */
function addSparse(state: HyperLogLog, entry: number): void {
  const entries = state.sparse!;
  const index = Math.floor(entry / 64);
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (entries[middle]! < index * 64) low = middle + 1;
    else high = middle;
  }
  const there = entries[low] ?? -1;
  if (Math.floor(there / 64) === index) entries[low] = Math.max(there, entry);
  else if (entries.length < sparseMax(state.precision)) entries.splice(low, 0, entry);
  else raiseByEntry(denseRegisters(state), state.precision, entry);
}

/** As many entries as take no more room than registers. */
const sparseMax = (precision: number): number =>
  Math.min(SPARSE_MAX, Math.ceil(2 ** precision / REGISTERS_PER_NUMBER));

/** The registers, made of the entries where there were none. */
function denseRegisters(state: HyperLogLog): number[] {
  if (state.registers !== null) return state.registers;
  const { precision } = state;
  const registers = Array.from(
    { length: Math.ceil(2 ** precision / REGISTERS_PER_NUMBER) },
    () => 0,
  );
  for (const entry of state.sparse!) raiseByEntry(registers, precision, entry);
  state.sparse = null;
  state.registers = registers;
  return registers;
}

/** An entry of 25 bits of index as a register's: the bits beyond the precision begin the run. */
function raiseByEntry(registers: number[], precision: number, entry: number): void {
  const index = Math.floor(entry / 64);
  const beyond = SPARSE_PRECISION - precision;
  const bits = index & (2 ** beyond - 1);
  const run = bits === 0 ? beyond + (entry % 64) : Math.clz32(bits) - (32 - beyond) + 1;
  raise(registers, index >>> beyond, run);
}

function registerOf(registers: readonly number[], index: number): number {
  const at = Math.floor(index / REGISTERS_PER_NUMBER);
  return (registers[at]! >>> ((index - at * REGISTERS_PER_NUMBER) * 6)) & 63;
}

function raise(registers: number[], index: number, run: number): void {
  const at = Math.floor(index / REGISTERS_PER_NUMBER);
  const shift = (index - at * REGISTERS_PER_NUMBER) * 6;
  const number = registers[at]!;
  const old = (number >>> shift) & 63;
  if (run > old) registers[at] = number + ((run - old) << shift);
}

/** Linear counting: how many values leave so many of 2^25 places taken (Whang et al., 1990). */
function countByFreePlaces(taken: number): number {
  const places = 2 ** SPARSE_PRECISION;
  return Math.round(-places * Math.log1p(-taken / places));
}

/** Ertl's σ: x + Σ x^(2^k) · 2^(k−1), the share of registers that saw nothing. */
function sigma(share: number): number {
  if (share === 1) return Infinity;
  let x = share;
  let weight = 1;
  let sum = x;
  for (let before = -1; sum !== before; weight += weight) {
    before = sum;
    x *= x;
    sum += x * weight;
  }
  return sum;
}

/** Ertl's τ, for registers that are full. */
function tau(share: number): number {
  if (share === 0 || share === 1) return 0;
  let x = share;
  let weight = 1;
  let sum = 1 - x;
  for (let before = -1; sum !== before; ) {
    before = sum;
    x = Math.sqrt(x);
    weight *= 0.5;
    sum -= (1 - x) ** 2 * weight;
  }
  return sum / 3;
}
