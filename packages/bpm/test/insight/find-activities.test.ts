/** Questions to stored history, on every store. */
import { memoryStore } from '@kontor/kernel/memory';
import type { Store } from '@kontor/kernel/store';
import { afterAll, describe, expect, test } from 'vitest';
import { memoryKind, postgresKind, sqliteKind } from '../../../ledger/test/stores.ts';
import { timesOf } from '../../src/insight/activity-instance.ts';
import { auditTrail } from '../../src/insight/audit-trail.ts';
import {
  type ActivityQuery,
  eachActivity,
  findActivities,
  readActivities,
} from '../../src/insight/find-activities.ts';
import { BEGIN, makeKit, refusal } from '../engine/engine-kit.ts';
import { MINUTE, playDay } from './shop-floor.ts';

/** Runs as `instance node state from..to`, in minutes. */
async function told(store: Store, query: ActivityQuery): Promise<string[]> {
  const { activities } = await findActivities(store, query);
  return activities.map(({ instance, node, state, enteredAt, endedAt }) => {
    const [from, to] = [enteredAt, endedAt].map((at) => (at === undefined ? '' : minutes(at)));
    return `${instance} ${node} ${state} ${from}..${to}`;
  });
}

const minutes = (at: number): number => (at - BEGIN) / MINUTE;

describe.each([memoryKind(), sqliteKind(), postgresKind()])('on $name', (kind) => {
  afterAll(() => kind.close(), 60_000);

  test('runs are found by process, version, instance, key, element, state and time', async () => {
    const { store } = await kind.open();
    await playDay(store);
    const approvals = ['o1 approve completed 0..30', 'o2 approve completed 10..60'];
    const third = 'o3 approve completed 36..80';
    const nodes = ['approve'];
    expect(await told(store, { process: 'order', nodes })).toEqual([...approvals, third]);
    expect(await told(store, { version: 'v1', kinds: ['user'] })).toEqual([...approvals, third]);
    expect(await told(store, { version: 'v2', nodes })).toEqual([]);
    expect(await told(store, { process: 'other' })).toEqual([]);
    expect(await told(store, { key: 'key of o3', nodes })).toEqual([third]);
    expect(await told(store, { instance: 'o3', states: ['active'] })).toEqual([
      'o3 reserve active 80..',
    ]);
    const from = BEGIN + 10 * MINUTE;
    expect(await told(store, { nodes, from, to: BEGIN + 36 * MINUTE })).toEqual([approvals[1]]);
  });

  test('pages follow each other, whatever their size and whatever ends between them', async () => {
    const { store } = await kind.open();
    const { engine } = await playDay(store);
    const all: string[] = [];
    for await (const { instance, frame } of eachActivity(store, {}))
      all.push(`${instance}/${frame}`);
    const paged: string[] = [];
    let after: string | undefined;
    do {
      const page = await findActivities(store, {}, { limit: 2, ...(after && { after }) });
      paged.push(...page.activities.map(({ instance, frame }) => `${instance}/${frame}`));
      after = page.next;
      if (paged.length === 10) await engine.terminate('o3');
    } while (after !== undefined);
    expect(all).toHaveLength(11);
    expect(paged).toEqual(all);
  });
});

test('the time of a run is waiting or work: by claims of people and of workers', async () => {
  const { store } = await playDay(memoryStore());
  const { activities } = await findActivities(store, { kinds: ['user', 'service'] });
  const rows = activities.map((run) => {
    const { totalMs, waitingMs, workingMs } = timesOf(run, BEGIN + 100 * MINUTE);
    const times = [totalMs, waitingMs, workingMs].map((ms) => ms / MINUTE).join(' ');
    return `${run.instance} ${run.node} ${times} ${run.by ?? '-'} ${run.failures}`;
  });
  // instance, step, minutes in all, waiting, working; who; attempts that failed
  expect(rows).toEqual([
    'o1 approve 30 20 10 ann 0',
    'o1 reserve 14 11 3 robot 1',
    'o2 approve 50 35 15 ann 0',
    'o2 reserve 2 0 2 robot 0',
    'o3 approve 44 44 0 bob 0',
    'o3 reserve 20 20 0 - 0',
  ]);
});

test('a run that has not ended has no times unless it is said until when', async () => {
  const { store } = await playDay(memoryStore());
  const open = (await readActivities(store, 'o3')).at(-1)!;
  expect(() => timesOf(open)).toThrow("'reserve' (o3/5) has not ended: say until when");
});

test('iterations, called processes and what was stopped are runs of their own', async () => {
  const { engine, store, deploy } = await makeKit();
  await deploy(
    'start > user(A)*par(2) ^message(stop) > call(Q) > end; A > end; process Q: start > user(B) > end',
  );
  await engine.start('main', {}, { id: 'i1' });
  await engine.complete('i1', { activity: 'A', at: 1 });
  await engine.publish({ name: 'stop' });
  const rows = (await readActivities(store, 'i1')).map(
    ({ process, node, role, iteration, state }) =>
      `${process} ${node} ${role ?? ''}${iteration ?? ''} ${state}`,
  );
  expect(rows).toEqual([
    'main start_1  completed',
    'main A body cancelled',
    'main A iteration0 cancelled',
    'main A iteration1 completed',
    'main A_message  completed',
    'main Q  active',
    'Q start_1  completed',
    'Q B  active',
  ]);
});

test('what an instance left when it was terminated counts as stopped then', async () => {
  const { engine, store, clock, deploy } = await makeKit();
  await deploy('start > user(A) > end');
  await engine.start('main', {}, { id: 'i1' });
  clock.advance(MINUTE);
  await engine.terminate('i1', 'a duplicate');
  const [, run] = await readActivities(store, 'i1');
  expect(run).toMatchObject({ node: 'A', state: 'cancelled', endedAt: BEGIN + MINUTE });
});

test('questions that make no sense are refused', async () => {
  const store = memoryStore();
  await makeKit({ store });
  expect(await refusal(findActivities(store, {}, { limit: 0 }))).toBe('BPM_INVALID_QUERY');
  expect(await refusal(findActivities(store, {}, { after: '[1]' }))).toBe('BPM_INVALID_QUERY');
  expect(await refusal(readActivities(store, 'nobody'))).toBe('BPM_UNKNOWN_INSTANCE');
  expect(await refusal(auditTrail(store, 'nobody'))).toBe('BPM_UNKNOWN_INSTANCE');
});

test('the audit trail tells an instance in words, people among the events', async () => {
  const { store } = await playDay(memoryStore());
  const lines = await auditTrail(store, 'o1');
  expect(lines.map(({ at, text }) => `${minutes(at)} ${text}`)).toEqual([
    expect.stringMatching(
      /^0 'order' \(v1, [\w-]{22}\) was started for key of o1, with total = 5$/u,
    ),
    "0 began at 'start_1'",
    "0 'Approve order' was reached, a user task",
    "20 ann claimed 'Approve order'",
    "30 'Approve order' was completed by ann, with ok = true",
    "30 'reserve' was reached, a service task",
    "33 an attempt of 'reserve' failed by robot: no paper",
    "44 'reserve' was completed by robot",
    "44 came to its end at 'end_1'",
    '44 ended: completed',
  ]);
});
