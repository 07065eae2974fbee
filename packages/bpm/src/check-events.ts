/**
 * Faults of events: which kind may stand where, alone or with others, and what each must say.
 *
 * The table is that of BPMN 2.0.2, 10.5.1 (table 10.93, types of events and their markers).
 */
import {
  type CheckedScope,
  isEventSubProcess,
  issue,
  linkNames,
  type ScopeCheck,
} from './check-scope.ts';
import type { DefinitionIssue } from './errors.ts';
import type { EventDefinition, TimerEvent } from './event-model.ts';
import type { Node } from './model.ts';

type EventType = EventDefinition['type'];
type EventNode = Extract<Node, { kind: 'start' | 'catch' | 'boundary' | 'throw' | 'end' }>;
type Place = 'process start' | 'sub-process start' | 'event sub-process start' | EventPlace;
type EventPlace = 'catch' | 'boundary' | 'throw' | 'end';

const allowed: Readonly<Record<Place, readonly EventType[]>> = {
  'process start': ['message', 'timer', 'signal', 'conditional'],
  'sub-process start': [],
  'event sub-process start': [
    ...(['message', 'timer', 'signal', 'conditional', 'error', 'escalation'] as const),
    'compensation',
  ],
  catch: ['message', 'timer', 'signal', 'conditional', 'link'],
  boundary: [
    ...(['message', 'timer', 'signal', 'conditional', 'error', 'escalation'] as const),
    ...(['compensation', 'cancel'] as const),
  ],
  throw: ['message', 'signal', 'escalation', 'compensation', 'link'],
  end: ['message', 'signal', 'escalation', 'compensation', 'error', 'cancel', 'terminate'],
};

/** Kinds that can't share a node with another event. */
const single: ReadonlySet<EventType> = new Set(['compensation', 'cancel', 'link']);
/** Kinds that end the path: nothing can be thrown after them. */
const final: ReadonlySet<EventType> = new Set(['error', 'cancel', 'terminate']);
/** Kinds of which several can be awaited together. */
const awaitable: ReadonlySet<EventType> = new Set(['message', 'timer', 'signal', 'conditional']);
/** Kinds whose catch stops the activity or scope, always. */
const stopping: ReadonlySet<EventType> = new Set(['error', 'cancel', 'compensation']);

/** Faults of the events of a scope. */
export const checkEvents: ScopeCheck = (scope) => [
  ...scope.nodes.flatMap((node) => (isEvent(node) ? checkEvent(scope, node) : [])),
  ...checkLinks(scope),
];

const isEvent = (node: Node): node is EventNode =>
  node.kind === 'start' || node.kind === 'end' || isBetween(node);

const isBetween = (node: Node): node is EventNode =>
  node.kind === 'catch' || node.kind === 'boundary' || node.kind === 'throw';

/** The events that a node awaits or throws, with the field they stand in. */
export function eventsOf(node: Node): { field: 'on' | 'throws'; events: EventDefinition[] } {
  if ('on' in node) return { field: 'on', events: node.on ?? [] };
  return { field: 'throws', events: ('throws' in node ? node.throws : undefined) ?? [] };
}

function checkEvent(scope: CheckedScope, node: EventNode): DefinitionIssue[] {
  const { field, events } = eventsOf(node);
  const place = placeOf(scope, node);
  const issues = events.flatMap((event, at) => {
    const path = `${node.id}.${field}.${at}`;
    return [
      ...checkKind(place, event, path),
      ...checkCompany(field, events, at, path),
      ...checkCode(field, event, path),
      ...(event.type === 'timer' ? checkTimer(place, event, path) : []),
    ];
  });
  return [...issues, ...checkAll(place, node, events), ...checkInterrupting(place, node, events)];
}

function placeOf({ owner }: CheckedScope, { kind }: EventNode): Place {
  if (kind !== 'start') return kind;
  if (owner === undefined) return 'process start';
  return isEventSubProcess(owner) ? 'event sub-process start' : 'sub-process start';
}

function checkKind(place: Place, { type }: EventDefinition, path: string): DefinitionIssue[] {
  if (allowed[place].includes(type)) return [];
  const kinds = allowed[place].join(', ');
  const may = kinds === '' ? 'it has no trigger there' : `there may be: ${kinds}`;
  return [issue('event-kind', path, `a ${place} event can't be of kind '${type}'; ${may}`)];
}

function checkCompany(
  field: 'on' | 'throws',
  events: readonly EventDefinition[],
  at: number,
  path: string,
): DefinitionIssue[] {
  const { type } = events[at]!;
  if (field === 'on' ? single.has(type) && events.length > 1 : type === 'link' && at > 0) {
    return [issue('event-company', path, `'${type}' must be the only event of its node`)];
  }
  if (field === 'on' || !final.has(type) || at === events.length - 1) return [];
  return [issue('event-company', path, `nothing is thrown after '${type}'; put it last`)];
}

/** Who throws an error or escalation must say which; who catches need not. */
function checkCode(
  field: 'on' | 'throws',
  event: EventDefinition,
  path: string,
): DefinitionIssue[] {
  if (field === 'on' || (event.type !== 'error' && event.type !== 'escalation')) return [];
  if (event.code !== undefined) return [];
  return [issue('missing-code', `${path}.code`, `an ${event.type} that is thrown needs a code`)];
}

function checkTimer(place: Place, timer: TimerEvent, path: string): DefinitionIssue[] {
  const given = [timer.date, timer.duration, timer.cycle, timer.cron];
  const issues: DefinitionIssue[] = [];
  if (given.filter((text) => text !== undefined).length !== 1) {
    const message = 'a timer has exactly one of date, duration, cycle and cron';
    issues.push(issue('timer-kind', path, message));
  }
  if (place !== 'catch') return issues;
  if (timer.cycle !== undefined) {
    const message = 'a token waits once: use date or duration, or a boundary event that repeats';
    issues.push(issue('timer-repeats', `${path}.cycle`, message));
  }
  if (timer.missed === 'skip') {
    const message = "with 'skip' a missed timer would hold its token for ever; use 'fireOnce'";
    issues.push(issue('timer-skip', `${path}.missed`, message));
  }
  return issues;
}

function checkAll(
  place: Place,
  node: EventNode,
  events: readonly EventDefinition[],
): DefinitionIssue[] {
  if (!('all' in node) || node.all === undefined) return [];
  const path = `${node.id}.all`;
  if (place === 'process start') {
    const message =
      'before it starts, a process keeps nothing of what has come; start by one of the events, ' +
      'and await the others behind it';
    return [issue('event-all', path, message)];
  }
  if (events.length < 2) {
    return [issue('event-all', path, `awaits several events; name them in 'on' or remove 'all'`)];
  }
  if (events.every(({ type }) => awaitable.has(type))) return [];
  const message = `only messages, timers, signals and conditions can be awaited together`;
  return [issue('event-all', path, message)];
}

function checkInterrupting(
  place: Place,
  node: EventNode,
  events: readonly EventDefinition[],
): DefinitionIssue[] {
  if (!('interrupting' in node) || node.interrupting === undefined) return [];
  const path = `${node.id}.interrupting`;
  if (place === 'process start' || place === 'sub-process start') {
    const message = 'nothing runs yet that it could leave running; remove it';
    return [issue('interrupting', path, message)];
  }
  const stops = events.find(({ type }) => stopping.has(type));
  if (node.interrupting || stops === undefined) return [];
  const message = `an event of kind '${stops.type}' always stops what it is caught for; remove it`;
  return [issue('interrupting', path, message)];
}

/** A link is one flow: throws of a name, one catch of it, in one scope. */
function checkLinks({ nodes }: CheckedScope): DefinitionIssue[] {
  const named = (kind: 'throw' | 'catch'): { node: Node; name: string }[] =>
    nodes
      .filter((node) => node.kind === kind)
      .flatMap((node) => linkNames(node).map((name) => ({ node, name })));
  const [throws, catches] = [named('throw'), named('catch')];
  const taken = new Set(catches.map(({ name }) => name));
  const thrown = new Set(throws.map(({ name }) => name));
  const seen = new Set<string>();
  return [
    ...throws.flatMap(({ node, name }) => (taken.has(name) ? [] : [withoutCatch(node, name)])),
    ...catches.flatMap(({ node, name }) => {
      if (!thrown.has(name)) return [withoutThrow(node, name)];
      const isAnother = seen.has(name);
      seen.add(name);
      return isAnother ? [secondCatch(node, name)] : [];
    }),
  ];
}

const withoutCatch = ({ id }: Node, name: string): DefinitionIssue =>
  issue('link-without-catch', id, `no catch event of this scope has the link '${name}'; add one`);

const withoutThrow = ({ id }: Node, name: string): DefinitionIssue =>
  issue('link-without-throw', id, `no throw event of this scope has the link '${name}'; add one`);

const secondCatch = ({ id }: Node, name: string): DefinitionIssue =>
  issue('link-catches', id, `the link '${name}' has a catch event already; rename one of them`);
