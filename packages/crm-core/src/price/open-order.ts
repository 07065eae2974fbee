/**
 * From the lines of a quote to an order that is priced: each with its price and its taxes.
 *
 * A quote that only takes back (no quantity above 0, and no shipping) is a credit: it is priced as
 * the sale that it takes back, and told with the other sign, so that both agree to the cent.
 */
import { currency as currencyOf, day } from '@kontor/kernel';
import { rowInForce, type TaxRow, type TaxTable } from '@kontor/kernel/tax';
import { CrmError, type CrmIssue } from '../errors.ts';
import { choosePrice } from './choose-price.ts';
import { type Exact, exact, exactText, oneOf, rounded, times, ZERO } from './exact.ts';
import type { PriceBook } from './price-book.ts';
import type { PricingStep } from './pricing-step.ts';
import type { QuotePricing } from './quote-input.ts';
import type { RunningLine, RunningOrder } from './running-order.ts';

type QuoteLine = QuotePricing['lines'][number];

/** What an order is opened with. */
interface OrderTerms {
  readonly priceBooks?: readonly PriceBook[] | undefined;
  readonly taxes?: TaxTable | undefined;
}

/** The order before anything is taken off; each choice of a price is a step. */
export function openOrder(
  quote: QuotePricing,
  { priceBooks = [], taxes }: OrderTerms,
  steps: PricingStep[],
): RunningOrder {
  const { exponent } = currencyOf(quote.currency);
  const order: RunningOrder = {
    prices: quote.prices,
    mode: quote.mode,
    exponent,
    unit: 10n ** BigInt(exponent),
    sign: isCredit(quote) ? -1n : 1n,
    lines: [],
  };
  const issues: CrmIssue[] = [];
  const taxesOf = taxReader(quote.date, taxes, issues);
  quote.lines.forEach((line, at) => {
    const price = exactPrice(quote, line, priceBooks, steps);
    const { id, product, family, tags } = line;
    const bought = exact(line.quantity, order.sign);
    const view = { id, product, family, tags, quantity: exactText(bought) };
    const rows = taxesOf(line, 'lines', at);
    order.lines.push(
      openLine(order, { kind: 'item', view, taxes: rows }, bought, inMinor(order, price)),
    );
  });
  quote.shipping.forEach((one, at) => {
    const view = { id: one.id, product: one.id, family: undefined, tags: undefined, quantity: '1' };
    const rows = taxesOf(one, 'shipping', at);
    const price = exact(one.price, order.unit * order.sign);
    order.lines.push(openLine(order, { kind: 'shipping', view, taxes: rows }, exact('1'), price));
  });
  if (issues.length > 0) throw new CrmError('CRM_INVALID_INPUT', { what: 'The quote', issues });
  return order;
}

/** Whether a quote takes back, and sells nothing. */
function isCredit({ lines, shipping }: QuotePricing): boolean {
  const amounts = [...lines.map(({ quantity }) => quantity), ...shipping.map(({ price }) => price)];
  const isNothing = (amount: string): boolean => !/[1-9]/.test(amount);
  const isBack = (amount: string): boolean => amount.startsWith('-') && !isNothing(amount);
  return amounts.some(isBack) && amounts.every((amount) => isBack(amount) || isNothing(amount));
}

/** The price of one unit, from the line or from the books. */
function exactPrice(
  quote: QuotePricing,
  line: QuoteLine,
  priceBooks: readonly PriceBook[],
  steps: PricingStep[],
): Exact {
  if (line.unitPrice !== undefined) {
    steps.push({ step: 'price', line: line.id, from: 'quote' });
    return exact(line.unitPrice);
  }
  const { currency, prices, date, account, group, contract } = quote;
  const { product, family, quantity, unit } = line;
  const chosen = choosePrice(priceBooks, {
    product,
    family,
    quantity,
    unit,
    currency,
    prices,
    date,
    account,
    group,
    contract,
  });
  steps.push({ step: 'price', line: line.id, from: chosen });
  return oneOf(exact(chosen.price), chosen.per ?? 1);
}

const inMinor = ({ unit }: RunningOrder, { coefficient, decimals }: Exact): Exact => ({
  coefficient: coefficient * unit,
  decimals,
});

function openLine(
  { mode }: RunningOrder,
  given: Pick<RunningLine, 'kind' | 'view' | 'taxes'>,
  bought: Exact,
  price: Exact,
): RunningLine {
  const amount = rounded(times(price, bought), mode);
  return {
    kind: given.kind,
    view: given.view,
    taxes: given.taxes,
    bought,
    charged: bought,
    free: ZERO,
    listPrice: price,
    list: amount,
    startPrice: price,
    unitPrice: price,
    amount,
    left: amount,
    discounts: [],
    shares: [],
  };
}

interface Taxable {
  readonly taxes: readonly string[];
  readonly taxCode?: string | undefined;
}

/** Reads the rates of lines; a code that is missing is told at every line that has it. */
function taxReader(date: string, table: TaxTable | undefined, issues: CrmIssue[]) {
  const known = new Map<string, readonly TaxRow[]>();
  /** The row of a code, alone in a list; none where it is missing. */
  const rowsOf = (code: string): readonly TaxRow[] => {
    const found = known.get(code);
    if (found !== undefined) return found;
    const row = rowInForce(table?.rowsByCode.get(code) ?? [], day(date));
    const rows = row === undefined ? [] : [row];
    known.set(code, rows);
    return rows;
  };
  return ({ taxes, taxCode }: Taxable, part: 'lines' | 'shipping', at: number) => {
    const codes = taxCode === undefined ? taxes : [taxCode];
    for (const code of codes) {
      if (rowsOf(code).length > 0) continue;
      const message = `there is no rate of the tax code '${code}' on ${date}: add it to the table`;
      issues.push({ path: `${part}.${at}.taxes`, message });
    }
    if (codes.length === 1) return rowsOf(codes[0]!);
    return codes.flatMap(rowsOf).sort((a, b) => a.rank - b.rank);
  };
}
