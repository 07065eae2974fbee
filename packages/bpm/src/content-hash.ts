/**
 * The content hash of a definition: its true version.
 *
 * SHA-256 over canonical JSON (RFC 8785), 128 bits of it as 22 characters of base64url: short,
 * because every instance carries it. Two definitions with the same content are one.
 *
 * @source RFC 8785; FIPS 180-4
 */
import { sha256 } from '@noble/hashes/sha2.js';
import canonicalizeModule from 'canonicalize';

// The library is CommonJS whose export is the function itself; its types speak of a default.
const canonicalize = canonicalizeModule as unknown as (value: unknown) => string;

const BYTES = 16;

/**
 * The hash of plain JSON data.
 *
 * @returns 22 characters of A–Z a–z 0–9 - _
 */
export function contentHash(data: object): string {
  const digest = sha256(new TextEncoder().encode(canonicalize(data))).subarray(0, BYTES);
  const text = btoa(String.fromCharCode(...digest));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
