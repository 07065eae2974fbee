/**
 * Salted digests: one value by hand, and what they hang on.
 */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { LedgerError } from '../src/errors.ts';
import { saltedDigest } from '../src/salted-digest.ts';
import { slowSha256 } from './oracle/slow-chain.ts';

const salt = '0f'.repeat(32);
const value = { name: 'Ada Byron' };
const digest = '8547a9559d4ecf2602fe6861bfe4d7bf80139cba85fa8ed1dfea4ce7322aab2d';

describe('saltedDigest', () => {
  test('is SHA-256 of 0x03, the salt and the canonical JSON', () => {
    const bytes = Buffer.from(salt, 'hex');
    const twin = slowSha256(Uint8Array.of(3), bytes, '{"name":"Ada Byron"}').toString('hex');
    expect(saltedDigest({ value, salt })).toBe(digest);
    expect(twin).toBe(digest);
  });

  test('hangs on the salt and on the value, and on nothing else', () => {
    const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest();
    expect(saltedDigest({ value, salt: '0e'.repeat(32) })).not.toBe(digest);
    expect(saltedDigest({ value: { name: 'Ada' }, salt })).not.toBe(digest);
    expect(saltedDigest({ value: { ...value, birth: undefined }, salt, sha256 })).toBe(digest);
  });

  test.each(['', 'salty', '0F'.repeat(32), '0f'.repeat(31)])("salt '%s' is refused", (other) => {
    try {
      saltedDigest({ value, salt: other });
      expect.unreachable('the fault was taken');
    } catch (error) {
      expect(LedgerError.is(error, 'LEDGER_BAD_ARGUMENT') && error.details.path).toBe('salt');
      // A salt is a secret, also a wrong one.
      if (other !== '') expect(String(error)).not.toContain(other);
    }
  });
});
