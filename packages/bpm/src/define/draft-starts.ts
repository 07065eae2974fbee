/**
 * The beginning of a process: its start events, which all lead to what comes first.
 */
import { eventOf, type EventTold } from './draft-events.ts';
import { given, labels, mappings, type StepOptions } from './draft-fields.ts';
import {
  type DraftNode,
  newRegion,
  newScope,
  placeNode,
  type Position,
  type ProcessDraft,
  refuse,
} from './draft.ts';

/** What starts a process, types left behind. */
export interface StarterTold extends EventTold, StepOptions {
  /** One start event that any of these triggers. */
  readonly anyOf?: readonly EventTold[];
  readonly id?: string;
}

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
  const none = noneStart === false ? [] : [placeNode(empty, { kind: 'start' })];
  const others = startersOf(startedBy).map((starter) => placeStart(empty, starter));
  if (none.length + others.length === 0) {
    const message = "nothing starts it: name events in 'startedBy', or leave out 'noneStart'";
    refuse(draft, 'no-start', draft.id, message);
  }
  return { ...empty, tips: [...none, ...others].map((from) => ({ from })) };
}

function startersOf(startedBy: Beginning['startedBy']): readonly StarterTold[] {
  if (startedBy === undefined) return [];
  if (typeof startedBy === 'string') return [{ message: startedBy }];
  return isList(startedBy) ? startedBy : [startedBy];
}

const isList = <Each>(value: Each | readonly Each[]): value is readonly Each[] =>
  Array.isArray(value);

function placeStart(position: Position, { anyOf, id, ...told }: StarterTold): DraftNode {
  const on = (anyOf ?? [told]).map(eventOf);
  const fields = given({ ...labels(told), on, out: mappings(told.out) });
  const sets = Object.keys(told.out ?? {});
  return placeNode(position, { kind: 'start', name: id, stem: 'started', fields, sets });
}
