/**
 * @kontor/crm-core/quote: prices, promotions and quotes.
 */

// Prices
export {
  type ChosenPrice,
  choosePrice,
  definePriceBooks,
  type PriceBook,
  type PriceBookInput,
  type PriceQuestion,
} from './price/price-book.ts';
export { definePromotions, type Promotion, type PromotionInput } from './price/promotion.ts';
export { priceQuote, type PricingStep, type PricingTerms } from './price/price-quote.ts';
export type { QuoteInput } from './price/quote-input.ts';
export type {
  PricedLine,
  PricedQuote,
  QuoteDiscount,
  QuoteTax,
} from './price/quote-totals.ts';
