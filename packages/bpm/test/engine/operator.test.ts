/** What an operator does with stored instances: versions, migration of many, audit, suspension. */
import { transact } from '@kontor/kernel/store';
import { describe, expect, test } from 'vitest';
import { writeSignal } from '../../src/engine/step-effects.ts';
import { planMigration } from '../../src/migration/plan-migration.ts';
import { subscriptions } from '../../src/engine/engine-collections.ts';
import { readNotation } from '../notation.ts';
import { BEGIN, detailsOf, type Kit, makeKit, refusal, waitsOf } from './engine-kit.ts';
import { supportCase } from './lifecycles.ts';
import { readAll } from './rows-law.ts';

const V1 = 'start > user(A) > user(B) > C > end';
const V2 = 'start > user(A2) > K > user(B) > C > end';

const definition = (text: string) => readNotation(text).main;
const plan = planMigration(definition(V1), definition(V2), { A: 'A2' });

/**
 * Five orders on the first version, the last of them at its second step; the second is deployed.
 */
async function fiveOrders(): Promise<Kit> {
  const kit = await makeKit();
  await kit.deploy(V1);
  for (const id of ['o1', 'o2', 'o3', 'o4', 'o5']) await kit.engine.start('main', {}, { id });
  await kit.engine.complete('o5', 'A');
  await kit.deploy(V2);
  return kit;
}

describe('migrate', () => {
  test('a dry run says of each instance what moves, and changes none', async () => {
    const { engine, check } = await fiveOrders();
    const report = await engine.migrate(plan, { dryRun: true });
    expect(report).toMatchObject({ moved: 5, blocked: 0, isDryRun: true });
    expect(report.instances.map(({ instance, moves }) => [instance, moves])).toEqual([
      ['o1', [{ from: 'A', to: 'A2', count: 1 }]],
      ['o2', [{ from: 'A', to: 'A2', count: 1 }]],
      ['o3', [{ from: 'A', to: 'A2', count: 1 }]],
      ['o4', [{ from: 'A', to: 'A2', count: 1 }]],
      ['o5', [{ from: 'B', to: 'B', count: 1 }]],
    ]);
    expect(waitsOf(await engine.instance('o1'))).toEqual(['A']);
    await check();
  });

  test('it goes on page by page, and where it was broken off', async () => {
    const { engine, another, check } = await fiveOrders();
    const first = await engine.migrate(plan, { limit: 2 });
    expect(first).toMatchObject({ moved: 2, next: 'o2' });
    // Another process begins from the start: what was moved is not found again.
    const rest = await another().migrate(plan);
    expect(rest.instances.map(({ instance }) => instance)).toEqual(['o3', 'o4', 'o5']);
    expect(rest.next).toBeUndefined();
    expect(await engine.migrate(plan)).toMatchObject({ moved: 0, instances: [] });
    await engine.complete('o1', 'A2');
    expect(waitsOf(await engine.instance('o1'))).toEqual(['B']);
    await check();
  });

  test('an instance that can’t be moved keeps no other back', async () => {
    const { engine, check } = await fiveOrders();
    const without = planMigration(definition(V1), definition(V2), { A: null });
    const report = await engine.migrate(without);
    expect(report).toMatchObject({ moved: 1, blocked: 4 });
    expect(report.instances[0]).toMatchObject({
      instance: 'o1',
      blocks: [{ code: 'unmapped-element', path: 'A' }],
    });
    expect((await engine.instance('o5')).process).toBe(plan.to);
    await check();
  });

  test('who and why stand in the history, in one event of one commit', async () => {
    const { engine } = await fiveOrders();
    await engine.migrate(plan, { instances: ['o1'], by: 'ann', reason: 'C-12' });
    const pages = await engine.history('o1');
    expect(pages).toHaveLength(2);
    expect(pages[1]?.events).toEqual([
      {
        type: 'migrated',
        from: plan.from,
        to: plan.to,
        nodes: { A: 'A2' },
        gone: [],
        flows: {},
        by: 'ann',
        reason: 'C-12',
      },
    ]);
  });

  test('a task keeps who has claimed it; its row has the new name', async () => {
    const { engine } = await fiveOrders();
    const [task] = await engine.tasks({ instance: 'o1' });
    await engine.task(task!.id, 'bob', { action: 'claim' });
    await engine.migrate(plan);
    const tasks = await engine.tasks({ instance: 'o1' });
    expect(tasks).toMatchObject([{ id: task!.id, node: 'A2', assignee: 'bob' }]);
  });

  test('an instance that has ended meanwhile is told, and so is one that is not there', async () => {
    const { engine } = await fiveOrders();
    await engine.complete('o5', 'B');
    const report = await engine.migrate(plan, { instances: ['o5'], dryRun: true });
    expect(report.instances[0]?.blocks).toMatchObject([{ code: 'ended' }]);
    const unknown = engine.migrate(plan, { instances: ['o9'] });
    expect(await refusal(unknown)).toBe('BPM_UNKNOWN_INSTANCE');
  });

  test('a plan that was changed by hand is read and checked again', async () => {
    const { engine } = await fiveOrders();
    const wrong = { ...plan, nodes: { ...plan.nodes, A: 'K' } };
    const { issues } = await detailsOf(engine.migrate(wrong), 'BPM_INVALID_MIGRATION');
    expect(issues).toMatchObject([{ code: 'type-changed', path: 'A' }]);
    const shapeless = engine.migrate({ process: 'main' } as unknown as typeof plan);
    const { issues: faults } = await detailsOf(shapeless, 'BPM_INVALID_MIGRATION');
    expect(faults.map(({ path }) => path)).toEqual(
      'from to nodes flows dropped recompute'.split(' '),
    );
  });

  test('both definitions must be deployed', async () => {
    const kit = await makeKit();
    await kit.deploy(V1);
    expect(await refusal(kit.engine.migrate(plan))).toBe('BPM_UNKNOWN_DEFINITION');
  });

  test('a call of the old definition is moved within its caller, when that is named', async () => {
    const kit = await makeKit();
    const caller = (inner: string): string => `start > call(Q) > end; process Q: ${inner}`;
    await kit.deploy(caller('start > user(V) > end'));
    await kit.engine.start('main', {}, { id: 'm1' });
    const [from, to] = ['start > user(V) > end', 'start > user(W) > X > end'].map(
      (inner) => readNotation(caller(inner)).called['Q']!,
    );
    await kit.engine.deploy(to!);
    const inner = planMigration(from!, to!, { V: 'W' });
    expect(await kit.engine.migrate(inner)).toMatchObject({ instances: [] });
    expect(await kit.engine.migrate(inner, { instances: ['m1'] })).toMatchObject({ moved: 1 });
    await kit.engine.complete('m1', 'W');
    expect((await kit.engine.instance('m1')).state).toBe('completed');
    await kit.check();
  });

  test('who works on a job of another type now comes too late; of the same, in time', async () => {
    const kit = await makeKit();
    const jobs = 'start > and(g); g > svc(S, pay) > end; g > svc(T, ship) > end';
    const next = 'start > and(g); g > svc(S2, pay) > end; g > svc(T, post) > end';
    await kit.deploy(jobs);
    await kit.engine.start('main', {}, { id: 'j1' });
    const claimed = await kit.engine.claim({ types: ['pay', 'ship'] });
    await kit.deploy(next);
    await kit.engine.migrate(planMigration(definition(jobs), definition(next), { S: 'S2' }));
    const [pay, ship] = ['pay', 'ship'].map((type) => claimed.find((job) => job.type === type)!);
    await kit.engine.endJob(pay!.id, pay!.fence, { kind: 'complete' });
    const late = kit.engine.endJob(ship!.id, ship!.fence, { kind: 'complete' });
    expect(await refusal(late)).toBe('BPM_STALE_FENCE');
    expect(await kit.engine.claim({ types: ['post'] })).toHaveLength(1);
    await kit.check();
  });
});

describe('modify', () => {
  test('the history tells who did it, and why', async () => {
    const { engine } = await fiveOrders();
    await engine.modify('o1', [{ move: 'A', to: 'B' }], { by: 'ann', reason: 'asked by phone' });
    const [, page] = await engine.history('o1');
    expect(page?.events[0]).toEqual({
      type: 'triggered',
      trigger: {
        kind: 'modify',
        changes: [{ move: 'A', to: 'B' }],
        by: 'ann',
        reason: 'asked by phone',
      },
    });
  });
});

describe('suspend', () => {
  test('a suspended instance is listed as such, and its rows are put away', async () => {
    const { engine, check } = await fiveOrders();
    await engine.suspend('o1', { by: 'ann', reason: 'fraud?' });
    expect(await engine.instances('suspended')).toEqual(['o1']);
    expect(await engine.instances('active')).toHaveLength(4);
    await check();
    await engine.resume('o1', { by: 'ann' });
    expect(await engine.instances('suspended')).toEqual([]);
    await check();
  });

  test('a worker’s lock can’t be held on what is suspended', async () => {
    const kit = await makeKit();
    await kit.deploy('start > svc(S, pay) > end');
    await kit.engine.start('main', {}, { id: 'j1' });
    const [job] = await kit.engine.claim({ types: ['pay'] });
    await kit.engine.suspend('j1');
    expect(await refusal(kit.engine.heartbeat(job!.id, job!.fence))).toBe('BPM_SUSPENDED');
    expect(await kit.engine.claim({ types: ['pay'] })).toEqual([]);
    await kit.engine.resume('j1');
    await kit.engine.endJob(job!.id, job!.fence, { kind: 'complete' });
    await kit.check();
  });

  test('a message is held for it; when it never comes back, the message goes', async () => {
    const kit = await makeKit();
    await kit.deploy('start > recv(R, m, k) > end');
    await kit.engine.start('main', {}, { id: 'r1' });
    await kit.engine.suspend('r1');
    const held = await kit.engine.publish({ name: 'm', key: 'k' });
    expect(held).toEqual({ kind: 'buffered' });
    await kit.engine.terminate('r1');
    await kit.engine.start('main', {}, { id: 'r2' });
    expect(waitsOf(await kit.engine.instance('r2'))).toEqual(['R']);
    await kit.check();
  });

  test('a signal that was sent before reaches it; what follows waits for its resumption', async () => {
    const kit = await makeKit();
    await kit.deploy('start > catch(c, signal s) > B > user(U) > end');
    await kit.engine.start('main', {}, { id: 's1' });
    await transact(kit.store, (tx) =>
      writeSignal(tx, { id: 'x', name: 's', variables: {}, sentAt: BEGIN, place: 0 }),
    );
    await kit.engine.suspend('s1');
    await kit.engine.tick();
    expect((await kit.engine.instance('s1')).queue).toMatchObject([{ to: 'B' }]);
    await kit.check();
    await kit.engine.resume('s1');
    expect(waitsOf(await kit.engine.instance('s1'))).toEqual(['U']);
    await kit.check();
  });

  test('a statechart is suspended as a process is; it is not migrated or modified', async () => {
    const kit = await makeKit();
    await kit.engine.deploy(supportCase);
    await kit.engine.charts.start('case', { number: 'C-1' }, { id: 'c1' });
    await kit.engine.charts.send('c1', { name: 'ask' });
    await kit.engine.suspend('c1', { by: 'ann' });
    await kit.check();
    const held = await kit.engine.publish({ name: 'customer replied', key: 'C-1' });
    expect(held).toEqual({ kind: 'buffered' });
    const [reason] = await kit.engine.explain('c1');
    expect(reason).toMatchObject({ kind: 'suspended', for: 'somebody who resumes it' });
    await kit.engine.resume('c1');
    expect(await readAll(kit.store, subscriptions)).toEqual([]);
    await kit.check();
    const modified = kit.engine.modify('c1', [{ startBefore: 'open' }]);
    expect(await refusal(modified)).toBe('BPM_INVALID_COMMAND');
    const moved = kit.engine.migrate(plan, { instances: ['c1'] });
    expect(await refusal(moved)).toBe('BPM_UNKNOWN_DEFINITION');
  });

  test('no instance is started on a suspended version, by whatever it is started', async () => {
    const kit = await makeKit();
    const { hash } = await kit.deploy(
      'start > A > end; start(m, message go) > B > end; start(t, timer PT1H) > C > end',
    );
    await kit.engine.suspendDefinition('main');
    expect(await refusal(kit.engine.start('main'))).toBe('BPM_SUSPENDED');
    expect(await kit.engine.publish({ name: 'go' })).toEqual({ kind: 'not-correlated' });
    kit.clock.advance(3 * 3_600_000);
    await kit.engine.tick();
    expect(await kit.engine.instances('completed')).toEqual([]);
    expect(await kit.engine.versions('main')).toMatchObject([
      { hash, number: 1, suspendedAt: BEGIN },
    ]);
    await kit.engine.resumeDefinition('main');
    expect(await kit.engine.publish({ name: 'go' })).toMatchObject({ kind: 'started' });
    kit.clock.advance(3_600_000);
    await kit.engine.tick();
    expect(await kit.engine.instances('completed')).toHaveLength(2);
  });

  test('a newer version takes the place of a suspended one, which is still there', async () => {
    const { engine, deploy } = await makeKit();
    const first = await deploy(V1, { version: 'v1' });
    await engine.suspendDefinition('main', 'v1');
    await deploy(V2, { version: 'v2' });
    await engine.start('main', {}, { id: 'n1' });
    const old = engine.start('main', {}, { version: 'v1' });
    expect(await refusal(old)).toBe('BPM_SUSPENDED');
    const kept = await engine.definition('main', first.hash);
    expect(kept).toEqual({ ...definition(V1), version: 'v1' });
  });
});
