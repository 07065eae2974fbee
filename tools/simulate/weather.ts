/** What all worlds share: how stores fail, how people insist, how faults are counted. */
import { KernelError, type Random } from '@kontor/kernel';
import type { TryOptions } from '@kontor/kernel/store';
import type { FaultRates, FaultyStore } from '@kontor/kernel/testing';
import { turnsInstead } from './simulation.ts';

/** Each seed has its own weather: calm, rough, or one kind of fault above all. */
export function drawWeather(random: Random): Partial<FaultRates> {
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

/** Chance, names of batches and waiting follow from the seed: a run repeats exactly. */
export function tryingBy(random: Random): TryOptions {
  let batches = 0;
  return {
    tries: 8,
    random,
    sleep: turnsInstead(random),
    batchId: () => `batch-${++batches}`,
  };
}

const TROUBLES = ['KERNEL_UNAVAILABLE', 'KERNEL_UNKNOWN_OUTCOME', 'KERNEL_CONFLICT'] as const;

/** Whether an error only says that the store failed. */
export const isTrouble = (error: unknown): boolean =>
  TROUBLES.some((code) => KernelError.is(error, code));

/** Does it until there is an answer. */
export async function insist<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isTrouble(error)) throw error;
    }
  }
}

/** Does it once; undefined where the store failed, and nobody knows what came of it. */
export async function attempt<Answer>(work: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!isTrouble(error)) throw error;
    return undefined;
  }
}

/** Faults that took place, of all kinds. */
export const faultsIn = ({ faults }: FaultyStore): number =>
  Object.entries(faults).reduce((sum, [kind, count]) => sum + (kind === 'none' ? 0 : count), 0);
