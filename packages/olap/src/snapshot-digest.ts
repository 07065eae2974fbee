/**
 * A digest of a snapshot's bytes: one that was changed or cut off on its way is told from a whole
 * one before anything of it is believed.
 *
 * Two lanes of FNV-1a over words instead of bytes, since a snapshot may have gigabytes. It guards
 * against accidents; whoever means to forge a snapshot can.
 *
 * @source Fowler, Noll, Vo, "The FNV Non-Cryptographic Hash Algorithm" (prime 16777619)
 */

/** Bytes of a digest. */
export const DIGEST_BYTES = 8;

const PRIME = 0x01000193;

/** The digest of bytes. */
export function digestOf(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.byteLength - (bytes.byteLength % 8);
  let even = 0x811c9dc5 ^ bytes.byteLength;
  let odd = 0x050c5d1f;
  for (let at = 0; at < whole; at += 8) {
    even = Math.imul(even ^ view.getInt32(at, true), PRIME);
    odd = Math.imul(odd ^ view.getInt32(at + 4, true) ^ (even >>> 15), PRIME);
  }
  for (let at = whole; at < bytes.byteLength; at++) even = Math.imul(even ^ bytes[at]!, PRIME);
  const digest = new Uint8Array(DIGEST_BYTES);
  const into = new DataView(digest.buffer);
  into.setInt32(0, even, true);
  into.setInt32(4, odd ^ (even >>> 15), true);
  return digest;
}
