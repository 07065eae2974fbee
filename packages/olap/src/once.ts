/**
 * What is computed when it is first asked for, and then kept.
 *
 * A function, as an object that is written with a getter gets a hidden class of its own, which
 * nothing collects before the whole heap is: answers of a few microseconds left a hundred kilobytes
 * each for the next scavenge to copy.
 */

/** The value that `make` gives when it is first asked for. */
export function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
