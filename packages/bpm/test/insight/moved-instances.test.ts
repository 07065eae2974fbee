/** What logs, audit and durations say of instances that were migrated, taken back and modified. */
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { timesOf } from '../../src/insight/activity-instance.ts';
import { auditTrail } from '../../src/insight/audit-trail.ts';
import { csvLog, ocelLog } from '../../src/insight/event-log.ts';
import { eachActivity, readActivities } from '../../src/insight/find-activities.ts';
import { storedLookup } from '../../src/insight/process-lookup.ts';
import { stepDurations } from '../../src/insight/step-durations.ts';
import { invertPlan, planMigration } from '../../src/migration/plan-migration.ts';
import { BEGIN, type Kit, makeKit } from '../engine/engine-kit.ts';
import { MINUTE } from './shop-floor.ts';

const OLD = 'start > user(A) > user(B) > end';
const NEW = 'start > user(A2) > K > user(B) > end';
const old = { id: 'order', version: 'v1', fields: { A: { name: 'Check' } } };
const next = { id: 'order', version: 'v2', fields: { A2: { name: 'Check twice' } } };

/** Both versions, with `o1` at 'Check' since minute 0, claimed by Ann at 10, and the way over. */
async function checking() {
  const kit = await makeKit();
  const from = await kit.deploy(OLD, old);
  await kit.engine.start('order', {}, { id: 'o1' });
  const to = await kit.deploy(NEW, next);
  at(kit, 10);
  const [task] = await kit.engine.tasks({ instance: 'o1' });
  await kit.engine.task(task!.id, 'ann', { action: 'claim' });
  const lookup = await storedLookup(kit.store);
  const [before, after] = [from, to].map(({ hash }) => lookup(hash).definition);
  return { kit, plan: planMigration(before!, after!, { A: 'A2' }) };
}

const at = ({ clock }: Kit, minute: number): void => clock.set(BEGIN + minute * MINUTE);
const minutes = (instant: number): number => (instant - BEGIN) / MINUTE;

/** Claimed on the old version at 10, migrated at 20, completed on the new one at 30. */
async function migrated(): Promise<Kit> {
  const { kit, plan } = await checking();
  at(kit, 20);
  await kit.engine.migrate(plan, { by: 'op', reason: 'new rules' });
  at(kit, 30);
  await kit.engine.complete('o1', 'A2', {}, 'ann');
  at(kit, 40);
  await kit.engine.complete('o1', 'B', {}, 'bob');
  await kit.check();
  return kit;
}

async function csvOf({ store }: Kit): Promise<string[]> {
  const pieces: string[] = [];
  for await (const piece of csvLog(eachActivity(store, {}))) pieces.push(piece);
  const rows: Record<string, string>[] = parse(pieces.join(''), { columns: true });
  return rows.map((row) => {
    const minute = minutes(Date.parse(row['time:timestamp']!));
    const words = ['concept:name', 'lifecycle:transition', 'org:resource', 'version'];
    return [minute, ...words.map((column) => row[column])].filter((one) => one !== '').join(' ');
  });
}

async function trailOf({ store }: Kit): Promise<string[]> {
  const trail = await auditTrail(store, 'o1');
  return trail.map((line) => {
    const text = line.text.replace(/, [\w-]{22}\)/u, ')');
    return [minutes(line.at), line.node ?? '-', text].join(' ');
  });
}

describe('an instance that was migrated', () => {
  test('has each activity once, under its name in the version that it ended on', async () => {
    expect(await csvOf(await migrated())).toEqual([
      '10 Check twice start ann v2',
      '30 Check twice complete ann v2',
      '30 K complete v2',
      '40 B complete bob v2',
    ]);
  });

  test('the time of an activity goes through the migration', async () => {
    const { store } = await migrated();
    const runs = await readActivities(store, 'o1');
    const steps = stepDurations(runs).map(({ node, name, version, total, working }) =>
      [name ?? node, version, minutesOf(total?.sumMs), minutesOf(working?.sumMs)].join(' '),
    );
    expect(steps).toEqual([
      'start_1 v1 0 0',
      'Check twice v2 30 20',
      'K v2 0 0',
      'B v2 10 0',
      'end_1 v2 0 0',
    ]);
    const approved = runs.find(({ node }) => node === 'A2')!;
    expect(timesOf(approved)).toEqual({
      totalMs: 30 * MINUTE,
      waitingMs: 10 * MINUTE,
      workingMs: 20 * MINUTE,
    });
  });

  test('is told in sentences by the names of each time', async () => {
    expect(await trailOf(await migrated())).toEqual([
      "0 - 'order' (v1) was started",
      "0 start_1 began at 'start_1'",
      "0 A 'Check' was reached, a user task",
      "10 A ann claimed 'Check'",
      '20 - moved to version v2 by op: new rules',
      "30 A2 'Check twice' was completed by ann",
      "30 K 'K' was done by the engine",
      "30 B 'B' was reached, a user task",
      "40 B 'B' was completed by bob",
      "40 end_1 came to its end at 'end_1'",
      '40 - ended: completed',
    ]);
  });

  test('the object of a log changes its version when the log first shows the new one', async () => {
    const { store } = await migrated();
    const pieces: string[] = [];
    for await (const piece of ocelLog(eachActivity(store, {}))) pieces.push(piece);
    const { objects } = JSON.parse(pieces.join('')) as {
      objects: { attributes: { name: string; value: string; time: string }[] }[];
    };
    const told = objects[0]!.attributes.map(({ name, value, time }) =>
      [minutes(Date.parse(time)), name, value].join(' '),
    );
    expect(told).toEqual(['0 process order', '0 version v1', '30 version v2']);
  });

  test('and taken back, goes by its old name again', async () => {
    const { kit, plan } = await checking();
    at(kit, 20);
    await kit.engine.migrate(plan, { by: 'op' });
    at(kit, 25);
    await kit.engine.migrate(invertPlan(plan), { by: 'op' });
    at(kit, 30);
    await kit.engine.complete('o1', 'A', {}, 'ann');
    await kit.check();
    expect(await csvOf(kit)).toEqual(['10 Check start ann v1', '30 Check complete ann v1']);
    expect((await trailOf(kit)).slice(3)).toEqual([
      "10 A ann claimed 'Check'",
      '20 - moved to version v2 by op',
      '25 - moved to version v1 by op',
      "30 A 'Check' was completed by ann",
      "30 B 'B' was reached, a user task",
    ]);
  });
});

test('what a call has run on the new version all along keeps its names', async () => {
  const kit = await makeKit();
  const from = await kit.deploy('start > user(A) > call(C, order) > end', old);
  await kit.engine.start('order', {}, { id: 'o1' });
  // The new version has an 'A' of its own, which is not the 'A' of the old one.
  const names = { A: { name: 'Ask' }, A2: { name: 'Check twice' } };
  const text = 'start > user(A) > user(A2) > call(C, order) > end';
  const to = await kit.deploy(text, { ...next, fields: names });
  await kit.engine.complete('o1', 'A', {}, 'ann');
  const lookup = await storedLookup(kit.store);
  const [before, after] = [from, to].map(({ hash }) => lookup(hash).definition);
  await kit.engine.migrate(planMigration(before!, after!, { A: 'A2' }));
  await kit.engine.complete('o1', 'A', {}, 'bob');
  expect((await trailOf(kit)).filter((line) => line.includes('completed'))).toEqual([
    "0 A 'Check' was completed by ann",
    "0 A 'Ask' was completed by bob",
  ]);
  const runs = await readActivities(kit.store, 'o1');
  expect(runs.filter(({ kind }) => kind === 'user').map(({ name }) => name)).toEqual([
    'Check',
    'Ask',
    'Check twice',
  ]);
  await kit.check();
});

describe('an instance that was modified', () => {
  test('has what was stopped as stopped and what was started once, and tells who did it', async () => {
    const { kit } = await checking();
    at(kit, 20);
    const changes = [{ cancel: 'A' }, { startBefore: 'B' }, { set: { urgent: true } }];
    await kit.engine.modify('o1', changes, { by: 'op', reason: 'checked by phone' });
    at(kit, 25);
    await kit.engine.suspend('o1', { by: 'op' });
    at(kit, 26);
    await kit.engine.resume('o1', { by: 'op', reason: 'all clear' });
    at(kit, 40);
    await kit.engine.complete('o1', 'B', {}, 'bob');
    await kit.check();
    expect(await csvOf(kit)).toEqual([
      '10 Check start ann v1',
      '20 Check ate_abort v1',
      '40 B complete bob v1',
    ]);
    expect((await trailOf(kit)).slice(3)).toEqual([
      "10 A ann claimed 'Check'",
      "20 - put elsewhere by op (stop 'A', start before 'B', set urgent = true): checked by phone",
      "20 A 'Check' was stopped",
      "20 B 'B' was reached, a user task",
      '25 - suspended by op',
      '26 - resumed by op: all clear',
      "40 B 'B' was completed by bob",
      "40 end_1 came to its end at 'end_1'",
      '40 - ended: completed',
    ]);
  });
});

const minutesOf = (sumMs: bigint | undefined): number => Number(sumMs) / MINUTE;
