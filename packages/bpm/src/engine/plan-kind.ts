/** Plans of processes and of statecharts: where the shell asks which of the two it has. */
import type { DefinitionIssue } from '../errors.ts';
import { planIssues, readPlan } from '../migration/check-plan.ts';
import { elementsOf } from '../migration/elements.ts';
import { examine, type Move } from '../migration/examine.ts';
import type { MigrationPlan } from '../migration/migration-plan.ts';
import { type ChartMigrationPlan, readChartPlan } from '../statechart/migration/chart-plan.ts';
import { chartPlanIssues } from '../statechart/migration/check-chart-plan.ts';
import { examineChart } from '../statechart/migration/examine-chart.ts';
import type { EngineLibrary } from './engine-library.ts';
import type { AnyTrigger } from './move.ts';
import { asChart, asProcess, isChart, type Snapshot, waitsOf } from './snapshot.ts';

/** A plan of either kind. */
export type AnyPlan = MigrationPlan | ChartMigrationPlan;

const isOfChart = (plan: AnyPlan): plan is ChartMigrationPlan => 'chart' in plan;

/** The name that both versions have. */
export const nameIn = (plan: AnyPlan): string => (isOfChart(plan) ? plan.chart : plan.process);

/** A plan that comes from outside. @throws BpmError BPM_INVALID_MIGRATION — it is none */
export const readAnyPlan = (input: AnyPlan): AnyPlan =>
  typeof input === 'object' && input !== null && isOfChart(input)
    ? readChartPlan(input)
    : readPlan(input);

/**
 * What speaks against a plan whatever instance it is for.
 *
 * @throws BpmError BPM_UNKNOWN_DEFINITION
 */
export function anyPlanIssues(plan: AnyPlan, library: EngineLibrary): DefinitionIssue[] {
  if (isOfChart(plan)) {
    return chartPlanIssues(plan, library.chart(plan.from), library.chart(plan.to));
  }
  const [from, to] = [library.process(plan.from), library.process(plan.to)];
  return planIssues(
    plan,
    elementsOf(from.definition, from.hash),
    elementsOf(to.definition, to.hash),
  );
}

/** What waits in an instance, and what it goes on as. */
export function movesOf(plan: AnyPlan, library: EngineLibrary, before: Snapshot): readonly Move[] {
  if (!isOfChart(plan)) return examine(plan, library.process(plan.to), asProcess(before)).moves;
  const [from, to] = [library.chart(plan.from), library.chart(plan.to)];
  return examineChart(plan, from, to, asChart(before)).moves;
}

/** The trigger that moves an instance by a plan. */
export const migrationBy = (plan: AnyPlan): Extract<AnyTrigger, { kind: 'migrate' }> =>
  isOfChart(plan) ? { kind: 'migrate', plan } : { kind: 'migrate', plan };

/** An instance of the kind that a plan is for. @throws BpmError BPM_INVALID_COMMAND — it is not */
export const fitting = (plan: AnyPlan, snapshot: Snapshot): Snapshot =>
  isOfChart(plan) ? asChart(snapshot) : asProcess(snapshot);

/** What an instance waits for, by number, in the words of a report. */
export function waitNames(snapshot: Snapshot): ReadonlyMap<number, string> {
  const events = new Map(
    isChart(snapshot) ? snapshot.delayed?.map(({ id, event }) => [id, event.name]) : [],
  );
  return new Map(waitsOf(snapshot).map(({ id, node }) => [id, events.get(id) ?? node]));
}
