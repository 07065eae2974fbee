/**
 * Work that is done when its result is first asked for, and never again.
 */

/** Keeps the result of the first call. */
export function once<Result>(make: () => Result): () => Result {
  let made: { readonly result: Result } | undefined;
  return () => {
    made ??= { result: make() };
    return made.result;
  };
}
