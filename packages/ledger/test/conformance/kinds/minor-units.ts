/**
 * Conformance kind `minorUnits`: an amount in the minor units of its currency, or the refusal of
 * one that is finer. The kernel's code for that becomes the ledger's, as it does in an entry.
 */
import { defineCurrency, KernelError, money } from '@kontor/kernel';

interface MinorUnitsRow {
  readonly currency: string;
  /** Of a currency that is not of ISO 4217. */
  readonly decimals?: number;
  readonly amount: string;
  readonly minor?: string;
  readonly error?: string;
}

/** Differences of a `minorUnits` case, as text; none when it passes. */
export function runMinorUnits(input: Record<string, unknown>): string[] {
  return (input['rows'] as readonly MinorUnitsRow[]).flatMap((row) => {
    const [is, want] = [minorOf(row), row.minor ?? row.error];
    return is === want ? [] : [`${row.amount} ${row.currency} is ${is}, expected ${want}`];
  });
}

function minorOf({ currency: code, decimals, amount }: MinorUnitsRow): string {
  const unit = decimals === undefined ? code : defineCurrency({ code, exponent: decimals });
  try {
    return String(money(amount, unit).minor);
  } catch (error) {
    if (KernelError.is(error, 'KERNEL_MONEY_TOO_PRECISE')) return 'LEDGER_AMOUNT_PRECISION';
    throw error;
  }
}
