/**
 * Assertions: for bugs of ours, never for a caller's mistake.
 *
 * A caller's mistake is an error with a code (errors.ts); news of the domain is data in a result.
 */

/**
 * Stops when something the code relies on is not so.
 *
 * @throws Error with `message`: a bug in Kontor, to be reported, never to be caught
 * @example
 * assert(net.length === buckets, 'one net cell per bucket')
 */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Kontor is broken here, please report it: ${message}`);
}

/**
 * Ends a `switch` over a closed union: a new member is a compile error here, and at run time a bug.
 *
 * @throws Error always
 */
export function assertNever(value: never, message = 'a case is missing'): never {
  throw new Error(`Kontor is broken here, please report it: ${message} (${String(value)})`);
}
