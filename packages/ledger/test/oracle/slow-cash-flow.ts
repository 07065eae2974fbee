/**
 * The slow twin of cash flow: what cash got from operations, one entry after the other.
 */
import type { Account } from '../../src/account.ts';
import type { FlowLine } from '../../src/statements/cash-flow.ts';

/** Cash from operating activities: of each entry with cash, its operating lines turned round. */
export function slowOperatingCash(
  lines: readonly FlowLine[],
  accounts: readonly Account[],
  cash: readonly string[],
  exchange: readonly string[],
): bigint {
  let total = 0n;
  for (const entry of new Set(lines.map((line) => line.entry))) {
    const own = lines.filter((line) => line.entry === entry);
    if (!own.some(({ account }) => cash.includes(account))) continue;
    for (const { account: id, base } of own) {
      const account = accounts.find((row) => row.id === id)!;
      const isResult = account.type === 'income' || account.type === 'expense';
      const isOperating = account.cashFlow === 'operating' || (isResult && !account.cashFlow);
      if (isOperating && !cash.includes(id) && !exchange.includes(id)) total -= base;
    }
  }
  return total;
}
