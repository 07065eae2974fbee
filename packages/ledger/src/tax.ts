/**
 * The tax of what is posted: that of the kernel, so that quote, order, invoice and posting agree.
 */
import { KernelError } from '@kontor/kernel';
import * as kernel from '@kontor/kernel/tax';
import { LedgerError } from './errors.ts';

/**
 * Computes the taxes of a document.
 *
 * `perUnit` rounds the tax of one unit and multiplies, `perLine` rounds each line, `perDocument`
 * once per code and rate, `perTotal` once for all; the last two share that out to the lines by
 * largest remainder.
 *
 * @param taxCodes rows of the table, or the table that `taxTable` made of them, checked already
 * @throws LedgerError LEDGER_INVALID_SETUP — every fault of document and table, with its path
 * @example
 * const lines = [{ quantity: 4, unitPrice: '5.63', taxCode: 'VAT22' }];
 * const sale = { currency: 'EUR', prices: 'net', rounding: 'perLine', lines } as const;
 * computeTax(sale, [{ code: 'VAT22', rate: 22 }]).gross // => '27.47'
 * computeTax({ ...sale, rounding: 'perUnit' }, [{ code: 'VAT22', rate: 22 }]).gross // => '27.48'
 */
export const computeTax: typeof kernel.computeTax = (document, taxCodes) =>
  inSetup(() => kernel.computeTax(document, taxCodes));

/**
 * Checks a table of tax codes, once for many documents.
 *
 * @throws LedgerError LEDGER_INVALID_SETUP — every fault with its path `['taxCodes', 3, 'rate']`: a
 * value of the wrong shape, two rows of a code for one day
 * @example
 * taxTable([{ code: 'VAT19', rate: '19' }]).rowsByCode.size // => 1
 */
export const taxTable: typeof kernel.taxTable = (rows) => inSetup(() => kernel.taxTable(rows));

/** The faults of taxes are faults of the set-up here. */
function inSetup<Result>(compute: () => Result): Result {
  try {
    return compute();
  } catch (error) {
    if (!KernelError.is(error, 'KERNEL_INVALID_TAX')) throw error;
    throw new LedgerError('LEDGER_INVALID_SETUP', { issues: error.details.issues });
  }
}
