/**
 * What makes an aggregate: the algebra of its states.
 */
import type { Value } from '../value.ts';

/**
 * An aggregate: how a state begins, takes a value, takes another state, and is finished.
 *
 * `merge` must not care for order, and merging an untouched state must change nothing. With
 * `retract`, which undoes `add`, aggregates stay current when facts go; without it they are
 * computed again.
 *
 * @example
 * const longest: Aggregate<string, { length: number }> = {
 *   init: () => ({ length: 0 }),
 *   add: (state, text) => { state.length = Math.max(state.length, text.length); },
 *   merge: (state, other) => { state.length = Math.max(state.length, other.length); },
 *   finish: (state) => state.length,
 * };
 */
export interface Aggregate<In, State, Out extends Value = Value> {
  init(): State;
  add(state: State, value: In): void;
  retract?(state: State, value: In): void;
  merge(state: State, other: State): void;
  finish(state: State): Out;
}
