/**
 * What page 3 of the tutorial ends with: books in the store of the desk, rows of stock beside them,
 * and the boilers received into both.
 */
import { sequentialIds } from '@kontor/kernel';
import { collection, transact } from '@kontor/kernel/store';
import { type BookSetupInput, Ledger } from '@kontor/ledger';
import { type Desk, openDesk } from './desk.ts';

/** How many of an item lie in the works. */
interface Stock {
  readonly item: string;
  readonly quantity: string;
}

/** The company's own table. */
export const stock = collection<Stock>('stock', {
  id: (row) => row.item,
  fields: { item: 'text', quantity: 'decimal' },
});

/** Its books. */
export const setup: BookSetupInput = {
  entity: { id: 'works', functionalCurrency: 'EUR' },
  accounts: [
    { id: 'bank', type: 'asset' },
    { id: 'receivables', type: 'asset', ceiling: '12000.00' },
    { id: 'inventory', type: 'asset' },
    { id: 'input-vat', type: 'asset' },
    { id: 'payables', type: 'liability' },
    { id: 'received', type: 'liability' },
    { id: 'output-vat', type: 'liability' },
    { id: 'capital', type: 'equity' },
    { id: 'sales', type: 'income', requiredDimensions: ['customer'] },
    { id: 'cost-of-sales', type: 'expense', requiredDimensions: ['customer'] },
  ],
  dimensions: [{ id: 'customer' }],
};

/** Two lines: what is debited, and what is credited. */
export const lines = (debit: string, credit: string, amount: string) => [
  { account: debit, amount },
  { account: credit, amount: `-${amount}` },
];

/** The desk with its books. */
export interface Office extends Desk {
  readonly ledger: Ledger;
}

/** Opens the books, and receives ten boilers. */
export async function openOffice(): Promise<Office> {
  const desk = await openDesk();
  const { store, clock } = desk;
  const ledger = new Ledger({ store, clock, ids: sequentialIds('posted') });
  await ledger.prepare();
  await ledger.open(setup);
  await store.prepare([stock]);
  await transact(store, async (tx) => {
    tx.put(stock, { item: 'boiler', quantity: '2' });
    tx.put(stock, { item: 'pump', quantity: '12' });
    await ledger.postWithin(tx, [
      { id: 'opening', date: '2026-02-03', lines: lines('inventory', 'capital', '340.00') },
      { id: 'I-2025-9', date: '2026-02-03', lines: lines('receivables', 'capital', '2000.00') },
    ]);
  });
  clock.set(Date.parse('2026-02-27T08:00:00Z'));
  const date = '2026-02-27';
  await transact(store, async (tx) => {
    tx.increment(stock, 'boiler', 'quantity', 10n);
    await ledger.postWithin(tx, [
      { id: 'goods-1', date, lines: lines('inventory', 'received', '800.00') },
    ]);
  });
  const invoice = [
    { account: 'received', amount: '800.00' },
    { account: 'input-vat', amount: '152.00' },
    { account: 'payables', amount: '-952.00' },
  ];
  await ledger.post({ id: 'K-4711', date, lines: invoice });
  return { ...desk, ledger };
}
