/**
 * The history of instances in the words of trace scripts: which leaf activities completed or were
 * stopped, and where something waits.
 */
import type { CompiledNode, CompiledProcess } from '../../src/compiled.ts';
import type { HistoryEvent } from '../../src/history.ts';
import type { Frame, Instance } from '../../src/instance.ts';

/** Tasks; calls and sub-processes are no leaves. */
const leafKinds: ReadonlySet<string> = new Set(
  'task manual user service script send receive businessRule'.split(' '),
);

/** Reads history as it comes. */
export class TraceLog {
  readonly #nodes = new Map<string, CompiledNode>();
  readonly #bodies = new Set<string>();
  readonly #trace: string[] = [];
  readonly #cancelled: string[] = [];
  readonly #diagnostics: string[] = [];

  constructor(processes: readonly CompiledProcess[]) {
    this.know(processes);
  }

  /** Nodes of other processes; of two of one id, the first is known. */
  know(processes: readonly CompiledProcess[]): void {
    for (const { nodes } of processes) {
      for (const [id, node] of nodes) if (!this.#nodes.has(id)) this.#nodes.set(id, node);
    }
  }

  /** Adds the events of a commit. */
  add(instance: string, events: readonly HistoryEvent[]): void {
    for (const event of events) {
      if (event.type === 'entered' && event.as?.role === 'body') {
        this.#bodies.add(`${instance} ${event.frame}`);
      }
      if (event.type === 'noted') this.#diagnostics.push(event.code);
      if (event.type !== 'left' && event.type !== 'cancelled') continue;
      if (!this.#isLeaf(event.node) || this.#bodies.has(`${instance} ${event.frame}`)) continue;
      (event.type === 'left' ? this.#trace : this.#cancelled).push(event.node);
    }
  }

  /** What has happened so far. */
  lists(): { trace: string[]; cancelled: string[]; diagnostics: string[] } {
    return {
      trace: [...this.#trace],
      cancelled: [...this.#cancelled],
      diagnostics: [...this.#diagnostics],
    };
  }

  /** Nodes whose frames hold no others: there something waits, or stands still. */
  activeIn({ frames, state }: Instance): string[] {
    if (state !== 'active') return [];
    const holding = new Set(frames.map(({ parent }) => parent));
    const isLeaf = ({ id, node }: Frame): boolean => node !== '' && !holding.has(id);
    return frames.filter(isLeaf).map(({ node }) => node);
  }

  /** Whether completing a node is completing a receive task. */
  isReceive(id: string): boolean {
    return this.#nodes.get(id)?.kind === 'receive';
  }

  /** Whether a node is an ad-hoc sub-process that holds an activity. */
  isAdHocOf(id: string, activity: string): boolean {
    const node = this.#nodes.get(id);
    const isAdHoc = node?.node.kind === 'subProcess' && node.node.type === 'adHoc';
    return isAdHoc && node.body!.nodes.some((inner) => inner.id === activity);
  }

  #isLeaf(id: string): boolean {
    return leafKinds.has(this.#nodes.get(id)?.kind ?? '');
  }
}
