/**
 * Engines at work by themselves: timers in order, recovery after an outage, running and stopping.
 */
import { KernelError, systemClock } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { service } from '../../src/contract.ts';
import { timers } from '../../src/engine/engine-collections.ts';
import { makeKit, waitsOf } from './engine-kit.ts';
import { readAll } from './rows-law.ts';
import { watchStore } from './watched-store.ts';

const HOUR = 3_600_000;
const cycle = (missed: string, text = 'R3/PT1H') => ({
  fields: { A_timer: { on: [{ type: 'timer', cycle: text, missed }] } },
});
const reminded = 'start > user(A) ^~timer(R3/PT1H) > user(C) > end; A > end';

describe('ProcessEngine.recover', () => {
  test.each([
    { policy: 'fireOnce', reminders: 1 },
    { policy: 'fireAll', reminders: 3 },
    { policy: 'skip', reminders: 0 },
  ])('after an outage a timer with $policy has fired $reminders times', async (row) => {
    const { engine, another, clock, deploy, check } = await makeKit();
    await deploy(reminded, cycle(row.policy));
    const { id } = (await engine.start('main')).instance;
    clock.advance(10 * HOUR);
    const late = another();
    expect(await late.recover()).toBe(1);
    const open = waitsOf(await engine.instance(id)).filter((node) => node === 'C');
    expect(open).toHaveLength(row.reminders);
    expect(await late.tick()).toEqual({ timers: 0, sent: 0, jobs: 0 });
    await check();
  });

  test('an engine that has been at work meanwhile leaves nothing to recover', async () => {
    const { engine, another, clock, deploy } = await makeKit();
    await deploy(reminded, cycle('skip'));
    await engine.recover();
    const { id } = (await engine.start('main')).instance;
    clock.advance(30_000);
    expect(await another().recover()).toBe(0);
    clock.advance(HOUR);
    expect(await another().recover()).toBe(1);
    expect(waitsOf(await engine.instance(id))).not.toContain('C');
  });

  test('more timers than a round takes are all dealt with by their policy', async () => {
    const { engine, another, clock, deploy, store } = await makeKit();
    const many = Array.from({ length: 1100 }, (_, at) => at);
    await deploy(
      'start > user(A) ^~timer(R1/PT1H) > user(C) > end; A > end',
      cycle('skip', 'R1/PT1H'),
    );
    for (const at of many) await engine.start('main', {}, { id: `i${at}` });
    clock.advance(2 * HOUR);
    expect(await another().recover()).toBe(many.length);
    expect(await readAll(store, timers)).toEqual([]);
    expect(await engine.tasks({ limit: 9999 })).toHaveLength(many.length);
  });
});

describe('timers', () => {
  test('fire in the order of their instants, those of one instant as they were opened', async () => {
    const { engine, clock, deploy } = await makeKit();
    const branches = Array.from({ length: 14 }, (_, at) => {
      return `g > timer(t${at}, ${at === 13 ? 'PT30M' : 'PT1H'}) > T${at} > end`;
    });
    await deploy(`start > and(g); ${branches.join('; ')}`);
    const { id } = (await engine.start('main')).instance;
    clock.advance(2 * HOUR);
    expect((await engine.tick()).timers).toBe(14);
    const left = (await engine.history(id)).flatMap(({ events }) =>
      events.flatMap((event) =>
        event.type === 'left' && event.node.startsWith('T') ? [event.node] : [],
      ),
    );
    expect(left).toEqual(['T13', ...Array.from({ length: 13 }, (_, at) => `T${at}`)]);
  });

  test('all that came due while the engine ran fire, however seldom it looks', async () => {
    const { engine, clock, deploy, check } = await makeKit();
    await deploy(reminded, cycle('skip'));
    const { id } = (await engine.start('main')).instance;
    clock.advance(10 * HOUR);
    expect((await engine.tick()).timers).toBe(3);
    expect(waitsOf(await engine.instance(id)).filter((node) => node === 'C')).toHaveLength(3);
    await check();
  });

  test.each([
    { policy: 'fireOnce', fired: 1 },
    { policy: 'fireAll', fired: 4 },
    // The one that is due now was not missed.
    { policy: 'skip', fired: 1 },
  ])('occurrences before it was armed are missed: $policy fires $fired', async (row) => {
    const { engine, deploy, check } = await makeKit();
    await deploy(reminded, cycle(row.policy, 'R5/2025-12-31T21:00:00Z/PT1H'));
    const { instance } = await engine.start('main');
    const reminders = waitsOf(instance).filter((node) => node === 'C');
    expect(reminders).toHaveLength(row.fired);
    expect((await engine.tick()).timers).toBe(0);
    await check();
  });

  test.each([
    { policy: 'fireOnce', started: 1 },
    { policy: 'fireAll', started: 4 },
    { policy: 'skip', started: 1 },
  ])('of a start, occurrences before its deployment are missed: $policy', async (row) => {
    const { engine, deploy, check } = await makeKit();
    const cycle = 'R/2025-12-31T21:00:00Z/PT1H';
    const on = [{ type: 'timer', cycle, missed: row.policy }];
    await deploy('start(s, timer PT1H) > user(A) > end', { fields: { s: { on } } });
    await engine.tick();
    expect(await engine.instances('active')).toHaveLength(row.started);
    await check();
  });

  test('two engines that serve the same timers fire each once', async () => {
    const { engine, another, clock, deploy, check } = await makeKit();
    await deploy('start > timer(t, PT1H) > user(B) > end');
    for (let at = 0; at < 10; at++) await engine.start('main');
    clock.advance(HOUR);
    await Promise.all([another().tick(), another().tick()]);
    expect(await engine.tasks()).toHaveLength(10);
    await check();
  });
});

describe('ProcessEngine.run', () => {
  const work = service('work', { input: z.any(), output: z.any() });

  test('does what is due until it is told to stop, and then ends well', async () => {
    const { engine, deploy } = await makeKit({ clock: systemClock });
    await deploy('start > svc(S, work) > timer(t, PT0.01S) > end');
    engine.handle(work, () => ({}));
    const stop = new AbortController();
    const running = engine.run({ signal: stop.signal, pollMs: 1 });
    const { id } = (await engine.start('main')).instance;
    while ((await engine.instance(id)).state === 'active') await pause(1);
    stop.abort();
    await expect(running).resolves.toBeUndefined();
  });

  test('a handler that takes long keeps no timer waiting', async () => {
    const { engine, deploy } = await makeKit({ clock: systemClock });
    await deploy('start > svc(S, work) > end', { id: 'slow' });
    await deploy('start > timer(t, PT0.01S) > end');
    const stop = new AbortController();
    let done: () => void = () => undefined;
    engine.handle(work, () => new Promise((resolve) => (done = () => resolve({}))));
    await engine.start('slow');
    const running = engine.run({ signal: stop.signal, pollMs: 1 });
    const { id } = (await engine.start('main')).instance;
    while ((await engine.instance(id)).state === 'active') await pause(1);
    expect(await engine.instances('active')).toHaveLength(1);
    done();
    stop.abort();
    await running;
    expect(await engine.instances('active')).toEqual([]);
  });

  test('waits out a store that is away, and fails on what does not pass', async () => {
    const inner = memoryStore();
    const { engine, deploy, another } = await makeKit({ store: inner, clock: systemClock });
    await deploy('start > timer(t, PT0.01S) > end');
    const { id } = (await engine.start('main')).instance;
    let isBroken = false;
    let calls = 0;
    const scan: typeof inner.scan = (of, range, options) => {
      if (isBroken) throw new Error('broken');
      if (calls++ < 5) throw new KernelError('KERNEL_UNAVAILABLE', {});
      return inner.scan(of, range, options);
    };
    const store = { ...watchStore(inner, {}), scan };
    const stop = new AbortController();
    const running = another({ store }).run({ signal: stop.signal, pollMs: 1 });
    while ((await engine.instance(id)).state === 'active') await pause(1);
    isBroken = true;
    await expect(running).rejects.toThrow('broken');
  });
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
