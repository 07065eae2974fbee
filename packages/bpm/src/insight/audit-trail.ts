/**
 * The audit trail of an instance: what happened, when, by whom, in words and in order.
 */
import type { Store } from '@kontor/kernel/store';
import { instances } from '../engine/engine-collections.ts';
import { readHistory } from '../engine/reading.ts';
import { isChart } from '../engine/snapshot.ts';
import { BpmError } from '../errors.ts';
import type { HistoryEvent, HistoryPage } from '../history.ts';
import type { Wait } from '../instance.ts';
import type { Trigger } from '../trigger.ts';
import type { TaskNotes } from './activity-log.ts';
import type { AuditLine } from './audit-line.ts';
import {
  auditWords,
  enteredWords,
  leftWords,
  newsWords,
  noteWords,
  triggerWords,
  withValues,
} from './audit-words.ts';
import { readTaskNotes } from './find-activities.ts';
import { chartAuditLines } from './chart-audit.ts';
import { processEvents } from './process-events.ts';
import { type ProcessLookup, storedLookup } from './process-lookup.ts';

/**
 * The audit trail of a stored instance, of a process or a statechart.
 *
 * @throws BpmError BPM_UNKNOWN_INSTANCE
 */
export async function auditTrail(store: Store, instance: string): Promise<AuditLine[]> {
  const [stored] = await store.get(instances, [instance]);
  if (stored === undefined) throw new BpmError('BPM_UNKNOWN_INSTANCE', { instance });
  const pages = await readHistory(store, instance);
  if (isChart(stored.document.snapshot)) return chartAuditLines(pages);
  return auditLines(pages, await storedLookup(store), await readTaskNotes(store, instance));
}

/** The audit trail of a history at hand, all pages in order. */
export function auditLines(
  pages: Iterable<HistoryPage>,
  lookup: ProcessLookup,
  notes: TaskNotes = new Map(),
): AuditLine[] {
  const trail = new Trail(lookup);
  for (const { at, event } of processEvents(pages)) trail.add(at, event);
  return trail.with(notes);
}

class Trail {
  readonly #lookup: ProcessLookup;
  readonly #lines: AuditLine[] = [];
  readonly #frames = new Map<number, { readonly node: string; readonly parent: number }>();
  readonly #processes = new Map<number, string>();
  readonly #waits = new Map<number, Pick<Wait, 'frame' | 'node' | 'inside'>>();
  /** What the activity of a wait was called, and since when; a migration may have renamed it. */
  readonly #called = new Map<number, { since: number; node: string; name: string }[]>();

  constructor(lookup: ProcessLookup) {
    this.#lookup = lookup;
  }

  add(at: number, event: HistoryEvent): void {
    switch (event.type) {
      case 'started':
        return this.#start(at, event);
      case 'entered': {
        const { node, frame, parent, as } = event;
        this.#frames.set(frame, { node, parent });
        const words = enteredWords(this.#node(frame), this.#name(frame), as?.index);
        return this.#tell(at, node, words);
      }
      case 'left': {
        const names = event.flows.map((flow) => this.#flowName(event.frame, flow));
        const words = leftWords(this.#node(event.frame), this.#name(event.frame), names);
        return this.#tell(at, event.node, words);
      }
      case 'opened':
        return this.#await(at, event.wait.id, event.wait);
      case 'migrated':
        return this.#migrate(at, event);
      case 'updated':
        if (event.change.calls) this.#processes.set(event.frame, event.change.calls);
        return;
      case 'triggered':
        return this.#trigger(at, event.trigger as unknown as Trigger);
      default:
        this.#news(at, event);
    }
  }

  /** All lines, with what people did with tasks between them. */
  with(notes: TaskNotes): AuditLine[] {
    for (const [wait, log] of notes) {
      const called = this.#called.get(wait);
      if (called === undefined) continue;
      for (const note of log) {
        const { node, name } = called.findLast(({ since }) => since <= note.at) ?? called[0]!;
        this.#tell(note.at, node, noteWords(note, name), note.by);
      }
    }
    return this.#lines.toSorted((a, b) => a.at - b.at);
  }

  #tell(at: number, node: string | undefined, text: string | undefined, by?: string): void {
    if (text === undefined) return;
    const of = node === undefined || node === '' ? {} : { node };
    this.#lines.push({ at, ...of, ...(by !== undefined && { by }), text });
  }

  #start(at: number, event: Extract<HistoryEvent, { type: 'started' }>): void {
    this.#processes.set(1, event.process);
    const { id, name, version } = this.#lookup(event.process).definition;
    const which = version === undefined ? event.process : `${version}, ${event.process}`;
    const what = event.key === undefined ? '' : ` for ${event.key}`;
    const given = withValues(event.variables);
    this.#tell(at, undefined, `'${name ?? id}' (${which}) was started${what}${given}`);
  }

  #migrate(at: number, event: Extract<HistoryEvent, { type: 'migrated' }>): void {
    const { from, to, nodes } = event;
    const isMoved = (scope: number): boolean => this.#processAround(scope) === from;
    const frames = [...this.#frames].filter(([, { parent }]) => isMoved(parent));
    const waits = [...this.#waits].filter(([, { frame, inside }]) =>
      isMoved(inside === true ? frame : this.#frames.get(frame)!.parent),
    );
    for (const [frame, hash] of this.#processes) if (hash === from) this.#processes.set(frame, to);
    for (const [id, { node, parent }] of frames) {
      this.#frames.set(id, { node: nodes[node] ?? node, parent });
    }
    for (const [id, wait] of waits) {
      this.#await(at, id, { ...wait, node: nodes[wait.node] ?? wait.node });
    }
    const version = this.#lookup(to).definition.version ?? to;
    this.#tell(at, undefined, `moved to version ${version}${auditWords(event)}`, event.by);
  }

  #await(at: number, id: number, wait: Pick<Wait, 'frame' | 'node' | 'inside'>): void {
    this.#waits.set(id, wait);
    const called = this.#called.get(id) ?? [];
    called.push({ since: at, node: wait.node, name: this.#name(wait.frame) });
    this.#called.set(id, called);
  }

  #trigger(at: number, trigger: Trigger): void {
    const wait = 'wait' in trigger ? this.#waits.get(trigger.wait) : undefined;
    const frame = wait?.frame ?? ('frame' in trigger ? trigger.frame : undefined);
    const node = wait?.node ?? (frame === undefined ? undefined : this.#frames.get(frame)?.node);
    const name = wait === undefined ? this.#name(frame) : this.#nameIn(wait.frame, wait.node);
    const by = 'by' in trigger ? trigger.by : undefined;
    this.#tell(at, node, triggerWords(trigger, name), by);
  }

  #news(at: number, event: HistoryEvent): void {
    if (event.type === 'incident') {
      const { frame, node } = event.incident;
      return this.#tell(at, node, newsWords(event, this.#nameIn(frame, node)));
    }
    if (event.type === 'fired') {
      const name = this.#nameIn(event.scope, event.node);
      return this.#tell(at, event.node, newsWords(event, name));
    }
    const frame = event.type === 'cancelled' ? event.frame : undefined;
    const node = 'node' in event ? event.node : undefined;
    const by = 'by' in event ? event.by : undefined;
    this.#tell(at, node, newsWords(event, this.#name(frame)), by);
  }

  #processAround(frame: number): string {
    let at = frame;
    while (!this.#processes.has(at)) at = this.#frames.get(at)!.parent;
    return this.#processes.get(at)!;
  }

  #node(frame: number) {
    const { node, parent } = this.#frames.get(frame)!;
    return this.#lookup(this.#processAround(parent)).nodes.get(node)!;
  }

  #name(frame: number | undefined): string {
    if (frame === undefined || !this.#frames.has(frame)) return 'the process';
    const { id, name } = this.#node(frame);
    return `'${name ?? id}'`;
  }

  /** The name of an element on a frame, or in it. */
  #nameIn(frame: number, id: string): string {
    const around = this.#frames.get(frame)?.parent ?? frame;
    const found =
      this.#lookup(this.#processAround(around)).nodes.get(id) ??
      this.#lookup(this.#processAround(frame)).nodes.get(id);
    return found === undefined ? 'the process' : `'${found.name ?? found.id}'`;
  }

  #flowName(frame: number, id: string): string {
    const { flows } = this.#lookup(this.#processAround(this.#frames.get(frame)!.parent));
    return `'${flows.get(id)?.name ?? id}'`;
  }
}
