/**
 * From the lines of a quote to an offer: the proposal priced, every option priced by itself, the
 * figures that limits look at, and what it was all figured with.
 *
 * Limits look at the proposal, at the largest order that can come of it, and at each option by
 * itself. A discount or a margin in percent of a sum is never beyond those of all its parts, so
 * what the customer chooses cannot slip past a limit in percent that none of its parts passes.
 */
import { day } from '@kontor/kernel';
import { rowInForce, type TaxCodeInput, type TaxTable, taxTable } from '@kontor/kernel/tax';
import { CrmError } from '../errors.ts';
import { exact, isBelow } from '../price/exact.ts';
import { priceQuote, type PricingTerms } from '../price/price-quote.ts';
import type { PricedLine, PricedQuote } from '../price/quote-totals.ts';
import { chooseLines, isChoice } from './choose-lines.ts';
import type { QuoteContent, QuoteLine } from './quote-content.ts';
import { type QuoteFigures, quoteFigures } from './quote-figures.ts';
import type { QuoteOffer } from './quote.ts';

/**
 * Prices an offer with what is proposed.
 *
 * @throws CrmError CRM_NO_PRICE, CRM_PRICE_TIED, CRM_INVALID_INPUT — as `priceQuote`
 */
export function priceOffer(content: QuoteContent, pricing: PricingTerms): QuoteOffer {
  const chosen = namesOf(chooseLines(content));
  const priced = priceQuote(withLines(content, chosen), pricing);
  const alone = content.lines
    .filter(isChoice)
    .map((line) => ({ line, priced: priceAlone(content, line, pricing) }));
  const lines = [...priced.lines, ...alone.map((one) => one.priced.lines[0]!)];
  const figures = [quoteFigures('proposal', content, priced)];
  if (alone.length > 0) {
    const largest = priceQuote(withLines(content, largestChoice(alone)), pricing);
    figures.push(quoteFigures('all', content, largest));
    for (const one of alone) figures.push(quoteFigures(one.line.id, content, one.priced));
  }
  return {
    content,
    listPrices: Object.fromEntries(lines.map(({ id, listPrice }) => [id, listPrice])),
    promotions: promotionsOf(content, pricing),
    taxes: taxesOf(content, pricing.taxes),
    chosen,
    priced,
    options: optionsOf(alone, chosen),
    figures,
  };
}

/**
 * The same offer with other options, at the prices, rates and promotions that it was made with.
 *
 * @throws CrmError CRM_INVALID_INPUT — the ids cannot be chosen: `chooseLines` says so before
 */
export function repriceOffer(offer: QuoteOffer, named: readonly string[]): QuoteOffer {
  const content = withListPrices(offer);
  const chosen = namesOf(chooseLines(content, named));
  if (chosen.join('|') === offer.chosen.join('|')) return offer;
  const pricing = { promotions: offer.promotions, taxes: taxTable(offer.taxes) };
  const priced = priceQuote(withLines(content, chosen), pricing);
  const figures: QuoteFigures[] = [quoteFigures('proposal', content, priced)];
  const options = content.lines
    .filter((line) => isChoice(line) && !chosen.includes(line.id))
    .map((line) => priceAlone(content, line, pricing).lines[0]!);
  return { ...offer, chosen, priced, options, figures };
}

interface Alone {
  readonly line: QuoteLine;
  readonly priced: PricedQuote;
}

function namesOf(choice: ReturnType<typeof chooseLines>): readonly string[] {
  if (choice.ok) return choice.chosen;
  throw new CrmError('CRM_INVALID_INPUT', { what: 'The choice', issues: choice.issues });
}

/** The quote with the lines without a choice and the chosen ones, as it is priced. */
function withLines(content: QuoteContent, chosen: readonly string[]) {
  const lines = content.lines.filter((line) => !isChoice(line) || chosen.includes(line.id));
  return { ...content, lines: lines.map(asPriced) };
}

const asPriced = ({
  cost: _cost,
  isOptional: _optional,
  alternative: _other,
  ...line
}: QuoteLine) => line;

/** An amount off the whole is off no single line; a percentage is. */
function priceAlone(content: QuoteContent, line: QuoteLine, pricing: PricingTerms): PricedQuote {
  const { discountAmount: _amount, ...rest } = content;
  const only = { ...rest, shipping: [], coupons: [], lines: [asPriced(line)] };
  return priceQuote(only, { ...pricing, promotions: [] });
}

function largestChoice(alone: readonly Alone[]): readonly string[] {
  const dearest = new Map<string, Alone>();
  for (const one of alone) {
    const group = one.line.alternative;
    if (group === undefined) continue;
    const best = dearest.get(group);
    const isDearer = best === undefined || isBelow(exact(best.priced.net), exact(one.priced.net));
    if (isDearer) dearest.set(group, one);
  }
  return alone
    .filter(
      (one) => one.line.alternative === undefined || dearest.get(one.line.alternative) === one,
    )
    .map(({ line }) => line.id);
}

const optionsOf = (alone: readonly Alone[], chosen: readonly string[]): PricedLine[] =>
  alone.filter(({ line }) => !chosen.includes(line.id)).map(({ priced }) => priced.lines[0]!);

const withListPrices = ({ content, listPrices }: QuoteOffer): QuoteContent => ({
  ...content,
  lines: content.lines.map((line) => ({ ...line, unitPrice: listPrices[line.id]! })),
});

/** Those that hold on the quote's day; others can change nothing. */
function promotionsOf({ date }: QuoteContent, { promotions = [] }: PricingTerms) {
  return promotions.filter(
    ({ validFrom = date, validTo = date }) => validFrom <= date && date <= validTo,
  );
}

/** The rates that hold on the quote's day, of the codes that it names, in their order. */
function taxesOf(
  { lines, shipping, date }: QuoteContent,
  table: TaxTable | undefined,
): TaxCodeInput[] {
  const codes = [...lines, ...shipping].flatMap(({ taxCode, taxes }) =>
    taxCode === undefined ? taxes : [taxCode],
  );
  const rows = [...new Set(codes)].flatMap((code) => {
    const row = rowInForce(table?.rowsByCode.get(code) ?? [], day(date));
    return row === undefined ? [] : [row];
  });
  return rows
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ code, name, rate, compound }) => {
      return { code, ...(name !== undefined && { name }), rate: rate.text, compound };
    });
}
