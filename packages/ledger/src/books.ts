/**
 * Books: the compiled form of a ledger. Strings became small integers, amounts stand in columns,
 * every balance is kept as it grows.
 *
 * An entry and a line are rows of columns (`EntryLog`, `LineLog`). What a line does to balances is
 * added up where it will be asked for: per account and currency (a `Pool`, for limits), below it
 * per set of dimensions, and below that per month (a `BalanceRow`, for balances as of a day). So a
 * posting costs a few additions, and a balance as of a day is the months before it and the lines of
 * one month.
 */
import type { Day, FiscalCalendar, RoundingMode } from '@kontor/kernel';
import type { Account } from './account.ts';
import {
  type IdTable,
  IntField,
  IntRows,
  type PlacesByMonth,
  RunColumn,
  ValueField,
} from './columns.ts';
import type { CurrencyTable } from './currency-table.ts';
import type { Command, EntryKind } from './entry.ts';
import type { RefusalCode } from './errors.ts';
import type { Rates } from './exchange-rate.ts';
import { type Minor, MinorField, MinorPairs, type SumTable } from './minor.ts';
import type { BookSetup } from './model.ts';
import type { MonthList } from './month-cells.ts';
import type { PlainRun } from './plain-run.ts';

/** A currency or other commodity of the book. */
export interface BookCurrency {
  readonly index: number;
  readonly code: string;
  readonly exponent: number;
}

/** An account with what is kept of it; what every line asks stands in front. */
export interface AccountState {
  readonly index: number;
  /** Whether it takes any line in the functional currency on the days on which it is open. */
  readonly isPlain: boolean;
  readonly openFrom: Day;
  /** The first day on which it is closed. */
  closedOn: Day;
  readonly id: string;
  readonly isDebitNormal: boolean;
  readonly isHeader: boolean;
  /** Whether it has a floor or a ceiling. */
  readonly isLimited: boolean;
  /** Whether it requires or forbids dimensions. */
  readonly hasDimensionRules: boolean;
  /** The only currency it takes; undefined = any. */
  readonly onlyCurrency: string | undefined;
  readonly account: Account;
  /** By the index of the currency. */
  readonly pools: (Pool | undefined)[];
  /** The row that was written last. */
  lastRow: BalanceRow | undefined;
}

/** The cells of a pool: sums that only grow, on either side; all positive. */
export const DEBITS = 0;
/** What was credited. */
export const CREDITS = 1;
/** What is reserved to be debited. */
export const PENDING_DEBITS = 2;
/** What is reserved to be credited. */
export const PENDING_CREDITS = 3;
/** Cells of a pool. */
export const POOL_CELLS = 4;

/** What an account has in one currency. */
export interface Pool {
  readonly account: AccountState;
  readonly currency: BookCurrency;
  /** Bounds of the balance on the account's normal side; undefined = none. */
  readonly floor: Minor | undefined;
  readonly ceiling: Minor | undefined;
  /** Its first cell in the sums of the books. */
  readonly cells: number;
  /** By the index of the set of dimensions. */
  readonly rows: Map<number, BalanceRow>;
}

/** The cells of a month: what came in it, in the currency and in the base; credits positive. */
export const BASE_DEBITS = 2;
/** The bases of what was credited. */
export const BASE_CREDITS = 3;
/** Cells of a month; the first two are DEBITS and CREDITS. */
export const MONTH_CELLS = 4;

/**
 * The cells of what closing entries brought in a month, which few months have: of its sums in the
 * currency, debit positive …
 */
export const CLOSING = 0;
/** … and of the bases, by their sides. */
export const CLOSING_DEBITS = 1;
/** The bases of what closing entries credited. */
export const CLOSING_CREDITS = 2;
/** Cells of them; one more than there are, for months to begin with a line of the cache. */
export const CLOSING_CELLS = 4;

/** What a pool has of one set of dimensions, month by month. */
export interface BalanceRow extends MonthList {
  readonly pool: Pool;
  readonly currency: BookCurrency;
  readonly dims: number;
  /** The first cell of its pool. */
  readonly poolCells: number;
  /** The month that was written last (monthOf), and its first cell. */
  lastMonth: number;
  lastCells: number;
}

/** All lines posted, in the order in which they were recorded. */
export interface LineLog {
  /** A row a line, in the order of LINE_…. */
  readonly rows: IntRows;
  /** Amount and base of each. */
  readonly minors: MinorPairs;
  readonly entry: IntField;
  readonly account: IntField;
  readonly currency: IntField;
  readonly dims: IntField;
  readonly amount: MinorField;
  readonly base: MinorField;
  /** What only some lines have. */
  readonly notes: Map<number, LineNotes>;
}

/** What was given with a line beside its amounts. */
export interface LineNotes {
  readonly rate?: string | undefined;
  readonly taxCode?: string | undefined;
  readonly text?: string | undefined;
  readonly isGenerated?: true | undefined;
  /** The base was given, not computed. */
  readonly isBaseGiven?: true | undefined;
}

/** All entries, in the order in which they were recorded; a row each. */
export interface EntryLog {
  readonly id: string[];
  /** A row an entry, in the order of ENTRY_…. */
  readonly rows: IntRows;
  /** Milliseconds since 1970, UTC. */
  readonly recordedAt: RunColumn;
  readonly date: IntField;
  readonly kind: ValueField<EntryKind>;
  readonly journal: ValueField<BookJournal>;
  /** Its number in the series of its journal; 0 = none. */
  readonly ordinal: IntField;
  /** Its lines in the log end where those of the next entry begin. */
  readonly firstLine: IntField;
  /** What only some entries have. */
  readonly notes: Map<number, EntryNotes>;
}

/** What an entry has beside its date, journal and lines. */
export interface EntryNotes {
  /** As it was given, without the lines of a posted entry: those are in the log. */
  readonly command?: Command | undefined;
  readonly documentDate?: string | undefined;
  /** What a transfer up to a maximum moved. */
  readonly moved?: string | undefined;
  readonly isClosing?: boolean | undefined;
  /** Its place in the whole book, where that is not its place here. */
  readonly sequence?: number | undefined;
  /** As it was written when it was given: the journal may have another format by now. */
  readonly number?: string | undefined;
  /** The year of the series of that number, where that starts anew. */
  readonly year?: number | undefined;
  readonly reversedBy?: string | undefined;
}

/** A reservation that can be posted, voided, or expire. */
export interface PendingRecord {
  readonly id: string;
  readonly date: Day;
  readonly journal: string;
  readonly lines: readonly DraftLine[];
  /** When it expires; Infinity = never. */
  readonly expiresAt: number;
  state: 'open' | 'posted' | 'voided' | 'expired';
  /** The entry that resolved it. */
  by: string | undefined;
}

/**
 * A line on its way into the book. Those of a draft are used again for the next entry: who keeps
 * them for longer copies them (`keptLines`).
 */
export interface DraftLine {
  readonly account: AccountState;
  readonly currency: BookCurrency;
  readonly dims: number;
  readonly amount: Minor;
  readonly base: Minor;
  readonly notes: LineNotes | undefined;
}

/**
 * A line that is being read: its account may be unknown, its base may have to be computed. Books
 * have one for each line of an entry, and use it again for the next entry.
 */
export interface OpenLine {
  account: AccountState | undefined;
  currency: BookCurrency;
  dims: number;
  amount: Minor;
  base: Minor | undefined;
  notes: LineNotes | undefined;
}

/** A command that was refused for good. */
export interface RememberedRefusal {
  readonly code: RefusalCode;
  readonly command: Command;
}

/** The series of numbers of a journal in a year. */
export interface NumberSeries {
  readonly journal: string;
  /** The fiscal year; undefined where the series never starts anew. */
  readonly year: number | undefined;
  last: number;
}

/** A period of the set-up, as day numbers. */
export interface BookPeriod {
  readonly id: string;
  readonly first: Day;
  readonly last: Day;
  status: 'open' | 'softClosed' | 'closed';
}

/** A journal of the set-up. */
export interface BookJournal {
  readonly index: number;
  readonly id: string;
  readonly format: string;
  readonly startsAnew: boolean;
}

/**
 * The books of one entity. Made by `openBooks`, written by `post`, read by the functions that take
 * them.
 */
export interface Books {
  readonly setup: BookSetup;
  readonly functional: BookCurrency;
  readonly rounding: RoundingMode;
  readonly fiscal: FiscalCalendar;
  /** Grows by `addRates`. */
  rates: Rates;
  readonly accounts: AccountState[];
  readonly accountOf: Map<string, AccountState>;
  readonly trading: AccountState | undefined;
  /** Takes what conversion leaves over; undefined = the largest line does. */
  readonly roundingAccount: AccountState | undefined;
  readonly currencyTable: CurrencyTable;
  readonly currencies: BookCurrency[];
  readonly currencyOf: Map<string, BookCurrency>;
  /** Sets of dimensions by index; none is 0. */
  readonly dimensionSets: Readonly<Record<string, string>>[];
  readonly dimensionSetOf: Map<string, number>;
  readonly journals: Map<string, BookJournal>;
  /** That of entries that name none. */
  readonly general: BookJournal;
  /** By their first day. */
  readonly periods: BookPeriod[];
  readonly sums: SumTable;
  /** The months of all rows (month-cells.ts). */
  readonly months: IntRows;
  readonly lines: LineLog;
  readonly entries: EntryLog;
  /** So many entries were recorded before the first of these: of books that are loaded in part. */
  readonly entriesBefore: number;
  /** Posted lines by month, in the order of the log. */
  readonly linesOfMonth: PlacesByMonth;
  /** Places of entries by their ids. */
  readonly ids: IdTable;
  /** Refusals that stay, by id. */
  readonly refusals: Map<string, RememberedRefusal>;
  readonly pendings: Map<string, PendingRecord>;
  /** Pending entries that may expire, by when they do. */
  readonly expiring: PendingRecord[];
  readonly series: Map<string, NumberSeries>;
  /** The last instant of recording; later ones are never before it. */
  recordedAt: number;
  /** The lines of the entry that is being read, as many as it has. */
  readonly openLines: OpenLine[];
  /** The plain entries that are being read, one run after the other (plain-run.ts). */
  readonly plainRun: PlainRun;
  /** How to take back what is done, while a group is open. */
  undo: (() => void)[] | undefined;
}

/** The cells of a line in the log: the number of its entry … */
export const LINE_ENTRY = 0;
/** … of its account … */
export const LINE_ACCOUNT = 1;
/** … of its currency … */
export const LINE_CURRENCY = 2;
/** … and of its set of dimensions. */
export const LINE_DIMS = 3;
/** Cells of a line. */
export const LINE_WIDTH = 4;

/** A log without a line. */
export function openLog(): LineLog {
  const rows = new IntRows(LINE_WIDTH);
  const minors = new MinorPairs();
  return {
    rows,
    minors,
    entry: new IntField(rows, LINE_ENTRY),
    account: new IntField(rows, LINE_ACCOUNT),
    currency: new IntField(rows, LINE_CURRENCY),
    dims: new IntField(rows, LINE_DIMS),
    amount: new MinorField(minors, 0),
    base: new MinorField(minors, 1),
    notes: new Map(),
  };
}

/** The cells of an entry in the log: its day … */
export const ENTRY_DATE = 0;
/** … its place among the kinds of entries … */
export const ENTRY_KIND = 1;
/** … the number of its journal … */
export const ENTRY_JOURNAL = 2;
/** … its number in the series of that … */
export const ENTRY_ORDINAL = 3;
/** … and its first line. */
export const ENTRY_FIRST_LINE = 4;
/** Cells of an entry. */
export const ENTRY_WIDTH = 5;

/** Kinds of entries by number. */
export const ENTRY_KINDS: readonly EntryKind[] = ['posted', 'pending', 'void', 'voidNumber'];

/** Of these, that of most. */
export const POSTED = 0;

/** A log without an entry. */
export function openEntries(journals: Iterable<BookJournal>): EntryLog {
  const rows = new IntRows(ENTRY_WIDTH);
  return {
    id: [],
    rows,
    recordedAt: new RunColumn(),
    date: new IntField(rows, ENTRY_DATE),
    kind: new ValueField(rows, ENTRY_KIND, ENTRY_KINDS),
    journal: new ValueField(rows, ENTRY_JOURNAL, [...journals]),
    ordinal: new IntField(rows, ENTRY_ORDINAL),
    firstLine: new IntField(rows, ENTRY_FIRST_LINE),
    notes: new Map(),
  };
}
