/**
 * From an accepted quote to an order document: the amounts are the quote's, to the cent.
 *
 * What was taken off the whole stands with the lines, as each share has its line's taxes; shipping
 * is a charge of the document. Prices with tax become prices without: the net of the line for all
 * of its units, which is exact where a net price of one unit need not be.
 */
import { currency as currencyOf, fixedText } from '@kontor/kernel';
import { exact, exactText, minus, plus, rounded, ZERO } from '../price/exact.ts';
import type { PricedLine, PricedQuote, QuoteTax } from '../price/quote-totals.ts';
import type { QuoteContent } from './quote-content.ts';
import type { OrderDocument, OrderParty, OrderTax } from './order-schema.ts';

/** What the document says beside the lines. */
export interface OrderParties {
  readonly id: string;
  /** `YYYY-MM-DD`. */
  readonly issueDate: string;
  readonly buyer: OrderParty;
  readonly seller: OrderParty;
  readonly quotation?: OrderDocument['quotation'];
  readonly note?: string | undefined;
  /** The category of a tax code; `S`, of a rate of 0 `Z`, when left out. */
  readonly categoryOf?: ((tax: QuoteTax) => OrderTax['category']) | undefined;
}

/** The offer that was accepted: its lines, and what they come to. */
export interface OrderedOffer {
  readonly content: Pick<QuoteContent, 'lines'>;
  readonly priced: PricedQuote;
}

type OrderLine = OrderDocument['lines'][number];
type TaxOf = (tax: QuoteTax) => OrderTax;

/** The order document of an offer. */
export function orderDocument(
  { content, priced }: OrderedOffer,
  parties: OrderParties,
): OrderDocument {
  const { id, issueDate, buyer, seller, quotation, note, categoryOf = usualCategory } = parties;
  const taxOf: TaxOf = (tax) => ({
    category: categoryOf(tax),
    code: tax.code,
    percent: tax.rate,
    taxableAmount: tax.base,
    taxAmount: tax.tax,
  });
  const { exponent } = currencyOf(priced.currency);
  const sumOf = (amounts: readonly string[]): string => {
    const unit = 10n ** BigInt(exponent);
    const sum = amounts.map((text) => exact(text, unit)).reduce(plus, ZERO);
    return fixedText(rounded(sum, 'halfEven'), exponent);
  };
  const [items, shipping] = (['item', 'shipping'] as const).map((kind) =>
    priced.lines.filter((line) => line.kind === kind),
  ) as [PricedLine[], PricedLine[]];
  const described = new Map(content.lines.map((line) => [line.id, line]));
  return {
    documentType: 'order',
    id,
    issueDate,
    documentCurrencyCode: priced.currency,
    ...(note !== undefined && { note }),
    ...(quotation !== undefined && { quotation }),
    buyer,
    seller,
    rounding: priced.rounding,
    pricesIncludeTax: priced.prices === 'gross',
    lines: items.map((line) => orderLine(line, described.get(line.id), priced.prices, taxOf)),
    allowanceCharges: shipping.map((line) => ({
      id: line.id,
      isCharge: true,
      reason: line.product,
      amount: line.net,
      taxes: line.taxes.map(taxOf),
    })),
    taxTotal: { taxAmount: priced.tax, subtotals: priced.taxes.map(taxOf) },
    monetaryTotal: {
      lineExtensionAmount: sumOf(items.map(({ net }) => net)),
      allowanceTotalAmount: sumOf([]),
      chargeTotalAmount: sumOf(shipping.map(({ net }) => net)),
      taxExclusiveAmount: priced.net,
      taxInclusiveAmount: priced.gross,
      payableAmount: priced.gross,
    },
  };
}

const usualCategory = ({ rate }: QuoteTax): OrderTax['category'] =>
  exact(rate).coefficient === 0n ? 'Z' : 'S';

function orderLine(
  line: PricedLine,
  described: QuoteContent['lines'][number] | undefined,
  prices: PricedQuote['prices'],
  taxOf: TaxOf,
): OrderLine {
  const { id, product, quantity, charged, free, net, tax, taxes } = line;
  const beside = minus(plus(exact(charged), exact(free)), exact(quantity));
  const description = described?.description;
  return {
    id,
    item: { id: product, ...(description !== undefined && { description }) },
    quantity,
    ...(described?.unit !== undefined && { unit: described.unit }),
    ...(beside.coefficient !== 0n && { freeQuantity: exactText(beside) }),
    ...(prices === 'net' ? netPrice(line) : priceOfAll(line)),
    lineExtensionAmount: net,
    taxes: taxes.map(taxOf),
    taxAmount: tax,
  };
}

const netPrice = ({ listPrice, discounts, shares }: PricedLine) => ({
  price: { amount: listPrice, baseQuantity: '1' },
  allowances: [...discounts, ...shares].map(({ source, amount }) => ({ reason: source, amount })),
});

function priceOfAll({ quantity, net }: PricedLine) {
  const isNothing = exact(quantity).coefficient === 0n;
  const price = isNothing
    ? { amount: net, baseQuantity: '1' }
    : { amount: net.replace(/^-/, ''), baseQuantity: quantity.replace(/^-/, '') };
  return { price, allowances: [] };
}
