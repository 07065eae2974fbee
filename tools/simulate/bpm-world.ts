/**
 * Process engines under torture: two of them on one store that fails, forgets answers and lands
 * batches late; clocks that jump; engines that are dropped and made anew; and people, workers and
 * messengers who do everything again when they were told nothing.
 *
 * When the faults stop, all is driven to its end, and the laws are held (bpm-laws.ts).
 */
import {
  BpmError,
  businessError,
  type ClaimedJob,
  type CompiledProcess,
  type ExpressionLanguage,
  feel,
  compileProcess,
  type InsideJob,
  ProcessEngine,
  service,
} from '@kontor/bpm';
import {
  KernelError,
  type ManualClock,
  manualClock,
  type Random,
  seededRandom,
  sequentialIds,
} from '@kontor/kernel';
import type { Store, TryOptions } from '@kontor/kernel/store';
import { type FaultRates, faultyStore } from '@kontor/kernel/testing';
import { z } from 'zod';
import { checkBpmLaws, effectCounts, type Told } from './bpm-laws.ts';
import { drawSecondVersion, operate, resumeAll, type SecondVersion } from './bpm-operator.ts';
import { drawProcess, FAILURE, jobTypes, type SimulatedProcess } from './bpm-process.ts';
import { Witness } from './bpm-witness.ts';
import { law, type SimulationReport, turnsInstead } from './simulation.ts';
import type { World } from './store-simulation.ts';

/** Fewer than people, so that they meet. */
const INSTANCES = 2;
const PEOPLE = 3;
const DEEDS_EACH = 7;
const HOUR_MS = 3_600_000;
/** Longer than any run, on a clock that jumps. */
const TTL_MS = 1000 * 24 * HOUR_MS;

const nothing = { input: z.looseObject({}), output: z.looseObject({}) };
const inside = service(jobTypes.inside, nothing);
const worker = service(jobTypes.worker, nothing);
const failing = service(jobTypes.failing, nothing);

const words = new Map<string, ReturnType<ExpressionLanguage['compile']>>();

/** FEEL, that reads each text once: the processes of all seeds use the same few. */
const knownWords: ExpressionLanguage = {
  ...feel,
  compile: (text) => {
    const known = words.get(text) ?? feel.compile(text);
    words.set(text, known);
    return known;
  },
};

/**
 * Runs the world of a seed; throws when a law is broken.
 *
 * @param between - what lies between the engines and the witness of their commits: nothing
 */
export async function runBpmWorld(
  world: World,
  seed: number,
  between: (store: Store) => Store = (store) => store,
): Promise<SimulationReport> {
  const random = seededRandom(seed);
  const process = drawProcess('sim', random);
  const second = drawSecondVersion(process.definition, random);
  const compiled = [process, second].map(({ definition }) =>
    compileProcess(definition, { languages: [knownWords] }),
  );
  const simulation = new BpmWorld(world, { process, second, compiled }, random, seed, between);
  return simulation.run();
}

/** What is run, in two versions. */
interface Versions {
  readonly process: SimulatedProcess;
  readonly second: SecondVersion;
  readonly compiled: readonly CompiledProcess[];
}

class BpmWorld {
  readonly #world: World;
  readonly #process: SimulatedProcess;
  readonly #second: SecondVersion;
  readonly #random: Random;
  readonly #seed: number;
  readonly #witness: Witness;
  readonly #between: (store: Store) => Store;
  readonly #clock: ManualClock = manualClock(Date.parse('2026-03-02T08:00:00Z'));
  readonly #ids = sequentialIds('id');
  readonly #trying: TryOptions;
  readonly #told: Told = { started: new Set(), done: [], received: new Map() };
  readonly #engines: ProcessEngine[] = [];
  /** The last fence of each job that a worker outside was given. */
  readonly #fences = new Map<string, number>();
  #deeds = 0;
  /** Handlers fail now and then, until the faults stop. */
  #isCalm = false;

  constructor(
    world: World,
    { process, second, compiled }: Versions,
    random: Random,
    seed: number,
    between: (store: Store) => Store,
  ) {
    this.#world = world;
    this.#process = process;
    this.#second = second;
    this.#random = random;
    this.#seed = seed;
    this.#witness = new Witness(...compiled);
    this.#between = between;
    let batches = 0;
    this.#trying = {
      tries: 8,
      random,
      sleep: turnsInstead(random),
      batchId: () => `batch-${++batches}`,
    };
  }

  async run(): Promise<SimulationReport> {
    const { store } = this.#world;
    const calm = this.#engineOn(this.#watch(store));
    await calm.prepare();
    await store.prepare([effectCounts]);
    await calm.deploy(this.#second.definition, this.#process.definition);
    const faulty = faultyStore(this.#watch(store), {
      seed: this.#seed + 0x5eed,
      rates: drawRates(this.#random),
      reopen: async () => this.#watch(await this.#world.reopen()),
    });
    this.#engines.push(this.#engineOn(faulty), this.#engineOn(faulty));
    const people = Array.from({ length: PEOPLE }, (_, person) => this.#live(person, faulty));
    await Promise.all(people);
    await faulty.settled();
    await this.#driveToTheEnd();
    const last = await this.#world.reopen();
    await checkBpmLaws(last, this.#process, this.#witness, this.#told);
    const faults = Object.entries(faulty.faults).reduce(
      (sum, [kind, count]) => sum + (kind === 'none' ? 0 : count),
      0,
    );
    return { deeds: this.#deeds, faults, digest: this.#witness.digest() };
  }

  #watch(store: Store): Store {
    return this.#between(this.#witness.watch(store));
  }

  #engineOn(store: Store): ProcessEngine {
    return new ProcessEngine({
      store,
      clock: this.#clock,
      ids: this.#ids,
      languages: [knownWords],
      trying: this.#trying,
      sleep: turnsInstead(this.#random),
    })
      .handleInside(inside, (_, job) => this.#doInside(job))
      .handle(worker, (_, { effectKey }) => this.#receive(effectKey))
      .handle(failing, () => this.#fail());
  }

  /** Writes in the commit of the step; reads first, so that a second time would show. */
  async #doInside({ effectKey: id, tx }: InsideJob): Promise<Record<string, never>> {
    const before = await tx.get(effectCounts, id);
    tx.put(effectCounts, { id, times: (before?.times ?? 0) + 1 });
    if (this.#chance(0.15)) throw new Error('torn down after its write');
    return {};
  }

  /** The world outside: it may be told twice, and knows by the key. */
  async #receive(effectKey: string): Promise<Record<string, never>> {
    await this.#turns();
    if (this.#chance(0.1)) throw new Error('torn down before it was told');
    const { received } = this.#told;
    received.set(effectKey, (received.get(effectKey) ?? 0) + 1);
    await this.#turns();
    if (this.#chance(0.1)) throw new Error('torn down after it was told');
    return {};
  }

  async #fail(): Promise<Record<string, never>> {
    await this.#turns();
    if (this.#chance(0.15)) throw new Error('torn down');
    throw businessError(FAILURE);
  }

  #chance(likely: number): boolean {
    return !this.#isCalm && this.#random() < likely;
  }

  async #turns(): Promise<void> {
    const many = this.#isCalm ? 0 : Math.floor(this.#random() * 8);
    for (let turn = 0; turn < many; turn++) await Promise.resolve();
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  async #live(person: number, store: Store): Promise<void> {
    await this.#insist(() => this.#start(`p${person % INSTANCES}`));
    for (let deed = 0; deed < DEEDS_EACH; deed++) {
      this.#deeds += 1;
      await this.#unlessTroubled(() => this.#act(`${person}-${deed}`, store));
    }
  }

  /** Does it until there is an answer. */
  async #insist(work: () => Promise<void>): Promise<void> {
    while (!(await this.#unlessTroubled(work)));
  }

  async #unlessTroubled(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (!TROUBLES.some((code) => KernelError.is(error, code))) throw error;
      return false;
    }
  }

  async #start(id: string): Promise<void> {
    try {
      const at = this.#process.startedBy?.at;
      await this.#anyEngine().start('sim', { order: id }, { id, ...(at !== undefined && { at }) });
    } catch (error) {
      // Nobody else uses this id: an earlier try was done, and its answer lost.
      if (!KernelError.is(error, 'KERNEL_DUPLICATE')) throw error;
    }
    this.#told.started.add(id);
  }

  #anyEngine(): ProcessEngine {
    return this.#engines[this.#below(2)]!;
  }

  async #act(deed: string, store: Store): Promise<void> {
    const draw = this.#random();
    if (draw < 0.3) await this.#anyEngine().tick();
    else if (draw < 0.5) await this.#completeSome(this.#anyEngine(), deed);
    else if (draw < 0.65) await this.#publishSome(this.#anyEngine());
    else if (draw < 0.8) await this.#workOutside(this.#anyEngine(), deed);
    else if (draw < 0.88) await operate(this.#anyEngine(), this.#second, deed, this.#random);
    else if (draw < 0.94) this.#clock.advance(this.#random() < 0.4 ? -HOUR_MS : HOUR_MS);
    else this.#engines[this.#below(2)] = this.#engineOn(store);
  }

  /** A person completes an open task; who has got no answer does it again. */
  async #completeSome(engine: ProcessEngine, deed: string): Promise<void> {
    const open = await engine.tasks();
    const task = open[this.#below(open.length)];
    if (task === undefined) return;
    for (let time = 0; time < 3; time++) {
      try {
        await engine.complete(task.instance, task.node, {}, deed);
        this.#told.done.push({ instance: task.instance, by: deed });
        return;
      } catch (error) {
        if (LATE.some((code) => BpmError.is(error, code))) return;
        if (!TROUBLES.some((code) => KernelError.is(error, code))) throw error;
      }
    }
  }

  /** Messages come early, late, several times and in any order. */
  async #publishSome(engine: ProcessEngine): Promise<void> {
    const { messages, startedBy } = this.#process;
    if (messages.length === 0) return;
    const name = messages[this.#below(messages.length)]!;
    const key = `p${this.#below(INSTANCES)}`;
    const isEarly = name === startedBy?.message && !this.#told.started.has(key);
    if (!isEarly) await this.#publish(engine, name, key);
  }

  async #publish(engine: ProcessEngine, name: string, key: string): Promise<void> {
    const id = `${name} for ${key}`;
    await engine.publish({ name, key, id, ttlMs: TTL_MS, variables: { [`got_${name}`]: id } });
  }

  async #publishAll(engine: ProcessEngine): Promise<void> {
    for (const name of this.#process.messages) {
      for (const key of this.#told.started) await this.#publish(engine, name, key);
    }
  }

  /** A worker who pulls: claims, does it, and tells under the fence of his claim. */
  async #workOutside(engine: ProcessEngine, name: string): Promise<void> {
    const claimed = await engine.claim({ types: [jobTypes.outside], worker: name, limit: 2 });
    for (const { id, fence } of claimed) this.#fences.set(id, fence);
    for (const job of claimed) {
      try {
        await this.#receive(job.effectKey);
        if (this.#chance(0.3)) await engine.heartbeat(job.id, job.fence);
        await this.#linger();
        await this.#endJob(engine, job);
      } catch (error) {
        if (LATE.some((code) => BpmError.is(error, code))) continue;
        if (!(error instanceof Error) || !error.message.startsWith('torn down')) throw error;
        await this.#tellCrash(engine, job.id, job.fence);
      }
    }
  }

  /** Long enough for a lock to run out, now and then. */
  async #linger(): Promise<void> {
    const many = this.#chance(0.3) ? 300 : 0;
    for (let turn = 0; turn < many; turn++) await Promise.resolve();
  }

  async #endJob(engine: ProcessEngine, { id, fence }: ClaimedJob): Promise<void> {
    const isStale = this.#fences.get(id)! > fence;
    await engine.endJob(id, fence, { kind: 'complete' });
    law(!isStale, `job ${id} was ended under fence ${fence}, and ${this.#fences.get(id)} counts`);
  }

  async #tellCrash(engine: ProcessEngine, id: string, fence: number): Promise<void> {
    // Some say that they failed; the locks of the others run out.
    if (this.#random() < 0.5) return;
    try {
      await engine.endJob(id, fence, { kind: 'crash', message: 'torn down' });
    } catch (error) {
      const isLate = LATE.some((code) => BpmError.is(error, code));
      if (!isLate) throw error;
    }
  }

  /** The faults stop; one engine does what is left, and time passes. */
  async #driveToTheEnd(): Promise<void> {
    this.#isCalm = true;
    const engine = this.#engineOn(this.#watch(await this.#world.reopen()));
    for (let round = 0; round < 60; round++) {
      await resumeAll(engine, 'the end');
      await engine.tick();
      if ((await engine.instances('active')).length === 0) return;
      // Once more than needed: the second delivery must do nothing.
      if (round < 2) await this.#publishAll(engine);
      for (const { instance, node } of await engine.tasks()) {
        await engine.complete(instance, node, {}, `last ${round} ${node}`);
      }
      await this.#workOutside(engine, `last ${round}`);
      this.#clock.advance(HOUR_MS / 2);
    }
  }
}

/** Another worker has the job, or has done it; or the instance is suspended. */
const LATE = ['BPM_STALE_FENCE', 'BPM_ACTIVITY_NOT_ACTIVE', 'BPM_SUSPENDED'] as const;

const TROUBLES = ['KERNEL_UNAVAILABLE', 'KERNEL_UNKNOWN_OUTCOME', 'KERNEL_CONFLICT'] as const;

/** Each seed has its own weather: calm, rough, or one kind of fault above all. */
function drawRates(random: Random): Partial<FaultRates> {
  const strength = random() * 0.4;
  const rates: readonly Partial<FaultRates>[] = [
    {},
    { loseAnswer: strength },
    { loseRequest: strength },
    { landLate: strength },
    { conflict: strength },
    { crash: strength / 2 },
    { failBefore: strength, failRead: strength / 8 },
    { loseAnswer: strength / 2, landLate: strength / 2, delay: 0.8 },
  ];
  return rates[Math.floor(random() * rates.length)]!;
}
