/**
 * Rates that are handed to a calculator of the ledger.
 */
import type { DecimalInput } from '@kontor/kernel';
import { leavesNothing, type Percent, percentOf } from '@kontor/kernel/tax';
import { badArgument, shownValue } from '../given-figures.ts';

/**
 * A rate handed to a calculator.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — no decimal, or −100 and below
 */
export function givenRate(value: DecimalInput, path: string): Percent {
  const expected = 'a rate in percent above -100, such as 19';
  let rate: Percent;
  try {
    rate = percentOf(value);
  } catch {
    throw badArgument(path, shownValue(value), expected);
  }
  if (leavesNothing(rate)) throw badArgument(path, rate.text, expected);
  return rate;
}
