/** A few seeds of every simulation; `npm run simulate` runs as many as there is time for. */
import { afterAll, describe, expect, test } from 'vitest';
import { simulations } from './registry.ts';
import type { SimulationReport } from './simulation.ts';

describe('simulations', () => {
  for (const simulation of simulations) {
    afterAll(() => simulation.close?.(), 60_000);
    // A server answers more slowly.
    const seeds = simulation.close === undefined ? 10 : 2;
    const reports: Promise<SimulationReport>[] = [];
    const reportOf = (seed: number) => (reports[seed] ??= simulation.run(seed));

    test(`${simulation.name}: all laws hold on a failing store, for ${seeds} seeds`, async () => {
      let faults = 0;
      for (let seed = 1; seed <= seeds; seed++) faults += (await reportOf(seed)).faults;
      expect(faults).toBeGreaterThan(0);
    });

    test(`${simulation.name}: the same seed goes through the same`, async () => {
      const seed = Math.min(4, seeds);
      const first = await reportOf(seed);
      expect(await simulation.run(seed)).toEqual(first);
    });
  }
});
