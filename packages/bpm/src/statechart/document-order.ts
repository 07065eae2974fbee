/**
 * Lists of states kept in document order: a look-up halves the list, and walking it needs no sort.
 */
import type { CompiledState } from './compiled-chart.ts';

/** Adds a state at its place in document order. @returns whether it was not there */
export function insertInOrder(states: CompiledState[], state: CompiledState): boolean {
  const at = placeInOrder(states, state);
  if (at === states.length) states.push(state);
  else if (states[at] === state) return false;
  else states.splice(at, 0, state);
  return true;
}

/** Where a state stands among states in document order, or would stand. */
export function placeInOrder(states: readonly CompiledState[], { index }: CompiledState): number {
  let low = 0;
  let high = states.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (states[middle]!.index < index) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a state is one of them. */
export const isAmong = (states: readonly CompiledState[], state: CompiledState): boolean =>
  states[placeInOrder(states, state)] === state;
