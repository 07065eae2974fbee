/**
 * What hangs on activities and scopes: boundary events, event sub-processes, what undoes.
 *
 * The path of a boundary event that stops its activity goes on where the event is told of: there
 * it meets the path that it took the token of. So it must be of the same region, for a fork counts
 * on its tokens. The path of one that stops nothing has a token of its own, and ends by itself.
 */
import type { EventDefinition } from '../event-model.ts';
import {
  beginScope,
  closePath,
  type DraftNode,
  newRegion,
  placeNode,
  type Position,
  refuse,
} from './draft.ts';
import { given, labels, type StepOptions } from './draft-fields.ts';
import type { Write } from './draft-gateways.ts';
import { isActivityDraft } from './draft-scopes.ts';
import { slug } from './slug.ts';
import { type ThisScope, thisScope } from './feel-text.ts';

/** Options of an event that is caught. */
export interface EventOptions extends StepOptions {
  readonly id?: string;
  readonly interrupting?: false;
}

/** An event and what is done when it comes. */
export interface Handling {
  readonly event: EventDefinition;
  readonly options: EventOptions;
  /** Names of variables that come with it. */
  readonly sets: readonly string[];
}

/** Catches an event for an activity, or for the scope. */
export function handle(
  position: Position,
  at: string | ThisScope,
  handling: Handling,
  write: Write,
): Position {
  if (at === thisScope) return eventSubProcess(position, handling, write);
  return boundary(position, hostOf(position, at), handling, write);
}

function boundary(position: Position, host: DraftNode, handling: Handling, write: Write): Position {
  const { event, options, sets } = handling;
  const isBeside = options.interrupting === false;
  if (!isBeside && host.region !== position.region) {
    const message =
      `'${host.id!}' is in another branch, whose token the event would take out of it; ` +
      `catch the event inside that branch, or make it one that does not interrupt`;
    refuse(position.draft, 'crosses-branch', host.id!, message);
  }
  const stem = `${host.id!}-${event.type}`;
  const region = isBeside ? newRegion(host.region) : host.region;
  const node = placeNode({ ...position, region }, eventSpec(handling, host, stem, sets));
  const end = write({ ...position, region, tips: [{ from: node }] }, stem);
  if (!isBeside) return { ...position, tips: [...position.tips, ...end.tips] };
  closePath(end, `${stem}-end`);
  return position;
}

const eventSpec = (
  { event, options }: Handling,
  host: DraftNode,
  stem: string,
  sets: readonly string[],
) =>
  ({
    kind: 'boundary',
    name: options.id,
    stem,
    fields: { ...labels(options), on: [given({ ...event })], ...besideField(options) },
    attachedTo: host,
    sets,
  }) as const;

const besideField = ({ interrupting }: EventOptions): { interrupting?: false } =>
  interrupting === false ? { interrupting } : {};

function hostOf({ draft, scope }: Position, id: string): DraftNode {
  const host = draft.named.get(id);
  if (host === undefined) {
    return refuse(draft, 'unknown-activity', id, `there is no activity '${id}' before this point`);
  }
  if (host.scope !== scope) {
    const message = `'${id}' is in another scope; catch its events there`;
    return refuse(draft, 'crosses-scope', id, message);
  }
  if (isActivityDraft(host)) return host;
  const message = `'${id}' is no activity; events hang on tasks, calls and sub-processes`;
  return refuse(draft, 'not-an-activity', id, message);
}

function eventSubProcess(position: Position, handling: Handling, write: Write): Position {
  const { event, options, sets } = handling;
  const stem = options.id ?? `on-${event.type}`;
  const trigger = { on: [given({ ...event })], ...besideField(options) };
  const start = beginScope(position, `${stem}-start`, trigger);
  const end = write(start, stem);
  closePath(end, `${stem}-end`);
  const fields = { ...labels(options), type: 'event' };
  const inner = [...sets, ...end.scope.sets];
  const spec = { kind: 'subProcess', name: options.id, stem, fields, sets: inner } as const;
  placeNode(position, { ...spec, body: end.scope });
  const mayEnd = end.tips.length > 0 || end.scope.hasExit;
  if (mayEnd && options.interrupting !== false) position.scope.hasExit = true;
  return position;
}

/** Says what undoes an activity, or the scope. */
export function undo(
  position: Position,
  at: string | ThisScope,
  options: EventOptions,
  write: Write,
): Position {
  const handling: Handling = { event: { type: 'compensation' }, options, sets: [] };
  if (at === thisScope) return eventSubProcess(position, handling, write);
  const host = hostOf(position, at);
  const handler = undoing(position, host, write);
  const spec = eventSpec(handling, host, `${host.id!}-undo`, []);
  placeNode(position, { ...spec, handler });
  return position;
}

/** The one activity that undoes; several become a sub-process. */
function undoing(position: Position, host: DraftNode, write: Write): DraftNode {
  const stem = `undo-${host.id!}`;
  const end = write(beginScope(position, `${stem}-start`), stem);
  const { nodes, sets } = end.scope;
  for (const variable of sets) position.scope.sets.add(variable);
  const [, only] = nodes;
  const isOne = nodes.length === 2 && only !== undefined && end.tips[0]?.from === only;
  if (isOne && isActivityDraft(only)) {
    only.scope = position.scope;
    only.fields['undoes'] = true;
    position.scope.nodes.push(only);
    return only;
  }
  closePath(end, `${stem}-end`);
  const fields = { undoes: true };
  return placeNode(position, { kind: 'subProcess', stem: slug(stem), fields, body: end.scope });
}
