/** Where an instance of a statechart stands, and how often states and transitions were passed. */
import type { ChartHistoryEvent } from '../statechart/chart-history.ts';
import type { ChartInstance } from '../statechart/chart-instance.ts';
import type { HistoryPage } from '../history.ts';

/** Where an instance stands: the chart itself, without charts that it runs inside. */
export interface ChartPosition {
  /** Active leaves; of an instance that has ended, those it ended in. */
  readonly active: readonly string[];
  /** Messages of open incidents, by state. */
  readonly incidents: Readonly<Record<string, readonly string[]>>;
}

/** The session of the chart itself. */
const MAIN = 1;

/** The position of an instance. */
export function chartPositionOf({ sessions, incidents = [] }: ChartInstance): ChartPosition {
  const troubles: Record<string, string[]> = {};
  for (const { frame, node, code, message } of incidents) {
    if (frame === MAIN) (troubles[node] ??= []).push(`${code}: ${message}`);
  }
  return { active: sessions[0]?.active ?? [], incidents: troubles };
}

/** How often states were entered and transitions were taken. */
export interface ChartPassCounts {
  readonly states: Readonly<Record<string, number>>;
  /** By source and place: `open/0` is the first transition of `open`. */
  readonly transitions: Readonly<Record<string, number>>;
}

/**
 * The counts of some histories of one chart. States that a migration has renamed are counted under
 * their new names; its transitions, which have none, are counted from then on.
 */
export function chartPassCounts(pages: Iterable<HistoryPage>): ChartPassCounts {
  const runs = new Map<string, Counting>();
  for (const { instance, events } of pages) {
    const run = runs.get(instance) ?? { states: new Map(), transitions: new Map() };
    runs.set(instance, run);
    for (const event of events) count(run, event as ChartHistoryEvent);
  }
  const all = [...runs.values()];
  return {
    states: summed(all.map(({ states }) => states)),
    transitions: summed(all.map(({ transitions }) => transitions)),
  };
}

interface Counting {
  readonly states: Map<string, number>;
  readonly transitions: Map<string, number>;
}

function count({ states, transitions }: Counting, event: ChartHistoryEvent): void {
  if (event.type === 'entered' && event.frame === MAIN) {
    states.set(event.node, (states.get(event.node) ?? 0) + 1);
  } else if (event.type === 'took' && event.session === MAIN) {
    const id = `${event.from}/${event.index}`;
    transitions.set(id, (transitions.get(id) ?? 0) + 1);
  } else if (event.type === 'moved' && event.session === MAIN) {
    const before = [...states];
    states.clear();
    transitions.clear();
    for (const [id, some] of before) {
      const name = Object.hasOwn(event.states, id) ? event.states[id]! : id;
      states.set(name, (states.get(name) ?? 0) + some);
    }
  }
}

function summed(all: readonly ReadonlyMap<string, number>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const one of all) for (const [id, some] of one) sums[id] = (sums[id] ?? 0) + some;
  return sums;
}
