/**
 * Orders drawn at random, as the long way and as the engine take them.
 */
import { fc } from '@fast-check/vitest';
import { taxTable } from '@kontor/kernel/tax';
import { definePromotions, type PromotionInput, type QuoteInput } from '@kontor/crm-core/quote';
import type { SlowAction, SlowCondition, SlowOrder } from '../oracle/slow-pricing.ts';

/** Rates by the name of their percentage. */
export const taxes = taxTable([0, 7, 20].map((rate) => ({ code: `T${rate}`, rate })));
const products = ['A', 'B', 'C'];
const rates = [0n, 7n, 20n];

const whole = (min: number, max: number) => fc.integer({ min, max }).map((value) => BigInt(value));
const product = fc.constantFrom(...products);
const taxMode = fc.constantFrom('net' as const, 'gross' as const);

const line = fc.record({
  kind: fc.constant('item' as const),
  product,
  quantity: whole(0, 9),
  price: whole(0, 9_999),
  discount: fc.constantFrom(0n, 0n, 15n, 33n),
  rate: fc.constantFrom(...rates),
});
const shippingLine = line.map((one) => {
  return { ...one, kind: 'shipping' as const, quantity: 1n, discount: 0n, product: 'shipping' };
});

const cap = fc.record({ amount: whole(1, 3_000), taxMode });
const scope = fc.constantFrom('items', 'lines', 'order', 'shipping' as const);
const action: fc.Arbitrary<SlowAction> = fc.oneof(
  fc.record({
    kind: fc.constant('percent' as const),
    of: scope as fc.Arbitrary<'items'>,
    value: whole(0, 100),
    product: fc.option(product, { nil: undefined }),
    cap: fc.option(cap, { nil: undefined }),
  }),
  fc.record({
    kind: fc.constant('amount' as const),
    of: scope as fc.Arbitrary<'items'>,
    value: whole(0, 2_000),
    product: fc.option(product, { nil: undefined }),
  }),
  fc.record({ kind: fc.constant('orderPrice' as const), value: whole(0, 20_000) }),
  fc.record({
    kind: fc.constant('buyGet' as const),
    mode: fc.constantFrom('extra' as const, 'included' as const),
    buy: whole(1, 3),
    get: whole(1, 2),
    product,
    given: product,
  }),
);
const condition: fc.Arbitrary<SlowCondition> = fc.oneof(
  fc.record({
    kind: fc.constant('amount' as const),
    of: fc.constantFrom('items' as const, 'shipping' as const, 'all' as const),
    atLeast: whole(0, 20_000),
    taxMode,
  }),
  fc.record({
    kind: fc.constant('quantity' as const),
    atLeast: whole(0, 9),
    isTogether: fc.boolean(),
  }),
);
/** An order with promotions of every kind. */
export const order: fc.Arbitrary<SlowOrder> = fc
  .record({
    prices: taxMode,
    stacking: fc.constantFrom(
      'exclusive-best' as const,
      'sequential' as const,
      'additive' as const,
    ),
    items: fc.array(line, { minLength: 1, maxLength: 5 }),
    shipping: fc.array(shippingLine, { maxLength: 1 }),
    promotions: fc.array(
      fc.record({ when: fc.option(condition, { nil: undefined }), does: action }),
      { maxLength: 4 },
    ),
  })
  .map(({ items, shipping, ...rest }) => ({ ...rest, lines: [...items, ...shipping] }));

const units = (cents: bigint): string => `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
/** The cents of an amount with two decimals. */
export const cents = (text: string): bigint => BigInt(text.replace('.', ''));

/** The order as a quote. */
export function quoteOf({ prices, stacking, lines }: SlowOrder, more: Partial<QuoteInput> = {}) {
  const items = lines.filter(({ kind }) => kind === 'item');
  const shipping = lines.filter(({ kind }) => kind === 'shipping');
  return {
    currency: 'EUR',
    prices,
    stacking,
    date: '2026-03-02',
    rounding: 'line',
    lines: items.map(({ product: sold, quantity, price, discount, rate }, at) => ({
      id: String(at),
      product: sold,
      quantity: String(quantity),
      unitPrice: units(price),
      discountPercent: String(discount),
      taxCode: `T${rate}`,
    })),
    shipping: shipping.map(({ price, rate }) => {
      return { id: 'shipping', price: units(price), taxCode: `T${rate}` };
    }),
    ...more,
  } satisfies QuoteInput;
}

const pick = (sold: string | undefined) =>
  sold === undefined
    ? {}
    : { lines: { field: 'product' as const, op: 'eq' as const, value: sold } };

function actionOf(does: SlowAction): PromotionInput['action'] {
  switch (does.kind) {
    case 'percent': {
      const most =
        does.cap === undefined
          ? {}
          : { cap: { amount: units(does.cap.amount), taxMode: does.cap.taxMode } };
      return {
        kind: 'percent',
        of: does.of,
        percent: String(does.value),
        ...pick(does.product),
        ...most,
      };
    }
    case 'amount':
      return { kind: 'amount', of: does.of, amount: units(does.value), ...pick(does.product) };
    case 'orderPrice':
      return { kind: 'orderPrice', amount: units(does.value) };
    case 'buyGet': {
      const { mode, buy, get, given } = does;
      const counts = { buy: Number(buy), get: Number(get) };
      return { kind: 'buyGet', mode, ...counts, ...pick(does.product), product: given };
    }
  }
}

function conditionOf(when: SlowCondition | undefined): NonNullable<PromotionInput['when']> {
  if (when === undefined) return [];
  return when.kind === 'amount'
    ? [{ ...when, atLeast: units(when.atLeast) }]
    : [{ ...when, atLeast: String(when.atLeast) }];
}

/** Its promotions, as they are defined. */
export const promotionsOf = ({ promotions }: SlowOrder) =>
  definePromotions(
    promotions.map(({ when, does }, at) => {
      return { id: `p${at}`, priority: at, when: conditionOf(when), action: actionOf(does) };
    }),
  );
