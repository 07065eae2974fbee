/** Readers of the ledger: set-ups, charts of accounts, commands, rates, open items, proofs. */
import { manualClock } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import {
  checkChart,
  type Command,
  currencyTable,
  Ledger,
  openBooks,
  openRates,
  post,
  verifyProof,
} from '@kontor/ledger';
import { importer } from '../importer.ts';
import { keepsNothing } from '../keeps-nothing.ts';

const setup = {
  entity: { id: 'NL01', functionalCurrency: 'EUR', zone: 'Europe/Amsterdam' },
  accounts: [
    { id: 'cash', code: '1000', name: 'Cash', type: 'asset', floor: '0', ceiling: '1000' },
    { id: 'bank', code: '1020', name: 'Bank', type: 'asset', currency: 'USD' },
    { id: 'equity', code: '3000', name: 'Equity', type: 'equity', header: true },
    { id: 'retained', code: '3010', name: 'Retained', type: 'equity', parent: 'equity' },
    { id: 'trading', code: '3020', name: 'Trading', type: 'equity', trading: true },
    { id: 'sales', code: '4000', name: 'Sales', type: 'income' },
    { id: 'rent', code: '5000', name: 'Rent', type: 'expense', requiredDimensions: ['costCentre'] },
  ],
  journals: [{ id: 'bank', numberFormat: 'B-{year}-{n:3}' }],
  dimensions: [{ id: 'costCentre', members: ['north', 'south'] }],
  periods: [{ id: '2026-02', from: '2026-02-01', to: '2026-02-28' }],
  rates: [{ date: '2026-02-10', from: 'USD', to: 'EUR', rate: '0.8815' }],
};

const commands = [
  {
    id: 'e1',
    date: '2026-02-14',
    journal: 'bank',
    text: 'Sale',
    documents: [{ id: 'invoice-7', url: 'https://hansa.eu/7' }],
    lines: [
      { account: 'cash', amount: '100.00' },
      { account: 'sales', amount: '-100.00', dims: { costCentre: 'north' } },
    ],
  },
  { id: 'e2', do: 'reverse', entryId: 'e1', date: '2026-02-15' },
  {
    id: 'e3',
    date: '2026-02-16',
    pending: true,
    timeoutSeconds: 60,
    group: 'g',
    lines: [
      { account: 'bank', amount: '10.00', currency: 'USD' },
      { account: 'sales', amount: '-10.00', currency: 'USD' },
    ],
  },
  { id: 'e4', do: 'postPending', pendingId: 'e3', amount: '5.00', group: 'g' },
  { id: 'e5', do: 'transferUpTo', debit: 'sales', credit: 'cash', max: '70', date: '2026-02-17' },
];

/** Opens a ledger on an empty store. */
async function openLedger() {
  const store = memoryStore();
  const ledger = new Ledger({ store, clock: manualClock(Date.parse('2026-02-14T08:00:00Z')) });
  await ledger.prepare();
  return ledger;
}

/** Their rows. */
export const ledgerImporters = [
  importer({
    name: 'ledger: set-ups',
    covers: ['@kontor/ledger openBooks'],
    samples: [setup],
    read: async (given) => {
      openBooks(given as never);
      const ledger = await openLedger();
      await keepsNothing(
        () => ledger.setup(),
        () => ledger.open(given as never),
      );
    },
  }),
  importer({
    name: 'ledger: charts of accounts',
    covers: ['@kontor/ledger checkChart'],
    samples: [setup.accounts],
    read: (accounts) => checkChart(accounts as never),
  }),
  importer({
    name: 'ledger: commands',
    covers: [],
    samples: [commands],
    read: (given) =>
      post(openBooks(setup as never), given as never, { now: '2026-02-14T08:00:00Z' }),
  }),
  importer({
    name: 'ledger: commands, kept',
    covers: [],
    samples: [commands],
    read: async (given) => {
      const ledger = await openLedger();
      await ledger.open(setup as never);
      await keepsNothing(
        async () => (await ledger.facts()).entry.length,
        () => ledger.postAll(given as unknown as readonly Command[]),
      );
      const { ok } = await ledger.verify();
      if (!ok) throw new Error('the chain is broken');
    },
    share: 0.4,
  }),
  importer({
    name: 'ledger: rates',
    covers: [],
    samples: [setup.rates],
    read: (rows) => openRates(rows as never, { baseCurrency: 'EUR' }),
  }),
  importer({
    name: 'ledger: currencies',
    covers: ['@kontor/ledger currencyTable'],
    samples: [
      [
        { code: 'BTC', exponent: 8 },
        { code: 'PTS', exponent: 0 },
      ],
    ],
    read: (own) => currencyTable({ own: own }),
  }),
  importer({
    name: 'ledger: proofs of an entry',
    covers: ['@kontor/ledger verifyProof'],
    samples: async () => {
      const ledger = await openLedger();
      await ledger.open(setup as never);
      await ledger.postAll(commands as never);
      return [JSON.parse(JSON.stringify(await ledger.proof('e1'))) as object];
    },
    read: (claim) => verifyProof(claim as never),
  }),
];
