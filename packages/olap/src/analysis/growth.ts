/**
 * Growth and variance against a plan: what a figure is beside another one, with the cases that have
 * no answer told apart.
 *
 * A missing base gives no growth, never −100 % and never ∞; a base of 0 gives none either and is
 * flagged. The base is taken by its magnitude, so that a loss that shrinks is growth.
 */
import { type Decimal, type DecimalInput, decimal } from '@kontor/kernel';

/** A change relative to its base: 0.06 is 6 %. */
export interface Growth {
  /** Empty without a figure or without a base, and where the base is 0. */
  readonly growth: Decimal | null;
  readonly flag?: 'divideByZero';
}

/**
 * (now − then) / |then|.
 *
 * @throws KernelError KERNEL_BAD_DECIMAL — a figure that is no finite decimal
 * @example
 * growthOf('26796', '25270').growth?.toFixed(6) // => '0.060388'
 */
export function growthOf(now: DecimalInput | null, then: DecimalInput | null): Growth {
  if (now === null || then === null) return { growth: null };
  const base = decimal(then, 'then');
  if (base.isZero()) return { growth: null, flag: 'divideByZero' };
  return { growth: decimal(now, 'now').minus(base).dividedBy(base.abs()) };
}

/** Whether more is better (revenue, units, profit) or worse (cost, lead time, returns). */
export type Nature = 'revenue' | 'cost';

/** An actual figure beside its plan. */
export interface PlanVariance {
  /** Actual − plan; empty where either is. */
  readonly variance: Decimal | null;
  /** Variance / |plan|, 0.1 being 10 %; empty where the plan is empty or 0. */
  readonly relative: Decimal | null;
  /** Whether the variance does good, 0 included; empty where the variance is. */
  readonly isFavourable: boolean | null;
  readonly flag?: 'divideByZero';
}

/**
 * Actual less plan, and whether that is good by the nature of the figure.
 *
 * @throws KernelError KERNEL_BAD_DECIMAL — a figure that is no finite decimal
 * @source C. Horngren et al., "Cost Accounting", on favourable and unfavourable variances
 * @example
 * planVariance(70, 80, 'cost').isFavourable // => true
 */
export function planVariance(
  actual: DecimalInput | null,
  plan: DecimalInput | null,
  nature: Nature,
): PlanVariance {
  if (actual === null || plan === null) {
    return { variance: null, relative: null, isFavourable: null };
  }
  const variance = decimal(actual, 'actual').minus(decimal(plan, 'plan'));
  const isFavourable = nature === 'revenue' ? variance.gte(0) : variance.lte(0);
  const { growth, flag } = growthOf(actual, plan);
  return { variance, relative: growth, isFavourable, ...(flag === undefined ? {} : { flag }) };
}
