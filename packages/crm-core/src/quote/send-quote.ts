/**
 * Sending: the offer at hand becomes a version that nobody changes any more.
 */
import { dayInZone, formatDay } from '@kontor/kernel';
import { type Decision, refused } from '../decision.ts';
import { asJson } from './draft-quote.ts';
import { neededApprovals } from './quote-approval.ts';
import type { QuoteContext } from './quote-context.ts';
import type { QuoteRecord, QuoteVersion } from './quote.ts';

/** How it is sent. */
export interface QuoteSending {
  readonly by: string;
  readonly reason?: string | undefined;
}

/**
 * Decides to send. Versions that were sent before and are open are superseded.
 *
 * Refusals: CRM_QUOTE_STATE (what is at hand was sent), CRM_QUOTE_NOT_APPROVED (what is missing,
 * all of it), CRM_INVALID_INPUT (its last day has gone by).
 *
 * @returns one change, `sent`
 */
export function sendQuote(
  quote: QuoteRecord,
  { by, reason }: QuoteSending,
  { now, policy }: QuoteContext,
): Decision {
  const { id, state, versionNumber: version, offer, approvals } = quote;
  if (state !== 'draft' && state !== 'approval') {
    return refused('CRM_QUOTE_STATE', { quote: id, action: 'be sent', state, version });
  }
  const missing = neededApprovals(quote, policy, now).filter(
    ({ standing }) => standing !== 'approved',
  );
  if (missing.length > 0) return refused('CRM_QUOTE_NOT_APPROVED', { quote: id, missing });
  const today = dayInZone(Date.parse(now), policy.zone);
  const expiresOn = quote.expiresOn ?? formatDay(today + policy.validDays);
  if (expiresOn < formatDay(today)) {
    const message = `${expiresOn} has gone by: it is ${formatDay(today)} in ${policy.zone}`;
    const issues = [{ path: 'expiresOn', message }];
    return refused('CRM_INVALID_INPUT', { what: 'The quote', issues });
  }
  const sent: QuoteVersion = {
    version,
    state: 'sent',
    offer,
    approvals,
    expiresOn,
    zone: policy.zone,
    sentAt: now,
    sentBy: by,
  };
  const before = quote.versions.map((one) =>
    one.state === 'sent' ? { ...one, state: 'superseded' as const, endedAt: now } : one,
  );
  const values = { state: 'sent', expiresOn, versions: asJson([...before, sent]) };
  return { ok: true, changes: [{ verb: 'sent', reason, values, details: { version, expiresOn } }] };
}
