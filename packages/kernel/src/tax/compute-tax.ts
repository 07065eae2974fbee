/**
 * The tax of a document: one function for quote, order, invoice and posting, so that they agree.
 *
 * Per line the net, the tax of each code and the gross; per code the base and tax of the document.
 * The base is rounded before the tax, and every rounding is that of a magnitude: a credit note is
 * the mirror image of its invoice, to the last cent. When the tax is rounded is the law of a
 * country, so it is an argument.
 *
 * @source odoo/odoo#12039, #155833, #53790, for what goes wrong with two ways of computing it
 */
import { fixedText } from '../decimal.ts';
import { roundPerDocument } from './rounded-document.ts';
import { roundPerTotal } from './rounded-total.ts';
import { type ComputedLine, type LineTax, roundPerLine, roundPerUnit } from './rounded-lines.ts';
import { type CheckedDocument, checkTaxDocument, type TaxDocumentInput } from './tax-document.ts';
import { groupKey, type TaxCodeInput, type TaxRow, type TaxTable } from './tax-table.ts';

/** A tax of a line or of a document; amounts with all decimals of the currency. */
export interface TaxAmount {
  readonly code: string;
  readonly name?: string | undefined;
  /** In percent. */
  readonly rate: string;
  /** What it is figured on: the net, with earlier taxes where it is compound. */
  readonly base: string;
  readonly tax: string;
  /** The account of the table. */
  readonly account?: string | undefined;
}

/** A line with its taxes: net + tax = gross. */
export interface TaxedLine {
  readonly net: string;
  /** The sum of its taxes. */
  readonly tax: string;
  readonly gross: string;
  /** In the order of the table. */
  readonly taxes: readonly TaxAmount[];
}

/** A document with its taxes; its totals are the sums of its lines. */
export interface TaxedDocument {
  readonly currency: string;
  /** In the order given. */
  readonly lines: readonly TaxedLine[];
  /** Its tax report: one row for each code and rate, in the order of the table. */
  readonly taxes: readonly TaxAmount[];
  readonly net: string;
  readonly tax: string;
  readonly gross: string;
}

/** When the tax is rounded. */
const policies = {
  perUnit: roundPerUnit,
  perLine: roundPerLine,
  perDocument: roundPerDocument,
  perTotal: roundPerTotal,
} as const satisfies Record<
  CheckedDocument['rounding'],
  (document: CheckedDocument) => ComputedLine[]
>;

/**
 * Computes the taxes of a document.
 *
 * `perUnit` rounds the tax of one unit and multiplies, `perLine` rounds each line, `perDocument`
 * once per code and rate, `perTotal` once for all; the last two share that out to the lines by
 * largest remainder.
 *
 * @param taxCodes rows of the table, or the table that `taxTable` made of them, checked already
 * @throws KernelError KERNEL_INVALID_TAX — every fault of document and table, with its path
 * @example
 * const lines = [{ quantity: 4, unitPrice: '5.63', taxCode: 'VAT22' }];
 * const sale = { currency: 'EUR', prices: 'net', rounding: 'perLine', lines } as const;
 * computeTax(sale, [{ code: 'VAT22', rate: 22 }]).gross // => '27.47'
 * computeTax({ ...sale, rounding: 'perUnit' }, [{ code: 'VAT22', rate: 22 }]).gross // => '27.48'
 */
export function computeTax(
  document: TaxDocumentInput,
  taxCodes: TaxTable | readonly TaxCodeInput[],
): TaxedDocument {
  const checked = checkTaxDocument(document, taxCodes);
  const lines = roundTaxes(checked);
  const text = (minor: bigint): string => fixedText(minor, checked.currency.exponent);
  return {
    currency: checked.currency.code,
    lines: lines.map((line) => shownLine(line, text)),
    taxes: taxesOfDocument(lines).map((tax) => shownTax(tax, text)),
    net: text(sumOf(lines.map(({ net }) => net))),
    tax: text(sumOf(lines.map(({ net, gross }) => gross - net))),
    gross: text(sumOf(lines.map(({ gross }) => gross))),
  };
}

/**
 * The taxes of a document that was checked already, or was made of exact figures: in minor units.
 *
 * @returns a line for each one given; net and taxes sum to gross
 */
export const roundTaxes = (document: CheckedDocument): ComputedLine[] =>
  policies[document.rounding](document);

function shownLine(
  { net, gross, taxes }: ComputedLine,
  text: (minor: bigint) => string,
): TaxedLine {
  return {
    net: text(net),
    tax: text(gross - net),
    gross: text(gross),
    taxes: taxes.map((tax) => shownTax(tax, text)),
  };
}

/** The taxes of all lines by code and rate, in the order of the table. */
function taxesOfDocument(lines: readonly ComputedLine[]): LineTax[] {
  const sums = new Map<string, { row: TaxRow; base: bigint; tax: bigint }>();
  for (const { row, base, tax } of lines.flatMap(({ taxes }) => taxes)) {
    const sum = sums.get(groupKey(row)) ?? { row, base: 0n, tax: 0n };
    // Two rows of one rate (before and after another one) are one tax: the first names its place.
    const first = sum.row.rank <= row.rank ? sum.row : row;
    sums.set(groupKey(row), { row: first, base: sum.base + base, tax: sum.tax + tax });
  }
  return [...sums.values()].sort((a, b) => a.row.rank - b.row.rank);
}

function shownTax({ row, base, tax }: LineTax, text: (minor: bigint) => string): TaxAmount {
  return {
    code: row.code,
    ...(row.name !== undefined && { name: row.name }),
    rate: row.rate.text,
    base: text(base),
    tax: text(tax),
    ...(row.account !== undefined && { account: row.account }),
  };
}

const sumOf = (values: readonly bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n);
