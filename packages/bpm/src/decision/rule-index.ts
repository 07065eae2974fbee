/**
 * Which rules of a table match: by sets of rules, a bit each.
 *
 * Cells that are constants (`"gold"`, `1, 2`) are looked up by value, so a column of them costs one
 * look-up for all its rules; cells that are anything else are run only for rules that still may
 * match. The plain form it stands for is: keep the rules all of whose cells hold. A constant and a
 * value of two kinds cannot be compared, which is news, so such a column runs its cells.
 */
import type { Code, Frame } from '../feel/scope.ts';

/** A set of rules: bit 0 of word 0 is the first. */
type RuleSet = Uint32Array;

/** A cell: its code, and the constants it compares with where it has nothing else. */
export interface Cell {
  readonly code: Code;
  /** Undefined where only the code knows. An empty list takes everything. */
  readonly constants: readonly (string | number | boolean)[] | undefined;
}

/** A column, ready to be asked. */
interface Column {
  /** Rules that hold for every value. */
  readonly always: RuleSet;
  /** Rules that hold for a value, those of `always` among them. */
  readonly byValue: ReadonlyMap<unknown, RuleSet>;
  /** The kind of all constants, as `typeof` says it; undefined where they are not of one. */
  readonly kind: string | undefined;
  /** Rules whose cells are run, always … */
  readonly run: RuleSet;
  /** … and when the value is of another kind than the constants. */
  readonly runAll: RuleSet;
  readonly codes: readonly Code[];
}

/** Finds the rules that match: their numbers from 0, in order. */
export type Matcher = (inputs: readonly Frame[]) => number[];

/** The matcher of a table; `cells` has a row for each rule. */
export function matcherOf(cells: readonly (readonly Cell[])[], columnCount: number): Matcher {
  const words = Math.ceil(cells.length / 32);
  const columns = Array.from({ length: columnCount }, (_, at) =>
    columnOf(
      cells.map((row) => row[at]!),
      words,
    ),
  );
  const everyRule = setOf(cells.keys(), words);
  return (inputs) => {
    const alive = everyRule.slice();
    // Look-ups first: they leave few rules for the cells that must be run.
    columns.forEach((column, at) => lookUp(column, inputs[at]!, alive));
    columns.forEach((column, at) => runCells(column, inputs[at]!, alive));
    return membersOf(alive);
  };
}

function columnOf(cells: readonly Cell[], words: number): Column {
  const where = (test: (cell: Cell) => boolean): RuleSet =>
    setOf(
      [...cells.keys()].filter((rule) => test(cells[rule]!)),
      words,
    );
  const values = new Set(cells.flatMap(({ constants }) => constants ?? []));
  const kinds = new Set([...values].map((value) => typeof value));
  const byValue = new Map(
    [...values].map((value) => [
      value,
      where(({ constants }) => constants?.length === 0 || constants?.includes(value) === true),
    ]),
  );
  return {
    always: where(({ constants }) => constants?.length === 0),
    byValue,
    kind: kinds.size === 1 ? [...kinds][0] : undefined,
    run: where(({ constants }) => constants === undefined),
    runAll: where(({ constants }) => constants?.length !== 0),
    codes: cells.map(({ code }) => code),
  };
}

function isIndexed({ kind }: Column, frame: Frame): boolean {
  const value = frame.values[0];
  return value === null || typeof value === kind;
}

function lookUp(column: Column, frame: Frame, alive: RuleSet): void {
  if (!isIndexed(column, frame)) return;
  const found = column.byValue.get(frame.values[0]) ?? column.always;
  for (let word = 0; word < alive.length; word++) {
    alive[word]! &= found[word]! | column.run[word]!;
  }
}

function runCells(column: Column, frame: Frame, alive: RuleSet): void {
  const toRun = isIndexed(column, frame) ? column.run : column.runAll;
  for (let word = 0; word < alive.length; word++) {
    for (let left = alive[word]! & toRun[word]!; left !== 0; left &= left - 1) {
      const bit = 31 - Math.clz32(left & -left);
      if (column.codes[word * 32 + bit]!(frame) !== true) alive[word]! &= ~(1 << bit);
    }
  }
}

function setOf(rules: Iterable<number>, words: number): RuleSet {
  const set = new Uint32Array(words);
  for (const rule of rules) set[rule >> 5]! |= 1 << (rule & 31);
  return set;
}

function membersOf(set: RuleSet): number[] {
  const members: number[] = [];
  for (let word = 0; word < set.length; word++) {
    for (let left = set[word]!; left !== 0; left &= left - 1) {
      members.push(word * 32 + 31 - Math.clz32(left & -left));
    }
  }
  return members;
}
