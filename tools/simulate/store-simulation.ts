/**
 * The store under torture: people who act side by side on a store that fails, forgets answers,
 * lands batches late and crashes; some of them forget that they have acted and act again under the
 * same id.
 */
import { KernelError, type Random, seededRandom } from '@kontor/kernel';
import type { Store, TryOptions } from '@kontor/kernel/store';
import { type FaultRates, faultyStore } from '@kontor/kernel/testing';
import { type Simulation, turnsInstead } from './simulation.ts';
import {
  checkWorld,
  type Deed,
  type DeedResult,
  doDeed,
  drawDeed,
  openWorld,
} from './store-world.ts';

const PEOPLE = 6;
const DEEDS_EACH = 10;

/** One database for one run. */
export interface World {
  readonly store: Store;
  /** Opens the data again, as after a crash. */
  reopen(): Promise<Store>;
  close(): Promise<void>;
}

/** Makes the simulation of a store. */
export function storeSimulation(name: string, open: () => Promise<World>): Simulation {
  return {
    name,
    run: async (seed) => {
      const world = await open();
      try {
        return await runWorld(world, seed);
      } finally {
        await world.close();
      }
    },
  };
}

async function runWorld(world: World, seed: number): Promise<{ deeds: number; faults: number }> {
  const random = seededRandom(seed);
  await openWorld(world.store);
  const faulty = faultyStore(world.store, {
    seed: seed + 0x5eed,
    rates: drawRates(random),
    reopen: () => world.reopen(),
  });
  let batches = 0;
  const options: TryOptions = {
    tries: 8,
    random,
    sleep: turnsInstead(random),
    batchId: () => `batch-${++batches}`,
  };
  const told = new Map<Deed, DeedResult>();
  const live = async (person: number): Promise<void> => {
    for (let n = 0; n < DEEDS_EACH; n++) {
      const deed = drawDeed(`${person}-${n}`, random);
      told.set(deed, await insist(faulty, deed, options, random));
    }
  };
  await Promise.all(Array.from({ length: PEOPLE }, (_, person) => live(person)));
  await faulty.settled();
  await checkWorld(await world.reopen(), told);
  const faults = Object.entries(faulty.faults).reduce(
    (sum, [kind, n]) => sum + (kind === 'none' ? 0 : n),
    0,
  );
  return { deeds: told.size, faults };
}

/** Tries until the deed is done or refused; now and then forgets the answer and tries again. */
async function insist(
  store: Store,
  deed: Deed,
  options: TryOptions,
  random: Random,
): Promise<DeedResult> {
  for (;;) {
    try {
      const result = await doDeed(store, deed, options);
      if (result !== 'refused' && deed.kind !== 'gift' && random() < 0.1) continue;
      return result;
    } catch (error) {
      if (REFUSALS.some((code) => KernelError.is(error, code))) return 'refused';
      if (deed.kind === 'gift' && KernelError.is(error, 'KERNEL_UNKNOWN_OUTCOME')) return 'unknown';
      if (!TROUBLES.some((code) => KernelError.is(error, code))) throw error;
    }
  }
}

const REFUSALS = ['KERNEL_INCREMENT_BOUND', 'KERNEL_DUPLICATE'] as const;
const TROUBLES = ['KERNEL_UNAVAILABLE', 'KERNEL_UNKNOWN_OUTCOME', 'KERNEL_CONFLICT'] as const;

/** Each seed has its own weather: calm, rough, or one kind of fault above all. */
function drawRates(random: Random): Partial<FaultRates> {
  const worst = Math.floor(random() * 8);
  const strength = random() * 0.4;
  const rates: Partial<FaultRates>[] = [
    {},
    { loseAnswer: strength },
    { loseRequest: strength },
    { landLate: strength },
    { conflict: strength },
    { crash: strength / 2 },
    { failBefore: strength, failRead: strength / 4 },
    { loseAnswer: strength / 2, landLate: strength / 2, delay: 0.8 },
  ];
  return rates[worst]!;
}
