/**
 * Two weeks of purchases in a workshop: a chair that needs nobody, a lathe that is approved while the
 * program is restarted, a printer that is escalated and cancelled, and a server that is too dear.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BpmError, ProcessEngine } from '@kontor/bpm';
import { manualClock, sequentialIds } from '@kontor/kernel';
import { sqliteStore } from '@kontor/kernel/sqlite';
import { Ledger } from '@kontor/ledger';
import { office } from './office.ts';
import { openDatabase } from './open-database.ts';
import { head, printHistory, printReasons, printTasks, say } from './print.ts';
import { purchase } from './purchase-process.ts';
import { openBudget, purchaseOrders, registerServices, type Supplier } from './services.ts';

const out = fileURLToPath(new URL('./out', import.meta.url));
rmSync(out, { recursive: true, force: true });
mkdirSync(out);

// The clock is ours, so that everybody sees the same two weeks.
const clock = manualClock(Date.parse('2026-03-02T09:00:00+01:00'));
let isLineDown = false;
const supplier: Supplier = {
  send(orderNumber, key) {
    if (isLineDown) throw new Error('the supplier does not answer');
    say(`supplier  gets ${orderNumber}, key ${key}`);
  },
  recall: (orderNumber, key) => say(`supplier  forgets ${orderNumber}, key ${key}`),
};

let { database, ledger, bpm } = await boot('monday');

await openBudget(ledger, clock);
await bpm.deploy(purchase);
await smallRequest();
await requestForLathe();
await restart();
await confirmation();
await requestForPrinter();
await silence();
await requestForServer();
await printEnd();
database.close();

/** Opens the database and makes the engines: nothing else is needed, at the first start or later. */
async function boot(run: string) {
  const database = await openDatabase(`${out}/purchases.db`);
  const store = sqliteStore(database);
  const ledger = new Ledger({ store, clock });
  const ids = sequentialIds(run);
  const bpm = new ProcessEngine({ store, clock, ids, calendars: { office }, worker: run });
  registerServices(bpm, ledger, supplier);
  await store.prepare([purchaseOrders]);
  await bpm.prepare();
  return { database, ledger, bpm };
}

async function smallRequest(): Promise<void> {
  heading('Ann asks for a chair: 340 EUR need nobody');
  await start('R-1', { requester: 'Ann', item: 'a chair', total: 340 });
  await bpm.tick();
  await show('R-1');
  await publish('order confirmed', 'PO-R-1', 'mail-1', { delivery: '2026-03-09' });
  await show('R-1');
}

async function requestForLathe(): Promise<void> {
  later('2026-03-03T10:00:00+01:00', 'Bob asks for a lathe');
  await start('R-2', { requester: 'Bob', item: 'a lathe', total: 4200 });
  printTasks(await bpm.tasks({ candidateGroups: ['managers'] }));
  const [task] = await bpm.tasks({ candidateGroups: ['managers'] });
  await bpm.task(task!.id, 'cem', { action: 'claim' });
  await refused('cem says "yes"', bpm.complete('R-2', 'approve', { approved: 'yes' }, 'cem'));
  await bpm.complete('R-2', 'approve', { approved: true, note: 'at last' }, 'cem');
  say('cem approves: the task, the order and the entry in the books are one commit');
  await budget();
  isLineDown = true;
  await bpm.tick();
  await show('R-2');
}

/** The program dies here. What it knew is in the database. */
async function restart(): Promise<void> {
  database.close();
  later('2026-03-03T10:30:00+01:00', 'The program is killed, and started again');
  isLineDown = false;
  ({ database, ledger, bpm } = await boot('tuesday'));
  await bpm.recover();
  await bpm.tick();
  await show('R-2');
}

async function confirmation(): Promise<void> {
  later('2026-03-05T14:00:00+01:00', 'The supplier confirms, and its mail arrives twice');
  for (let copy = 0; copy < 2; copy++) {
    await publish('order confirmed', 'PO-R-2', 'mail-2', { delivery: '2026-04-20' });
  }
  await show('R-2');
}

async function requestForPrinter(): Promise<void> {
  later('2026-03-06T12:00:00+01:00', 'On Friday Dee asks for a printer, and no manager looks');
  await start('R-3', { requester: 'Dee', item: 'a printer', total: 900 });
  await show('R-3');
  later('2026-03-10T12:00:00+01:00', 'Two working days later it is the directors’ turn');
  await bpm.tick();
  printTasks(await bpm.tasks({ instance: 'R-3' }));
  await refused('a manager is late', bpm.complete('R-3', 'approve', { approved: true }, 'cem'));
  await bpm.complete('R-3', 'decide', { approved: true }, 'eve');
  await bpm.tick();
  await budget();
  await show('R-3');
}

async function silence(): Promise<void> {
  later('2026-03-17T12:00:00+01:00', 'Five working days of silence: what was done is undone');
  await bpm.tick();
  await bpm.tick();
  await show('R-3');
  await budget();
}

async function requestForServer(): Promise<void> {
  later('2026-03-18T09:00:00+01:00', 'Bob asks for a server');
  await start('R-4', { requester: 'Bob', item: 'a server', total: 9000 });
  await bpm.complete('R-4', 'approve', { approved: true }, 'cem');
  say('cem approves, and the budget does not');
  await show('R-4');
  await budget();
}

async function printEnd(): Promise<void> {
  for (const id of ['R-3', 'R-4']) {
    head(clock.now(), `What ${id} went through, a line for each commit`);
    printHistory(await bpm.history(id));
  }
  heading('What SQL sees');
  const orders = database.all('select id, item, state from purchase_order_v order by id');
  for (const row of orders) say(Object.values(row as Record<string, string>).join('  '));
  const instances = database.all('select id, state from bpm_instance_v order by id');
  for (const row of instances) say(Object.values(row as Record<string, string>).join('  '));
}

async function start(request: string, variables: Record<string, string | number>): Promise<void> {
  await bpm.start('purchase', { request, ...variables }, { id: request, key: request });
}

async function publish(
  name: string,
  key: string,
  id: string,
  variables: Record<string, string>,
): Promise<void> {
  const { kind, repeated } = await bpm.publish({ name, key, id, variables });
  say(`message '${name}' for ${key}: ${kind}${repeated ? ', as before' : ''}`);
}

async function refused(what: string, command: Promise<unknown>): Promise<void> {
  try {
    await command;
  } catch (error) {
    if (BpmError.is(error, 'BPM_INVALID_COMMAND')) say(`${what}: ${error.message}`);
    else if (BpmError.is(error, 'BPM_ACTIVITY_NOT_ACTIVE')) say(`${what}: ${error.message}`);
    else throw error;
  }
}

async function show(id: string): Promise<void> {
  printReasons(await bpm.instance(id));
}

async function budget(): Promise<void> {
  const { posted } = await ledger.balance('budget:workshop');
  say(`budget  ${posted.replace('-', '')} EUR are free`);
}

function later(time: string, text: string): void {
  clock.set(Date.parse(time));
  heading(text);
}

function heading(text: string): void {
  head(clock.now(), text);
}
