/** The job of the ledger: entries in two currencies, a trial balance, and the chain of hashes. */
import { manualClock } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import { Ledger } from '@kontor/ledger';

const date = '2026-01-05';

const lines = (debit: string, credit: string, amount: string, currency = 'EUR') => [
  { account: debit, amount, currency },
  { account: credit, amount: `-${amount}`, currency },
];

/** The outcomes, the trial balance, and what the chain of hashes proves. */
export async function postEntries(): Promise<string[]> {
  const clock = manualClock(Date.parse('2026-01-05T09:00:00Z'));
  const ledger = new Ledger({ store: memoryStore(), clock });
  await ledger.prepare();
  await ledger.open({
    entity: { id: 'shop', functionalCurrency: 'EUR', zone: 'Europe/Lisbon' },
    accounts: [
      { id: 'bank', type: 'asset' },
      { id: 'dollars', type: 'asset', currency: 'USD', monetary: true },
      { id: 'wallet', type: 'liability', floor: '0' },
      { id: 'sales', type: 'income' },
      { id: 'trading', type: 'equity', trading: true },
    ],
    rates: [{ date: '2026-01-02', from: 'USD', to: 'EUR', rate: '0.93' }],
  });
  const outcomes = await ledger.postAll([
    { id: 'top-up', date, lines: lines('bank', 'wallet', '100.00') },
    { id: 'hold', date, lines: lines('wallet', 'sales', '80.00'), pending: true },
    { id: 'too much', date, lines: lines('wallet', 'sales', '20.01') },
    { do: 'postPending', id: 'charge', pendingId: 'hold', amount: '65.00' },
    { id: 'export', date, lines: lines('dollars', 'sales', '1000.01', 'USD') },
  ]);
  const { rows, total } = await ledger.trialBalance();
  return [
    ...outcomes.map((outcome) => JSON.stringify(outcome)),
    ...rows.map(({ account, base }) => `${account} ${base}`),
    `total ${total}`,
    JSON.stringify((await ledger.proof('export')).record),
    JSON.stringify(await ledger.verify()),
  ];
}
