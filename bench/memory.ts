/**
 * Memory that is in use, truly: after a full collection, with what typed arrays hold.
 *
 * Without the collection the figure is whatever garbage happens to lie about. Node gives `gc` away
 * only by a flag, which may also be set while it runs.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');

/** Lets go of all that is no longer used. */
export const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes that are in use: on the heap and in array buffers. */
export function bytesInUse(): number {
  // Twice, as buffers are freed after the arrays that had them.
  collectGarbage();
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
