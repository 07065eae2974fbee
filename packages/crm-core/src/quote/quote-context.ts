/**
 * What commands of a quote are decided with, beside the record.
 */
import type { PricingTerms } from '../price/price-quote.ts';
import type { QuotePolicy } from './quote-policy.ts';

/** Values that the shell brings: rules read no clock and no store. */
export interface QuoteContext {
  /** When the command is recorded, UTC ISO. */
  readonly now: string;
  readonly policy: QuotePolicy;
  /** Price books, promotions and taxes that an offer is figured with. */
  readonly pricing: PricingTerms;
  /** Roles of the one who gives the command, without `role:`. */
  readonly roles?: readonly string[] | undefined;
}
