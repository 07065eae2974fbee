/**
 * What a promotion takes off. Each action writes the running order and says what it was worth.
 */
import { multiplyRatios, type Ratio, ratio } from '@kontor/kernel';
import { roundAmount } from '@kontor/kernel/tax';
import { buyGet } from './buy-get.ts';
import {
  asRatio,
  exact,
  type Exact,
  isNegative,
  minus,
  partOf,
  rounded,
  times,
  ZERO,
} from './exact.ts';
import type { Promotion, PromotionAction } from './promotion.ts';
import { pickLines, shippingOf } from './promotion-conditions.ts';
import {
  leftOf,
  reprice,
  type RunningLine,
  type RunningOrder,
  startAmount,
  takeOffOrder,
  worthOf,
} from './running-order.ts';

/** What percentages are taken of: what is left, or what it cost before any promotion. */
export type PercentBase = 'running' | 'list';

type Action<Kind extends PromotionAction['kind']> = Extract<PromotionAction, { kind: Kind }>;

/**
 * Applies a promotion to `order`; returns what was taken off, in minor units of the prices' mode.
 */
export function applyPromotion(
  order: RunningOrder,
  { id, action }: Promotion,
  base: PercentBase,
): bigint {
  switch (action.kind) {
    case 'percent':
      return takePercent(order, action, id, base);
    case 'amount':
      return takeAmount(order, action, id);
    case 'orderPrice': {
      const lines = pickLines(order, undefined);
      const costs = rounded(exact(action.amount, order.unit), order.mode);
      return takeOffOrder(lines, leftOf(lines) - costs, id);
    }
    case 'buyGet':
      return buyGet(order, action, id);
  }
}

/** The lines that an action is about. */
const linesOf = (order: RunningOrder, { of, lines }: Action<'percent' | 'amount'>) =>
  of === 'shipping' ? shippingOf(order) : pickLines(order, lines);

function takePercent(
  order: RunningOrder,
  action: Action<'percent'>,
  source: string,
  base: PercentBase,
): bigint {
  const part = partOf(action.percent);
  const lines = linesOf(order, action);
  const isWhole = action.of === 'order' || action.of === 'shipping';
  if (isWhole) {
    const whole = base === 'list' ? startAmount(order, lines) : leftOf(lines);
    const wanted = rounded(times({ coefficient: whole, decimals: 0 }, part), order.mode);
    return takeOffOrder(lines, capped(order, action, lines, wanted), source);
  }
  if (action.cap !== undefined) {
    const wanted = lines.reduce((sum, line) => sum + percentOf(order, line, part, base), 0n);
    const most = capped(order, action, lines, wanted);
    if (most !== wanted) return takeOffOrder(lines, most, source);
  }
  return lines.reduce((sum, line) => {
    const isOnce = action.of === 'lines' || line.shares.length > 0;
    if (isOnce) return sum + takeOffOrder([line], percentOf(order, line, part, base), source);
    const off = times(base === 'list' ? line.startPrice : line.unitPrice, part);
    return sum + reprice(line, atLeastNothing(line, off), source, order.mode);
  }, 0n);
}

/** What a percentage of a line is worth. */
function percentOf(
  { mode }: RunningOrder,
  line: RunningLine,
  part: Exact,
  base: PercentBase,
): bigint {
  if (base === 'running' && line.shares.length > 0) {
    return rounded(times({ coefficient: line.left, decimals: 0 }, part), mode);
  }
  const unit = base === 'list' ? line.startPrice : line.unitPrice;
  return rounded(times(times(unit, part), line.charged), mode);
}

/** A unit price less so much of it, but not below nothing. */
function atLeastNothing({ unitPrice }: RunningLine, off: Exact): Exact {
  const left = minus(unitPrice, off);
  return isNegative(left) ? ZERO : left;
}

/**
 * What may be taken off, in the prices' tax mode. A cap in gross is its net part of net prices: cap
 * ÷ (1 + rate), rounded; of lines of several rates, by their mean over what they are worth.
 */
function capped(
  order: RunningOrder,
  { cap }: Action<'percent'>,
  lines: readonly RunningLine[],
  wanted: bigint,
): bigint {
  if (cap === undefined) return wanted;
  const amount = exact(cap.amount, order.unit);
  const most =
    cap.taxMode === order.prices
      ? rounded(amount, order.mode)
      : roundAmount(inPricesMode(order, asRatio(amount), lines, cap.taxMode), order.mode);
  return wanted < most ? wanted : most;
}

/** An amount in the other tax mode than that of the prices. */
function inPricesMode(
  order: RunningOrder,
  amount: Ratio,
  lines: readonly RunningLine[],
  from: 'net' | 'gross',
): Ratio {
  const own = ratio(leftOf(lines));
  const other = worthOf(order, lines, from);
  if (other.numerator === 0n) return amount;
  const factor = { numerator: other.denominator, denominator: other.numerator };
  return multiplyRatios(multiplyRatios(amount, own), factor);
}

function takeAmount(order: RunningOrder, action: Action<'amount'>, source: string): bigint {
  const off = exact(action.amount, order.unit);
  const lines = linesOf(order, action);
  if (action.of === 'order' || action.of === 'shipping') {
    return takeOffOrder(lines, rounded(off, order.mode), source);
  }
  return lines.reduce((sum, line) => {
    const isOnce = action.of === 'lines';
    if (isOnce) return sum + takeOffOrder([line], rounded(off, order.mode), source);
    if (line.shares.length > 0) {
      return sum + takeOffOrder([line], rounded(times(off, line.charged), order.mode), source);
    }
    return sum + reprice(line, atLeastNothing(line, off), source, order.mode);
  }, 0n);
}
