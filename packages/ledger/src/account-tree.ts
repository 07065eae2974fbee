/**
 * The chart as a tree: who stands under whom, in order of code.
 *
 * Codes are compared as text, so that `10001` stands after `1000` and before `1001`.
 */
import type { Account } from './account.ts';
import { LedgerError } from './errors.ts';
import { accountsShape, checkGiven, objectShape } from './given-shape.ts';
import { shownValue } from './shown-value.ts';

/** An account at its place in the tree. */
export interface AccountTreeRow {
  readonly account: Account;
  /** 0 at the top. */
  readonly depth: number;
}

/**
 * The chart top down: each account before those under it, neighbours in order of code.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — no list of accounts
 */
export function accountTree(accounts: readonly Account[]): AccountTreeRow[] {
  checkGiven({ accounts }, objectShape({ accounts: accountsShape }), 'accounts');
  const below = childrenOf(accounts);
  const rows: AccountTreeRow[] = [];
  // A stack, not recursion: a chart may be as deep as it likes.
  const stack = rowsUnder(below, undefined, 0);
  for (let row = stack.pop(); row !== undefined; row = stack.pop()) {
    rows.push(row);
    stack.push(...rowsUnder(below, row.account.id, row.depth + 1));
  }
  return rows;
}

/**
 * The account and all that stand under it, top down in order of code.
 *
 * @throws LedgerError LEDGER_ACCOUNT_NOT_FOUND — no account of that id
 */
export function accountsUnder(accounts: readonly Account[], id: string): Account[] {
  const tree = accountTree(accounts);
  const start = tree.findIndex(({ account: { id: other } }) => other === id);
  if (start < 0) throw new LedgerError('LEDGER_ACCOUNT_NOT_FOUND', { account: shownValue(id) });
  const { depth } = tree[start]!;
  const end = tree.findIndex((row, at) => at > start && row.depth <= depth);
  return tree.slice(start, end < 0 ? undefined : end).map((row) => row.account);
}

type Children = ReadonlyMap<string | undefined, readonly Account[]>;

function childrenOf(accounts: readonly Account[]): Children {
  const below = new Map<string | undefined, Account[]>();
  for (const row of accounts) {
    const siblings = below.get(row.parent);
    if (siblings === undefined) below.set(row.parent, [row]);
    else siblings.push(row);
  }
  for (const siblings of below.values()) siblings.sort(byCode);
  return below;
}

const byCode = ({ code: a }: Account, { code: b }: Account): number => (a < b ? -1 : Number(a > b));

/** The children of an account, last first, as a stack wants them. */
const rowsUnder = (below: Children, id: string | undefined, depth: number): AccountTreeRow[] =>
  (below.get(id) ?? []).map((child) => ({ account: child, depth })).toReversed();
