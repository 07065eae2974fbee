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
import { leafIdsOf, MAIN, type SessionDraft } from './chart-draft.ts';
import type { NewSession } from './chart-history.ts';
import { type ChartRun, isCut, keepData, note, openData, raiseError } from './chart-run.ts';
import type { CompiledState, CompiledTransition } from './compiled-chart.ts';
import { runBlock } from './content.ts';
import type { ActiveInvocation, ChartEvent } from './chart-instance.ts';
import { type Launch, launchOf, passOn } from './invoke.ts';
import { enterStart, leave, takeTransitions } from './microstep.ts';
import { payloadOf } from './payload.ts';
import { selectTransitions } from './select-transitions.ts';

/** Begins a session with data from outside. */
export function begin(
  run: ChartRun,
  as: NewSession,
  given: Readonly<Record<string, JsonValue>>,
): void {
  run.steps++;
  note(run, { type: 'began', session: as });
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
  const transitions = selectTransitions(run, session, event.name);
  remark(run, session, event, transitions);
  take(run, session, transitions);
  settle(run, session);
}

/** Runs a session to rest, or to its end. */
export function settle(run: ChartRun, session: SessionDraft): void {
  while (!isCut(run)) {
    if (finalOf(session) !== undefined) return end(run, session);
    const eventless = selectTransitions(run, session, undefined);
    if (eventless.length > 0) {
      take(run, session, eventless);
    } else if (session.internal.length > 0) {
      note(run, { type: 'pulled', session: session.id });
      run.steps++;
      const event = session.event!;
      const transitions = selectTransitions(run, session, event.name);
      remark(run, session, event, transitions);
      take(run, session, transitions);
    } else if (!launch(run, session)) {
      keepData(run, session);
      note(run, { type: 'settled', session: session.id });
      return;
    }
  }
  keepData(run, session);
}

/** An error that no transition takes is none of the chart's: it is said, so that it can be seen. */
function remark(
  run: ChartRun,
  { id, chart }: SessionDraft,
  { name, data = null }: ChartEvent,
  transitions: readonly CompiledTransition[],
): void {
  if (transitions.length > 0 || !/^error(?:\.|$)/.test(name)) return;
  const detail = { event: name, data, session: id, chart: chart.definition.id };
  note(run, { type: 'noted', code: 'unhandled-error', detail });
}

function take(
  run: ChartRun,
  session: SessionDraft,
  transitions: readonly CompiledTransition[],
): void {
  if (transitions.length > 0) takeTransitions(run, session, transitions, stopInvoked);
}

/** The final state of the chart itself that is active. */
function finalOf({ active }: SessionDraft): CompiledState | undefined {
  for (const state of active) {
    if (state.kind === 'final' && state.parent!.index === 0) return state;
  }
  return undefined;
}

/** Starts the charts of states that were entered. @returns whether there is more to do */
function launch(run: ChartRun, session: SessionDraft): boolean {
  if (session.starting.size === 0) return session.internal.length > 0;
  const [name] = session.starting;
  if (name === undefined) return session.internal.length > 0;
  note(run, { type: 'launched', session: session.id, state: name });
  const state = session.chart.byId.get(name)!;
  for (const [index, invocation] of state.invokes.entries()) {
    // After a migration, some of them have gone on.
    if (session.invoked.some((one) => one.state === name && one.index === index)) continue;
    try {
      start(run, session, { state: name, index }, launchOf(run, session, state, invocation));
    } catch (error) {
      raiseError(run, session, error, 'invoke');
    }
  }
  return true;
}

function start(
  run: ChartRun,
  session: SessionDraft,
  place: Pick<ActiveInvocation, 'state' | 'index'>,
  { invokeId, chart, wait, given }: Launch,
): void {
  const id = run.draft.serial + 1;
  const tell = (more: Pick<ActiveInvocation, 'session' | 'wait'>): void => {
    const invocation = { id: invokeId, ...place, ...more };
    note(run, { type: 'invoked', session: session.id, invocation });
  };
  if (wait !== undefined) {
    tell({ wait: { id, ...wait } });
    if (wait.kind !== 'child') return;
    const { process, version } = wait;
    const named = { process, ...(version !== undefined && { version }) };
    run.effects.push({ kind: 'child', wait: id, ...named, variables: given });
  } else if (chart !== undefined) {
    tell({ session: id });
    begin(run, { id, parent: session.id, invokeId, ...chart }, given);
  }
}

/** Stops what a state has invoked: it is left in good order, but nobody hears of it. */
export function stopInvoked(run: ChartRun, session: SessionDraft, state: CompiledState): void {
  for (const invocation of session.invoked) {
    if (invocation.state === state.id) stopInvocation(run, invocation);
  }
}

/** Stops a chart that runs inside, silently; what is owed from outside is stopped by the shell. */
export function stopInvocation(run: ChartRun, { session: id }: ActiveInvocation): void {
  const child = id === undefined ? undefined : run.draft.sessions.get(id);
  if (child === undefined) return;
  run.silent.add(child.id);
  end(run, child);
}

/** Leaves all states; a session that was not stopped tells who invoked it. */
function end(run: ChartRun, session: SessionDraft): void {
  const { id, as } = session;
  const active = leafIdsOf(session);
  const final = finalOf(session);
  leave(run, session, session.active, stopInvoked);
  const output = final?.done && payloadOf(run, session, final.done);
  keepData(run, session);
  const isSilent = run.silent.has(id);
  note(run, {
    type: 'finished',
    session: id,
    active,
    ...(output !== undefined && { output }),
    ...(isSilent && { cancelled: true }),
  });
  if (id === MAIN) note(run, { type: 'ended', state: isSilent ? 'cancelled' : 'completed' });
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

/** Stops the instance: its states are left in good order. */
export function stopMain(run: ChartRun): void {
  run.silent.add(MAIN);
  end(run, run.draft.sessions.get(MAIN)!);
}
