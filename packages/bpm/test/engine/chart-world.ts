/**
 * A random statechart on a store that fails: events are sent until they are taken, time passes,
 * two engines work side by side.
 *
 * Laws: after every commit the history gives the snapshot; at the end no row is an orphan and none
 * is missing; what is done inside a commit is done once for each of its jobs; and the chart stands
 * where it stands on a store without faults, with the same data. Every other chart goes over to a
 * version in which states have other names, and perhaps back: it stands, under the names of that
 * version, where it would stand without.
 */
import { deepStrictEqual } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { KernelError, manualClock, type Random, seededRandom, sequentialIds } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import { type Batch, collection, type Store, transact } from '@kontor/kernel/store';
import { faultyStore } from '@kontor/kernel/testing';
import { z } from 'zod';
import {
  type ChartDefinition,
  type ChartMigrationPlan,
  invertChartPlan,
  planChartMigration,
  ProcessEngine,
  service,
} from '@kontor/bpm';
import type { StoredHistory, StoredInstance } from '../../src/engine/engine-collections.ts';
import { isPassing } from '../../src/engine/passing.ts';
import { engineParts } from '../../src/engine/engine-options.ts';
import type { EngineLibrary } from '../../src/engine/engine-library.ts';
import type { Snapshot } from '../../src/engine/snapshot.ts';
import { chartJobs, drawChart, EVENTS, renameStates, stateIds } from './random-chart.ts';
import { checkHistory, checkRows, readAll, replayed } from './rows-law.ts';
import { watchStore } from './watched-store.ts';

/** The database of one run. */
export interface ChartWorldStore {
  readonly store: Store;
  reopen(): Promise<Store>;
}

/** What one run went through. */
export interface ChartWorldReport {
  readonly deeds: number;
  readonly faults: number;
  /** Of every event that was kept, in its order. */
  readonly digest: string;
}

const DEEDS = 12;
const ID = 'chart-1';
const anything = { input: z.looseObject({}), output: z.looseObject({}) };
const worker = service(chartJobs.worker, anything);
const inside = service(chartJobs.inside, anything);

/** What was done inside a commit, a row for each job. */
const done = collection<{ readonly id: string }>('sim_chart_effect', { id: ({ id }) => id });

type Deed =
  | { readonly event: string; readonly id: string }
  | { readonly pass: number }
  | { readonly by: ChartMigrationPlan };

/** Runs the world of a seed; throws when a law is broken. */
export async function runChartWorld(
  world: ChartWorldStore,
  seed: number,
): Promise<ChartWorldReport> {
  const random = seededRandom(seed);
  const chart = drawChart(random);
  const deeds = Array.from(
    { length: DEEDS },
    (_, at): Deed =>
      random() < 0.3
        ? { pass: Math.floor(random() * 120_000) }
        : { event: EVENTS[Math.floor(random() * EVENTS.length)]!, id: `e${at}` },
  );
  const versions = drawVersions(random, chart);
  const moving = withMoves(random, deeds, versions.plans);
  const still = await live([chart], deeds, memoryStore());
  const wanted = { ...still, active: still.active.map(versions.nameOf) };
  const witness = new Witness(await libraryOf(versions.charts));
  const watched = witness.watch(world.store);
  await engineOn(world.store, 0).prepare();
  await world.store.prepare([done]);
  const faulty = faultyStore(watched, {
    seed: seed + 0x5eed,
    rates: drawRates(random),
    reopen: async () => witness.watch(await world.reopen()),
  });
  const got = await live(versions.charts, moving, faulty, true);
  await faulty.settled();
  const last = await world.reopen();
  await checkRows(last);
  await checkHistory(last);
  deepStrictEqual(got, wanted, 'the chart stands where it stands without faults');
  const { none: _, ...kinds } = faulty.faults;
  const faults = Object.values(kinds).reduce((sum, some) => sum + some, 0);
  return { deeds: moving.length, faults, digest: witness.digest() };
}

/** Versions of a chart, plans to go over, in order, and the names of the last version. */
interface Versions {
  readonly charts: readonly ChartDefinition[];
  readonly plans: readonly ChartMigrationPlan[];
  readonly nameOf: (state: string) => string;
}

function drawVersions(random: Random, chart: ChartDefinition): Versions {
  const same = (state: string): string => state;
  if (random() < 0.5) return { charts: [chart], plans: [], nameOf: same };
  const renamed = new Set(stateIds(chart).filter(() => random() < 0.5));
  const nameOf = (state: string): string => (renamed.has(state) ? `new-${state}` : state);
  const next = { ...renameStates(chart, nameOf), version: 'second' };
  const mapping = Object.fromEntries([...renamed].map((state) => [state, nameOf(state)]));
  const there = planChartMigration(chart, next, mapping);
  const charts = [chart, next];
  if (random() < 0.5) return { charts, plans: [there], nameOf };
  return { charts, plans: [there, invertChartPlan(there)], nameOf: same };
}

/** Deeds with migrations between them, in their order. */
function withMoves(
  random: Random,
  deeds: readonly Deed[],
  plans: readonly ChartMigrationPlan[],
): Deed[] {
  const places = plans.map(() => Math.floor(random() * (deeds.length + 1))).sort((a, b) => a - b);
  const at = (place: number): Deed[] =>
    plans.filter((_, index) => places[index] === place).map((by) => ({ by }));
  return [...deeds.flatMap((deed, place) => [...at(place), deed]), ...at(deeds.length)];
}

function drawRates(random: Random): object {
  const strength = random() * 0.4;
  const rates = [
    { loseAnswer: strength },
    { loseRequest: strength },
    { landLate: strength },
    { conflict: strength },
    { crash: strength / 2 },
    { failBefore: strength, failRead: strength / 8 },
  ];
  return rates[Math.floor(random() * rates.length)]!;
}

const clock = manualClock(0);

function engineOn(store: Store, number: number): ProcessEngine {
  const trying = { sleep: async (): Promise<void> => undefined };
  const ids = sequentialIds(`e${number}`);
  const engine = new ProcessEngine({ store, clock, ids, trying, lockMs: 0, worker: `w${number}` });
  engine.handle(worker, () => ({}));
  engine.handleInside(inside, (_, { tx, effectKey }) => {
    tx.insert(done, { id: effectKey });
    return {};
  });
  return engine;
}

/**
 * Does all deeds, one after the other; who is forgetful sends every other event a second time.
 *
 * @returns where the chart stands then, and what was done
 */
async function live(
  [chart, ...later]: readonly ChartDefinition[],
  deeds: readonly Deed[],
  store: Store,
  isForgetful = false,
) {
  clock.set(0);
  const engines = [engineOn(store, 1), engineOn(store, 2)];
  await until(() => engines[0]!.prepare());
  await until(() => store.prepare([done]));
  await until(() => engines[0]!.deploy(chart!));
  await until(() => engines[0]!.charts.start('random', {}, { id: ID }));
  await until(() => engines[0]!.deploy(...later));
  for (const [at, deed] of deeds.entries()) {
    if ('pass' in deed) clock.advance(deed.pass);
    else await send(engines[at % 2]!, deed);
    await rest(engines);
    if (isForgetful && at % 2 === 0) await send(engines[1]!, deed);
    await rest(engines);
  }
  const { sessions, state } = await until(() => engines[0]!.charts.instance(ID));
  const { active, data } = sessions[0]!;
  const effects = await until(() => readAll(store, done));
  return { active, data, state, effects: effects.length };
}

async function send(engine: ProcessEngine, deed: Deed): Promise<void> {
  if ('pass' in deed) return;
  if ('by' in deed) {
    await until(() => engine.migrate(deed.by));
    return;
  }
  await until(() => engine.charts.send(ID, { name: deed.event, id: deed.id }));
}

/** Engines work side by side until there is nothing to do. */
async function rest(engines: readonly ProcessEngine[]): Promise<void> {
  for (let quiet = 0; quiet < 2; ) {
    const rounds = await Promise.all(engines.map((engine) => until(() => engine.tick())));
    const work = rounds.reduce((sum, { timers, jobs, sent }) => sum + timers + jobs + sent, 0);
    quiet = work === 0 ? quiet + 1 : 0;
  }
}

/** Tries until it is done; what was done before, unknown to us, is done. */
async function until<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 0; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (KernelError.is(error, 'KERNEL_DUPLICATE')) return undefined as Result;
      if (!isPassing(error) || tries > 500) throw error;
    }
  }
}

/** Sees every commit, and holds the history against the snapshot each time. */
class Witness {
  readonly #library: EngineLibrary;
  readonly #histories = createHash('sha256');
  #last: Snapshot | undefined;

  constructor(library: EngineLibrary) {
    this.#library = library;
  }

  watch(store: Store): Store {
    return watchStore(store, { committed: (batch) => this.#see(batch) });
  }

  digest(): string {
    return this.#histories.digest('hex').slice(0, 16);
  }

  #see({ writes }: Batch): void {
    const documents = (name: string): unknown[] =>
      writes.flatMap((write) =>
        'document' in write && write.collection.name === name ? [write.document] : [],
      );
    const [stored] = documents('bpm_instance') as StoredInstance[];
    for (const { at, events } of documents('bpm_history') as StoredHistory[]) {
      this.#histories.update(JSON.stringify([at, events]));
      const { snapshot } = stored!;
      const after = replayed(this.#library, snapshot, events, this.#last);
      deepStrictEqual(JSON.parse(JSON.stringify(after)), JSON.parse(JSON.stringify(snapshot)));
      this.#last = after;
    }
  }
}

/** The library of some charts, without a store behind it. */
async function libraryOf(charts: readonly ChartDefinition[]): Promise<EngineLibrary> {
  const store = memoryStore();
  const { deployment } = engineParts({ store, clock }).core;
  await engineOn(store, 0).prepare();
  const deployed = await deployment.deploy(charts, 0);
  const hashes = deployed.map(({ hash }) => hash);
  return transact(store, (tx) => deployment.library(tx, hashes));
}
