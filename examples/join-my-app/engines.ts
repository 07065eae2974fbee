/** The engines, on the application's own pool: books, customers and deliveries. */
import { type ProcessInput, ProcessEngine } from '@kontor/bpm';
import { accountObject, activityObject, Crm } from '@kontor/crm-core';
import { type ManualClock, sequentialIds } from '@kontor/kernel';
import { postgresStore } from '@kontor/kernel/postgres';
import { Ledger } from '@kontor/ledger';
import type { Pool } from 'pg';

const delivery: ProcessInput = {
  id: 'delivery',
  nodes: [
    { kind: 'start', id: 'ordered' },
    { kind: 'user', id: 'pack', work: { candidateGroups: ['store'] } },
    { kind: 'end', id: 'packed' },
  ],
  flows: [
    { id: 'ordered-pack', from: 'ordered', to: 'pack' },
    { id: 'pack-packed', from: 'pack', to: 'packed' },
  ],
};

/** Opens the engines, creates their tables and sets them up. */
export async function openEngines(pool: Pool, clock: ManualClock) {
  const store = postgresStore(pool);
  const ledger = new Ledger({ store, clock, ids: sequentialIds('event') });
  const bpm = new ProcessEngine({ store, clock });
  const objects = [accountObject(), activityObject()] as const;
  const crm = new Crm({ store, clock, ids: sequentialIds('record'), objects });
  await ledger.prepare();
  await bpm.prepare();
  await crm.prepare();
  await ledger.open({
    entity: { id: 'shop', functionalCurrency: 'EUR' },
    accounts: [
      { id: 'bank', type: 'asset' },
      { id: 'wallet:ann', type: 'liability', floor: '0' },
      { id: 'sales', type: 'income' },
    ],
    journals: [{ id: 'sales', numberFormat: 'S-{n:4}' }],
  });
  await bpm.deploy(delivery);
  return { store, ledger, bpm, crm };
}

/** What `openEngines` gives. */
export type Engines = Awaited<ReturnType<typeof openEngines>>;
