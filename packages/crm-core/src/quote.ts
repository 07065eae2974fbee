/**
 * @kontor/crm-core/quote: prices, promotions and quotes.
 */

// Prices
export { definePriceBooks, type PriceBook, type PriceBookInput } from './price/price-book.ts';
export { type ChosenPrice, choosePrice, type PriceQuestion } from './price/choose-price.ts';
export { type ExplainedPrice, explainPrice, type OtherPrice } from './price/explain-price.ts';
export { definePromotions, type Promotion, type PromotionInput } from './price/promotion.ts';
export { compareRoundings, type RoundingTotals } from './price/compare-roundings.ts';
export { prorate } from './price/prorate.ts';
export { priceQuote, type PricingTerms } from './price/price-quote.ts';
export type { PricingStep } from './price/pricing-step.ts';
export type { QuoteInput } from './price/quote-input.ts';
export type {
  PricedLine,
  PricedQuote,
  QuoteDiscount,
  QuoteTax,
} from './price/quote-totals.ts';

// Quotes
export type { QuoteContent, QuoteContentInput } from './quote/quote-content.ts';
export { type QuoteFigures } from './quote/quote-figures.ts';
export {
  defineQuotePolicy,
  type QuotePolicy,
  type QuotePolicyInput,
} from './quote/quote-policy.ts';
export type { QuoteContext } from './quote/quote-context.ts';
export {
  type Quote,
  type QuoteApproval,
  quoteFields,
  type QuoteOffer,
  type QuoteRecord,
  type QuoteVersion,
} from './quote/quote.ts';
export { draftQuote, editQuote, type NewQuote, type QuoteEdit } from './quote/draft-quote.ts';
export {
  answerQuoteApproval,
  type NeededApproval,
  neededApprovals,
  type QuoteApprovalAnswer,
  type QuoteApprovalRequest,
  requestQuoteApproval,
} from './quote/quote-approval.ts';
export { type QuoteSending, sendQuote } from './quote/send-quote.ts';
export {
  acceptQuote,
  expireQuote,
  expireQuotes,
  type QuoteAcceptance,
  type QuoteEnding,
  rejectQuote,
} from './quote/end-quote.ts';

// Documents
export {
  type DocumentFormat,
  type DocumentLabels,
  type DocumentLanguage,
  documentLanguages,
} from './quote/document-labels.ts';
export { formatDate, formatDecimal } from './quote/format-decimal.ts';
export { html, type HtmlValue, type Markup, markupText } from './quote/html.ts';
export {
  type DocumentLine,
  type DocumentTerms,
  quoteDocument,
  type QuoteDocument,
} from './quote/quote-document.ts';
export {
  type QuoteBlock,
  type QuoteBlocks,
  renderQuote,
  type QuoteTemplate,
} from './quote/render-quote.ts';

// Orders
export { orderDocument, type OrderedOffer, type OrderParties } from './quote/order-document.ts';
export {
  type OrderDocument,
  type OrderParty,
  orderSchema,
  type OrderTax,
} from './quote/order-schema.ts';
export {
  type OrderFault,
  type OrderFaultCode,
  type ReadOrder,
  readOrderDocument,
} from './quote/read-order-document.ts';
