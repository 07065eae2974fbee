/**
 * Facts of processes and statecharts for a cube: one row an activity or state that ended, as plain
 * columns.
 */
import type { HistoryPage } from './history.ts';

type PastEvent = HistoryPage['events'][number];

/** Columns of equal length, by activity, in the order of ending; see `FactColumns`. */
export type ProcessFacts = {
  readonly instance: string[];
  readonly process: string[];
  readonly node: string[];
  /** `left` = ended well, `cancelled` = was stopped. */
  readonly outcome: ('left' | 'cancelled')[];
  /** Milliseconds since 1970, UTC. */
  readonly enteredAt: number[];
  readonly endedAt: number[];
  /** Milliseconds from entering to ending. */
  readonly durationMs: number[];
};

/**
 * The facts of histories, each with all its pages in order.
 *
 * @param processOf - the name of an instance's process
 */
export function facts(
  pages: Iterable<HistoryPage>,
  processOf: (instance: string) => string,
): ProcessFacts {
  const facts: ProcessFacts = {
    instance: [],
    process: [],
    node: [],
    outcome: [],
    enteredAt: [],
    endedAt: [],
    durationMs: [],
  };
  const entered = new Map<string, number>();
  for (const { instance, at, events } of pages) {
    for (const event of events) {
      if (event.type === 'entered') entered.set(keyOf(instance, event), at);
      if (event.type !== 'left' && event.type !== 'cancelled') continue;
      const key = keyOf(instance, event);
      const since = entered.get(key) ?? at;
      entered.delete(key);
      facts.instance.push(instance);
      facts.process.push(processOf(instance));
      facts.node.push(event.node);
      facts.outcome.push(event.type);
      facts.enteredAt.push(since);
      facts.endedAt.push(at);
      facts.durationMs.push(at - since);
    }
  }
  return facts;
}

type Passage = Extract<PastEvent, { readonly type: 'entered' | 'left' | 'cancelled' }>;

/** A frame of a process is one activity, whatever it is called; a session of a chart has states. */
const keyOf = (instance: string, event: Passage): string =>
  'parent' in event || 'flows' in event || event.type === 'cancelled'
    ? `${instance}/${event.frame}`
    : `${instance}/${event.frame}/${event.node}`;
