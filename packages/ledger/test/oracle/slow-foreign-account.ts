/**
 * The slow twin of foreign bank accounts: every unit is a coin that remembers its inflow.
 *
 * FIFO pays with the oldest coins; what an inflow has spent so far releases its rounded share.
 * The moving average melts all coins into one inflow whenever money comes in.
 */
import { divideRounded, type RoundingMode } from '@kontor/kernel';
import type { ForeignMovement, OutflowMethod } from '../../src/foreign-account.ts';

interface Inflow {
  readonly coins: number;
  readonly base: bigint;
  spent: number;
}

/** What the coins of an inflow that are left stand at. */
function worth({ coins, base, spent }: Inflow, mode: RoundingMode): bigint {
  if (spent === coins) return 0n;
  const rest = base - divideRounded(base * BigInt(spent), BigInt(coins), mode);
  return rest === 0n && base > 0n ? 1n : rest;
}

const total = (inflows: readonly Inflow[], mode: RoundingMode): bigint =>
  inflows.reduce((sum, inflow) => sum + worth(inflow, mode), 0n);

/** The cost of each movement's coins; amounts are whole and small, the account never overdrawn. */
export function slowCosts(
  method: OutflowMethod,
  movements: readonly ForeignMovement[],
  mode: RoundingMode,
): bigint[] {
  let inflows: Inflow[] = [];
  return movements.map(({ amount, base }) => {
    const before = total(inflows, mode);
    if (amount > 0n) {
      inflows.push({ coins: Number(amount), base, spent: 0 });
      if (method === 'movingAverage') {
        const coins = inflows.reduce((sum, one) => sum + one.coins - one.spent, 0);
        inflows = [{ coins, base: total(inflows, mode), spent: 0 }];
      }
    }
    for (let coin = 0; coin < Number(-amount); coin++) {
      inflows.find((one) => one.spent < one.coins)!.spent++;
    }
    return total(inflows, mode) - before;
  });
}
