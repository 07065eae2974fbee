/**
 * A cube that follows events: what an engine tells becomes facts, once each.
 *
 * Events are delivered at least once, so facts are put by their key: a fact that is told twice
 * stands once. What is kept aggregated is current with the next query.
 */
import type { EventEnvelope } from '@kontor/kernel';
import type { Key } from '../hierarchy.ts';

/** What an event changes. */
export interface FactChange<Row> {
  /** Facts that are new, or in the place of those of the same keys. */
  readonly put?: readonly Row[] | undefined;
  /** Keys of facts that go; one that is not there is gone already. */
  readonly remove?: readonly Key[] | undefined;
}

/** What takes changes in; a cube with a key is one. */
export interface Followed<Row> {
  put(rows: readonly Row[]): void;
  remove(keys: readonly Key[]): void;
  has(key: Key): boolean;
}

/** By type of event: what it changes; undefined for nothing. */
export type FeedRules<Row> = Readonly<
  Record<string, (event: EventEnvelope) => FactChange<Row> | undefined>
>;

/**
 * Brings a cube up to date with events, in their order; events of other types are passed over.
 *
 * @returns how many events changed something
 * @throws OlapError OLAP_NO_FACT_KEY — the cube has no key
 * @throws OlapError OLAP_ROWS_REFUSED — a fact has a fault; the events before it are in
 * @example
 * followEvents(cube, events, {
 *   'ledger.entry.posted': (event) => ({ put: rowsOf(event) }) });
 */
export function followEvents<Row>(
  cube: Followed<Row>,
  events: Iterable<EventEnvelope>,
  rules: FeedRules<Row>,
): number {
  let changed = 0;
  for (const event of events) {
    const rule = Object.hasOwn(rules, event.type) ? rules[event.type] : undefined;
    const change = rule?.(event);
    if (change === undefined) continue;
    if (change.put !== undefined) cube.put(change.put);
    if (change.remove !== undefined) cube.remove(change.remove.filter((key) => cube.has(key)));
    changed++;
  }
  return changed;
}
