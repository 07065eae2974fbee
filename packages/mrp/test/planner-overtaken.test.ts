/**
 * A planner that is overtaken while it writes, and dies then: nothing of its plan is left.
 */
import { manualClock, sequentialIds } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import type { Store } from '@kontor/kernel/store';
import { checkModel, Planner, storedOrders } from '@kontor/mrp';
import { expect, test } from 'vitest';

const model = checkModel({
  items: [{ id: 'bike' }],
  locations: [{ id: 'plant' }],
  sourcing: [{ kind: 'make', item: 'bike', location: 'plant', leadTimeDays: 2 }],
  demands: [2, 3, 4, 5, 6, 7].map((month) => ({
    id: `so-${month}`,
    item: 'bike',
    location: 'plant',
    due: `2026-0${month}-20`,
    quantity: '5',
  })),
});

/** Room for three rows a commit: every plan takes several. */
const small = (store: Store): Store => ({
  ...store,
  capabilities: { ...store.capabilities, maxBatch: 6 },
});

/** Before the second page is sent another plan is kept; after it, the process is dead. */
function overtakenStore(store: Store, overtake: () => Promise<unknown>): Store {
  let commits = 0;
  return {
    ...store,
    commit: async (batch) => {
      commits += 1;
      // The first says that a run is being written, the second is its first page.
      if (commits === 3) await overtake();
      if (commits > 3) throw new Error('the process has died');
      return store.commit(batch);
    },
  };
}

test('a page that comes after a newer plan was kept is not written', async () => {
  const store = small(memoryStore());
  const clock = manualClock(Date.UTC(2026, 0, 5, 8));
  const doors = { clock, ids: sequentialIds('run-') };
  const newer = new Planner({ ...doors, store });
  await newer.prepare();
  const overtake = () => newer.planAndStore(model, { today: '2026-01-05' });
  const older = new Planner({ ...doors, store: overtakenStore(store, overtake) });
  await expect(older.planAndStore(model, { today: '2026-01-05' })).rejects.toThrow();
  const current = await newer.currentRun();
  const runs = new Set<string>();
  for await (const page of store.scan(storedOrders)) {
    for (const { document } of page) runs.add(document.run);
  }
  expect([...runs]).toEqual([current!.id]);
});
