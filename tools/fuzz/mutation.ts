/**
 * A mutation as fast-check draws it: three numbers that mean something to every document, so that a
 * failing one shrinks to few and small ones.
 */
import fc from 'fast-check';

/** What is done, where, and with what: each counts modulo what there is. */
export interface Mutation {
  readonly what: number;
  readonly where: number;
  readonly how: number;
}

const number = fc.nat(1_000_000);

/** One to three mutations, done one after another. */
export const someMutations: fc.Arbitrary<readonly Mutation[]> = fc.array(
  fc.record({ what: number, where: number, how: number }),
  { minLength: 1, maxLength: 3, size: 'max' },
);

/** One of several, by a number of any size. */
export const pick = <One>(of: readonly One[], number: number): One => of[number % of.length]!;
