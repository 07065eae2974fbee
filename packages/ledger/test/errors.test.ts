/**
 * Codes of the ledger: each message names the thing and says what to do about it.
 */
import { LedgerError, type LedgerErrorDetails } from '@kontor/ledger';
import { describe, expect, test } from 'vitest';

const examples: LedgerErrorDetails = {
  LEDGER_INVALID_SETUP: {
    issues: [{ code: 'UNKNOWN_ACCOUNT', path: ['accounts', 3, 'parent'], message: 'add it' }],
  },
  LEDGER_BAD_ARGUMENT: { path: 'asOf', value: "'May'", expected: 'a day as YYYY-MM-DD' },
  LEDGER_BROKEN_CHAIN: { batch: 812, entry: 3, reason: 'its hash differs' },
  LEDGER_BAD_COMMAND: { path: 'lines.2.amount', value: "'ten'", expected: 'a decimal' },
  LEDGER_UNBALANCED: { currency: 'EUR', difference: '0.01' },
  LEDGER_EMPTY_ENTRY: { id: 'e1' },
  LEDGER_AMOUNT_PRECISION: { amount: '1.005', currency: 'EUR', path: 'lines.0.amount' },
  LEDGER_ACCOUNT_NOT_FOUND: { account: 'cash' },
  LEDGER_ACCOUNT_IS_HEADER: { account: 'assets' },
  LEDGER_ACCOUNT_CLOSED: { account: 'till', closedOn: '2026-01-01' },
  LEDGER_CURRENCY_NOT_ALLOWED: { account: 'cash', currency: 'USD' },
  LEDGER_CURRENCY_NOT_FOUND: { currency: 'QQQ' },
  LEDGER_DIMENSION_REQUIRED: { account: 'wages', dimension: 'team' },
  LEDGER_DIMENSION_NOT_ALLOWED: { account: 'wages', dimension: 'team' },
  LEDGER_JOURNAL_NOT_FOUND: { journal: 'diary' },
  LEDGER_PERIOD_CLOSED: { date: '2026-01-15', period: 'jan' },
  LEDGER_PERIOD_NOT_FOUND: { date: '2026-01-15' },
  LEDGER_RATE_REQUIRED: { from: 'USD', to: 'EUR', date: '2026-01-15' },
  LEDGER_RATE_NOT_FOUND: { from: 'USD', to: 'EUR', date: '2026-01-15' },
  LEDGER_RATE_STALE: { from: 'USD', to: 'EUR', date: '2026-01-15', rateDate: '2025-12-01' },
  LEDGER_EXCEEDS_BALANCE_LIMIT: { account: 'wallet', currency: 'EUR', available: '18.00' },
  LEDGER_ENTRY_NOT_FOUND: { entryId: 'e1' },
  LEDGER_PENDING_NOT_FOUND: { pendingId: 'h1' },
  LEDGER_NOT_PENDING: { pendingId: 'h1' },
  LEDGER_EXCEEDS_PENDING_AMOUNT: { pendingId: 'h1', pending: '50.00' },
  LEDGER_PENDING_ALREADY_POSTED: { pendingId: 'h1', by: 'h2' },
  LEDGER_PENDING_ALREADY_VOIDED: { pendingId: 'h1', by: 'h2' },
  LEDGER_PENDING_EXPIRED: { pendingId: 'h1', expiredAt: '2026-01-05T08:01:00Z' },
  LEDGER_LINKED_ENTRY_FAILED: { group: 'g', culprit: 'e2' },
  LEDGER_LINKED_GROUP_OPEN: { group: 'g' },
  LEDGER_ID_REUSED: { id: 'e1', field: 'lines.0.amount' },
  LEDGER_ID_ALREADY_FAILED: { id: 'e1', firstCode: 'LEDGER_ACCOUNT_CLOSED' },
  LEDGER_ALREADY_REVERSED: { entryId: 'e1', by: 'r1' },
  LEDGER_EXCEEDS_OPEN_AMOUNT: { item: 'inv-1', open: '50.00' },
  LEDGER_ITEM_NOT_FOUND: { item: 'inv-1' },
  LEDGER_ASSERTION_FAILED: { account: 'giro', expected: '1.00', found: '2.00' },
  LEDGER_AMOUNT_OVERFLOW: { path: 'lines.0.amount' },
};

const codes = Object.keys(examples) as (keyof LedgerErrorDetails)[];

/** All texts and numbers of details. */
const texts = (details: unknown): string[] =>
  typeof details === 'object' && details !== null
    ? Object.values(details).flatMap(texts)
    : [String(details)];

describe('LedgerError', () => {
  test.each(codes)('%s names what it is about', (code) => {
    const error = new LedgerError(code, examples[code]);
    for (const text of texts(examples[code])) {
      expect(error.message).toContain(text);
    }
    expect(error.message).toMatch(/^[\s\S]{20,300}$/);
  });

  test.each(codes)('%s is known by its code, with its details', (code) => {
    const error: unknown = new LedgerError(code, examples[code]);
    expect(LedgerError.is(error, code)).toBe(true);
    expect(LedgerError.is(error)).toBe(true);
    expect(error).toMatchObject({ name: 'LedgerError', code, details: examples[code] });
    const other = code === 'LEDGER_UNBALANCED' ? 'LEDGER_EMPTY_ENTRY' : 'LEDGER_UNBALANCED';
    expect(LedgerError.is(error, other)).toBe(false);
  });

  test.each([
    ['LEDGER_ACCOUNT_CLOSED', { account: 'till' }, "Account 'till' is closed: post to another"],
    ['LEDGER_CURRENCY_NOT_FOUND', { currency: 'Q', reason: 'Q ended.' }, 'Q ended'],
    ['LEDGER_BROKEN_CHAIN', { batch: 8, reason: 'it is gone' }, 'Batch 8 is not as it was written'],
  ] as const)('%s says less where less is known', (code, details, text) => {
    expect(new LedgerError(code, details as never).message).toContain(text);
  });

  test('a set-up lists 20 faults, and counts the rest', () => {
    const issue = { code: 'BAD_DAY', path: ['periods', 0], message: 'wrong' } as const;
    const many = new LedgerError('LEDGER_INVALID_SETUP', {
      issues: Array.from({ length: 23 }, () => issue),
    });
    expect(many.message.split('\n')).toHaveLength(22);
    expect(many.message).toMatch(/^The set-up has 23 faults:[\s\S]*and 3 more$/);
    const one = new LedgerError('LEDGER_INVALID_SETUP', { issues: [issue] });
    expect(one.message).toBe('The set-up has 1 fault:\n- periods.0: wrong [BAD_DAY]');
  });
});
