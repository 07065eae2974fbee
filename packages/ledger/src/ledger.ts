/**
 * The ledger: books in a store. The only part of the engine that sees a store or a clock.
 *
 * A batch is one commit: what it needs is read, the pure run decides, and entries, sums and the
 * sealed batch are written together. Calls that come while a commit is under way wait and share the
 * next one.
 */
import { type Clock, dayInZone, formatDay, type Ids, inSpan, type Trace } from '@kontor/kernel';
import type { Store, Transaction, TryOptions } from '@kontor/kernel/store';
import type { Audit } from './audit.ts';
import { type Balance, balanceOf, type BalanceQuery } from './balances.ts';
import type { BookPeriod, Books } from './books.ts';
import { checkCommands } from './command-check.ts';
import { CommitQueue } from './commit-queue.ts';
import { checkedInstant } from './dates.ts';
import type { Command, Outcome, PostedEntry } from './entry.ts';
import { facts, type LedgerFacts } from './facts.ts';
import { ledgerCollections } from './ledger-collections.ts';
import { type BatchPosted, readEvents, removeEvents } from './ledger-events.ts';
import { loadTotals } from './load-books.ts';
import type { Sha256 } from './merkle.ts';
import type { BookSetupInput } from './model.ts';
import { type NumberReport, numberReports } from './number-report.ts';
import {
  type CloseYearOptions,
  closingEntry,
  withAccountClosed,
  withPeriodStatus,
} from './period-close.ts';
import {
  halved,
  type LedgerDoors,
  NO_TERMS,
  postInto,
  type Stretch,
  stretchOf,
} from './post-batch.ts';
import type { ExchangeRateInput } from './rate-row.ts';
import { checkSetupAnew } from './setup-change.ts';
import {
  type LedgerVerdict,
  proofOf,
  type StoredProof,
  type VerifyQuery,
  verifyStored,
} from './stored-chain.ts';
import { closedBefore, StoredBooks } from './stored-books.ts';
import { notSetUp, StoredSetup } from './stored-setup.ts';
import { TurnTaking } from './turn-taking.ts';
import { type TrialBalance, trialBalance, type TrialBalanceQuery } from './trial-balance.ts';

/** What a ledger is given. */
export interface LedgerOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Names events: given, each batch leaves one in the outbox, in its own commit. */
  readonly ids?: Ids | undefined;
  /** A portable one when left out; that of `node:crypto` is some times as fast. */
  readonly sha256?: Sha256 | undefined;
  /** How commits are tried again, 100 times if not told; simulations hand in chance and waiting. */
  readonly trying?: TryOptions | undefined;
  /** A span for each phase of a commit: check, load, post, seal, and each try. */
  readonly trace?: Trace | undefined;
}

/** So many commands a commit at most. */
const COMMANDS_MAX = 8190;
/** So often a commit gives way to others who keep losing; then it wants its own turn. */
const COURTESIES = 3;
/** More reservations than these that come due are let expire in commits of their own. */
const DUE_MAX = 1000;

/**
 * The books of one entity in a store; another tenant of the store keeps other books.
 *
 * @example
 * const ledger = new Ledger({ store, clock: systemClock });
 * await ledger.prepare();
 * await ledger.open({ entity: { id: 'NL01', functionalCurrency: 'EUR' }, accounts });
 * const outcome = await ledger.post({ id: 'e1', date: '2026-01-05', lines });
 */
export class Ledger {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #sha256: Sha256 | undefined;
  readonly #turns: TurnTaking;
  readonly #trying: TryOptions;
  readonly #setup = new StoredSetup();
  readonly #books: StoredBooks;
  readonly #doors: LedgerDoors;
  readonly #queue: CommitQueue;

  constructor({ store, clock, ids, sha256, trace, trying: tries = {} }: LedgerOptions) {
    const trying = { trace, ...tries };
    this.#store = store;
    this.#clock = clock;
    this.#sha256 = sha256;
    this.#trying = trying;
    this.#turns = new TurnTaking(store, trying);
    this.#books = new StoredBooks(store, this.#setup, (work) => this.#transact(work));
    this.#doors = { clock, setup: this.#setup, sha256, ids, tenant: store.tenant, trace };
    this.#queue = new CommitQueue(
      (all) =>
        inSpan(trace, 'kontor.ledger.commit', { callers: all.length }, () =>
          all.length === 1 ? this.#postStretch(all[0]!) : this.#postOnce(all),
        ),
      COMMANDS_MAX,
      trace,
    );
  }

  /** Creates the tables; returns the statements, empty for stores without SQL. */
  prepare(): Promise<readonly string[]> {
    return this.#store.prepare(ledgerCollections);
  }

  /**
   * Sets the books up, or puts another set-up in the place of the stored one: accounts, journals,
   * dimensions, rates and periods are added or changed here. What entries may stand on is never
   * taken out, and a program that starts again with its first set-up undoes nothing: begin with
   * what `setup` gives.
   *
   * @throws LedgerError LEDGER_INVALID_SETUP — every fault with its path
   * @throws LedgerError LEDGER_BAD_ARGUMENT — another functional currency than before, something
   * that is gone, stored rates and periods included, a period or an account that is more open than
   * the stored one, an account that is closed with a balance
   */
  async open(setup: BookSetupInput): Promise<void> {
    await this.#transact((tx) => this.#setup.change(tx, () => setup, checkSetupAnew));
  }

  /**
   * The stored set-up, with all that was changed since it was first given; undefined where the
   * books are not set up.
   *
   * @throws LedgerError LEDGER_BROKEN_CHAIN — it is not the one that the head of the chain names
   */
  setup(): Promise<BookSetupInput | undefined> {
    return this.#transact((tx) => this.#setup.given(tx));
  }

  /**
   * The day that it is for the entity: that of the clock, in the entity's zone, as `YYYY-MM-DD`.
   *
   * @throws LedgerError LEDGER_BAD_ARGUMENT — the books are not set up
   */
  async today(): Promise<string> {
    const { setup } = (await this.#books.open()).setup;
    return formatDay(dayInZone(this.#clock.now(), setup.entity.zone));
  }

  /**
   * Posts one command; commands that come together share a commit.
   *
   * @returns once it is durable, where the store is
   * @throws KernelError KERNEL_CONFLICT, KERNEL_UNAVAILABLE, KERNEL_UNKNOWN_OUTCOME — repeat it
   * under the same id: it is posted once, however often it is sent
   */
  async post(command: Command): Promise<Outcome> {
    const [outcome] = await this.postAll([command]);
    return outcome!;
  }

  /**
   * Posts a batch: in one commit, unless it has more than some thousand commands or writes more
   * documents than the store takes at once; then in several, with groups whole.
   *
   * @returns one outcome for each command, in order
   * @throws LedgerError LEDGER_BAD_ARGUMENT — something that is no command
   * @throws KernelError KERNEL_CONFLICT, KERNEL_UNAVAILABLE, KERNEL_UNKNOWN_OUTCOME — as `post`
   */
  postAll(commands: readonly Command[]): Promise<Outcome[]> {
    return this.#queue.post(commands);
  }

  /**
   * Posts inside a transaction of yours: with other engines and your own documents, all or nothing.
   * It is one commit, however much it writes; where thousands of reservations may have come due,
   * call `sweep` before.
   *
   * @param tx - of `transact`, on a store of the same tenant
   */
  async postWithin(tx: Transaction, commands: readonly Command[]): Promise<Outcome[]> {
    checkCommands(commands);
    const result = await postInto(tx, [stretchOf(commands)], this.#doors, NO_TERMS);
    return result.kind === 'done' ? result.outcomes : [];
  }

  /** Posts in one commit; undefined where that would be more than the store takes. */
  async #postOnce(
    stretches: readonly Stretch[],
    writesMax = this.#store.capabilities.maxBatch,
  ): Promise<readonly Outcome[] | undefined> {
    for (let gaveWay = 0; ; ) {
      const terms = { writesMax, dueMax: DUE_MAX };
      const isPolite = gaveWay < COURTESIES;
      const result = await this.#turns.run((tx, hasTurn) => {
        const isAsked = isPolite && !hasTurn ? () => this.#turns.isAsked() : undefined;
        return postInto(tx, stretches, this.#doors, { ...terms, isAsked });
      });
      switch (result.kind) {
        case 'done':
          return result.outcomes;
        case 'tooLarge':
          return undefined;
        case 'sweepFirst':
          await this.sweep();
          break;
        case 'giveWay':
          gaveWay++;
          await this.#turns.giveWay();
      }
    }
  }

  /** Posts a stretch, in as many commits as it takes. */
  async #postStretch(stretch: Stretch): Promise<readonly Outcome[]> {
    const halves = halved(stretch);
    const isOne = halves === undefined || stretch.commands.length <= COMMANDS_MAX;
    const outcomes = isOne ? await this.#postOnce([stretch]) : undefined;
    if (outcomes !== undefined) return outcomes;
    // A group that the store does not take in one commit is refused by the store.
    if (halves === undefined) return (await this.#postOnce([stretch], Infinity)) ?? [];
    const first = await this.#postStretch(halves[0]);
    return [...first, ...(await this.#postStretch(halves[1]))];
  }

  /**
   * Lets reservations expire that have come due. Posting does so by itself, and reads leave out
   * what is due: this keeps the next commit small after a long rest.
   */
  async sweep(): Promise<void> {
    const writesMax = this.#store.capabilities.maxBatch;
    for (let dueMax = DUE_MAX; ; ) {
      const terms = { writesMax: dueMax === 1 ? Infinity : writesMax, dueMax, isSweep: true };
      const result = await this.#transact((tx) => postInto(tx, [], this.#doors, terms));
      if (result.kind === 'tooLarge') dueMax = Math.ceil(dueMax / 2);
      else if (result.kind === 'done' && !result.hasMoreDue) return;
    }
  }

  /** The entry of an id; undefined where there is none. */
  entry(id: string): Promise<PostedEntry | undefined> {
    return this.#books.entry(id);
  }

  /**
   * The balance of an account, as `balanceOf`. Reservations that have expired by the clock are left
   * out.
   */
  async balance(account: string, query: BalanceQuery = {}): Promise<Balance> {
    const now = query.now ?? new Date(this.#clock.now()).toISOString();
    const dueBy = checkedInstant(now, 'now');
    const books = await this.#books.totals(query, (setup) => {
      const { currency = setup.setup.entity.functionalCurrency } = query;
      // Of an account that there is not, nothing is read.
      const isKnown = setup.accounts.some(({ id }) => id === account);
      // The sums tell no dimensions of what is reserved apart; the reservations do.
      const reservations = query.dims === undefined ? { dueBy } : 'open';
      return { ...(isKnown && { pool: { account, currency } }), reservations };
    });
    return balanceOf(books, account, { ...query, now });
  }

  /** The trial balance, from running totals. */
  async trialBalance(query: TrialBalanceQuery = {}): Promise<TrialBalance> {
    // What came before `from` needs the entries of that month as well: all are read then.
    const books = query.from === undefined ? await this.#books.totals(query) : await this.books();
    return trialBalance(books, query);
  }

  /**
   * All of the books in memory, as they stand now, for reports of any kind.
   *
   * @throws LedgerError LEDGER_BROKEN_CHAIN — an entry is missing or changed; `verify` says which
   */
  books(): Promise<Books> {
    return this.#books.all();
  }

  /** The facts of all posted lines, as plain columns for a cube. */
  async facts(): Promise<LedgerFacts> {
    return facts(await this.books());
  }

  /**
   * The numbers of a journal by series: each with its entry, or with the reason for which it was
   * voided; and what is missing, which is nothing.
   *
   * @throws LedgerError LEDGER_JOURNAL_NOT_FOUND
   */
  async series(journal: string): Promise<NumberReport[]> {
    return numberReports(await this.books(), journal);
  }

  #transact<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    return this.#turns.run(work);
  }

  /**
   * Closes a year: posts the closing entry, if there is anything to close, in one commit with the
   * reading of what there is.
   *
   * @returns undefined where there was nothing
   */
  async closeYear(options: CloseYearOptions): Promise<Outcome | undefined> {
    return this.#transact(async (tx) => {
      const open = await this.#setup.read(tx);
      const books = await loadTotals(this.#store, open, { asOf: options.date });
      const entry = closingEntry(books, options);
      if (entry === undefined) return closedBefore(tx, options);
      const [outcome] = await this.postWithin(tx, [entry]);
      return outcome;
    });
  }

  /** Sets what a period takes: all entries, adjustments only, or none. */
  async setPeriodStatus(id: string, status: BookPeriod['status']): Promise<void> {
    await this.#change((setup) => withPeriodStatus(setup, id, status));
  }

  /** Adds exchange rates; a later row for the same day corrects an earlier one. */
  async addRates(rows: readonly ExchangeRateInput[]): Promise<void> {
    await this.#change((setup) => ({ ...setup, rates: [...(setup.rates ?? []), ...rows] }));
  }

  /** Adds accounts to the chart. */
  async openAccounts(rows: BookSetupInput['accounts']): Promise<void> {
    await this.#change((setup) => ({ ...setup, accounts: [...setup.accounts, ...rows] }));
  }

  /**
   * Closes an account from a day on, or opens it again. It has to be at zero, without reservations;
   * those that have come due are let expire before.
   *
   * @param closedOn - the first day on which it takes no lines; undefined = open
   * @throws LedgerError LEDGER_ACCOUNT_NOT_FOUND
   * @throws LedgerError LEDGER_BAD_ARGUMENT — it has a balance or a reservation, no day was given,
   * or it is the trading or rounding account, which the ledger writes to by itself
   * @throws LedgerError LEDGER_INVALID_SETUP — a header, or a day before the account opens
   */
  async closeAccount(id: string, closedOn: string | undefined): Promise<void> {
    await this.sweep();
    await this.#change((setup) => withAccountClosed(setup, id, closedOn));
  }

  async #change(change: (setup: BookSetupInput) => BookSetupInput): Promise<void> {
    await this.#transact((tx) =>
      this.#setup.change(tx, (setup) => {
        if (setup === undefined) throw notSetUp();
        return change(setup);
      }),
    );
  }

  /**
   * Verifies the chain of batches up to its head; names the first batch and entry that are not as
   * they were written.
   */
  verify(query: VerifyQuery = {}): Promise<LedgerVerdict> {
    return verifyStored(this.#store, query, this.#sha256);
  }

  /**
   * Compares balances, reservations, links and numbers with what the entries add up to; names the
   * first difference.
   *
   * @throws LedgerError LEDGER_BROKEN_CHAIN — an entry is missing or changed; `verify` says which
   */
  audit(): Promise<Audit> {
    return this.#books.audit();
  }

  /**
   * The proof that an entry is in its batch: checkable by `verifyProof`, or by a program of your
   * own.
   *
   * @throws LedgerError LEDGER_ENTRY_NOT_FOUND
   * @throws LedgerError LEDGER_BROKEN_CHAIN — its batch is not there, or without it
   */
  proof(id: string): Promise<StoredProof> {
    return proofOf(this.#store, id, this.#sha256);
  }

  /**
   * Events that are still to be delivered, those of the first batches first.
   *
   * @param limit - at most so many; 100 when left out
   */
  events({ limit = 100 }: { readonly limit?: number } = {}): Promise<BatchPosted[]> {
    return readEvents(this.#store, limit);
  }

  /** Removes events that were delivered, by their ids. */
  removeEvents(ids: readonly string[]): Promise<void> {
    return removeEvents(this.#store, ids, this.#trying);
  }
}
