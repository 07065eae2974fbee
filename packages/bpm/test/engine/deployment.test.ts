/** Deploying: definitions by hash, versions and tags, and instances that stay where they are. */
import { describe, expect, test } from 'vitest';
import { makeKit, refusal, waitsOf } from './engine-kit.ts';

describe('ProcessEngine.deploy', () => {
  test('the same content twice is one definition', async () => {
    const { deploy } = await makeKit();
    const first = await deploy('start > user(A) > end');
    const again = await deploy('start > user(A) > end');
    expect(first).toMatchObject({ process: 'main', number: 1, isNew: true });
    expect(again).toEqual({ ...first, isNew: false });
  });

  test('a new content counts up; the newest is started, unless a tag or a hash is named', async () => {
    const { engine, deploy, check } = await makeKit();
    const first = await deploy('start > user(A) > end', { version: 'v1' });
    const second = await deploy('start > user(B) > end', { version: 'v2' });
    expect([first.number, second.number]).toEqual([1, 2]);
    const started = async (version?: string): Promise<string[]> =>
      waitsOf((await engine.start('main', {}, { version })).instance);
    expect(await started()).toEqual(['B']);
    expect(await started('latest')).toEqual(['B']);
    expect(await started('v1')).toEqual(['A']);
    expect(await started(first.hash)).toEqual(['A']);
    expect(await refusal(started('v3'))).toBe('BPM_UNKNOWN_DEFINITION');
    expect(await refusal(engine.start('other'))).toBe('BPM_UNKNOWN_DEFINITION');
    await check();
  });

  test('of several definitions under one tag, the newest counts', async () => {
    const { engine, deploy } = await makeKit();
    await deploy('start > user(A) > end', { version: 'v1' });
    await deploy('start > user(B) > end', { version: 'v1' });
    const { instance } = await engine.start('main', {}, { version: 'v1' });
    expect(waitsOf(instance)).toEqual(['B']);
  });

  test('a running instance stays on its definition, in another engine too', async () => {
    const { engine, deploy, another, check } = await makeKit();
    const { hash } = await deploy('start > user(A) > user(old) > end');
    const { instance } = await engine.start('main');
    await deploy('start > user(A) > user(new) > end');
    const after = await another().complete(instance.id, 'A');
    expect(after.instance.process).toBe(hash);
    expect(waitsOf(after.instance)).toEqual(['old']);
    await check();
  });

  test('a call takes the newest when it is made, and stays on it', async () => {
    const { engine, deploy, another, check } = await makeKit();
    await deploy('start > user(A) > call(Q) > end; process Q: start > user(q1) > user(q2) > end');
    const early = (await engine.start('main')).instance.id;
    await engine.complete(early, 'A');
    const late = (await engine.start('main')).instance.id;
    await deploy('start > user(q3) > end', { id: 'Q' });
    expect(waitsOf((await another().complete(early, 'q1')).instance)).toEqual(['q2']);
    expect(waitsOf((await engine.complete(late, 'A')).instance)).toEqual(['q3']);
    await check();
  });

  test('a call that has completed is undone on the definition it ran on, after a restart', async () => {
    const { engine, deploy, another, check } = await makeKit();
    const calls = { fields: { Q: { compensates: true } } };
    const main = 'start > call(Q) > user(A) > comp(t) > end';
    await deploy(`${main}; process Q: start > task1 ^undo user(u1); task1 > end`, calls);
    const { id } = (await engine.start('main')).instance;
    await deploy('start > task2 ^undo user(u2); task2 > end', { id: 'Q' });
    expect(waitsOf((await another().complete(id, 'A')).instance)).toEqual(['u1']);
    expect((await another().complete(id, 'u1')).instance.state).toBe('completed');
    await check();
  });

  test('with a fault in one of them none is deployed, and all faults are told', async () => {
    const { engine } = await makeKit();
    const good = { id: 'good', nodes: [{ kind: 'task', id: 'A' }], flows: [] } as const;
    const flows = [{ id: 'f', from: 'A', to: 'nowhere' }];
    const bad = { id: 'bad', nodes: [{ kind: 'task', id: 'A' }], flows } as const;
    expect(await refusal(engine.deploy(good, bad))).toBe('BPM_INVALID_DEFINITION');
    expect(await refusal(engine.start('good'))).toBe('BPM_UNKNOWN_DEFINITION');
  });
});

describe('ProcessEngine.start', () => {
  test('an id is taken once', async () => {
    const { engine, deploy, check } = await makeKit();
    await deploy('start > user(A) > end');
    await engine.start('main', {}, { id: 'order-7' });
    expect(await refusal(engine.start('main', {}, { id: 'order-7' }))).toBe('KERNEL_DUPLICATE');
    await engine.complete('order-7', 'A');
    expect(await refusal(engine.start('main', {}, { id: 'order-7' }))).toBe('KERNEL_DUPLICATE');
    await check();
  });

  test('an instance is found by what it is for, and by its state', async () => {
    const { engine, deploy } = await makeKit();
    await deploy('start > user(A) > end');
    await engine.start('main', {}, { id: 'i1', key: 'order 7' });
    await engine.start('main', {}, { id: 'i2', key: 'order 8' });
    await engine.complete('i1', 'A');
    expect(await engine.instancesFor('order 7')).toEqual(['i1']);
    expect(await engine.instances('active')).toEqual(['i2']);
    expect(await engine.instances('completed', 'main')).toEqual(['i1']);
  });

  test('one instance may be named like the beginning of another: histories do not mix', async () => {
    const { engine, deploy, check } = await makeKit();
    await deploy('start > user(A) > end');
    for (const id of ['2026', '2026/1', '2026/1/1']) await engine.start('main', {}, { id });
    await engine.complete('2026/1', 'A');
    const pages = await engine.history('2026');
    expect(pages.map(({ instance }) => instance)).toEqual(['2026']);
    expect((await engine.history('2026/1')).length).toBe(2);
    await check();
  });
});

describe('an instance that is not there', () => {
  test('is refused by its id', async () => {
    const { engine } = await makeKit();
    expect(await refusal(engine.instance('no'))).toBe('BPM_UNKNOWN_INSTANCE');
    expect(await refusal(engine.complete('no', 'A'))).toBe('BPM_UNKNOWN_INSTANCE');
    expect(await refusal(engine.setVariables('no', {}))).toBe('BPM_UNKNOWN_INSTANCE');
    expect(await engine.history('no')).toEqual([]);
  });
});
