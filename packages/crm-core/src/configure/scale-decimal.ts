/**
 * Exact decimals as whole numbers of one scale.
 */
import type { ScaledDecimal } from '@kontor/kernel';

/** The decimal in units of 10^-`decimals`, which must be as fine as the decimal is. */
export const wholeAt = (scaled: ScaledDecimal, decimals: number): bigint =>
  scaled.coefficient * 10n ** BigInt(decimals - scaled.decimals);
