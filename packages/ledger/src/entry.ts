/**
 * What is posted: entries of lines, and the other commands of a batch. Plain data.
 *
 * Debit is positive, credit negative. A line has its amount in its own currency, and its base: the
 * same in the functional currency of the entity. Both columns must balance on their own.
 */
import type { DecimalInput } from '@kontor/kernel';
import type { RefusalCode, RefusalDetails } from './errors.ts';

/** Members by dimension, such as `{ costCentre: 'north' }`; an empty member is none. */
export type Dimensions = Readonly<Record<string, string>>;

/** One debit or credit as it is given. */
export interface LineInput {
  readonly account: string;
  /** In units of the currency; debit positive, credit negative. */
  readonly amount: DecimalInput;
  /** The functional currency when left out. */
  readonly currency?: string | undefined;
  /** The amount in the functional currency; else it is converted, once. */
  readonly base?: DecimalInput | undefined;
  /** Units of the functional currency for one of this one; else that of the book's rates. */
  readonly rate?: DecimalInput | undefined;
  readonly dims?: Dimensions | undefined;
  readonly taxCode?: string | undefined;
  readonly text?: string | undefined;
}

/** A document behind an entry: where it is, and a digest of it. */
export interface DocumentReference {
  readonly id: string;
  readonly url?: string | undefined;
  readonly sha256?: string | undefined;
}

/** What every command may say about itself. */
interface CommandTerms {
  /** Given by the caller, for ever: the same id again is the same command again. */
  readonly id: string;
  /** Neighbours with the same group succeed or fail as one. */
  readonly group?: string | undefined;
  readonly text?: string | undefined;
  readonly reason?: string | undefined;
}

/** A journal entry. */
export interface EntryInput extends CommandTerms {
  readonly do?: 'post' | undefined;
  /** The effective day: decides period, rate and balances as of a day. */
  readonly date: string;
  /** On the paper, where it differs. */
  readonly documentDate?: string | undefined;
  /** `general` when left out. */
  readonly journal?: string | undefined;
  readonly lines: readonly LineInput[];
  /** Reserves instead of posting. */
  readonly pending?: boolean | undefined;
  /** A pending entry expires so many seconds after it was recorded. */
  readonly timeoutSeconds?: number | undefined;
  /** May be dated in a period that is closed softly. */
  readonly adjustment?: boolean | undefined;
  /** What is done with a date in a closed period; the book's choice when left out. */
  readonly latePosting?: 'refuse' | 'firstOpen' | undefined;
  /** Closes a year: left out of the income statement. */
  readonly closing?: boolean | undefined;
  readonly documents?: readonly DocumentReference[] | undefined;
  /** Where it comes from, such as the order or payment behind it. */
  readonly source?: string | undefined;
}

/** Posts what a pending entry reserves, all of it or less. */
export interface PostPending extends CommandTerms {
  readonly do: 'postPending';
  readonly pendingId: string;
  /** Of the debits in the currency of its first line; all when left out. */
  readonly amount?: DecimalInput | undefined;
  /** The day of the pending entry when left out. */
  readonly date?: string | undefined;
}

/** Releases what a pending entry reserves. */
export interface VoidPending extends CommandTerms {
  readonly do: 'voidPending';
  readonly pendingId: string;
}

/** Moves what is there, up to a maximum; nothing there is a success, too. */
export interface TransferUpTo extends CommandTerms {
  readonly do: 'transferUpTo';
  readonly debit: string;
  readonly credit: string;
  readonly max: DecimalInput;
  readonly currency?: string | undefined;
  readonly date: string;
  readonly journal?: string | undefined;
  readonly pending?: boolean | undefined;
  readonly timeoutSeconds?: number | undefined;
}

/** Takes back a posted entry by another one with all signs turned. */
export interface Reverse extends CommandTerms {
  readonly do: 'reverse';
  readonly entryId: string;
  readonly date: string;
  readonly adjustment?: boolean | undefined;
  readonly latePosting?: 'refuse' | 'firstOpen' | undefined;
}

/** Uses up a number of a journal without an entry, and says why. */
export interface VoidNumber extends CommandTerms {
  readonly do: 'voidNumber';
  readonly journal: string;
  readonly date: string;
  readonly reason: string;
}

/** One item of a batch. */
export type Command = EntryInput | PostPending | VoidPending | TransferUpTo | Reverse | VoidNumber;

/** A command that was taken. */
export interface Accepted {
  readonly ok: true;
  readonly id: string;
  /** The place of the entry in the book, from 1, without gaps. */
  readonly sequence: number;
  /** By the format of its journal; a pending or voided entry has none. */
  readonly number?: string | undefined;
  /** The command was taken before; nothing was done now. */
  readonly replayed?: true | undefined;
  /** What `transferUpTo` moved, in units of the currency. */
  readonly amount?: string | undefined;
}

/** A command that was not taken; nothing of it happened. */
export type Refused = {
  readonly [Code in RefusalCode]: {
    readonly ok: false;
    readonly id: string;
    readonly code: Code;
    readonly details: RefusalDetails[Code];
  };
}[RefusalCode];

/** What came of a command. */
export type Outcome = Accepted | Refused;

/** Makes a refusal. */
export function refused<Code extends RefusalCode>(
  id: string,
  code: Code,
  details: RefusalDetails[Code],
): Refused {
  return { ok: false, id, code, details } as Refused;
}

/** A line as it stands in the book. */
export interface PostedLine {
  readonly account: string;
  /** With all decimals of the currency. */
  readonly amount: string;
  readonly currency: string;
  readonly base: string;
  readonly dims: Dimensions;
  /** As it was given. */
  readonly rate?: string | undefined;
  readonly taxCode?: string | undefined;
  readonly text?: string | undefined;
  /** Made by the engine, on the trading account, so that each currency balances. */
  readonly generated?: true | undefined;
}

/** What an entry is: posted, a reservation, or the end of one without posting. */
export type EntryKind = 'posted' | 'pending' | 'void' | 'voidNumber';

/** An entry as it stands in the book. */
export interface PostedEntry {
  readonly id: string;
  readonly sequence: number;
  readonly kind: EntryKind;
  readonly date: string;
  readonly documentDate?: string | undefined;
  /** When the ledger learned of it: a UTC instant. */
  readonly recordedAt: string;
  readonly journal: string;
  readonly number?: string | undefined;
  readonly lines: readonly PostedLine[];
  readonly text?: string | undefined;
  readonly reason?: string | undefined;
  readonly source?: string | undefined;
  readonly documents?: readonly DocumentReference[] | undefined;
  readonly adjustment?: true | undefined;
  readonly closing?: true | undefined;
  /** The pending entry that it posts or voids. */
  readonly pendingId?: string | undefined;
  /** The entry that it takes back, and the one by which it was taken back. */
  readonly reverses?: string | undefined;
  readonly reversedBy?: string | undefined;
}
