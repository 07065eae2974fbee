/**
 * Conformance kind `rounding`: a decimal rounded by every mode that the row names.
 */
import { roundDecimal, roundingModes } from '@kontor/kernel';

type RoundingRow = { readonly value: string; readonly decimals: number } & Readonly<
  Record<string, string | number>
>;

/** Differences of a `rounding` case, as text; none when it passes. */
export function runRounding(input: Record<string, unknown>): string[] {
  return (input['rows'] as readonly RoundingRow[]).flatMap((row) =>
    roundingModes.flatMap((mode) => {
      const want = row[mode];
      if (want === undefined) return [];
      const is = roundDecimal(row.value, row.decimals, mode).toFixed(row.decimals);
      return is === want ? [] : [`${row.value} ${mode} is ${is}, expected ${want}`];
    }),
  );
}
