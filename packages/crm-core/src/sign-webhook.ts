/**
 * Signing what is sent to others, so that they know who sent it, that it is whole, and when.
 *
 * @source Standard Webhooks specification 1.0 (standard-webhooks/standard-webhooks): headers
 * `webhook-id`, `webhook-timestamp`, `webhook-signature`; HMAC-SHA256 over `id.timestamp.body`
 */
import { hmac } from '@noble/hashes/hmac';
import { sha256 } from '@noble/hashes/sha2';
import { utf8ToBytes } from '@noble/hashes/utils';
import { CrmError } from './errors.ts';

/** The headers of a request that is signed; names are lower case. */
export type WebhookHeaders = Readonly<
  Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>
>;

const PREFIX = 'whsec_';
/** As the specification has it: 24 to 64 bytes. */
const SECRET_BYTES_MIN = 24;
const SECRET_BYTES_MAX = 64;
const TOLERANCE_SECONDS = 300;

/** What is signed. */
export interface Signable {
  /** The event's id: who gets it twice has it already. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** As it is sent, to the byte. */
  readonly body: string;
}

/**
 * Signs a request, by the first of the secrets and, while secrets change, by the others as well.
 *
 * @param secrets `whsec_` and 24 to 64 bytes as base64
 * @throws CrmError CRM_INVALID_INPUT — a secret that is none
 */
export function signWebhook(
  { id, now, body }: Signable,
  secrets: readonly string[],
): WebhookHeaders {
  const timestamp = String(Math.floor(now / 1000));
  const signatures = secrets.map((secret) => signatureOf(`${id}.${timestamp}.${body}`, secret));
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}

/** What came in. */
export interface SignedRequest {
  /** By lower case names; those of the web's `Headers` will do. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As it came, before it is parsed. */
  readonly body: string;
}

/**
 * Verifies a request that came in.
 *
 * @returns the id of what was sent, by which a second coming is known
 * @throws CrmError CRM_BAD_SIGNATURE — a header is missing, the signature is another one, or it is
 * from another time (five minutes off, unless told otherwise)
 */
export function verifyWebhook(
  { headers, body }: SignedRequest,
  secrets: readonly string[],
  { now, toleranceSeconds = TOLERANCE_SECONDS }: { now: number; toleranceSeconds?: number },
): string {
  const [id, timestamp, given] = (
    ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const
  ).map((name) => {
    const value: unknown = (headers as SignedRequest['headers'] | undefined)?.[name];
    if (value === undefined || value === '') throw bad(`there is no header ${name}`);
    if (typeof value !== 'string') throw bad(`the header ${name} is there more than once`);
    return value;
  }) as [string, string, string];
  if (typeof body !== 'string') throw bad('its body is no text: hand it in as it came');
  const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN;
  if (!(Math.abs(now / 1000 - seconds) <= toleranceSeconds)) {
    throw bad(`its time ${timestamp} is more than ${toleranceSeconds} s from now`);
  }
  const expected = secrets.map((secret) => signatureOf(`${id}.${timestamp}.${body}`, secret));
  const isGood = given
    .split(' ')
    .some((signature) => expected.some((one) => isSameText(one, signature)));
  if (!isGood) throw bad('no signature is that of a known secret over these bytes');
  return id;
}

function signatureOf(content: string, secret: string): string {
  const digest = hmac(sha256, secretBytes(secret), utf8ToBytes(content));
  return `v1,${btoa(String.fromCharCode(...digest))}`;
}

function secretBytes(secret: string): Uint8Array {
  const encoded = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : '';
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(encoded) && encoded.length % 4 === 0) {
    const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
    if (bytes.length >= SECRET_BYTES_MIN && bytes.length <= SECRET_BYTES_MAX) return bytes;
  }
  const bytes = `${SECRET_BYTES_MIN} to ${SECRET_BYTES_MAX} bytes`;
  const message = `must be '${PREFIX}' and ${bytes} as base64`;
  throw new CrmError('CRM_INVALID_INPUT', {
    what: 'The secret of the webhook',
    issues: [{ path: 'secret', message }],
  });
}

/** In the same time, wherever they differ. */
function isSameText(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let at = 0; at < a.length; at++) difference |= a.charCodeAt(at) ^ b.charCodeAt(at);
  return difference === 0;
}

const bad = (reason: string): Error => new CrmError('CRM_BAD_SIGNATURE', { reason });
