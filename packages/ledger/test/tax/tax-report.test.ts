/**
 * The tax report of a period, and what it refuses.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LedgerError } from '../../src/errors.ts';
import { computeTax } from '../../src/tax.ts';
import { type TaxReportEntry, taxReport } from '../../src/tax/tax-report.ts';
import { documentOf, documents, table } from '../../../kernel/test/tax/random-tax.ts';

const entry = (
  date: string,
  side: 'output' | 'input',
  taxCode: string,
  rate: string,
  base: string,
  tax: string,
): TaxReportEntry => ({ date, side, taxCode, rate, base, tax });

const quarter = [
  entry('2026-01-01', 'output', 'VAT19', '19', '100.00', '19.00'),
  entry('2026-01-31', 'output', 'VAT19', '19.0', '50.00', '9.51'),
  entry('2026-02-10', 'output', 'VAT19', '19', '-10.00', '-1.90'),
  entry('2026-02-11', 'output', 'VAT7', '7', '20.00', '1.40'),
  entry('2026-03-31', 'input', 'VAT19', '19', '200.00', '38.00'),
  entry('2026-03-31', 'output', 'VAT19', '16', '10.00', '1.60'),
  entry('2025-12-31', 'output', 'VAT19', '19', '1.00', '0.19'),
  entry('2026-04-01', 'output', 'VAT19', '19', '2.00', '0.38'),
];

describe('taxReport', () => {
  test('sums base and tax by side, code and rate; both ends of the period count', () => {
    const report = taxReport(quarter, { currency: 'EUR', from: '2026-01-01', to: '2026-03-31' });
    expect(report.rows.map((row) => Object.values(row).join(' '))).toEqual([
      'output VAT19 16 10.00 1.60',
      'output VAT19 19 140.00 26.61',
      'output VAT7 7 20.00 1.40',
      'input VAT19 19 200.00 38.00',
    ]);
    const { outputTax, inputTax, payable } = report;
    expect([outputTax, inputTax, payable]).toEqual(['29.61', '38.00', '-8.39']);
  });

  test('an end left out is open, and no rows are a report of zero', () => {
    const owed = (ends: { from?: string; to?: string }): string =>
      taxReport(quarter, { currency: 'EUR', ...ends }).payable;
    expect(owed({})).toBe('-7.82');
    expect(owed({ from: '2026-04-01' })).toBe('0.38');
    expect(owed({ to: '2025-12-31' })).toBe('0.19');
    expect(taxReport([], { currency: 'JPY' })).toEqual({
      currency: 'JPY',
      rows: [],
      outputTax: '0',
      inputTax: '0',
      payable: '0',
    });
  });

  test('property: what documents say of themselves is what the report of them says', () => {
    fc.assert(
      fc.property(fc.array(documents(), { maxLength: 4 }), (sales) => {
        const taxed = sales.map((sale) => computeTax(documentOf(sale), table));
        const rows = taxed.flatMap(({ taxes }) =>
          taxes.map(({ code, rate, base, tax }) =>
            entry('2026-01-01', 'output', code, rate, base, tax),
          ),
        );
        const { rows: reported, payable } = taxReport(rows, { currency: 'EUR' });
        const cents = (text: string): bigint => BigInt(text.replace('.', ''));
        const total = taxed.reduce((sum, { tax }) => sum + cents(tax), 0n);
        expect(cents(payable)).toBe(total);
        expect(reported.reduce((sum, { tax }) => sum + cents(tax), 0n)).toBe(total);
      }),
      { numRuns: 100 },
    );
  });

  test.each([
    ['rows.0.date', { date: '2026-02-30' }],
    ['rows.0.date', { date: undefined }],
    ['rows.0.rate', { rate: 'x' }],
    ['rows.0.tax', { tax: 'x' }],
    ['rows.0.base', { base: undefined }],
    ['rows.0.side', { side: 'both' }],
  ])('%s at fault is refused by its place', (path, fault) => {
    const row = { ...quarter[0]!, ...fault } as TaxReportEntry;
    try {
      taxReport([row], { currency: 'EUR' });
      expect.unreachable('the fault was taken');
    } catch (error) {
      expect(LedgerError.is(error, 'LEDGER_BAD_ARGUMENT') && error.details.path).toBe(path);
    }
  });

  test('an end that is no day, an amount that is too fine, a currency that there is not', () => {
    const report = (row: object, options: object) => (): unknown =>
      taxReport([{ ...quarter[0]!, ...row }], { currency: 'EUR', ...options });
    expect(report({}, { to: 'March' })).toThrow('to is March');
    expect(report({ tax: '0.001' }, {})).toThrow('rows.0.tax is 0.001, finer than EUR');
    expect(report({}, { currency: 'EURO' })).toThrow("'EURO' is in neither ISO 4217");
  });
});
