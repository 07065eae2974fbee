/**
 * Drafts of quotes: made and edited. Each edit prices anew, with the books and rates of its day.
 *
 * What was sent is not touched. The edit of a quote that is sent, rejected or expired begins a new
 * version; the customer can still accept the sent one until the new one is sent.
 */
import type { Json } from '@kontor/kernel';
import { issuesOf } from '../check-given.ts';
import { type Decision, refused, type Refusal } from '../decision.ts';
import { CrmError, type CrmIssue } from '../errors.ts';
import { sameJson } from '../record/same-json.ts';
import { choiceIssues } from './choose-lines.ts';
import { priceOffer } from './price-offer.ts';
import { type QuoteContent, type QuoteContentInput, quoteContent } from './quote-content.ts';
import type { QuoteContext } from './quote-context.ts';
import type { QuoteOffer, QuoteRecord } from './quote.ts';

/** A new quote. */
export interface NewQuote {
  readonly content: QuoteContentInput;
  /** The last day on which it may be accepted. */
  readonly expiresOn?: string | undefined;
  /** Other fields of the record: its name, account, opportunity, custom ones as `ext.size`. */
  readonly values: Readonly<Record<string, Json>>;
}

/** What is changed; what is left out stays. Without anything, prices of the day are taken. */
export interface QuoteEdit {
  readonly content?: QuoteContentInput | undefined;
  readonly expiresOn?: string | null | undefined;
  readonly by: string;
  readonly reason?: string | undefined;
}

/**
 * Decides to draft a quote.
 *
 * Refusals: CRM_INVALID_INPUT (every fault of the lines), CRM_NO_PRICE, CRM_PRICE_TIED.
 *
 * @returns one change, `created`
 */
export function draftQuote(
  { content, expiresOn, values }: NewQuote,
  context: QuoteContext,
): Decision {
  const offer = offerOf(content, context);
  if (!offer.ok) return offer;
  const fields = {
    ...values,
    ...offeredValues(offer.offer),
    ...(expiresOn !== undefined && { expiresOn }),
    state: 'draft',
    versionNumber: 1,
    approvals: [],
    versions: [],
  };
  return { ok: true, changes: [{ verb: 'created', values: fields }] };
}

/**
 * Decides an edit of the offer. Approvals that were given hold on while no figure changes.
 *
 * Refusals: CRM_QUOTE_STATE (it is accepted), and as `draftQuote`.
 *
 * @returns one change, `edited`, or `versionBegun` when the offer at hand was sent
 */
export function editQuote(
  quote: QuoteRecord,
  { content, expiresOn, reason }: QuoteEdit,
  context: QuoteContext,
): Decision {
  if (quote.state === 'accepted') {
    const { id, state, versionNumber: version } = quote;
    return refused('CRM_QUOTE_STATE', { quote: id, action: 'be edited', state, version });
  }
  const offer = offerOf(content ?? quote.offer.content, context);
  if (!offer.ok) return offer;
  const isSent = quote.state !== 'draft' && quote.state !== 'approval';
  const isSame = sameJson(asJson(offer.offer.figures), asJson(quote.offer.figures));
  const values = {
    ...offeredValues(offer.offer),
    ...(expiresOn !== undefined && { expiresOn }),
    state: !isSent && isSame ? quote.state : 'draft',
    ...(isSent && {
      versionNumber: quote.versionNumber + 1,
      approvals: [],
      // The last day was that of the version before.
      ...(expiresOn === undefined && { expiresOn: null }),
    }),
  };
  const verb = isSent ? 'versionBegun' : 'edited';
  return {
    ok: true,
    changes: [{ verb, reason, values, details: { figures: asJson(offer.offer.figures) } }],
  };
}

/** The fields that an offer decides. */
export const offeredValues = (offer: QuoteOffer): Record<string, Json> => ({
  offer: asJson(offer),
  currency: offer.priced.currency,
  net: offer.priced.net,
  gross: offer.priced.gross,
});

/** Plain data without fields that are undefined, as it is stored. */
export const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;

type Offered =
  | { readonly ok: true; readonly offer: QuoteOffer }
  | { readonly ok: false; readonly refusal: Refusal };

function offerOf(input: QuoteContentInput, { pricing }: QuoteContext): Offered {
  const parsed = quoteContent.safeParse(input);
  if (!parsed.success) return faulty(issuesOf(parsed.error));
  const issues = choiceIssues(parsed.data.lines);
  return issues.length > 0 ? faulty(issues) : priced(parsed.data, pricing);
}

function priced(content: QuoteContent, pricing: QuoteContext['pricing']): Offered {
  try {
    return { ok: true, offer: priceOffer(content, pricing) };
  } catch (error) {
    for (const code of ['CRM_NO_PRICE', 'CRM_PRICE_TIED', 'CRM_INVALID_INPUT'] as const) {
      if (CrmError.is(error, code)) return refused(code, error.details);
    }
    throw error;
  }
}

const faulty = (issues: readonly CrmIssue[]): Offered =>
  refused('CRM_INVALID_INPUT', { what: 'The quote', issues });
