/**
 * How books are kept: collections that SQL users find as tables `ledger_…` with typed views
 * `ledger_…_v`.
 *
 * Entries and batches are only ever inserted. Balances, reservations, series and the head of the
 * chain are what the entries add up to, kept so that nobody has to add them up again.
 */
import type { EventEnvelope } from '@kontor/kernel';
import { type Collection, collection } from '@kontor/kernel/store';
import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';
import type { BatchRecord } from './hash-chain.ts';
import type { Command, EntryKind, PostedEntry, PostedLine } from './entry.ts';
import type { RefusalCode } from './errors.ts';
import type { BookSetupInput } from './model.ts';

/** The set-up of the book; one document. */
export interface StoredSetup {
  readonly id: 'setup';
  readonly setup: BookSetupInput;
}

/** What the ledger has to know of an entry beside what its reader sees. */
export interface KeptTerms {
  /** Lines, from 0, whose base was given. */
  readonly baseGiven?: readonly number[];
  /** As it was given, where that says more than its date and lines. */
  readonly command?: Command;
  /** What a transfer up to a maximum moved. */
  readonly moved?: string;
  /** Its number in the series of its journal, and the fiscal year where that starts anew. */
  readonly ordinal?: number;
  readonly year?: number;
}

/** An entry as it is hashed. By which one it is reversed is known later, so that is not in it. */
export type SealedEntry = Omit<PostedEntry, 'reversedBy'> & { readonly kept?: KeptTerms };

/** An entry: what is hashed, and of it what SQL users and indexes see. */
export interface StoredEntry {
  readonly id: string;
  readonly sequence: number;
  readonly batch: number;
  readonly kind: EntryKind;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly recordedAt: string;
  readonly journal: string;
  readonly number?: string;
  readonly entry: SealedEntry;
  /** The leaf of the entry in the tree of its batch. */
  readonly leaf: string;
}

/** By which entry another one was taken back. */
export interface StoredReversal {
  readonly id: string;
  readonly by: string;
}

/** A command that stays refused under its id. */
export interface StoredRefusal {
  readonly id: string;
  readonly code: RefusalCode;
  readonly command: Command;
}

/** What an account has in a currency: whole minor units as text, all positive. */
export interface StoredPool {
  readonly id: string;
  readonly account: string;
  readonly currency: string;
  readonly debits: string;
  readonly credits: string;
  readonly pendingDebits: string;
  readonly pendingCredits: string;
}

/** What came in a month to an account, in a currency, with a set of dimensions. */
export interface StoredBalance {
  readonly id: string;
  readonly account: string;
  readonly currency: string;
  /** As JSON, members by name. */
  readonly dims: string;
  /** Months since year 0. */
  readonly month: number;
  readonly debits: string;
  readonly credits: string;
  readonly baseDebits: string;
  readonly baseCredits: string;
  readonly closing: string;
  readonly closingDebits: string;
  readonly closingCredits: string;
}

/** A reservation. */
export interface StoredPending {
  readonly id: string;
  readonly date: string;
  readonly journal: string;
  readonly state: 'open' | 'posted' | 'voided' | 'expired';
  /** Milliseconds since 1970; none = never. */
  readonly expiresAt?: number;
  readonly by?: string;
  readonly lines: readonly PostedLine[];
  /** Lines, from 0, whose base was given. */
  readonly baseGiven?: readonly number[];
}

/** The last number of a series. */
export interface StoredSeries {
  readonly id: string;
  readonly journal: string;
  readonly year?: number;
  readonly last: number;
}

/** A batch, sealed. */
export interface StoredBatch extends BatchRecord {
  readonly id: string;
  /** The sequence of its first entry. */
  readonly first: number;
}

/** The end of the chain; one document, which everyone who posts or sets up writes. */
export interface StoredHead {
  readonly id: 'head';
  /** The last batch; 0 and no hash where there is none. */
  readonly batch: number;
  readonly hash: string;
  /** Of the last entry. */
  readonly sequence: number;
  /** Milliseconds since 1970; none before the first batch. */
  readonly recordedAt?: number;
  /** The digest of the set-up that is in force. */
  readonly setup: string;
  /** How many commands stay refused under their ids. */
  readonly refusals: number;
}

/** An event that is still to be delivered. */
export interface StoredEvent {
  readonly id: string;
  readonly batch: number;
  readonly event: EventEnvelope;
}

/** The set-up. */
export const setups: Collection<StoredSetup> = collection('ledger_setup', {
  id: (row: StoredSetup) => row.id,
});

/** Entries, by their ids. */
export const storedEntries: Collection<StoredEntry> = collection('ledger_entry', {
  id: (row: StoredEntry) => row.id,
  fields: {
    sequence: 'integer',
    batch: 'integer',
    kind: 'text',
    date: 'text',
    recordedAt: 'text',
    journal: 'text',
    number: 'text',
  },
  indexes: { byDate: ['date', 'sequence'] },
  unique: { bySequence: ['sequence'] },
});

/** Reversals, by the id of the entry that was taken back. */
export const reversals: Collection<StoredReversal> = collection('ledger_reversal', {
  id: (row: StoredReversal) => row.id,
  fields: { by: 'text' },
});

/** Refusals that stay. */
export const refusals: Collection<StoredRefusal> = collection('ledger_refusal', {
  id: (row: StoredRefusal) => row.id,
  fields: { code: 'text' },
});

/** Sums by account and currency. */
export const pools: Collection<StoredPool> = collection('ledger_pool', {
  id: (row: StoredPool) => row.id,
  fields: {
    account: 'text',
    currency: 'text',
    debits: 'decimal',
    credits: 'decimal',
    pendingDebits: 'decimal',
    pendingCredits: 'decimal',
  },
});

/** Sums by account, currency, dimensions and month. */
export const balances: Collection<StoredBalance> = collection('ledger_balance', {
  id: (row: StoredBalance) => row.id,
  fields: {
    account: 'text',
    currency: 'text',
    dims: 'text',
    month: 'integer',
    debits: 'decimal',
    credits: 'decimal',
    baseDebits: 'decimal',
    baseCredits: 'decimal',
    closing: 'decimal',
    closingDebits: 'decimal',
    closingCredits: 'decimal',
  },
  indexes: { byAccount: ['account', 'month'] },
});

/** Reservations, by the id of the pending entry. */
export const storedPendings: Collection<StoredPending> = collection('ledger_pending', {
  id: (row: StoredPending) => row.id,
  fields: { state: 'text', expiresAt: 'integer', date: 'text' },
  indexes: { byState: ['state'], byExpiry: ['state', 'expiresAt'] },
});

/** Series of numbers. */
export const storedSeries: Collection<StoredSeries> = collection('ledger_series', {
  id: (row: StoredSeries) => row.id,
  fields: { journal: 'text', year: 'integer', last: 'integer' },
  indexes: { byJournal: ['journal'] },
});

/** The chain. */
export const storedBatches: Collection<StoredBatch> = collection('ledger_batch', {
  id: (row: StoredBatch) => row.id,
  fields: { batch: 'integer', first: 'integer', recordedAt: 'text', hash: 'text' },
  unique: { byBatch: ['batch'] },
});

/** Its end. */
export const heads: Collection<StoredHead> = collection('ledger_head', {
  id: (row: StoredHead) => row.id,
});

/** The outbox: events in the order of their batches, until they are removed. */
export const storedEvents: Collection<StoredEvent> = collection('ledger_event', {
  id: (row: StoredEvent) => row.id,
  fields: { batch: 'integer' },
  unique: { byBatch: ['batch'] },
});

/** Claims of processes that keep losing races; see turn-taking.ts. */
export const turnClaims: Collection<{ readonly id: string }> = collection('ledger_turn', {
  id: (row: { readonly id: string }) => row.id,
});

/** All of them, for `prepare`. */
export const ledgerCollections: readonly Collection[] = [
  setups,
  storedEntries,
  reversals,
  refusals,
  pools,
  balances,
  storedPendings,
  storedSeries,
  storedBatches,
  heads,
  storedEvents,
  turnClaims,
];

/** The key of a batch: in order as text, too. */
export const batchId = (batch: number): string => String(batch).padStart(12, '0');

/** Stores take ids of 255 bytes. */
const ROW_ID_MAX = 200;

/** What a row is about, as its key has it; several of them stand behind each other with `|`. */
export const keyPart = (part: string | number): string => encodeURIComponent(String(part));

/**
 * The key of a row by what it is about. Ids of stored rows are printable ASCII and short; what an
 * account or a member is called need be neither.
 */
export const rowId = (...parts: readonly (string | number)[]): string =>
  rowIdOf(parts.map(keyPart).join('|'));

/** As `rowId`, of parts that are encoded and joined already. */
export function rowIdOf(joined: string): string {
  if (joined.length <= ROW_ID_MAX) return joined;
  return `${joined.slice(0, ROW_ID_MAX - 65)}~${bytesToHex(sha256(utf8ToBytes(joined)))}`;
}
