/**
 * Measures by sketches: small states that merge, and answers that are nearly right and say so.
 */
import {
  addHash,
  emptyHyperLogLog,
  type HyperLogLog,
  hyperLogLogEstimate,
  mergeHyperLogLog,
} from './aggregate/hyperloglog.ts';
import { hashValue } from './aggregate/hash-value.ts';
import {
  addToQuantileSketch,
  emptyQuantileSketch,
  mergeQuantileSketch,
  type QuantileSketch,
  sketchPercentile,
} from './aggregate/quantile-sketch.ts';
import type { Aggregate } from './aggregate/aggregate.ts';
import type { Measure } from './measure.ts';
import { ObjectStates } from './states/object-state.ts';
import type { Value } from './value.ts';
import { type ValueColumn, valueAt } from './value-column.ts';
import type { ValueDictionary } from './value-dictionary.ts';

/** About how many distinct values: HyperLogLog of 2^precision registers. */
export function approximateDistinctMeasure(
  name: string,
  dictionary: ValueDictionary,
  precision: number,
): Measure {
  const hashes = new HashedValues(dictionary);
  return sketchMeasure<number, HyperLogLog>(name, `hyperloglog${precision}:${dictionary.name}`, {
    valueOf: (row) => dictionary.codes.array[row]! || null,
    algebra: {
      init: () => emptyHyperLogLog(precision),
      add: (state, code) => hashes.addTo(state, code),
      merge: mergeHyperLogLog,
      finish: hyperLogLogEstimate,
    },
  });
}

/** About a percentile of floats: a KLL sketch. */
export function approximatePercentileMeasure(
  name: string,
  column: ValueColumn,
  at: string,
): Measure {
  const share = Number(at);
  return sketchMeasure<number, QuantileSketch>(name, `quantiles:${column.name}`, {
    valueOf: (row) => {
      const value = valueAt(column, row);
      return Number.isNaN(value) ? null : value;
    },
    algebra: {
      init: () => emptyQuantileSketch(),
      add: addToQuantileSketch,
      merge: mergeQuantileSketch,
      finish: (state) => sketchPercentile(state, share),
    },
  });
}

/** The hash of each value of a dictionary, computed once. */
class HashedValues {
  private words = new Uint32Array(1024);
  private count = 0;
  private readonly hash = new Uint32Array(2);

  constructor(private readonly dictionary: ValueDictionary) {}

  addTo(state: HyperLogLog, code: number): void {
    while (this.count < code) this.hashNext();
    addHash(state, this.words[2 * code - 2]!, this.words[2 * code - 1]!);
  }

  private hashNext(): void {
    if (2 * this.count >= this.words.length) {
      const grown = new Uint32Array(this.words.length * 2);
      grown.set(this.words);
      this.words = grown;
    }
    hashValue(this.dictionary.values[this.count]!, this.hash);
    this.words.set(this.hash, 2 * this.count++);
  }
}

function sketchMeasure<In, State>(
  name: string,
  id: string,
  {
    valueOf,
    algebra,
  }: { valueOf: (row: number) => In | null; algebra: Aggregate<In, State, Value> },
): Measure {
  const made = algebra as unknown as Aggregate<unknown, unknown>;
  return {
    name,
    states: new Map([[id, () => new ObjectStates(id, valueOf, made)]]),
    finish: (cuboid, cell) => made.finish((cuboid.states.get(id) as ObjectStates).at(cell)),
    isAdditive: false,
  };
}
