/** Messages and signals between instances, in the store. */
import { memoryStore } from '@kontor/kernel/memory';
import { describe, expect, test } from 'vitest';
import { messages, deliveries, signals } from '../../src/engine/engine-collections.ts';
import { detailsOf, makeKit, refusal, waitsOf } from './engine-kit.ts';
import { readAll } from './rows-law.ts';
import { watchStore } from './watched-store.ts';

const MINUTE = 60_000;
const receiving = 'start > user(A) > recv(R, paid, k1) > user(B) > end';

describe('a message that nobody waits for', () => {
  test.each([
    { after: MINUTE - 1, waits: ['B'] },
    { after: MINUTE, waits: ['R'] },
  ])('lives while now < publishedAt + ttl: after $after ms $waits', async ({ after, waits }) => {
    const { engine, deploy, clock, check } = await makeKit();
    await deploy(receiving);
    const { id } = (await engine.start('main')).instance;
    const message = { name: 'paid', key: 'k1', ttlMs: MINUTE };
    expect(await engine.publish(message)).toEqual({ kind: 'buffered' });
    clock.advance(after);
    expect(waitsOf((await engine.complete(id, 'A')).instance)).toEqual(waits);
    await check();
  });

  test('is dropped at once without a time to live', async () => {
    const { engine, deploy, store } = await makeKit();
    await deploy(receiving);
    const { id } = (await engine.start('main')).instance;
    expect(await engine.publish({ name: 'paid', key: 'k1' })).toEqual({ kind: 'not-correlated' });
    expect(waitsOf((await engine.complete(id, 'A')).instance)).toEqual(['R']);
    expect(await readAll(store, messages)).toEqual([]);
  });

  test('is removed by a round when its time is over', async () => {
    const { engine, clock, store } = await makeKit();
    await engine.publish({ name: 'paid', key: 'k1', id: 'm1', ttlMs: MINUTE });
    clock.advance(MINUTE - 1);
    await engine.tick();
    expect(await readAll(store, messages)).toHaveLength(1);
    clock.advance(1);
    await engine.tick();
    expect(await readAll(store, messages)).toEqual([]);
    expect(await readAll(store, deliveries)).toHaveLength(1);
    clock.advance(7 * 24 * 60 * MINUTE);
    await engine.tick();
    expect(await readAll(store, deliveries)).toEqual([]);
  });
});

describe('a message with an id', () => {
  test('is done once; who repeats it hears the first outcome, also after a restart', async () => {
    const { engine, deploy, another, check } = await makeKit();
    await deploy('start > recv(R, paid, k1) > recv(Q, paid, k1) > end');
    const { id } = (await engine.start('main')).instance;
    const message = { name: 'paid', key: 'k1', id: 'm1' };
    const first = await engine.publish(message);
    expect(first).toEqual({ kind: 'correlated', instance: id });
    expect(await engine.publish(message)).toEqual({ ...first, repeated: true });
    expect(await another().publish(message)).toEqual({ ...first, repeated: true });
    expect(waitsOf(await engine.instance(id))).toEqual(['Q']);
    expect(await engine.publish({ ...message, name: 'other' })).toEqual({ kind: 'not-correlated' });
    await check();
  });

  test('two deliveries at once have one effect', async () => {
    const { engine, deploy, check } = await makeKit();
    await deploy('start > recv(R, paid, k1) > recv(Q, paid, k1) > end');
    const { id } = (await engine.start('main')).instance;
    const message = { name: 'paid', key: 'k1', id: 'm1' };
    const outcomes = await Promise.all([1, 2, 3].map(() => engine.publish(message)));
    expect(outcomes.filter((one) => 'repeated' in one)).toHaveLength(2);
    expect(waitsOf(await engine.instance(id))).toEqual(['Q']);
    await check();
  });

  test.each([{ name: 'paid\uD83D' }, { id: '\uDE00' }, { id: 'x'.repeat(300) }])(
    'that is no text, or too long, is refused: %j',
    async (faulty) => {
      const { engine } = await makeKit();
      const published = engine.publish({ name: 'paid', key: 'k1', id: 'm1', ...faulty });
      await expect(published).rejects.toMatchObject({ code: 'KERNEL_BAD_BATCH' });
    },
  );
});

describe('a message that starts a process', () => {
  const started = 'start(s, message ordered) > user(A) > end';

  test('starts one at a time for a key; the next starts when that has ended', async () => {
    const { engine, deploy, check } = await makeKit();
    await deploy(started);
    const ordered = (n: number) =>
      engine.publish({ name: 'ordered', key: 'k1', variables: { n }, ttlMs: MINUTE });
    const first = await ordered(1);
    expect(first.kind).toBe('started');
    expect(await ordered(2)).toEqual({ kind: 'buffered' });
    expect(await ordered(3)).toEqual({ kind: 'buffered' });
    expect((await engine.publish({ name: 'ordered', key: 'k2' })).kind).toBe('started');
    const [one] = await engine.instancesFor('k1');
    await engine.complete(one!, 'A');
    const [, two, ...others] = await engine.instancesFor('k1');
    expect(others).toEqual([]);
    const { frames, state } = await engine.instance(two!);
    expect([state, frames[0]?.variables]).toEqual(['active', { n: 2 }]);
    await engine.terminate(two!);
    const [, , three] = await engine.instancesFor('k1');
    expect((await engine.instance(three!)).frames[0]?.variables).toEqual({ n: 3 });
    await check();
  });

  test('two at once for one key start one instance', async () => {
    const { engine, deploy, check } = await makeKit();
    await deploy(started);
    const ordered = { name: 'ordered', key: 'k1', ttlMs: MINUTE };
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => engine.publish(ordered)));
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual([
      'buffered',
      'buffered',
      'buffered',
      'started',
    ]);
    await check();
  });

  test('starts the newest definition', async () => {
    const { engine, deploy } = await makeKit();
    await deploy(started);
    await deploy('start(s, message ordered) > user(B) > end');
    await engine.publish({ name: 'ordered', key: 'k1' });
    const [id] = await engine.instances('active');
    expect(waitsOf(await engine.instance(id!))).toEqual(['B']);
  });

  test('is refused where two processes want it', async () => {
    const { engine, deploy } = await makeKit();
    await deploy(started);
    await deploy('start(s, message ordered) > user(B) > end', { id: 'other' });
    const details = await detailsOf(
      engine.publish({ name: 'ordered' }),
      'BPM_AMBIGUOUS_CORRELATION',
    );
    expect(details.candidates.toSorted()).toEqual(['main', 'other']);
  });
});

describe('a message without a key', () => {
  test('is refused where several instances wait; with one, its oldest wait gets it', async () => {
    const { engine, deploy, check } = await makeKit();
    const twice = Array.from({ length: 12 }, (_, at) => `g > recv(R${at}, m) > end`).join('; ');
    await deploy(`start > and(g); ${twice}`);
    const { id } = (await engine.start('main')).instance;
    expect(await engine.publish({ name: 'm' })).toEqual({ kind: 'correlated', instance: id });
    expect(waitsOf(await engine.instance(id))[0]).toBe('R1');
    const other = (await engine.start('main')).instance.id;
    const details = await detailsOf(engine.publish({ name: 'm' }), 'BPM_AMBIGUOUS_CORRELATION');
    expect(details.candidates).toEqual([id, other]);
    await check();
  });

  test('that a process sends is given up where nobody may guess, and news say so', async () => {
    const { engine, deploy, check } = await makeKit();
    await deploy('start > recv(R, m) > end', { id: 'waiting' });
    await deploy('start > user(A) > throw(t, message m) > throw(u, signal s) > end');
    await deploy('start > catch(c, signal s) > end', { id: 'hearing' });
    await Promise.all(['waiting', 'waiting', 'hearing'].map((process) => engine.start(process)));
    const { id } = (await engine.start('main')).instance;
    expect((await engine.complete(id, 'A')).instance.state).toBe('completed');
    const refused = (await engine.news()).filter(({ type }) => type === 'bpm.delivery.refused');
    expect(refused).toMatchObject([{ data: { code: 'BPM_AMBIGUOUS_CORRELATION', name: 'm' } }]);
    // What was sent after it gets through.
    expect(await engine.instances('active', 'hearing')).toEqual([]);
    expect(await engine.tick()).toEqual({ timers: 0, sent: 0, jobs: 0 });
    await check();
  });
});

describe('a signal', () => {
  test('reaches all who wait, each in a commit of its own', async () => {
    const commits: string[][] = [];
    const store = watchStore(memoryStore(), {
      committed: ({ writes }) => {
        const written = writes.flatMap((write) =>
          write.collection.name === 'bpm_instance' && 'document' in write
            ? [(write.document as { id: string }).id]
            : [],
        );
        if (written.length > 0) commits.push(written);
      },
    });
    const { engine, deploy, check } = await makeKit({ store });
    await deploy('start > catch(c, signal s) > user(B) > end');
    const all = ['i1', 'i2', 'i3'];
    for (const id of all) await engine.start('main', {}, { id });
    commits.length = 0;
    expect(await engine.broadcast('s', { n: 1 })).toBe(3);
    expect(commits).toEqual([['i1'], ['i2'], ['i3']]);
    for (const id of all) expect(waitsOf(await engine.instance(id))).toEqual(['B']);
    await check();
  });

  test('after a crash in between, the rest still hear it, and nobody twice', async () => {
    const { engine, deploy, another, store, check } = await makeKit();
    await deploy('start > catch(c, signal s) > catch(d, signal s) > end');
    const all = ['i1', 'i2', 'i3'];
    for (const id of all) await engine.start('main', {}, { id });
    // The engine dies at the commit after the first delivery.
    let left = 2;
    const dying = watchStore(store, {});
    await new Promise<void>((dies) => {
      const commit: typeof dying.commit = (batch) =>
        left-- > 0 ? dying.commit(batch) : new Promise(() => dies());
      void another({ store: { ...dying, commit } }).broadcast('s');
    });
    const [row] = await readAll(store, signals);
    expect(row?.recipients).toHaveLength(2);
    await another().tick();
    for (const id of all) expect(waitsOf(await engine.instance(id))).toEqual(['d']);
    expect(await readAll(store, signals)).toEqual([]);
    await check();
  });

  test('does not reach who begins to wait in the commit that throws it', async () => {
    const { engine, deploy } = await makeKit();
    await deploy('start > throw(t, signal s) > catch(c, signal s) > end');
    const { instance } = await engine.start('main');
    await engine.tick();
    expect(waitsOf(await engine.instance(instance.id))).toEqual(['c']);
    expect(await engine.broadcast('s')).toBe(1);
    expect((await engine.instance(instance.id)).state).toBe('completed');
  });

  test('signals and messages are brought in the order in which they were thrown', async () => {
    const { engine, deploy, check } = await makeKit();
    const throws = Array.from({ length: 12 }, (_, at) =>
      at % 2 === 0 ? `throw(t${at}, signal s${at})` : `throw(t${at}, message m${at})`,
    );
    await deploy(`start > ${throws.join(' > ')} > end`, { id: 'sender' });
    const catches = throws.map((_, at) =>
      at % 2 === 0 ? `catch(c${at}, signal s${at})` : `catch(c${at}, message m${at})`,
    );
    await deploy(`start > ${catches.join(' > ')} > end`);
    const { id } = (await engine.start('main')).instance;
    await engine.start('sender');
    // It hears the first only: the next waits were not open when the others were thrown.
    expect(waitsOf(await engine.instance(id))).toEqual(['c2']);
    await check();
  });

  test('starts processes that begin with it', async () => {
    const { engine, deploy } = await makeKit();
    await deploy('start(s, signal s) > user(A) > end');
    expect(await engine.broadcast('s', { n: 1 })).toBe(1);
    const [id] = await engine.instances('active');
    expect((await engine.instance(id!)).frames[0]?.variables).toEqual({ n: 1 });
  });
});

describe('a message start with a wait beside it', () => {
  test('an open subscription is served before a process is started', async () => {
    const { engine, deploy } = await makeKit();
    await deploy('start(s, message m) > user(A) > recv(R, m) > end');
    await engine.publish({ name: 'm' });
    const [id] = await engine.instances('active');
    await engine.complete(id!, 'A');
    expect(await engine.publish({ name: 'm' })).toEqual({ kind: 'correlated', instance: id });
    expect((await engine.instance(id!)).state).toBe('completed');
    expect(await refusal(engine.complete(id!, 'R'))).toBe('BPM_ACTIVITY_NOT_ACTIVE');
  });
});
