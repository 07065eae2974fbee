/**
 * What a simulation is: a world run from a seed on a store that fails, and its laws checked at the
 * end.
 *
 * Time and chance come from the seed alone, so a failing seed fails again. Waiting is turns of the
 * microtask queue: nothing here looks at a clock.
 */
import type { Random } from '@kontor/kernel';

/** What one run went through. */
export interface SimulationReport {
  /** Deeds that were tried. */
  readonly deeds: number;
  /** Faults that took place, of all kinds. */
  readonly faults: number;
  /** A digest of all that was kept, where the world can tell it: the same for the same seed. */
  readonly digest?: string;
}

/** A world with laws. */
export interface Simulation {
  readonly name: string;
  /** Runs the world of this seed; throws when a law is broken. */
  run(seed: number): Promise<SimulationReport>;
  /** Lets go of what all its runs share: a server. */
  close?(): Promise<void>;
}

/** Waits some turns of the microtask queue instead of milliseconds. */
export function turnsInstead(random: Random): (milliseconds: number) => Promise<void> {
  return async (milliseconds) => {
    const turns = Math.min(40, milliseconds) + Math.floor(random() * 8);
    for (let turn = 0; turn < turns; turn++) await Promise.resolve();
  };
}

/** Fails the run unless the law holds. */
export function law(holds: boolean, text: string): void {
  if (!holds) throw new Error(`broken law: ${text}`);
}

/** More rounds than any world needs. */
const ROUNDS_MAX = 300;

/** Does it until nothing is left to do; what never ends is a broken law, not a run that hangs. */
export async function untilNothingIsLeft(work: () => Promise<boolean>, law: string): Promise<void> {
  for (let round = 0; await work(); round++) {
    if (round >= ROUNDS_MAX) throw new Error(`broken law: ${law}`);
  }
}
