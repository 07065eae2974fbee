/**
 * Where the cell of a tuple of members stands.
 *
 * The codes of a tuple make one number in mixed radix. While the number of possible tuples is small
 * it is an index into a table; else it is looked up in a hash table; and where it would pass what a
 * double tells apart, the first codes are numbered among themselves and the number stands for them.
 */

/** A table may have so many places. */
const TABLE_MAX = 2 ** 22;
/** Mixed-radix numbers stay below. */
const KEY_MAX = 2 ** 53;

/** Cells by tuple, numbered from 0 in the order of their coming. */
export class CellIndex {
  private readonly stages: Stage[];
  private readonly radices: readonly number[];

  /** @param counts - by column, how many codes there are; later codes need a new index */
  constructor(readonly counts: readonly number[]) {
    this.radices = counts.map((count) => Math.max(1, count));
    this.stages = stagesOf(this.radices);
  }

  /** The cell of a tuple, −1 where there is none. */
  find(codes: ArrayLike<number>): number {
    return this.cellOf(codes, -1);
  }

  /** The cell of a tuple, which gets the number `next` where there is none. */
  findOrAdd(codes: ArrayLike<number>, next: number): number {
    return this.cellOf(codes, next);
  }

  private cellOf(codes: ArrayLike<number>, next: number): number {
    let number = 0;
    for (let index = 0; index < this.stages.length; index++) {
      const stage = this.stages[index]!;
      const isLast = index === this.stages.length - 1;
      let key = index === 0 ? 0 : number;
      for (let column = stage.from; column < stage.to; column++) {
        key = key * this.radices[column]! + codes[column]!;
      }
      number = placeOf(stage, key, next < 0 ? -1 : isLast ? next : stage.size);
      if (number < 0) return -1;
    }
    return number;
  }
}

/** Columns `from … to − 1` and the number of what comes before, in one table. */
interface Stage {
  readonly from: number;
  readonly to: number;
  /** Cell + 1 by key, where there are few keys. */
  readonly table: Int32Array | null;
  keys: Float64Array;
  /** Cell + 1 by hash. */
  cells: Int32Array;
  size: number;
}

function stagesOf(radices: readonly number[]): Stage[] {
  const stages: Stage[] = [];
  let from = 0;
  let product = 1;
  for (const [column, radix] of radices.entries()) {
    if (product * radix >= KEY_MAX) {
      stages.push(openStage(from, column, KEY_MAX));
      from = column;
      // The number of a prefix is below 2^31.
      product = 2 ** 31;
    }
    product *= radix;
  }
  stages.push(openStage(from, radices.length, from === 0 ? product : KEY_MAX));
  return stages;
}

function openStage(from: number, to: number, keys: number): Stage {
  const isTable = keys <= TABLE_MAX;
  return {
    from,
    to,
    table: isTable ? new Int32Array(keys) : null,
    keys: new Float64Array(isTable ? 0 : 1024),
    cells: new Int32Array(isTable ? 0 : 1024),
    size: 0,
  };
}

/** The number of a key; `next` (unless −1) becomes that of a new one. */
function placeOf(stage: Stage, key: number, next: number): number {
  if (stage.table !== null) {
    const cell = stage.table[key]! - 1;
    if (cell >= 0 || next < 0) return cell;
    stage.size++;
    stage.table[key] = next + 1;
    return next;
  }
  const mask = stage.cells.length - 1;
  let at = hashOf(key) & mask;
  while (stage.cells[at] !== 0) {
    if (stage.keys[at] === key) return stage.cells[at]! - 1;
    at = (at + 1) & mask;
  }
  if (next < 0) return -1;
  stage.keys[at] = key;
  stage.cells[at] = next + 1;
  if (++stage.size * 2 > stage.cells.length) grow(stage);
  return next;
}

function grow(stage: Stage): void {
  const { keys, cells } = stage;
  stage.keys = new Float64Array(keys.length * 2);
  stage.cells = new Int32Array(cells.length * 2);
  const mask = stage.cells.length - 1;
  for (let from = 0; from < cells.length; from++) {
    if (cells[from] === 0) continue;
    let at = hashOf(keys[from]!) & mask;
    while (stage.cells[at] !== 0) at = (at + 1) & mask;
    stage.keys[at] = keys[from]!;
    stage.cells[at] = cells[from]!;
  }
}

/** Mixes both words of a whole number (finalizer of MurmurHash3, A. Appleby). */
function hashOf(key: number): number {
  const high = Math.floor(key / 2 ** 32);
  let hash = (key - high * 2 ** 32) ^ Math.imul(high, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
