/**
 * A company under torture: processes, books, customers and a cube on one store that fails.
 *
 * Each sale is a process; its service posts the entry and changes the customer inside the commit
 * that completes it. Clerks post and users edit beside it. Two followers keep a cube of all booked
 * lines current from the outbox: each puts what it is told, keeps a snapshot, and only then lets
 * the events go; now and then one dies and begins with the snapshot. The laws are in
 * company-laws.ts.
 */
import { type InsideJob, ProcessEngine, service } from '@kontor/bpm';
import { accountObject, Crm, CrmError } from '@kontor/crm-core';
import { manualClock, type Random, seededRandom, sequentialIds } from '@kontor/kernel';
import type { Store } from '@kontor/kernel/store';
import { faultyStore } from '@kontor/kernel/testing';
import { type Command, Ledger } from '@kontor/ledger';
import { z } from 'zod';
import { checkCompanyLaws, type Company, type CompanyTold } from './company-laws.ts';
import { CubeFollower } from './cube-follower.ts';
import { type SimulationReport, untilNothingIsLeft } from './simulation.ts';
import type { World } from './store-simulation.ts';
import { attempt, drawWeather, faultsIn, insist, isTrouble, tryingBy } from './weather.ts';

const PEOPLE = 3;
const DEEDS_EACH = 6;
const CUSTOMER = 'hansa';

const setup = {
  entity: { id: 'NL01', functionalCurrency: 'EUR' },
  accounts: [
    { id: 'bank', code: '1000', name: 'Bank', type: 'asset' as const },
    { id: 'sales', code: '4000', name: 'Sales', type: 'income' as const },
    { id: 'rent', code: '5000', name: 'Rent', type: 'expense' as const },
  ],
  rates: [{ date: '2026-01-01', from: 'USD', to: 'EUR', rate: '0.9' }],
};

const saleProcess = {
  id: 'sale',
  nodes: [
    { kind: 'start' as const, id: 'start' },
    {
      kind: 'service' as const,
      id: 'book',
      type: 'company.book',
      retry: { attempts: 1000, pause: 'PT1S', factor: 1 },
    },
    { kind: 'end' as const, id: 'end' },
  ],
  flows: [
    { id: 'f1', from: 'start', to: 'book' },
    { id: 'f2', from: 'book', to: 'end' },
  ],
};

const sale = z.looseObject({ amount: z.string(), currency: z.string() });
const book = service('company.book', { input: sale, output: z.looseObject({}) });

/** Runs the world of a seed; throws when a law is broken. */
export async function runCompanyWorld(world: World, seed: number): Promise<SimulationReport> {
  const random = seededRandom(seed);
  const company = companyOf(random);
  const calm = company.open(world.store);
  await calm.prepare();
  const faulty = faultyStore(world.store, {
    seed: seed + 0x5eed,
    rates: drawWeather(random),
    reopen: () => world.reopen(),
  });
  const told: CompanyTold = { sales: new Set(), posted: new Map(), edits: new Set() };
  const desks = [company.open(faulty), company.open(faulty)];
  const people = Array.from({ length: PEOPLE }, async (_, person) => {
    for (let n = 0; n < DEEDS_EACH; n++) {
      company.clock.advance(Math.floor(random() * 20_000));
      await act(desks[Math.floor(random() * 2)]!, `${person}-${n}`, random, told);
    }
  });
  const following = async ({ ledger }: Company): Promise<void> => {
    const follower = new CubeFollower(faulty, ledger, company.trying);
    await insist(() => follower.startAnew());
    for (let n = 0; n < DEEDS_EACH; n++) {
      if (random() < 0.3) await attempt(() => follower.startAnew());
      await attempt(() => follower.refresh());
    }
  };
  await Promise.all([...people, ...desks.map(following)]);
  await faulty.settled();
  company.calm();
  const last = company.open(await world.reopen());
  await driveToTheEnd(last, () => company.clock.advance(60_000));
  const lastFollower = new CubeFollower(last.store, last.ledger, company.trying);
  await lastFollower.startAnew();
  await untilNothingIsLeft(
    () => lastFollower.refresh(),
    'the outbox of the books comes to its end',
  );
  await checkCompanyLaws(last, lastFollower, told);
  return { deeds: PEOPLE * DEEDS_EACH, faults: faultsIn(faulty) };
}

/** All engines on a store, opened as often as is needed. */
function companyOf(random: Random) {
  const clock = manualClock(Date.parse('2026-03-02T08:00:00Z'));
  const ids = sequentialIds('id');
  const trying = tryingBy(random);
  let isCalm = false;
  const open = (store: Store): Company & { prepare(): Promise<void> } => {
    const ledger = new Ledger({ store, clock, ids, trying });
    const crm = new Crm({ store, clock, ids, trying, objects: [accountObject()] as const });
    const engine = new ProcessEngine({ store, clock, ids, trying, sleep: trying.sleep! });
    const bookSale = async (given: z.output<typeof sale>, job: InsideJob) => {
      const id = `sale-${job.effectKey.replaceAll(/[^\w-]/g, '.')}`;
      const [outcome] = await ledger.postWithin(job.tx, [entry(id, 'bank', 'sales', given)]);
      if (!outcome!.ok) throw new Error(`the sale was refused: ${outcome!.code}`);
      const session = crm.within(job.tx, { system: 'sales' });
      await session.change('account', CUSTOMER, { phone: id }, { reason: id });
      // Whatever was written is gone with the commit that does not come.
      if (!isCalm && random() < 0.15) throw new Error('torn down after its writes');
      return {};
    };
    engine.handleInside(book, bookSale);
    const prepare = async (): Promise<void> => {
      await Promise.all([ledger.prepare(), crm.prepare(), engine.prepare()]);
      await ledger.open(setup);
      await crm.system('set-up').create('account', { id: CUSTOMER, name: 'Hansa' });
      await engine.deploy(saleProcess);
    };
    return { store, ledger, crm, engine, prepare };
  };
  return { clock, trying, open, calm: () => void (isCalm = true) };
}

const entry = (
  id: string,
  debit: string,
  credit: string,
  { amount, currency }: z.output<typeof sale>,
): Command => ({
  id,
  date: '2026-03-02',
  lines: [
    { account: debit, amount, currency },
    { account: credit, amount: `-${amount}`, currency },
  ],
});

/** One deed of somebody: a sale, an entry of a clerk, an edit of a user, a turn of the engine. */
async function act(
  { engine, ledger, crm }: Company,
  deed: string,
  random: Random,
  told: CompanyTold,
): Promise<void> {
  const amount = `${1 + Math.floor(random() * 90)}.${10 + Math.floor(random() * 80)}`;
  const terms = { amount, currency: random() < 0.3 ? 'USD' : 'EUR' };
  const draw = random();
  if (draw < 0.4) {
    told.sales.add(deed);
    await insist(() => startOnce(engine, deed, terms));
  } else if (draw < 0.6) {
    const outcome = await insist(() => ledger.post(entry(`rent-${deed}`, 'rent', 'bank', terms)));
    told.posted.set(`rent-${deed}`, outcome.ok);
  } else if (draw < 0.8) {
    const session = crm.as({ user: 'anna' });
    const edit = () => session.change('account', CUSTOMER, { name: deed }, { reason: deed });
    try {
      await edit();
      told.edits.add(deed);
    } catch (error) {
      if (!isTrouble(error) && !CrmError.is(error, 'CRM_CONFLICTING_EDIT')) throw error;
    }
  } else await attempt(() => engine.tick());
}

/** Starts a sale; a second time it is there already. */
async function startOnce(
  engine: ProcessEngine,
  id: string,
  terms: { readonly amount: string; readonly currency: string },
): Promise<void> {
  try {
    await engine.start('sale', terms, { id });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
}

const isDuplicate = (error: unknown): boolean =>
  (error as { readonly code?: unknown }).code === 'KERNEL_DUPLICATE';

/** The faults have stopped: what is left is done, and time passes. */
async function driveToTheEnd({ engine }: Company, pass: () => void): Promise<void> {
  for (let round = 0; round < 60; round++) {
    await engine.tick();
    if ((await engine.instances('active')).length === 0) return;
    pass();
  }
}
