/**
 * Documents as grids: a line says what is sold, then net, the tax of each code and gross, and the
 * last row has the totals.
 *
 *     line                 net   VAT19  gross
 *     3 × 1.08 − 5% VAT19  3.08  0.59   3.67
 *     total                3.08  0.59   3.67
 *
 * Two blanks or more part the columns; `·` is a tax that a line does not have.
 */
import { expect } from 'vitest';
import { computeTax, type TaxAmount, type TaxedLine } from '@kontor/kernel/tax';
import type { TaxDocumentInput } from '@kontor/kernel/tax';
import type { TaxCodeInput } from '@kontor/kernel/tax';

const LINE = /^(\S+) × (\S+)(?: − (\S+)%)?((?: [A-Z]\w*)*)$/;

/** Computes the lines of a grid and compares all its figures. */
export function expectTax(
  terms: Omit<TaxDocumentInput, 'currency' | 'lines'> & { readonly currency?: string },
  table: readonly TaxCodeInput[],
  grid: string,
): void {
  const [head, ...rows] = grid
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s{2,}/));
  const codes = head!.slice(2, -1);
  const lines = rows.slice(0, -1).map(([text]) => lineOf(text!));
  const found = computeTax({ currency: 'EUR', ...terms, lines }, table);
  const shown = [...found.lines, found].map((line, at) => [rows[at]![0], ...cells(line, codes)]);
  expect(shown.map((row) => row.join('  '))).toEqual(rows.map((row) => row.join('  ')));
}

function lineOf(text: string): TaxDocumentInput['lines'][number] {
  const [, quantity, unitPrice, discountPercent, taxes] = LINE.exec(text)!;
  return {
    quantity: quantity!,
    unitPrice: unitPrice!,
    discountPercent,
    taxes: taxes!.split(' ').filter((code) => code !== ''),
  };
}

function cells({ net, taxes, gross }: Omit<TaxedLine, 'tax'>, codes: readonly string[]): string[] {
  const taxOf = (wanted: string): TaxAmount | undefined =>
    taxes.find(({ code }) => code === wanted);
  return [net, ...codes.map((code) => taxOf(code)?.tax ?? '·'), gross];
}
