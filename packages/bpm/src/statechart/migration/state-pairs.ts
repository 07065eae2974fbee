/**
 * Two versions of a statechart side by side: which state of the old one goes on as which of the new
 * one, and whether that makes a legal configuration.
 *
 * A configuration is legal when each compound state has exactly one active child and each parallel
 * state all of its regions. The leaves alone decide it: no two of them may stand in different
 * children of a compound state, and no region may be without one.
 */
import type { ChartStructure } from '../compile-chart.ts';
import { type CompiledState, isInside, isLeaf, statesAround } from '../compiled-chart.ts';
import type { ChartMigrationPlan } from './chart-plan.ts';

/** Two versions of a chart, and a plan between them. */
export interface StatePairs {
  readonly plan: ChartMigrationPlan;
  readonly from: ChartStructure;
  readonly to: ChartStructure;
  /** What an old state goes on as; undefined: the plan has none, or leaves its region. */
  becomes(state: CompiledState): CompiledState | undefined;
  /** Whether a state is in a region that is left. */
  isLeft(state: CompiledState): boolean;
}

/** Puts two versions side by side. */
export function statePairs(
  plan: ChartMigrationPlan,
  from: ChartStructure,
  to: ChartStructure,
): StatePairs {
  const target = new Map(Object.entries(plan.states));
  const left = new Set(plan.leave);
  const isLeft = (state: CompiledState): boolean =>
    left.size > 0 && [state, ...statesAround(state)].some(({ id }) => left.has(id));
  return {
    plan,
    from,
    to,
    isLeft,
    becomes: (state) => {
      const id = target.get(state.id);
      return id === undefined || isLeft(state) ? undefined : to.byId.get(id);
    },
  };
}

/** Whether a state is another one or inside of it. */
export const isWithin = (state: CompiledState, of: CompiledState): boolean =>
  state === of || isInside(state, of);

/** Whether two states can be active at once: one is inside the other, or regions part them. */
export function areTogether(one: CompiledState, other: CompiledState): boolean {
  if (isWithin(one, other) || isWithin(other, one)) return true;
  return forkOf(one, other).kind === 'parallel';
}

/** The innermost state around two; neither is inside the other. */
function forkOf(one: CompiledState, other: CompiledState): CompiledState {
  let fork = one.parent!;
  while (!isInside(other, fork)) fork = fork.parent!;
  return fork;
}

/** Leaves that are active side by side, and whose new states can't be. */
export function tornApart(
  pairs: StatePairs,
  leaves: readonly CompiledState[],
): [CompiledState, CompiledState][] {
  const moved = leaves.filter((leaf) => pairs.becomes(leaf) !== undefined);
  return moved.flatMap((one, at) =>
    moved.slice(at + 1).flatMap((other): [CompiledState, CompiledState][] => {
      const isMeant = areTogether(one, other) && one !== other;
      if (!isMeant || areTogether(pairs.becomes(one)!, pairs.becomes(other)!)) return [];
      return [[one, other]];
    }),
  );
}

/** Regions in which nothing would be active, and that the plan does not enter. */
export function missingRegions(
  { plan }: Pick<StatePairs, 'plan'>,
  target: CompiledState,
  isCovered: (region: CompiledState) => boolean,
): CompiledState[] {
  return statesAround(target).flatMap(({ kind, children }) =>
    kind !== 'parallel'
      ? []
      : children.filter(
          (region) =>
            !isWithin(target, region) && !plan.enter.includes(region.id) && !isCovered(region),
        ),
  );
}

/**
 * Whether every configuration with a leaf has some leaf that goes on in a region.
 *
 * Regions of a parallel state are independent, so one of them must do it in each of its own
 * configurations.
 */
export function isCoveredWith(
  pairs: StatePairs,
  leaf: CompiledState,
  region: CompiledState,
): boolean {
  let inner = leaf;
  for (const around of statesAround(leaf)) {
    const others = around.kind === 'parallel' ? around.children.filter((one) => one !== inner) : [];
    if (others.some((other) => alwaysCovers(pairs, other, region))) return true;
    inner = around;
  }
  return false;
}

function alwaysCovers(pairs: StatePairs, state: CompiledState, region: CompiledState): boolean {
  if (isLeaf(state)) {
    if (pairs.isLeft(state)) return false;
    const target = pairs.becomes(state);
    // Where no instance can go over, nothing is uncovered.
    return target === undefined || isWithin(target, region);
  }
  const covers = (child: CompiledState): boolean => alwaysCovers(pairs, child, region);
  return state.kind === 'parallel' ? state.children.some(covers) : state.children.every(covers);
}
