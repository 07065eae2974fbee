/**
 * What an invocation says when its time has come: which chart, under which id, with which values;
 * and what is done with events that come from it.
 *
 * @source SCXML 1.0, 6.4 and 6.5
 */
import type { JsonValue } from '../expression.ts';
import type { SessionDraft } from './chart-draft.ts';
import type { NewSession } from './chart-history.ts';
import type { ChartEvent, ChartWait } from './chart-instance.ts';
import { type ChartRun, dataToChange, nextId, note } from './chart-run.ts';
import type { CompiledChart, CompiledInvocation, CompiledState } from './compiled-chart.ts';
import { runBlock } from './content.ts';
import { strictPayload, textOf, valueOf } from './payload.ts';

/** What is to be started: a chart inside, or something that the world outside owes. */
export interface Launch {
  readonly invokeId: string;
  readonly chart?: Pick<NewSession, 'chart' | 'content'>;
  readonly wait?: WaitDraft;
  readonly given: Readonly<Record<string, JsonValue>>;
}

type WaitDraft = ChartWait extends infer One
  ? One extends ChartWait
    ? Omit<One, 'id'>
    : never
  : never;

/** Attempts of a service, where its invocation names no number. */
export const ATTEMPTS = 3;

const CHART_TYPE = /^(?:scxml|https?:\/\/www\.w3\.org\/TR\/scxml\/?)$/;

/** Reads an invocation. @throws Error — what it says can't be computed, or is no chart */
export function launchOf(
  run: ChartRun,
  session: SessionDraft,
  state: CompiledState,
  { definition, chart }: CompiledInvocation,
): Launch {
  const type = textOf(run, session, definition.type) ?? 'scxml';
  const { params, namelist } = definition;
  const given = (strictPayload(run, session, { params, namelist }) ?? {}) as Launch['given'];
  const started: Pick<Launch, 'chart' | 'wait'> = CHART_TYPE.test(type)
    ? { chart: chart === undefined ? findChart(run, session, definition) : { chart: chart.hash } }
    : { wait: owedBy(run, session, definition, type, given) };
  const invokeId = definition.id ?? `${state.id}.${nextId(run)}`;
  if (definition.idLocation !== undefined) {
    const from = { value: invokeId };
    dataToChange(run, session).assign(definition.idLocation, from);
  }
  return { invokeId, ...started, given };
}

/** What the world outside owes from now on. */
function owedBy(
  run: ChartRun,
  session: SessionDraft,
  { src, key, version, retry }: CompiledInvocation['definition'],
  type: string,
  input: Launch['given'],
): WaitDraft {
  const name = textOf(run, session, src);
  if (name === undefined || name === '') throw new Error(`a ${type} needs its name in src`);
  switch (type) {
    case 'service':
      return { kind: 'job', type: name, attempts: retry?.attempts ?? ATTEMPTS, failed: 0, input };
    case 'message':
      return { kind: 'message', name, key: textOf(run, session, key) ?? '' };
    case 'signal':
      return { kind: 'signal', name };
    case 'process':
      return { kind: 'child', process: name, ...(version !== undefined && { version }) };
    default:
      throw new Error(`there is no invocation of type '${type}'`);
  }
}

function findChart(
  run: ChartRun,
  session: SessionDraft,
  { src, content }: CompiledInvocation['definition'],
): NonNullable<Launch['chart']> {
  if (content !== undefined) {
    const value = valueOf(run, session, content);
    const made = value === undefined ? undefined : run.library.made?.(value);
    if (made === undefined || value === undefined) throw new Error('the content is no chart');
    return { chart: made.hash, content: value };
  }
  const name = textOf(run, session, src);
  const named = name === undefined ? undefined : run.library.named?.(name);
  if (named === undefined) throw new Error(`the library has no chart '${name ?? ''}'`);
  return { chart: named.hash };
}

/** The chart of a session: one that stands in the chart around it, was made, or is known. */
export function chartOfSession(
  library: ChartRun['library'],
  { chart, content }: NewSession,
  parent: CompiledChart | undefined,
): CompiledChart {
  const made = content === undefined ? undefined : library.made?.(content);
  return parent?.inside.get(chart) ?? made ?? library.chart(chart);
}

/** Before an event from outside is looked at: finalize what it came from, hand it on. */
export function passOn(run: ChartRun, session: SessionDraft, event: ChartEvent): void {
  for (const { id, state, index, session: to } of session.invoked) {
    const { definition } = session.chart.byId.get(state)!.invokes[index]!;
    if (id === event.invokeid && definition.finalize !== undefined) {
      if (definition.finalize.length > 0) runBlock(run, session, definition.finalize);
      else takeOver(run, session, event, definition.namelist ?? []);
    }
    if (definition.autoforward === true && to !== undefined && run.draft.sessions.has(to)) {
      note(run, { type: 'mailed', to, event });
    }
  }
}

/** An empty finalize: what the event brings of the handed locations goes back into them. */
function takeOver(
  run: ChartRun,
  session: SessionDraft,
  { data }: ChartEvent,
  locations: readonly string[],
): void {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return;
  const values = new Map<string, JsonValue>(Object.entries(data));
  runBlock(
    run,
    session,
    locations.flatMap((location) => {
      const value = values.get(location);
      return value === undefined ? [] : [{ do: 'assign' as const, location, from: { value } }];
    }),
  );
}
