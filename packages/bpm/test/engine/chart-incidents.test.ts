/** Incidents of charts, and what comes of resolving them. */
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { sqliteKind } from '../../../ledger/test/stores.ts';
import { service } from '../../src/contract.ts';
import { news } from '../../src/engine/engine-collections.ts';
import type { ChartDefinition } from '../../src/statechart/chart-model.ts';
import type { ChartInstance } from '../../src/statechart/chart-instance.ts';
import { type Kit, makeKit, refusal } from './engine-kit.ts';
import { readAll } from './rows-law.ts';

const STEPS = 5;
/** So many steps without a rest are an incident. */
const LIMIT = 100 * STEPS;

const assign = (location: string, expr: string) =>
  ({ do: 'assign', location, from: { expr } }) as const;

/** Counts by itself up to a number, and hears what it is told meanwhile; a process works for it. */
const counter: ChartDefinition = {
  id: 'counter',
  data: [
    { id: 'to', from: { value: 0 } },
    { id: 'count', from: { value: 0 } },
    { id: 'heard', from: { value: [] } },
  ],
  states: [
    {
      id: 'at',
      kind: 'state',
      invokes: [{ type: 'process', id: 'work', src: 'main' }],
      transitions: [
        { cond: 'count < to', content: [assign('count', 'count + 1')] },
        { events: ['to'], content: [assign('to', '_event.data.to')] },
        { events: ['*'], content: [assign('heard', 'append(heard, _event.name)')] },
      ],
    },
  ],
};

const dataOf = ({ sessions }: ChartInstance) => sessions[0]!.data ?? {};

/** A chart that was told to count, and has counted until it was stopped or is done. */
async function counting(make: () => Promise<Kit>, to: number): Promise<Kit> {
  const kit = await make();
  await kit.deploy('start > svc(S) > end');
  await kit.engine.deploy(counter);
  await kit.engine.charts.start('counter', {}, { id: 'c' });
  await kit.engine.charts.send('c', { name: 'to', data: { to } });
  await goOn(kit);
  return kit;
}

/** Rounds until there is nothing to do. */
async function goOn({ engine }: Kit): Promise<void> {
  for (let work = 1; work > 0; ) {
    const { jobs, timers, sent } = await engine.tick();
    work = jobs + timers + sent;
  }
}

const codes = async ({ engine }: Kit): Promise<string[]> =>
  (await engine.incidents()).map(({ code }) => code);

function rules(make: () => Promise<Kit>): void {
  test('burst-limit: resolved, it goes on to its rest, and hears what came meanwhile', async () => {
    const kit = await counting(make, LIMIT + 3 * STEPS);
    expect(await codes(kit)).toEqual(['burst-limit']);
    await kit.engine.charts.send('c', { name: 'hello' });
    const [child] = await kit.engine.instances('active', 'main');
    await kit.engine.fail(child!, 'S', 'E1');
    const halted = await kit.engine.charts.instance('c');
    expect(dataOf(halted)['heard']).toEqual([]);
    expect(halted.mail?.map(({ event }) => event.name)).toEqual(['hello', 'error.execution.work']);
    await kit.check();
    await kit.engine.resolve('c', 'burst-limit');
    await kit.check();
    await goOn(kit);
    expect(dataOf(await kit.engine.charts.instance('c'))).toMatchObject({
      count: LIMIT + 3 * STEPS,
      heard: ['hello', 'error.execution.work'],
    });
    expect(await codes(kit)).toEqual([]);
    await kit.check();
  });

  test('burst-limit: what still finds no rest is an incident once more, and told again', async () => {
    const kit = await counting(make, 10 * LIMIT);
    const [first] = await kit.engine.incidents();
    await kit.engine.resolve('c', first!.incident);
    await goOn(kit);
    const [second] = await kit.engine.incidents();
    expect(second).toMatchObject({ code: 'burst-limit' });
    expect(second!.incident).toBeGreaterThan(first!.incident);
    const { count } = dataOf(await kit.engine.charts.instance('c')) as { count: number };
    expect(count).toBeGreaterThan(1.9 * LIMIT);
    const told = (await readAll(kit.store, news)).filter(
      ({ event }) => event.type === 'bpm.incident.opened',
    );
    expect(told).toHaveLength(2);
    expect(await refusal(kit.engine.resolve('c', first!.incident))).toBe('BPM_INVALID_COMMAND');
    await kit.check();
  });

  test('burst-limit: suspended and resumed, it still stands until it is resolved', async () => {
    const kit = await counting(make, LIMIT + STEPS);
    await kit.engine.suspend('c');
    await kit.check();
    await kit.engine.resume('c');
    await goOn(kit);
    expect(await codes(kit)).toEqual(['burst-limit']);
    await kit.check();
    await kit.engine.resolve('c', 'burst-limit');
    await goOn(kit);
    expect(dataOf(await kit.engine.charts.instance('c'))['count']).toBe(LIMIT + STEPS);
    await kit.check();
  });

  test('burst-limit: terminated, it ends with what it has called', async () => {
    const kit = await counting(make, 2 * LIMIT);
    const { instance } = await kit.engine.charts.terminate('c');
    expect([instance.state, await codes(kit)]).toEqual(['cancelled', []]);
    expect(await kit.engine.instances('active')).toEqual([]);
    await kit.check();
  });

  test('a chart that rests after many cuts is no incident', async () => {
    const kit = await counting(make, LIMIT - 10 * STEPS);
    expect(await codes(kit)).toEqual([]);
    expect(dataOf(await kit.engine.charts.instance('c'))['count']).toBe(LIMIT - 10 * STEPS);
    await kit.check();
  });

  test('retries-exhausted: resolved with a number of attempts, it has so many', async () => {
    const kit = await make();
    let tries = 0;
    const flaky = service('flaky', { input: z.object({}), output: z.object({}) });
    kit.engine.handle(flaky, () => {
      tries++;
      throw new Error('no answer');
    });
    await kit.engine.deploy({
      id: 'one',
      states: [
        {
          id: 'a',
          kind: 'state',
          invokes: [{ type: 'service', src: 'flaky', retry: { attempts: 1, pause: 'PT1M' } }],
        },
      ],
    });
    await kit.engine.charts.start('one', {}, { id: 'c' });
    await kit.engine.tick();
    expect([tries, await codes(kit)]).toEqual([1, ['retries-exhausted']]);
    await kit.engine.resolve('c', 'retries-exhausted', 2);
    for (let minute = 0; minute < 5; minute++) {
      await kit.engine.tick();
      kit.clock.advance(60_000);
    }
    expect([tries, await codes(kit)]).toEqual([3, ['retries-exhausted']]);
    await kit.check();
  });
}

const limited = { burstSteps: STEPS };

describe('incidents of a chart in memory', () => rules(() => makeKit(limited)));

describe.each([sqliteKind()])('incidents of a chart on $name', (kind) => {
  afterAll(() => kind.close());
  rules(async () => makeKit({ ...limited, store: (await kind.open()).store }));
});
