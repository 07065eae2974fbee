/**
 * The beginning of a process: its start events, and what else starts it. All lead to what comes
 * first.
 */
import { eventOf, type EventTold } from './draft-events.ts';
import { activityFields, given, labels, mappings, type StepOptions } from './draft-fields.ts';
import {
  connect,
  type DraftNode,
  newRegion,
  newScope,
  placeNode,
  type Position,
  type ProcessDraft,
  refuse,
  type Tip,
} from './draft.ts';

/** What starts a process, types left behind. */
export interface StarterTold extends EventTold, StepOptions {
  /** One start event that any of these triggers. */
  readonly anyOf?: readonly EventTold[];
  /** A receive task: the name of its message. */
  readonly receive?: string;
  /** A gateway that the first of these events leaves. */
  readonly firstOf?: readonly AwaitedTold[];
  /** A gateway that is left when all of them have come. */
  readonly allOf?: readonly AwaitedTold[];
  readonly id?: string;
}

type AwaitedTold = EventTold & StepOptions & { readonly id?: string };

/** How a process begins. */
export interface Beginning {
  /** The name of a message, or one or more starters. */
  readonly startedBy: string | StarterTold | readonly StarterTold[] | undefined;
  /** False: without a start event that needs no event. */
  readonly noneStart: false | undefined;
}

/**
 * The point after the start events of a process.
 *
 * @throws BpmError BPM_INVALID_DEFINITION — there is none, or an id was given already
 */
export function beginProcess(draft: ProcessDraft, { startedBy, noneStart }: Beginning): Position {
  const empty = { draft, scope: newScope(), region: newRegion(), tips: [] };
  const none = noneStart === false ? [] : [{ from: placeNode(empty, { kind: 'start' }) }];
  const others = startersOf(startedBy).flatMap((starter) => placeStarter(empty, starter));
  if (none.length + others.length === 0) {
    const message = "nothing starts it: name events in 'startedBy', or leave out 'noneStart'";
    refuse(draft, 'no-start', draft.id, message);
  }
  return { ...empty, tips: [...none, ...others] };
}

function startersOf(startedBy: Beginning['startedBy']): readonly StarterTold[] {
  if (startedBy === undefined) return [];
  if (typeof startedBy === 'string') return [{ message: startedBy }];
  return isList(startedBy) ? startedBy : [startedBy];
}

const isList = <Each>(value: Each | readonly Each[]): value is readonly Each[] =>
  Array.isArray(value);

function placeStarter(position: Position, starter: StarterTold): readonly Tip[] {
  const { receive, firstOf, allOf } = starter;
  if (allOf !== undefined) return [joined(position, starter, allOf)];
  if (firstOf !== undefined) return placeEvents(position, starter, 'exclusive', firstOf);
  const place = receive === undefined ? placeStart : placeReceive;
  return [{ from: place(position, starter) }];
}

function placeReceive(position: Position, { receive, id, ...told }: StarterTold): DraftNode {
  const fields = given({ ...activityFields(told), message: receive, instantiate: true });
  const sets = Object.keys(told.out ?? {});
  return placeNode(position, { kind: 'receive', name: id, stem: 'received', fields, sets });
}

/** A gateway and its events, of which each starts an instance. */
function placeEvents(
  position: Position,
  { id, ...told }: StarterTold,
  instantiate: 'exclusive' | 'parallel',
  events: readonly AwaitedTold[],
): Tip[] {
  const fields = { ...labels(told), instantiate };
  const gateway = placeNode(position, { kind: 'eventBased', name: id, stem: 'started', fields });
  return events.map(({ id: name, ...event }) => {
    const on = [eventOf(event)];
    const caught = { ...labels(event), on };
    const from = placeNode(position, { kind: 'catch', name, stem: 'awaited', fields: caught });
    connect({ from: gateway }, from);
    return { from };
  });
}

/** The point at which all the events have come. */
function joined(position: Position, told: StarterTold, events: readonly AwaitedTold[]): Tip {
  const tips = placeEvents(position, told, 'parallel', events);
  const from = placeNode(position, { kind: 'parallel', stem: `${told.id ?? 'started'}-join` });
  for (const tip of tips) connect(tip, from);
  return { from };
}

function placeStart(position: Position, { anyOf, id, ...told }: StarterTold): DraftNode {
  const on = (anyOf ?? [told]).map(eventOf);
  const fields = given({ ...labels(told), on, out: mappings(told.out) });
  const sets = Object.keys(told.out ?? {});
  return placeNode(position, { kind: 'start', name: id, stem: 'started', fields, sets });
}
