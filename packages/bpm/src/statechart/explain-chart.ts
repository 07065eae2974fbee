/**
 * Why an instance of a statechart stands where it stands: where it is, which events would move it,
 * what it has invoked, and what is to be sent.
 */
import { type Reason, suspensionOf } from '../explain.ts';
import { type ChartOf, leavesOf, openChartDraft, type SessionDraft } from './chart-draft.ts';
import type { ChartInstance } from './chart-instance.ts';
import type { ChartLibrary } from './chart-run.ts';
import { chartWaits } from './chart-waits.ts';
import { type CompiledState, statesAround } from './compiled-chart.ts';
import { chartOfSession } from './invoke.ts';

/**
 * All reasons: for each active leaf the events that a transition of it, or of a state around it,
 * names; then what the world outside owes; then incidents. None when the instance has ended.
 */
export function explainChart(library: ChartLibrary, instance: ChartInstance): Reason[] {
  if (instance.state !== 'active') return [];
  const chartOf: ChartOf = (as, parent) => chartOfSession(library, as, parent);
  const { sessions } = openChartDraft(instance, chartOf);
  return [
    ...suspensionOf(instance),
    ...[...sessions.values()].flatMap(eventsOf),
    ...chartWaits(instance).map((wait): Reason => {
      const session = [...sessions.values()].find((one) => isIn(one, wait.id, wait.frame))!;
      const state = session.chart.byId.get(wait.node);
      const { kind, node } = wait;
      const within = state === undefined ? [] : pathTo(state);
      return { kind, node, within, for: waitedFor(instance, wait.id) };
    }),
    ...(instance.incidents ?? []).map(({ node, code, message }): Reason => {
      return { kind: 'incident', node, within: [], code, message };
    }),
  ];
}

const isIn = ({ id, invoked }: SessionDraft, wait: number, frame: number): boolean =>
  invoked.some((invocation) => invocation.wait?.id === wait) || id === frame;

function eventsOf(session: SessionDraft): Reason[] {
  return leavesOf(session).flatMap((leaf): Reason[] => {
    const events = [leaf, ...statesAround(leaf)].flatMap(({ transitions }) =>
      transitions.flatMap((transition) => transition.events ?? []),
    );
    if (events.length === 0) return [];
    const names = [...new Set(events)].join(', ');
    return [{ kind: 'event', node: leaf.id, within: pathTo(leaf), for: `one of: ${names}` }];
  });
}

/** The states around one, outermost first. */
const pathTo = (state: CompiledState): string[] =>
  statesAround(state)
    .filter(({ index }) => index > 0)
    .map(({ id }) => id)
    .reverse();

function waitedFor({ sessions, delayed = [] }: ChartInstance, id: number): string {
  const send = delayed.find((one) => one.id === id);
  if (send !== undefined) {
    return `the time ${new Date(send.due).toISOString()}, to send '${send.event.name}'`;
  }
  const all = sessions.flatMap(({ invoked = [] }) => invoked);
  const { wait } = all.find((one) => one.wait?.id === id)!;
  switch (wait!.kind) {
    case 'job':
      return `a handler of '${wait!.type}' (${wait!.attempts} attempts left)`;
    case 'message':
      return `the message '${wait!.name}'${wait!.key === '' ? '' : ` with key '${wait!.key}'`}`;
    case 'signal':
      return `the signal '${wait!.name}'`;
    case 'child':
      return `an instance of '${wait!.process}' that it has called`;
  }
}
