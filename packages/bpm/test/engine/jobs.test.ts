/** Jobs: claimed under a lock and a fence, done by workers and handlers, tried again, given up. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { businessError, service } from '../../src/contract.ts';
import { jobs } from '../../src/engine/engine-collections.ts';
import { retryAt } from '../../src/engine/retry.ts';
import { asProcess } from '../../src/engine/snapshot.ts';
import { BEGIN, makeKit, refusal, waitsOf } from './engine-kit.ts';
import { readAll } from './rows-law.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const served = 'start > svc(S) > user(B) > end';
const types = ['S'];

describe('ProcessEngine.claim', () => {
  test('gives a job to one worker, with its input, a fence and a lock', async () => {
    const { engine, deploy, check } = await makeKit();
    await deploy(served, { fields: { S: { in: [{ from: 'total * 2', to: 'twice' }] } } });
    const { id } = (await engine.start('main', { total: 4 })).instance;
    const [job, ...others] = await engine.claim({ types, worker: 'w1', lockMs: MINUTE });
    expect(others).toEqual([]);
    expect(job).toMatchObject({
      instance: id,
      type: 'S',
      fence: 1,
      attempt: 1,
      lockedUntil: BEGIN + MINUTE,
      variables: { twice: 8 },
    });
    expect(job?.effectKey).toMatch(new RegExp(`^${id}/\\d+/0$`, 'u'));
    expect(await engine.claim({ types, worker: 'w2' })).toEqual([]);
    await check();
  });

  test('gives the jobs of its types only, the longest due first, up to its limit', async () => {
    const { engine, deploy, clock } = await makeKit();
    await deploy('start > and(g); g > svc(S) > end; g > svc(T) > end');
    for (const id of ['i1', 'i2', 'i3']) {
      await engine.start('main', {}, { id });
      clock.advance(1);
    }
    const claimed = await engine.claim({ types, limit: 2 });
    expect(claimed.map(({ instance, type }) => `${instance} ${type}`)).toEqual(['i1 S', 'i2 S']);
    const rest = await engine.claim({ types: ['S', 'T'] });
    expect(rest.map(({ instance, type }) => `${instance} ${type}`)).toEqual([
      'i3 S',
      'i1 T',
      'i2 T',
      'i3 T',
    ]);
  });

  test('two workers at once never get the same job', async () => {
    const { engine, deploy, another } = await makeKit();
    await deploy(served);
    for (let at = 0; at < 20; at++) await engine.start('main');
    const workers = [engine, another(), another()];
    const claims = await Promise.all(workers.map((one) => one.claim({ types, limit: 20 })));
    const ids = claims.flat().map(({ id }) => id);
    expect(ids).toHaveLength(20);
    expect(new Set(ids).size).toBe(20);
  });
});

describe('a claimed job', () => {
  test('completes once, with results', async () => {
    const { engine, deploy, check } = await makeKit();
    await deploy(served);
    await engine.start('main');
    const [job] = await engine.claim({ types });
    const done = { kind: 'complete', variables: { ok: true } } as const;
    const instance = asProcess((await engine.endJob(job!.id, job!.fence, done)).instance);
    expect([waitsOf(instance), instance.frames[0]?.variables]).toEqual([['B'], { ok: true }]);
    expect(await refusal(engine.endJob(job!.id, job!.fence, done))).toBe('BPM_ACTIVITY_NOT_ACTIVE');
    await check();
  });

  test('can be claimed again when its lock has run out; the first worker is too late', async () => {
    const { engine, deploy, clock, check } = await makeKit();
    await deploy(served);
    const { id } = (await engine.start('main')).instance;
    const [first] = await engine.claim({ types, worker: 'w1', lockMs: MINUTE });
    clock.advance(MINUTE - 1);
    expect(await engine.claim({ types, worker: 'w2' })).toEqual([]);
    clock.advance(1);
    const [second] = await engine.claim({ types, worker: 'w2' });
    expect(second).toMatchObject({ id: first!.id, fence: 2, effectKey: first!.effectKey });
    const before = JSON.stringify(await engine.instance(id));
    for (const result of [
      { kind: 'complete' },
      { kind: 'fail', code: 'E1' },
      { kind: 'crash', message: 'torn' },
    ] as const) {
      expect(await refusal(engine.endJob(first!.id, first!.fence, result))).toBe('BPM_STALE_FENCE');
    }
    expect(await refusal(engine.heartbeat(first!.id, first!.fence))).toBe('BPM_STALE_FENCE');
    expect(JSON.stringify(await engine.instance(id))).toBe(before);
    await engine.endJob(second!.id, second!.fence, { kind: 'complete' });
    await check();
  });

  test('may be ended by its worker after the lock, while nobody else has claimed it', async () => {
    const { engine, deploy, clock } = await makeKit();
    await deploy(served);
    await engine.start('main');
    const [job] = await engine.claim({ types, lockMs: MINUTE });
    clock.advance(2 * MINUTE);
    const ended = await engine.endJob(job!.id, job!.fence, { kind: 'complete' });
    const instance = asProcess(ended.instance);
    expect(waitsOf(instance)).toEqual(['B']);
  });

  test('is held longer by a heartbeat', async () => {
    const { engine, deploy, clock } = await makeKit();
    await deploy(served);
    await engine.start('main');
    const [job] = await engine.claim({ types, lockMs: MINUTE });
    clock.advance(MINUTE - 1);
    expect(await engine.heartbeat(job!.id, job!.fence, MINUTE)).toBe(BEGIN + 2 * MINUTE - 1);
    clock.advance(MINUTE - 1);
    expect(await engine.claim({ types })).toEqual([]);
    clock.advance(1);
    expect(await engine.claim({ types })).toHaveLength(1);
  });

  test('whose activity was cancelled is gone', async () => {
    const { engine, deploy, check } = await makeKit();
    await deploy('start > svc(S) ^message(stop) > user(B) > end; S > end');
    await engine.start('main');
    const [job] = await engine.claim({ types });
    await engine.publish({ name: 'stop' });
    const late = engine.endJob(job!.id, job!.fence, { kind: 'complete' });
    expect(await refusal(late)).toBe('BPM_ACTIVITY_NOT_ACTIVE');
    expect(await refusal(engine.heartbeat(job!.id, job!.fence))).toBe('BPM_ACTIVITY_NOT_ACTIVE');
    await check();
  });

  test('a failure that is told twice uses up one attempt', async () => {
    const { engine, deploy, check } = await makeKit();
    await deploy(served);
    const { id } = (await engine.start('main')).instance;
    const [job] = await engine.claim({ types });
    const crash = { kind: 'crash', message: 'torn' } as const;
    await engine.endJob(job!.id, job!.fence, crash);
    expect(await refusal(engine.endJob(job!.id, job!.fence, crash))).toBe('BPM_STALE_FENCE');
    expect((await engine.instance(id)).waits[0]).toMatchObject({ failed: 1, attempts: 2 });
    await check();
  });
});

describe('a job that fails', () => {
  const retry = { attempts: 3, pause: 'PT10S', factor: 3, most: 'PT20S' };

  test('is tried again after pauses that grow to a cap, then a person must look', async () => {
    const { engine, deploy, clock, check } = await makeKit();
    await deploy(served, { fields: { S: { retry } } });
    const { id } = (await engine.start('main')).instance;
    const pauses: number[] = [];
    let key = '';
    for (let attempt = 1; attempt <= 3; attempt++) {
      const [job] = await engine.claim({ types });
      key ||= job!.effectKey;
      expect(job).toMatchObject({ attempt, effectKey: key });
      const { instance } = await engine.endJob(job!.id, job!.fence, {
        kind: 'crash',
        message: `torn ${attempt}`,
      });
      const [wait] = asProcess(instance).waits;
      if (attempt === 3) break;
      const due = wait?.kind === 'job' ? wait.due! : 0;
      pauses.push(due - clock.now());
      clock.set(due - 1);
      expect(await engine.claim({ types })).toEqual([]);
      clock.set(due);
    }
    expect(pauses[0]).toBeGreaterThanOrEqual(9 * SECOND);
    expect(pauses[0]).toBeLessThanOrEqual(11 * SECOND);
    expect(pauses[1]).toBeGreaterThanOrEqual(18 * SECOND);
    expect(pauses[1]).toBeLessThanOrEqual(22 * SECOND);
    expect(await engine.claim({ types })).toEqual([]);
    const [incident] = await engine.incidents('main');
    expect(incident).toMatchObject({ instance: id, code: 'retries-exhausted', message: 'torn 3' });
    await check();

    await engine.resolve(id, 'retries-exhausted', 1);
    expect(await engine.incidents()).toEqual([]);
    const [job] = await engine.claim({ types });
    expect(job).toMatchObject({ attempt: 1, effectKey: key });
    await engine.endJob(job!.id, job!.fence, { kind: 'complete' });
    expect(waitsOf(await engine.instance(id))).toEqual(['B']);
    await check();
  });

  test('pauses are the same for the same job, and differ between jobs', () => {
    const at = (key: string): number => retryAt({ pause: 'PT10S' }, key, 1, 0);
    expect(at('i1/3/0')).toBe(at('i1/3/0'));
    expect(new Set(['i1/3/0', 'i2/3/0', 'i3/3/0'].map(at)).size).toBe(3);
  });

  test('with an error of the business goes to who catches it, without another attempt', async () => {
    const { engine, deploy, check } = await makeKit();
    await deploy('start > svc(S) ^error(SOLD_OUT) > user(C) > end; S > end');
    const { id } = (await engine.start('main')).instance;
    const [job] = await engine.claim({ types });
    const news = { kind: 'fail', code: 'SOLD_OUT', variables: { left: 0 } } as const;
    await engine.endJob(job!.id, job!.fence, news);
    const { waits, frames } = await engine.instance(id);
    expect([waits[0]?.node, frames[0]?.variables]).toEqual(['C', { left: 0 }]);
    await check();
  });
});

const reserve = service('stock.reserve', {
  input: z.object({ sku: z.string() }),
  output: z.object({ ok: z.boolean() }),
});
const reserving =
  'start > svc(S, stock.reserve) ^error(SOLD_OUT) > user(C) > end; S > user(B) > end';

describe('ProcessEngine.handle', () => {
  test('does jobs outside the commit, with input and output of the contract', async () => {
    const { engine, deploy, check } = await makeKit();
    await deploy(reserving);
    const seen: unknown[] = [];
    engine.handle(reserve, ({ sku }, { attempt, instance, now }) => {
      seen.push([sku, attempt, instance, now]);
      return { ok: true };
    });
    const { id } = (await engine.start('main', { sku: 'A-1' })).instance;
    expect(waitsOf(await engine.instance(id))).toContain('S');
    expect(await engine.tick()).toEqual({ timers: 0, sent: 0, jobs: 1 });
    expect(seen).toEqual([['A-1', 1, id, BEGIN]]);
    const { waits, frames } = await engine.instance(id);
    expect([waits[0]?.node, frames[0]?.variables]).toEqual(['B', { sku: 'A-1', ok: true }]);
    await check();
  });

  test('a business error of the handler is news of the process', async () => {
    const { engine, deploy } = await makeKit();
    await deploy(reserving);
    engine.handle(reserve, ({ sku }) => {
      throw businessError('SOLD_OUT', { sku });
    });
    const { id } = (await engine.start('main', { sku: 'A-1' })).instance;
    await engine.tick();
    expect(waitsOf(await engine.instance(id))).toEqual(['C']);
    expect(await engine.incidents()).toEqual([]);
  });

  test.each([
    { what: 'throws', answer: () => Promise.reject(new Error('no stock system')) },
    { what: 'breaks its contract', answer: () => ({ ok: 'perhaps' }) as never },
  ])('a handler that $what uses up its attempts', async ({ answer }) => {
    const { engine, deploy, clock, check } = await makeKit();
    await deploy(reserving);
    engine.handle(reserve, answer);
    const { id } = (await engine.start('main', { sku: 'A-1' })).instance;
    for (let attempt = 1; attempt <= 3; attempt++) {
      expect((await engine.tick()).jobs).toBe(1);
      expect((await engine.tick()).jobs).toBe(0);
      clock.advance(60 * MINUTE);
    }
    expect((await engine.tick()).jobs).toBe(0);
    const [incident] = await engine.incidents();
    expect(incident).toMatchObject({ instance: id, code: 'retries-exhausted' });
    await check();
  });

  test('a type that nobody handles here stays for others', async () => {
    const { engine, deploy, another, check } = await makeKit();
    await deploy(reserving);
    engine.handle(service('other', { input: z.any(), output: z.any() }), () => ({}));
    const { id } = (await engine.start('main', { sku: 'A-1' })).instance;
    expect((await engine.tick()).jobs).toBe(0);
    const other = another().handle(reserve, () => ({ ok: true }));
    expect((await other.tick()).jobs).toBe(1);
    expect(waitsOf(await engine.instance(id))).toEqual(['B']);
    await check();
  });

  test('a worker that has lost its lock is told, and what it did does not count', async () => {
    const { engine, deploy, another, clock, check } = await makeKit({ lockMs: MINUTE });
    await deploy(reserving);
    const { id } = (await engine.start('main', { sku: 'A-1' })).instance;
    const faster = another().handle(reserve, () => ({ ok: true }));
    let isAborted = false;
    engine.handle(reserve, async (_, job) => {
      clock.advance(MINUTE);
      await faster.tick();
      await job.heartbeat();
      isAborted = job.signal.aborted;
      return { ok: false };
    });
    await engine.tick();
    expect(isAborted).toBe(true);
    expect((await engine.instance(id)).frames[0]?.variables).toMatchObject({ ok: true });
    await check();
  });

  test('a heartbeat of the handler keeps other workers away', async () => {
    const { engine, deploy, another, clock } = await makeKit({ lockMs: MINUTE });
    await deploy(reserving);
    await engine.start('main', { sku: 'A-1' });
    const other = another().handle(reserve, () => ({ ok: false }));
    let taken = -1;
    engine.handle(reserve, async (_, job) => {
      clock.advance(MINUTE - 1);
      await job.heartbeat();
      clock.advance(MINUTE - 1);
      taken = (await other.tick()).jobs;
      return { ok: true };
    });
    await engine.tick();
    expect(taken).toBe(0);
  });

  test('many jobs of one instance at once all count', async () => {
    const { engine, deploy, check } = await makeKit();
    await deploy('start > svc(S, stock.reserve)*par(60) > user(B) > end');
    engine.handle(reserve, () => ({ ok: true }));
    const { id } = (await engine.start('main', { sku: 'A-1' })).instance;
    expect((await engine.tick()).jobs).toBe(60);
    expect(waitsOf(await engine.instance(id))).toEqual(['B']);
    await check();
  });

  test('one job that the store refuses keeps no other from being done', async () => {
    const { engine, deploy, store, check } = await makeKit({ instanceBytes: 2000 });
    await deploy('start > svc(S, stock.reserve) > user(B) > end', {
      fields: { S: { retry: { attempts: 1 } } },
    });
    const loose = { ...reserve, output: z.object({ text: z.string() }) };
    engine.handle(loose, ({ sku }) => ({ text: sku.repeat(sku === 'large' ? 1000 : 1) }));
    for (const id of ['i1', 'i2', 'i3']) {
      await engine.start('main', { sku: id === 'i2' ? 'large' : id }, { id });
    }
    await engine.tick();
    expect(waitsOf(await engine.instance('i1'))).toEqual(['B']);
    expect(waitsOf(await engine.instance('i3'))).toEqual(['B']);
    const [incident] = await engine.incidents();
    expect(incident).toMatchObject({ instance: 'i2', code: 'retries-exhausted' });
    expect(incident?.message).toContain('bytes of JSON');
    expect(await readAll(store, jobs)).toHaveLength(1);
    await check();
  });
});
