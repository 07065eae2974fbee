/**
 * What speaks against a plan for a statechart, whatever instance it is for: all of it at once.
 *
 * Each rule keeps an instance whole: from every configuration of the old chart it must come into a
 * legal one of the new chart, with histories that remember states of their own parent.
 */
import type { DefinitionIssue } from '../../errors.ts';
import type { ChartStructure } from '../compile-chart.ts';
import { type CompiledState, isInside, isLeaf } from '../compiled-chart.ts';
import type { ChartMigrationPlan } from './chart-plan.ts';
import {
  isCoveredWith,
  missingRegions,
  type StatePairs,
  statePairs,
  tornApart,
} from './state-pairs.ts';

/** Faults of a plan that was kept or written by hand. */
export function chartPlanIssues(
  plan: ChartMigrationPlan,
  from: ChartStructure,
  to: ChartStructure,
): DefinitionIssue[] {
  const named = [
    ...(plan.from === from.hash ? [] : [otherVersion('from', plan.from)]),
    ...(plan.to === to.hash ? [] : [otherVersion('to', plan.to)]),
    ...languageIssues(from, to),
    ...nameIssues(plan, from, to),
  ];
  if (named.length > 0) return named;
  const pairs = statePairs(plan, from, to);
  return [...kindIssues(pairs), ...historyIssues(pairs), ...configurationIssues(pairs)];
}

const issue = (code: string, path: string, message: string): DefinitionIssue => {
  return { code, path, message };
};

const otherVersion = (path: string, hash: string): DefinitionIssue =>
  issue('other-version', path, `is '${hash}', which is not the hash of the definition`);

function languageIssues(from: ChartStructure, to: ChartStructure): DefinitionIssue[] {
  const [old, next] = [from, to].map(({ definition }) => definition.language ?? 'feel');
  if (old === next) return [];
  return [issue('language-changed', 'language', `was '${old}', and is '${next}': keep it`)];
}

/** Names that none of the two charts has. */
function nameIssues(
  plan: ChartMigrationPlan,
  from: ChartStructure,
  to: ChartStructure,
): DefinitionIssue[] {
  const unknown = (side: 'source' | 'target', path: string, what: string): DefinitionIssue =>
    issue(`unknown-${side}`, path, `the ${side === 'source' ? 'old' : 'new'} chart has no ${what}`);
  const states = Object.entries(plan.states).flatMap(([old, next]) => [
    ...(from.byId.has(old) ? [] : [unknown('source', old, `state '${old}'`)]),
    ...(to.byId.has(next) ? [] : [unknown('target', old, `state '${next}'`)]),
  ]);
  const data = Object.entries(plan.data).flatMap(([old, next]) => [
    ...(from.declared.includes(old) ? [] : [unknown('source', old, `data '${old}'`)]),
    ...(to.declared.includes(next) ? [] : [unknown('target', old, `data '${next}'`)]),
  ]);
  const sides = [
    ['leave', from],
    ['enter', to],
  ] as const;
  const regions = sides.flatMap(([path, { byId }]) =>
    plan[path]
      .filter((id) => byId.get(id)?.parent?.kind !== 'parallel')
      .map((id) => issue('no-region', path, `'${id}' is no region of a parallel state`)),
  );
  return [...states, ...data, ...regions, ...twiceNamed(plan.data)];
}

/** A value has one place. */
function twiceNamed(data: ChartMigrationPlan['data']): DefinitionIssue[] {
  const all = Object.entries(data);
  return all.flatMap(([old, next], at) => {
    const first = all.slice(0, at).find(([, other]) => other === next);
    if (first === undefined) return [];
    const message = `and '${first[0]}' both become '${next}': map one of them to null`;
    return [issue('twice-mapped', old, message)];
  });
}

/** Why one state can't go on as another; undefined: it can. */
export function kindChange(state: CompiledState, target: CompiledState): string | undefined {
  const [old, next] = [kindOf(state), kindOf(target)];
  if (old === next) return undefined;
  const change = `was ${old}, and '${target.id}' is ${next}`;
  return isLeaf(state) && next === 'a state with states inside'
    ? `${change}: map it to one of those`
    : `${change}: map it to one of its kind`;
}

function kindOf({ kind, deep, parent }: CompiledState): string {
  if (kind === 'history') return deep ? 'a deep history' : 'a history';
  if (kind === 'final') return parent!.index === 0 ? 'the end of the chart' : 'final';
  return kind === 'atomic' ? 'a state without states inside' : 'a state with states inside';
}

function kindIssues(pairs: StatePairs): DefinitionIssue[] {
  return pairs.from.states.slice(1).flatMap((state) => {
    const target = pairs.becomes(state);
    const change = target && kindChange(state, target);
    return change === undefined ? [] : [issue('kind-changed', state.id, change)];
  });
}

/** What a history may remember must stand inside of the state around what it became. */
function historyIssues(pairs: StatePairs): DefinitionIssue[] {
  return pairs.from.states.flatMap((history) => {
    const target = history.kind === 'history' ? pairs.becomes(history) : undefined;
    if (target === undefined) return [];
    const parent = target.parent!;
    return rememberable(pairs.from, history).flatMap((state) => {
      const after = pairs.becomes(state);
      const isThere = target.deep ? isInside : isChild;
      if (after === undefined || isThere(after, parent)) return [];
      const message =
        `may remember '${state.id}', and '${after.id}' is not inside of '${parent.id}': ` +
        `map the history to null to forget it`;
      return [issue('history-outside', history.id, message)];
    });
  });
}

const isChild = (state: CompiledState, of: CompiledState): boolean => state.parent === of;

/** States that a history can remember. */
function rememberable({ states }: ChartStructure, history: CompiledState): CompiledState[] {
  const parent = history.parent!;
  if (!history.deep) return [...parent.children];
  return states.filter((state) => isLeaf(state) && isInside(state, parent));
}

/** From every configuration into a legal one. */
function configurationIssues(pairs: StatePairs): DefinitionIssue[] {
  const leaves = pairs.from.states.filter(isLeaf);
  const torn = tornApart(pairs, leaves).map(([one, other]) => {
    const [next, beside] = [pairs.becomes(one)!.id, pairs.becomes(other)!.id];
    const message =
      `and '${other.id}' can be active at once, and '${next}' and '${beside}' can't: ` +
      `map them into regions of a parallel state, or leave a region`;
    return issue('not-together', one.id, message);
  });
  const missing = leaves.flatMap((leaf) => {
    const target = pairs.becomes(leaf);
    if (target === undefined) return [];
    return missingRegions(pairs, target, (region) => isCoveredWith(pairs, leaf, region)).map(
      (region) => {
        const message =
          `becomes '${target.id}', and nothing that is active then is in the region ` +
          `'${region.id}' beside it: name it in enter`;
        return issue('region-missing', leaf.id, message);
      },
    );
  });
  return [...torn, ...missing];
}

/** States in which an instance can stand, and histories, of which the plan says nothing. */
export function unmappedIssues({ plan, from, to, isLeft }: StatePairs): DefinitionIssue[] {
  const isTold = (state: CompiledState): boolean =>
    Object.hasOwn(plan.states, state.id) || plan.dropped.includes(state.id) || isLeft(state);
  const states = from.states.filter((state) => canRest(state) && !isTold(state));
  const data = from.declared.filter(
    (name) => !Object.hasOwn(plan.data, name) && !plan.forgotten.includes(name),
  );
  return [
    ...states.map((state) => {
      const same = to.byId.get(state.id);
      const why = (same && kindChange(state, same)) ?? 'is not in the new chart: map it';
      const remedy =
        state.kind === 'history'
          ? 'to null to forget what it remembers'
          : 'to null when no instance can stand there';
      const code = state.kind === 'history' ? 'unmapped-history' : 'unmapped-state';
      return issue(code, state.id, `${why}, or ${remedy}`);
    }),
    ...data.map((name) => {
      const message = 'is not in the new chart: map it, or to null to give its value up';
      return issue('unmapped-data', name, message);
    }),
  ];
}

/** Where an instance can stand, and what can remember one. */
const canRest = ({ kind, parent }: CompiledState): boolean =>
  kind === 'atomic' || kind === 'history' || (kind === 'final' && parent!.index > 0);
