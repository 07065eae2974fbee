/**
 * All simulations, in the order they run. An engine adds its own here.
 */
import { memoryStore } from '@kontor/kernel/memory';
import type { Simulation } from './simulation.ts';
import { storeSimulation } from './store-simulation.ts';

/** The simulations by name. */
export const simulations: readonly Simulation[] = [
  storeSimulation('store on memory', async () => {
    const store = memoryStore();
    return { store, reopen: async () => store.forTenant(store.tenant), close: () => store.close() };
  }),
];
