/**
 * Random documents for the laws of tax: a table with plain, compound, zero and withheld taxes, and
 * lines of all kinds, some of which take something off. Values are whole so that the slow twin can
 * read them; `documentOf` writes them as a user does.
 */
import { fixedText } from '@kontor/kernel';
import * as fc from 'fast-check';
import type { TaxDocumentInput } from '@kontor/kernel/tax';
import { taxTable } from '@kontor/kernel/tax';
import type { SlowDocument, SlowLine, SlowTax } from '../oracle/slow-tax.ts';

const tax = (code: string, rateThousandths: number, compound = false): SlowTax => ({
  code,
  rateThousandths,
  compound,
});

/** In the order in which they are taken. */
export const slowTable: readonly SlowTax[] = [
  tax('FULL', 19_000),
  tax('LOW', 5500),
  tax('ZERO', 0),
  tax('GST', 5000),
  tax('QST', 9500, true),
  tax('HELD', -15_000),
];

/** The same for `computeTax`. */
export const table = taxTable(
  slowTable.map(({ code, rateThousandths, compound }) => ({
    code,
    rate: fixedText(BigInt(rateThousandths), 3),
    compound,
  })),
);

const codes = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(['FULL'], ['LOW'], ['GST', 'QST'], ['GST']) },
  { weight: 1, arbitrary: fc.subarray(slowTable.map(({ code }) => code)) },
);

const line = (quantity: fc.Arbitrary<number>): fc.Arbitrary<SlowLine> =>
  fc.record({
    quantityHundredths: quantity,
    unitPriceMills: fc.oneof(
      fc.integer({ min: 0, max: 3000 }).map((cents) => cents * 1000),
      fc.integer({ min: -2_000_000, max: 9_999_999 }),
    ),
    discountPercent: fc.constantFrom(0, 0, 0, 3, 12, 100),
    codes,
  });

/** Whole pieces mostly, fractions and returns too. */
const quantities = fc.oneof(
  fc.integer({ min: 1, max: 12 }).map((pieces) => pieces * 100),
  fc.integer({ min: -900, max: 900 }),
);

/** Random documents; `quantity` in hundredths. */
export const documents = (
  quantity: fc.Arbitrary<number> = quantities,
  linesMax = 7,
): fc.Arbitrary<SlowDocument> =>
  fc.record({
    prices: fc.constantFrom('net', 'gross'),
    rounding: fc.constantFrom('perUnit', 'perLine', 'perDocument'),
    table: fc.constant(slowTable),
    lines: fc.array(line(quantity), { maxLength: linesMax }),
  });

/** A document as a user writes it, in euros. */
export function documentOf(slow: SlowDocument, turned: 1 | -1 = 1): TaxDocumentInput {
  const { prices, rounding, lines } = slow;
  return {
    currency: 'EUR',
    prices,
    rounding,
    lines: lines.map(({ quantityHundredths, unitPriceMills, discountPercent, codes: taxes }) => ({
      quantity: fixedText(BigInt(turned * quantityHundredths), 2),
      unitPrice: fixedText(BigInt(unitPriceMills), 5),
      discountPercent,
      taxes: [...taxes].reverse(),
    })),
  };
}
