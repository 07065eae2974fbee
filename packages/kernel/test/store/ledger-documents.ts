/** A collection such as an engine declares, for the tests of what SQL users see. */
import { collection, type Collection } from '@kontor/kernel/store';

/** An entry of a journal. */
export interface LedgerEntry {
  readonly id: string;
  readonly accountId?: string;
  readonly postedOn?: number;
  readonly number?: number;
  readonly amount: string;
  readonly open: boolean;
  readonly order?: string;
}

/** Entries with every kind of field; `order` is a reserved word of SQL. */
export const ledgerEntries: Collection<LedgerEntry> = collection<LedgerEntry>('ledger_entry', {
  id: (entry) => entry.id,
  fields: {
    accountId: 'text',
    postedOn: 'integer',
    number: 'integer',
    amount: 'decimal',
    open: 'boolean',
    order: 'text',
  },
  indexes: { byAccount: ['accountId', 'postedOn'] },
  unique: { byNumber: ['number'] },
});

/** Two hundred entries on four accounts. */
export const manyEntries: readonly LedgerEntry[] = Array.from({ length: 200 }, (_, i) => ({
  id: `e${String(i).padStart(3, '0')}`,
  accountId: `12${i % 4}0`,
  postedOn: 20_454 + i,
  number: i + 1,
  amount: `${i}.25`,
  open: i % 2 === 0,
  order: `o${i}`,
}));
