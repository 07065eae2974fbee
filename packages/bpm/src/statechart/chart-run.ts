/**
 * A step of a statechart under way: one trigger and all that follows from it.
 *
 * Everything the engine does, it does by recording events on a draft. What is for the world outside
 * is an effect. An evaluator is opened once a session and step, and asked for its data when the
 * session comes to rest.
 */
import type { JsonValue } from '../expression.ts';
import type { Variables } from '../instance.ts';
import type { TimerCalendars } from '../timer/timer-rule.ts';
import { applyChartEvent } from './apply-chart-event.ts';
import { type ChartDraft, isActive, type SessionDraft } from './chart-draft.ts';
import type { ChartHistoryEvent } from './chart-history.ts';
import type { ChartEvent } from './chart-instance.ts';
import type { ChartEvaluator, ChartScope } from './chart-language.ts';
import type { CompiledChart } from './compiled-chart.ts';

/** The event processor of charts, by its full name. */
export const SCXML_PROCESSOR = 'http://www.w3.org/TR/scxml/#SCXMLEventProcessor';

/** What the engine knows beside the instance; all of it plain data and pure functions. */
export interface ChartLibrary {
  /**
   * A compiled chart by its hash.
   *
   * @throws BpmError BPM_UNKNOWN_DEFINITION
   */
  chart(hash: string): CompiledChart;
  /** The chart that an invocation names in `src`. */
  named?(src: string): CompiledChart | undefined;
  /** The chart that a computed content says; asked again whenever the instance is opened. */
  made?(content: JsonValue): CompiledChart | undefined;
  /**
   * Event processors of the application by their type. What is sent by them becomes an effect,
   * unless it is addressed to a session of the same instance.
   */
  readonly processors?: Readonly<Record<string, ChartProcessor>>;
  /** Business calendars of delays, by name. */
  readonly calendars?: TimerCalendars;
  /** Microsteps and events of a step before it is cut; 1,000 when left out. */
  readonly stepsMost?: number;
}

/** An event processor of the application. */
export interface ChartProcessor {
  /** A short name, beside its type. */
  readonly name?: string;
  /** The address that it gives a session. */
  location(sessionId: string): string;
}

/** What a step asks of the world outside. */
export type ChartEffect =
  /** To be sent by an event processor of the application. The key is the same on every attempt. */
  | {
      readonly kind: 'send';
      readonly effectKey: string;
      readonly processor: string;
      readonly target: string;
      readonly event: ChartEvent;
    }
  /** A message or signal for processes and other charts. */
  | {
      readonly kind: 'message';
      readonly effectKey: string;
      readonly name: string;
      readonly key: string;
      readonly variables: Variables;
    }
  | {
      readonly kind: 'signal';
      readonly effectKey: string;
      readonly name: string;
      readonly variables: Variables;
    }
  /** An instance of its own is to be started for a wait. */
  | {
      readonly kind: 'child';
      readonly wait: number;
      readonly process: string;
      readonly version?: string;
      readonly variables: Variables;
    }
  /** The step was cut: advance by `{ kind: 'continue' }`. */
  | { readonly kind: 'continue' };

/** A step under way. */
export interface ChartRun {
  readonly library: ChartLibrary;
  readonly draft: ChartDraft;
  /** Milliseconds since 1970; the same for all of it. */
  readonly now: number;
  readonly events: ChartHistoryEvent[];
  readonly effects: ChartEffect[];
  readonly evaluators: Map<number, OpenEvaluator>;
  /** Sessions that are being stopped: nobody hears what they send. */
  readonly silent: Set<number>;
  steps: number;
}

/** An evaluator, and whether its data may have changed. */
interface OpenEvaluator {
  readonly evaluator: ChartEvaluator;
  changed: boolean;
}

/** Opens a step on a draft. */
export const openRun = (library: ChartLibrary, draft: ChartDraft, now: number): ChartRun => ({
  library,
  draft,
  now,
  events: [],
  effects: [],
  evaluators: new Map(),
  silent: new Set(),
  steps: 0,
});

/** Records what happened. The only way to change anything. */
export function note(run: ChartRun, event: ChartHistoryEvent): void {
  applyChartEvent(run.draft, event);
  run.events.push(event);
}

/** Microsteps and events of a step before it is cut, where nothing else is said. */
export const STEPS_MOST = 1000;

/** Whether the step has gone on for too long and is to be cut. */
export const isCut = ({ steps, library }: ChartRun): boolean =>
  steps >= (library.stepsMost ?? STEPS_MOST);

/** A number for an id that nobody gave. */
export function nextId(run: ChartRun): number {
  note(run, { type: 'numbered' });
  return run.draft.serial;
}

/** The id of a session, as its expressions and other sessions call it. */
export const sessionIdOf = ({ draft }: Pick<ChartRun, 'draft'>, session: number): string =>
  `${draft.id}.${session}`;

/** The address of a session. */
export const addressOf = (run: Pick<ChartRun, 'draft'>, session: number): string =>
  `#_scxml_${sessionIdOf(run, session)}`;

/** Opens the data of a session that begins. */
export function openData(run: ChartRun, session: SessionDraft): void {
  open(run, session, true);
}

/** The session's data, to read. */
export const dataOf = (run: ChartRun, session: SessionDraft): ChartEvaluator =>
  open(run, session).evaluator;

/** The session's data, which may be changed now. */
export function dataToChange(run: ChartRun, session: SessionDraft): ChartEvaluator {
  const opened = open(run, session);
  opened.changed = true;
  return opened.evaluator;
}

function open(run: ChartRun, session: SessionDraft, isNew = false): OpenEvaluator {
  const known = run.evaluators.get(session.id);
  if (known !== undefined) return known;
  const evaluator = session.chart.language.open(scopeOf(run, session, isNew));
  const opened = { evaluator, changed: false };
  run.evaluators.set(session.id, opened);
  return opened;
}

function scopeOf(run: ChartRun, session: SessionDraft, isNew: boolean): ChartScope {
  const { definition, declared, byId } = session.chart;
  return {
    sessionId: sessionIdOf(run, session.id),
    name: definition.name ?? definition.id,
    processors: processorsOf(run, session),
    declared,
    data: isNew ? undefined : session.data,
    scripts: isNew ? [] : (definition.scripts ?? []),
    now: run.now,
    event: () => session.event,
    isIn: (id) => {
      const state = byId.get(id);
      return state !== undefined && isActive(session, state);
    },
    states: () => session.active.map(({ id }) => id),
  };
}

function processorsOf(run: ChartRun, session: SessionDraft): ChartScope['processors'] {
  const own = { location: addressOf(run, session.id) };
  const others = Object.entries(run.library.processors ?? {}).flatMap(([type, processor]) => {
    const shown = { location: processor.location(sessionIdOf(run, session.id)) };
    return [[type, shown] as const, [processor.name ?? type, shown] as const];
  });
  return { ...Object.fromEntries(others), [SCXML_PROCESSOR]: own, scxml: own };
}

/** Takes what the evaluator has changed into the snapshot. */
export function keepData(run: ChartRun, session: SessionDraft): void {
  const opened = run.evaluators.get(session.id);
  if (opened?.changed !== true) return;
  opened.changed = false;
  const after = opened.evaluator.data();
  const data: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(after)) {
    const before = session.data[name];
    if (before === value || JSON.stringify(before) === JSON.stringify(value)) continue;
    data[name] = value;
  }
  const gone = Object.keys(session.data).filter((name) => !Object.hasOwn(after, name));
  if (Object.keys(data).length === 0 && gone.length === 0) return;
  note(run, { type: 'assigned', session: session.id, data, ...(gone.length > 0 && { gone }) });
}

/** Puts an event at the end of the session's internal queue. */
export function raiseEvent(run: ChartRun, session: SessionDraft, event: ChartEvent): void {
  note(run, { type: 'raised', session: session.id, event });
}

/** A fault of executable content: which error it is, where it was, and of which send. */
export class ContentFault extends Error {
  readonly kind: 'execution' | 'communication';
  readonly sendid: string | undefined;
  /** The element that failed, as SCXML calls it. */
  tagname: string | undefined;

  constructor(kind: ContentFault['kind'], message: string, sendid?: string) {
    super(message);
    this.kind = kind;
    this.sendid = sendid;
  }
}

/** What was thrown, as a fault of an element; the innermost counts. */
export function asFault(thrown: unknown, tagname: string): ContentFault {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const fault = thrown instanceof ContentFault ? thrown : new ContentFault('execution', message);
  fault.tagname ??= tagname;
  return fault;
}

/**
 * Raises the error event of what was thrown. Its data say where and why; a chart is JSON, so lines
 * and columns are null.
 */
export function raiseError(
  run: ChartRun,
  session: SessionDraft,
  thrown: unknown,
  tagname: string,
): void {
  const { kind, message: reason, sendid, ...fault } = asFault(thrown, tagname);
  raiseEvent(run, session, {
    name: `error.${kind}`,
    type: 'platform',
    data: { tagname: fault.tagname ?? tagname, reason, line: null, column: null },
    ...(sendid !== undefined && { sendid }),
  });
}
