/**
 * Six orders that stand in different places when the new process comes: what a plan refuses, what a
 * dry run shows, how they are moved, how a person helps one along, and how one goes back.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  BpmError,
  type ElementMapping,
  invertPlan,
  planMigration,
  ProcessEngine,
} from '@kontor/bpm';
import { manualClock, sequentialIds } from '@kontor/kernel';
import { sqliteStore } from '@kontor/kernel/sqlite';
import { openDatabase } from './open-database.ts';
import { orderV1, orderV2 } from './order-process.ts';
import { head, printReasons, printReport, say } from './print.ts';

const out = fileURLToPath(new URL('out', import.meta.url));
rmSync(out, { recursive: true, force: true });
mkdirSync(out);
const database = await openDatabase(`${out}/orders.db`);
const clock = manualClock(Date.parse('2026-01-05T09:00:00Z'));
const bpm = new ProcessEngine({ store: sqliteStore(database), clock, ids: sequentialIds('order') });
await bpm.prepare();

await lastYear();
const plan = await planTogether();
await rehearse();
await moveAll();
await help();
await resumeOrder();
await goBack();
await goOn();
database.close();

/** Six orders on the process of last year, each in another place. */
async function lastYear(): Promise<void> {
  head(clock.now(), 'Six orders on the process of 2025');
  await bpm.deploy(orderV1);
  for (let number = 1; number <= 6; number++) {
    const id = `O-${number}`;
    await bpm.start('order', { order: id }, { id, key: id });
  }
  await bpm.complete('O-2', 'pick');
  for (const id of ['O-3', 'O-4', 'O-5', 'O-6']) await complete(id, 'check-credit', 'pick');
  for (const id of ['O-4', 'O-5', 'O-6']) await bpm.complete(id, 'pack');
  await complete('O-5', 'file-copy');
  await complete('O-6', 'file-copy');
  await bpm.publish({ name: 'payment', key: 'O-6' });
  await showAll();
}

/** Plans until nothing speaks against it. */
async function planTogether() {
  head(clock.now(), 'The process of 2026 is deployed, and a plan is made');
  await bpm.deploy(orderV2);
  tryPlan('without a word', {});
  const mapping = {
    'check-credit': 'assess-credit',
    'file-copy': null,
    'pick-ready': 'weigh-ready',
  };
  tryPlan('with what was renamed, and what is gone', mapping);
  return planMigration(orderV1, orderV2, mapping);
}

function tryPlan(how: string, mapping: ElementMapping): void {
  try {
    const { nodes } = planMigration(orderV1, orderV2, mapping);
    say(`${how}: ${Object.keys(nodes).length} elements have a place`);
  } catch (error) {
    if (!BpmError.is(error, 'BPM_INVALID_MIGRATION')) throw error;
    say(`${how}:`);
    for (const { code, path, message } of error.details.issues)
      say(`  ${path}: ${code}, ${message}`);
  }
}

async function rehearse(): Promise<void> {
  later('2026-01-12T09:00:00Z', 'A dry run says of each order what would come of it');
  printReport(await bpm.migrate(plan, { dryRun: true }));
}

async function moveAll(): Promise<void> {
  head(clock.now(), 'They are moved, two at a time; a second call goes on where the first ended');
  const first = await bpm.migrate(plan, { limit: 2, by: 'ann', reason: 'CHG-7' });
  printReport(first);
  printReport(await bpm.migrate(plan, { after: first.next, by: 'ann', reason: 'CHG-7' }));
  await showAll();
}

/** One order stands at a step that is gone: a person moves it on, and it can be migrated. */
async function help(): Promise<void> {
  head(clock.now(), 'O-4 is helped along: its copy is filed, and it waits for the payment');
  await bpm.modify('O-4', [{ move: 'file-copy', to: 'paid' }], { by: 'ann', reason: 'CHG-7' });
  printReport(await bpm.migrate(plan, { by: 'ann', reason: 'CHG-7' }));
  await show('O-4');
}

/** While an order is suspended it takes no work, and what comes for it waits. */
async function resumeOrder(): Promise<void> {
  later('2026-01-13T09:00:00Z', 'O-5 is suspended: fraud?');
  await bpm.suspend('O-5', { by: 'eve', reason: 'fraud?' });
  const { kind } = await bpm.publish({ name: 'bank.payment', key: 'O-5' });
  say(`its payment comes: ${kind}`);
  await refused('who completes it', bpm.complete('O-5', 'paid'));
  await bpm.resume('O-5', { by: 'eve', reason: 'no fraud' });
  await show('O-5');
}

async function goBack(): Promise<void> {
  head(clock.now(), 'O-1 was promised the old way: it goes back');
  printReport(await bpm.migrate(invertPlan(plan), { instances: ['O-1'], by: 'ann' }));
  await show('O-1');
}

async function goOn(): Promise<void> {
  later('2026-01-14T09:00:00Z', 'They go on, each by its version');
  await complete('O-2', 'assess-credit');
  await bpm.publish({ name: 'withdrawal', key: 'O-3' });
  await complete('O-1', 'pick', 'check-credit');
  await showAll();
  head(clock.now(), 'What the history of O-4 says of it');
  for (const { at, events } of await bpm.history('O-4')) {
    for (const event of events) {
      const day = new Date(at).toISOString().slice(0, 10);
      if (event.type === 'migrated') say(`${day} migrated by ${event.by}, ${event.reason}`);
      if (event.type === 'triggered') say(`${day} ${JSON.stringify(event.trigger)}`);
    }
  }
}

async function complete(id: string, ...activities: readonly string[]): Promise<void> {
  for (const activity of activities) await bpm.complete(id, activity);
}

async function refused(what: string, command: Promise<unknown>): Promise<void> {
  try {
    await command;
    say(`${what} is heard`);
  } catch (error) {
    if (!BpmError.is(error, 'BPM_SUSPENDED')) throw error;
    say(`${what}: ${error.message}`);
  }
}

async function show(id: string): Promise<void> {
  const { state } = await bpm.instance(id);
  printReasons(id, state, await bpm.explain(id));
}

async function showAll(): Promise<void> {
  for (let number = 1; number <= 6; number++) await show(`O-${number}`);
}

function later(time: string, text: string): void {
  clock.set(Date.parse(time));
  head(clock.now(), text);
}
