/**
 * Facts of processes for a cube: one row an activity that ended, as plain columns.
 */
import type { HistoryPage } from './history.ts';

/** Columns of equal length, by activity, in the order of ending. */
export interface ProcessFacts {
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
}

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
      if (event.type === 'entered') entered.set(`${instance}/${event.frame}`, at);
      if (event.type !== 'left' && event.type !== 'cancelled') continue;
      const since = entered.get(`${instance}/${event.frame}`) ?? at;
      entered.delete(`${instance}/${event.frame}`);
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
