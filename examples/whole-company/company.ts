/**
 * The company: one store, and the engines on it.
 *
 * Opened anew at every start, on an empty database or on one that a program left in the middle:
 * there is nothing to know but what is in the store. The clock is set by the story, so that
 * everybody sees the same days.
 */
import { ProcessEngine } from '@kontor/bpm';
import { Crm } from '@kontor/crm-core';
import { manualClock, type ManualClock, sequentialIds } from '@kontor/kernel';
import { nextNumber, numberSeries, type Store, transact } from '@kontor/kernel/store';
import { type Command, Ledger } from '@kontor/ledger';
import { Planner } from '@kontor/mrp';
import { setup } from './books.ts';
import { handleOrders } from './order-handlers.ts';
import { orderProcess } from './order-process.ts';
import { shopOrders } from './shop-orders.ts';
import { type CompanyCrm, objects, projects } from './selling.ts';

/** The engines and what they stand on. */
export interface Company {
  readonly store: Store;
  readonly clock: ManualClock;
  readonly crm: CompanyCrm;
  readonly bpm: ProcessEngine;
  readonly planner: Planner;
  readonly ledger: Ledger;
  /** Months that are known to be closed: what is found in the books is not asked for again. */
  readonly ended: Set<string>;
}

/** Opens the company on a store; tables, books and process are made where there are none. */
export async function openCompany(store: Store): Promise<Company> {
  const clock = manualClock(Date.parse('2025-10-01T08:00:00Z'));
  await store.prepare([numberSeries, shopOrders]);
  // Ids begin with the number of the start, so no start gives one that another has given.
  const start = await transact(store, (tx) => nextNumber(tx, 'program-start'));
  const ids = sequentialIds(`s${String(start).padStart(4, '0')}`);
  const doors = { store, clock, ids };
  const crm = new Crm({ ...doors, objects, pipelines: [projects] as const });
  const ledger = new Ledger({ store, clock });
  const bpm = new ProcessEngine({ ...doors, worker: 'office' });
  const planner = new Planner(doors);
  for (const engine of [crm, ledger, bpm, planner]) await engine.prepare();
  if ((await ledger.setup()) === undefined) await ledger.open(setup);
  handleOrders(bpm, { crm, ledger });
  await bpm.deploy(orderProcess);
  return { store, clock, crm, bpm, planner, ledger, ended: new Set() };
}

/** Posts on the clock's day; an entry that is refused ends the program. */
export async function post(ledger: Ledger, ...commands: readonly Command[]): Promise<void> {
  for (const outcome of await ledger.postAll(commands)) {
    if (!outcome.ok) throw new Error(`${outcome.id}: ${JSON.stringify(outcome)}`);
  }
}
