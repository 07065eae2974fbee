/**
 * The life of a session: it begins, runs to rest after each event, and ends; and so do the charts
 * that it invokes.
 *
 * A macrostep: transitions without event as long as there are any, else the next internal event;
 * when both are dry, the charts of states that were entered and are still active are started, in
 * entry order; and if that raised anything, again.
 *
 * @source SCXML 1.0, appendix D: interpret, mainEventLoop, exitInterpreter
 */
import type { JsonValue } from '../expression.ts';
import { bindAtStart } from './bind-data.ts';
import { activeStates, leavesOf, MAIN, type SessionDraft } from './chart-draft.ts';
import type { NewSession } from './chart-history.ts';
import { type ChartRun, isCut, keepData, note, openData, raiseError } from './chart-run.ts';
import type { CompiledState, CompiledTransition } from './compiled-chart.ts';
import { runBlock } from './content.ts';
import { launchOf, passOn } from './invoke.ts';
import { enterStart, leave, takeTransitions } from './microstep.ts';
import { payloadOf } from './payload.ts';
import { selectTransitions } from './select-transitions.ts';

/** Begins a session with data from outside. */
export function begin(
  run: ChartRun,
  as: NewSession,
  given: Readonly<Record<string, JsonValue>>,
): void {
  note(run, { type: 'opened', session: as });
  const session = run.draft.sessions.get(as.id)!;
  openData(run, session);
  bindAtStart(run, session, given);
  for (const text of session.chart.definition.scripts ?? []) {
    runBlock(run, session, [{ do: 'script', text }]);
  }
  enterStart(run, session);
  settle(run, session);
}

/** An event from outside has come. */
export function handle(run: ChartRun, session: SessionDraft): void {
  const event = session.event!;
  run.steps++;
  passOn(run, session, event);
  take(run, session, selectTransitions(run, session, event.name));
  settle(run, session);
}

/** Runs a session to rest, or to its end. */
export function settle(run: ChartRun, session: SessionDraft): void {
  while (!isCut(run)) {
    if (hasFinished(session)) return end(run, session);
    const eventless = selectTransitions(run, session, undefined);
    if (eventless.length > 0) {
      take(run, session, eventless);
    } else if (session.internal.length > 0) {
      note(run, { type: 'pulled', session: session.id });
      run.steps++;
      take(run, session, selectTransitions(run, session, session.event!.name));
    } else if (!launch(run, session)) {
      keepData(run, session);
      note(run, { type: 'settled', session: session.id });
      return;
    }
  }
  keepData(run, session);
}

function take(
  run: ChartRun,
  session: SessionDraft,
  transitions: readonly CompiledTransition[],
): void {
  if (transitions.length > 0) takeTransitions(run, session, transitions, stopInvoked);
}

/** A final state of the chart itself is active. */
const hasFinished = (session: SessionDraft): boolean =>
  session.chart.states[0]!.children.some(
    ({ kind, index }) => kind === 'final' && session.active.has(index),
  );

/** Starts the charts of states that were entered. @returns whether there is more to do */
function launch(run: ChartRun, session: SessionDraft): boolean {
  const [name] = session.starting;
  if (name === undefined) return session.internal.length > 0;
  note(run, { type: 'launched', session: session.id, state: name });
  const state = session.chart.byId.get(name)!;
  for (const [index, invocation] of state.invokes.entries()) {
    try {
      const { invokeId, chart, given } = launchOf(run, session, state, invocation);
      const id = run.draft.serial + 1;
      const child = { id: invokeId, state: name, index, session: id };
      note(run, { type: 'invoked', session: session.id, invocation: child });
      begin(run, { id, parent: session.id, invokeId, ...chart }, given);
    } catch (error) {
      raiseError(run, session, error, 'invoke');
    }
  }
  return true;
}

/** Stops what a state has invoked: it is left in good order, but nobody hears of it. */
function stopInvoked(run: ChartRun, session: SessionDraft, state: CompiledState): void {
  for (const { state: of, session: id } of session.invoked) {
    const child = run.draft.sessions.get(id);
    if (of !== state.id || child === undefined) continue;
    run.silent.add(id);
    end(run, child);
  }
}

/** Leaves all states; a session that was not stopped tells who invoked it. */
function end(run: ChartRun, session: SessionDraft): void {
  const { id, as } = session;
  const active = leavesOf(session).map((leaf) => leaf.id);
  const final = activeStates(session).find(
    ({ kind, parent }) => kind === 'final' && parent?.index === 0,
  );
  leave(run, session, activeStates(session), stopInvoked);
  const output = final?.done && payloadOf(run, session, final.done);
  keepData(run, session);
  const isSilent = run.silent.has(id);
  note(run, {
    type: 'ended',
    session: id,
    active,
    ...(output !== undefined && { output }),
    ...(isSilent && { cancelled: true }),
  });
  if (id === MAIN || isSilent) return;
  const { parent, invokeId } = as;
  const name = `done.invoke.${invokeId!}`;
  const data = output === undefined ? {} : { data: output };
  note(run, {
    type: 'mailed',
    to: parent!,
    event: { name, type: 'external', invokeid: invokeId!, ...data },
  });
}
