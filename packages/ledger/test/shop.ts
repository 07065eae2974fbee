/**
 * A small shop for tests of the shell: cash, a wallet that may not go below zero, sales by number.
 */
import { type ManualClock, manualClock, sequentialIds } from '@kontor/kernel';
import type { Store } from '@kontor/kernel/store';
import { checkedStore } from '../../../tools/schemas/checked-store.ts';
import type { EntryInput } from '../src/entry.ts';
import { Ledger } from '../src/ledger.ts';
import type { BookSetupInput } from '../src/model.ts';

/** The instant at which the shop's clock starts. */
export const MORNING = Date.parse('2026-01-05T08:00:00Z');

/** Its books. */
export const shopSetup: BookSetupInput = {
  entity: { id: 'shop', functionalCurrency: 'EUR', zone: 'Europe/Berlin' },
  accounts: [
    { id: 'cash', code: '1000', name: 'Cash', type: 'asset' },
    { id: 'wallet', code: '2000', name: 'Wallet', type: 'liability', floor: '0' },
    { id: 'retained', code: '3000', name: 'Retained earnings', type: 'equity' },
    { id: 'trading', code: '3900', name: 'Trading', type: 'equity', trading: true },
    { id: 'fees', code: '4000', name: 'Fees', type: 'income' },
    { id: 'rent', code: '5000', name: 'Rent', type: 'expense' },
  ],
  journals: [{ id: 'sales', numberFormat: '{year}/{n:3}' }],
  dimensions: [{ id: 'project' }],
  periods: [
    { id: '2025', from: '2025-01-01', to: '2025-12-31' },
    { id: '2026-01', from: '2026-01-01', to: '2026-01-31' },
    { id: '2026', from: '2026-02-01', to: '2026-12-31' },
  ],
};

/** An entry of two lines: the first account is debited, the second credited. */
export const entry = (
  id: string,
  [debit, credit]: readonly [string, string],
  amount: string,
  more: Partial<EntryInput> = {},
): EntryInput => ({
  id,
  date: '2026-01-05',
  lines: [
    { account: debit, amount },
    { account: credit, amount: `-${amount}` },
  ],
  ...more,
});

/** A ledger of the shop on a store, with its clock. */
export interface Shop {
  readonly ledger: Ledger;
  readonly clock: ManualClock;
}

/** Opens the shop's books on a store. */
export async function openShop(store: Store, setup = shopSetup): Promise<Shop> {
  const clock = manualClock(MORNING);
  // What every story tells is as it was published.
  const ledger = new Ledger({ store: checkedStore(store), clock, ids: sequentialIds('event') });
  await ledger.prepare();
  await ledger.open(setup);
  return { ledger, clock };
}

/** The documents of a collection, by id. */
export async function rowsOf<Document extends object>(
  store: Store,
  collection: Parameters<typeof store.scan<Document>>[0],
): Promise<Document[]> {
  const rows: Document[] = [];
  for await (const page of store.scan(collection)) rows.push(...page.map((row) => row.document));
  return rows;
}
