/**
 * What a promotion takes off. Each action writes the running order and says what it was worth.
 */
import {
  addRatios,
  compareRatios,
  multiplyRatios,
  type Ratio,
  ratio,
  roundRatio,
} from '@kontor/kernel';
import { roundAmount, taxFactor } from '@kontor/kernel/tax';
import type { Promotion, PromotionAction } from './promotion.ts';
import { pickLines, scaled } from './promotion-conditions.ts';
import {
  giveFree,
  lineAmount,
  reprice,
  type RunningLine,
  type RunningOrder,
  startAmount,
  takeOffOrder,
} from './running-order.ts';

/** What percentages are taken of: what is left, or what it cost before any promotion. */
export type PercentBase = 'running' | 'list';

type Action<Kind extends PromotionAction['kind']> = Extract<PromotionAction, { kind: Kind }>;

/** Applies a promotion to `order`; returns what was taken off, in minor units of the prices' mode. */
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
      const left = roundRatio(scaled(action.amount, order.unit), 'halfUp');
      return takeOffOrder(order, lines, sumOf(order, lines) - left, id);
    }
    case 'buyGet':
      return buyGet(order, action, id);
  }
}

const shippingOf = ({ lines }: RunningOrder): RunningLine[] =>
  lines.filter(({ kind }) => kind === 'shipping');

const sumOf = ({ mode }: RunningOrder, lines: readonly RunningLine[]): bigint =>
  lines.reduce((sum, line) => sum + lineAmount(line, mode), 0n);

const part = (percent: string): Ratio => {
  const { numerator, denominator } = ratio(percent);
  return ratio({ numerator, denominator: denominator * 100n });
};

const negated = ({ numerator, denominator }: Ratio): Ratio => ({
  numerator: -numerator,
  denominator,
});

function takePercent(
  order: RunningOrder,
  action: Action<'percent'>,
  source: string,
  base: PercentBase,
): bigint {
  const off = part(action.percent);
  if (action.of !== 'items') {
    const lines = action.of === 'shipping' ? shippingOf(order) : pickLines(order, action.lines);
    const whole = base === 'list' ? startAmount(order, lines) : sumOf(order, lines);
    const wanted = roundAmount(multiplyRatios(ratio(whole), off), order.mode);
    return takeOffOrder(order, lines, capped(order, action, lines, wanted), source);
  }
  const lines = pickLines(order, action.lines);
  if (action.cap !== undefined) {
    const wanted = lines.reduce((sum, line) => {
      const unit = multiplyRatios(base === 'list' ? line.startPrice : line.unitPrice, off);
      return sum + roundAmount(multiplyRatios(unit, line.charged), order.mode);
    }, 0n);
    const most = capped(order, action, lines, wanted);
    if (most !== wanted) return takeOffOrder(order, lines, most, source);
  }
  return lines.reduce((sum, line) => {
    const unit = multiplyRatios(base === 'list' ? line.startPrice : line.unitPrice, off);
    return sum + reprice(line, atLeastNothing(line, unit), source, order.mode);
  }, 0n);
}

/** A unit price less so much of it, but not below nothing. */
function atLeastNothing({ unitPrice }: RunningLine, off: Ratio): Ratio {
  const left = addRatios(unitPrice, negated(off));
  return compareRatios(left, ZERO) < 0 ? ZERO : left;
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
  const amount = scaled(cap.amount, order.unit);
  const inMode =
    cap.taxMode === order.prices
      ? amount
      : inOtherMode(amount, meanFactor(order, lines), cap.taxMode);
  const most = roundAmount(inMode, order.mode);
  return wanted < most ? wanted : most;
}

const inOtherMode = (amount: Ratio, factor: Ratio, from: 'net' | 'gross'): Ratio =>
  from === 'net'
    ? multiplyRatios(amount, factor)
    : multiplyRatios(amount, { numerator: factor.denominator, denominator: factor.numerator });

/** Gross ÷ net of lines, by what they are worth. */
function meanFactor(order: RunningOrder, lines: readonly RunningLine[]): Ratio {
  const worth = lines.map((line) => ({ line, amount: ratio(lineAmount(line, order.mode)) }));
  const total = worth.map(({ amount }) => amount).reduce(addRatios, ZERO);
  if (total.numerator === 0n) return ratio(1);
  const other = worth
    .map(({ line, amount }) => inOtherMode(amount, taxFactor(line.taxes), order.prices))
    .reduce(addRatios, ZERO);
  const [net, gross] = order.prices === 'net' ? [total, other] : [other, total];
  return multiplyRatios(gross, { numerator: net.denominator, denominator: net.numerator });
}

function takeAmount(order: RunningOrder, action: Action<'amount'>, source: string): bigint {
  const off = scaled(action.amount, order.unit);
  if (action.of === 'items') {
    return pickLines(order, action.lines).reduce(
      (sum, line) => sum + reprice(line, atLeastNothing(line, off), source, order.mode),
      0n,
    );
  }
  const lines = action.of === 'shipping' ? shippingOf(order) : pickLines(order, action.lines);
  return takeOffOrder(order, lines, roundAmount(off, order.mode), source);
}

const ZERO = ratio(0);

const wholeUnits = ({ numerator, denominator }: Ratio): bigint =>
  numerator <= 0n ? 0n : numerator / denominator;

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
    if (action.product !== undefined && action.product !== line.product) {
      taken += giveOther(order, action, onTop, source);
    } else if (action.mode === 'extra') {
      taken += giveFree(line, ratio(onTop), ZERO, source, order.mode);
    } else {
      const rest = (units % (buy + get)) - buy;
      const free = (units / (buy + get)) * get + (rest > 0n ? rest : 0n);
      taken += giveFree(line, ratio(free), ratio(free), source, order.mode);
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
  const line = order.lines.find((one) => one.kind === 'item' && one.product === product);
  if (line === undefined) return 0n;
  if (mode === 'extra') return giveFree(line, ratio(count), ZERO, source, order.mode);
  const paid = wholeUnits(line.charged);
  const free = ratio(count < paid ? count : paid);
  return giveFree(line, free, free, source, order.mode);
}
