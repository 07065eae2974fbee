/**
 * Cases as set-ups and commands of the ledger.
 */
import { decimal } from '@kontor/kernel';
import { balanceOf } from '../../src/balances.ts';
import type { Books } from '../../src/books.ts';
import type { Command, Outcome } from '../../src/entry.ts';
import type { BookSetupInput } from '../../src/model.ts';
import { openBooks } from '../../src/open-books.ts';

type AccountInput = BookSetupInput['accounts'][number];

/** An account of a case. */
export interface CaseAccount {
  readonly id: string;
  readonly type?: AccountInput['type'];
  readonly currency?: string;
  readonly floor?: string;
  readonly ceiling?: string;
  readonly closed?: boolean;
  readonly header?: boolean;
  readonly trading?: boolean;
  readonly requiredDimensions?: string[];
}

/** A command of a case: like ours, with defaults left to the runner. */
export interface CaseCommand {
  readonly do?: string;
  readonly id: string;
  readonly date?: string;
  readonly lines?: readonly { readonly account: string }[];
  readonly [field: string]: unknown;
}

/** What a balance is said to be. */
export interface CaseBalance {
  readonly account: string;
  readonly currency: string;
  readonly posted: string;
  readonly pendingDebits?: string;
  readonly pendingCredits?: string;
}

/** A day in an open period, for commands that name none. */
export const CASE_DAY = '2026-01-05';

/** Opens the books of a case: its accounts, and assets for those that only lines name. */
export const caseBooks = (...terms: Parameters<typeof caseSetup>): Books =>
  openBooks(caseSetup(...terms));

/** The set-up of a case. */
export function caseSetup(
  accounts: readonly CaseAccount[],
  named: Iterable<string> = [],
  rest: Partial<BookSetupInput> = {},
  functionalCurrency = 'EUR',
): BookSetupInput {
  const known = new Set(accounts.map(({ id }) => id));
  const others = [...new Set(named)].filter((id) => !known.has(id)).map((id) => ({ id }));
  return {
    entity: { id: 'case', functionalCurrency },
    accounts: [...accounts, ...others].map(accountOf),
    dimensions: ['costCentre', 'project'].map((id) => ({ id })),
    ...rest,
  };
}

function accountOf(account: CaseAccount, at: number): AccountInput {
  const { id, type = 'asset', closed, ...rest } = account;
  return {
    id,
    code: String(1000 + at),
    name: id,
    type,
    ...rest,
    ...(closed === true && { closedOn: '2000-01-01' }),
  };
}

/** A command with what a case leaves out. */
export const commandOf = (command: CaseCommand): Command =>
  ({
    ...(command.do === 'postPending' || command.do === 'voidPending' ? {} : { date: CASE_DAY }),
    ...command,
  }) as unknown as Command;

/** Where an outcome is not what a case says; only the fields that it has are compared. */
export function outcomeDifferences(
  what: string,
  found: Outcome,
  expected: Readonly<Record<string, unknown>>,
): string[] {
  const own = found as unknown as Readonly<Record<string, unknown>>;
  return Object.entries(expected).flatMap(([field, value]) => {
    if (field === 'lines') return [];
    if (field === 'details') return detailDifferences(what, own['details'], value);
    return isSame(own[field], value)
      ? []
      : [`${what}: ${field} ${text(own[field])}, not ${text(value)}`];
  });
}

function detailDifferences(what: string, found: unknown, expected: unknown): string[] {
  const own = (found ?? {}) as Readonly<Record<string, unknown>>;
  return Object.entries(expected as object).flatMap(([field, value]) =>
    isSame(own[field], value) ? [] : [`${what}: ${field} ${text(own[field])}, not ${text(value)}`],
  );
}

const isSame = (found: unknown, expected: unknown): boolean =>
  found === expected || (typeof expected === 'number' && found === String(expected));

const text = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

/** Where balances are not what a case says. */
export function balanceDifferences(
  what: string,
  books: Books,
  balances: readonly CaseBalance[] = [],
  now?: string,
): string[] {
  return balances.flatMap(({ account, currency, ...figures }) => {
    const found = balanceOf(books, account, { currency, now });
    return (Object.entries(figures) as [keyof typeof figures, string][]).flatMap(
      ([field, value]) =>
        decimal(found[field] ?? '0').eq(value)
          ? []
          : [`${what}: ${field} of ${account} ${found[field]}, not ${value}`],
    );
  });
}
