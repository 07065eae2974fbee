/**
 * Which states of a chart can ever be active, and which transitions can ever be taken.
 *
 * Found by following transitions from the beginning, as if each condition could hold and each event
 * could come, whatever else is active. So what is not found, no run ever comes to.
 */
import {
  type CompiledState,
  type CompiledTransition,
  isInside,
  isLeaf,
  statesAround,
} from '../compiled-chart.ts';
import type { ChartStructure } from '../compile-chart.ts';
import { shadowOf } from './shadowing.ts';

/** What can be reached. */
export interface Reachable {
  /** Each state, histories among them, with the transition that led to it first. */
  readonly states: ReadonlyMap<CompiledState, CompiledTransition | undefined>;
  /** Transitions that can be taken, with the leaves that can be active afterwards. */
  readonly taken: ReadonlyMap<CompiledTransition, ReadonlySet<CompiledState>>;
}

/** Follows transitions until nothing new is found. */
export function reachableStates({ states }: ChartStructure): Reachable {
  const search = new Search();
  search.enterAll(states[0]!.initial!.targets, undefined);
  const transitions = states.flatMap((state) => state.transitions);
  for (let size = -1; size !== search.size; ) {
    size = search.size;
    for (const transition of transitions) search.follow(transition);
  }
  const taken = transitions.filter((transition) => search.taken.has(transition));
  return {
    states: search.states,
    taken: new Map(taken.map((transition) => [transition, search.leavesAfter(transition)])),
  };
}

class Search {
  readonly states = new Map<CompiledState, CompiledTransition | undefined>();
  readonly taken = new Set<CompiledTransition>();

  get size(): number {
    return this.states.size + this.taken.size;
  }

  follow(transition: CompiledTransition): void {
    if (this.taken.has(transition) || !this.#canBeTaken(transition)) return;
    this.taken.add(transition);
    this.enterAll(transition.targets, transition);
  }

  enterAll(targets: readonly CompiledState[], by: CompiledTransition | undefined): void {
    for (const target of targets) {
      for (const state of entered(target)) if (!this.states.has(state)) this.states.set(state, by);
    }
  }

  leavesAfter({ targets }: CompiledTransition): Set<CompiledState> {
    const all = targets.flatMap((target) => [...entered(target), ...this.#remembered(target)]);
    return new Set(all.filter(isLeaf));
  }

  /** Whatever was active around a history may be entered again. */
  *#remembered(target: CompiledState): Generator<CompiledState> {
    if (target.kind !== 'history') return;
    for (const state of this.states.keys()) if (isInside(state, target.parent!)) yield state;
  }

  #canBeTaken(transition: CompiledTransition): boolean {
    const { source, events } = transition;
    if (!this.states.has(source)) return false;
    if (events?.every((event) => !this.#canCome(source, event)) === true) return false;
    return [...this.states.keys()].some(
      (leaf) =>
        isLeaf(leaf) &&
        (leaf === source || isInside(leaf, source)) &&
        shadowOf(transition, leaf) === undefined,
    );
  }

  /** That a state is done comes from its final states only. */
  #canCome(near: CompiledState, event: string): boolean {
    const [, id] = /^done\.state\.(.+)$/.exec(event) ?? [];
    const root = [near, ...statesAround(near)].at(-1)!;
    const state = id === undefined ? undefined : findState(root, id);
    return state === undefined || this.#canBeDone(state);
  }

  #canBeDone(state: CompiledState): boolean {
    if (state.kind === 'parallel') return state.children.every((child) => this.#canBeDone(child));
    return state.children.some((child) => child.kind === 'final' && this.states.has(child));
  }
}

function findState(around: CompiledState, id: string): CompiledState | undefined {
  for (const child of around.children) {
    const found = child.id === id ? child : findState(child, id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a target brings with it: states around it, what is inside by default, regions beside it. */
function entered(target: CompiledState): Set<CompiledState> {
  const found = new Set<CompiledState>();
  const open = [target];
  for (const state of open) {
    if (found.has(state) || state.parent === undefined) continue;
    found.add(state);
    open.push(state.parent, ...(state.initial?.targets ?? []));
    if (state.kind === 'parallel') open.push(...state.children);
  }
  return found;
}
