/**
 * Whether a statechart can do what is written in it: each state can be reached, each transition can
 * be taken, and where the chart has an end, it can be reached from every state.
 *
 * Conditions and data are not looked into: whatever could be, is taken to be. So what is found is
 * so in every run, and a chart without findings may still stand still for its conditions.
 */
import type { ChartDefinition } from '../chart-model.ts';
import { chartStructure, type ChartStructure } from '../compile-chart.ts';
import {
  type CompiledState,
  type CompiledTransition,
  isInside,
  isLeaf,
} from '../compiled-chart.ts';
import { areTogether } from '../migration/state-pairs.ts';
import { type Reachable, reachableStates } from './reachable-states.ts';
import { shadowOf } from './shadowing.ts';

/** A finding about the soundness of a statechart. */
export interface ChartFinding {
  /**
   * `unreachable-state`: no run comes to it. `dead-transition`: it is never taken, though its state
   * can be active. `no-way-to-end`: the chart has an end, and from this state none is reached.
   */
  readonly code: 'unreachable-state' | 'dead-transition' | 'no-way-to-end';
  /** The state, or `state.transitions.0`. */
  readonly path: string;
  /** What is wrong and how it comes about; follows the name of what it is about. */
  readonly message: string;
  /** Transitions that show it: the way to a state, or what is taken instead. */
  readonly witness: readonly string[];
}

/** The outcome of a check. */
export interface ChartSoundness {
  readonly verdict: 'sound' | 'unsound';
  /** In document order, by code. */
  readonly findings: readonly ChartFinding[];
}

/**
 * Checks a statechart.
 *
 * @throws BpmError BPM_INVALID_DEFINITION — its structure has faults, which come first
 * @example
 * const { verdict, findings } = checkChartSoundness(deal);
 * findings.map(({ path, message }) => `${path} ${message}`);
 */
export function checkChartSoundness(definition: ChartDefinition): ChartSoundness {
  const chart = chartStructure(definition);
  const reachable = reachableStates(chart);
  const findings = [
    ...unreachable(chart, reachable),
    ...dead(chart, reachable),
    ...withoutEnd(chart, reachable),
  ];
  return { verdict: findings.length === 0 ? 'sound' : 'unsound', findings };
}

/** The outermost states that nothing comes to. */
function unreachable({ states }: ChartStructure, { states: known }: Reachable): ChartFinding[] {
  const transitions = states.flatMap((state) => state.transitions);
  return states.slice(1).flatMap((state): ChartFinding[] => {
    const isOutermost = state.parent!.index === 0 || known.has(state.parent!);
    if (known.has(state) || !isOutermost) return [];
    const leading = transitions.filter(({ targets }) =>
      targets.some((target) => target === state || isInside(target, state)),
    );
    const outer = leading.filter(({ source }) => source !== state && !isInside(source, state));
    const message =
      outer.length === 0
        ? 'is never entered: no transition from outside leads to it'
        : 'is never entered: what leads to it is never taken';
    const witness = outer.map(wordsOf);
    return [{ code: 'unreachable-state', path: state.id, message, witness }];
  });
}

function dead({ states }: ChartStructure, { states: known, taken }: Reachable): ChartFinding[] {
  const transitions = states.filter((state) => known.has(state)).flatMap((one) => one.transitions);
  return transitions.flatMap((transition): ChartFinding[] => {
    if (taken.has(transition)) return [];
    const { source, index } = transition;
    const leaves = [...known.keys()].filter(
      (leaf) => isLeaf(leaf) && (leaf === source || isInside(leaf, source)),
    );
    const shadows = new Set(leaves.flatMap((leaf) => shadowOf(transition, leaf) ?? []));
    const why =
      shadows.size > 0
        ? 'another one is always taken before it'
        : 'its event never comes, as no final state of it is reached';
    const message = `(${wordsOf(transition)}) is never taken: ${why}`;
    const path = `${source.id}.transitions.${index}`;
    return [{ code: 'dead-transition', path, message, witness: [...shadows].map(wordsOf) }];
  });
}

/** The outermost states from whose leaves no end is reached. */
function withoutEnd(chart: ChartStructure, reachable: Reachable): ChartFinding[] {
  const { states: known } = reachable;
  if (!chart.states.some(isEnd)) return [];
  const ending = leavesWithEnd(reachable);
  const isTrap = (state: CompiledState): boolean => {
    if (state.index === 0) return false;
    const leaves = [...known.keys()].filter(
      (leaf) => isLeaf(leaf) && (leaf === state || isInside(leaf, state)),
    );
    return leaves.length > 0 && leaves.every((leaf) => !ending.has(leaf));
  };
  return chart.states.slice(1).flatMap((state): ChartFinding[] => {
    if (!isTrap(state) || isTrap(state.parent!)) return [];
    const message = 'is a trap: whatever comes, the chart does not reach its end from there';
    const witness = wayTo(state, known);
    return [{ code: 'no-way-to-end', path: state.id, message, witness }];
  });
}

const isEnd = ({ kind, parent }: CompiledState): boolean => kind === 'final' && parent!.index === 0;

/**
 * Leaves with a way to an end: beside them, a transition can be taken after which the chart is at
 * its end, or in a leaf that has a way to it.
 */
function leavesWithEnd({ states, taken }: Reachable): ReadonlySet<CompiledState> {
  const leaves = [...states.keys()].filter(isLeaf);
  const ending = new Set(leaves.filter(isEnd));
  for (let size = -1; size !== ending.size; ) {
    size = ending.size;
    for (const [{ source }, after] of taken) {
      if (![...after].some((leaf) => ending.has(leaf))) continue;
      for (const leaf of leaves) if (areTogether(leaf, source)) ending.add(leaf);
    }
  }
  return ending;
}

/** The transitions that lead to a state from the beginning. */
function wayTo(state: CompiledState, known: Reachable['states']): string[] {
  const way: string[] = [];
  for (let by = known.get(state); by !== undefined; by = known.get(by.source)) {
    way.unshift(wordsOf(by));
  }
  return way;
}

/** A transition in words: `open to won on sign if amount < 10`. */
function wordsOf({ source, targets, events, cond }: CompiledTransition): string {
  const where = targets.length === 0 ? 'stays' : `to ${targets.map(({ id }) => id).join(', ')}`;
  const when = events === undefined ? 'at once' : `on ${events.join(', ')}`;
  return `${source.id} ${where} ${when}${cond === undefined ? '' : ` if ${cond}`}`;
}
