/**
 * Modification of a statechart: a person puts a running instance into the states where it should
 * be.
 *
 * States that are to be active are named; what they leave open (the inside of a compound state, the
 * other regions of a parallel one) stays as it is where it can, and is entered by default where it
 * can't. States that stay active are neither left nor entered. What a state has invoked ends with
 * it, and what a state invokes is started with it, whatever is chosen for contents.
 */
import { BpmError } from '../errors.ts';
import type { JsonValue } from '../expression.ts';
import { isActive, isHalted, leavesOf, MAIN, type SessionDraft } from './chart-draft.ts';
import { type ChartRun, note } from './chart-run.ts';
import { type CompiledState, isInside } from './compiled-chart.ts';
import { configurationOf } from './entry-set.ts';
import { type Contents, enter, leave } from './microstep.ts';
import { areTogether } from './migration/state-pairs.ts';
import { settle, stopInvoked } from './session-life.ts';

/** Where an instance is to be. */
export interface ChartChange {
  /** States that are to be active. */
  readonly to: readonly string[];
  /** Whether states that are left do what they do on the way out; `run` when left out. */
  readonly exits?: Contents | undefined;
  /** Whether states that are entered do what they do on the way in; `run` when left out. */
  readonly entries?: Contents | undefined;
  /** Values for data of the chart, set before anything is left. */
  readonly data?: Readonly<Record<string, JsonValue>> | undefined;
  /** The session that is moved, of a chart that runs inside; the chart itself when left out. */
  readonly session?: number | undefined;
}

/**
 * Does a change.
 *
 * @throws BpmError BPM_INVALID_COMMAND — with the place of what is wrong; nothing was recorded
 */
export function modifyChart(run: ChartRun, change: ChartChange, tell: () => void): void {
  const session = run.draft.sessions.get(change.session ?? MAIN);
  if (session === undefined) throw invalid(run, 'session', `${change.session} does not run`);
  const targets = targetsOf(run, session, change.to);
  const data = dataOf(run, session, change.data);
  const goal = configurationOf(session, innermost([...targets, ...thatStay(session, targets)]));
  const wanted = new Set(goal.states);
  const left = session.active.filter((state) => !wanted.has(state));
  const entered = goal.states.filter((state) => !isActive(session, state));
  if (left.length === 0 && entered.length === 0 && data === undefined) {
    throw invalid(run, 'to', 'is where it stands already: name other states, or data');
  }
  tell();
  note(run, { type: 'modified', session: session.id });
  if (data !== undefined) note(run, { type: 'assigned', session: session.id, data });
  leave(run, session, left, stopInvoked, change.exits);
  enter(run, session, { ...goal, states: entered }, change.entries);
  if (!run.draft.suspended && !isHalted(run.draft)) settle(run, session);
}

function targetsOf(
  run: ChartRun,
  { chart }: SessionDraft,
  ids: readonly string[],
): CompiledState[] {
  if (ids.length === 0) throw invalid(run, 'to', 'names no state: name at least one');
  const targets = ids.map((id, at) => {
    const state = chart.byId.get(id);
    if (state === undefined) throw invalid(run, `to.${at}`, `'${id}' is no state of the chart`);
    return state;
  });
  for (const [at, one] of targets.entries()) {
    const other = targets.slice(0, at).find((before) => !areTogether(before, one));
    if (other === undefined) continue;
    throw invalid(run, `to.${at}`, `'${other.id}' and '${one.id}' can't be active together`);
  }
  return targets;
}

function dataOf(
  run: ChartRun,
  { chart }: SessionDraft,
  data: ChartChange['data'],
): ChartChange['data'] {
  for (const name of Object.keys(data ?? {})) {
    if (chart.declared.includes(name)) continue;
    throw invalid(run, `data.${name}`, 'is not declared by the chart: mend the name');
  }
  return data !== undefined && Object.keys(data).length > 0 ? data : undefined;
}

/** Leaves of other regions; and those inside of a target that is active. */
const thatStay = (session: SessionDraft, targets: readonly CompiledState[]): CompiledState[] =>
  leavesOf(session).filter((leaf) => targets.every((target) => areTogether(leaf, target)));

/** States around others that are named follow from those. */
const innermost = (states: readonly CompiledState[]): CompiledState[] =>
  states.filter((state) => !states.some((other) => isInside(other, state)));

const invalid = ({ draft }: ChartRun, path: string, reason: string): BpmError =>
  new BpmError('BPM_INVALID_COMMAND', { instance: draft.id, path, reason });
