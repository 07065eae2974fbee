/**
 * What hangs on activities and scopes: boundary events, event sub-processes, what undoes.
 *
 * The path of a boundary event that stops its activity goes on where the event is told of: there
 * it meets the path that it took the token of. So it must be of the same region, for a fork counts
 * on its tokens. The path of one that stops nothing has a token of its own, and ends by itself.
 */
import type { EventDefinition } from '../event-model.ts';
import {
  addNode,
  beginScope,
  closePath,
  type DraftNode,
  ended,
  newRegion,
  placeNode,
  type Position,
  refuse,
} from './draft.ts';
import { type Fields, given, labels, mappings, type StepOptions } from './draft-fields.ts';
import type { Write } from './draft-gateways.ts';
import { isActivityDraft } from './draft-scopes.ts';
import { slug } from './slug.ts';
import { type ThisScope, thisScope } from './feel-text.ts';

/** Options of an event that is caught. */
export interface EventOptions extends StepOptions {
  readonly id?: string;
  readonly interrupting?: false;
}

/** Events and what is done when they come: one of them, or all. */
export interface Handling {
  readonly on: readonly EventDefinition[];
  readonly all?: true;
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
  const { options, sets } = handling;
  const isBeside = options.interrupting === false;
  if (!isBeside && host.region !== position.region) {
    const message =
      `'${host.id!}' is in another branch, whose token the event would take out of it; ` +
      `catch the event inside that branch, or make it one that does not interrupt`;
    refuse(position.draft, 'crosses-branch', host.id!, message);
  }
  const stem = `${host.id!}-${kindOf(handling)}`;
  const region = isBeside ? newRegion(host.region) : host.region;
  const node = placeNode({ ...position, region }, eventSpec(handling, host, stem, sets));
  const end = write({ ...position, region, tips: [{ from: node }] }, stem);
  if (!isBeside) return { ...position, tips: [...position.tips, ...end.tips] };
  closePath(end, `${stem}-end`);
  return position;
}

/** What an event without a name is called. */
const kindOf = ({ on }: Handling): string => (on.length === 1 ? on[0]!.type : 'events');

/** Fields of the node that catches. */
const caughtFields = ({ on, all, options: { interrupting, out } }: Handling): Fields =>
  given({ on: on.map((event) => given({ ...event })), all, interrupting, out: mappings(out) });

const eventSpec = (handling: Handling, host: DraftNode, stem: string, sets: readonly string[]) =>
  ({
    kind: 'boundary',
    name: handling.options.id,
    stem,
    fields: { ...labels(handling.options), ...caughtFields(handling) },
    attachedTo: host,
    sets,
  }) as const;

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
  const { options, sets } = handling;
  const stem = options.id ?? `on-${kindOf(handling)}`;
  const start = beginScope(position, `${stem}-start`, caughtFields(handling));
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

/** The throw of a link: its token goes on at the catch of that name. */
export function throwLink(position: Position, name: string, fields: Fields): Position {
  keepLink(position, name);
  const throws = [{ type: 'link', name }];
  const spec = { kind: 'throw', stem: `link-${name}`, fields: { ...fields, throws } } as const;
  return ended(addNode(position, spec), false);
}

/** The path that a link leads to; it meets the one that it was written after. */
export function onLink(position: Position, name: string, fields: Fields, write: Write): Position {
  keepLink(position, name);
  const stem = `on-link-${name}`;
  const on = [{ type: 'link', name }];
  const node = placeNode(position, { kind: 'catch', stem, fields: { ...fields, on } });
  const end = write({ ...position, tips: [{ from: node }] }, stem);
  return { ...position, tips: [...position.tips, ...end.tips] };
}

/** All throws of a link and its catch pass on the same token. */
function keepLink({ draft, scope, region }: Position, name: string): void {
  const first = scope.links.get(name) ?? region;
  scope.links.set(name, first);
  if (first === region) return;
  const message =
    `the link '${name}' would take a token out of its branch or into it; ` +
    `throw and catch it in one branch`;
  refuse(draft, 'crosses-branch', name, message);
}

/** Says what undoes an activity, or the scope. */
export function undo(
  position: Position,
  at: string | ThisScope,
  options: EventOptions,
  write: Write,
): Position {
  const handling: Handling = { on: [{ type: 'compensation' }], options, sets: [] };
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
