/**
 * Conformance kind `costAllocation`: a pool given out by fixed weights; receivers are cost centres
 * of the same account.
 */
import { formatMoney, money, sumMoney } from '@kontor/kernel';
import { allocateCosts } from '../../../src/cost-allocation.ts';

interface CostAllocationCase {
  readonly currency: string;
  readonly from: string;
  readonly pool: string;
  readonly key: { readonly weights: Readonly<Record<string, string>> };
  readonly expected: Readonly<Record<string, string>>;
}

/** Differences of a `costAllocation` case, as text; none when it passes. */
export function runCostAllocation(input: Record<string, unknown>): string[] {
  const { currency, from, pool, key, expected } = input as unknown as CostAllocationCase;
  const { lines } = allocateCosts({
    currency,
    pool: { account: from, amount: pool },
    receivers: Object.entries(key.weights).map(([costCentre, weight]) => ({
      dims: { costCentre },
      weight,
    })),
  });
  const balances = Object.fromEntries(
    lines.flatMap(({ dims, amount }) => (dims === undefined ? [] : [[dims['costCentre'], amount]])),
  ) as Record<string, string>;
  const rest = lines.filter(({ dims }) => dims === undefined).map(({ amount }) => amount);
  const sum = (...amounts: string[]): string =>
    formatMoney(
      sumMoney(
        amounts.map((amount) => money(amount, currency)),
        currency,
      ),
    );
  balances['poolAfter'] = sum(pool, ...rest);
  const misses = Object.entries(expected).flatMap(([who, want]) =>
    balances[who] === want ? [] : [`${who} is ${balances[who] ?? 'missing'}, expected ${want}`],
  );
  const total = sum(...lines.map(({ amount }) => amount));
  return total === sum('0') ? misses : [...misses, `the lines sum to ${total}`];
}
