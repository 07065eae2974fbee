/** The ledger on stores that fail. */
import { memoryStore } from '@kontor/kernel/memory';
import { describe, expect, test } from 'vitest';
import { fullRun } from '../../kernel/test/store/drivers.ts';
import { runFaultyWorld } from './faulty-world.ts';

describe('Ledger on a store that fails', () => {
  const seeds = fullRun ? 500 : 20;
  const law = 'property: what was acknowledged is there once, what was refused is not';

  test(`${law} (${seeds} seeds)`, async () => {
    let faults = 0;
    let entries = 0;
    for (let seed = 1; seed <= seeds; seed++) {
      const store = memoryStore();
      const world = { store, reopen: async () => store.forTenant(store.tenant) };
      try {
        const report = await runFaultyWorld(world, seed);
        faults += report.faults;
        entries += report.entries;
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error });
      }
    }
    expect(faults).toBeGreaterThan(5 * seeds);
    expect(entries).toBeGreaterThan(10 * seeds);
  }, 600_000);
});
