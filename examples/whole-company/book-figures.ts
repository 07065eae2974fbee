/**
 * Figures of the books, added up over the currencies and items of accounts.
 */
import { type Decimal, decimal } from '@kontor/kernel';
import type { TrialBalance } from '@kontor/ledger';
import { accounts } from './books.ts';

/** What accounts stand at in euro; debit above zero. */
export function standingOf({ rows }: TrialBalance, ...ids: readonly string[]): Decimal {
  return rows
    .filter(({ account }) => ids.includes(account))
    .reduce((sum, { base }) => sum.plus(base), decimal(0));
}

/** Sales, their cost, and what is between them, in euro. */
export function marginIn(balance: TrialBalance): {
  readonly revenue: string;
  readonly cost: string;
  readonly margin: string;
} {
  const revenue = standingOf(balance, accounts.ownProducts, accounts.merchandise).negated();
  const cost = standingOf(balance, accounts.costOfSales);
  return {
    revenue: revenue.toFixed(2),
    cost: cost.toFixed(2),
    margin: revenue.minus(cost).toFixed(2),
  };
}
