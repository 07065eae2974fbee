/**
 * Whether an account is among those that a layout, or a cash flow, picks.
 */
import type { Account } from '../account.ts';
import { accountsUnder } from '../account-tree.ts';
import type { AccountPick } from './layout.ts';

/** Answers for an account, and the kind of its figure where it has one. */
export type PickMatcher = (account: Account, kind?: string) => boolean;

/**
 * What a pick says, as a function. An id that the chart does not have picks nothing: one layout
 * serves charts that differ, and what is left over is listed by the statement.
 */
export function pickMatcher(pick: AccountPick, accounts: readonly Account[]): PickMatcher {
  const { id, under, from, to, type, kind } = pick;
  const family = under === undefined ? undefined : familyOf(under, accounts);
  return (account, ofKind) =>
    (id === undefined || account.id === id) &&
    (family === undefined || family.has(account.id)) &&
    (from === undefined || account.code >= from) &&
    (to === undefined || account.code <= to || account.code.startsWith(to)) &&
    (type === undefined || account.type === type) &&
    (kind === undefined || ofKind === kind);
}

/** The ids of all accounts that any of the picks takes. */
export function pickedAccounts(
  picks: readonly AccountPick[],
  accounts: readonly Account[],
): ReadonlySet<string> {
  const matchers = picks.map((pick) => pickMatcher(pick, accounts));
  const picked = accounts.filter((account) => matchers.some((matches) => matches(account)));
  return new Set(picked.map(({ id }) => id));
}

function familyOf(under: string, accounts: readonly Account[]): ReadonlySet<string> {
  const isKnown = accounts.some(({ id }) => id === under);
  return new Set(isKnown ? accountsUnder(accounts, under).map(({ id }) => id) : []);
}
