/**
 * Rows of exchange rates: what a user writes, checked once, all faults at once.
 *
 * A row is never edited. A correction is a further row for the same day, recorded later; whoever
 * asks what was known before still finds the old one. Rates are kept as they were typed and read as
 * exact fractions.
 */
import { type Day, day, formatRatio, type Instant, type Ratio, ratio } from '@kontor/kernel';
import * as z from 'zod';
import type { SetupIssue, SetupIssueCode } from './errors.ts';

/**
 * Kinds of rate, each a table of its own: an average of a month is no rate of its last day.
 *
 * @source IAS 21.8 (spot, closing), IAS 21.22 (average)
 */
export const rateKinds = ['spot', 'closing', 'average', 'budget'] as const;

/** A kind of rate. */
export type RateKind = (typeof rateKinds)[number];

const code = z
  .string()
  .regex(/^[\x21-\x7e]{1,24}$/, 'give 1 to 24 printable characters, no blanks');

/** A rate as it is written: '0.9', '1/160', a number, a bigint, a decimal or a ratio. */
const rateText = z
  .union([
    z.string().trim().min(1),
    z.number(),
    z.bigint(),
    z.custom<Ratio>(
      (value) => typeof value === 'object' && value !== null && 'denominator' in value,
    ),
    z.custom<{ toFixed(): string }>(
      (value) => typeof value === 'object' && value !== null && 'toFixed' in value,
      'give a decimal or a fraction such as 1/160',
    ),
  ])
  .transform((value) => {
    if (typeof value !== 'object') return String(value);
    return 'denominator' in value ? formatRatio(value) : value.toFixed();
  });

/** A row: on `date`, one unit of `from` is `rate` units of `to`. */
export const exchangeRate = z.strictObject({
  date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'give a day as YYYY-MM-DD'),
  from: code,
  to: code,
  rate: rateText,
  kind: z.enum(rateKinds).default('spot'),
  /** Where the figure is from, such as a central bank's list. */
  source: z.string().min(1).optional(),
  /** When it was learned, in UTC; without it, it was known from the start. */
  recordedAt: z.iso.datetime().optional(),
});

/** A row as users write it. */
export type ExchangeRateInput = z.input<typeof exchangeRate>;
/** A row, checked; plain data that `openRates` reads again. */
export type ExchangeRate = z.output<typeof exchangeRate>;

/** A row with its text read. */
export interface ReadRate {
  readonly row: ExchangeRate;
  readonly day: Day;
  readonly rate: Ratio;
  /** −Infinity where the row does not say. */
  readonly recorded: Instant;
}

/** Rows that are sound, and what is wrong with the others. */
export interface ReadRates {
  readonly rates: readonly ReadRate[];
  readonly issues: readonly SetupIssue[];
}

/**
 * Reads rows of rates.
 *
 * @param path where the rows stand in what the user gave: `['rates']` in a set-up
 * @returns issues INVALID_VALUE, BAD_DAY and BAD_AMOUNT (no number, or not above 0)
 */
export function readRates(rows: unknown, path: SetupIssue['path'] = []): ReadRates {
  const issues: SetupIssue[] = [];
  if (!Array.isArray(rows)) {
    issues.push({ code: 'INVALID_VALUE', path, message: 'give a list of rates' });
    return { rates: [], issues };
  }
  const rates: ReadRate[] = [];
  rows.forEach((row: unknown, index) => {
    const read = readRow(row, [...path, index], issues);
    if (read !== undefined) rates.push(read);
  });
  return { rates, issues };
}

/** The row with its text read; undefined where it has a fault, which `issues` is told. */
function readRow(
  given: unknown,
  at: SetupIssue['path'],
  issues: SetupIssue[],
): ReadRate | undefined {
  const parsed = exchangeRate.safeParse(given);
  if (!parsed.success) {
    issues.push(...parsed.error.issues.map((issue) => shapeIssue(at, issue)));
    return undefined;
  }
  const row = parsed.data;
  const report = (code: SetupIssueCode, field: keyof ExchangeRate, message: string): void => {
    issues.push({ code, path: [...at, field], message });
  };
  const before = issues.length;
  if (row.from === row.to) report('INVALID_VALUE', 'to', 'it is the same as from; leave it out');
  const read = orUndefined(() => day(row.date));
  if (read === undefined) report('BAD_DAY', 'date', `'${row.date}' is not a day of the calendar`);
  const rate = orUndefined(() => ratio(row.rate));
  if (rate === undefined || rate.numerator <= 0n) {
    report('BAD_AMOUNT', 'rate', `'${row.rate}' is no rate; give a decimal or fraction above 0`);
  }
  if (issues.length > before) return undefined;
  const recorded = row.recordedAt === undefined ? -Infinity : Date.parse(row.recordedAt);
  return { row, day: read!, rate: rate!, recorded };
}

function shapeIssue(at: SetupIssue['path'], issue: z.core.$ZodIssue): SetupIssue {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  return { code: 'INVALID_VALUE', path: [...at, ...path, ...unknown], message: issue.message };
}

/** The value, or undefined where its text cannot be read: the caller names the field. */
function orUndefined<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
