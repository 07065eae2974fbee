/**
 * The collections of the conformance tests, one of each kind that engines declare.
 */
import { collection } from '../../store/collection.ts';
import type { Collection } from '../../store/contract.ts';

/** A hot amount: an integer string. */
export interface Account {
  readonly id: string;
  readonly balance: string;
}

/** A document in two indexes, with fields that may be absent. */
export interface Entry {
  readonly id: string;
  readonly account?: string | null;
  readonly day?: number | null;
  readonly amount?: string;
  readonly open?: boolean;
  readonly note?: unknown;
}

/** A seat that one document may have. */
export interface Seat {
  readonly id: string;
  readonly room?: string | null;
  readonly seat?: number | null;
}

/** Hot amounts, in no index. */
export const accounts = collection<Account>('conf_account', {
  id: (account) => account.id,
  fields: { balance: 'decimal' },
});

/** Documents in two indexes. */
export const entries = collection<Entry>('conf_entry', {
  id: (entry) => entry.id,
  fields: { account: 'text', day: 'integer', amount: 'decimal', open: 'boolean' },
  indexes: { byAccount: ['account', 'day'], byDay: ['day'] },
});

/** Documents under a unique index. */
export const seats = collection<Seat>('conf_seat', {
  id: (seat) => seat.id,
  fields: { room: 'text', seat: 'integer' },
  unique: { bySeat: ['room', 'seat'] },
});

/** All of them, to be prepared together. */
export const CONFORMANCE_COLLECTIONS: readonly Collection[] = [accounts, entries, seats];
