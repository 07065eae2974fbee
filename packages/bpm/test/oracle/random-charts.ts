/**
 * Random statecharts for engine and twin: compound and parallel states, histories, final states,
 * transitions with and without events, internal ones, sends now and later. Drawn as a tree of
 * shapes; targets are numbers, modulo how many states there are, so that every drawing is a chart.
 */
import * as fc from 'fast-check';
import type { Action, ChartDefinition, ChartState, ChartTransition } from '../../src/index.ts';

/** A chart, and what is done with it: events, and time that passes. */
export interface ChartCase {
  readonly definition: ChartDefinition;
  readonly deeds: readonly (string | number)[];
}

interface Arrow {
  readonly events: readonly string[] | undefined;
  readonly cond: 'always' | 'in' | number;
  readonly to: readonly number[];
  readonly internal: boolean;
  readonly content: readonly Deed[];
}

/** A piece of content; numbers are milliseconds. */
type Deed =
  | readonly ['raise' | 'send' | 'cancel', string]
  | readonly ['later', string, number]
  | readonly ['count' | 'log'];

interface Shape {
  readonly kind: 'state' | 'parallel' | 'final' | 'shallow' | 'deep';
  readonly inner: readonly Shape[];
  readonly arrows: readonly Arrow[];
  readonly onentry: readonly Deed[];
  readonly onexit: readonly Deed[];
  readonly initial: number | undefined;
}

const EVENTS = ['a', 'b', 'a.x'];
const event = fc.constantFrom(...EVENTS);
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.tuple(fc.constantFrom('raise' as const, 'send' as const), event),
  fc.tuple(fc.constant('cancel' as const), event),
  fc.tuple(fc.constant('later' as const), event, fc.integer({ min: 1, max: 5 })),
  fc.tuple(fc.constantFrom('count' as const, 'log' as const)),
);
const deeds = fc.array(deed, { maxLength: 2, size: 'small' });
const descriptor = fc.constantFrom('a', 'b', 'a.x', 'a.*', '*', 'done.state');
const arrow: fc.Arbitrary<Arrow> = fc.record({
  events: fc.option(fc.array(descriptor, { minLength: 1, maxLength: 2 }), {
    nil: undefined,
    freq: 9,
  }),
  cond: fc.oneof(
    { weight: 4, arbitrary: fc.constant('always' as const) },
    fc.constant('in' as const),
    fc.integer({ min: 1, max: 4 }),
  ),
  to: fc.array(fc.nat(30), { maxLength: 2 }),
  internal: fc.boolean(),
  content: deeds,
});

const shapeWith = (inner: fc.Arbitrary<readonly Shape[]>): fc.Arbitrary<Shape> =>
  fc.record({
    kind: fc.oneof(
      { weight: 6, arbitrary: fc.constant('state' as const) },
      { weight: 3, arbitrary: fc.constant('parallel' as const) },
      { weight: 1, arbitrary: fc.constant('final' as const) },
      { weight: 2, arbitrary: fc.constantFrom('shallow' as const, 'deep' as const) },
    ),
    inner,
    arrows: fc.array(arrow, { maxLength: 3 }),
    onentry: deeds,
    onexit: deeds,
    initial: fc.option(fc.nat(10), { nil: undefined }),
  });

/** Shapes with so many floors below them. */
const shapeOf = (floors: number): fc.Arbitrary<Shape> =>
  shapeWith(
    floors === 0 ? fc.constant([]) : fc.array(shapeOf(floors - 1), { minLength: 1, maxLength: 3 }),
  );

const shape = fc.oneof(shapeOf(1), shapeOf(2), shapeOf(2));

const REST: Shape = {
  kind: 'state',
  inner: [],
  arrows: [],
  onentry: [],
  onexit: [],
  initial: undefined,
};

/** Charts with what is done to them. */
export const chartCases: fc.Arbitrary<ChartCase> = fc
  .record({
    shapes: fc.array(shape, { minLength: 1, maxLength: 3 }),
    deeds: fc.array(fc.oneof({ weight: 4, arbitrary: event }, fc.integer({ min: 1, max: 6 })), {
      minLength: 3,
      maxLength: 9,
    }),
  })
  .map((drawn) => ({ definition: chartOf(drawn.shapes), deeds: drawn.deeds }));

/** A state under way to its definition: with its place in the tree. */
interface Place {
  readonly id: string;
  readonly shape: Shape;
  readonly inner: readonly Place[];
  readonly path: readonly Place[];
}

function chartOf(shapes: readonly Shape[]): ChartDefinition {
  const all: Place[] = [];
  const place = (drawn: Shape, path: readonly Place[]): Place => {
    const inner: Place[] = [];
    const one = { id: `s${all.length}`, shape: drawn, inner, path };
    all.push(one);
    const isLeaf = drawn.kind === 'final' || drawn.kind === 'shallow' || drawn.kind === 'deep';
    if (!isLeaf) for (const each of drawn.inner) inner.push(place(each, [...path, one]));
    if (drawn.kind === 'parallel' && inner.every(isHistory))
      inner.push(place(REST, [...path, one]));
    return one;
  };
  const top = [REST, ...shapes].map((drawn) => place(drawn, []));
  // The first one only passes on, so that the others are met in many ways.
  const states = top.filter((one) => !isHistory(one)).map((one) => stateOf(one, all));
  const first: ChartState = {
    ...states[0]!,
    transitions: EVENTS.map((name, at) => {
      return {
        events: [name],
        targets: [all[(at * 3 + 1) % all.length]!].filter(isReal).map(idOf),
      };
    }),
  };
  const data = [{ id: 'n', from: { value: 0 } }];
  const definition = { id: 'random', data, states: [first, ...states.slice(1)] };
  return withoutLost(definition);
}

const idOf = ({ id }: Place): string => id;
const isHistory = ({ shape: { kind } }: Place): boolean => kind === 'shallow' || kind === 'deep';
const isReal = (one: Place): boolean => !(isHistory(one) && one.path.length === 0);

function stateOf(one: Place, all: readonly Place[]): ChartState {
  const { kind, arrows, onentry, onexit, initial } = one.shape;
  const { id, inner } = one;
  if (kind === 'shallow' || kind === 'deep') {
    const siblings = one.path.at(-1)!.inner.filter((each) => !isHistory(each));
    const target = siblings[(initial ?? 0) % siblings.length];
    const targets = [target?.id ?? 'nowhere'];
    return { id, kind: 'history', ...(kind === 'deep' && { deep: true }), initial: { targets } };
  }
  const blocks = { onentry: [contentOf(onentry)], onexit: [contentOf(onexit)] };
  if (kind === 'final') return { id, kind, ...blocks };
  const real = inner.filter((each) => !isHistory(each));
  const states = (real.length === 0 ? [] : inner).map((each) => stateOf(each, all));
  const isChosen = kind === 'state' && initial !== undefined && real.length > 0;
  const target = isChosen ? real[initial % real.length] : undefined;
  return {
    id,
    kind,
    ...blocks,
    ...(target !== undefined && { initial: { targets: [target.id] } }),
    transitions: arrows.flatMap((each) => arrowOf(each, all)),
    states,
  };
}

function arrowOf({ events, cond, to, internal, content }: Arrow, all: readonly Place[]) {
  const [one, other] = to.map((number) => all[number % all.length]!).filter(isReal);
  const pair = one && other && areTogether(one, other) ? [one.id, other.id] : one && [one.id];
  const targets = pair ?? [];
  const deedsDone = contentOf(content);
  if (events === undefined && targets.length === 0 && deedsDone.length === 0) return [];
  const drawn: ChartTransition = {
    ...(events && { events: [...events] }),
    ...(cond === 'in' && { cond: `In("${all[(to[0] ?? 1) % all.length]!.id}")` }),
    ...(typeof cond === 'number' && { cond: `n < ${cond}` }),
    targets,
    ...(internal && { internal: true }),
    content: deedsDone,
  };
  return [drawn];
}

/** In two regions of one parallel state. */
function areTogether(one: Place, other: Place): boolean {
  const ways = [one, other].map((each) => [...each.path, each]);
  const [first, second] = [ways[0]!, ways[1]!];
  const fork = first.findIndex((each, at) => each !== second[at]);
  return fork > 0 && fork < second.length && first[fork - 1]!.shape.kind === 'parallel';
}

const contentOf = (all: readonly Deed[]): Action[] =>
  all.map(([what, name = '', ms = 0]): Action => {
    if (what === 'raise') return { do: 'raise', event: name };
    if (what === 'send') return { do: 'send', event: name };
    if (what === 'later') return { do: 'send', event: name, id: name, delay: `${ms}ms` };
    if (what === 'cancel') return { do: 'cancel', id: name };
    if (what === 'log') return { do: 'log', label: '*' };
    return { do: 'assign', location: 'n', from: { expr: 'n + 1' } };
  });

/** Without transitions to states that were left out: histories of states without states. */
function withoutLost(definition: ChartDefinition): ChartDefinition {
  const there = new Set<string>();
  const visit = (states: readonly ChartState[]): void => {
    for (const { id, states: inner = [] } of states) {
      there.add(id);
      visit(inner);
    }
  };
  visit(definition.states);
  const mend = (state: ChartState): ChartState => ({
    ...state,
    ...(state.states && { states: state.states.map(mend) }),
    ...(state.transitions && {
      transitions: state.transitions.filter(({ targets = [] }) =>
        targets.every((target) => there.has(target)),
      ),
    }),
  });
  return { ...definition, states: definition.states.map(mend) };
}
