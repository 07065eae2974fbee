/**
 * Expiry for the slow twin of `plan`: pools of lots, from which each day takes the first to expire.
 */
import { type Day, type Decimal, decimal } from '@kontor/kernel';
import type { Lot } from './slow-plan-flows.ts';

/** What is left of a lot. */
interface Pool {
  readonly expires: number;
  left: Decimal;
}

/**
 * What of the lots expires unused, by day.
 *
 * Stock that is reserved is that which expires last. What no lot is there for is owed, and paid by
 * those that come later.
 *
 * @param onHand - what of the stock is free, from 0
 * @param gross - what goes out, by day
 */
export function expiredOf(
  lots: readonly Pick<Lot, 'day' | 'quantity' | 'expires'>[],
  onHand: Decimal,
  gross: ReadonlyMap<Day, Decimal>,
): Map<Day, Decimal> {
  const pools = stockPools(lots, onHand);
  const coming = lots.filter((lot) => lot.day !== -Infinity);
  const ends = lots.map((lot) => lot.expires).filter((end) => end !== Infinity);
  const days = new Set([...gross.keys(), ...coming.map((lot) => lot.day), ...ends]);
  const expired = new Map<Day, Decimal>();
  let owed = decimal(0);
  for (const on of [...days].toSorted((a, b) => a - b)) {
    for (const pool of pools.filter(({ expires }) => expires <= on)) {
      if (pool.left.gt(0)) {
        expired.set(pool.expires, (expired.get(pool.expires) ?? decimal(0)).plus(pool.left));
      }
      pool.left = decimal(0);
    }
    const arrived = coming
      .filter((lot) => lot.day === on)
      .map(({ expires, quantity }) => ({ expires, left: quantity }));
    owed = take(arrived, owed);
    pools.push(...arrived);
    owed = owed.plus(take(pools, gross.get(on) ?? decimal(0)));
  }
  return expired;
}

/** The stock, less what of it is not free: that is taken from the last to expire. */
function stockPools(
  lots: readonly Pick<Lot, 'day' | 'quantity' | 'expires'>[],
  onHand: Decimal,
): Pool[] {
  const pools = lots
    .filter((lot) => lot.day === -Infinity && lot.quantity.gt(0))
    .map(({ expires, quantity }) => ({ expires, left: quantity }));
  const all = pools.reduce((sum, { left }) => sum.plus(left), decimal(0));
  takeInTurn(
    pools.toSorted((a, b) => b.expires - a.expires),
    all.minus(onHand),
  );
  return pools;
}

/** Takes from the first to expire; returns what they do not cover. Writes `pools`. */
function take(pools: readonly Pool[], quantity: Decimal): Decimal {
  return takeInTurn(
    pools.toSorted((a, b) => a.expires - b.expires),
    quantity,
  );
}

function takeInTurn(pools: readonly Pool[], quantity: Decimal): Decimal {
  let open = quantity;
  for (const pool of pools) {
    const taken = pool.left.lt(open) ? pool.left : open;
    pool.left = pool.left.minus(taken);
    open = open.minus(taken);
  }
  return open;
}
