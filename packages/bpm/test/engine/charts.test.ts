/** Statecharts on a store: what they share with processes, on every kind of store. */
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { postgresKind, sqliteKind } from '../../../ledger/test/stores.ts';
import { businessError, service } from '../../src/contract.ts';
import {
  jobs,
  news,
  outgoing,
  subscriptions,
  timers,
} from '../../src/engine/engine-collections.ts';
import { facts } from '../../src/facts.ts';
import type { Action } from '../../src/statechart/chart-model.ts';
import type { ChartInstance } from '../../src/statechart/chart-instance.ts';
import { detailsOf, type Kit, makeKit, refusal } from './engine-kit.ts';
import { caller, endless, supportCase } from './lifecycles.ts';
import { readAll } from './rows-law.ts';

const HOUR = 3_600_000;
const stateOf = ({ sessions }: ChartInstance): string => sessions[0]!.active.join('+');
const dataOf = ({ sessions }: ChartInstance) => sessions[0]!.data ?? {};
const find = service('articles.find', {
  input: z.object({ words: z.string() }),
  output: z.object({ title: z.string() }),
});

async function openCase(kit: Kit, id = 'i-1'): Promise<void> {
  await kit.engine.deploy(supportCase);
  await kit.engine.charts.start('case', { number: 'C-1' }, { id, key: 'C-1' });
}

/** What every kind of store must do the same. */
function chartRules(make: () => Promise<Kit>): void {
  test('an event moves the chart, and the laws of rows and history hold', async () => {
    const kit = await make();
    await openCase(kit);
    const { instance } = await kit.engine.charts.send('i-1', { name: 'ask' });
    expect(stateOf(instance)).toBe('waiting');
    expect(await readAll(kit.store, timers)).toEqual([]);
    expect(await readAll(kit.store, subscriptions)).toMatchObject([
      { kind: 'message', name: 'customer replied', key: 'C-1', instance: 'i-1' },
    ]);
    await kit.check();
  });

  test('an event with an id counts once, whatever its address', async () => {
    const kit = await make();
    await openCase(kit);
    const to = { chart: 'case', key: 'C-1' };
    const event = { name: 'overdue', id: 'e-1' };
    await kit.engine.charts.send(to, event);
    const again = await kit.engine.charts.send(to, event);
    expect([again.repeated, dataOf(again.instance)['reminders']]).toEqual([true, 1]);
  });

  test('a delayed send is a timer: it fires when due, and not when it was cancelled', async () => {
    const kit = await make();
    await openCase(kit);
    kit.clock.advance(4 * HOUR);
    await kit.engine.tick();
    expect(dataOf(await kit.engine.charts.instance('i-1'))['reminders']).toBe(1);
    expect(await readAll(kit.store, timers)).toEqual([]);
    await kit.check();
  });

  test('a service is a job: its result comes back as an event', async () => {
    const kit = await make();
    kit.engine.handle(find, ({ words }) => ({ title: `on ${words}` }));
    await openCase(kit);
    await kit.engine.charts.send('i-1', { name: 'look.up' });
    await kit.engine.tick();
    const after = await kit.engine.charts.instance('i-1');
    expect([stateOf(after), dataOf(after)['answer']]).toEqual(['working', 'on C-1']);
    await kit.check();
  });

  test('a message reaches the chart that takes it, and one from the chart a process', async () => {
    const kit = await make();
    await openCase(kit);
    await kit.deploy('start > recv(R, caseClosed, C-1) > A > end');
    await kit.engine.start('main', { number: 'C-1' }, { id: 'p-1' });
    await kit.engine.charts.send('i-1', { name: 'ask' });
    const message = { name: 'customer replied', key: 'C-1', id: 'm-1', variables: { text: 'yes' } };
    expect(await kit.engine.publish(message)).toMatchObject({ kind: 'correlated' });
    expect(await kit.engine.publish(message)).toMatchObject({ repeated: true });
    const { instance } = await kit.engine.charts.send('i-1', { name: 'case.closed' });
    expect([instance.state, instance.sessions[0]!.output]).toEqual([
      'completed',
      { answer: 'yes' },
    ]);
    expect((await kit.engine.instance('p-1')).state).toBe('completed');
    await kit.check();
  });
}

describe('a statechart on a store in memory', () => chartRules(() => makeKit()));

describe.each([sqliteKind(), postgresKind()])('a statechart on $name', (kind) => {
  afterAll(() => kind.close(), 60_000);
  chartRules(async () => makeKit({ store: (await kind.open()).store }));
});

describe('statecharts beside processes', () => {
  test('a key starts one instance at a time', async () => {
    const { engine } = await makeKit();
    await engine.deploy(supportCase);
    const once = { key: 'C-1', once: true } as const;
    const first = await engine.charts.start('case', {}, once);
    expect((await engine.charts.start('case', {}, once)).instance.id).toBe(first.instance.id);
    await engine.charts.send(first.instance.id, { name: 'case.closed' });
    expect((await engine.charts.start('case', {}, once)).instance.id).not.toBe(first.instance.id);
  });

  test('a process calls a chart, and goes on with what its final state says', async () => {
    const kit = await makeKit();
    await kit.engine.deploy(supportCase);
    await kit.deploy('start > call(case) > A > end');
    await kit.engine.start('main', { number: 'C-7' }, { id: 'p-1' });
    const [child] = await kit.engine.instances('active', 'case');
    await kit.check();
    await kit.engine.charts.send(child!, { name: 'case.closed' });
    const { state, frames } = await kit.engine.instance('p-1');
    expect([state, frames[0]!.variables]).toMatchObject(['completed', { answer: null }]);
    await kit.check();
  });

  test('a process that ends its call ends the chart in the same commit', async () => {
    const kit = await makeKit();
    await kit.engine.deploy(supportCase);
    await kit.deploy('start > call(case) ^timer(PT1H) > A > end');
    await kit.engine.start('main', { number: 'C-7' }, { id: 'p-1' });
    kit.clock.advance(HOUR);
    await kit.engine.tick();
    expect(await kit.engine.instances('active')).toEqual([]);
    expect(await kit.engine.instances('cancelled', 'case')).toHaveLength(1);
    expect(await readAll(kit.store, timers)).toEqual([]);
    await kit.check();
  });

  test('a chart has a process work for it, and one it does not know fails it', async () => {
    const kit = await makeKit();
    await kit.deploy('start > user(B) > end');
    await kit.engine.deploy(caller('main'));
    const { instance } = await kit.engine.charts.start('caller');
    const [child] = await kit.engine.instances('active', 'main');
    await kit.engine.complete(child!, 'B', { total: 3 });
    const after = await kit.engine.charts.instance(instance.id);
    expect(after.sessions[0]!.output).toEqual({ got: { number: 'C-9', total: 3 } });
    await kit.engine.deploy(caller('nobody'));
    const lost = (await kit.engine.charts.start('caller')).instance;
    expect([stateOf(lost), dataOf(lost)['got']]).toEqual(['failed', 'unknown-process']);
    expect(await readAll(kit.store, outgoing)).toEqual([]);
    await kit.check();
  });

  test('charts that call themselves without end come to an end', async () => {
    const kit = await makeKit();
    await kit.engine.deploy(caller('caller'));
    await kit.engine.charts.start('caller', {}, { id: 'top' });
    await kit.engine.tick();
    expect(await kit.engine.instances('active', 'caller', 200)).toHaveLength(101);
    await kit.check();
  });

  test('a service that fails is tried again, then an incident, resolved by a person', async () => {
    const kit = await makeKit();
    let isDown = true;
    kit.engine.handle(find, () => {
      if (isDown) throw new Error('no answer');
      return { title: 'found' };
    });
    await openCase(kit);
    await kit.engine.charts.send('i-1', { name: 'look.up' });
    await kit.engine.tick();
    kit.clock.advance(HOUR);
    await kit.engine.tick();
    const [incident] = await kit.engine.incidents('case');
    expect(incident).toMatchObject({ code: 'retries-exhausted', node: 'lookingUp' });
    await kit.check();
    isDown = false;
    await kit.engine.resolve('i-1', 'retries-exhausted');
    await kit.engine.tick();
    expect(stateOf(await kit.engine.charts.instance('i-1'))).toBe('working');
    await kit.check();
  });

  test('a business error of a handler inside comes as an event, in the same commit', async () => {
    const kit = await makeKit();
    kit.engine.handleInside(find, () => {
      throw businessError('NOT_FOUND');
    });
    await openCase(kit);
    const { instance } = await kit.engine.charts.send('i-1', { name: 'look.up' });
    expect([stateOf(instance), dataOf(instance)['answer']]).toEqual(['waiting', 'NOT_FOUND']);
    await kit.check();
  });

  test('an error that no transition takes is told', async () => {
    const kit = await makeKit();
    await kit.engine.deploy({
      id: 'faulty',
      states: [
        {
          id: 'a',
          kind: 'state',
          onentry: [[{ do: 'assign', location: 'nowhere', from: { value: 1 } }]],
        },
      ],
    });
    await kit.engine.charts.start('faulty', {}, { id: 'f' });
    const events = (await kit.engine.history('f')).flatMap((page) => page.events);
    expect(events.find(({ type }) => type === 'noted')).toMatchObject({ code: 'unhandled-error' });
    const told = (await readAll(kit.store, news)).map(({ event }) => event.type);
    expect(told).toContain('bpm.error.unhandled');
  });

  test('a chart that never rests is an incident, and events it has are kept', async () => {
    const kit = await makeKit({ burstSteps: 5 });
    await kit.engine.deploy(endless);
    await kit.engine.charts.start('endless', {}, { id: 'e' });
    await kit.engine.charts.send('e', { name: 'go' });
    for (let round = 0; round < 110; round++) await kit.engine.tick();
    expect(await kit.engine.incidents()).toMatchObject([{ code: 'burst-limit', instance: 'e' }]);
    expect(await readAll(kit.store, jobs)).toEqual([]);
    const { instance } = await kit.engine.charts.send('e', { name: 'hear' });
    expect(instance.mail).toMatchObject([{ event: { name: 'hear' } }]);
    await kit.check();
  });

  test('a suspended chart keeps events until it is resumed; a stopped one takes none', async () => {
    const kit = await makeKit();
    await openCase(kit);
    await kit.engine.suspend('i-1', { by: 'eve' });
    const { instance } = await kit.engine.charts.send('i-1', { name: 'ask' });
    expect(stateOf(instance)).toBe('working');
    await kit.check();
    await kit.engine.resume('i-1');
    expect(stateOf(await kit.engine.charts.instance('i-1'))).toBe('waiting');
    const stopped = await kit.engine.charts.terminate('i-1');
    expect(stopped.instance.state).toBe('cancelled');
    const late = kit.engine.charts.send('i-1', { name: 'ask' });
    expect(await refusal(late)).toBe('BPM_INVALID_COMMAND');
    await kit.check();
  });

  test('days of a delay are days of the zone, and one to be skipped in an outage is', async () => {
    const kit = await makeKit();
    kit.clock.set(Date.parse('2026-03-28T09:00:00Z'));
    const late = (event: string, missed: 'fireOnce' | 'skip'): Action => {
      return { do: 'send', event, delay: 'P1D', missed };
    };
    await kit.engine.deploy({
      id: 'delays',
      zone: 'Europe/Rome',
      states: [
        {
          id: 'a',
          kind: 'state',
          onentry: [[late('one', 'skip'), late('two', 'fireOnce')]],
          transitions: [
            { events: ['one'], targets: ['b'] },
            { events: ['two'], targets: ['c'] },
          ],
        },
        { id: 'b', kind: 'state' },
        { id: 'c', kind: 'state' },
      ],
    });
    await kit.engine.charts.start('delays', {}, { id: 'd' });
    // The night between has an hour less.
    const due = Date.parse('2026-03-29T08:00:00Z');
    expect((await readAll(kit.store, timers)).map((timer) => timer.due)).toEqual([due, due]);
    kit.clock.set(due + HOUR);
    await kit.another().recover();
    expect(stateOf(await kit.engine.charts.instance('d'))).toBe('c');
    await kit.check();
  });

  test('facts have a row for each state that was left', async () => {
    const kit = await makeKit();
    await openCase(kit);
    kit.clock.advance(HOUR);
    await kit.engine.charts.send('i-1', { name: 'case.closed' });
    const { node, durationMs } = facts(await kit.engine.history('i-1'), () => 'case');
    expect([node, durationMs]).toEqual([
      ['working', 'open', 'closed'],
      [HOUR, HOUR, 0],
    ]);
  });

  test('explain says where a chart is, and what would move it', async () => {
    const kit = await makeKit();
    await openCase(kit);
    expect(await kit.engine.explain('i-1')).toEqual([
      {
        kind: 'event',
        node: 'working',
        within: ['open'],
        for: 'one of: ask, overdue, look.up, case.closed, case.cancelled',
      },
      {
        kind: 'timer',
        node: '',
        within: [],
        for: "the time 2026-01-01T04:00:00.000Z, to send 'overdue'",
      },
    ]);
  });

  test('commands of the other kind are refused, and so is a name of the other kind', async () => {
    const kit = await makeKit();
    await openCase(kit);
    await kit.deploy('start > user(A) > end');
    await kit.engine.start('main', {}, { id: 'p-1' });
    expect(await refusal(kit.engine.start('case'))).toBe('BPM_INVALID_COMMAND');
    expect(await refusal(kit.engine.charts.start('main'))).toBe('BPM_INVALID_COMMAND');
    expect(await refusal(kit.engine.charts.send('p-1', { name: 'x' }))).toBe('BPM_INVALID_COMMAND');
    const other = kit.engine.deploy({ ...supportCase, id: 'main' });
    const { issues } = await detailsOf(other, 'BPM_INVALID_DEFINITION');
    expect(issues).toMatchObject([{ code: 'other-kind' }]);
    expect(await kit.engine.instances('active')).toEqual(['i-1', 'p-1']);
  });
});
