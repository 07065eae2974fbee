/**
 * How promotions go together.
 *
 * `sequential`: each one on what the ones before have left. `additive`: percentages of what it cost
 * before any of them. `exclusive-best`: only the one that takes off the most; of equals, the first.
 */
import { applyPromotion } from './apply-promotion.ts';
import type { PricingStep } from './pricing-step.ts';
import type { Promotion } from './promotion.ts';
import { type OrderFacts, whyNot } from './promotion-conditions.ts';
import type { QuotePricing } from './quote-input.ts';
import { copyOrder, type RunningOrder, shownAmount } from './running-order.ts';

/** The order with all promotions that hold; of the best one alone, a copy of it. */
export function stackPromotions(
  order: RunningOrder,
  promotions: readonly Promotion[],
  facts: OrderFacts,
  stacking: QuotePricing['stacking'],
  steps: PricingStep[],
): RunningOrder {
  if (stacking === 'exclusive-best') return bestPromotion(order, promotions, facts, steps);
  const base = stacking === 'additive' ? 'list' : 'running';
  for (const promotion of promotions) {
    const reason = whyNot(promotion, order, facts);
    if (reason !== undefined) {
      steps.push({ step: 'skipped', promotion: promotion.id, reason });
      continue;
    }
    const amount = shownAmount(order, applyPromotion(order, promotion, base));
    steps.push({ step: 'promotion', promotion: promotion.id, amount });
  }
  return order;
}

interface Tried {
  readonly id: string;
  readonly order: RunningOrder;
  readonly minor: bigint;
}

function bestPromotion(
  order: RunningOrder,
  promotions: readonly Promotion[],
  facts: OrderFacts,
  steps: PricingStep[],
): RunningOrder {
  const tried: Tried[] = [];
  const reasons = new Map<string, string>();
  for (const promotion of promotions) {
    const { id } = promotion;
    const reason = whyNot(promotion, order, facts);
    if (reason !== undefined) {
      reasons.set(id, reason);
      continue;
    }
    const copy = copyOrder(order);
    tried.push({ id, order: copy, minor: applyPromotion(copy, promotion, 'running') });
  }
  const best = tried.reduce<Tried | undefined>(
    (most, one) => (most === undefined || one.minor > most.minor ? one : most),
    undefined,
  );
  for (const { id } of promotions) {
    if (id === best?.id) continue;
    const reason = reasons.get(id) ?? whyLost(tried.find((one) => one.id === id)!, best!);
    steps.push({ step: 'skipped', promotion: id, reason });
  }
  if (best === undefined) return order;
  steps.push({ step: 'promotion', promotion: best.id, amount: shownAmount(order, best.minor) });
  return best.order;
}

function whyLost({ minor }: Tried, best: Tried): string {
  return minor < best.minor
    ? `'${best.id}' takes off more`
    : `'${best.id}' takes off as much, and goes first`;
}
