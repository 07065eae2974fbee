/** Statecharts on a store go over to another version, back, and where an operator puts them. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { service } from '../../src/contract.ts';
import { jobs, subscriptions, timers } from '../../src/engine/engine-collections.ts';
import {
  type ChartDefinition,
  type ChartInstance,
  type ChartMigrationOptions,
  invertChartPlan,
  planChartMigration,
  planMigration,
  type StateMapping,
} from '../../src/index.ts';
import { readChart } from '../statechart/chart-notation.ts';
import { supportCase } from './lifecycles.ts';
import { detailsOf, type Kit, makeKit, refusal } from './engine-kit.ts';
import { readAll } from './rows-law.ts';

const HOUR = 3_600_000;
const leaves = ({ sessions }: ChartInstance): string => sessions[0]!.active.join('+');
const dataOf = ({ sessions }: ChartInstance) => sessions[0]!.data ?? {};

/** Two versions deployed, an instance of the first, and the plan between them. */
async function between(
  from: ChartDefinition,
  to: ChartDefinition,
  mapping: StateMapping = {},
  options: ChartMigrationOptions = {},
) {
  const kit = await makeKit();
  await kit.engine.deploy(from);
  await kit.engine.charts.start(from.id, {}, { id: 'i' });
  await kit.engine.deploy(to);
  const plan = planChartMigration(from, to, mapping, options);
  return { ...kit, plan, send: (name: string) => kit.engine.charts.send('i', { name }) };
}

const now = ({ engine }: Kit): Promise<ChartInstance> => engine.charts.instance('i');

describe('migrate', () => {
  test('a renamed state goes on, and so do its delayed send and its data', async () => {
    const next = JSON.parse(JSON.stringify(supportCase).replaceAll('"working"', '"inProgress"'));
    const kit = await between(supportCase, next, { working: 'inProgress' });
    kit.clock.advance(HOUR);
    const report = await kit.engine.migrate(kit.plan, { by: 'ann', reason: 'new words' });
    expect(report).toMatchObject({
      process: 'case',
      moved: 1,
      blocked: 0,
      instances: [{ instance: 'i', moves: [{ from: 'working', to: 'inProgress', count: 1 }] }],
    });
    kit.clock.advance(3 * HOUR);
    await kit.engine.tick();
    const after = await now(kit);
    expect([leaves(after), dataOf(after)['reminders']]).toEqual(['inProgress', 1]);
    const told = (await kit.engine.history('i')).flatMap(({ events }) =>
      events.filter(({ type }) => type === 'migrated'),
    );
    expect(told).toMatchObject([{ by: 'ann', reason: 'new words', to: kit.plan.to }]);
    await kit.check();
  });

  test('a dry run says the same and changes nothing', async () => {
    const next = { ...supportCase, name: 'second' };
    const kit = await between(supportCase, next, {}, { sends: { overdue: 'cancel' } });
    const before = await now(kit);
    const report = await kit.engine.migrate(kit.plan, { dryRun: true });
    expect(report.instances).toMatchObject([{ closes: ['overdue'], opens: [], blocks: [] }]);
    expect(await now(kit)).toEqual(before);
    const done = await kit.engine.migrate(kit.plan);
    expect({ ...done, isDryRun: true }).toEqual(report);
    expect(await readAll(kit.store, timers)).toEqual([]);
    await kit.check();
  });

  test('an instance that stands where nothing takes its place is told, and others go over', async () => {
    const kit = await between(
      readChart('\n  a\n    go -> b\n  b'),
      readChart('\n  a\n    go -> c\n  c'),
      { b: null },
    );
    await kit.engine.deploy(readChart('\n  a\n    go -> b\n  b'));
    await kit.engine.charts.start('chart', {}, { id: 'j', version: kit.plan.from });
    await kit.send('go');
    const report = await kit.engine.migrate(kit.plan);
    expect([report.moved, report.blocked]).toEqual([1, 1]);
    const [blocked] = report.instances.flatMap(({ blocks }) => blocks);
    expect(blocked).toMatchObject({ code: 'unmapped-state', path: 'b' });
    expect(await kit.engine.migrate(kit.plan)).toMatchObject({ moved: 0, blocked: 1 });
    await kit.check();
  });

  test('a transition without event of the new version is taken at once', async () => {
    const kit = await between(
      readChart('\n  data n = 3\n  a\n  b'),
      readChart('\n  data n = 3\n  a\n    [n > 2] -> b\n  b'),
    );
    await kit.engine.migrate(kit.plan);
    expect(leaves(await now(kit))).toBe('b');
    await kit.check();
  });

  test('a new region is entered, and back again it is left, with what they do on the way', async () => {
    const from = readChart(
      '\n  data n = 0\n  w ||\n    l\n      a\n        go -> b\n      b\n    r\n      c',
    );
    const to = readChart(
      '\n  data n = 0\n  w ||\n    l\n      a\n        go -> b\n      b\n    r\n      c\n    m\n      d' +
        '\n        entry n := n + 1; !late 2s #x\n        exit n := n + 10; -x',
    );
    const kit = await between(from, to, {}, { enter: ['m'] });
    await kit.send('go');
    await kit.engine.migrate(kit.plan);
    expect([leaves(await now(kit)), dataOf(await now(kit))]).toEqual(['b+c+d', { n: 1 }]);
    await kit.check();
    await kit.engine.migrate(invertChartPlan(kit.plan));
    expect([leaves(await now(kit)), dataOf(await now(kit))]).toEqual(['b+c', { n: 11 }]);
    expect(await readAll(kit.store, timers)).toEqual([]);
    await kit.check();
  });

  test('data are renamed, given up, and added with their first values', async () => {
    const kit = await between(
      readChart('\n  data n = 1\n  data old = 2\n  a\n    go / n := n + 1'),
      readChart('\n  data m = 0\n  data more = 7\n  a\n    go / m := m + more'),
      {},
      { data: { n: 'm', old: null } },
    );
    await kit.send('go');
    await kit.engine.migrate(kit.plan);
    expect(dataOf(await now(kit))).toEqual({ m: 2, more: 7 });
    await kit.send('go');
    expect(dataOf(await now(kit))).toEqual({ m: 9, more: 7 });
    await kit.check();
  });

  test('what a history remembers goes on under new names', async () => {
    const chart = (b: string) =>
      `\n  w\n    a\n      go -> ${b}\n    ${b}\n    last ~ a\n    out -> idle\n  idle\n    back -> last`;
    const kit = await between(readChart(chart('b')), readChart(chart('x')), { b: 'x' });
    await kit.send('go');
    await kit.send('out');
    await kit.engine.migrate(kit.plan);
    await kit.send('back');
    expect(leaves(await now(kit))).toBe('x');
    await kit.check();
  });

  test('an instance that was asked again and again can go over while it is suspended', async () => {
    const kit = await between(
      readChart('\n  a\n    go -> b\n  b'),
      readChart('\n  a\n    go -> c\n  b\n  c'),
    );
    await kit.engine.suspend('i');
    await kit.send('go');
    await kit.engine.migrate(kit.plan);
    await kit.check();
    expect(leaves(await now(kit))).toBe('a');
    await kit.engine.resume('i');
    expect(leaves(await now(kit))).toBe('c');
    await kit.check();
  });

  test('a plan of the other kind is refused, and an instance of the other kind told', async () => {
    const kit = await between(readChart('\n  a'), readChart('\n  a\n  b'));
    await kit.deploy('start > user(A) > end');
    await kit.engine.start('main', {}, { id: 'p' });
    const report = await kit.engine.migrate(kit.plan, { instances: ['i', 'p'] });
    expect(report.instances.map(({ blocks }) => blocks.length)).toEqual([0, 1]);
    const broken = { ...kit.plan, states: { a: 'nowhere' } };
    const { issues } = await detailsOf(kit.engine.migrate(broken), 'BPM_INVALID_MIGRATION');
    expect(issues.map(({ code }) => code)).toEqual(['unknown-target']);
    expect(await refusal(kit.engine.migrate({ ...kit.plan, chart: 5 } as never))).toBe(
      'BPM_INVALID_MIGRATION',
    );
    expect(await refusal(kit.engine.migrate({} as ReturnType<typeof planMigration>))).toBe(
      'BPM_INVALID_MIGRATION',
    );
  });
});

describe('migrate, with what runs for a state', () => {
  const rate = service('rate', { input: z.looseObject({}), output: z.looseObject({}) });
  const better = service('better', { input: z.looseObject({}), output: z.looseObject({}) });
  const running = (src: string, state = 'a'): ChartDefinition => ({
    id: 'chart',
    states: [
      {
        id: state,
        kind: 'state',
        invokes: [{ type: 'service', id: 'do', src }],
        transitions: [{ events: ['done.invoke.do'], targets: ['z'] }],
      },
      { id: 'z', kind: 'state' },
    ],
  });

  test.each([
    ['keep', 'better', 1, 'z'],
    ['restart', 'better', 1, 'z'],
    ['cancel', undefined, 0, 'b'],
  ] as const)('%s: the job', async (choice, type, count, end) => {
    const kit = await between(
      running('rate'),
      running('better', 'b'),
      { a: 'b' },
      { invokes: choice },
    );
    kit.engine.handle(rate, () => ({})).handle(better, () => ({}));
    const [before] = await readAll(kit.store, jobs);
    const report = await kit.engine.migrate(kit.plan);
    const [after] = await readAll(kit.store, jobs);
    expect([after?.type, (await readAll(kit.store, jobs)).length]).toEqual([type, count]);
    expect(after?.id === before?.id).toBe(choice === 'keep');
    expect(report.instances[0]!.closes).toEqual(choice === 'keep' ? [] : ['a']);
    await kit.check();
    await kit.engine.tick();
    expect(leaves(await now(kit))).toBe(end);
    await kit.check();
  });

  test('nothing takes the place of what runs: told, until it is to be cancelled', async () => {
    const to: ChartDefinition = {
      id: 'chart',
      states: [
        { id: 'a', kind: 'state' },
        { id: 'z', kind: 'state' },
      ],
    };
    const kit = await between(running('rate'), to);
    const [one] = (await kit.engine.migrate(kit.plan)).instances;
    expect(one!.blocks.map(({ code }) => code)).toEqual(['invoke-gone']);
    const cancelling = planChartMigration(running('rate'), to, {}, { invokes: { a: 'cancel' } });
    expect(await kit.engine.migrate(cancelling)).toMatchObject({ moved: 1 });
    expect(await readAll(kit.store, jobs)).toEqual([]);
    await kit.check();
  });

  test('a subscription that is written otherwise is opened anew, and a new one is opened', async () => {
    const taking = (...names: string[]): ChartDefinition => ({
      id: 'chart',
      states: [
        {
          id: 'a',
          kind: 'state',
          invokes: names.map((src) => ({ type: 'message', src, key: 'k' })),
        },
      ],
    });
    const kit = await between(taking('paid'), taking('settled', 'called'));
    await kit.engine.migrate(kit.plan);
    const rows = await readAll(kit.store, subscriptions);
    expect(rows.map(({ name }) => name).sort()).toEqual(['called', 'settled']);
    await kit.check();
  });

  test('a chart inside goes on while the chart around it moves, and is stopped with its state', async () => {
    const inner = readChart('\n  data n = 0\n  i1\n    tick / n := n + 1\n    exit "stopped"');
    const outer = (name: string): ChartDefinition => ({
      id: 'outer',
      states: [
        { id: name, kind: 'state', invokes: [{ id: 'in', autoforward: true, chart: inner }] },
        { id: 'z', kind: 'state' },
      ],
    });
    const kit = await between(outer('a'), outer('b'), { a: 'b' });
    await kit.engine.migrate(kit.plan);
    await kit.send('tick');
    const { sessions } = await now(kit);
    expect(sessions.map(({ active, data }) => [active, data])).toEqual([
      [['b'], undefined],
      [['i1'], { n: 1 }],
    ]);
    await kit.check();
    await kit.engine.charts.modify('i', { to: ['z'] });
    expect((await now(kit)).sessions).toHaveLength(1);
    await kit.check();
  });
});

describe('modify', () => {
  const CHART = `
    data n = 0
    w ||
      l
        a
          entry n := n + 1
          exit n := n + 10
        b
          entry n := n + 100
      r
        c
        d
        last ~ c
    idle
      entry n := n + 1000
      back -> w`;

  async function standing() {
    const kit = await makeKit();
    await kit.engine.deploy(readChart(CHART));
    await kit.engine.charts.start('chart', {}, { id: 'i' });
    return kit;
  }

  test.each([
    [['b'], {}, 'b+c', 111],
    [['b'], { exits: 'skip' }, 'b+c', 101],
    [['b'], { entries: 'skip' }, 'b+c', 11],
    [['b', 'd'], {}, 'b+d', 111],
    [['idle'], {}, 'idle', 1011],
    [['idle'], { exits: 'skip', entries: 'skip' }, 'idle', 1],
    [['w', 'd'], {}, 'a+d', 1],
    [['b'], { data: { n: 5 } }, 'b+c', 115],
  ] as const)('to %j, %j: %s with n = %i', async (to, more, expected, n) => {
    const kit = await standing();
    const dry = await kit.engine.charts.modify('i', { to, ...more }, { dryRun: true });
    expect(leaves(await now(kit))).toBe('a+c');
    const done = await kit.engine.charts.modify(
      'i',
      { to, ...more },
      { by: 'ann', reason: 'asked' },
    );
    expect([leaves(await now(kit)), dataOf(await now(kit))['n']]).toEqual([expected, n]);
    expect({ ...dry, isDryRun: false }).toMatchObject({ left: done.left, entered: done.entered });
    const told = (await kit.engine.history('i')).at(-1)!.events[0];
    expect(told).toMatchObject({ trigger: { kind: 'modify', by: 'ann', reason: 'asked' } });
    await kit.check();
  });

  test('a history is entered as it remembers, and a region as it was left by default', async () => {
    const kit = await standing();
    await kit.engine.charts.modify('i', { to: ['d'] });
    await kit.engine.charts.modify('i', { to: ['idle'] });
    const { left, entered } = await kit.engine.charts.modify('i', { to: ['last'] });
    expect([left, entered]).toEqual([['idle'], ['w', 'l', 'a', 'r', 'd']]);
    await kit.check();
  });

  test.each([
    [{ to: [] }, 'to names no state'],
    [{ to: ['nowhere'] }, "to.0 'nowhere' is no state of the chart"],
    [{ to: ['a', 'b'] }, "to.1 'a' and 'b' can't be active together"],
    [{ to: ['a'] }, 'to is where it stands already'],
    [{ to: ['b'], data: { q: 1 } }, 'data.q is not declared by the chart'],
    [{ to: ['b'], session: 9 }, 'session 9 does not run'],
  ])('%j is refused: %s', async (change, reason) => {
    const kit = await standing();
    const before = await now(kit);
    await expect(kit.engine.charts.modify('i', change)).rejects.toThrow(reason);
    expect(await now(kit)).toEqual(before);
  });

  test('an instance that is suspended stands there at once, and goes on when it is resumed', async () => {
    const kit = await makeKit();
    await kit.engine.deploy(readChart('\n  a\n  b\n    -> c\n  c'));
    await kit.engine.charts.start('chart', {}, { id: 'i' });
    await kit.engine.suspend('i');
    await kit.engine.charts.modify('i', { to: ['b'] });
    expect(leaves(await now(kit))).toBe('b');
    await kit.check();
    await kit.engine.resume('i');
    expect(leaves(await now(kit))).toBe('c');
    await kit.check();
  });

  test('commands of the other kind name the right one', async () => {
    const kit = await standing();
    await expect(kit.engine.modify('i', [{ startBefore: 'b' }])).rejects.toThrow('charts.modify');
    await kit.deploy('start > user(A) > end');
    await kit.engine.start('main', {}, { id: 'p' });
    await expect(kit.engine.charts.modify('p', { to: ['A'] })).rejects.toThrow(
      'modify of the engine itself',
    );
  });
});
