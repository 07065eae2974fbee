/**
 * Definitions in the store, and compiled ones in memory.
 *
 * A definition never changes: it is found by the hash of its content, and an instance stays with
 * the one it was started on. Deploying the same content again changes nothing.
 */
import { type Store, transact, type Transaction, type TryOptions } from '@kontor/kernel/store';
import type { Library } from '../burst.ts';
import { compileProcess } from '../compile.ts';
import type { CompiledProcess } from '../compiled.ts';
import { BpmError } from '../errors.ts';
import type { ExpressionLanguage } from '../expression.ts';
import type { ProcessInput } from '../model.ts';
import type { TimerCalendars } from '../timer/timer-rule.ts';
import { replaceStartTimers } from './start-timers.ts';
import type { Subject } from '../trigger.ts';
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
};

/** Definitions, compiled once and kept. */
export class Deployment {
  readonly #store: Store;
  readonly #surroundings: Surroundings;
  readonly #trying: TryOptions;
  readonly #compiled = new Map<string, CompiledProcess>();

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
  async deploy(inputs: readonly ProcessInput[], now: number): Promise<Deployed[]> {
    const compiled = inputs.map((input) => compileProcess(input, this.#surroundings));
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
  async library(tx: Transaction, hashes: readonly string[]): Promise<Library> {
    const latest = new Map<string, string>();
    const open = [...hashes];
    for (let hash = open.pop(); hash !== undefined; hash = open.pop()) {
      const process = await this.compiled(tx, hash);
      for (const call of callsOf(process)) {
        const name = callName(call.process, call.version);
        if (latest.has(name)) continue;
        const found = await findDefinition(tx, call.process, call.version);
        if (found === undefined) continue;
        latest.set(name, found.hash);
        open.push(found.hash);
      }
    }
    const { decisions, calendars, burstSteps } = this.#surroundings;
    return {
      process: (hash) => this.#known(hash),
      called: (process, version) => latest.get(callName(process, version)),
      decisions,
      calendars,
      burstSteps,
    };
  }

  /**
   * A compiled definition, read when it is not in memory.
   *
   * @throws BpmError BPM_UNKNOWN_DEFINITION
   */
  async compiled(tx: Transaction, hash: string): Promise<CompiledProcess> {
    const known = this.#compiled.get(hash);
    if (known !== undefined) return known;
    const stored = await tx.get(definitions, hash);
    if (stored === undefined) throw unknown(hash);
    const process = compileProcess(stored.definition, this.#surroundings);
    this.#compiled.set(hash, process);
    return process;
  }

  #known(hash: string): CompiledProcess {
    const process = this.#compiled.get(hash);
    if (process === undefined) throw unknown(hash);
    return process;
  }
}

/**
 * The definitions that an instance stands on: its own, those it calls, and those of calls that were
 * completed and may be undone.
 */
export function hashesIn(subject: Subject): string[] {
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
 * @throws BpmError BPM_UNKNOWN_DEFINITION
 */
export async function hashOf(
  tx: Transaction,
  process: string,
  version: string | undefined,
): Promise<string> {
  const found = await findDefinition(tx, process, version);
  if (found === undefined) throw unknown(process, version);
  return found.hash;
}

async function findDefinition(
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
  compiled: CompiledProcess,
  calendars: TimerCalendars,
  now: number,
): Promise<Deployed> {
  const { definition, hash, scope } = compiled;
  const { id: process, version } = definition;
  const tag = version === undefined ? {} : { tag: version };
  const before = await tx.get(definitions, hash);
  if (before !== undefined) return { process, hash, number: before.number, ...tag, isNew: false };
  const number = ((await findDefinition(tx, process))?.number ?? 0) + 1;
  tx.insert(definitions, { hash, process, number, ...tag, deployedAt: now, definition });
  for (const old of await tx.scan(starts, { index: 'byProcess', equals: [process] })) {
    tx.remove(starts, old.id);
  }
  for (const start of startsOf(process, hash, scope.starts)) tx.insert(starts, start);
  await replaceStartTimers(tx, compiled, calendars, now);
  return { process, hash, number, ...tag, isNew: true };
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

function callsOf({ nodes }: CompiledProcess): Call[] {
  return [...nodes.values()].flatMap(({ node }) =>
    node.kind === 'call' ? [{ process: node.process, version: node.version }] : [],
  );
}

const callName = (process: string, version: string | undefined): string =>
  `${process}@${version ?? 'latest'}`;
