/**
 * Promotions of every kind, stacked every way, beside the long way.
 */
import { fc, test } from '@fast-check/vitest';
import { computeTax, taxTable } from '@kontor/kernel/tax';
import { describe, expect } from 'vitest';
import {
  definePromotions,
  type PricedQuote,
  priceQuote,
  type PromotionInput,
  type QuoteInput,
} from '@kontor/crm-core/quote';
import {
  type SlowAction,
  type SlowCondition,
  type SlowOrder,
  slowPricing,
} from '../oracle/slow-pricing.ts';

const numRuns = process.env['KONTOR_FULL'] === '1' ? 20_000 : 250;
const taxes = taxTable([0, 7, 20].map((rate) => ({ code: `T${rate}`, rate })));
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
const order: fc.Arbitrary<SlowOrder> = fc
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
const cents = (text: string): bigint => BigInt(text.replace('.', ''));

function quoteOf({ prices, stacking, lines }: SlowOrder, more: Partial<QuoteInput> = {}) {
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

const promotionsOf = ({ promotions }: SlowOrder) =>
  definePromotions(
    promotions.map(({ when, does }, at) => {
      return { id: `p${at}`, priority: at, when: conditionOf(when), action: actionOf(does) };
    }),
  );

/** The lines that were given: a gift of a product that nobody bought is behind the items. */
const bought = ({ lines }: PricedQuote) => lines.filter(({ id }) => !id.startsWith('free-'));

describe('priceQuote', () => {
  test.prop([order], { numRuns })(
    'property: promotions of every kind leave of each line what the long way leaves',
    (given) => {
      const slow = slowPricing(given);
      const priced = priceQuote(quoteOf(given), { promotions: promotionsOf(given), taxes });
      const lines = bought(priced);
      expect(lines.map((one) => cents(one[given.prices]))).toEqual(slow.left);
      expect(lines.map(({ free }) => BigInt(free))).toEqual(slow.free);
      const worth = given.promotions.map((_, at) => {
        const step = priced.steps.find((one) => 'promotion' in one && one.promotion === `p${at}`);
        return step?.step === 'promotion' ? cents(step.amount) : undefined;
      });
      expect(worth).toEqual(slow.worth);
      const document = {
        currency: 'EUR',
        prices: given.prices,
        rounding: 'perLine' as const,
        lines: given.lines.map(({ rate }, at) => {
          return { quantity: 1, unitPrice: units(slow.left[at]!), taxCode: `T${rate}` };
        }),
      };
      const { net, tax, gross } = computeTax(document, taxes);
      expect([priced.net, priced.tax, priced.gross]).toEqual([net, tax, gross]);
    },
  );

  test.prop([order, fc.constantFrom('unit' as const, 'line', 'rate', 'document')], { numRuns })(
    'property: every cent between list prices and total is in a step, and in a line',
    (given, rounding) => {
      const quote = quoteOf(given, { rounding: rounding as 'line' });
      const priced = priceQuote(quote, { promotions: promotionsOf(given), taxes });
      const total = (amounts: readonly string[]) =>
        amounts.reduce((all, amount) => all + cents(amount), 0n);
      const lists = total(priced.lines.map(({ list }) => list));
      const stepped = priced.steps.flatMap((step) => ('amount' in step ? [step.amount] : []));
      expect(lists - total(stepped)).toBe(cents(priced[given.prices]));
      for (const one of priced.lines) {
        const off = [...one.discounts, ...one.shares].map(({ amount }) => amount);
        expect(cents(one.list) - total(off)).toBe(cents(one[given.prices]));
        expect(cents(one.net) + cents(one.tax)).toBe(cents(one.gross));
        expect(cents(one[given.prices]) >= 0n).toBe(true);
      }
      expect(total(priced.lines.map(({ amount }) => amount))).toBe(cents(priced.subtotal));
      expect(cents(priced.subtotal) - cents(priced.discount)).toBe(cents(priced[given.prices]));
      expect(cents(priced.net) + cents(priced.tax)).toBe(cents(priced.gross));
    },
  );

  test.prop([order, fc.constantFrom('unit' as const, 'line', 'rate', 'document')], { numRuns })(
    'property: a credit is the mirror image of the sale, whatever promotions it had',
    (given, rounding) => {
      const terms = { promotions: promotionsOf(given), taxes };
      const quote = quoteOf(given, { rounding: rounding as 'line', discountAmount: '1.00' });
      const negative = (amount: string) => (/[1-9]/.test(amount) ? `-${amount}` : amount);
      const credit = priceQuote(
        {
          ...quote,
          lines: quote.lines.map((one) => ({ ...one, quantity: negative(one.quantity) })),
          shipping: (quote.shipping ?? []).map((one) => ({ ...one, price: negative(one.price) })),
        },
        terms,
      );
      const sale = priceQuote(quote, terms);
      for (const field of ['subtotal', 'discount', 'net', 'tax', 'gross'] as const) {
        expect(cents(credit[field])).toBe(-cents(sale[field]));
      }
      for (const field of ['net', 'gross', 'free', 'charged'] as const) {
        expect(credit.lines.map((one) => cents(one[field]))).toEqual(
          sale.lines.map((one) => -cents(one[field])),
        );
      }
    },
  );
});
