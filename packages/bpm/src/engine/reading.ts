/** Reading what the engine keeps. */
import type { EventEnvelope } from '@kontor/kernel';
import { type Range, type Store, transact, type TryOptions } from '@kontor/kernel/store';
import { BpmError } from '../errors.ts';
import { explain, type Reason } from '../explain.ts';
import { hashesIn } from './deployment.ts';
import type { EngineCore } from './engine-core.ts';
import type { HistoryPage } from '../history.ts';
import { explainChart } from '../statechart/explain-chart.ts';
import { isChart, type Snapshot } from './snapshot.ts';
import { history, incidents, instances, news, type StoredIncident } from './engine-collections.ts';

/**
 * An instance, of a process or of a statechart.
 *
 * @throws BpmError BPM_UNKNOWN_INSTANCE
 */
export async function readInstance(store: Store, id: string): Promise<Snapshot> {
  const [stored] = await store.get(instances, [id]);
  if (stored === undefined) throw new BpmError('BPM_UNKNOWN_INSTANCE', { instance: id });
  return stored.document.snapshot;
}

/** Why an instance stands where it stands. */
export async function explainInstance(core: EngineCore, id: string): Promise<Reason[]> {
  const instance = await readInstance(core.store, id);
  const library = await transact(
    core.store,
    (tx) => core.deployment.library(tx, hashesIn(instance)),
    core.trying,
  );
  return isChart(instance) ? explainChart(library, instance) : explain(library, instance);
}

/** Incidents that are open, of one process or of all, the oldest first. */
export async function readIncidents(
  store: Store,
  process: string | undefined,
): Promise<StoredIncident[]> {
  const found: StoredIncident[] = [];
  const range = { index: 'byProcess', ...(process !== undefined && { equals: [process] }) };
  for await (const page of store.scan(incidents, range)) {
    found.push(...page.map(({ document }) => document));
  }
  return found.sort((a, b) => a.openedAt - b.openedAt);
}

/** Ids of instances of a range, in its order. */
export async function readInstanceIds(
  store: Store,
  range: Range,
  limit: number,
): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of store.scan(instances, range, { limit })) {
    ids.push(...page.map(({ id }) => id));
  }
  return ids;
}

/** The pages of an instance's history, in order. */
export async function readHistory(store: Store, id: string): Promise<HistoryPage[]> {
  const pages: HistoryPage[] = [];
  // '0' is the character after '/'. An instance 'a/b' has pages between those of 'a'.
  for await (const page of store.scan(history, { from: `${id}/`, to: `${id}0` })) {
    for (const { document } of page) {
      const { instance, first, at, events } = document;
      if (instance !== id) continue;
      pages.push({ instance, first, at, events });
    }
  }
  return pages;
}

/** News that are still to be delivered, the oldest first. */
export async function readNews(store: Store, limit: number): Promise<EventEnvelope[]> {
  const events: EventEnvelope[] = [];
  for await (const page of store.scan(news, { index: 'byTime' }, { limit })) {
    events.push(...page.map(({ document }) => document.event));
  }
  return events;
}

/** Removes news by their ids; those that are gone already do no harm. */
export async function removeNews(
  store: Store,
  ids: readonly string[],
  trying: TryOptions,
): Promise<void> {
  const most = store.capabilities.maxBatch;
  for (let at = 0; at < ids.length; at += most) {
    const some = ids.slice(at, at + most);
    await transact(store, async (tx) => some.forEach((id) => tx.remove(news, id)), trying);
  }
}
