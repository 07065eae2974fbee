/**
 * Quotes, measured: 200 lines with three rates of tax and ten promotions, beside the same written
 * straight down in decimal.js; and prices of 200 lines from a book of 20,000 rows, beside a search
 * through all of them.
 */
import { taxTable } from '@kontor/kernel/tax';
import {
  choosePrice,
  definePriceBooks,
  definePromotions,
  type PriceBook,
  priceQuote,
  type QuoteInput,
} from '@kontor/crm-core/quote';
import { Decimal } from 'decimal.js';
import { compare, type Suite } from '../suite.ts';

const RATES = [5, 10, 20];
const ITEM_PROMOTIONS = 5;
const ORDER_PROMOTIONS = 5;
const ITEM_PERCENT = '2';
const ORDER_PERCENT = '1';
const PRODUCTS = 5_000;
const BREAKS = [0, 3, 5, 8];

/** The rows of quotes. */
export const suite: Suite = {
  engine: 'crm-core',
  async run(options) {
    const quote = generateQuote(options.quick ? 20 : 200);
    const taxes = taxTable(RATES.map((rate) => ({ code: `T${rate}`, rate })));
    const promotions = generatePromotions();
    const row = await compare<string>(
      {
        name: 'price a quote with 3 rates and 10 promotions',
        size: `${quote.lines.length} lines`,
        peerName: 'decimal.js, straight down',
        ours: () => {
          const { net, tax, gross } = priceQuote(quote, { taxes, promotions });
          return `${net} ${tax} ${gross}`;
        },
        peer: () => decimalTwin(quote),
        equal: (a, b) => a === b,
      },
      options,
    );
    return [row, await priceRow(quote, options)];
  },
};

async function priceRow({ lines }: QuoteInput, options: Parameters<Suite['run']>[0]) {
  const products = options.quick ? 1_000 : PRODUCTS;
  const books = generateBook(products);
  const asked = lines.map(({ quantity }, n) => ({
    product: `P${(n * 7919) % products}`,
    quantity,
    date: '2026-03-02',
    currency: 'EUR',
    prices: 'net' as const,
  }));
  return compare<string>(
    {
      name: 'choose the prices of a quote',
      size: `${lines.length} lines, ${books[0]!.rows.length} rows`,
      peerName: 'a search through all rows',
      ours: () => asked.map((question) => choosePrice(books, question).price).join(),
      peer: () => asked.map((question) => searchedPrice(books[0]!, question)).join(),
      equal: (a, b) => a === b,
    },
    options,
  );
}

function generateBook(products: number): readonly PriceBook[] {
  const rows = Array.from({ length: products }, (_, n) =>
    BREAKS.map((from) => {
      return { product: `P${n}`, price: `${100 + (n % 997) - from}`, from: `${from}` };
    }),
  ).flat();
  return definePriceBooks([{ id: 'list', level: 'default', currency: 'EUR', prices: 'net', rows }]);
}

function searchedPrice({ rows }: PriceBook, asked: { product: string; quantity: string }): string {
  let best = rows[0]!;
  let reached = -1;
  for (const row of rows) {
    if (row.product !== asked.product) continue;
    const from = Number(row.from);
    if (from > Number(asked.quantity) || from <= reached) continue;
    [best, reached] = [row, from];
  }
  return best.price;
}

function generateQuote(count: number): QuoteInput {
  const lines = Array.from({ length: count }, (_, n) => ({
    id: `${n}`,
    product: `P${n}`,
    family: `F${n % 7}`,
    quantity: `${1 + (n % 9)}`,
    unitPrice: (10 + n * 1.37).toFixed(2),
    taxCode: `T${RATES[n % RATES.length]!}`,
  }));
  return { currency: 'EUR', prices: 'net', date: '2026-03-02', rounding: 'rate', lines };
}

/** Five of items by family, five of the order; every other one wants a worth. */
function generatePromotions() {
  const items = Array.from({ length: ITEM_PROMOTIONS }, (_, n) => ({
    id: `item${n}`,
    priority: n,
    action: {
      kind: 'percent' as const,
      of: 'items' as const,
      percent: ITEM_PERCENT,
      lines: { field: 'family', op: 'eq' as const, value: `F${n}` },
    },
  }));
  const orders = Array.from({ length: ORDER_PROMOTIONS }, (_, n) => ({
    id: `order${n}`,
    priority: ITEM_PROMOTIONS + n,
    when: [{ kind: 'amount' as const, atLeast: '100', taxMode: 'net' as const }],
    action: { kind: 'percent' as const, of: 'order' as const, percent: ORDER_PERCENT },
  }));
  return definePromotions([...items, ...orders]);
}

const HALF_UP = Decimal.ROUND_HALF_UP;
const cents = (value: Decimal): Decimal => value.toDecimalPlaces(2, HALF_UP);
const sumOf = (values: readonly Decimal[]): Decimal =>
  values.reduce((sum, value) => sum.plus(value), new Decimal(0));

function decimalTwin({ lines }: QuoteInput): string {
  let amounts = lines.map(({ quantity, unitPrice, family }) => {
    let price = new Decimal(unitPrice!);
    const isOff = Number(family!.slice(1)) < ITEM_PROMOTIONS;
    if (isOff) price = price.minus(price.times(ITEM_PERCENT).dividedBy(100));
    return cents(price.times(quantity));
  });
  for (let n = 0; n < ORDER_PROMOTIONS; n++) {
    const whole = sumOf(amounts);
    if (whole.lessThan(100)) continue;
    const shares = largestRemainder(cents(whole.times(ORDER_PERCENT).dividedBy(100)), amounts);
    amounts = amounts.map((amount, line) => amount.minus(shares[line]!));
  }
  const net = sumOf(amounts);
  const tax = sumOf(
    RATES.map((rate) => {
      const ofRate = amounts.filter((_, line) => lines[line]!.taxCode === `T${rate}`);
      return cents(sumOf(ofRate).times(rate).dividedBy(100));
    }),
  );
  return `${net.toFixed(2)} ${tax.toFixed(2)} ${net.plus(tax).toFixed(2)}`;
}

/** Shares of a total to the cent: the largest fractions get what is left. */
function largestRemainder(total: Decimal, weights: readonly Decimal[]): Decimal[] {
  const whole = sumOf(weights);
  const exact = weights.map((weight) => total.times(weight).dividedBy(whole));
  const shares = exact.map((share) => share.toDecimalPlaces(2, Decimal.ROUND_DOWN));
  const missing = total.minus(sumOf(shares)).times(100).toNumber();
  exact
    .map((share, line) => ({ line, rest: share.minus(shares[line]!) }))
    .sort((a, b) => b.rest.comparedTo(a.rest) || a.line - b.line)
    .slice(0, missing)
    .forEach(({ line }) => {
      shares[line] = shares[line]!.plus('0.01');
    });
  return shares;
}
