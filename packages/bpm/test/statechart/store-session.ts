/**
 * A document of SCXML that runs on a store: every command by an engine of its own, as after a
 * crash, and the laws of rows and history checked at the end.
 *
 * Charts that invocations name by a file stand in them; one whose name is computed can't run so.
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type ManualClock, manualClock, sequentialIds } from '@kontor/kernel';
import type { Store } from '@kontor/kernel/store';
import {
  type ChartDefinition,
  type ChartInstance,
  ProcessEngine,
  type ProcessEngineOptions,
} from '@kontor/bpm';
import { fromScxml } from '@kontor/bpm/scxml';
import { timers } from '../../src/engine/engine-collections.ts';
import { checkHistory, checkRows, readAll } from '../engine/rows-law.ts';
import { ecmascript, xmlOf } from './ecmascript.ts';

/** The document on its store. */
export class StoreSession {
  readonly #folder: string;
  readonly #store: Store;
  readonly #clock: ManualClock = manualClock(0);
  readonly #options: ProcessEngineOptions;

  private constructor(file: string, store: Store) {
    this.#folder = dirname(file);
    this.#store = store;
    this.#options = {
      store,
      clock: this.#clock,
      ids: sequentialIds('s'),
      charts: {
        languages: ['ecmascript', 'null'].map(ecmascript),
        made: (content) => {
          const xml = xmlOf(content);
          return xml === undefined ? undefined : this.#read(xml);
        },
        processors: {
          'http://www.w3.org/TR/scxml/#BasicHTTPEventProcessor': {
            name: 'basichttp',
            location: (sessionId) => `http://localhost/${sessionId}`,
          },
        },
      },
    };
  }

  /** Starts the document of a file on an empty store. */
  static async start(file: string, store: Store): Promise<StoreSession> {
    const session = new StoreSession(file, store);
    const engine = session.#engine();
    await engine.prepare();
    const chart = session.#read(readFileSync(file, 'utf8'));
    await engine.deploy(chart);
    await engine.charts.start(chart.id, {}, { id: 'script' });
    await session.#settle();
    return session;
  }

  /** Lets time pass; what falls due on the way is sent then. */
  async pass(ms: number): Promise<void> {
    const until = this.#clock.now() + ms;
    for (;;) {
      const due = Math.min(...(await readAll(this.#store, timers)).map((timer) => timer.due));
      if (due > until) break;
      this.#clock.set(due);
      await this.#settle();
    }
    this.#clock.set(until);
  }

  /** Sends an event; one that has ended by itself takes none, and says so (charts.test.ts). */
  async send(event: { readonly name: string; readonly data?: never }): Promise<void> {
    if ((await this.instance()).state !== 'active') return;
    await this.#engine().charts.send('script', event);
    await this.#settle();
  }

  /** Where it is. */
  instance(): Promise<ChartInstance> {
    return this.#engine().charts.instance('script');
  }

  /** The laws of what is kept. */
  async check(): Promise<void> {
    await checkRows(this.#store);
    await checkHistory(this.#store, this.#options);
  }

  /** An engine that knows nothing but the store. */
  #engine(): ProcessEngine {
    return new ProcessEngine(this.#options);
  }

  async #settle(): Promise<void> {
    for (;;) {
      const { timers: fired, jobs: done, sent } = await this.#engine().tick();
      if (fired + done + sent === 0) return;
    }
  }

  #read(xml: string): ChartDefinition {
    const read = fromScxml(xml, { language: 'ecmascript', load: (src) => this.#load(src) });
    if (read.definition === undefined) throw new Error(read.diagnostics[0]?.message);
    return this.#inlined(read.definition);
  }

  /** The chart with those of its files in it. */
  #inlined<Part>(part: Part): Part {
    if (Array.isArray(part)) return part.map((each: unknown) => this.#inlined(each)) as Part;
    if (typeof part !== 'object' || part === null) return part;
    const entries = Object.entries(part).flatMap(([name, value]: [string, unknown]) => {
      if (name !== 'invokes') return [[name, this.#inlined(value)] as const];
      return [[name, (value as object[]).map((invoke) => this.#withChart(invoke))] as const];
    });
    return Object.fromEntries(entries) as Part;
  }

  #withChart(invoke: { readonly src?: unknown }): object {
    const { src, ...rest } = invoke;
    if (typeof src !== 'string' || !src.includes('.')) return this.#inlined(invoke);
    const file = join(this.#folder, basename(src.replace('file:', '')));
    return { ...rest, chart: this.#read(readFileSync(file, 'utf8')) };
  }

  #load(src: string): string | undefined {
    const file = join(this.#folder, src.replace('file:', ''));
    if (existsSync(file)) return readFileSync(file, 'utf8');
    const fixture = join(this.#folder, 'scripts-by-name.fixture');
    if (!existsSync(fixture)) return undefined;
    const { scripts } = JSON.parse(readFileSync(fixture, 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    return scripts[src];
  }
}
