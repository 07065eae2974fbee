/**
 * Rows whose instance was taken out of the store by hand: they are removed, told of, and keep no
 * other work from being done.
 */
import { memoryStore } from '@kontor/kernel/memory';
import { sqliteStore } from '@kontor/kernel/sqlite';
import { type Collection, type Store, transact } from '@kontor/kernel/store';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openSqlite } from '../../../kernel/test/store/drivers.ts';
import { service } from '../../src/contract.ts';
import {
  definitions,
  instances,
  jobs,
  outgoing,
  signals,
  subscriptions,
  timers,
} from '../../src/engine/engine-collections.ts';
import { type Kit, makeKit, refusal, waitsOf } from './engine-kit.ts';
import { readAll } from './rows-law.ts';

const HOUR = 3_600_000;
const ship = service('ship', { input: z.object({}), output: z.object({}) });

const stores: readonly (readonly [string, () => Store])[] = [
  ['memory', () => memoryStore()],
  ['SQLite', () => sqliteStore(openSqlite('node-sqlite3-wasm', ':memory:'))],
];

/** As whoever edits tables by hand does it: the row, and nothing that hangs on it. */
const takeOut = (store: Store, from: Collection, id: string): Promise<unknown> =>
  transact(store, async (tx) => tx.remove(from, id));

async function started({ engine }: Kit, ...ids: readonly string[]): Promise<void> {
  for (const id of ids) await engine.start('main', {}, { id });
}

/** What was told of orphans. */
async function told({ engine }: Kit): Promise<unknown[]> {
  const all = await engine.news();
  return all.flatMap(({ type, data }) => (type === 'bpm.orphan.removed' ? [data] : []));
}

describe.each(stores)('rows without their instance, on %s', (_, open) => {
  test('a timer is removed, and the others fire in the same round', async () => {
    const kit = await makeKit({ store: open() });
    const { engine, store, clock, deploy } = kit;
    await deploy('start > user(A) ^~timer(R3/PT1H) > user(C) > end; A > end');
    await started(kit, 'i1', 'i2', 'i3');
    const [{ id, wait }] = (await readAll(store, timers)) as never as [
      { id: string; wait: number },
    ];
    await takeOut(store, instances, 'i1');
    clock.advance(HOUR);
    expect(await engine.tick()).toMatchObject({ timers: 3 });
    expect(await told(kit)).toEqual([{ kind: 'timer', id, instance: 'i1', wait, name: '' }]);
    for (const one of ['i2', 'i3']) expect(waitsOf(await engine.instance(one))).toContain('C');
    expect((await readAll(store, timers)).map((row) => row.instance)).toEqual(['i2', 'i3']);
    expect(await engine.tick()).toMatchObject({ timers: 0 });
    await takeOut(store, instances, 'i2');
    clock.advance(10 * HOUR);
    expect(await kit.another().recover()).toBe(2);
    for (const row of await readAll(store, timers)) expect(row.instance).not.toBe('i2');
  });

  test('a timer whose wait is gone is removed; its instance stays as it is', async () => {
    const kit = await makeKit({ store: open() });
    const { engine, store, clock, deploy, check } = kit;
    await deploy('start > user(A) ^timer(PT1H) > end; A > end');
    await started(kit, 'i1', 'i2');
    const [row] = await readAll(store, timers);
    const stray = { ...row!, id: 'i1/77', wait: 77 };
    await transact(store, async (tx) => tx.put(timers, stray));
    clock.advance(HOUR);
    await engine.tick();
    expect(await told(kit)).toMatchObject([{ kind: 'timer', id: 'i1/77', instance: 'i1' }]);
    expect(await readAll(store, timers)).toEqual([]);
    await check();
  });

  test('a timer of a definition that is gone stays due, is told, and stops nobody', async () => {
    const kit = await makeKit({ store: open() });
    const { store, clock, deploy, engine } = kit;
    const lost = await deploy('start > user(A) ^timer(PT1H) > end; A > end', { id: 'lost' });
    await deploy('start > user(A) ^timer(PT2H) > end; A > throw(t, signal s) > end');
    await engine.start('lost', {}, { id: 'i1' });
    await started(kit, 'i2');
    await takeOut(store, definitions, lost.hash);
    clock.advance(2 * HOUR);
    const later = kit.another();
    expect(await refusal(later.tick())).toBe('BPM_UNKNOWN_DEFINITION');
    expect((await readAll(store, timers)).map(({ instance }) => instance)).toEqual(['i1']);
    expect((await later.instance('i2')).state).toBe('completed');
    expect(await told(kit)).toEqual([]);
  });

  test.each([
    ['of the inside', (kit: Kit) => kit.engine.handleInside(ship, async () => ({}))],
    ['with a handler', (kit: Kit) => kit.engine.handle(ship, async () => ({}))],
  ])('a job %s is removed, and the others are done', async (_name, handle) => {
    const kit = await makeKit({ store: open() });
    const { engine, store, clock, deploy } = kit;
    await deploy('start > user(A) > svc(S, ship) > user(B) > end');
    await started(kit, 'i1', 'i2');
    for (const id of ['i1', 'i2']) await engine.complete(id, 'A');
    await takeOut(store, instances, 'i1');
    handle(kit);
    clock.advance(HOUR);
    for (let round = 0; round < 3; round++) await engine.tick();
    expect(await told(kit)).toMatchObject([{ kind: 'job', instance: 'i1', name: 'ship' }]);
    expect(await readAll(store, jobs)).toEqual([]);
    expect(waitsOf(await engine.instance('i2'))).toEqual(['B']);
  });

  test('a job that a worker would claim is removed, and the next is claimed', async () => {
    const kit = await makeKit({ store: open() });
    const { engine, store, deploy } = kit;
    await deploy('start > svc(S) > end');
    await started(kit, 'i1', 'i2', 'i3');
    await takeOut(store, instances, 'i1');
    const row = (await readAll(store, jobs)).find(({ instance }) => instance === 'i2');
    await transact(store, async (tx) => tx.put(jobs, { ...row!, id: 'i2/99', wait: 99 }));
    const claimed = await engine.claim({ types: ['S'] });
    expect(claimed.map(({ instance }) => instance)).toEqual(['i2', 'i3']);
    expect((await told(kit)).length).toBe(2);
    expect((await readAll(store, jobs)).map(({ id }) => id).toSorted()).toEqual(
      claimed.map(({ id }) => id).toSorted(),
    );
  });

  test.each(['k1', ''])('a message for key %j goes to who is there', async (key) => {
    const kit = await makeKit({ store: open() });
    const { engine, store, deploy } = kit;
    await deploy(`start > recv(R, paid${key === '' ? '' : `, ${key}`}) > user(B) > end`);
    await started(kit, 'i1', 'i2');
    await takeOut(store, instances, 'i1');
    const outcome = await engine.publish({ name: 'paid', key });
    expect(outcome).toEqual({ kind: 'correlated', instance: 'i2' });
    expect(await told(kit)).toMatchObject([{ kind: 'subscription', instance: 'i1', name: 'paid' }]);
    expect(await readAll(store, subscriptions)).toEqual([]);
    expect(await engine.publish({ name: 'paid', key })).toEqual({ kind: 'not-correlated' });
  });

  test('a message is held for no suspended instance that is gone', async () => {
    const kit = await makeKit({ store: open() });
    const { engine, store, deploy } = kit;
    await deploy('start > recv(R, paid, k1) > end');
    await started(kit, 'i1');
    await engine.suspend('i1');
    await takeOut(store, instances, 'i1');
    expect(await engine.publish({ name: 'paid', key: 'k1' })).toEqual({ kind: 'not-correlated' });
    expect(await told(kit)).toMatchObject([{ kind: 'subscription', instance: 'i1' }]);
  });

  test('a signal and a message under way pass by who is gone', async () => {
    const kit = await makeKit({ store: open() });
    const { engine, store, deploy } = kit;
    await deploy('start > catch(c, signal s) > recv(R, paid) > user(B) > end');
    await deploy('start > throw(t, signal s) > throw(u, message paid) > end', { id: 'sender' });
    await started(kit, 'i1', 'i2');
    await takeOut(store, instances, 'i1');
    await engine.start('sender', {}, { id: 'i3' });
    for (let round = 0; round < 3; round++) await engine.tick();
    expect([await readAll(store, signals), await readAll(store, outgoing)]).toEqual([[], []]);
    expect(await told(kit)).toMatchObject([{ kind: 'subscription', instance: 'i1', name: 's' }]);
  });
});
