/**
 * Whether a promotion holds: judged on the running order, as the promotions before have left it.
 */
import { compareRatios } from '@kontor/kernel';
import { type CompiledPredicate, compilePredicate } from '../predicate/compile-predicate.ts';
import type { Predicate } from '../predicate/predicate.ts';
import { asRatio, exact, isBelow, plus, ZERO } from './exact.ts';
import { lineKinds, orderKinds, type Promotion, type PromotionCondition } from './promotion.ts';
import { type RunningLine, type RunningOrder, worthOf } from './running-order.ts';

/** What conditions are told of the order beside its lines. */
export interface OrderFacts {
  readonly account?: string | undefined;
  readonly group?: string | undefined;
  readonly contract?: string | undefined;
  readonly channel?: string | undefined;
  readonly currency: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly coupons: readonly string[];
}

const tests = new WeakMap<object, CompiledPredicate>();

function testOf(condition: Predicate, kinds: typeof lineKinds): CompiledPredicate {
  const known = tests.get(condition);
  if (known !== undefined) return known;
  const compiled = compilePredicate(condition, kinds);
  tests.set(condition, compiled);
  return compiled;
}

const now = 0;

/** The items that a condition picks; all of them without one. */
export function pickLines(
  { lines }: RunningOrder,
  condition: Predicate | undefined,
): readonly RunningLine[] {
  const items = lines.filter(({ kind }) => kind === 'item');
  if (condition === undefined) return items;
  const test = testOf(condition, lineKinds);
  return items.filter(({ view }) => test(view, { now }));
}

/** Shipping of an order. */
export const shippingOf = ({ lines }: RunningOrder): readonly RunningLine[] =>
  lines.filter(({ kind }) => kind === 'shipping');

/** Why a promotion does not hold; undefined where it does. */
export function whyNot(
  { coupon, validFrom, validTo, when }: Promotion,
  order: RunningOrder,
  facts: OrderFacts,
): string | undefined {
  if (coupon !== undefined && !facts.coupons.includes(coupon))
    return `coupon '${coupon}' not given`;
  if (validFrom !== undefined && facts.date < validFrom) return `holds from ${validFrom} on`;
  if (validTo !== undefined && facts.date > validTo) return `held until ${validTo}`;
  for (const condition of when) {
    const reason = whyNotMet(condition, order, facts);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function whyNotMet(
  condition: PromotionCondition,
  order: RunningOrder,
  facts: OrderFacts,
): string | undefined {
  switch (condition.kind) {
    case 'order':
      return testOf(condition.where, orderKinds)(facts, { now })
        ? undefined
        : 'the order is another one';
    case 'amount': {
      const worth = worthOf(order, linesOf(order, condition), condition.taxMode);
      const isMet = compareRatios(worth, asRatio(exact(condition.atLeast, order.unit))) >= 0;
      return isMet ? undefined : `worth less than ${condition.atLeast} ${condition.taxMode}`;
    }
    case 'quantity': {
      // Units that a promotion before has made free are not bought.
      const bought = pickLines(order, condition.lines).map((line) => line.charged);
      const counts = condition.isTogether ? [bought.reduce(plus, ZERO)] : bought;
      const least = exact(condition.atLeast);
      const isMet = counts.some((count) => !isBelow(count, least));
      return isMet ? undefined : `fewer than ${condition.atLeast}`;
    }
  }
}

function linesOf(
  order: RunningOrder,
  { of, lines }: Extract<PromotionCondition, { kind: 'amount' }>,
): readonly RunningLine[] {
  if (of === 'shipping') return shippingOf(order);
  const items = pickLines(order, lines);
  return of === 'items' ? items : [...items, ...shippingOf(order)];
}
