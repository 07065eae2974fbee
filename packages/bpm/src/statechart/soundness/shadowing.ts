/**
 * Which transitions can never be chosen, because another one is always chosen before them: one
 * further inside, or one earlier in the same state, or one that waits for no event.
 *
 * Conditions may say anything, so only a transition without one, or with the same one, shadows.
 *
 * @source SCXML 1.0, appendix D: selectTransitions, selectEventlessTransitions
 */
import { type CompiledState, type CompiledTransition, statesAround } from '../compiled-chart.ts';

/**
 * What is chosen before a transition while a leaf is active; undefined: nothing need be.
 *
 * @param leaf - the source of the transition, or a leaf inside of it
 */
export function shadowOf(
  transition: CompiledTransition,
  leaf: CompiledState,
): CompiledTransition | undefined {
  for (const state of [leaf, ...statesAround(leaf)]) {
    const isSource = state === transition.source;
    const before = isSource ? state.transitions.slice(0, transition.index) : state.transitions;
    const found =
      before.find((other) => isAlwaysFirst(other, transition)) ??
      state.transitions.find((other) => isEndless(other, transition));
    if (found !== undefined) return found;
    if (isSource) return undefined;
  }
  return undefined;
}

function isAlwaysFirst(other: CompiledTransition, than: CompiledTransition): boolean {
  const isSame = other.source === than.source && other.cond === than.cond;
  return (other.cond === undefined || isSame) && covers(other.events, than.events);
}

/** As long as its state is active, no event is looked at. */
const isEndless = ({ events, cond }: CompiledTransition, than: CompiledTransition): boolean =>
  events === undefined && cond === undefined && than.events !== undefined;

/** Whether every event that has one of the narrow names has one of the wide ones. */
function covers(
  wide: readonly string[] | undefined,
  narrow: readonly string[] | undefined,
): boolean {
  if (wide === undefined || narrow === undefined) return wide === narrow;
  return narrow.every((name) =>
    wide.some((prefix) => prefix === '*' || prefix === name || name.startsWith(`${prefix}.`)),
  );
}
