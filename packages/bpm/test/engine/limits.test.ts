/**
 * Limits: bursts that are cut, instances that grow too large; history, news, and engines at work.
 */
import { describe, expect, test } from 'vitest';
import { history, jobs, messages, outgoing, timers } from '../../src/engine/engine-collections.ts';
import { CONTINUE } from '../../src/engine/wait-rows.ts';
import { type Kit, makeKit, refusal, waitsOf } from './engine-kit.ts';
import { readAll } from './rows-law.ts';

const HOUR = 3_600_000;
const counting = { fields: { A: { out: [{ from: 'n + 1', to: 'n' }] } } };
const loop = (until: string): string =>
  `start > xor(r) > A > xor(x); x >[${until}] r; x >[default] user(B) > end`;

async function ticks({ engine }: Kit): Promise<number> {
  for (let rounds = 0; ; rounds++) {
    const { timers: fired, sent, jobs: done } = await engine.tick();
    if (fired + sent + done === 0) return rounds;
  }
}

describe('a burst with many steps', () => {
  test('is cut, and a job goes on with it', async () => {
    const kit = await makeKit({ burstSteps: 50 });
    const { engine, store, deploy, another, check } = kit;
    await deploy(loop('n < 40'), counting);
    const { instance } = await engine.start('main', { n: 0 });
    expect(instance.queue).toHaveLength(1);
    const [job] = await readAll(store, jobs);
    expect(job).toMatchObject({ type: CONTINUE, instance: instance.id });
    await check();
    expect(await ticks({ ...kit, engine: another() })).toBeGreaterThan(1);
    const after = await engine.instance(instance.id);
    expect([waitsOf(after), after.frames[0]?.variables]).toEqual([['B'], { n: 40 }]);
    expect(await readAll(store, jobs)).toEqual([]);
    await check();
  });

  test('one that never waits ends as an incident, and does no more', async () => {
    const kit = await makeKit({ burstSteps: 5 });
    const { engine, store, deploy, check } = kit;
    await deploy(loop('true'), counting);
    const { id } = (await engine.start('main', { n: 0 })).instance;
    expect(await ticks(kit)).toBeLessThanOrEqual(100);
    expect(await engine.incidents()).toMatchObject([{ instance: id, code: 'burst-limit' }]);
    expect(await readAll(store, jobs)).toEqual([]);
    await check();
    await engine.terminate(id);
    expect(await engine.incidents()).toEqual([]);
    await check();
  });
});

describe('an instance that would grow too large', () => {
  const large = { text: 'x'.repeat(3000) };

  test('is refused, and nothing is half-written', async () => {
    const { engine, store, deploy, check } = await makeKit({ instanceBytes: 2000 });
    await deploy('start > user(A) > throw(t, message m) > throw(u, signal s) > user(B) > end');
    const { id } = (await engine.start('main')).instance;
    const before = JSON.stringify([await engine.instance(id), await engine.tasks()]);
    expect(await refusal(engine.complete(id, 'A', large))).toBe('BPM_TOO_LARGE');
    expect(await refusal(engine.setVariables(id, large))).toBe('BPM_TOO_LARGE');
    expect(await refusal(engine.start('main', large, { id: 'i9' }))).toBe('BPM_TOO_LARGE');
    expect(JSON.stringify([await engine.instance(id), await engine.tasks()])).toBe(before);
    expect(await readAll(store, history)).toHaveLength(1);
    expect(await readAll(store, outgoing)).toEqual([]);
    expect(await engine.news()).toEqual([]);
    await check();
  });

  test('bytes are counted, not characters', async () => {
    const { engine, deploy } = await makeKit({ instanceBytes: 2000 });
    await deploy('start > user(A) > end');
    const start = (sign: string) => engine.start('main', { text: sign.repeat(1000) });
    await start('x');
    expect(await refusal(start('€'))).toBe('BPM_TOO_LARGE');
  });

  test('a buffered message stays where it is', async () => {
    const { engine, store, deploy, check } = await makeKit({ instanceBytes: 2000 });
    await deploy('start > user(A) > recv(R, m, k1) > end');
    const { id } = (await engine.start('main')).instance;
    await engine.publish({ name: 'm', key: 'k1', ttlMs: HOUR, variables: large });
    expect(await refusal(engine.complete(id, 'A'))).toBe('BPM_TOO_LARGE');
    expect(await readAll(store, messages)).toHaveLength(1);
    await check();
  });

  test('its timer keeps no other from firing, and is told', async () => {
    const { engine, store, clock, deploy, check } = await makeKit({ instanceBytes: 2000 });
    await deploy('start > timer(t, PT1H) > script(F, grown) > user(B) > end', {
      fields: { F: { script: 'for i in 1..size return i', result: 'grown' } },
    });
    for (const [id, size] of Object.entries({ i1: 1, i2: 2000, i3: 1 })) {
      await engine.start('main', { size }, { id });
    }
    clock.advance(HOUR);
    expect(await refusal(engine.tick())).toBe('BPM_TOO_LARGE');
    expect(waitsOf(await engine.instance('i1'))).toEqual(['B']);
    expect(waitsOf(await engine.instance('i3'))).toEqual(['B']);
    expect(await readAll(store, timers)).toHaveLength(1);
    await check();
  });

  test('a signal passes over it, the others hear it, and news say so', async () => {
    const { engine, deploy, check } = await makeKit({ instanceBytes: 2000 });
    await deploy('start > catch(c, signal s) > script(F, grown) > user(B) > end', {
      fields: { F: { script: 'for i in 1..size return i', result: 'grown' } },
    });
    for (const [id, size] of Object.entries({ i1: 1, i2: 2000, i3: 1 })) {
      await engine.start('main', { size }, { id });
    }
    expect(await engine.broadcast('s')).toBe(3);
    expect(waitsOf(await engine.instance('i1'))).toEqual(['B']);
    expect(waitsOf(await engine.instance('i2'))).toEqual(['c']);
    expect(waitsOf(await engine.instance('i3'))).toEqual(['B']);
    const [news] = await engine.news();
    expect(news).toMatchObject({
      type: 'bpm.delivery.refused',
      data: { code: 'BPM_TOO_LARGE', to: { instance: 'i2' } },
    });
    await check();
  });
});

describe('ProcessEngine.history', () => {
  test('has a page for each commit, without a gap', async () => {
    const { engine, clock, deploy } = await makeKit();
    await deploy('start > user(A) > user(B) > end');
    const { id } = (await engine.start('main')).instance;
    for (const activity of ['A', 'B']) {
      clock.advance(10);
      await engine.complete(id, activity);
    }
    const pages = await engine.history(id);
    expect(pages.map(({ at }) => at - pages[0]!.at)).toEqual([0, 10, 20]);
    let next = 1;
    for (const { first, events } of pages) {
      expect(first).toBe(next);
      next += events.length;
    }
    expect((await engine.instance(id)).sequence).toBe(next - 1);
  });
});

describe('ProcessEngine.news', () => {
  test('tells of messages sent, incidents and ends, the oldest first, until they are removed', async () => {
    const { engine, clock, deploy } = await makeKit();
    await deploy('start > user(A) > throw(t, message shipped, k1) > xor(x); x >[n>1] end');
    const { id } = (await engine.start('main', { n: 1 })).instance;
    await engine.complete(id, 'A');
    clock.advance(1);
    await engine.setVariables(id, { n: 2 });
    await engine.resolve(id, 'no-flow-taken');
    const news = await engine.news();
    const types = ['message.sent', 'incident.opened', 'instance.ended'];
    expect(news.map(({ type }) => type)).toEqual(types.map((type) => `bpm.${type}`));
    expect(news.map(({ subject }) => subject)).toEqual([id, id, id]);
    expect(news[0]?.data).toMatchObject({ name: 'shipped', key: 'k1', variables: {} });
    expect(news[2]?.data).toEqual({ state: 'completed' });
    expect(await engine.news(1)).toEqual(news.slice(0, 1));
    await engine.removeNews([news[0]!.id, 'unknown']);
    expect(await engine.news()).toEqual(news.slice(1));
  });

  test('a command that is refused tells nothing', async () => {
    const { engine, deploy } = await makeKit();
    await deploy('start > user(A) > end');
    const { id } = (await engine.start('main')).instance;
    expect(await refusal(engine.complete(id, 'B'))).toBe('BPM_ACTIVITY_NOT_ACTIVE');
    expect(await engine.news()).toEqual([]);
  });
});
