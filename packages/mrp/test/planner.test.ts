import {
  checkModel,
  type Model,
  type ModelInput,
  Planner,
  plan as planModel,
  storedForecasts,
  storedForecastUses,
  storedMessages,
  storedOrders,
  storedShortages,
} from '@kontor/mrp';
import { manualClock, sequentialIds } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import type { Batch, Collection, Store } from '@kontor/kernel/store';
import { describe, expect, test } from 'vitest';
import { checkedStore } from '../../../tools/schemas/checked-store.ts';

const model = (quantity: string): Model =>
  checkModel({
    items: [{ id: 'bike' }, { id: 'wheel' }],
    locations: [{ id: 'plant' }],
    boms: [{ item: 'bike', lines: [{ component: 'wheel', quantityPer: '2' }] }],
    sourcing: [
      { kind: 'make', item: 'bike', location: 'plant', leadTimeDays: 2 },
      { kind: 'buy', item: 'wheel', location: 'plant', leadTimeDays: 40 },
    ],
    demands: [
      { id: 'so-1', item: 'bike', location: 'plant', due: '2026-02-02', quantity },
      { id: 'so-2', item: 'bike', location: 'plant', due: '2026-04-02', quantity },
    ],
  });

const ids = sequentialIds('run-');
const plannerOn = (store: Store): Planner =>
  new Planner({ store: checkedStore(store), clock: manualClock(Date.UTC(2026, 0, 5, 8)), ids });

const ordersIn = async (store: Store): Promise<string[]> => {
  const rows: string[] = [];
  for await (const page of store.scan(storedOrders)) {
    for (const { document } of page)
      rows.push(`${document.run} ${document.quantity} ${document.item}`);
  }
  return rows.sort();
};

/** Fails every commit after the first `good` ones, as if the process had died. */
const dyingStore = (store: Store, good: number, maxBatch: number): Store => {
  let commits = 0;
  return {
    ...store,
    tenant: store.tenant,
    capabilities: { ...store.capabilities, maxBatch },
    prepare: (collections, options) => store.prepare(collections, options),
    get: (collection, ids) => store.get(collection, ids),
    scan: (collection, range, options) => store.scan(collection, range, options),
    forTenant: (tenant) => store.forTenant(tenant),
    close: () => store.close(),
    commit: async (batch: Batch) => {
      if (++commits > good) throw new Error('power cut');
      return store.commit(batch);
    },
  };
};

describe('Planner', () => {
  test('keeps the plan as rows under its run, and makes it the current one', async () => {
    const store = memoryStore();
    const planner = plannerOn(store);
    await planner.prepare();
    const { run, plan } = await planner.planAndStore(model('5'), { today: '2026-01-05' });
    expect(run).toEqual({
      id: expect.stringContaining('run-'),
      name: 'main',
      today: '2026-01-05',
      storedAt: '2026-01-05T08:00:00.000Z',
      orderCount: 4,
      shortageCount: 1,
      state: 'stored',
    });
    expect(await planner.currentRun()).toEqual(run);
    expect(await ordersIn(store)).toHaveLength(plan.orderCount);
  });

  test('tells what was kept, in the commit that kept it', async () => {
    const store = memoryStore();
    const planner = plannerOn(store);
    await planner.prepare();
    const { run: first } = await planner.planAndStore(model('5'), { today: '2026-01-05' });
    const { run: second } = await planner.planAndStore(model('7'), { today: '2026-01-05' });
    const failing = plannerOn(dyingStore(store, 0, 1000));
    await expect(failing.planAndStore(model('8'), { today: '2026-01-05' })).rejects.toThrow();
    const events = await planner.events();
    const { orderCount, shortageCount } = second;
    expect(events.map(({ id, subject, time, data }) => ({ id, subject, time, data }))).toEqual([
      expect.objectContaining({ subject: first.id }),
      {
        id: `${second.id}/kept`,
        subject: second.id,
        time: '2026-01-05T08:00:00.000Z',
        data: {
          run: second.id,
          name: 'main',
          today: '2026-01-05',
          orderCount,
          shortageCount,
          replaced: first.id,
        },
      },
    ]);
    expect(events[0]!.data).not.toHaveProperty('replaced');
    await planner.removeEvents(events.map(({ id }) => id));
    expect(await planner.events()).toEqual([]);
  });

  test('a new plan replaces the old one of its name, and no other', async () => {
    const store = memoryStore();
    const planner = plannerOn(store);
    await planner.prepare();
    await planner.planAndStore(model('5'), { today: '2026-01-05' });
    const other = await planner.planAndStore(
      model('6'),
      { today: '2026-01-05' },
      { name: 'what-if' },
    );
    const second = await planner.planAndStore(model('7'), { today: '2026-01-05' });
    const expected = [other, second].flatMap(({ run, plan }) =>
      plan.orders().map((order) => `${run.id} ${order.quantity} ${order.item}`),
    );
    expect(await ordersIn(store)).toEqual(expected.sort());
  });

  test('a plan larger than a batch is kept whole, in several commits', async () => {
    const store = dyingStore(memoryStore(), Number.POSITIVE_INFINITY, 4);
    const planner = plannerOn(store);
    await planner.prepare();
    const { plan } = await planner.planAndStore(model('5'), { today: '2026-01-05' });
    expect(await ordersIn(store)).toHaveLength(plan.orderCount);
    expect(await planner.currentRun()).toMatchObject({ orderCount: plan.orderCount });
  });

  test('until the last commit the old plan is the current one', async () => {
    const memory = memoryStore();
    const before = plannerOn(memory);
    await before.prepare();
    const { run } = await before.planAndStore(model('5'), { today: '2026-01-05' });
    for (const good of [0, 1, 2]) {
      const planner = plannerOn(dyingStore(memory, good, 4));
      await expect(planner.planAndStore(model('6'), { today: '2026-01-05' })).rejects.toThrow(
        'power cut',
      );
      expect(await before.currentRun()).toEqual(run);
    }
    const { run: next, plan } = await before.planAndStore(model('7'), { today: '2026-01-05' });
    const expected = plan.orders().map((o) => `${next.id} ${o.quantity} ${o.item}`);
    expect(await ordersIn(memory)).toEqual(expected.sort());
  });

  test('a plan that a newer one overtook while it was written says so, and the newer stands', async () => {
    const memory = memoryStore();
    const newer = plannerOn(memory);
    await newer.prepare();
    const slow = dyingStore(memory, Number.POSITIVE_INFINITY, 4);
    let commits = 0;
    const { commit } = slow;
    slow.commit = async (batch) => {
      if (++commits === 3) await newer.planAndStore(model('7'), { today: '2026-01-05' });
      return commit(batch);
    };
    const overtaken = plannerOn(slow).planAndStore(model('6'), { today: '2026-01-05' });
    await expect(overtaken).rejects.toMatchObject({ code: 'MRP_PLAN_OVERTAKEN' });
    const current = await newer.currentRun();
    expect(current).toMatchObject({ orderCount: 4, state: 'stored' });
    const kept = await ordersIn(memory);
    expect(kept).toHaveLength(4);
    expect(kept.every((row) => row.startsWith(`${current?.id} `))).toBe(true);
  });
});

/** The documents of a collection without what names their run, in the order of their ids. */
async function rowsIn<Row extends { readonly id: string; readonly run: string }>(
  store: Store,
  collection: Collection<Row>,
): Promise<Omit<Row, 'run'>[]> {
  const rows: Row[] = [];
  for await (const page of store.scan(collection)) {
    for (const { document } of page) rows.push(document);
  }
  return rows
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ run, ...row }) => ({ ...row, id: row.id.slice(run.length + 1) }));
}

describe('what is kept', () => {
  const place = { item: 'bike', location: 'plant' };
  /** A late part below two orders, a forecast that an order consumes, spare stock of a segment. */
  const rich: ModelInput = {
    items: [{ id: 'bike' }, { id: 'bolt' }, { id: 'frame' }, { id: 'lamp' }, { id: 'oldLamp' }],
    locations: [{ id: 'plant' }],
    boms: [{ item: 'bike', lines: [{ component: 'frame', quantityPer: '1' }] }],
    sourcing: [
      { kind: 'make', ...place, leadTimeDays: 2 },
      { kind: 'buy', item: 'frame', location: 'plant', leadTimeDays: 30 },
      { kind: 'substitute', item: 'lamp', location: 'plant', substitute: 'oldLamp' },
    ],
    parameters: [
      { item: 'lamp', location: 'plant', segments: 'own' },
      { item: 'bolt', location: 'plant', rescheduleWithinDays: 90 },
    ],
    stock: [{ item: 'oldLamp', location: 'plant', quantity: '5' }],
    receipts: [{ id: 'po-1', item: 'bolt', location: 'plant', due: '2026-03-16', quantity: '4' }],
    forecasts: [{ id: 'F1', ...place, from: '2026-03-02', until: '2026-03-03', quantity: '6' }],
    demands: [
      { id: 'so-1', ...place, due: '2026-01-06', quantity: '2' },
      { id: 'so-2', ...place, due: '2026-03-02', quantity: '4' },
      { id: 'so-4', item: 'bolt', location: 'plant', due: '2026-03-02', quantity: '4' },
      {
        id: 'so-3',
        item: 'lamp',
        location: 'plant',
        due: '2026-01-20',
        quantity: '3',
        segment: 'x',
      },
    ],
  };

  const kept = async (): Promise<Store> => {
    const store = memoryStore();
    const planner = plannerOn(store);
    await planner.prepare();
    await planner.planAndStore(checkModel(rich), { today: '2026-01-05' });
    return store;
  };

  test('an order with its segment and what it substitutes', async () => {
    const orders = await rowsIn(await kept(), storedOrders);
    expect(orders).toContainEqual(
      expect.objectContaining({
        order: 'lamp@plant#x/2026-01-20/1',
        kind: 'substitute',
        segment: 'x',
        substitute: 'oldLamp',
        quantity: '3',
      }),
    );
  });

  test('a root cause, with what it makes late, and the messages that follow from it', async () => {
    const store = await kept();
    const messages = await rowsIn(store, storedMessages);
    expect(messages[0]).toMatchObject({
      code: 'NEW_IN_PAST',
      item: 'frame',
      order: 'frame@plant/2026-01-04/1',
      orderStatus: 'planned',
      quantity: '2',
      day: '2025-12-05',
      to: '2026-01-04',
      lateOrders: 1,
      lateDemands: 1,
    });
    expect(messages[0]).not.toHaveProperty('causeMessage');
    expect(messages[1]).toMatchObject({
      code: 'RELEASE_PAST_DUE',
      order: 'bike@plant/2026-01-06/1',
      causeMessage: expect.stringContaining(`/${messages[0]!.id}`) as string,
      cause: messages[0]!.text,
      lateOrders: 0,
      lateDemands: 0,
    });
    expect(messages.find(({ code }) => code === 'RESCHEDULE_IN')).toMatchObject({
      order: 'po-1',
      orderStatus: 'open',
      day: '2026-03-16',
      to: '2026-03-02',
      needKind: 'demand',
      need: 'so-4',
      needDay: '2026-03-02',
    });
    const all = planModel(checkModel(rich), { today: '2026-01-05' }).messages();
    expect(messages).toHaveLength(all.length);
    const [shortage] = await rowsIn(store, storedShortages);
    expect(shortage).toMatchObject({
      demand: 'so-1',
      causeKind: 'releasePastDue',
      causeItem: 'frame',
      causeLocation: 'plant',
    });
  });

  test('what became of a forecast, and which demand took it', async () => {
    const store = await kept();
    expect(await rowsIn(store, storedForecasts)).toMatchObject([
      { forecast: 'F1', gross: '6', consumed: '4', net: '2', dropped: '0', planned: '2' },
    ]);
    expect(await rowsIn(store, storedForecastUses)).toMatchObject([
      { demand: 'so-1', quantity: '2' },
      { demand: 'so-2', forecast: 'F1', quantity: '4' },
    ]);
  });
});
