/**
 * Quotas of a hierarchy against what its nodes closed, period by period.
 */
import { formatMoney, money, subtractMoney } from '@kontor/kernel';
import { type Attainment, attainmentOf } from './attainment.ts';
import type { HierarchyForecast } from './roll-up-hierarchy.ts';

/** What a node is to bring in a period; those of managers are their own, not sums. */
export interface Quota {
  readonly node: string;
  /** The id of the period, of the forecast's length. */
  readonly period: string;
  /** Decimal text in the forecast's currency. */
  readonly amount: string;
}

/** A quota and how it stands. */
export interface QuotaStanding extends Quota, Attainment {
  readonly closed: string;
  /** Open deals that are not omitted, by their whole amounts; coverage is of these. */
  readonly open: string;
}

/**
 * The standing of each quota, in the order given.
 *
 * @throws KernelError KERNEL_BAD_DECIMAL — a quota is no decimal
 * @example
 * quotaAttainment(forecast, [{ node: 'north', period: '2026-Q2', amount: '50000' }])[0]?.attainment
 * // => 0.8
 */
export function quotaAttainment(
  forecast: HierarchyForecast<'cumulative'>,
  quotas: readonly Quota[],
): QuotaStanding[] {
  return quotas.map((quota) => {
    const { closed, pipeline } = forecast.node(quota.node, quota.period).computed;
    const all = money(pipeline, forecast.currency);
    const open = formatMoney(subtractMoney(all, money(closed, forecast.currency)));
    return { ...quota, closed, open, ...attainmentOf({ quota: quota.amount, closed, open }) };
  });
}
