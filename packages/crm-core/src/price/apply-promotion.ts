/**
 * What a promotion takes off. Each action writes the running order and says what it was worth.
 */
import { multiplyRatios, type Ratio, ratio } from '@kontor/kernel';
import { roundAmount } from '@kontor/kernel/tax';
import {
  asRatio,
  exact,
  type Exact,
  isBelow,
  minus,
  partOf,
  rounded,
  times,
  wholeUnits,
  ZERO,
} from './exact.ts';
import type { Promotion, PromotionAction } from './promotion.ts';
import { pickLines } from './promotion-conditions.ts';
import {
  giveFree,
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

const shippingOf = ({ lines }: RunningOrder): RunningLine[] =>
  lines.filter(({ kind }) => kind === 'shipping');

function takePercent(
  order: RunningOrder,
  action: Action<'percent'>,
  source: string,
  base: PercentBase,
): bigint {
  const off = partOf(action.percent);
  if (action.of !== 'items') {
    const lines = action.of === 'shipping' ? shippingOf(order) : pickLines(order, action.lines);
    const whole = base === 'list' ? startAmount(order, lines) : leftOf(lines);
    const wanted = rounded(times({ coefficient: whole, decimals: 0 }, off), order.mode);
    return takeOffOrder(lines, capped(order, action, lines, wanted), source);
  }
  const lines = pickLines(order, action.lines);
  if (action.cap !== undefined) {
    const wanted = lines.reduce((sum, line) => {
      const unit = times(base === 'list' ? line.startPrice : line.unitPrice, off);
      return sum + rounded(times(unit, line.charged), order.mode);
    }, 0n);
    const most = capped(order, action, lines, wanted);
    if (most !== wanted) return takeOffOrder(lines, most, source);
  }
  return lines.reduce((sum, line) => {
    const unit = times(base === 'list' ? line.startPrice : line.unitPrice, off);
    return sum + reprice(line, atLeastNothing(line, unit), source, order.mode);
  }, 0n);
}

/** A unit price less so much of it, but not below nothing. */
function atLeastNothing({ unitPrice }: RunningLine, off: Exact): Exact {
  const left = minus(unitPrice, off);
  return isBelow(left, ZERO) ? ZERO : left;
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
  if (action.of === 'items') {
    return pickLines(order, action.lines).reduce(
      (sum, line) => sum + reprice(line, atLeastNothing(line, off), source, order.mode),
      0n,
    );
  }
  const lines = action.of === 'shipping' ? shippingOf(order) : pickLines(order, action.lines);
  return takeOffOrder(lines, rounded(off, order.mode), source);
}

const whole = (units: bigint): Exact => ({ coefficient: units, decimals: 0 });

/**
 * Buy so many, get so many. `extra`: ⌊bought ÷ X⌋ · Y come on top. `included`: of each X + Y in the
 * order Y are free, and of a rest what is above X. Of another product: ⌊bought ÷ X⌋ · Y of it, in
 * `included` no more than there are. Units that are free are not bought ones.
 */
function buyGet(order: RunningOrder, action: Action<'buyGet'>, source: string): bigint {
  const [buy, get] = [BigInt(action.buy), BigInt(action.get)];
  let taken = 0n;
  for (const line of pickLines(order, action.lines)) {
    const units = wholeUnits(line.bought);
    const onTop = (units / buy) * get;
    if (action.product !== undefined && action.product !== line.view.product) {
      taken += giveOther(order, action, onTop, source);
    } else if (action.mode === 'extra') {
      taken += giveFree(line, whole(onTop), ZERO, source, order.mode);
    } else {
      const rest = (units % (buy + get)) - buy;
      const free = (units / (buy + get)) * get + (rest > 0n ? rest : 0n);
      taken += giveFree(line, whole(free), whole(free), source, order.mode);
    }
  }
  return taken;
}

/** Gives units of another product that is in the order. */
function giveOther(
  order: RunningOrder,
  { product, mode }: Action<'buyGet'>,
  count: bigint,
  source: string,
): bigint {
  const line = order.lines.find((one) => one.kind === 'item' && one.view.product === product);
  if (line === undefined) return 0n;
  if (mode === 'extra') return giveFree(line, whole(count), ZERO, source, order.mode);
  const paid = wholeUnits(line.charged);
  const free = whole(count < paid ? count : paid);
  return giveFree(line, free, free, source, order.mode);
}
