/**
 * Buy so many, get so many.
 *
 * `extra`: ⌊bought ÷ X⌋ · Y come on top. `included`: of each X + Y in the order Y are free, and of
 * a rest what is above X. Of another product: ⌊bought ÷ X⌋ · Y of it, in `included` no more than
 * are in the order. Units that are free are not bought ones, whichever promotion gave them.
 */
import { type Exact, wholeUnits, ZERO } from './exact.ts';
import type { PromotionAction } from './promotion.ts';
import { pickLines } from './promotion-conditions.ts';
import { giveFree, type RunningLine, type RunningOrder } from './running-order.ts';

type BuyGet = Extract<PromotionAction, { kind: 'buyGet' }>;

const whole = (units: bigint): Exact => ({ coefficient: units, decimals: 0 });

/** Makes units free; returns what they were worth, in minor units of the prices' mode. */
export function buyGet(order: RunningOrder, action: BuyGet, source: string): bigint {
  const [buy, get] = [BigInt(action.buy), BigInt(action.get)];
  let taken = 0n;
  for (const line of pickLines(order, action.lines)) {
    const units = wholeUnits(line.charged);
    const onTop = (units / buy) * get;
    if (action.product !== undefined && action.product !== line.view.product) {
      taken += giveOther(order, { ...action, product: action.product }, onTop, source);
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

/** Gives units of another product: those of the order, or on top of them. */
function giveOther(
  order: RunningOrder,
  { product, mode }: BuyGet & { readonly product: string },
  count: bigint,
  source: string,
): bigint {
  if (count === 0n) return 0n;
  const line = order.lines.find((one) => one.kind === 'item' && one.view.product === product);
  if (mode === 'extra') {
    return giveFree(line ?? giftLine(order, product), whole(count), ZERO, source, order.mode);
  }
  if (line === undefined) return 0n;
  const paid = wholeUnits(line.charged);
  const free = whole(count < paid ? count : paid);
  return giveFree(line, free, free, source, order.mode);
}

/** A line of a product that nobody bought, behind the items. */
function giftLine({ lines }: RunningOrder, product: string): RunningLine {
  const line: RunningLine = {
    kind: 'item',
    view: { id: giftId(lines), product, family: undefined, tags: undefined, quantity: '0' },
    taxes: [],
    bought: ZERO,
    charged: ZERO,
    free: ZERO,
    listPrice: ZERO,
    list: 0n,
    startPrice: ZERO,
    unitPrice: ZERO,
    amount: 0n,
    left: 0n,
    discounts: [],
    shares: [],
  };
  const items = lines.filter(({ kind }) => kind === 'item').length;
  lines.splice(items, 0, line);
  return line;
}

/** `free-1` and so on: the first one that no line has. */
function giftId(lines: readonly RunningLine[]): string {
  const taken = new Set(lines.map(({ view }) => view.id));
  let number = 1;
  while (taken.has(`free-${number}`)) number++;
  return `free-${number}`;
}
