/**
 * Deals by the people who share them: one row for each split, with its part of the amount.
 *
 * Revenue splits are parts of the whole: by largest remainder in minor units, so they sum to the
 * deal's amount. Overlay splits come on top, so a forecast of them is another forecast.
 */
import { allocateMoney, formatMoney, money, multiplyMoney, ratio } from '@kontor/kernel';
import type { OpportunitySplit } from '../pipeline/opportunity.ts';
import type { ForecastDeal } from './deal.ts';

/** A deal with its splits. */
export interface SplitDeal extends ForecastDeal {
  readonly splits?: readonly OpportunitySplit[] | undefined;
}

/**
 * Gives each split its row, under the name of the one who has it. A deal without revenue splits is
 * its owner's; one without overlay splits has no overlay rows.
 *
 * @throws KernelError KERNEL_MONEY_TOO_PRECISE — an amount is finer than its currency
 * @example
 * splitDeals([deal], 'revenue').map(({ owner, amount }) => `${owner} ${amount}`)
 * // => ['anna 24000.00', 'bo 16000.00']
 */
export function splitDeals<Deal extends SplitDeal>(
  deals: readonly Deal[],
  kind: OpportunitySplit['kind'],
): Deal[] {
  return deals.flatMap((deal) => {
    const splits = (deal.splits ?? []).filter((split) => split.kind === kind);
    if (splits.length === 0) return kind === 'revenue' ? [deal] : [];
    const amounts = sharesOf(deal, splits);
    return splits.map(({ owner }, index) => ({ ...deal, owner, amount: amounts?.[index] }));
  });
}

function sharesOf(
  { amount, currency }: SplitDeal,
  splits: readonly OpportunitySplit[],
): string[] | undefined {
  if (amount === undefined) return undefined;
  const whole = money(amount, currency ?? { code: 'its own', exponent: decimalsOf(amount) });
  if (splits[0]?.kind === 'revenue') {
    const percents = splits.map(({ percent }) => percent);
    return allocateMoney(whole, percents).map(formatMoney);
  }
  return splits.map(({ percent }) => {
    const { numerator, denominator } = ratio(percent);
    const part = { numerator, denominator: denominator * 100n };
    return formatMoney(multiplyMoney(whole, part, 'halfEven'));
  });
}

/** Of an amount without a currency: cents, or as many decimals as it has. */
function decimalsOf(amount: string): number {
  const point = amount.indexOf('.');
  return Math.max(2, point < 0 ? 0 : amount.length - point - 1);
}
