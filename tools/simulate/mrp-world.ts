/**
 * Planners under torture: plan after plan of one name is kept in a store that fails, each in
 * several commits; processes die in the middle of it, and a reader follows the current run.
 *
 * The store takes few writes a batch, so that a plan is never one commit, and a crash leaves a part
 * of one (mrp-laws.ts says what must come of that).
 */
import { checkModel, type Model, MrpError, Planner } from '@kontor/mrp';
import { KernelError, manualClock, seededRandom, sequentialIds } from '@kontor/kernel';
import type { Store } from '@kontor/kernel/store';
import { faultyStore } from '@kontor/kernel/testing';
import { checkCurrent, checkMrpLaws, type MrpTold } from './mrp-laws.ts';
import { type SimulationReport, untilNothingIsLeft } from './simulation.ts';
import type { World } from './store-simulation.ts';
import { attempt, drawWeather, faultsIn, tryingBy } from './weather.ts';

const PLANS = 8;
/** Writes a batch: less than the rows of a plan. */
const BATCH_MOST = 9;
const TODAY = '2026-01-05';

/** Runs the world of a seed; throws when a law is broken. */
export async function runMrpWorld(world: World, seed: number): Promise<SimulationReport> {
  const random = seededRandom(seed);
  const clock = manualClock(Date.UTC(2026, 0, 5, 8));
  const doors = { clock, ids: sequentialIds('run-'), trying: tryingBy(random) };
  const calm = withSmallBatches(world.store);
  await new Planner({ ...doors, store: calm }).prepare();
  const faulty = faultyStore(calm, {
    seed: seed + 0x5eed,
    rates: drawWeather(random),
    reopen: async () => withSmallBatches(await world.reopen()),
  });
  const told: MrpTold = { kept: new Map(), delivered: new Map() };
  for (let n = 0; n < PLANS; n++) {
    // Planning gives way by the clock: what is in flight lands first, so that a seed repeats.
    await faulty.settled();
    const commits = random() < 0.4 ? Math.floor(random() * 12) : Number.POSITIVE_INFINITY;
    const planner = new Planner({ ...doors, store: dyingAfter(faulty, commits) });
    clock.advance(Math.floor(random() * 20_000));
    await planOnce(planner, modelOf(1 + Math.floor(random() * 40)), told);
    if (random() < 0.5) await checkCurrent(calm, told);
    if (random() < 0.3) await deliver(planner, told);
  }
  await faulty.settled();
  const last = withSmallBatches(await world.reopen());
  const planner = new Planner({ ...doors, store: last });
  await checkCurrent(last, told);
  clock.advance(60_000);
  await planOnce(planner, modelOf(7), told);
  await untilNothingIsLeft(async () => {
    await deliver(planner, told);
    return (await planner.events()).length > 0;
  }, 'the outbox of plans comes to its end');
  await checkMrpLaws(last, told);
  return { deeds: PLANS, faults: faultsIn(faulty) };
}

/** Bikes of wheels, late and in time: orders, messages and shortages. */
const modelOf = (quantity: number): Model =>
  checkModel({
    items: [{ id: 'bike' }, { id: 'wheel' }],
    locations: [{ id: 'plant' }],
    boms: [{ item: 'bike', lines: [{ component: 'wheel', quantityPer: '2' }] }],
    sourcing: [
      { kind: 'make', item: 'bike', location: 'plant', leadTimeDays: 2 },
      { kind: 'buy', item: 'wheel', location: 'plant', leadTimeDays: 40 },
    ],
    demands: [1, 2, 3, 4].map((month) => ({
      id: `so-${month}`,
      item: 'bike',
      location: 'plant',
      due: `2026-0${month}-20`,
      quantity: String(quantity),
    })),
  });

/** Plans, and notes the plan where there was an answer. */
async function planOnce(planner: Planner, model: Model, told: MrpTold): Promise<void> {
  try {
    const stored = await attempt(() => planner.planAndStore(model, { today: TODAY }));
    if (stored !== undefined) told.kept.set(stored.run.id, stored.plan);
  } catch (error) {
    // The other planner has kept a newer one meanwhile.
    if (!MrpError.is(error, 'MRP_PLAN_OVERTAKEN')) throw error;
  }
}

/** The store of a process that dies after so many commits: nothing of it comes through any more. */
function dyingAfter(store: Store, commits: number): Store {
  let left = commits;
  return {
    ...throughTo(store),
    commit: async (batch) => {
      if (left-- > 0) return store.commit(batch);
      throw new KernelError('KERNEL_UNAVAILABLE', { reason: 'the process has died' });
    },
  };
}

/** Tells the world outside, and only then forgets: at least once. */
async function deliver(planner: Planner, { delivered }: MrpTold): Promise<void> {
  const events = (await attempt(() => planner.events({ limit: 3 }))) ?? [];
  for (const event of events) delivered.set(event.id, event);
  await attempt(() => planner.removeEvents(events.map(({ id }) => id)));
}

/** The store, taking few writes at a time. */
const withSmallBatches = (store: Store): Store => ({
  ...throughTo(store),
  capabilities: { ...store.capabilities, maxBatch: BATCH_MOST },
  forTenant: (tenant) => withSmallBatches(store.forTenant(tenant)),
});

function throughTo(store: Store): Store {
  return {
    tenant: store.tenant,
    capabilities: store.capabilities,
    prepare: (collections, options) => store.prepare(collections, options),
    get: (of, ids) => store.get(of, ids),
    scan: (of, range, options) => store.scan(of, range, options),
    commit: (batch) => store.commit(batch),
    outcome: (id) => store.outcome(id),
    forTenant: (tenant) => store.forTenant(tenant),
    close: () => store.close(),
  };
}
