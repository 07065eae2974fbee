/**
 * Salted digests: personal data beside the books, sealed by them, and still erasable.
 *
 * What is hashed into the chain can never be taken out. So an entry has, in place of a name, the
 * digest of the name and of a salt; name and salt are kept elsewhere. While they are there, they
 * can be shown to be what was posted. Once both are erased, the digest says nothing: without the
 * salt, 256 bits of chance, not even a guess of the name can be tried.
 */
import { sha256 as portableSha256 } from '@noble/hashes/sha2';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils';
import { canonicalJson } from './canonical-json.ts';
import { LedgerError } from './errors.ts';
import { checkGiven, functionShape, objectShape } from './given-shape.ts';
import { isHash } from './hash-chain.ts';
import type { Sha256 } from './merkle.ts';

/** Salted values are hashed behind this byte, so that none can pass for anything of the chain. */
const DIGEST_PREFIX = 0x03;

const encoder = new TextEncoder();

/** Data that may have to be erased, and its salt. */
export interface SaltedValue {
  /** Plain data, such as `{ name: 'Ada Byron' }`. */
  readonly value: unknown;
  /**
   * 64 small hexadecimal digits from a source of chance that is fit for keys, new for each value.
   */
  readonly salt: string;
  readonly sha256?: Sha256 | undefined;
}

/**
 * The digest that an entry may carry in place of the value: SHA-256 of 0x03, the 32 bytes of the
 * salt and the value's canonical JSON, as 64 hexadecimal digits.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — a salt of another form, a value that JSON cannot say
 */
export function saltedDigest(salted: SaltedValue): string {
  checkGiven(salted, objectShape({ sha256: functionShape.optional() }), 'salted');
  const { value, salt, sha256 = portableSha256 } = salted;
  if (!isHash(salt)) {
    // The salt is a secret: a message does not repeat it.
    throw new LedgerError('LEDGER_BAD_ARGUMENT', {
      path: 'salt',
      value: 'of another form',
      expected: '64 small hexadecimal digits',
    });
  }
  const text = encoder.encode(canonicalJson(value));
  const bytes = new Uint8Array(1 + 32 + text.length);
  bytes[0] = DIGEST_PREFIX;
  bytes.set(hexToBytes(salt), 1);
  bytes.set(text, 33);
  return bytesToHex(sha256(bytes));
}
