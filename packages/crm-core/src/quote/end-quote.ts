/**
 * How a sent version ends: accepted with the options that the customer took, rejected, or expired
 * when its last day is over in its zone.
 *
 * One version of a quote is accepted, and then the quote is settled: what it says are the prices,
 * rates and policies of that version, whatever was being drafted beside it.
 */
import { dayInZone, formatDay } from '@kontor/kernel';
import { type Decision, refused } from '../decision.ts';
import { instantFault } from '../pipeline/instant-fault.ts';
import { chooseLines } from './choose-lines.ts';
import { asJson, offeredValues } from './draft-quote.ts';
import { repriceOffer } from './price-offer.ts';
import type { QuoteContext } from './quote-context.ts';
import type { QuoteRecord, QuoteVersion } from './quote.ts';

/** An acceptance. */
export interface QuoteAcceptance {
  readonly by: string;
  /** Of the version that is open when left out. */
  readonly version?: number | undefined;
  /** Ids of optional lines and alternatives; what is proposed when left out. */
  readonly chosen?: readonly string[] | undefined;
  /** When the customer said so, UTC ISO; now when left out. */
  readonly at?: string | undefined;
  readonly reason?: string | undefined;
}

/** A rejection, or the finding that it expired. */
export interface QuoteEnding {
  readonly by: string;
  readonly version?: number | undefined;
  readonly reason?: string | undefined;
}

type Now = Pick<QuoteContext, 'now'>;

/**
 * Decides an acceptance. A version that has expired may still be accepted by an `at` in time.
 *
 * Refusals: CRM_QUOTE_STATE (no version is open, or one is accepted), CRM_QUOTE_UNKNOWN_VERSION,
 * CRM_QUOTE_EXPIRED, CRM_QUOTE_CHOICE (what is chosen cannot be), CRM_INVALID_INPUT (the instant).
 *
 * @returns one change, `accepted`
 */
export function acceptQuote(
  quote: QuoteRecord,
  { version: given, chosen, at, reason }: QuoteAcceptance,
  { now }: Now,
): Decision {
  const found = openVersion(quote, given, 'be accepted', ['sent', 'expired']);
  if ('ok' in found) return found;
  const when = at ?? now;
  const fault = instantFault(when, now) ?? tooEarly(found, when);
  if (fault !== undefined) {
    const issues = [{ path: 'at', message: fault }];
    return refused('CRM_INVALID_INPUT', { what: 'The acceptance', issues });
  }
  const { version, expiresOn, zone } = found;
  if (isPast(found, when)) {
    return refused('CRM_QUOTE_EXPIRED', { quote: quote.id, version, expiresOn, zone });
  }
  const choice = chooseLines(found.offer.content, chosen ?? found.offer.chosen);
  if (!choice.ok) return refused('CRM_QUOTE_CHOICE', { quote: quote.id, issues: choice.issues });
  const accepted = repriceOffer(found.offer, choice.chosen);
  const values = {
    ...offeredValues(accepted),
    state: 'accepted',
    versionNumber: version,
    expiresOn,
    approvals: asJson(found.approvals),
    acceptedVersion: version,
    acceptedAt: when,
    versions: ended(quote, found, { state: 'accepted', endedAt: when, accepted }),
  };
  // The event holds from now: what was decided since the customer said so is not undone.
  const details = { version, chosen: [...choice.chosen], acceptedAt: when };
  return { ok: true, changes: [{ verb: 'accepted', reason, values, details }] };
}

/**
 * Decides a rejection by the customer.
 *
 * Refusals: CRM_QUOTE_STATE, CRM_QUOTE_UNKNOWN_VERSION.
 *
 * @returns one change, `rejected`
 */
export function rejectQuote(
  quote: QuoteRecord,
  { version, reason }: QuoteEnding,
  { now }: Now,
): Decision {
  const found = openVersion(quote, version, 'be rejected', ['sent']);
  return 'ok' in found ? found : closed(quote, found, 'rejected', now, reason);
}

/**
 * Decides that a version has expired: its last day is over where it was sent from.
 *
 * Refusals: CRM_QUOTE_STATE, CRM_QUOTE_UNKNOWN_VERSION, CRM_QUOTE_STILL_VALID.
 *
 * @returns one change, `expired`
 */
export function expireQuote(
  quote: QuoteRecord,
  { version: given, reason }: Omit<QuoteEnding, 'by'>,
  { now }: Now,
): Decision {
  const found = openVersion(quote, given, 'expire', ['sent']);
  if ('ok' in found) return found;
  const { version, expiresOn, zone } = found;
  if (isPast(found, now)) return closed(quote, found, 'expired', now, reason);
  return refused('CRM_QUOTE_STILL_VALID', { quote: quote.id, version, expiresOn, zone });
}

/** The decisions for all quotes with a version that has expired, by their ids; none for others. */
export function expireQuotes(
  quotes: readonly QuoteRecord[],
  context: Now,
): { readonly quote: string; readonly decision: Decision }[] {
  return quotes
    .filter(({ versions }) =>
      versions.some((one) => one.state === 'sent' && isPast(one, context.now)),
    )
    .map((quote) => ({ quote: quote.id, decision: expireQuote(quote, {}, context) }));
}

function openVersion(
  quote: QuoteRecord,
  given: number | undefined,
  action: string,
  states: readonly QuoteVersion['state'][],
): QuoteVersion | ReturnType<typeof refused> {
  const { id, state, versions, acceptedVersion } = quote;
  const found = versions.find((one) =>
    given === undefined ? one.state === 'sent' : one.version === given,
  );
  const last = given === undefined ? (found ?? versions.at(-1)) : found;
  if (last === undefined && given !== undefined) {
    const known = versions.map(({ version }) => version);
    return refused('CRM_QUOTE_UNKNOWN_VERSION', { quote: id, version: given, known });
  }
  if (last !== undefined && acceptedVersion === undefined && states.includes(last.state)) {
    return last;
  }
  const version = acceptedVersion ?? last?.version ?? null;
  const shown = acceptedVersion === undefined ? (last?.state ?? state) : 'accepted';
  return refused('CRM_QUOTE_STATE', { quote: id, action, state: shown, version });
}

const isPast = ({ expiresOn, zone }: QuoteVersion, at: string): boolean =>
  formatDay(dayInZone(Date.parse(at), zone)) > expiresOn;

const tooEarly = ({ sentAt }: QuoteVersion, at: string): string | undefined =>
  at < sentAt ? `${at} is before it was sent: that was at ${sentAt}` : undefined;

/** The version ends; the quote does too, unless a later version is being drafted. */
function closed(
  quote: QuoteRecord,
  found: QuoteVersion,
  state: 'rejected' | 'expired',
  now: string,
  reason: string | undefined,
): Decision {
  const versions = ended(quote, found, { state, endedAt: now });
  const isAtHand = quote.versionNumber === found.version;
  const values = { versions, state: isAtHand ? state : quote.state };
  const details = { version: found.version };
  return { ok: true, changes: [{ verb: state, reason, values, details }] };
}

const ended = (
  { versions }: QuoteRecord,
  found: QuoteVersion,
  how: Pick<QuoteVersion, 'state' | 'endedAt' | 'accepted'>,
) => asJson(versions.map((one) => (one === found ? { ...one, ...how } : one)));
