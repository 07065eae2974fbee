/**
 * Conformance kind `conversion`: an amount in another currency, rounded once by the mode named.
 */
import { convertMoney, formatMoney, money, type RoundingMode } from '@kontor/kernel';

interface ConversionCase {
  readonly amount: { readonly amount: string; readonly currency: string };
  readonly rate: { readonly from: string; readonly to: string; readonly rate: string };
  readonly expected: Readonly<Record<string, string>>;
}

/** Differences of a `conversion` case, as text; none when it passes. */
export function runConversion(input: Record<string, unknown>): string[] {
  const { amount, rate, expected } = input as unknown as ConversionCase;
  const given = money(amount.amount, amount.currency);
  return Object.entries(expected).flatMap(([mode, want]) => {
    const is = formatMoney(convertMoney(given, rate.to, rate.rate, mode as RoundingMode));
    return is === want ? [] : [`${mode} is ${is}, expected ${want}`];
  });
}
