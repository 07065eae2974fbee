/**
 * Conformance kind `taxInclusive`: a gross price and what is net and tax in it, under all policies,
 * since one line of one piece leaves them nothing to differ in.
 */
import { computeTax } from '../../../src/tax.ts';

interface TaxInclusiveCase {
  readonly currency: string;
  readonly rate: string;
  readonly rows: readonly { readonly gross: string; readonly net: string; readonly tax: string }[];
}

/** Differences of a `taxInclusive` case, as text; none when it passes. */
export function runTaxInclusive(input: Record<string, unknown>): string[] {
  const { currency, rate, rows } = input as unknown as TaxInclusiveCase;
  const policies = ['perUnit', 'perLine', 'perDocument'] as const;
  return policies.flatMap((rounding) =>
    rows.flatMap((row) => {
      const lines = [{ quantity: '1', unitPrice: row.gross, taxCode: 'VAT' }];
      const document = { currency, prices: 'gross', rounding, lines } as const;
      const { net, tax, gross } = computeTax(document, [{ code: 'VAT', rate }]);
      const [is, want] = [`${net} + ${tax} = ${gross}`, `${row.net} + ${row.tax} = ${row.gross}`];
      return is === want ? [] : [`${rounding}: ${is}, expected ${want}`];
    }),
  );
}
