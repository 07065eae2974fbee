/**
 * Win rate: won ÷ (won + lost), by count and by value. Open deals are not in it.
 */
import { addRatios, divideRatios, type Ratio, ratio, ratioToDecimal } from '@kontor/kernel';

/** What the figures of closed deals read of a deal. */
export interface ClosedDeal {
  readonly amount?: string | undefined;
  readonly forecastCategory: string;
  /** When it was opened and closed, UTC ISO. */
  readonly createdAt: string;
  readonly closedAt?: string | undefined;
}

/** Deals closed from `from` (included) to `until` (excluded), UTC ISO; no limit when left out. */
export interface ClosedWithin {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

/** A win rate. */
export interface WinRate {
  readonly won: number;
  readonly lost: number;
  /** Undefined when nothing was closed. */
  readonly byCount: number | undefined;
  /** Undefined when what was closed has no value. Amounts are of one currency. */
  readonly byValue: number | undefined;
}

/** Deals that were closed in that time: the won ones and the lost ones. */
export function closedWithin<Deal extends ClosedDeal>(
  deals: Iterable<Deal>,
  { from, until }: ClosedWithin,
): { won: Deal[]; lost: Deal[] } {
  const [won, lost]: [Deal[], Deal[]] = [[], []];
  for (const deal of deals) {
    const { closedAt } = deal;
    if (closedAt === undefined || (from !== undefined && closedAt < from)) continue;
    if (until !== undefined && closedAt >= until) continue;
    (deal.forecastCategory === 'closed' ? won : lost).push(deal);
  }
  return { won, lost };
}

/**
 * The win rate of deals of one currency.
 *
 * @throws KernelError KERNEL_BAD_DECIMAL — an amount is no decimal
 * @example
 * winRate(deals, { from: '2026-01-01T00:00:00.000Z' }).byCount // => 0.25
 */
export function winRate(deals: Iterable<ClosedDeal>, within: ClosedWithin): WinRate {
  const { won, lost } = closedWithin(deals, within);
  const count = won.length + lost.length;
  const wonValue = sumOf(won);
  const value = addRatios(wonValue, sumOf(lost));
  return {
    won: won.length,
    lost: lost.length,
    byCount: count === 0 ? undefined : won.length / count,
    byValue: value.numerator === 0n ? undefined : asNumber(divideRatios(wonValue, value)),
  };
}

/** The exact sum of the amounts of deals; those without an amount count nothing. */
export function sumOf(deals: Iterable<{ readonly amount?: string | undefined }>): Ratio {
  let sum = ratio(0);
  for (const { amount } of deals) if (amount !== undefined) sum = addRatios(sum, ratio(amount));
  return sum;
}

const asNumber = (value: Ratio): number => ratioToDecimal(value).toNumber();
