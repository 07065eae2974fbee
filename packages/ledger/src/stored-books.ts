/**
 * Stored books as they are read: of one head of the chain, whoever posts meanwhile.
 *
 * Running totals lie in several collections, so a read of them is made again where a batch came
 * between. Entries are never changed: what was posted up to a head can be read at leisure.
 */
import { KernelError } from '@kontor/kernel';
import type { Store, Transaction } from '@kontor/kernel/store';
import { type Audit, auditRows, readStoredRows } from './audit.ts';
import type { AsOf } from './balances.ts';
import type { Books } from './books.ts';
import type { Outcome, PostedEntry } from './entry.ts';
import { reversals, setups, storedEntries } from './ledger-collections.ts';
import { loadAll, loadTotals, type TotalsQuery } from './load-books.ts';
import type { CloseYearOptions } from './period-close.ts';
import type { OpenLedger, StoredSetup } from './stored-setup.ts';

/** Runs work in a transaction of the store. */
type Transact = <Result>(work: (tx: Transaction) => Promise<Result>) => Promise<Result>;

/** Reads the books of one store. */
export class StoredBooks {
  readonly #store: Store;
  readonly #setup: StoredSetup;
  readonly #transact: Transact;

  constructor(store: Store, setup: StoredSetup, transact: Transact) {
    this.#store = store;
    this.#setup = setup;
    this.#transact = transact;
  }

  /** The set-up in force and the end of the chain. */
  open(): Promise<OpenLedger> {
    return this.#transact((tx) => this.#setup.read(tx));
  }

  /** The entry of an id; undefined where there is none. */
  async entry(id: string): Promise<PostedEntry | undefined> {
    const [stored] = await this.#store.get(storedEntries, [id]);
    if (stored === undefined) return undefined;
    const [link] = await this.#store.get(reversals, [id]);
    const { kept: _, ...entry } = stored.document.entry;
    return link === undefined ? entry : { ...entry, reversedBy: link.document.by };
  }

  /**
   * All of the books.
   *
   * @throws LedgerError LEDGER_BROKEN_CHAIN — an entry is missing or changed
   */
  async all(): Promise<Books> {
    return loadAll(this.#store, await this.open());
  }

  /** Books with the running totals that a question needs. */
  async totals(
    { asOf, knownAt }: AsOf,
    more: (setup: OpenLedger['setup']) => Partial<TotalsQuery> = () => ({}),
  ): Promise<Books> {
    try {
      return await this.#consistently((open) =>
        loadTotals(this.#store, open, { asOf, knownAt, ...more(open.setup) }),
      );
    } catch (error) {
      // Others post without a pause: then all entries are read.
      if (KernelError.is(error, 'KERNEL_CONFLICT')) return this.all();
      throw error;
    }
  }

  /** What is kept beside the entries, held against what they add up to. */
  async audit(): Promise<Audit> {
    const { open, stored } = await this.#consistently(async (open) => ({
      open,
      stored: await readStoredRows(this.#store, open.head),
    }));
    return auditRows(await loadAll(this.#store, open), stored);
  }

  /** Reads several collections as one: again, where a batch was posted meanwhile. */
  #consistently<Result>(read: (open: OpenLedger) => Promise<Result>): Promise<Result> {
    return this.#transact(async (tx) => {
      const open = await this.#setup.read(tx);
      const result = await read(open);
      // A second read makes the transaction look, at its end, whether the head is still the same.
      await tx.get(setups, 'setup');
      return result;
    });
  }
}

/** The outcome of the closing entry that was posted under the id before: asked again, a replay. */
export async function closedBefore(
  tx: Transaction,
  { id, date }: CloseYearOptions,
): Promise<Outcome | undefined> {
  const stored = await tx.get(storedEntries, id);
  if (stored?.entry.closing !== true || stored.date !== date) return undefined;
  const { sequence, number } = stored;
  return { ok: true, id, sequence, ...(number !== undefined && { number }), replayed: true };
}
