/**
 * What an event does to a snapshot. The only code that changes one.
 *
 * The engine (advance.ts) records events on a draft; a replay applies the same events to an empty
 * one. So history and snapshot can't drift apart.
 */
import type { HistoryEvent } from './history.ts';
import type { Frame, Wait } from './instance.ts';
import { type Draft, grow, processAround, put, ROOT, shift, takeTokens } from './instance-draft.ts';
import {
  framesOn,
  namesOf,
  relabelFrame,
  relabelToken,
  relabelWait,
  renamed,
} from './migration/relabel.ts';

/** Makes the next snapshot of an event. Writes `draft`. */
export function applyEvent(draft: Draft, event: HistoryEvent): void {
  draft.sequence++;
  switch (event.type) {
    case 'entered':
      return enter(draft, event);
    case 'left':
      return leave(draft, event);
    case 'joined':
      return join(draft, event);
    case 'fired':
      return fire(draft, event);
    case 'sent':
      for (const token of event.tokens) put(draft, token);
      return;
    case 'set':
      return set(draft, event);
    case 'opened':
      return open(draft, event.wait);
    case 'changed':
      draft.waits.set(event.wait.id, event.wait);
      return;
    case 'closed':
      draft.waits.delete(event.wait);
      return;
    case 'updated':
      return change(draft, event.frame, event.change);
    case 'cancelled':
      return cancel(draft, event.frame);
    default:
      applyRarer(draft, event);
  }
}

type EventOf<Type extends HistoryEvent['type']> = Extract<HistoryEvent, { type: Type }>;
type Rarer = Exclude<
  HistoryEvent,
  EventOf<
    | 'entered'
    | 'left'
    | 'joined'
    | 'fired'
    | 'sent'
    | 'set'
    | 'opened'
    | 'changed'
    | 'closed'
    | 'updated'
    | 'cancelled'
  >
>;

function applyRarer(draft: Draft, event: Rarer): void {
  switch (event.type) {
    case 'started':
      return start(draft, event);
    case 'cleared':
      takeTokens(draft, event.frame);
      return change(draft, event.frame, { marks: null });
    case 'stranded':
      return takeMarks(draft, event.scope, event.flows, Number.POSITIVE_INFINITY);
    case 'incident':
      draft.incidents = [...draft.incidents, event.incident];
      draft.serial = Math.max(draft.serial, event.incident.id);
      return;
    case 'resolved':
      draft.incidents = draft.incidents.filter(({ id }) => id !== event.incident);
      draft.cuts = 0;
      return;
    case 'cut':
      draft.cuts++;
      return;
    case 'ended':
      return end(draft, event);
    case 'migrated':
      return migrate(draft, event);
    case 'suspended':
    case 'resumed':
      draft.suspended = event.type === 'suspended';
      return;
    case 'triggered':
    case 'noted':
  }
}

function start(draft: Draft, { process, variables, key, called }: EventOf<'started'>): void {
  draft.process = process;
  draft.key = key;
  draft.called = called === true;
  draft.serial = ROOT;
  draft.frames.set(ROOT, { id: ROOT, node: '', parent: 0, variables });
}

function enter(draft: Draft, event: EventOf<'entered'>): void {
  const { node, frame: id, parent, as } = event;
  if (event.token === true) shift(draft);
  draft.serial = id;
  grow(draft, parent, 1);
  if (as === undefined) {
    draft.frames.set(id, { id, node, parent });
    return;
  }
  const { inner: done, ...own } = as;
  draft.frames.set(id, { id, node, parent, ...own, ...(done && { done }) } as Frame);
}

function leave(draft: Draft, { frame: id, flows, completion }: EventOf<'left'>): void {
  const { parent } = draft.frames.get(id)!;
  remove(draft, id);
  if (completion !== undefined) {
    const { done } = draft.frames.get(parent)!;
    change(draft, parent, { done: [...(done ?? []), completion] });
  }
  if (flows.length === 0) return;
  const process = processAround(draft, parent);
  for (const by of flows) put(draft, { to: process.flows.get(by)!.to.id, in: parent, by });
}

function join(draft: Draft, { scope, flow }: EventOf<'joined'>): void {
  shift(draft);
  const { marks } = draft.frames.get(scope)!;
  change(draft, scope, { marks: { ...marks, [flow]: (marks?.[flow] ?? 0) + 1 } });
}

function fire(draft: Draft, { scope, node, flows, used }: EventOf<'fired'>): void {
  takeMarks(draft, scope, flows, 1);
  const { fired } = draft.frames.get(scope)!;
  change(draft, scope, { fired: { ...fired, [node]: used } });
}

/** Takes up to so many tokens from each flow; a flow that is named twice gives twice. */
function takeMarks(draft: Draft, scope: number, flows: readonly string[], most: number): void {
  const marks = new Map(Object.entries(draft.frames.get(scope)!.marks ?? {}));
  for (const flow of flows) {
    const left = (marks.get(flow) ?? 0) - most;
    if (left > 0) marks.set(flow, left);
    else marks.delete(flow);
  }
  change(draft, scope, { marks: marks.size > 0 ? Object.fromEntries(marks) : null });
}

function set(draft: Draft, { frame, variables }: EventOf<'set'>): void {
  change(draft, frame, { variables: { ...draft.frames.get(frame)!.variables, ...variables } });
}

function open(draft: Draft, wait: Wait): void {
  draft.waits.set(wait.id, wait);
  draft.serial = wait.id;
  draft.cuts = 0;
}

function cancel(draft: Draft, id: number): void {
  takeTokens(draft, id);
  remove(draft, id);
}

/** Only what the process ended with stays. */
function end(draft: Draft, { state, lastElement, error }: EventOf<'ended'>): void {
  draft.state = state;
  draft.lastElement = lastElement;
  draft.error = error;
  draft.suspended = false;
  const { variables } = draft.frames.get(ROOT)!;
  draft.frames.clear();
  draft.waits.clear();
  draft.alive.clear();
  draft.incidents = [];
  draft.head = draft.queue.length;
  draft.cuts = 0;
  draft.frames.set(ROOT, { id: ROOT, node: '', parent: 0, ...(variables && { variables }) });
}

/** All that ran on one definition runs on another. */
function migrate(draft: Draft, event: EventOf<'migrated'>): void {
  const names = namesOf(event);
  const { frames, waits, queue } = draft;
  const moved = framesOn(frames.values(), draft.process, event.from);
  const parentOf = (id: number): number => frames.get(id)!.parent;
  for (const [id, frame] of frames) frames.set(id, relabelFrame(frame, names, moved));
  if (draft.process === event.from) draft.process = event.to;
  for (const [id, wait] of waits) {
    const next = relabelWait(wait, names, parentOf, moved);
    if (next === undefined) waits.delete(id);
    else waits.set(id, next);
  }
  for (let at = draft.head; at < queue.length; at++) {
    queue[at] = relabelToken(queue[at]!, names, moved);
  }
  draft.incidents = draft.incidents.map((incident) =>
    moved.has(parentOf(incident.frame))
      ? { ...incident, node: renamed(names, incident.node) }
      : incident,
  );
  for (const id of moved) sendMarks(draft, id, names.flows);
}

/** Tokens at the joins of a scope are on their flows once more, in document order. */
function sendMarks(draft: Draft, scope: number, names: ReadonlyMap<string, string>): void {
  const { marks } = draft.frames.get(scope)!;
  if (marks === undefined) return;
  change(draft, scope, { marks: null });
  const { flows } = processAround(draft, scope);
  const tokens = Object.entries(marks).map(([old, count]) => ({
    flow: flows.get(names.get(old)!)!,
    count,
  }));
  for (const { flow, count } of tokens.sort((a, b) => a.flow.index - b.flow.index)) {
    for (let one = 0; one < count; one++) put(draft, { to: flow.to.id, in: scope, by: flow.id });
  }
}

/** A frame with its waits and incidents goes. */
function remove(draft: Draft, id: number): void {
  const { parent } = draft.frames.get(id)!;
  draft.frames.delete(id);
  draft.alive.delete(id);
  grow(draft, parent, -1);
  for (const [wait, { frame }] of draft.waits) if (frame === id) draft.waits.delete(wait);
  if (draft.incidents.length > 0) {
    draft.incidents = draft.incidents.filter(({ frame }) => frame !== id);
  }
}

/** Frames are shared with the snapshot before, so a change is a new frame; null takes away. */
function change(draft: Draft, id: number, by: { readonly [Key in keyof Frame]?: unknown }): void {
  const before = draft.frames.get(id)!;
  const isPlain = Object.values(by).every((value) => value !== null);
  const next = isPlain ? { ...before, ...by } : withoutNulls({ ...before, ...by });
  draft.frames.set(id, next as Frame);
}

const withoutNulls = (parts: object): object =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== null));
