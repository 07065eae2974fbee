/**
 * Statecharts, measured: the same charts in XState, event by event. Ours gives a snapshot and the
 * history of every step; XState is its actor without persistence.
 */
import {
  advanceChart,
  type ChartDefinition,
  type ChartInstance,
  type ChartLibrary,
  chartLanguage,
  compileChart,
  feel,
} from '@kontor/bpm';
import { peer } from '../peer.ts';
import { compare, type Row, type Suite, type SuiteOptions } from '../suite.ts';

/** The rows of statecharts. */
export const suite: Suite = {
  engine: 'bpm',
  async run(options) {
    const xstate = await peer<XState>('xstate');
    if (xstate === undefined) return [];
    const rows: Row[] = [];
    for (const lifecycle of [flat(), regions()]) rows.push(await sends(xstate, lifecycle, options));
    return rows;
  },
};

interface XState {
  createMachine(definition: unknown): unknown;
  createActor(machine: unknown): {
    start(): void;
    send(event: { type: string }): void;
    getSnapshot(): { value: unknown };
  };
}

/** One chart in two notations, and the events that it is sent. */
interface Lifecycle {
  readonly name: string;
  readonly ours: ChartDefinition;
  readonly theirs: unknown;
  readonly events: readonly string[];
}

const SENDS = 10;

/** Ten states in a ring, each left by one event. */
function flat(): Lifecycle {
  const ids = Array.from({ length: SENDS }, (_, at) => `s${at}`);
  const next = (at: number): string => ids[(at + 1) % SENDS]!;
  return {
    name: 'a chart of ten flat states, ten sends',
    ours: {
      id: 'flat',
      states: ids.map((id, at) => ({
        id,
        kind: 'state',
        transitions: [{ events: ['next'], targets: [next(at)] }],
      })),
    },
    theirs: {
      initial: 's0',
      states: Object.fromEntries(ids.map((id, at) => [id, { on: { next: next(at) } }])),
    },
    events: ids.map(() => 'next'),
  };
}

/** A compound state that an event restarts, around two parallel regions of two states each. */
function regions(): Lifecycle {
  const both = ['one', 'other'];
  const ours = both.map((id) => ({
    id,
    kind: 'state' as const,
    states: [
      { id: `${id}_off`, ...switched(`${id}_on`) },
      { id: `${id}_on`, ...switched(`${id}_off`) },
    ],
  }));
  const theirs = both.map((id): [string, unknown] => [
    id,
    {
      initial: `${id}_off`,
      states: {
        [`${id}_off`]: { on: { flip: `${id}_on` } },
        [`${id}_on`]: { on: { flip: `${id}_off` } },
      },
    },
  ]);
  return {
    name: 'a parallel chart of two regions, left and entered again, ten sends',
    ours: {
      id: 'regions',
      states: [
        {
          id: 'idle',
          kind: 'state',
          transitions: [{ events: ['start'], targets: ['work'] }],
        },
        {
          id: 'work',
          kind: 'parallel',
          transitions: [{ events: ['stop'], targets: ['idle'] }],
          states: ours,
        },
      ],
    },
    theirs: {
      initial: 'idle',
      states: {
        idle: { on: { start: 'work' } },
        work: { type: 'parallel', on: { stop: 'idle' }, states: Object.fromEntries(theirs) },
      },
    },
    events: 'start flip flip flip stop start flip flip flip flip'.split(' '),
  };
}

const switched = (target: string) => ({
  kind: 'state' as const,
  transitions: [{ events: ['flip'], targets: [target] }],
});

async function sends(xstate: XState, chart: Lifecycle, options: SuiteOptions): Promise<Row> {
  const instances = options.quick ? 20 : 500;
  const compiled = compileChart(chart.ours, { languages: [chartLanguage(feel)] });
  const library: ChartLibrary = { chart: () => compiled };
  const machine = xstate.createMachine(chart.theirs);
  return compare<readonly string[]>(
    {
      name: chart.name,
      size: `${instances} instances, history kept on our side`,
      peerName: 'XState',
      operations: { count: instances * SENDS, unit: 'transitions/CPU s' },
      ours: (): string[] =>
        Array.from({ length: instances }, (_, at) =>
          runOurs(library, compiled.hash, `i${at}`, chart.events),
        ),
      peer: (): string[] =>
        Array.from({ length: instances }, () => runTheirs(xstate, machine, chart.events)),
      equal: (ours, theirs) => JSON.stringify(ours) === JSON.stringify(theirs),
    },
    options,
  );
}

/** The active leaves at the end, joined. */
function runOurs(
  library: ChartLibrary,
  chart: string,
  id: string,
  events: readonly string[],
): string {
  let instance: ChartInstance;
  ({ instance } = advanceChart(library, { id }, { kind: 'start', chart }, 0));
  for (const name of events) {
    ({ instance } = advanceChart(library, instance, { kind: 'event', name }, 0));
  }
  return instance.sessions[0]!.active.join();
}

function runTheirs(xstate: XState, machine: unknown, events: readonly string[]): string {
  const actor = xstate.createActor(machine);
  actor.start();
  for (const type of events) actor.send({ type });
  return leavesOf(actor.getSnapshot().value).join();
}

/** The leaves of a value as XState says it: `'s1'`, or `{ work: { one: 'one_on', … } }`. */
function leavesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Object.values(value as Record<string, unknown>).flatMap(leavesOf);
}
