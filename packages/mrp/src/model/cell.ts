/**
 * Single cells of a model's rows: quantities, names, days, durations.
 */
import * as z from 'zod';

/**
 * A decimal at the border: text, number, bigint, or anything that prints as a decimal (a Decimal).
 */
export const decimal = z
  .union([
    z.string().trim().min(1),
    z.number(),
    z.bigint(),
    z.custom<{ toFixed(): string }>(
      (value) => typeof value === 'object' && value !== null && 'toFixed' in value,
    ),
  ])
  .transform((value) => (typeof value === 'object' ? value.toFixed() : String(value)));

/** A name that rows refer to. */
export const id = z.string().min(1).max(255);
/** A day. */
export const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day as YYYY-MM-DD');
/**
 * A day, or an instant (ISO 8601 with offset) that becomes a day in the zone of the row's location.
 */
export const dateOrInstant = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/,
    'a day as YYYY-MM-DD, or an instant such as 2026-03-02T08:00:00Z',
  );
/** Working days; that they are not negative is checked with the rules between the rows. */
export const workingDays = z.number().int();
