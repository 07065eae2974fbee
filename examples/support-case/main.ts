/**
 * Three weeks of a support case: looked up, escalated, asked back, reminded, answered twice by the
 * same mail, solved, reopened, and closed because nobody came back.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ProcessEngine } from '@kontor/bpm';
import { manualClock, sequentialIds } from '@kontor/kernel';
import { sqliteStore } from '@kontor/kernel/sqlite';
import { findArticle, supportCase } from './case-chart.ts';
import { openDatabase } from './open-database.ts';
import { printCase, printPath, say, timeOf } from './print.ts';

const out = fileURLToPath(new URL('./out', import.meta.url));
rmSync(out, { recursive: true, force: true });
mkdirSync(out);

// The clock is ours, so that everybody sees the same weeks.
const clock = manualClock(Date.parse('2026-03-02T09:00:00+01:00'));
let { database, bpm } = await boot('monday');
await bpm.deploy(supportCase.definition);

heading('A customer calls; the call is noted twice, the case is opened once');
for (let note = 0; note < 2; note++) {
  const data = { subject: 'the oven stays cold' };
  const { instance } = await bpm.charts.start('support-case', data, { key: 'CALL-7', once: true });
  if (note === 0) say(`opened as ${instance.id}`);
}
await bpm.tick();
await show();

later('2026-03-02T14:00:00+01:00', 'Nobody takes it for four hours');
await bpm.tick();
await show();
for (const reason of await reasons()) {
  if ('for' in reason) say(`${reason.kind} at ${reason.node}: ${reason.for}`);
}

later('2026-03-02T15:00:00+01:00', 'Ann takes it, and asks the customer for a photograph');
await send('take');
await send('ask');
await show();

database.close();
later('2026-03-04T15:30:00+01:00', 'The program was down for two days, and is started again');
({ database, bpm } = await boot('wednesday'));
await bpm.recover();
await show();

later('2026-03-05T10:00:00+01:00', 'The mail with the photograph arrives twice');
await send('reply', { text: 'see the picture' }, 'mail-31');
await send('reply', { text: 'see the picture' }, 'mail-31');
await show();
await send('solve');

later('2026-03-10T09:00:00+01:00', 'It was the fuse, and it blows again');
await send('reopen');
await show();
await send('solve');

later('2026-03-24T12:00:00+01:00', 'Fourteen days of quiet close the case');
await bpm.tick();
const [id] = await bpm.instances('completed', 'support-case');
printCase(await bpm.charts.instance(id!));

heading('What it went through, a line for each commit');
printPath(await bpm.history(id!));
database.close();

/** Opens the database and makes the engine: at the first start, and at any later one. */
async function boot(run: string) {
  const database = await openDatabase(`${out}/cases.db`);
  const bpm = new ProcessEngine({
    store: sqliteStore(database),
    clock,
    ids: sequentialIds(run),
    worker: run,
  });
  bpm.handle(findArticle, ({ subject }) => ({
    article: subject.includes('oven') ? 'Check the fuse' : 'none',
  }));
  await bpm.prepare();
  return { database, bpm };
}

async function send(name: string, data: Record<string, string> = {}, mail?: string): Promise<void> {
  const to = { chart: 'support-case', key: 'CALL-7' };
  const { repeated } = await bpm.charts.send(to, { name, data, ...(mail && { id: mail }) });
  say(`${name}${repeated ? ': taken before, nothing is done' : ''}`);
}

async function show(): Promise<void> {
  const [id] = await bpm.instancesFor('CALL-7');
  printCase(await bpm.charts.instance(id!));
}

async function reasons() {
  const [id] = await bpm.instancesFor('CALL-7');
  return bpm.explain(id!);
}

function later(time: string, text: string): void {
  clock.set(Date.parse(time));
  heading(text);
}

function heading(text: string): void {
  console.log(`\n${timeOf(clock.now())}  ${text}`);
}
