/**
 * Names of commits, and chance for jitter: from the platform's secure source, so that no two
 * processes ever draw the same.
 */

/** Draws a batch id: at least 122 random bits as text. */
export function randomBatchId(): string {
  const { crypto } = globalThis;
  // Runtimes keep a pool of chance for UUIDs, which makes them ten times as fast as drawing words.
  // Browsers offer them to secure pages only.
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  let id = '';
  for (const word of crypto.getRandomValues(new Uint32Array(4))) {
    id += word.toString(16).padStart(8, '0');
  }
  return id;
}

/** A uniform number in [0, 1). */
export function secureRandom(): number {
  return globalThis.crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32;
}
