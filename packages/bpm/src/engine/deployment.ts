/**
 * Definitions in the store, of processes and of statecharts, and compiled ones in memory.
 *
 * A definition never changes: it is found by the hash of its content, and an instance stays with
 * the one it was started on. Deploying the same content again changes nothing.
 */
import { type Store, transact, type Transaction, type TryOptions } from '@kontor/kernel/store';
import type { Library } from '../burst.ts';
import { compileProcess } from '../compile.ts';
import type { CompiledProcess } from '../compiled.ts';
import { BpmError } from '../errors.ts';
import type { ExpressionLanguage, JsonValue } from '../expression.ts';
import type { ProcessInput } from '../model.ts';
import type { ChartLanguage } from '../statechart/chart-language.ts';
import type { ChartDefinition } from '../statechart/chart-model.ts';
import type { ChartLibrary } from '../statechart/chart-run.ts';
import { compileChart } from '../statechart/compile-chart.ts';
import type { CompiledChart } from '../statechart/compiled-chart.ts';
import type { TimerCalendars } from '../timer/timer-rule.ts';
import { armStartTimers, removeStartTimers } from './start-timers.ts';
import { chartsIn, invokedCharts } from './deployed-chart.ts';
import type { SnapshotSubject } from './snapshot.ts';
import type { EngineLibrary } from './engine-library.ts';
import {
  definitions,
  starts,
  type StoredDefinition,
  type StoredStart,
} from './engine-collections.ts';

/** A definition that was deployed. */
export interface Deployed {
  readonly process: string;
  readonly hash: string;
  /** Counts the definitions of this process, from 1. */
  readonly number: number;
  /** The version its author gave it. */
  readonly tag?: string;
  /** False: the same content was deployed before. */
  readonly isNew: boolean;
}

/** What the engine is given beside the store, without which no process runs. */
export type Surroundings = Pick<Library, 'decisions' | 'calendars' | 'burstSteps'> & {
  readonly languages: readonly ExpressionLanguage[];
  /** What charts are given beside. */
  readonly charts: ChartSurroundings;
};

/** What statecharts are given. */
export interface ChartSurroundings {
  readonly languages: readonly ChartLanguage[];
  /** The chart that a computed content of an invocation says; a definition as JSON. */
  readonly made: (content: JsonValue) => ChartDefinition | undefined;
  readonly processors: NonNullable<ChartLibrary['processors']>;
}

/** A definition ready to run. */
export type Compiled = CompiledProcess | CompiledChart;

/** What a definition is written as. */
export type DefinitionInput = ProcessInput | ChartDefinition;

const isChart = (compiled: Compiled): compiled is CompiledChart => 'states' in compiled;

/** Definitions, compiled once and kept. */
export class Deployment {
  readonly #store: Store;
  readonly #surroundings: Surroundings;
  readonly #trying: TryOptions;
  readonly #compiled = new Map<string, Compiled>();
  readonly #made = new Map<string, CompiledChart | undefined>();

  constructor(store: Store, surroundings: Surroundings, trying: TryOptions = {}) {
    this.#store = store;
    this.#surroundings = surroundings;
    this.#trying = trying;
  }

  /** Business calendars of timers, by name. */
  get calendars(): TimerCalendars {
    return this.#surroundings.calendars;
  }

  /**
   * Checks definitions and puts them into the store, all or none; they call each other by id.
   *
   * @throws BpmError BPM_INVALID_DEFINITION
   */
  async deploy(inputs: readonly DefinitionInput[], now: number): Promise<Deployed[]> {
    const compiled = inputs.map((input) => this.#compile(input));
    const deploy = async (tx: Transaction): Promise<Deployed[]> => {
      const results: Deployed[] = [];
      for (const process of compiled) {
        results.push(await deployOne(tx, process, this.calendars, now));
      }
      return results;
    };
    const deployed = await transact(this.#store, deploy, this.#trying);
    for (const process of compiled) this.#compiled.set(process.hash, process);
    return deployed;
  }

  /**
   * What a step of an instance on this definition needs: it, and what it may call.
   *
   * @throws BpmError BPM_UNKNOWN_DEFINITION
   */
  async library(tx: Transaction, hashes: readonly string[]): Promise<EngineLibrary> {
    const latest = new Map<string, string>();
    const open = [...hashes];
    for (let hash = open.pop(); hash !== undefined; hash = open.pop()) {
      const compiled = await this.#find(tx, hash);
      for (const call of compiled === undefined ? [] : callsOf(compiled)) {
        const name = callName(call.process, call.version);
        if (latest.has(name)) continue;
        const found = await findDefinition(tx, call.process, call.version);
        if (found === undefined) continue;
        latest.set(name, found.hash);
        open.push(found.hash);
      }
    }
    const { decisions, calendars, burstSteps } = this.#surroundings;
    const { processors } = this.#surroundings.charts;
    return {
      process: (hash) => this.#process(hash),
      chart: (hash) => this.#chart(hash),
      isChart: (hash) => isChart(this.#known(hash)),
      called: (process, version) => latest.get(callName(process, version)),
      named: (src) => this.#named(latest.get(callName(src, undefined))),
      made: (content) => this.#makeChart(content),
      processors,
      decisions,
      calendars,
      burstSteps,
      stepsMost: burstSteps,
    };
  }

  /**
   * A compiled definition, read when it is not in memory.
   *
   * @throws BpmError BPM_UNKNOWN_DEFINITION
   */
  async compiled(tx: Transaction, hash: string): Promise<Compiled> {
    const compiled = await this.#find(tx, hash);
    if (compiled === undefined) throw unknown(hash);
    return compiled;
  }

  async #find(tx: Transaction, hash: string): Promise<Compiled | undefined> {
    const known = this.#compiled.get(hash);
    if (known !== undefined) return known;
    const stored = await tx.get(definitions, hash);
    if (stored === undefined) return undefined;
    const compiled = this.#compile(stored.definition);
    this.#compiled.set(hash, compiled);
    return compiled;
  }

  #compile(input: DefinitionInput): Compiled {
    if (!('states' in input)) return compileProcess(input, this.#surroundings);
    return compileChart(input, this.#surroundings.charts);
  }

  #known(hash: string): Compiled {
    const compiled = this.#compiled.get(hash);
    if (compiled === undefined) throw unknown(hash);
    return compiled;
  }

  #process(hash: string): CompiledProcess {
    const compiled = this.#known(hash);
    if (isChart(compiled)) throw unknown(hash);
    return compiled;
  }

  #chart(hash: string): CompiledChart {
    const compiled = this.#known(hash);
    if (!isChart(compiled)) throw unknown(hash);
    return compiled;
  }

  #named(hash: string | undefined): CompiledChart | undefined {
    const compiled = hash === undefined ? undefined : this.#known(hash);
    return compiled !== undefined && isChart(compiled) ? compiled : undefined;
  }

  #makeChart(content: JsonValue): CompiledChart | undefined {
    const text = JSON.stringify(content);
    if (!this.#made.has(text)) {
      const definition = this.#surroundings.charts.made(content);
      const made = definition && compileChart(definition, this.#surroundings.charts);
      this.#made.set(text, made);
    }
    return this.#made.get(text);
  }
}

/**
 * The definitions that an instance stands on: its own, those it calls, and those of calls that were
 * completed and may be undone.
 */
export function hashesIn(subject: SnapshotSubject): string[] {
  if ('sessions' in subject) return chartsIn(subject);
  if (!('frames' in subject)) return [subject.process];
  const { process, frames, queue = [] } = subject;
  const hashes = new Set([process]);
  const add = ({ calls, inner = [] }: Undoable): void => {
    if (calls !== undefined) hashes.add(calls);
    inner.forEach(add);
  };
  for (const { calls, done = [], undoing = [] } of frames) {
    add({ calls, inner: [...done, ...undoing] });
  }
  for (const { as } of queue) if (as !== undefined) add(as);
  return [...hashes];
}

interface Undoable {
  readonly calls?: string | undefined;
  readonly inner?: readonly Undoable[];
}

const unknown = (process: string, version?: string): BpmError =>
  new BpmError('BPM_UNKNOWN_DEFINITION', { process, version });

/**
 * The hash that a process name means now.
 *
 * @param version - a version tag or a hash; left out or `latest`: the newest
 * @throws BpmError BPM_UNKNOWN_DEFINITION, BPM_SUSPENDED
 */
export async function hashOf(
  tx: Transaction,
  process: string,
  version: string | undefined,
): Promise<string> {
  const found = await findDefinition(tx, process, version);
  if (found === undefined) throw unknown(process, version);
  if (found.suspendedAt === undefined) return found.hash;
  throw new BpmError('BPM_SUSPENDED', { what: `Definition ${found.number} of '${process}'` });
}

/** The stored definition that a name means now; undefined: there is none. */
export async function findDefinition(
  tx: Transaction,
  process: string,
  version = 'latest',
): Promise<StoredDefinition | undefined> {
  const newest = { reverse: true, limit: 1 } as const;
  if (version === 'latest') {
    return (await tx.scan(definitions, { index: 'byProcess', equals: [process] }, newest))[0];
  }
  const tagged = { index: 'byTag', equals: [process, version] };
  const [found] = await tx.scan(definitions, tagged, newest);
  if (found !== undefined) return found;
  const byHash = await tx.get(definitions, version);
  return byHash?.process === process ? byHash : undefined;
}

async function deployOne(
  tx: Transaction,
  compiled: Compiled,
  calendars: TimerCalendars,
  now: number,
): Promise<Deployed> {
  const { definition, hash } = compiled;
  const { id: process, version } = definition;
  const tag = version === undefined ? {} : { tag: version };
  const before = await tx.get(definitions, hash);
  if (before !== undefined) return { process, hash, number: before.number, ...tag, isNew: false };
  const latest = await findDefinition(tx, process);
  if (latest !== undefined) checkKind(latest, compiled);
  const number = (latest?.number ?? 0) + 1;
  tx.insert(definitions, { hash, process, number, ...tag, deployedAt: now, definition });
  await armStarts(tx, compiled, calendars, now);
  return { process, hash, number, ...tag, isNew: true };
}

/** What starts a process from outside is what its definition says, and not the one before. */
export async function armStarts(
  tx: Transaction,
  compiled: Compiled,
  calendars: TimerCalendars,
  now: number,
): Promise<void> {
  const { hash, definition } = compiled;
  await disarmStarts(tx, definition.id);
  if (isChart(compiled)) return;
  const rows = startsOf(definition.id, hash, compiled.scope.starts);
  for (const start of rows) tx.insert(starts, start);
  await armStartTimers(tx, compiled, calendars, now);
}

/** Nothing from outside starts a process any more. */
export async function disarmStarts(tx: Transaction, process: string): Promise<void> {
  for (const old of await tx.scan(starts, { index: 'byProcess', equals: [process] })) {
    tx.remove(starts, old.id);
  }
  await removeStartTimers(tx, process);
}

/** A name means processes or charts: who calls it would otherwise get the other kind one day. */
function checkKind({ definition }: StoredDefinition, compiled: Compiled): void {
  const wasChart = 'states' in definition;
  if (wasChart === isChart(compiled)) return;
  const kind = wasChart ? 'statechart' : 'process';
  const message = `is the name of a ${kind} that was deployed before: choose another`;
  const issues = [{ code: 'other-kind', path: 'id', message }];
  throw new BpmError('BPM_INVALID_DEFINITION', { process: definition.id, issues });
}

/** Start events that messages, signals and conditions trigger. */
function startsOf(
  process: string,
  hash: string,
  nodes: CompiledProcess['scope']['starts'],
): StoredStart[] {
  return nodes.flatMap(({ id: node, events }) =>
    events.flatMap(({ definition }, at): StoredStart[] => {
      const row = { id: `${hash}/${node}/${at}`, process, hash, node };
      if (definition.type === 'conditional') return [{ ...row, kind: 'condition', name: '' }];
      if (definition.type !== 'message' && definition.type !== 'signal') return [];
      return [{ ...row, kind: definition.type, name: definition.name }];
    }),
  );
}

interface Call {
  readonly process: string;
  readonly version: string | undefined;
}

function callsOf(compiled: Compiled): Call[] {
  if (isChart(compiled)) {
    return invokedCharts(compiled).map((process) => ({ process, version: undefined }));
  }
  return [...compiled.nodes.values()].flatMap(({ node }) =>
    node.kind === 'call' ? [{ process: node.process, version: node.version }] : [],
  );
}

const callName = (process: string, version: string | undefined): string =>
  `${process}@${version ?? 'latest'}`;
