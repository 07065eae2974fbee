/**
 * A microstep: states are left, innermost and last first; the transitions' content is run; states
 * are entered in document order.
 *
 * @source SCXML 1.0, appendix D: microstep, exitStates, enterStates, isInFinalState
 */
import { isActive, type SessionDraft } from './chart-draft.ts';
import { type ChartRun, note, raiseEvent } from './chart-run.ts';
import type { ChartEvent } from './chart-instance.ts';
import type { CompiledState, CompiledTransition } from './compiled-chart.ts';
import { type Entry, entrySet, startSet, toRemember } from './entry-set.ts';
import { bindData } from './bind-data.ts';
import { runBlock } from './content.ts';
import { payloadOf } from './payload.ts';
import { domainOf, statesLeft } from './select-transitions.ts';

/** How the charts that a state has invoked are stopped (invoke.ts). */
export type StopInvoked = (run: ChartRun, session: SessionDraft, state: CompiledState) => void;

/** Whether executable content of states is run on the way. */
export type Contents = 'run' | 'skip';

/** Takes transitions. */
export function takeTransitions(
  run: ChartRun,
  session: SessionDraft,
  transitions: readonly CompiledTransition[],
  stop: StopInvoked,
): void {
  run.steps++;
  for (const { source, index } of transitions) {
    note(run, { type: 'took', session: session.id, from: source.id, index });
  }
  // Domains ask what histories remember, which leaving may change: they are found once, before.
  const domains = transitions.map((each) => domainOf(session, each));
  leave(run, session, statesLeft(session, domains), stop);
  for (const { content } of transitions) runBlock(run, session, content);
  enter(run, session, entrySet(session, transitions, domains));
}

/** Enters what a chart begins with. */
export function enterStart(run: ChartRun, session: SessionDraft): void {
  const root = session.chart.states[0]!;
  runBlock(run, session, root.initial!.content);
  enter(run, session, startSet(session));
}

/**
 * Leaves states: what histories remember is taken down before any content is run.
 *
 * @param contents - `skip`: a person moves it, and what states do on the way out is not done
 */
export function leave(
  run: ChartRun,
  session: SessionDraft,
  states: readonly CompiledState[],
  stop: StopInvoked,
  contents: Contents = 'run',
): void {
  for (const state of states) {
    for (const history of state.histories) {
      const remembered = toRemember(session.active, history).map(({ id }) => id);
      note(run, {
        type: 'remembered',
        session: session.id,
        history: history.id,
        states: remembered,
      });
    }
  }
  for (const state of states.toReversed()) {
    if (contents === 'run') for (const block of state.onexit) runBlock(run, session, block);
    stop(run, session, state);
    note(run, { type: 'left', node: state.id, frame: session.id });
  }
}

/** Enters states. @param contents - `skip`: without what they do on the way in */
export function enter(
  run: ChartRun,
  session: SessionDraft,
  set: Entry,
  contents: Contents = 'run',
): void {
  for (const state of set.states) {
    note(run, { type: 'entered', node: state.id, frame: session.id });
    bindData(run, session, state);
    if (contents === 'run') runEntry(run, session, set, state);
    if (state.kind === 'final') raiseDone(run, session, state);
  }
}

function runEntry(
  run: ChartRun,
  session: SessionDraft,
  { byDefault, historyContent }: Entry,
  state: CompiledState,
): void {
  for (const block of state.onentry) runBlock(run, session, block);
  if (byDefault.has(state)) runBlock(run, session, state.initial!.content);
  if (historyContent.size > 0) runBlock(run, session, historyContent.get(state) ?? []);
}

/** A final state is entered: the state around it is done, and perhaps the parallel one around. */
function raiseDone(run: ChartRun, session: SessionDraft, state: CompiledState): void {
  const { parent } = state;
  if (parent === undefined || parent.index === 0) return;
  const data = payloadOf(run, session, state.done ?? {});
  raiseEvent(run, session, { ...doneEvent(parent), ...(data !== undefined && { data }) });
  const above = parent.parent;
  if (above?.kind === 'parallel' && above.children.every((child) => isDone(session, child))) {
    raiseEvent(run, session, doneEvent(above));
  }
}

const doneEvent = ({ id }: CompiledState): ChartEvent => ({
  name: `done.state.${id}`,
  type: 'platform',
});

function isDone(session: SessionDraft, state: CompiledState): boolean {
  if (state.kind === 'parallel') return state.children.every((child) => isDone(session, child));
  return state.children.some((child) => child.kind === 'final' && isActive(session, child));
}
