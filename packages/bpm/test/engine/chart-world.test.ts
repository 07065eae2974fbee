/**
 * A few seeds of random statecharts under faults; `npm run simulate` runs as many as there is time.
 */
import { memoryStore } from '@kontor/kernel/memory';
import { expect, test } from 'vitest';
import { fullRun } from '../../../kernel/test/store/drivers.ts';
import { runChartWorld } from './chart-world.ts';

const seeds = fullRun ? 300 : 25;

test(`property: faults lose no event and double none, for ${seeds} random charts`, async () => {
  let faults = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const store = memoryStore();
    const world = { store, reopen: async () => store.forTenant(store.tenant) };
    faults += (await runChartWorld(world, seed)).faults;
  }
  expect(faults).toBeGreaterThan(0);
});
