/**
 * The events of processes in pages of history, which hold those of statecharts, too.
 */
import type { HistoryEvent, HistoryPage } from '../history.ts';

/** A process's event, with the page it is on. */
export interface DatedEvent {
  readonly instance: string;
  readonly at: number;
  readonly event: HistoryEvent;
}

/** All events of a process, in order. */
export function* processEvents(pages: Iterable<HistoryPage>): Generator<DatedEvent> {
  for (const { instance, at, events } of pages) {
    for (const event of events) yield { instance, at, event: event as HistoryEvent };
  }
}
