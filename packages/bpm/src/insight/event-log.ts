/**
 * Event logs for mining tools, from runs of elements: XES, OCEL and CSV, piece by piece, so that a
 * log may be of any length.
 *
 * A run gives a `start` when work on it began, and a `complete`, or an `ate_abort` when it was
 * stopped. Gateways and events are left out: mining tools look for activities.
 *
 * @source IEEE Std 1849-2016 (XES), extensions concept, lifecycle, time and organizational; OCEL
 *   2.0 specification (2023)
 */
import { stringify } from 'csv-stringify/sync';
import type { NodeKind } from '../model.ts';
import type { ActivityInstance } from './activity-instance.ts';
import { escaped } from './markup.ts';

/** Runs, one after the other; those of an instance together. */
export type ActivityStream = AsyncIterable<ActivityInstance> | Iterable<ActivityInstance>;

const ACTIVITIES: ReadonlySet<NodeKind> = new Set<NodeKind>([
  'task',
  'manual',
  'user',
  'service',
  'script',
  'send',
  'receive',
  'businessRule',
]);

interface LogEvent {
  readonly run: ActivityInstance;
  readonly transition: 'start' | 'complete' | 'ate_abort';
  readonly at: number;
  readonly by: string | undefined;
}

/** The events of a run: of each time somebody worked, and of its end. */
function eventsOf(run: ActivityInstance): LogEvent[] {
  const { work, endedAt, state, role, kind } = run;
  if (!ACTIVITIES.has(kind) || role === 'body') return [];
  const begun = work[0];
  const starts: LogEvent[] =
    begun === undefined ? [] : [{ run, transition: 'start', at: begun.from, by: begun.by }];
  if (endedAt === undefined) return starts;
  const transition = state === 'cancelled' ? 'ate_abort' : 'complete';
  return [...starts, { run, transition, at: endedAt, by: run.by }];
}

/** An instance in a log. */
interface Case {
  /** In the order of time; one or more. */
  readonly events: readonly LogEvent[];
  /** Runs of its own process, none of a called one, in the order of entering. */
  readonly own: readonly ActivityInstance[];
}

/** One instance at a time; those without events are left out. */
async function* cases(runs: ActivityStream): AsyncGenerator<Case> {
  let all: ActivityInstance[] = [];
  for await (const run of runs) {
    if (all.length > 0 && run.instance !== all[0]!.instance) {
      yield* caseOf(all);
      all = [];
    }
    all.push(run);
  }
  yield* caseOf(all);
}

function caseOf(runs: readonly ActivityInstance[]): Case[] {
  const events = inTime(runs.flatMap(eventsOf));
  return events.length === 0 ? [] : [{ events, own: runs.filter(({ scope }) => scope === 1) }];
}

const inTime = (events: readonly LogEvent[]): LogEvent[] =>
  events.toSorted((a, b) => a.at - b.at || a.run.frame - b.run.frame);

const instant = (at: number): string => new Date(at).toISOString();
const nameOf = ({ name, node }: ActivityInstance): string => name ?? node;
const versionOf = ({ version, definition }: ActivityInstance): string => version ?? definition;

const EXTENSIONS = ['Concept', 'Lifecycle', 'Time', 'Organizational'].map((name) => {
  const prefix = name === 'Organizational' ? 'org' : name.toLowerCase();
  const uri = `http://www.xes-standard.org/${prefix}.xesext`;
  return `<extension name="${name}" prefix="${prefix}" uri="${uri}"/>`;
});

/**
 * A log as XES: a trace for each instance.
 *
 * @returns pieces of one XML document
 * @example
 * for await (const piece of xesLog(eachActivity(store, { process: 'order' }))) file.write(piece);
 */
export async function* xesLog(runs: ActivityStream): AsyncGenerator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n' +
    '<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">\n' +
    `${EXTENSIONS.join('\n')}\n` +
    '<global scope="trace"><string key="concept:name" value="?"/></global>\n' +
    '<global scope="event"><string key="concept:name" value="?"/>' +
    '<string key="lifecycle:transition" value="complete"/>' +
    '<date key="time:timestamp" value="1970-01-01T00:00:00.000Z"/></global>\n' +
    '<classifier name="Activity" keys="concept:name"/>\n' +
    '<string key="lifecycle:model" value="standard"/>\n';
  for await (const { events } of cases(runs)) {
    const { instance } = events[0]!.run;
    yield `<trace>${xesText('concept:name', instance)}\n${events.map(xesEvent).join('')}</trace>\n`;
  }
  yield '</log>\n';
}

function xesEvent({ run, transition, at, by }: LogEvent): string {
  return (
    `<event>${xesText('concept:name', nameOf(run))}` +
    xesText('concept:instance', `${run.instance}/${run.frame}`) +
    xesText('lifecycle:transition', transition) +
    `<date key="time:timestamp" value="${instant(at)}"/>` +
    `${by === undefined ? '' : xesText('org:resource', by)}</event>\n`
  );
}

/** A tab or an end of line is written as a number: in an attribute it would be read as a space. */
function xesText(key: string, value: string): string {
  const text = escaped(value).replaceAll(/[\t\n\r]/gu, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<string key="${key}" value="${text}"/>`;
}

/** A log as CSV: a row for each event, with a head; columns by the names of XES. */
export async function* csvLog(runs: ActivityStream): AsyncGenerator<string> {
  yield stringify([
    ['case:concept:name', 'concept:name', 'concept:instance', 'lifecycle:transition'].concat(
      'time:timestamp',
      'org:resource',
      'process',
      'version',
      'key',
    ),
  ]);
  for await (const { events } of cases(runs)) {
    yield stringify(
      events.map(({ run, transition, at, by }) => [
        run.instance,
        nameOf(run),
        `${run.instance}/${run.frame}`,
        transition,
        instant(at),
        by ?? '',
        run.process,
        versionOf(run),
        run.key ?? '',
      ]),
    );
  }
}

/**
 * A log as OCEL 2.0 in JSON: events with the instance, and what it was started for, as objects.
 *
 * Objects of a key come once, though several instances may have it. An instance that was migrated
 * has several values of its version, each since its events first show it. Types are told at the
 * end.
 */
export async function* ocelLog(runs: ActivityStream): AsyncGenerator<string> {
  const types = new Set<string>();
  const objects = new Map<string, object>();
  let separator = '';
  yield '{"events":[';
  for await (const one of cases(runs)) {
    for (const object of objectsOf(one)) objects.set(object.id, object);
    for (const [at, event] of one.events.entries()) {
      types.add(nameOf(event.run));
      yield `${separator}\n${JSON.stringify(ocelEvent(event, at))}`;
      separator = ',';
    }
  }
  const attributes = textAttributes('lifecycle', 'resource');
  yield `\n],"objects":${JSON.stringify([...objects.values()])},\n` +
    `"eventTypes":${JSON.stringify([...types].map((name) => ({ name, attributes })))},\n` +
    `"objectTypes":${JSON.stringify(OBJECT_TYPES)}}\n`;
}

const textAttributes = (...names: readonly string[]) =>
  names.map((name) => ({ name, type: 'string' }));

const OBJECT_TYPES = [
  { name: 'process instance', attributes: textAttributes('process', 'version') },
  { name: 'key', attributes: [] },
];

/** The objects of a case: the instance, and its key. */
function objectsOf({ events, own }: Case) {
  const { instance, key } = events[0]!.run;
  const attributes = [
    ...valuesOf('process', own, ({ process }) => process),
    ...valuesOf('version', own, versionOf),
  ];
  const object = { id: `instance:${instance}`, type: 'process instance', attributes };
  return key === undefined ? [object] : [object, { id: `key:${key}`, type: 'key', attributes: [] }];
}

/**
 * The values of an attribute, each since a run first ended with it; the first since entering. At
 * one instant there is one: the last.
 */
function valuesOf(
  name: string,
  own: readonly ActivityInstance[],
  of: (run: ActivityInstance) => string,
) {
  const ends = own.toSorted((a, b) => (a.endedAt ?? Infinity) - (b.endedAt ?? Infinity) || 0);
  const values = new Map<number, string>();
  for (const run of ends) {
    const at = values.size === 0 ? own[0]!.enteredAt : run.endedAt;
    if (at !== undefined) values.set(at, of(run));
  }
  return [...values]
    .map(([at, value]) => ({ name, value, time: instant(at) }))
    .filter(({ value }, at, all) => value !== all[at - 1]?.value);
}

function ocelEvent({ run, transition, at, by }: LogEvent, place: number): object {
  const { instance, frame, key } = run;
  return {
    id: `${instance}/${frame}/${place}`,
    type: nameOf(run),
    time: instant(at),
    attributes: [
      { name: 'lifecycle', value: transition },
      ...(by === undefined ? [] : [{ name: 'resource', value: by }]),
    ],
    relationships: [
      { objectId: `instance:${instance}`, qualifier: 'case' },
      ...(key === undefined ? [] : [{ objectId: `key:${key}`, qualifier: 'started for' }]),
    ],
  };
}
