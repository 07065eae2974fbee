/**
 * From a chart that was written in TypeScript to its normal form.
 *
 * A delay is a send on entry, taken back on exit, with an event of its own; an invoked service or
 * process is an invocation under the id of its state. Nothing is added that a hand would not write.
 */
import * as z from 'zod';
import type { JsonValue } from '../expression.ts';
import type {
  Action,
  ChartDefinition,
  ChartState,
  ChartTransition,
  Datum,
  Invocation,
} from '../statechart/chart-model.ts';
import type {
  ArrowsSpec,
  ArrowSpec,
  ChartSpec,
  DeedSpec,
  InvokeSpec,
  StatesSpec,
  StateSpec,
} from './chart-spec.ts';
import type { Schemas } from './path-state.ts';

/** The normal form of a chart. */
export function draftChart(
  id: string,
  { version, zone, data = {}, initial, states }: ChartSpec<Schemas, Schemas, StatesSpec>,
): ChartDefinition {
  const declared = Object.entries(data).map(([name, schema]) => datumOf(name, schema));
  return {
    id,
    ...(version !== undefined && { version }),
    ...(zone !== undefined && { zone }),
    ...(declared.length > 0 && { data: declared }),
    initial: { targets: [initial] },
    states: statesOf(states),
  };
}

/** What a schema gives for nothing is a first value. */
function datumOf(id: string, schema: z.ZodType): Datum {
  const given = schema.safeParse(undefined);
  const value = given.success ? (given.data as JsonValue | undefined) : undefined;
  return value === undefined ? { id } : { id, from: { value } };
}

const statesOf = (states: StatesSpec): ChartState[] =>
  Object.entries(states).map(([id, state]) => stateOf(id, state));

const KINDS = {
  parallel: { kind: 'parallel' },
  final: { kind: 'final' },
  history: { kind: 'history' },
  'deep history': { kind: 'history', deep: true },
} as const;

function stateOf(id: string, state: StateSpec): ChartState {
  const { type, initial = state.default, states, invoke } = state;
  const delays = Object.keys(state.after ?? {}).map((delay, at) => delayed(id, delay, at));
  const onentry = [contentOf(state.entry), delays.map(({ send }) => send)].filter(hasAny);
  const onexit = [contentOf(state.exit), delays.map(({ cancel }) => cancel)].filter(hasAny);
  const transitions = transitionsOf(id, state);
  return {
    id,
    ...(type === undefined ? { kind: 'state' as const } : KINDS[type]),
    ...(initial !== undefined && { initial: { targets: [initial] } }),
    ...(onentry.length > 0 && { onentry }),
    ...(onexit.length > 0 && { onexit }),
    ...(transitions.length > 0 && { transitions }),
    ...(invoke !== undefined && { invokes: [invocationOf(id, invoke)] }),
    ...(states !== undefined && { states: statesOf(states) }),
  };
}

const hasAny = (content: readonly Action[]): boolean => content.length > 0;

/** The event of a delay; its number is its place among those of its state. */
const delayName = (state: string, at: number): string => `after.${state}.${at}`;

function delayed(state: string, delay: string, at: number): { send: Action; cancel: Action } {
  const name = delayName(state, at);
  return {
    send: { do: 'send', event: name, id: name, delay },
    cancel: { do: 'cancel', id: name },
  };
}

/** In the order: events, delays, done, the service, and what needs no event. */
function transitionsOf(id: string, state: StateSpec): ChartTransition[] {
  const { on = {}, after = {}, done, invoke, always } = state;
  return [
    ...Object.entries(on).flatMap(([event, arrows]) => arrowsOf([event], arrows)),
    ...Object.values(after).flatMap((arrows, at) => arrowsOf([delayName(id, at)], arrows)),
    ...arrowsOf([`done.state.${id}`], done),
    ...(invoke === undefined ? [] : afterService(id, invoke)),
    ...arrowsOf(undefined, always),
  ];
}

/** When a service has ended: its outputs become data before anything else is done. */
function afterService(id: string, { out = {}, done, failed }: InvokeSpec): ChartTransition[] {
  const taken = Object.entries(out).map(([location, member]): Action => {
    return { do: 'assign', location, from: { expr: `_event.data.${member}` } };
  });
  const ended = arrowsOf([`done.invoke.${id}`], done ?? (taken.length > 0 ? {} : undefined));
  return [
    ...ended.map((one) => withFirst(taken, one)),
    ...arrowsOf([`error.execution.${id}`], failed),
  ];
}

const withFirst = (first: readonly Action[], one: ChartTransition): ChartTransition =>
  first.length === 0 ? one : { ...one, content: [...first, ...(one.content ?? [])] };

function arrowsOf(
  events: readonly string[] | undefined,
  arrows: ArrowsSpec | undefined,
): ChartTransition[] {
  if (arrows === undefined) return [];
  if (typeof arrows === 'string') return [arrowOf(events, { to: arrows })];
  const all = Array.isArray(arrows) ? (arrows as readonly ArrowSpec[]) : [arrows as ArrowSpec];
  return all.map((arrow) => arrowOf(events, arrow));
}

function arrowOf(
  events: readonly string[] | undefined,
  { to, when, do: deeds, internal }: ArrowSpec,
): ChartTransition {
  const content = contentOf(deeds);
  return {
    ...(events !== undefined && { events: [...events] }),
    ...(when !== undefined && { cond: when }),
    ...(to !== undefined && { targets: typeof to === 'string' ? [to] : [...to] }),
    ...(internal && { internal }),
    ...(content.length > 0 && { content }),
  };
}

const contentOf = (deeds: readonly DeedSpec[] = []): Action[] => deeds.flatMap(actionsOf);

function actionsOf(deed: DeedSpec): Action[] {
  if ('assign' in deed) {
    return Object.entries(deed.assign).map(([location, expr]): Action => {
      return { do: 'assign', location, from: { expr } };
    });
  }
  if ('raise' in deed) return [{ do: 'raise', event: deed.raise }];
  if ('cancel' in deed) return [{ do: 'cancel', id: deed.cancel }];
  if ('message' in deed || 'signal' in deed) return [publishOf(deed)];
  if ('log' in deed) {
    const { log, value } = deed;
    return [{ do: 'log', label: log, ...(value !== undefined && { expr: value }) }];
  }
  const { send, delay, id, data } = deed;
  const params = data && paramsOf(data);
  return [
    {
      do: 'send',
      event: send,
      ...(id !== undefined && { id }),
      ...(delay !== undefined && { delay }),
      ...(params !== undefined && { params }),
    },
  ];
}

/** A message or signal for others. */
function publishOf(deed: Extract<DeedSpec, { message: string } | { signal: string }>): Action {
  const params = deed.data && paramsOf(deed.data);
  const more = params === undefined ? {} : { params };
  if ('signal' in deed) return { do: 'send', type: 'signal', event: deed.signal, ...more };
  const { message: event, key } = deed;
  const target = key === undefined ? {} : { target: { expr: key } };
  return { do: 'send', type: 'message', event, ...target, ...more };
}

function invocationOf(id: string, invoke: InvokeSpec): Invocation {
  const params = invoke.in && paramsOf(invoke.in);
  const more = params === undefined ? {} : { params };
  if (invoke.service !== undefined)
    return { type: 'service', id, src: invoke.service.type, ...more };
  const { process, version } = invoke;
  const named = version === undefined ? {} : { version };
  return { type: 'process', id, src: process.id, ...named, ...more };
}

const paramsOf = (members: Readonly<Record<string, string>>): { name: string; expr: string }[] =>
  Object.entries(members).map(([name, expr]) => ({ name, expr }));
