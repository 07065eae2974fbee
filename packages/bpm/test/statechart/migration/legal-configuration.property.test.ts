/**
 * A plan that is accepted leads from every configuration into a legal one: random charts, edited at
 * random (compound states made parallel and back, states moved), instances moved wherever they are.
 */
import { type Random, seededRandom } from '@kontor/kernel';
import { expect, test } from 'vitest';
import { fullRun } from '../../../../kernel/test/store/drivers.ts';
import {
  advanceChart,
  BpmError,
  type ChartDefinition,
  type ChartInstance,
  type ChartMigrationPlan,
  type ChartState,
  type CompiledChart,
  compileChart,
  planChartMigration,
} from '../../../src/index.ts';
import { feel } from '../../../src/feel/language.ts';
import type { CompiledState } from '../../../src/statechart/compiled-chart.ts';
import { chartLanguage } from '../../../src/statechart/feel-chart.ts';
import { drawChart, EVENTS } from '../../engine/random-chart.ts';

const languages = [chartLanguage(feel)];

/** Some states with states inside are made parallel, or compound again. */
const turned = (random: Random, state: ChartState): ChartState => {
  if (state.states === undefined) return state;
  const states = state.states.map((inner) => turned(random, inner));
  const isTurned = random() < 0.3;
  const kind = state.kind === 'parallel' ? 'state' : 'parallel';
  return { ...state, states, ...(isTurned && { kind }) };
};

/** A region that is new stands beside the others of a parallel state. */
const widened = (random: Random, state: ChartState): ChartState => {
  if (state.states === undefined) return state;
  const states = state.states.map((inner) => widened(random, inner));
  if (state.kind !== 'parallel' || random() < 0.5) return { ...state, states };
  const fresh: ChartState = {
    id: `new-${state.id}`,
    kind: 'state',
    states: [{ id: `first-${state.id}`, kind: 'state' }],
  };
  return { ...state, states: [...states, fresh] };
};

function edited(random: Random, chart: ChartDefinition): ChartDefinition {
  const [first, ...rest] = chart.states.map((state) => widened(random, turned(random, state)));
  // The first top state moves into another one, now and then.
  const host = rest.at(-1)!;
  if (random() < 0.7 || host.states === undefined) return { ...chart, states: [first!, ...rest] };
  const moved = { ...host, states: [...host.states, first!] };
  return { ...chart, states: [...rest.slice(0, -1), moved] };
}

const regions = (states: readonly ChartState[]): string[] =>
  states.flatMap((state) => [
    ...(state.id.startsWith('new-') ? [state.id] : []),
    ...regions(state.states ?? []),
  ]);

function planFor(
  random: Random,
  from: ChartDefinition,
  to: ChartDefinition,
): ChartMigrationPlan | undefined {
  const enter = random() < 0.7 ? regions(to.states) : [];
  try {
    return planChartMigration(from, to, {}, { enter });
  } catch (error) {
    if (BpmError.is(error, 'BPM_INVALID_MIGRATION')) return undefined;
    throw error;
  }
}

/** One child of each compound state, all regions of each parallel one. */
function isLegal({ states, byId }: CompiledChart, leaves: readonly string[]): boolean {
  const active = new Set<CompiledState>();
  for (const leaf of leaves) {
    let state: CompiledState | undefined = byId.get(leaf);
    if (state === undefined || state.children.length > 0) return false;
    for (; state !== undefined; state = state.parent) active.add(state);
  }
  return states
    .filter((state) => active.has(state) && state.children.length > 0)
    .every(({ kind, children }) => {
      const count = children.filter((child) => active.has(child)).length;
      return count === (kind === 'parallel' ? children.length : 1);
    });
}

const seeds = fullRun ? 20_000 : 400;

test('property: a plan that is accepted leads from every configuration into a legal one', () => {
  let [accepted, moved] = [0, 0];
  for (let seed = 1; seed <= seeds; seed++) {
    const random = seededRandom(seed);
    const from = drawChart(random);
    const to = { ...edited(random, from), version: 'second' };
    const plan = planFor(random, from, to);
    if (plan === undefined) continue;
    accepted++;
    const [old, next] = [from, to].map((one) => compileChart(one, { languages }));
    const library = { chart: (hash: string) => (hash === old!.hash ? old! : next!) };
    const start = { kind: 'start', chart: old!.hash } as const;
    let { instance }: { instance: ChartInstance } = advanceChart(library, { id: 'i' }, start, 0);
    for (let step = 0; step < 6; step++) {
      const name = EVENTS[Math.floor(random() * EVENTS.length)]!;
      ({ instance } = advanceChart(library, instance, { kind: 'event', name }, 0));
      const after = advanceChart(library, instance, { kind: 'migrate', plan }, 0).instance;
      const where = `seed ${seed}: ${instance.sessions[0]!.active} to ${after.sessions[0]!.active}`;
      expect(isLegal(next!, after.sessions[0]!.active), where).toBe(true);
      moved++;
      // And it goes on from there: histories and regions are those of the new chart.
      const later = advanceChart(library, after, { kind: 'event', name }, 0).instance;
      expect(isLegal(next!, later.sessions[0]!.active), where).toBe(true);
    }
  }
  expect(accepted).toBeGreaterThan(seeds / 20);
  expect(moved).toBe(accepted * 6);
});
