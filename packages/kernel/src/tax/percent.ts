/**
 * Percentages: of tax, of a discount. Text at the border, an exact fraction inside.
 */
import { type DecimalInput, toText } from '../decimal.ts';
import { type Ratio, ratio } from '../ratio.ts';

/** A rate or discount in percent: as plain text, and as a fraction of one. */
export interface Percent {
  readonly text: string;
  readonly part: Ratio;
}

/**
 * A percentage, exact.
 *
 * @throws KernelError KERNEL_BAD_DECIMAL
 * @example
 * percentOf('5.50').text // => '5.5'
 */
export function percentOf(value: DecimalInput): Percent {
  const text = toText(value);
  const { numerator, denominator } = ratio(text);
  return { text, part: ratio({ numerator, denominator: denominator * 100n }) };
}

/** Whether a rate would leave nothing of the net, or less: −100 % and below. */
export function leavesNothing({ part }: Percent): boolean {
  return part.numerator <= -part.denominator;
}
