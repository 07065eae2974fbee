/**
 * A measure in force: the states that its cells carry, and how a cell is finished.
 *
 * States of the same column are shared: a sum, an average and a variance of revenue carry one sum
 * between them.
 */
import type { Decimal } from '@kontor/kernel';
import type { Cuboid, StateMaker, StateMakers } from './cuboid.ts';
import type { Dimension, Level } from './hierarchy.ts';
import { quantileOf } from './percentile.ts';
import { DistinctSets } from './states/distinct.ts';
import { ExactSums } from './states/exact-sum.ts';
import { Extremes } from './states/extreme.ts';
import { ExactFloatSums } from './states/exact-float-sum.ts';
import { pickDoubles } from './states/pick-doubles.ts';
import { PairSums, type PairTerm } from './states/pair-sum.ts';
import { ValueCounts } from './states/value-count.ts';
import { ValueLists } from './states/value-list.ts';
import { type Flag, quotient, scaledValue, type Shown, type Value } from './value.ts';
import type { ValueColumn } from './value-column.ts';
import type { ValueDictionary } from './value-dictionary.ts';

/** A measure of the facts. */
export interface Measure {
  readonly name: string;
  readonly states: StateMakers;
  /** The value of a cell that has rows. */
  readonly finish: (cuboid: Cuboid, cell: number) => Value;
  /** The values of some cells as doubles, NaN where empty: those of `finish`, not as decimals. */
  readonly numbers?: ((cuboid: Cuboid, cells: Int32Array) => Float64Array) | undefined;
  /** Why `finish` gave nothing, where there is a reason. */
  readonly flag?: ((cuboid: Cuboid, cell: number) => Flag | undefined) | undefined;
  /** The one column of numbers that it reads. */
  readonly column?: ValueColumn | undefined;
  /** Whether parts add up to the whole. */
  readonly isAdditive: boolean;
  /** Whether it is 0 where there are no rows; else it is empty there. */
  readonly countsNothingAsZero?: boolean | undefined;
  /** How it behaves along time, where it does not add up. */
  readonly timing?: Timing | undefined;
  /** The level that tells the currency of its amounts. */
  readonly currency?: { readonly code: string } | { readonly level: Level } | undefined;
  /** The level that tells the unit of its quantities. */
  readonly unit?: { readonly level: Level } | undefined;
}

/** A rule along time. */
export interface Timing {
  readonly along: Dimension;
  readonly rule:
    | 'last'
    | 'first'
    | 'lastNonEmpty'
    | 'firstNonEmpty'
    | 'opening'
    | 'closing'
    | 'averageOverNonEmpty'
    | 'averageOverCalendar'
    | 'byAccount';
  readonly scope: 'leaf' | 'cell';
  readonly shown: Shown;
  /** With `byAccount`: the tree whose members have a nature. */
  readonly accounts?: Dimension | undefined;
}

const makers = (...made: readonly (readonly [string, StateMaker])[]): StateMakers => new Map(made);

const sumOf = (column: ValueColumn): readonly [string, StateMaker] => [
  `sum:${column.name}`,
  () => new ExactSums(column),
];

const countOf = (column: ValueColumn): readonly [string, StateMaker] => [
  `count:${column.name}`,
  (rows) => new ValueCounts(column, rows),
];

const pairOf = (
  term: PairTerm,
  left: ValueColumn,
  right: ValueColumn,
): readonly [string, StateMaker] => {
  const id = new PairSums(term, left, right).id;
  return [id, () => new PairSums(term, left, right)];
};

const state = <S>(cuboid: Cuboid, id: string): S => cuboid.states.get(id) as S;

const valuesIn = (cuboid: Cuboid, cell: number, column: ValueColumn): number =>
  state<ValueCounts>(cuboid, `count:${column.name}`).counts[cell]!;

/** The sums of cells that have rows, with NaN for those of no value. */
function emptied(sums: Float64Array, values: ValueCounts, cells: Int32Array): Float64Array {
  if (values.isNeverEmpty) return sums;
  const { counts } = values;
  for (let index = 0; index < cells.length; index++) {
    if (counts[cells[index]!] === 0) sums[index] = Number.NaN;
  }
  return sums;
}

/** Rows of the facts. */
export function rowsMeasure(name: string): Measure {
  return {
    name,
    states: makers(),
    finish: ({ rows }, cell) => rows.counts[cell]!,
    numbers: ({ rows }, cells) => pickDoubles(rows.counts, cells),
    isAdditive: true,
    countsNothingAsZero: true,
  };
}

/** Values that are not null. */
export function countMeasure(name: string, column: ValueColumn): Measure {
  return {
    name,
    states: makers(countOf(column)),
    finish: (cuboid, cell) => valuesIn(cuboid, cell, column),
    column,
    isAdditive: true,
    countsNothingAsZero: true,
  };
}

/** The exact sum; empty without a value. */
export function sumMeasure(
  name: string,
  column: ValueColumn,
  more: Pick<Measure, 'currency' | 'unit' | 'timing'> = {},
): Measure {
  const scale = column.scale!;
  return {
    name,
    states: makers(countOf(column), sumOf(column)),
    finish: (cuboid, cell) =>
      valuesIn(cuboid, cell, column) === 0
        ? null
        : scaledValue(state<ExactSums>(cuboid, `sum:${column.name}`).at(cell), scale),
    numbers: (cuboid, cells) => {
      const sums = state<ExactSums>(cuboid, `sum:${column.name}`).numbers(cells, 10 ** scale);
      return emptied(sums, state<ValueCounts>(cuboid, `count:${column.name}`), cells);
    },
    column,
    isAdditive: true,
    ...more,
  };
}

/** The sum of floats: the double nearest to the true sum. */
export function floatSumMeasure(name: string, column: ValueColumn): Measure {
  const id = `floatSum:${column.name}`;
  return {
    name,
    states: makers(countOf(column), [id, () => new ExactFloatSums(column)]),
    finish: (cuboid, cell) =>
      valuesIn(cuboid, cell, column) === 0 ? null : state<ExactFloatSums>(cuboid, id).at(cell),
    numbers: (cuboid, cells) =>
      emptied(
        state<ExactFloatSums>(cuboid, id).numbers(cells),
        state<ValueCounts>(cuboid, `count:${column.name}`),
        cells,
      ),
    column,
    isAdditive: true,
  };
}

/** The least or the greatest value. */
export function extremeMeasure(name: string, column: ValueColumn, which: 'min' | 'max'): Measure {
  const id = `${which}:${column.name}`;
  return {
    name,
    states: makers([id, () => new Extremes(column, which)]),
    finish: (cuboid, cell) => {
      const extreme = state<Extremes>(cuboid, id).at(cell);
      return extreme === null ? null : scaledValue(extreme, column.scale!);
    },
    column,
    isAdditive: false,
  };
}

/** The mean of the values: exact sum and number, divided last. */
export function averageMeasure(name: string, column: ValueColumn, shown: Shown): Measure {
  return {
    name,
    states: makers(countOf(column), sumOf(column)),
    finish: (cuboid, cell) => {
      const count = valuesIn(cuboid, cell, column);
      if (count === 0) return null;
      const sum = state<ExactSums>(cuboid, `sum:${column.name}`).at(cell);
      return quotient(scaledValue(sum, column.scale!), scaledValue(count, 0), shown);
    },
    column,
    isAdditive: false,
  };
}

/** Σ w·x ÷ Σ w over rows that have both; a weight of null or 0 counts 0. */
export function weightedMeasure(
  name: string,
  column: ValueColumn,
  weight: ValueColumn,
  shown: Shown,
): Measure {
  const product = pairOf('product', weight, column);
  const weights = pairOf('left', weight, column);
  const sums = (cuboid: Cuboid, cell: number): { above: Decimal; below: Decimal } => ({
    above: scaledValue(state<PairSums>(cuboid, product[0]).at(cell), column.scale! + weight.scale!),
    below: scaledValue(state<PairSums>(cuboid, weights[0]).at(cell), weight.scale!),
  });
  return {
    name,
    states: makers(product, weights),
    finish: (cuboid, cell) => {
      const { above, below } = sums(cuboid, cell);
      return below.isZero() ? null : quotient(above, below, shown);
    },
    flag: (cuboid, cell) => (sums(cuboid, cell).below.isZero() ? 'divideByZero' : undefined),
    column,
    isAdditive: false,
  };
}

/**
 * Variance or standard deviation, from exact Σx and Σx²: (n·Σx² − (Σx)²) ÷ (n·(n − 1)) or ÷ n².
 *
 * A sample of one has none.
 */
export function varianceMeasure(
  name: string,
  column: ValueColumn,
  of: { readonly isSample: boolean; readonly isRoot: boolean; readonly shown: Shown },
): Measure {
  const squares = pairOf('product', column, column);
  return {
    name,
    states: makers(countOf(column), sumOf(column), squares),
    finish: (cuboid, cell) => {
      const count = BigInt(valuesIn(cuboid, cell, column));
      const divisor = count * (of.isSample ? count - 1n : count);
      if (divisor <= 0n) return null;
      const sum = BigInt(state<ExactSums>(cuboid, `sum:${column.name}`).at(cell));
      const spread = count * state<PairSums>(cuboid, squares[0]).at(cell) - sum * sum;
      const above = scaledValue(spread, 2 * column.scale!);
      const below = scaledValue(divisor, 0);
      if (!of.isRoot) return quotient(above, below, of.shown);
      return quotient(above.div(below).sqrt(), scaledValue(1, 0), of.shown);
    },
    column,
    isAdditive: false,
  };
}

/** How many distinct values, exactly. */
export function distinctMeasure(name: string, dictionary: ValueDictionary): Measure {
  const id = `distinct:${dictionary.name}`;
  return {
    name,
    states: makers([id, () => new DistinctSets(dictionary)]),
    finish: (cuboid, cell) => state<DistinctSets>(cuboid, id).at(cell),
    isAdditive: false,
    countsNothingAsZero: true,
  };
}

/** A percentile of all values. */
export function percentileMeasure(
  name: string,
  column: ValueColumn,
  at: string,
  method: 'continuous' | 'discrete',
  shown: Shown,
): Measure {
  const id = `values:${column.name}`;
  return {
    name,
    states: makers([id, () => new ValueLists(column)]),
    finish: (cuboid, cell) => {
      const values = state<ValueLists>(cuboid, id).at(cell);
      return values.length === 0 ? null : quantileOf(values, column.scale!, { at, method, shown });
    },
    column,
    isAdditive: false,
  };
}
