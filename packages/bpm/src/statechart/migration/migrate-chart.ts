/**
 * Migrates an instance of a statechart: the pure command.
 *
 * Regions that are left, are left on the old chart, with their exits. Then each session stands on
 * the new chart, in one event: no state of it is left or entered. Data get their new names, new
 * data their first values, and new regions are entered; then the session runs to rest, as after any
 * event, so that a transition without event of the new chart is taken at once.
 */
import { BpmError, type DefinitionIssue } from '../../errors.ts';
import type { JsonValue } from '../../expression.ts';
import { bindAdded } from '../bind-data.ts';
import { closeChartDraft, isHalted, leafIdsOf, type SessionDraft } from '../chart-draft.ts';
import { type ChartRun, keepData, note } from '../chart-run.ts';
import { defaultEntry } from '../entry-set.ts';
import { enter, leave } from '../microstep.ts';
import { settle, stopInvocation, stopInvoked } from '../session-life.ts';
import { type ChartMigrationPlan, choiceFor } from './chart-plan.ts';
import { chartPlanIssues } from './check-chart-plan.ts';
import { examineChart, isRunning } from './examine-chart.ts';
import { placeSession, regionsToEnter, statesOfLeftRegions } from './place-session.ts';
import { type StatePairs, statePairs } from './state-pairs.ts';

/** Who moves an instance, and why. */
interface Audit {
  readonly by?: string | undefined;
  readonly reason?: string | undefined;
}

/**
 * Moves all sessions of an instance that run on the plan's old chart to the new one.
 *
 * @throws BpmError BPM_INVALID_MIGRATION — nothing was recorded
 */
export function migrateChart(run: ChartRun, plan: ChartMigrationPlan, audit: Audit): void {
  const { draft, library } = run;
  const [from, to] = [library.chart(plan.from), library.chart(plan.to)];
  refuse(run, plan, chartPlanIssues(plan, from, to));
  refuse(run, plan, examineChart(plan, from, to, closeChartDraft(draft)).blocks);
  const pairs = statePairs(plan, from, to);
  const moved = [...draft.sessions.values()].filter(({ chart }) => chart.hash === plan.from);
  note(run, { type: 'migrated', from: plan.from, to: plan.to, ...audit });
  for (const { id } of moved) {
    const session = draft.sessions.get(id);
    if (session !== undefined) moveSession(run, pairs, session);
  }
  if (draft.suspended || isHalted(draft)) return;
  for (const { id } of moved) {
    const session = draft.sessions.get(id);
    if (session !== undefined && session.busy) settle(run, session);
  }
}

function refuse(
  { draft }: ChartRun,
  { chart: process }: ChartMigrationPlan,
  issues: readonly DefinitionIssue[],
): void {
  if (issues.length === 0) return;
  throw new BpmError('BPM_INVALID_MIGRATION', { process, instance: draft.id, issues });
}

function moveSession(run: ChartRun, pairs: StatePairs, session: SessionDraft): void {
  const { plan } = pairs;
  const { id } = session;
  leave(run, session, statesOfLeftRegions(pairs, session.active), stopInvoked);
  endWhatIsEnded(run, plan, session);
  keepData(run, session);
  const { place } = placeSession(pairs, placeOf(session), (one) =>
    isRunning(one, run.draft.sessions),
  );
  note(run, { type: 'moved', session: id, chart: plan.to, states: newNames(plan), ...place });
  run.evaluators.delete(id);
  const after = run.draft.sessions.get(id)!;
  renameData(run, pairs, after);
  bindAdded(run, after, new Set(plan.added));
  for (const region of regionsToEnter(plan.enter, after.active)) {
    enter(run, after, defaultEntry(after, region));
  }
  keepData(run, after);
}

const placeOf = (session: SessionDraft) => ({
  active: leafIdsOf(session),
  history: Object.fromEntries(session.history),
  bound: [...session.bound],
  invoked: session.invoked,
  starting: [...session.starting],
});

const newNames = ({ states }: ChartMigrationPlan): Record<string, string> =>
  Object.fromEntries(Object.entries(states).filter(([old, next]) => old !== next));

/** Delayed sends and charts inside that are not to go on. */
function endWhatIsEnded(
  run: ChartRun,
  { sends, invokes }: ChartMigrationPlan,
  { id, invoked }: SessionDraft,
): void {
  for (const send of run.draft.delayed.values()) {
    if (send.session !== id || choiceFor(sends, send.event.name) === 'keep') continue;
    note(run, { type: 'undelayed', send: send.id, cancelled: true });
  }
  for (const invocation of invoked) {
    if (choiceFor(invokes, invocation.state) !== 'keep') stopInvocation(run, invocation);
  }
}

/** Values under their new names; those that are given up are gone. */
function renameData(run: ChartRun, { plan, from }: StatePairs, { id, data }: SessionDraft): void {
  const declared = new Set(from.declared);
  const after = new Map<string, JsonValue>();
  for (const [name, value] of Object.entries(data)) {
    const target = Object.hasOwn(plan.data, name) ? plan.data[name] : undefined;
    if (target !== undefined) after.set(target, value);
    else if (!declared.has(name)) after.set(name, value);
  }
  const changed = [...after].filter(([name, value]) => data[name] !== value);
  const gone = Object.keys(data).filter((name) => !after.has(name));
  if (changed.length === 0 && gone.length === 0) return;
  note(run, {
    type: 'assigned',
    session: id,
    data: Object.fromEntries(changed),
    ...(gone.length > 0 && { gone }),
  });
}
