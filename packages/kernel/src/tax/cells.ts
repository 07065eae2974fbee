/**
 * Single values of a tax table or a document, and their faults as issues.
 *
 * The cells turn text into what is computed with, once: decimals into exact fractions, days into
 * day numbers, codes into currencies. A fault keeps its own code on the way through zod.
 */
import { type Currency, currency } from '../currency.ts';
import { type Day, day } from '../day.ts';
import { type DecimalInput, toText } from '../decimal.ts';
import { type Ratio, ratio } from '../ratio.ts';
import * as z from 'zod';
import type { TaxIssue, TaxIssueCode } from '../errors.ts';
import { type Percent, percentOf } from './percent.ts';

/** A way from the root of what was given. */
export type Path = TaxIssue['path'];

type Context = z.core.$RefinementCtx;

/** An exact decimal, as a fraction. */
export const decimalCell = z
  .custom<DecimalInput>()
  .transform(
    (value, context): Ratio =>
      read(() => ratio(toText(value)), context, 'BAD_AMOUNT', `give a decimal such as '12.50'`),
  );

/** A percentage: '19' is 19 in a hundred. */
export const percentCell = z
  .custom<DecimalInput>()
  .transform(
    (value, context): Percent =>
      read(() => percentOf(value), context, 'BAD_AMOUNT', `give a percentage such as '5.5'`),
  );

/** A day as `YYYY-MM-DD`, as its number. */
export const dayCell = z
  .string()
  .transform(
    (text, context): Day => read(() => day(text), context, 'BAD_DAY', 'give a day as YYYY-MM-DD'),
  );

/** An ISO code, or a definition of one's own. */
export const currencyCell = z
  .union([
    z.string(),
    z.strictObject({ code: z.string().min(1), exponent: z.number().int().min(0).max(18) }),
  ])
  .transform(
    (given, context): Currency =>
      read(
        () => currency(given),
        context,
        'UNKNOWN_CURRENCY',
        'give a code of ISO 4217 with a minor unit, or { code, exponent }',
      ),
  );

/** Parses a value; what is wrong with it goes to `issues`, with its path from the root. */
export function parseInto<Output>(
  issues: TaxIssue[],
  schema: z.ZodType<Output>,
  value: unknown,
  at: Path,
): Output | undefined {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  issues.push(...result.error.issues.map((issue) => issueAt(at, issue)));
  return undefined;
}

/** Adds a fault of its own code to a zod context. */
export function addFault(context: Context, code: TaxIssueCode, message: string): void {
  context.addIssue({ code: 'custom', message, params: { code } });
}

function read<Value>(
  reader: () => Value,
  context: Context,
  code: TaxIssueCode,
  message: string,
): Value {
  try {
    return reader();
  } catch {
    addFault(context, code, message);
    return z.NEVER;
  }
}

function issueAt(at: Path, issue: z.core.$ZodIssue): TaxIssue {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const own = issue.code === 'custom' ? (issue.params?.['code'] as TaxIssueCode) : undefined;
  return {
    code: own ?? 'INVALID_VALUE',
    path: [...at, ...path, ...unknown],
    message: issue.message,
  };
}
