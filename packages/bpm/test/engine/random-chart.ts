/**
 * Random statecharts: hierarchical and parallel states, histories, delayed sends, services that a
 * worker does and services that are done in the commit, data that are counted up.
 *
 * Every transition needs an event from outside or a delayed one, so each of them comes to rest.
 */
import type { Random } from '@kontor/kernel';
import type { Action, ChartDefinition, ChartState, ChartTransition } from '@kontor/bpm';

/** Types of the services that a chart asks for. */
export const chartJobs = { worker: 'chart.worker', inside: 'chart.inside' } as const;

/** Events that move a chart. */
export const EVENTS = ['a', 'b', 'c', 'd'] as const;

const count: Action = { do: 'assign', location: 'n', from: { expr: 'n + 1' } };

/** Draws a chart. */
export function drawChart(random: Random): ChartDefinition {
  const below = (most: number): number => Math.floor(random() * most);
  const ids: string[] = [];
  const name = (): string => {
    const id = `s${ids.length}`;
    ids.push(id);
    return id;
  };
  const drawState = (depth: number): ChartState => {
    const id = name();
    const roll = depth >= 3 ? 0 : below(4);
    if (roll <= 1) return { id, kind: 'state', ...drawWork(id, below(5), below(90)) };
    const states = Array.from({ length: 2 + below(2) }, () => drawState(depth + 1));
    if (roll === 2) return { id, kind: 'parallel', states };
    const remembering: ChartState = {
      id: name(),
      kind: 'history',
      ...(below(2) === 0 && { deep: true as const }),
      initial: { targets: [states[0]!.id] },
    };
    return { id, kind: 'state', states: [...states, remembering] };
  };
  const states = [drawState(0), drawState(0), drawState(0)];
  const withTransitions = (state: ChartState): ChartState => {
    if (state.kind === 'history') return state;
    const transitions = Array.from({ length: 1 + below(2) }, (): ChartTransition => {
      const events = [EVENTS[below(EVENTS.length)]!, ...(below(3) === 0 ? ['late'] : [])];
      return { events, targets: [ids[below(ids.length)]!], content: [count] };
    });
    const inner = state.states && { states: state.states.map(withTransitions) };
    return { ...state, ...inner, transitions: [...(state.transitions ?? []), ...transitions] };
  };
  const data = [{ id: 'n', from: { value: 0 } }];
  return { id: 'random', data, states: states.map(withTransitions) };
}

/** What an atomic state does while it is active. */
function drawWork(id: string, kind: number, seconds: number): Partial<ChartState> {
  if (kind === 0) {
    return {
      onentry: [[{ do: 'send', event: 'late', id: `late.${id}`, delay: `PT${seconds + 1}S` }]],
      onexit: [[{ do: 'cancel', id: `late.${id}` }]],
    };
  }
  if (kind > 2) return {};
  // When a worker is done depends on faults; what is done in the commit does not, and is counted.
  if (kind === 1) return { invokes: [{ type: 'service', id: `do.${id}`, src: chartJobs.worker }] };
  return {
    invokes: [{ type: 'service', id: `do.${id}`, src: chartJobs.inside }],
    transitions: [{ events: [`done.invoke.do.${id}`], content: [count] }],
  };
}

/** The same chart, with some of its states under other names. */
export function renameStates(
  chart: ChartDefinition,
  nameOf: (state: string) => string,
): ChartDefinition {
  const rename = (state: ChartState): ChartState => ({
    ...state,
    id: nameOf(state.id),
    ...(state.initial && {
      initial: { ...state.initial, targets: state.initial.targets.map(nameOf) },
    }),
    ...(state.transitions && {
      transitions: state.transitions.map((transition) => ({
        ...transition,
        ...(transition.targets && { targets: transition.targets.map(nameOf) }),
      })),
    }),
    ...(state.states && { states: state.states.map(rename) }),
  });
  return { ...chart, states: chart.states.map(rename) };
}

/** Ids of all states. */
export const stateIds = ({ states = [] }: Pick<ChartState, 'states'>): string[] =>
  states.flatMap((state) => [state.id, ...stateIds(state)]);
