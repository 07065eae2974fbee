/**
 * @kontor/crm-core/quote: Prices, promotions and quotes.
 */
export {};
