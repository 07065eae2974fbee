/**
 * What can go wrong in a ledger, by code.
 *
 * Refusals are news of the domain: `post` gives one back for each entry that it does not take, as a
 * value with a code and its details, and the rest of the batch goes on. The same codes are thrown
 * as `LedgerError` where a single question fails. Misuse (a chart with faults, a day that is none)
 * throws.
 */
import { type CodedError, codedErrors } from '@kontor/kernel';

/** A fault of a chart, a rate table or another part of the set-up. */
export interface SetupIssue {
  readonly code: SetupIssueCode;
  /** From the root of what was given: `['accounts', 12, 'parent']`; rows count from 0. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** The kinds of fault that a set-up can have. */
export type SetupIssueCode =
  /** A value of the wrong type or shape, or an unknown field. */
  | 'INVALID_VALUE'
  | 'DUPLICATE_KEY'
  | 'UNKNOWN_ACCOUNT'
  | 'UNKNOWN_CURRENCY'
  | 'UNKNOWN_DIMENSION'
  | 'UNKNOWN_JOURNAL'
  | 'UNKNOWN_TAX_CODE'
  | 'UNKNOWN_TIME_ZONE'
  /** An account of another type than its parent. */
  | 'TYPE_DIFFERS'
  /** Accounts that stand under each other in a circle. */
  | 'ACCOUNT_CYCLE'
  | 'BAD_DAY'
  | 'BAD_AMOUNT'
  /** Periods or validities that overlap, or end before they begin. */
  | 'BAD_PERIOD'
  | 'BAD_NUMBER_FORMAT';

/** Why an entry, or another command, is not taken: the closed set of codes with their details. */
export type RefusalDetails = {
  /** The command itself is malformed; `path` says where, `expected` what would do. */
  LEDGER_BAD_COMMAND: { path: string; value: string; expected: string };
  LEDGER_UNBALANCED: { currency: string; difference: string };
  LEDGER_EMPTY_ENTRY: { id: string };
  LEDGER_AMOUNT_PRECISION: { amount: string; currency: string; path: string };
  LEDGER_ACCOUNT_NOT_FOUND: { account: string };
  LEDGER_ACCOUNT_IS_HEADER: { account: string };
  LEDGER_ACCOUNT_CLOSED: { account: string; closedOn?: string | undefined };
  LEDGER_CURRENCY_NOT_ALLOWED: { account: string; currency: string };
  /** `reason` is a sentence: no such code, none on that day, or one without a minor unit. */
  LEDGER_CURRENCY_NOT_FOUND: { currency: string; reason?: string | undefined };
  LEDGER_DIMENSION_REQUIRED: { account: string; dimension: string };
  LEDGER_DIMENSION_NOT_ALLOWED: { account: string; dimension: string };
  LEDGER_JOURNAL_NOT_FOUND: { journal: string };
  LEDGER_PERIOD_CLOSED: { date: string; period: string };
  LEDGER_PERIOD_NOT_FOUND: { date: string };
  LEDGER_RATE_REQUIRED: { from: string; to: string; date: string };
  LEDGER_RATE_NOT_FOUND: { from: string; to: string; date: string };
  LEDGER_RATE_STALE: { from: string; to: string; date: string; rateDate: string };
  LEDGER_EXCEEDS_BALANCE_LIMIT: { account: string; currency: string; available: string };
  LEDGER_ENTRY_NOT_FOUND: { entryId: string };
  LEDGER_PENDING_NOT_FOUND: { pendingId: string };
  LEDGER_NOT_PENDING: { pendingId: string };
  LEDGER_EXCEEDS_PENDING_AMOUNT: { pendingId: string; pending: string };
  LEDGER_PENDING_ALREADY_POSTED: { pendingId: string; by: string };
  LEDGER_PENDING_ALREADY_VOIDED: { pendingId: string; by: string };
  LEDGER_PENDING_EXPIRED: { pendingId: string; expiredAt: string };
  LEDGER_LINKED_ENTRY_FAILED: { group: string; culprit: string };
  LEDGER_LINKED_GROUP_OPEN: { group: string };
  LEDGER_ID_REUSED: { id: string; field: string };
  LEDGER_ID_ALREADY_FAILED: { id: string; firstCode: string };
  LEDGER_ALREADY_REVERSED: { entryId: string; by: string };
  LEDGER_EXCEEDS_OPEN_AMOUNT: { item: string; open: string };
  LEDGER_ITEM_NOT_FOUND: { item: string };
  LEDGER_ASSERTION_FAILED: { account: string; expected: string; found: string };
  LEDGER_AMOUNT_OVERFLOW: { path: string };
};

/** The codes of refusals. */
export type RefusalCode = keyof RefusalDetails;

/** The codes of the ledger and what each one carries. */
export type LedgerErrorDetails = RefusalDetails & {
  /** A chart, rate table or other set-up with faults; every one is listed. */
  LEDGER_INVALID_SETUP: { issues: readonly SetupIssue[] };
  /** An argument that makes no sense; `path` says where. */
  LEDGER_BAD_ARGUMENT: { path: string; value: string; expected: string };
  /** Stored books that do not add up, or a stored batch that was changed. */
  LEDGER_BROKEN_CHAIN: { batch: number; entry?: number | undefined; reason: string };
};

const listed = (issues: readonly SetupIssue[]): string =>
  issues
    .slice(0, 20)
    .map((issue) => `\n- ${issue.path.join('.')}: ${issue.message} [${issue.code}]`)
    .join('') + (issues.length > 20 ? `\n- and ${issues.length - 20} more` : '');

/** The ledger's error. Match it with `LedgerError.is(error, code)`. */
export const LedgerError = codedErrors<LedgerErrorDetails>('LedgerError', {
  LEDGER_INVALID_SETUP: ({ issues }) =>
    `The set-up has ${issues.length} ${issues.length === 1 ? 'fault' : 'faults'}:${listed(issues)}`,
  LEDGER_BAD_ARGUMENT: ({ path, value, expected }) => `${path} is ${value}: give ${expected}.`,
  LEDGER_BROKEN_CHAIN: ({ batch, entry, reason }) =>
    `Batch ${batch}${entry === undefined ? '' : `, entry ${entry}`} is not as it was written: ` +
    `${reason}. Restore it from a copy; what was posted is never edited.`,
  LEDGER_BAD_COMMAND: ({ path, value, expected }) => `${path} is ${value}: give ${expected}.`,
  LEDGER_UNBALANCED: ({ currency, difference }) =>
    `The lines add up to ${difference} ${currency} instead of 0: debits and credits must be equal.`,
  LEDGER_EMPTY_ENTRY: ({ id }) => `Entry '${id}' has no line with an amount: give at least two.`,
  LEDGER_AMOUNT_PRECISION: ({ amount, currency, path }) =>
    `${path} is ${amount}, finer than ${currency} has decimals: round it first, by a named mode.`,
  LEDGER_ACCOUNT_NOT_FOUND: ({ account }) =>
    `There is no account '${account}': open it, or correct its id.`,
  LEDGER_ACCOUNT_IS_HEADER: ({ account }) =>
    `'${account}' is a header and takes no lines: post to an account under it.`,
  LEDGER_ACCOUNT_CLOSED: ({ account, closedOn }) =>
    `Account '${account}' is closed${closedOn === undefined ? '' : ` since ${closedOn}`}: ` +
    `post to another one, or open it again.`,
  LEDGER_CURRENCY_NOT_ALLOWED: ({ account, currency }) =>
    `Account '${account}' does not take ${currency}: its currency is fixed.`,
  LEDGER_CURRENCY_NOT_FOUND: ({ currency, reason }) =>
    reason ?? `'${currency}' is in neither ISO 4217 nor the book's commodities: define it there.`,
  LEDGER_DIMENSION_REQUIRED: ({ account, dimension }) =>
    `A line on '${account}' needs a '${dimension}': name its member in dims.`,
  LEDGER_DIMENSION_NOT_ALLOWED: ({ account, dimension }) =>
    `A line on '${account}' may have no '${dimension}', or the book has no such dimension.`,
  LEDGER_JOURNAL_NOT_FOUND: ({ journal }) =>
    `There is no journal '${journal}': declare it in journals.`,
  LEDGER_PERIOD_CLOSED: ({ date, period }) =>
    `${date} lies in period '${period}', which is closed: date it later, mark it an adjustment ` +
    `if the period is closed softly, or post with latePosting 'firstOpen'.`,
  LEDGER_PERIOD_NOT_FOUND: ({ date }) => `No period covers ${date}: declare one.`,
  LEDGER_RATE_REQUIRED: ({ from, to, date }) =>
    `The line in ${from} has neither a rate nor a base in ${to}, and no rate of ${date} or ` +
    `before is known: give one.`,
  LEDGER_RATE_NOT_FOUND: ({ from, to, date }) =>
    `There is no rate from ${from} to ${to} on ${date} or before: add one.`,
  LEDGER_RATE_STALE: ({ from, to, date, rateDate }) =>
    `The last rate from ${from} to ${to} before ${date} is of ${rateDate}, which is too old.`,
  LEDGER_EXCEEDS_BALANCE_LIMIT: ({ account, currency, available }) =>
    `'${account}' allows ${available} ${currency} at most: its balance limit would be passed.`,
  LEDGER_ENTRY_NOT_FOUND: ({ entryId }) => `There is no posted entry '${entryId}'.`,
  LEDGER_PENDING_NOT_FOUND: ({ pendingId }) => `There is no entry '${pendingId}'.`,
  LEDGER_NOT_PENDING: ({ pendingId }) => `Entry '${pendingId}' was posted at once: it is final.`,
  LEDGER_EXCEEDS_PENDING_AMOUNT: ({ pendingId, pending }) =>
    `'${pendingId}' reserves ${pending}: post that or less.`,
  LEDGER_PENDING_ALREADY_POSTED: ({ pendingId, by }) => `'${pendingId}' was posted by '${by}'.`,
  LEDGER_PENDING_ALREADY_VOIDED: ({ pendingId, by }) => `'${pendingId}' was voided by '${by}'.`,
  LEDGER_PENDING_EXPIRED: ({ pendingId, expiredAt }) =>
    `'${pendingId}' expired at ${expiredAt}: reserve anew.`,
  LEDGER_LINKED_ENTRY_FAILED: ({ group, culprit }) =>
    `Group '${group}' failed as a whole: see the outcome of '${culprit}'.`,
  LEDGER_LINKED_GROUP_OPEN: ({ group }) =>
    `Group '${group}' is split by other entries: its members must be neighbours.`,
  LEDGER_ID_REUSED: ({ id, field }) =>
    `'${id}' was used before with another ${field}: give a new id, or the same content.`,
  LEDGER_ID_ALREADY_FAILED: ({ id, firstCode }) =>
    `'${id}' was refused before (${firstCode}): try again under a new id.`,
  LEDGER_ALREADY_REVERSED: ({ entryId, by }) => `'${entryId}' was reversed by '${by}'.`,
  LEDGER_EXCEEDS_OPEN_AMOUNT: ({ item, open }) => `Item '${item}' has only ${open} open.`,
  LEDGER_ITEM_NOT_FOUND: ({ item }) => `There is no open item '${item}'.`,
  LEDGER_ASSERTION_FAILED: ({ account, expected, found }) =>
    `'${account}' has ${found} where ${expected} is asserted.`,
  LEDGER_AMOUNT_OVERFLOW: ({ path }) => `${path} has more than 38 digits in minor units.`,
});

/** An error of the ledger, typed by its code. */
export type LedgerError<Code extends keyof LedgerErrorDetails = keyof LedgerErrorDetails> =
  CodedError<LedgerErrorDetails, Code>;
