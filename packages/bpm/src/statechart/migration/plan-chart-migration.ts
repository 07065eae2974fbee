/**
 * A migration plan for a statechart: which state of an old version goes on as which of a new one.
 *
 * States and data of equal names and kinds are mapped by themselves, so a plan names only what was
 * renamed or is gone. The states around a leaf follow from it: a leaf may move into another state
 * with no more said. All that speaks against a plan comes at once; what speaks against a single
 * instance is found when that is looked at (examine-chart.ts).
 */
import { BpmError, type DefinitionIssue } from '../../errors.ts';
import { turned, twins } from '../../migration/way-back.ts';
import type { ChartDefinition } from '../chart-model.ts';
import { chartStructure, type ChartStructure } from '../compile-chart.ts';
import type { ChartMigrationPlan, InvokeChoices, SendChoices } from './chart-plan.ts';
import { chartPlanIssues, kindChange, unmappedIssues } from './check-chart-plan.ts';
import { statePairs } from './state-pairs.ts';

/** How a plan is made. */
export interface ChartMigrationOptions {
  /** Names of data that were renamed; null for those whose values are given up. */
  readonly data?: Readonly<Record<string, string | null>> | undefined;
  /** New regions that are entered by default where an instance has no state for them. */
  readonly enter?: readonly string[] | undefined;
  /** Old regions that are left, with their exits, before an instance goes over. */
  readonly leave?: readonly string[] | undefined;
  /** What becomes of delayed sends, of all or by their events; kept when left out. */
  readonly sends?: SendChoices | undefined;
  /** What becomes of what runs for a state, of all or by old states; kept when left out. */
  readonly invokes?: InvokeChoices | undefined;
}

/** What a plan can't know by itself: new states by old ones; null = gone, and not by mistake. */
export type StateMapping = Readonly<Record<string, string | null>>;

/**
 * Plans how instances of one version of a statechart go on on another one.
 *
 * @param mapping - states and histories that were renamed; null for those that are gone: no
 * instance stands in such a state, and what such a history remembers is forgotten
 * @throws BpmError BPM_INVALID_MIGRATION — with all findings, each with its path; their codes are
 * `other-chart`, `same-version`, `language-changed`, `unknown-source`, `unknown-target`,
 * `no-region`, `twice-mapped`, `kind-changed`, `history-outside`, `not-together`,
 * `region-missing`, `unmapped-state`, `unmapped-history`, `unmapped-data`
 * @throws BpmError BPM_INVALID_DEFINITION — one of the two is none
 * @example
 * const plan = planChartMigration(dealV1, dealV2, { talking: 'negotiating' });
 * plan.states; // => { open: 'open', talking: 'negotiating', won: 'won' }
 */
export function planChartMigration(
  from: ChartDefinition,
  to: ChartDefinition,
  mapping: StateMapping = {},
  options: ChartMigrationOptions = {},
): ChartMigrationPlan {
  const [old, next] = [chartStructure(from), chartStructure(to)];
  const plan = draftPlan(old, next, mapping, options);
  const issues = [
    ...versionIssues(old, next),
    ...mappingIssues(old, { ...mapping, ...options.data }),
    ...chartPlanIssues(plan, old, next),
    ...unmappedIssues(statePairs(plan, old, next)),
  ];
  if (issues.length === 0) return plan;
  throw new BpmError('BPM_INVALID_MIGRATION', { process: old.definition.id, issues });
}

function draftPlan(
  old: ChartStructure,
  next: ChartStructure,
  mapping: StateMapping,
  { data = {}, enter = [], leave = [], sends = 'keep', invokes = 'keep' }: ChartMigrationOptions,
): ChartMigrationPlan {
  const named = namesThatGoOn(old.declared, new Set(next.declared), data);
  const taken = new Set(Object.values(named));
  return {
    chart: old.definition.id,
    from: old.hash,
    to: next.hash,
    states: statesThatGoOn(old, next, mapping),
    dropped: gone(mapping),
    data: named,
    forgotten: gone(data),
    added: next.declared.filter((name) => !taken.has(name)),
    enter: [...enter],
    leave: [...leave],
    sends,
    invokes,
  };
}

const gone = (mapping: StateMapping): string[] =>
  Object.entries(mapping).flatMap(([id, target]) => (target === null ? [id] : []));

/** What the mapping says, and what goes without saying. */
function statesThatGoOn(
  old: ChartStructure,
  next: ChartStructure,
  mapping: StateMapping,
): Record<string, string> {
  const given = new Map(Object.entries(mapping));
  return Object.fromEntries(
    old.states.slice(1).flatMap((state): [string, string][] => {
      const target = given.get(state.id);
      if (target !== undefined) return target === null ? [] : [[state.id, target]];
      const same = next.byId.get(state.id);
      if (same === undefined || kindChange(state, same) !== undefined) return [];
      return [[state.id, state.id]];
    }),
  );
}

function namesThatGoOn(
  declared: readonly string[],
  known: ReadonlySet<string>,
  mapping: StateMapping,
): Record<string, string> {
  const given = new Map(Object.entries(mapping));
  return Object.fromEntries(
    declared.flatMap((name): [string, string][] => {
      const target = given.get(name);
      if (target !== undefined) return target === null ? [] : [[name, target]];
      return known.has(name) ? [[name, name]] : [];
    }),
  );
}

function versionIssues(old: ChartStructure, next: ChartStructure): DefinitionIssue[] {
  const [one, other] = [old.definition.id, next.definition.id];
  if (one !== other) {
    const message = `'${other}' is another chart than '${one}': migrate versions of one`;
    return [{ code: 'other-chart', path: 'to', message }];
  }
  if (old.hash !== next.hash) return [];
  return [{ code: 'same-version', path: 'to', message: 'both are one definition: nothing to do' }];
}

function mappingIssues({ byId, declared }: ChartStructure, mapping: StateMapping) {
  return Object.keys(mapping)
    .filter((id) => !byId.has(id) && !declared.includes(id))
    .map((id): DefinitionIssue => {
      const message = `the old chart has no '${id}': mend the name`;
      return { code: 'unknown-source', path: `mapping.${id}`, message };
    });
}

/**
 * The plan that undoes a plan: instances go back to where they came from. What they have gone
 * through since may have no place there; then the dry run says so.
 *
 * @throws BpmError BPM_INVALID_MIGRATION — there is no way back: several states became one
 * (`not-one-to-one`), values were given up (`data-lost`), what was under way was ended (`ended`)
 */
export function invertChartPlan(plan: ChartMigrationPlan): ChartMigrationPlan {
  const { chart, from, to, states, data, forgotten, added, enter, leave } = plan;
  const issues = [...twins(states), ...lost(plan)];
  if (issues.length > 0) throw new BpmError('BPM_INVALID_MIGRATION', { process: chart, issues });
  return {
    chart,
    from: to,
    to: from,
    states: turned(states),
    dropped: [],
    data: turned(data),
    forgotten: added,
    added: forgotten,
    enter: leave,
    leave: enter,
    sends: 'keep',
    invokes: 'keep',
  };
}

const REMEDY = 'make a plan of its own for the way back, by planChartMigration';

function lost({ forgotten, sends, invokes }: ChartMigrationPlan): DefinitionIssue[] {
  const isEnded = (choices: SendChoices | InvokeChoices): boolean =>
    (typeof choices === 'string' ? [choices] : Object.values(choices)).some((it) => it !== 'keep');
  return [
    ...forgotten.map((name) => {
      return { code: 'data-lost', path: name, message: `its values were given up: ${REMEDY}` };
    }),
    ...Object.entries({ sends, invokes })
      .filter(([, choices]) => isEnded(choices))
      .map(([path]) => {
        return { code: 'ended', path, message: `some of them were ended: ${REMEDY}` };
      }),
  ];
}
