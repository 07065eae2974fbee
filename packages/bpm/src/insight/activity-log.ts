/**
 * History read into runs of elements: what was entered, who worked on it, how it ended.
 *
 * A run that a process ended around counts as cancelled, though the history needs no event for it.
 */
import type { TaskNote } from '../engine/engine-collections.ts';
import type { HistoryEvent, HistoryPage } from '../history.ts';
import type { EntryOptions, Wait } from '../instance.ts';
import type { Trigger } from '../trigger.ts';
import type { ActivityInstance, WorkPeriod } from './activity-instance.ts';
import { type DatedEvent, processEvents } from './process-events.ts';
import type { ProcessLookup } from './process-lookup.ts';

/** Notes on tasks by the number of their wait. */
export type TaskNotes = ReadonlyMap<number, readonly TaskNote[]>;

type Open = { -readonly [Key in keyof ActivityInstance]: ActivityInstance[Key] } & {
  work: WorkPeriod[];
};
type EventOf<Type extends HistoryEvent['type']> = Extract<HistoryEvent, { type: Type }>;

/**
 * The runs of one instance, in the order of entering.
 *
 * @param pages - all of its history, in order
 * @param lookup - definitions by hash
 * @param notes - what people did with its tasks; without them no time counts as worked on tasks
 * @throws BpmError BPM_UNKNOWN_DEFINITION
 */
export function activitiesOf(
  pages: Iterable<HistoryPage>,
  lookup: ProcessLookup,
  notes: TaskNotes = new Map(),
): ActivityInstance[] {
  const log = new ActivityLog(lookup, notes);
  for (const dated of processEvents(pages)) log.add(dated);
  return log.list();
}

class ActivityLog {
  readonly #lookup: ProcessLookup;
  readonly #notes: TaskNotes;
  readonly #all: Open[] = [];
  readonly #open = new Map<number, Open>();
  /** The frame of each wait. */
  readonly #waits = new Map<number, number>();
  /** The hash of the process inside a frame that is one. */
  readonly #processes = new Map<number, string>();
  readonly #parents = new Map<number, number>();
  #key: string | undefined;

  constructor(lookup: ProcessLookup, notes: TaskNotes) {
    this.#lookup = lookup;
    this.#notes = notes;
  }

  add({ instance, at, event }: DatedEvent): void {
    switch (event.type) {
      case 'started':
        this.#key = event.key;
        this.#processes.set(1, event.process);
        return;
      case 'entered':
        return this.#enter(instance, at, event);
      case 'left':
        return this.#end(event.frame, at, 'completed', event.flows);
      case 'cancelled':
        return this.#end(event.frame, at, 'cancelled', []);
      case 'opened':
        return this.#await(event.wait);
      case 'updated':
        if (event.change.calls) this.#processes.set(event.frame, event.change.calls);
        return;
      case 'triggered':
        return this.#work(event.trigger as unknown as Trigger, at);
      case 'incident':
        return this.#count(event.incident.frame);
      case 'migrated':
        return this.#migrate(event);
      case 'ended':
        for (const frame of this.#open.keys()) this.#end(frame, at, 'cancelled', []);
        return;
      default:
    }
  }

  list(): ActivityInstance[] {
    for (const open of this.#open.values()) this.#addTaskWork(open, undefined);
    return this.#all;
  }

  #enter(instance: string, at: number, event: EventOf<'entered'>): void {
    const { frame, parent, node: id, as } = event;
    this.#parents.set(frame, parent);
    const open: Open = {
      instance,
      frame,
      scope: parent,
      ...(this.#key !== undefined && { key: this.#key }),
      ...this.#labels(this.#processAround(parent), id),
      ...placeOf(as),
      state: 'active',
      enteredAt: at,
      work: [],
      failures: 0,
      incidents: 0,
      flows: [],
    };
    this.#all.push(open);
    this.#open.set(frame, open);
  }

  /** What a definition calls an element of it. */
  #labels(hash: string, id: string) {
    const { definition, nodes } = this.#lookup(hash);
    const { name, kind } = nodes.get(id)!;
    return {
      process: definition.id,
      definition: hash,
      ...(definition.version !== undefined && { version: definition.version }),
      node: id,
      ...(name !== undefined && { name }),
      kind,
    };
  }

  /** What runs on goes by its new name, on the new definition. */
  #migrate({ from, to, nodes }: EventOf<'migrated'>): void {
    for (const [frame, hash] of this.#processes) if (hash === from) this.#processes.set(frame, to);
    for (const open of this.#open.values()) {
      if (open.definition !== from) continue;
      delete open.name;
      delete open.version;
      Object.assign(open, this.#labels(to, nodes[open.node] ?? open.node));
    }
  }

  #processAround(frame: number): string {
    let at = frame;
    while (!this.#processes.has(at)) at = this.#parents.get(at)!;
    return this.#processes.get(at)!;
  }

  #await({ id, frame, node, kind, inside }: Wait): void {
    const open = this.#open.get(frame);
    if (open === undefined || inside === true) return;
    // An event-based gateway waits by the events after it.
    if (node !== open.node && open.kind !== 'eventBased') return;
    this.#waits.set(id, frame);
    open.awaits ??= kind;
  }

  #work(trigger: Trigger, at: number): void {
    if (!('wait' in trigger)) return;
    const open = this.#open.get(this.#waits.get(trigger.wait) ?? 0);
    if (open === undefined) return;
    if (trigger.kind === 'crash') open.failures += 1;
    if (!('by' in trigger) && !('claimedAt' in trigger)) return;
    const { by, claimedAt, kind } = trigger as Extract<Trigger, { kind: 'complete' }>;
    if (by !== undefined && kind === 'complete') open.by = by;
    if (claimedAt === undefined) return;
    open.work.push({ from: claimedAt, to: at, ...(by !== undefined && { by }) });
  }

  #count(frame: number): void {
    const open = this.#open.get(frame);
    if (open !== undefined) open.incidents += 1;
  }

  #end(
    frame: number,
    at: number,
    state: 'completed' | 'cancelled',
    flows: readonly string[],
  ): void {
    const open = this.#open.get(frame);
    if (open === undefined) return;
    this.#open.delete(frame);
    this.#addTaskWork(open, at);
    Object.assign(open, { state, endedAt: at, flows });
  }

  #addTaskWork(open: Open, end: number | undefined): void {
    if (open.awaits !== 'task') return;
    for (const [wait, notes] of this.#notes) {
      if (this.#waits.get(wait) === open.frame) open.work.push(...heldPeriods(notes, end));
    }
  }
}

function placeOf(as: EntryOptions | undefined): Partial<ActivityInstance> {
  return {
    ...(as?.role !== undefined && { role: as.role }),
    ...(as?.index !== undefined && { iteration: as.index }),
  };
}

const HANDS_ON: ReadonlySet<TaskNote['action']> = new Set([
  'unclaim',
  'assign',
  'delegate',
  'resolve',
]);

/** From each claim to when the task was handed on, or was over. */
function heldPeriods(notes: readonly TaskNote[], end: number | undefined): WorkPeriod[] {
  const periods: WorkPeriod[] = [];
  let since: TaskNote | undefined;
  const close = (to: number | undefined): void => {
    if (since === undefined) return;
    periods.push({ from: since.at, ...(to !== undefined && { to }), by: since.by });
    since = undefined;
  };
  for (const note of notes) {
    if (note.action === 'claim') since ??= note;
    else if (HANDS_ON.has(note.action)) close(note.at);
  }
  close(end);
  return periods;
}
