/** Handlers inside the commit of their step: what they write happens exactly once. */
import { KernelError, type Random, seededRandom, sequentialIds } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import { collection, type Store, transact } from '@kontor/kernel/store';
import { type CommitFault, faultyStore } from '@kontor/kernel/testing';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Ledger } from '../../../ledger/src/ledger.ts';
import { businessError, service } from '../../src/contract.ts';
import type { InsideJob } from '../../src/engine/handlers.ts';
import type { ProcessEngine } from '../../src/process-engine.ts';
import { detailsOf, type Kit, makeKit, refusal, waitsOf } from './engine-kit.ts';
import { readAll } from './rows-law.ts';

interface Shipment {
  readonly id: string;
  readonly times: number;
}
const shipments = collection<Shipment>('shipment', { id: ({ id }) => id, fields: {} });
const ship = service('ship', {
  input: z.object({ order: z.string() }),
  output: z.object({ shipped: z.number() }),
});
const shipping = 'start > svc(S, ship) ^error(CLOSED) > user(C) > end; S > user(B) > end';

/** Counts how often an order was shipped, in the commit of the step. */
async function shipIn({ tx }: Pick<InsideJob, 'tx'>, order: string): Promise<number> {
  const times = ((await tx.get(shipments, order))?.times ?? 0) + 1;
  tx.put(shipments, { id: order, times });
  return times;
}

const shipped = (engine: ProcessEngine): ProcessEngine =>
  engine.handleInside(ship, async ({ order }, job) => ({ shipped: await shipIn(job, order) }));

async function shippingKit(store: Store = memoryStore()): Promise<Kit> {
  await store.prepare([shipments]);
  const kit = await makeKit({ store });
  await kit.deploy(shipping);
  return kit;
}

describe('ProcessEngine.handleInside', () => {
  test('does the job in the commit of the step that comes to it', async () => {
    const { engine, store, check } = await shippingKit();
    shipped(engine);
    const { instance } = await engine.start('main', { order: 'o1' });
    expect(waitsOf(instance)).toEqual(['B']);
    expect(instance.frames[0]?.variables).toEqual({ order: 'o1', shipped: 1 });
    expect(await engine.history(instance.id)).toHaveLength(1);
    expect(await readAll(store, shipments)).toEqual([{ id: 'o1', times: 1 }]);
    await check();
  });

  test.each(['loseAnswer', 'loseRequest', 'failBefore', 'landLate', 'conflict'] as const)(
    'happens once on a store with the fault %s',
    async (fault: CommitFault) => {
      const inner = memoryStore();
      const quiet = { rates: { failRead: 0, ...noFaults } };
      const { deploy, another, check } = await makeKit({ store: inner });
      await inner.prepare([shipments]);
      await deploy(shipping);
      const faulty = faultyStore(inner, { seed: 1, ...quiet, schedule: [fault, fault] });
      const engine = shipped(another({ store: faulty }));
      const { instance } = await engine.start('main', { order: 'o1' });
      await faulty.settled();
      expect(faulty.faults[fault]).toBe(2);
      expect(waitsOf(instance)).toEqual(['B']);
      expect(await readAll(inner, shipments)).toEqual([{ id: 'o1', times: 1 }]);
      await check();
    },
  );

  test('an error of the business is news; what was written before it stays', async () => {
    const { engine, store, check } = await shippingKit();
    engine.handleInside(ship, async ({ order }, job) => {
      await shipIn(job, order);
      throw businessError('CLOSED', { reason: 'stocktaking' });
    });
    const { instance } = await engine.start('main', { order: 'o1' });
    expect(waitsOf(instance)).toEqual(['C']);
    expect(instance.frames[0]?.variables).toMatchObject({ reason: 'stocktaking' });
    expect(await readAll(store, shipments)).toHaveLength(1);
    await check();
  });

  test('one that fails leaves nothing behind, is tried again, and ends as an incident', async () => {
    const { engine, store, clock, check } = await shippingKit();
    const attempts: number[] = [];
    engine.handleInside(ship, async ({ order }, job) => {
      await shipIn(job, order);
      attempts.push(job.attempt);
      throw new Error('no label printer');
    });
    const { id } = (await engine.start('main', { order: 'o1' })).instance;
    expect(waitsOf(await engine.instance(id))).toContain('S');
    for (let round = 0; round < 5; round++) {
      await engine.tick();
      await check();
      clock.advance(3_600_000 * 2);
    }
    expect(attempts).toEqual([1, 2, 3]);
    expect(await readAll(store, shipments)).toEqual([]);
    const [incident] = await engine.incidents();
    expect(incident).toMatchObject({ code: 'retries-exhausted', message: 'no label printer' });

    shipped(engine);
    await engine.resolve(id, 'retries-exhausted');
    await engine.tick();
    expect(waitsOf(await engine.instance(id))).toEqual(['B']);
    expect(await readAll(store, shipments)).toEqual([{ id: 'o1', times: 1 }]);
    await check();
  });

  test('a store that is away while it reads is no failure of it: all of the commit is tried again', async () => {
    const { engine, another, store, deploy, check } = await shippingKit();
    await deploy('start > user(A) > svc(S, ship) > svc(T, ship) > user(B) > end', { id: 'twice' });
    let isAway = false;
    const moody: Store = {
      ...store,
      get: (of, ids) => {
        if (isAway && of.name === shipments.name) throw new KernelError('KERNEL_UNAVAILABLE', {});
        return store.get(of, ids);
      },
    };
    const shop = shipped(another({ store: moody }));
    await shop.start('twice', { order: 'o1' }, { id: 'i1' });
    isAway = true;
    const complete = (): Promise<unknown> => shop.complete('i1', 'A', {}, 'ann');
    await expect(complete()).rejects.toMatchObject({ code: 'KERNEL_UNAVAILABLE' });
    expect(waitsOf(await engine.instance('i1'))).toEqual(['A']);
    expect(await readAll(store, shipments)).toEqual([]);

    isAway = false;
    await complete();
    expect(waitsOf(await engine.instance('i1'))).toEqual(['B']);
    expect(await engine.history('i1')).toHaveLength(2);
    expect(await readAll(store, shipments)).toEqual([{ id: 'o1', times: 2 }]);
    await check();
  });

  test('one of several that fails keeps the others of the commit', async () => {
    const { engine, store, deploy, check } = await shippingKit();
    await deploy('start > svc(S, ship)*par(list: orders) > user(B) > end', {
      id: 'many',
      fields: { S: { many: { mode: 'parallel', collection: 'orders', item: 'order' } } },
    });
    engine.handleInside(ship, async ({ order }, job) => {
      if (order !== 'o2') return { shipped: await shipIn(job, order) };
      throw new Error('no address');
    });
    const { instance } = await engine.start('many', { orders: ['o1', 'o2', 'o3'] });
    expect(waitsOf(instance)).toEqual(['S']);
    const all = await readAll(store, shipments);
    expect(all.map(({ id, times }) => `${id} ${times}`)).toEqual(['o1 1', 'o3 1']);
    await check();
  });

  test('an engine that has no such handler leaves the job to one that has', async () => {
    const { engine, another, store, check } = await shippingKit();
    const { id } = (await engine.start('main', { order: 'o1' })).instance;
    await engine.tick();
    const other = shipped(another());
    expect((await other.tick()).jobs).toBe(1);
    expect(waitsOf(await engine.instance(id))).toEqual(['B']);
    expect(await readAll(store, shipments)).toHaveLength(1);
    await check();
  });

  test('two engines that try it again at once do it once', async () => {
    const { engine, another, store, check } = await shippingKit();
    for (let at = 0; at < 10; at++) await engine.start('main', { order: `o${at}` });
    await Promise.all([shipped(another()).tick(), shipped(another()).tick()]);
    const all = await readAll(store, shipments);
    expect(all.map(({ times }) => times)).toEqual(Array.from({ length: 10 }, () => 1));
    await check();
  });

  test('handlers that follow each other share one commit', async () => {
    const { engine, deploy, store, check } = await shippingKit();
    await deploy('start > svc(S, ship) > svc(T, ship) > svc(U, ship) > end', { id: 'chain' });
    shipped(engine);
    const { instance } = await engine.start('chain', { order: 'o1' });
    expect(instance.state).toBe('completed');
    expect(await engine.history(instance.id)).toHaveLength(1);
    expect(await readAll(store, shipments)).toEqual([{ id: 'o1', times: 3 }]);
    await check();
  });
});

const noFaults = {
  failBefore: 0,
  loseRequest: 0,
  loseAnswer: 0,
  landLate: 0,
  conflict: 0,
  crash: 0,
};

describe('one commit with the ledger', () => {
  const book = service('ledger.post', {
    input: z.object({ order: z.string(), total: z.string() }),
    output: z.object({ entry: z.string() }),
  });
  const selling = 'start > svc(S, ledger.post) ^error(REFUSED) > user(C) > end; S > user(B) > end';

  async function ledgerKit(store: Store): Promise<Ledger> {
    const clock = { now: () => Date.parse('2026-01-01T00:00:00Z') };
    const ledger = new Ledger({ store, clock, ids: sequentialIds('ledger') });
    await ledger.prepare();
    await ledger.open({
      entity: { id: 'NL01', functionalCurrency: 'EUR' },
      accounts: [
        { id: 'wallet', type: 'liability', floor: '-100.00' },
        { id: 'sales', type: 'income' },
      ],
    });
    return ledger;
  }

  const postIn = (engine: ProcessEngine, ledger: Ledger): ProcessEngine =>
    engine.handleInside(book, async ({ order, total }, { tx, effectKey }) => {
      const lines = [
        { account: 'wallet', amount: total },
        { account: 'sales', amount: `-${total}` },
      ];
      const [outcome] = await ledger.postWithin(tx, [{ id: effectKey, date: '2026-01-01', lines }]);
      if (outcome?.ok !== true) throw businessError('REFUSED', { order });
      return { entry: outcome.id };
    });

  const runOn = async (faults: number | undefined, random: Random): Promise<number> => {
    const inner = memoryStore();
    const { deploy, another, clock, check } = await makeKit({ store: inner });
    await deploy(selling);
    const ledger = await ledgerKit(inner);
    const store = faults === undefined ? inner : faultyStore(inner, faults);
    const engine = postIn(another({ store, ids: sequentialIds(`f${random()}`) }), ledger);
    let started = 0;
    for (let at = 0; at < 20; at++) {
      const begun = engine.start('main', { order: `o${at}`, total: '4.00' }, { id: `o${at}` });
      await begun.then(
        () => started++,
        () => undefined,
      );
    }
    if ('settled' in store) await (store as { settled(): Promise<void> }).settled();
    // A read that failed inside has cost an attempt: that job is tried again.
    clock.advance(3_600_000);
    await postIn(another(), ledger).tick();
    const ids = await another().instances('active');
    expect(ids.length).toBeGreaterThanOrEqual(started);
    const books = await ledger.balance('sales');
    expect(books.posted).toBe(`-${(4 * ids.length).toFixed(2)}`);
    expect((await ledger.audit()).ok).toBe(true);
    await check();
    return ids.length;
  };

  test('a step and its entry are there together, or neither', async () => {
    expect(await runOn(undefined, seededRandom(1))).toBe(20);
    const random = seededRandom(2);
    for (let seed = 1; seed <= 5; seed++) await runOn(seed, random);
  });

  test('a refused entry is an error of the business, and the step goes on by it', async () => {
    const { engine, deploy, store, check } = await makeKit();
    await deploy(selling);
    const ledger = await ledgerKit(store);
    postIn(engine, ledger);
    const { instance } = await engine.start('main', { order: 'o1', total: '101.00' });
    expect([waitsOf(instance), (await ledger.balance('sales')).posted]).toEqual([['C'], '0.00']);
    await check();
  });
});

describe('ProcessEngine.within', () => {
  test('commands share a transaction with the caller’s own writes', async () => {
    const { engine, store, check } = await shippingKit();
    shipped(engine);
    const id = await transact(store, async (tx) => {
      tx.put(shipments, { id: 'own', times: 7 });
      const { instance } = await engine.within(tx).start('main', { order: 'o1' });
      await engine.within(tx).complete(instance.id, 'B', { done: true }, 'ann');
      return instance.id;
    });
    expect((await engine.instance(id)).state).toBe('completed');
    expect(await readAll(store, shipments)).toEqual([
      { id: 'o1', times: 1 },
      { id: 'own', times: 7 },
    ]);
    await check();
  });

  test('nothing of it is there when the caller gives up', async () => {
    const { engine, store, check } = await shippingKit();
    shipped(engine);
    const given = transact(store, async (tx) => {
      await engine.within(tx).start('main', { order: 'o1' }, { id: 'i1' });
      throw new Error('changed my mind');
    });
    await expect(given).rejects.toThrow('changed my mind');
    expect(await refusal(engine.instance('i1'))).toBe('BPM_UNKNOWN_INSTANCE');
    expect(await readAll(store, shipments)).toEqual([]);
    await check();
  });

  test('a handler that fails is told by a code, and nothing of it is kept', async () => {
    const { engine, store, check } = await shippingKit();
    const broken = new Error('no label printer');
    engine.handleInside(ship, async ({ order }, job) => {
      await shipIn(job, order);
      throw broken;
    });
    const start = (): Promise<unknown> =>
      transact(store, (tx) => engine.within(tx).start('main', { order: 'o1' }, { id: 'i1' }));
    const details = await detailsOf(start(), 'BPM_HANDLER_FAILED');
    expect(details).toMatchObject({ effectKey: 'i1/3/0', reason: 'no label printer' });
    await expect(start()).rejects.toMatchObject({ cause: broken });
    expect(await refusal(engine.instance('i1'))).toBe('BPM_UNKNOWN_INSTANCE');
    expect(await readAll(store, shipments)).toEqual([]);
    await check();
  });

  test('a message goes to its subscription in the same commit', async () => {
    const { engine, store, deploy, check } = await makeKit();
    await deploy('start > recv(R, paid, k1) > user(B) > end');
    const { id } = (await engine.start('main')).instance;
    const outcome = await transact(store, (tx) =>
      engine.within(tx).publish({ name: 'paid', key: 'k1' }),
    );
    expect(outcome).toEqual({ kind: 'correlated', instance: id });
    expect(waitsOf(await engine.instance(id))).toEqual(['B']);
    await check();
  });
});
