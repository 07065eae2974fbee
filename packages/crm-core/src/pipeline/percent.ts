/**
 * Percentages of the pipeline: numbers from 0 to 100 with at most two decimals.
 *
 * Two decimals make every percentage a whole number of hundredths, so that amount × probability is
 * exact in whole numbers.
 */
import * as z from 'zod';

/** A percentage: 0 … 100, at most two decimals. */
export const percent = z
  .number()
  .min(0)
  .max(100)
  .refine((value) => Math.round(value * 100) / 100 === value, {
    message: 'has more than two decimals: round it to hundredths of a percent',
  });

/** Whether a value is such a percentage. */
export function isPercent(value: unknown): value is number {
  return percent.safeParse(value).success;
}
