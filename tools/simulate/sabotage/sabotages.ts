/** What every table of sabotages is made of. */
import type { Store } from '@kontor/kernel/store';
import type { SimulationReport } from '../simulation.ts';
import type { World } from '../store-simulation.ts';
import type { Sabotage } from './broken-store.ts';

/** A law, and how it is broken. */
export interface SabotagedLaw {
  /** The law in words. */
  readonly law: string;
  /** What is done to the world. */
  readonly by: string;
  readonly sabotage: Sabotage;
  /** What the run fails with. */
  readonly fails: RegExp;
}

/** A world with all its laws. */
export interface SabotagedWorld {
  readonly world: string;
  /** @param between - what lies between engines and who sees their commits, where it is broken */
  readonly run: (
    world: World,
    seed: number,
    between?: (store: Store) => Store,
  ) => Promise<SimulationReport>;
  /** What is broken: the store, when left out, or the engines that write into it. */
  readonly breaks?: 'engines' | undefined;
  readonly laws: readonly SabotagedLaw[];
}
