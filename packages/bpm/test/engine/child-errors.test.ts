/** How a chart hears that what it has called did not come to a good end. */
import { afterAll, describe, expect, test } from 'vitest';
import { sqliteKind } from '../../../ledger/test/stores.ts';
import { instances, outgoing } from '../../src/engine/engine-collections.ts';
import type { ChartDefinition } from '../../src/statechart/chart-model.ts';
import type { ChartInstance } from '../../src/statechart/chart-instance.ts';
import { type Kit, makeKit } from './engine-kit.ts';
import { readAll } from './rows-law.ts';

const assign = (location: string, expr: string) =>
  ({ do: 'assign', location, from: { expr } }) as const;

/** Calls `main`; keeps what it hears, and how often its finalize has run. */
const caller: ChartDefinition = {
  id: 'caller',
  data: [
    { id: 'heard', from: { value: [] } },
    { id: 'finalized', from: { value: 0 } },
  ],
  states: [
    {
      id: 'calling',
      kind: 'state',
      invokes: [
        {
          type: 'process',
          id: 'work',
          src: 'main',
          params: [{ name: 'order', expr: '"O-1"' }],
          finalize: [assign('finalized', 'finalized + 1')],
        },
      ],
      transitions: [
        {
          events: ['error.execution.work', 'done.invoke.work'],
          content: [assign('heard', 'append(heard, {name: _event.name, data: _event.data})')],
        },
        { events: ['leave'], targets: ['left'] },
      ],
    },
    { id: 'left', kind: 'state' },
  ],
};

interface Heard {
  readonly heard: unknown;
  readonly finalized: unknown;
}

const heardBy = ({ sessions }: ChartInstance): Heard =>
  (sessions[0]!.data ?? {}) as unknown as Heard;

/** Deploys a process and has the chart call it. */
async function call(kit: Kit, model: string): Promise<string> {
  await kit.deploy(model);
  await kit.engine.deploy(caller);
  await kit.engine.charts.start('caller', {}, { id: 'c' });
  const [child] = await kit.engine.instances('active', 'main');
  return child ?? '';
}

const failure = (code: string, more = {}) => ({
  name: 'error.execution.work',
  data: { message: `the process 'main' has failed with '${code}'`, ...more, code },
});

/** What every kind of store must do the same. */
function rules(make: () => Promise<Kit>): void {
  const scripts: readonly {
    readonly law: string;
    readonly model: string;
    readonly next?: (kit: Kit, child: string) => Promise<unknown>;
    readonly state: string;
    readonly heard: object;
  }[] = [
    {
      law: 'an error end that nobody in the child catches',
      model: 'start > user(A) > error(SOLD_OUT)',
      next: ({ engine }, child) => engine.complete(child, 'A'),
      state: 'failed',
      heard: failure('SOLD_OUT'),
    },
    {
      law: 'an error in the commit in which the child is started',
      model: 'start > error(SOLD_OUT)',
      state: 'failed',
      heard: failure('SOLD_OUT'),
    },
    {
      law: 'work that fails, with what the error carries',
      model: 'start > and(g); g > svc(S) > end; g > user(B) > end',
      next: ({ engine }, child) => engine.fail(child, 'S', 'NO_ANSWER', { shelf: 7 }),
      state: 'failed',
      heard: failure('NO_ANSWER', { shelf: 7 }),
    },
    {
      law: 'a message of its own that an error carries is kept',
      model: 'start > svc(S) > end',
      next: ({ engine }, child) => engine.fail(child, 'S', 'E', { message: 'shelf is empty' }),
      state: 'failed',
      heard: failure('E', { message: 'shelf is empty' }),
    },
    {
      law: 'an error that climbs out of a process which the child calls',
      model: 'start > call(Q) > end process Q: start > user(A) > error(DEEP)',
      next: ({ engine }, child) => engine.complete(child, 'A'),
      state: 'failed',
      heard: failure('DEEP'),
    },
    {
      law: 'an error that the child catches itself is none of the chart',
      model: 'start > svc(S) ^error(E1) > end; S > end',
      next: ({ engine }, child) => engine.fail(child, 'S', 'E1'),
      state: 'completed',
      heard: { name: 'done.invoke.work', data: { order: 'O-1' } },
    },
    {
      law: 'a child that a person terminates',
      model: 'start > user(A) > end',
      next: ({ engine }, child) => engine.terminate(child, 'given up'),
      state: 'cancelled',
      heard: failure('cancelled', { instance: 'c:2' }),
    },
    {
      law: 'a terminate end is a good end',
      model: 'start > user(A) > terminate',
      next: ({ engine }, child) => engine.complete(child, 'A'),
      state: 'terminated',
      heard: { name: 'done.invoke.work', data: { order: 'O-1' } },
    },
  ];

  test.each(scripts)('$law', async ({ model, next, state, heard }) => {
    const kit = await make();
    const child = await call(kit, model);
    await next?.(kit, child);
    const chart = await kit.engine.charts.instance('c');
    expect(heardBy(chart)).toEqual({ heard: [heard], finalized: 1 });
    const rows = await readAll(kit.store, instances);
    expect(rows.filter(({ process }) => process === 'main').map((row) => row.state)).toEqual([
      state,
    ]);
    expect(await readAll(kit.store, outgoing)).toEqual([]);
    await kit.check();
  });

  test('an error that comes while the chart is suspended is heard once it goes on', async () => {
    const kit = await make();
    const child = await call(kit, 'start > svc(S) > end');
    await kit.engine.suspend('c');
    await kit.engine.fail(child, 'S', 'E1');
    expect(heardBy(await kit.engine.charts.instance('c')).heard).toEqual([]);
    await kit.check();
    await kit.engine.resume('c');
    expect(heardBy(await kit.engine.charts.instance('c')).heard).toEqual([failure('E1')]);
    await kit.check();
  });

  test('an error that comes when the state was left reaches nobody', async () => {
    const kit = await make();
    const child = await call(kit, 'start > svc(S) > end');
    await kit.engine.charts.send('c', { name: 'leave' });
    expect((await kit.engine.instance(child)).state).toBe('cancelled');
    expect(heardBy(await kit.engine.charts.instance('c'))).toEqual({ heard: [], finalized: 0 });
    await kit.check();
  });

  test('a suspended child ends with the state that has called it', async () => {
    const kit = await make();
    const child = await call(kit, 'start > svc(S) > end');
    await kit.engine.suspend(child);
    await kit.engine.charts.send('c', { name: 'leave' });
    expect((await kit.engine.instance(child)).state).toBe('cancelled');
    await kit.check();
  });

  test('a process that nothing but a message starts has failed for its caller', async () => {
    const kit = await make();
    await kit.engine.deploy({
      id: 'main',
      nodes: [
        { kind: 'start', id: 's', on: [{ type: 'message', name: 'ordered' }] },
        { kind: 'end', id: 'e' },
      ],
      flows: [{ id: 'f', from: 's', to: 'e' }],
    });
    await kit.engine.deploy(caller);
    await kit.engine.charts.start('caller', {}, { id: 'c' });
    expect(heardBy(await kit.engine.charts.instance('c')).heard).toMatchObject([
      { name: 'error.execution.work', data: { code: 'BPM_INVALID_COMMAND' } },
    ]);
    expect(await readAll(kit.store, outgoing)).toEqual([]);
    await kit.check();
  });
}

describe('what a chart hears of its child in memory', () => rules(() => makeKit()));

describe.each([sqliteKind()])('what a chart hears of its child on $name', (kind) => {
  afterAll(() => kind.close());
  rules(async () => makeKit({ store: (await kind.open()).store }));
});

describe('what a chart hears of its child', () => {
  test('a chart that is terminated tells the chart that has called it', async () => {
    const kit = await makeKit();
    await kit.engine.deploy({ id: 'main', states: [{ id: 'a', kind: 'state' }] });
    await kit.engine.deploy(caller);
    await kit.engine.charts.start('caller', {}, { id: 'c' });
    const [child] = await kit.engine.instances('active', 'main');
    await kit.engine.charts.terminate(child!, 'given up');
    const { heard } = heardBy(await kit.engine.charts.instance('c'));
    expect(heard).toEqual([failure('cancelled', { instance: child })]);
    await kit.check();
  });

  test('an error without a caller stays an incident', async () => {
    const kit = await makeKit();
    await kit.deploy('start > error(E1)');
    const { instance } = await kit.engine.start('main');
    expect([instance.state, instance.incidents?.[0]?.code]).toEqual(['active', 'uncaught-error']);
  });

  test('an error that the calling chart does not take is told', async () => {
    const kit = await makeKit();
    await kit.deploy('start > error(E1)');
    const [calling] = caller.states;
    await kit.engine.deploy({ ...caller, states: [{ ...calling!, transitions: [] }] });
    await kit.engine.charts.start('caller', {}, { id: 'c' });
    const events = (await kit.engine.history('c')).flatMap((page) => page.events);
    expect(events.find(({ type }) => type === 'noted')).toMatchObject({
      code: 'unhandled-error',
      detail: { event: 'error.execution.work', data: { code: 'E1' } },
    });
  });
});
