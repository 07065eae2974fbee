/**
 * Names of commits: 128 random bits, so that no two processes ever draw the same.
 */

/** Draws a batch id from the platform's secure random source; 32 hexadecimal digits. */
export function randomBatchId(): string {
  const words = globalThis.crypto.getRandomValues(new Uint32Array(4));
  let id = '';
  for (const word of words) id += word.toString(16).padStart(8, '0');
  return id;
}

/** A uniform number in [0, 1) from the platform's secure random source: jitter that no two share. */
export function secureRandom(): number {
  return globalThis.crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32;
}
