/**
 * What a migration does to one instance of a statechart, and what keeps it from being done: the dry
 * run's answer. Every obstacle is told at once, with what to do about it.
 */
import type { DefinitionIssue } from '../../errors.ts';
import type { Examination, Move } from '../../migration/examine.ts';
import type { ActiveInvocation, ChartInstance, ChartSession } from '../chart-instance.ts';
import type { ChartStructure } from '../compile-chart.ts';
import type { ChartMigrationPlan } from './chart-plan.ts';
import { leafMoves, placeSession } from './place-session.ts';
import { type StatePairs, statePairs } from './state-pairs.ts';

/**
 * Looks at an instance with a plan.
 *
 * @returns obstacles by the codes `ended`, `other-version`, `unmapped-state`, `unmapped-memory`,
 * `invoke-gone`, `not-around`
 */
export function examineChart(
  plan: ChartMigrationPlan,
  from: ChartStructure,
  to: ChartStructure,
  instance: ChartInstance,
): Examination {
  const { id, state, sessions, chart } = instance;
  if (state !== 'active') return blocked('ended', id, `is ${state}: nothing of it runs`);
  const moved = sessions.filter((session) => session.chart === plan.from);
  if (moved.length === 0) {
    return blocked('other-version', id, `runs on '${chart}', not on '${plan.from}'`);
  }
  const pairs = statePairs(plan, from, to);
  const running = new Set(sessions.map((session) => session.id));
  const blocks = moved.flatMap((session) => blocksOf(pairs, session, running));
  const moves = moved.flatMap(({ active }): Move[] => leafMoves(pairs, active));
  return { moves, blocks };
}

const blocked = (code: string, path: string, message: string): Examination => ({
  moves: [],
  blocks: [{ code, path, message }],
});

function blocksOf(
  pairs: StatePairs,
  { active, history = {}, bound = [], invoked = [], starting = [] }: ChartSession,
  running: ReadonlySet<number>,
): readonly DefinitionIssue[] {
  const session = { active, history, bound, invoked, starting };
  return placeSession(pairs, session, (one) => isRunning(one, running)).blocks;
}

/** Whether something is still to come of an invocation. @param sessions - those that run */
export const isRunning = (
  { wait, session }: ActiveInvocation,
  sessions: { has(session: number): boolean },
): boolean => wait !== undefined || (session !== undefined && sessions.has(session));
