/** What every table of sabotages is made of. */
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
  readonly run: (world: World, seed: number) => Promise<SimulationReport>;
  readonly laws: readonly SabotagedLaw[];
}
