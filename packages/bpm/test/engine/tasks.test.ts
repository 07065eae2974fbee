/** Tasks for people: found, taken, handed on, and gone when they are done. */
import { createCalendar } from '@kontor/kernel';
import { transact } from '@kontor/kernel/store';
import { describe, expect, test } from 'vitest';
import { candidates, tasks } from '../../src/engine/engine-collections.ts';
import { BEGIN, detailsOf, type Kit, makeKit, refusal, waitsOf } from './engine-kit.ts';
import { readAll } from './rows-law.ts';

const HOUR = 3_600_000;

async function taskKit(work: object = {}): Promise<Kit & { readonly task: string }> {
  const kit = await makeKit();
  await kit.deploy('start > user(A) ^message(stop) > user(C) > end; A > user(B) > end', {
    fields: { A: { work } },
  });
  await kit.engine.start('main', { boss: 'eve' }, { id: 'i1' });
  const [task] = await kit.engine.tasks();
  return { ...kit, task: task!.id };
}

describe('ProcessEngine.tasks', () => {
  test('shows what is to be done, computed when the task was opened', async () => {
    const { engine, task } = await taskKit({
      assignee: { expression: 'boss' },
      candidateUsers: ['ann', 'bob'],
      candidateGroups: { expression: '["sales"]' },
      due: 'PT2H',
      followUp: '2026-01-01T01:00:00Z',
      priority: 70,
      instructions: 'Ask {{boss}}',
    });
    expect(await engine.tasks()).toEqual([
      {
        id: task,
        instance: 'i1',
        wait: expect.any(Number) as number,
        process: 'main',
        node: 'A',
        name: 'A',
        createdAt: BEGIN,
        assignee: 'eve',
        candidateUsers: ['ann', 'bob'],
        candidateGroups: ['sales'],
        due: BEGIN + 2 * HOUR,
        followUp: BEGIN + HOUR,
        priority: 70,
        instructions: 'Ask eve',
        log: [],
      },
    ]);
  });

  test('what instructions name and is not there, stays to be seen and is noted', async () => {
    const kit = await makeKit();
    await kit.deploy('start > user(A) > end', {
      fields: { A: { work: { instructions: 'Ask {{who.name}} for {{paper}} by {{who.phone}}' } } },
    });
    await kit.engine.start('main', { who: { name: 'Ann' } }, { id: 'i1' });
    const [task] = await kit.engine.tasks();
    expect(task!.instructions).toBe('Ask Ann for {{paper}} by {{who.phone}}');
    const events = (await kit.engine.history('i1')).flatMap((page) => page.events);
    expect(events.filter(({ type }) => type === 'noted')).toEqual([
      {
        type: 'noted',
        code: 'unfilled-instructions',
        detail: { node: 'A', missing: ['paper', 'who.phone'] },
      },
    ]);
    await kit.check();
  });

  test.each([
    { at: 'working days over Easter', due: 'P2D', followUp: 'P0D', is: '2026-04-08T13:00' },
    { at: 'working hours over a night', due: 'PT5H', followUp: 'PT1H', is: '2026-04-07T10:00' },
    { at: 'an instant is one', due: '2026-04-04T10:00', followUp: 'P0D', is: '2026-04-04T10:00' },
    { at: 'computed', due: { expression: '"P" + days' }, followUp: 'P0D', is: '2026-04-07T13:00' },
  ])('are due by a business calendar: $at', async ({ due, followUp, is }) => {
    const week = { 'mon-fri': ['09:00-17:00'] };
    const office = createCalendar({ zone: 'UTC', week, holidays: ['2026-04-03', '2026-04-06'] });
    const { engine, clock, deploy, check } = await makeKit({ calendars: { office } });
    const work = { due, followUp, calendar: 'office' };
    await deploy('start > user(A) > end', { fields: { A: { work } } });
    clock.advance(Date.parse('2026-04-02T13:00:00Z') - BEGIN);
    await engine.start('main', { days: '1D' });
    const [task] = await engine.tasks();
    expect(new Date(task!.due!).toISOString().slice(0, 16)).toBe(is);
    const hour = followUp === 'PT1H' ? 14 : 13;
    expect(task!.followUp).toBe(Date.parse(`2026-04-02T${hour}:00:00Z`));
    await check();
  });

  test('a calendar that is not there, or does not count months, is an incident', async () => {
    const office = createCalendar({ zone: 'UTC', week: { 'mon-fri': ['09:00-17:00'] } });
    const { engine, another, deploy } = await makeKit();
    const work = { due: 'P1M', calendar: 'office' };
    await deploy('start > user(A) > end', { fields: { A: { work } } });
    const { instance } = await engine.start('main');
    const [missing] = instance.incidents ?? [];
    expect(missing).toMatchObject({ code: 'bad-timer', node: 'A' });
    expect(missing?.message).toContain("no calendar 'office'");
    const mended = another({ calendars: { office } });
    await mended.resolve(instance.id, 'bad-timer');
    expect((await mended.instance(instance.id)).incidents?.[0]?.message).toContain('not years');
  });

  test('finds them by user, group, process, instance, due and follow-up date', async () => {
    const { engine, deploy } = await makeKit();
    const work = { candidateGroups: ['sales'], due: 'PT2H', followUp: 'PT1H' };
    await deploy('start > user(A) > end', { fields: { A: { work } } });
    const own = { assignee: 'ann', candidateUsers: ['ann'], due: 'PT5H' };
    await deploy('start > user(B) > end', { id: 'other', fields: { B: { work: own } } });
    await engine.start('main', {}, { id: 'i1' });
    await engine.start('other', {}, { id: 'i2' });
    const found = async (query: Parameters<typeof engine.tasks>[0]): Promise<string> =>
      (await engine.tasks(query)).map(({ node }) => node).join(' ');
    expect(await found({})).toBe('A B');
    expect(await found({ assignee: 'ann' })).toBe('B');
    expect(await found({ unassigned: true })).toBe('A');
    expect(await found({ candidateUser: 'ann' })).toBe('B');
    expect(await found({ candidateGroups: ['sales', 'support'] })).toBe('A');
    expect(await found({ candidateUser: 'ann', candidateGroups: ['sales'] })).toBe('A B');
    expect(await found({ candidateUser: 'bob', candidateGroups: ['support'] })).toBe('');
    expect(await found({ process: 'other' })).toBe('B');
    expect(await found({ instance: 'i1' })).toBe('A');
    expect(await found({ dueBefore: BEGIN + 2 * HOUR })).toBe('');
    expect(await found({ dueBefore: BEGIN + 2 * HOUR + 1 })).toBe('A');
    expect(await found({ followUpBefore: BEGIN + 2 * HOUR })).toBe('A');
    expect(await found({ process: 'main', assignee: 'ann' })).toBe('');
    expect(await found({ limit: 1 })).toBe('A');
  });

  test('shows the most urgent first: by priority, then by due date, then by age', async () => {
    const { engine, deploy, clock } = await makeKit();
    const urgency = [
      { id: 'oldNoDate', work: {} },
      { id: 'newNoDate', work: {} },
      { id: 'late', work: { due: 'PT9H' } },
      { id: 'soon', work: { due: 'PT1H' } },
      { id: 'high', work: { priority: 90 } },
      { id: 'low', work: { priority: 1, due: 'PT1H' } },
    ];
    for (const { id, work } of urgency) {
      await deploy(`start > user(${id}) > end`, { id, fields: { [id]: { work } } });
      await engine.start(id);
      clock.advance(1);
    }
    const order = (await engine.tasks()).map(({ node }) => node);
    expect(order).toEqual(['high', 'soon', 'late', 'oldNoDate', 'newNoDate', 'low']);
  });

  test('candidates may have any names, long and alike', async () => {
    const long = 'Отдел закупок и снабжения, второй этаж, комната ';
    const groups = [`${long}1`, `${long}2`, 'a/b', '', 'sales', 'sales'];
    const { engine, check } = await taskKit({ candidateGroups: groups });
    for (const group of groups) {
      expect(await engine.tasks({ candidateGroups: [group] })).toHaveLength(1);
    }
    await check();
    await engine.complete('i1', 'A');
    await check();
  });
});

describe('a task that is done or stopped', () => {
  test.each([
    { how: 'completed', end: (kit: Kit) => kit.engine.complete('i1', 'A', {}, 'ann') },
    { how: 'interrupted', end: (kit: Kit) => kit.engine.publish({ name: 'stop' }) },
    { how: 'cancelled by command', end: (kit: Kit) => kit.engine.cancelActivity('i1', 'A') },
    { how: 'ended with its instance', end: (kit: Kit) => kit.engine.terminate('i1', 'gone') },
  ])('$how: its row and those of its candidates go', async ({ end }) => {
    const kit = await taskKit({ candidateUsers: ['ann'], candidateGroups: ['sales'] });
    const { engine, store, task, check } = kit;
    await engine.task(task, 'ann', { action: 'claim' });
    await end(kit);
    expect((await readAll(store, tasks)).filter(({ node }) => node === 'A')).toEqual([]);
    expect(await readAll(store, candidates)).toEqual([]);
    const late = engine.task(task, 'ann', { action: 'comment', text: 'hello' });
    expect(await refusal(late)).toBe('BPM_ACTIVITY_NOT_ACTIVE');
    expect(await refusal(engine.complete('i1', 'A'))).toBe('BPM_ACTIVITY_NOT_ACTIVE');
    await check();
  });

  test('who completed it stands in the history', async () => {
    const { engine } = await taskKit();
    await engine.complete('i1', 'A', { ok: true }, 'ann');
    const [, page] = await engine.history('i1');
    const [first] = page!.events;
    expect(first).toMatchObject({ type: 'triggered', trigger: { kind: 'complete', by: 'ann' } });
  });
});

describe('ProcessEngine.task', () => {
  test('one claims it, and then no other; unclaimed it is free again', async () => {
    const { engine, task, check } = await taskKit();
    expect((await engine.task(task, 'ann', { action: 'claim' })).assignee).toBe('ann');
    const other = engine.task(task, 'bob', { action: 'claim' });
    expect(await refusal(other)).toBe('BPM_INVALID_COMMAND');
    const unclaimed = engine.task(task, 'bob', { action: 'unclaim' });
    expect(await refusal(unclaimed)).toBe('BPM_INVALID_COMMAND');
    expect((await engine.task(task, 'ann', { action: 'unclaim' })).assignee).toBeUndefined();
    expect((await engine.task(task, 'bob', { action: 'claim' })).assignee).toBe('bob');
    expect(await engine.tasks({ assignee: 'bob' })).toHaveLength(1);
    await check();
  });

  test('two who claim at once: one has it', async () => {
    const { engine, another, task } = await taskKit();
    const claims = await Promise.allSettled([
      engine.task(task, 'ann', { action: 'claim' }),
      another().task(task, 'bob', { action: 'claim' }),
    ]);
    expect(claims.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  test('it is assigned to anyone', async () => {
    const { engine, task } = await taskKit({ assignee: 'ann' });
    await engine.task(task, 'eve', { action: 'assign', to: 'bob' });
    expect(await engine.tasks({ assignee: 'ann' })).toEqual([]);
    expect(await engine.tasks({ assignee: 'bob' })).toHaveLength(1);
  });

  test('lent to somebody it is not completed; resolved, it is', async () => {
    const { engine, store, task, check } = await taskKit({ assignee: 'ann' });
    await engine.task(task, 'ann', { action: 'delegate', to: 'bob' });
    const early = engine.complete('i1', 'A', {}, 'bob');
    expect(await detailsOf(early, 'BPM_INVALID_COMMAND')).toMatchObject({
      path: 'delegation',
      reason: expect.stringContaining("'bob' is to resolve it for 'ann' first") as string,
    });
    const within = transact(store, (tx) => engine.within(tx).complete('i1', 'A'));
    expect(await refusal(within)).toBe('BPM_INVALID_COMMAND');
    await engine.task(task, 'bob', { action: 'resolve' });
    await engine.complete('i1', 'A', {}, 'ann');
    expect(waitsOf(await engine.instance('i1'))).toEqual(['B']);
    await check();
  });

  test('given to somebody for good, it is lent no more', async () => {
    const { engine, task, check } = await taskKit({ assignee: 'ann' });
    await engine.task(task, 'ann', { action: 'delegate', to: 'bob' });
    const given = await engine.task(task, 'eve', { action: 'assign', to: 'kim' });
    expect([given.assignee, given.owner, given.delegation]).toEqual(['kim', undefined, undefined]);
    await engine.complete('i1', 'A', {}, 'kim');
    await check();
  });

  test('delegated, it comes back to its owner when it is resolved', async () => {
    const { engine, task } = await taskKit({ assignee: 'ann' });
    const delegated = await engine.task(task, 'ann', { action: 'delegate', to: 'bob' });
    expect(delegated).toMatchObject({ owner: 'ann', assignee: 'bob', delegation: 'pending' });
    const early = engine.task(task, 'ann', { action: 'resolve' });
    expect(await refusal(early)).toBe('BPM_INVALID_COMMAND');
    const resolved = await engine.task(task, 'bob', { action: 'resolve' });
    expect(resolved).toMatchObject({ owner: 'ann', assignee: 'ann', delegation: 'resolved' });
    const free = await engine.task(task, 'ann', { action: 'unclaim' });
    expect([free.assignee, free.owner, free.delegation]).toEqual([undefined, undefined, undefined]);
    await engine.task(task, 'ann', { action: 'claim' });
    const own = engine.task(task, 'ann', { action: 'resolve' });
    expect(await refusal(own)).toBe('BPM_INVALID_COMMAND');
  });

  test('handed on once more, it comes back to who had it first', async () => {
    const { engine, task } = await taskKit({ assignee: 'ann' });
    await engine.task(task, 'ann', { action: 'delegate', to: 'bob' });
    await engine.task(task, 'bob', { action: 'delegate', to: 'eve' });
    const resolved = await engine.task(task, 'eve', { action: 'resolve' });
    expect([resolved.assignee, resolved.owner]).toEqual(['ann', 'ann']);
  });

  test('dates and priority change, and can be taken away', async () => {
    const { engine, task } = await taskKit({ due: 'PT1H' });
    const change = { action: 'change', due: BEGIN + 7, followUp: BEGIN + 5, priority: 90 } as const;
    const changed = await engine.task(task, 'ann', change);
    expect(changed).toMatchObject({ due: BEGIN + 7, followUp: BEGIN + 5, priority: 90 });
    expect(await engine.tasks({ dueBefore: BEGIN + 8 })).toHaveLength(1);
    const taken = await engine.task(task, 'ann', { action: 'change', due: null });
    expect([taken.due, taken.followUp]).toEqual([undefined, BEGIN + 5]);
    expect(await engine.tasks({ dueBefore: Number.MAX_SAFE_INTEGER })).toEqual([]);
  });

  test('what was done with it is kept while it is open', async () => {
    const { engine, task, clock } = await taskKit();
    await engine.task(task, 'ann', { action: 'claim' });
    clock.advance(5);
    await engine.task(task, 'bob', { action: 'comment', text: 'Call him first' });
    await engine.task(task, 'ann', { action: 'delegate', to: 'bob' });
    const [{ log } = { log: [] }] = await engine.tasks();
    expect(log).toEqual([
      { at: BEGIN, by: 'ann', action: 'claim' },
      { at: BEGIN + 5, by: 'bob', action: 'comment', text: 'Call him first' },
      { at: BEGIN + 5, by: 'ann', action: 'delegate', text: 'bob' },
    ]);
  });

  test('what people do with it does not touch its instance', async () => {
    const { engine, task } = await taskKit();
    await engine.task(task, 'ann', { action: 'claim' });
    expect(await engine.history('i1')).toHaveLength(1);
    expect(waitsOf(await engine.instance('i1'))).toContain('A');
  });
});
