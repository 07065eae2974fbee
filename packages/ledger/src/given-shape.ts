/**
 * Arguments of the calculators beside the books, looked at by a schema once, at the border.
 *
 * A schema here says what a calculator may rely on: members that are there, texts that are texts,
 * minor units that are bigints. What a text means, a decimal or a day, is for who reads it. So a
 * part of the wrong type is refused by its path, and never found by an operator further in.
 */
import { allocationPolicies, roundingModes } from '@kontor/kernel';
import * as z from 'zod';
import { accountTypes, cashFlowActivities } from './account.ts';
import { badArgument, shownValue } from './given-figures.ts';

/** Text of any kind: an id, a code, a label. */
export const textShape = z.string('text');
/** Minor units. */
export const minorShape = z.bigint('minor units, as a bigint');
/** Days since 1970-01-01. */
export const dayShape = z.int('a day number');
/** Members by dimension. */
export const dimsShape = z.record(z.string(), textShape, 'members by dimension').optional();
/** A function; what it takes is for who calls it. */
export const functionShape = z.custom((given) => typeof given === 'function', 'a function');
/** A mode of rounding. */
export const roundingShape = z.enum(roundingModes, `one of ${roundingModes.join(', ')}`);
/** Who gets the units that do not divide. */
export const policyShape = z
  .enum(allocationPolicies, `one of ${allocationPolicies.join(', ')}`)
  .optional();
/** Decimals of a currency. */
export const exponentShape = z
  .int('0 to 18 decimals')
  .min(0, '0 to 18 decimals')
  .max(18, '0 to 18 decimals');
/** Currencies of one's own. */
export const currenciesShape = z
  .array(
    objectShape({
      code: textShape,
      exponent: exponentShape,
    }),
    'a list of currencies',
  )
  .optional();

/** The rows of a checked chart, as far as a report reads them. */
export const accountsShape = z.array(
  objectShape({
    id: textShape,
    code: textShape,
    name: textShape,
    names: z.record(z.string(), textShape, 'names by language').optional(),
    type: z.enum(accountTypes, `one of ${accountTypes.join(', ')}`),
    parent: textShape.optional(),
    cashFlow: z.enum(cashFlowActivities, `one of ${cashFlowActivities.join(', ')}`).optional(),
  }),
  'a list of accounts, as checkChart gives them',
);

/** An object with at least these members; others are of no concern here. */
export function objectShape<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
): z.ZodObject<Shape, z.core.$strip> {
  return z.object(shape, 'an object');
}

/**
 * Looks at an argument by its schema. The value itself goes on: it is checked, not copied.
 *
 * @param name what a refusal calls the argument where it is wrong as a whole
 * @throws LedgerError LEDGER_BAD_ARGUMENT — the first part that is not as it should be
 * @example
 * checkGiven({ items: null }, z.object({ items: z.array(z.unknown(), 'a list of items') }), 'book')
 * // throws 'items is no text or number: give a list of items.'
 */
export function checkGiven(given: unknown, shape: z.ZodType, name: string): void {
  const [issue] = shape.safeParse(given).error?.issues ?? [];
  if (issue === undefined) return;
  const path = issue.path.length === 0 ? name : issue.path.map(String).join('.');
  throw badArgument(path, shownValue(valueAt(given, issue.path)), issue.message);
}

/** What stands at the path of an issue. */
export const valueAt = (given: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((part, key) => (part as Record<PropertyKey, unknown>)[key], given);

/**
 * Looks at minor units that are an argument by themselves.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — no bigint
 */
export function checkMinor(given: bigint, name: string): void {
  if (typeof given !== 'bigint')
    throw badArgument(name, shownValue(given), 'minor units, as a bigint');
}
