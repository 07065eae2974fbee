/**
 * How a quote came by its total, step by step.
 */
import type { ChosenPrice } from './choose-price.ts';

/** What happened on the way to the total. */
export type PricingStep =
  | { readonly step: 'price'; readonly line: string; readonly from: ChosenPrice | 'quote' }
  | { readonly step: 'discount'; readonly source: string; readonly amount: string }
  | { readonly step: 'promotion'; readonly promotion: string; readonly amount: string }
  | { readonly step: 'skipped'; readonly promotion: string; readonly reason: string };
