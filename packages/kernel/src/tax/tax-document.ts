/**
 * A document to be taxed, of whatever kind: quote, order, invoice, credit note. Checked once
 * against the table of tax codes; all faults at once.
 */
import type { Currency } from '../currency.ts';
import type { Day } from '../day.ts';
import { multiplyRatios, type Ratio, ratio } from '../ratio.ts';
import { type RoundingMode, roundingModes } from '../rounding.ts';
import * as z from 'zod';
import { KernelError, type TaxIssue } from '../errors.ts';
import { taxFactor } from './amount-tax.ts';
import {
  addFault,
  currencyCell,
  dayCell,
  decimalCell,
  parseInto,
  type Path,
  percentCell,
} from './cells.ts';
import {
  readTaxTable,
  rowInForce,
  type TaxCodeInput,
  type TaxRow,
  type TaxTable,
} from './tax-table.ts';

/** A line: how much of what, at which price, and which taxes are on it. */
export const taxLine = z
  .strictObject({
    /** Below zero on a credit note, or where the line takes something off. */
    quantity: decimalCell,
    /** In units of the currency; may be finer than its minor unit. */
    unitPrice: decimalCell,
    /** Off the price, from 0 to 100. */
    discountPercent: percentCell.optional(),
    /** Codes of the table, in any order: the table says which comes first. None: no tax. */
    taxes: z.array(z.string()).readonly().optional(),
    /** Instead of `taxes` where there is one. */
    taxCode: z.string().optional(),
    /** The day whose rates apply, where it is not the document's. */
    date: dayCell.optional(),
  })
  .superRefine(({ discountPercent, taxes, taxCode }, context) => {
    const { numerator, denominator } = discountPercent?.part ?? ZERO;
    if (numerator < 0n || numerator > denominator) {
      addFault(context, 'BAD_AMOUNT', 'give a discountPercent from 0 to 100');
    }
    if (taxes !== undefined && taxCode !== undefined) {
      addFault(context, 'INVALID_VALUE', 'give taxes or taxCode, not both');
    }
  });

/** The document. */
export const taxDocument = z.strictObject({
  currency: currencyCell,
  /** The day whose rates apply; only needed for codes with rates by date. */
  date: dayCell.optional(),
  /** Whether unit prices are before tax (`net`) or include it (`gross`). */
  prices: z.enum(['net', 'gross']),
  rounding: z.enum(['perUnit', 'perLine', 'perDocument', 'perTotal']),
  /** Of the magnitude, so `floor` is `down` and `ceiling` is `up`: credit notes are mirrors. */
  mode: z.enum(roundingModes).default('halfUp'),
  lines: z.array(taxLine).readonly(),
});

/** A document as it is written. */
export type TaxDocumentInput = z.input<typeof taxDocument>;

/** A line as it is computed with; prices in minor units, exact. */
export interface CheckedLine {
  readonly quantity: Ratio;
  /** Of one unit, less the discount. */
  readonly unitPrice: Ratio;
  /** In the order of the table. */
  readonly taxes: readonly TaxRow[];
}

/** A document as it is computed with. */
export interface CheckedDocument {
  readonly currency: Currency;
  readonly prices: 'net' | 'gross';
  readonly rounding: 'perUnit' | 'perLine' | 'perDocument' | 'perTotal';
  readonly mode: RoundingMode;
  readonly lines: readonly CheckedLine[];
}

type ParsedDocument = z.output<typeof taxDocument>;
type ParsedLine = z.output<typeof taxLine>;

const ZERO: Ratio = { numerator: 0n, denominator: 1n };

/**
 * Checks a document against a table, or against the rows of one.
 *
 * @throws KernelError KERNEL_INVALID_TAX — every fault of both, by its path from `document` or
 *   `taxCodes`
 */
export function checkTaxDocument(
  document: TaxDocumentInput,
  taxCodes: TaxTable | readonly TaxCodeInput[],
): CheckedDocument {
  const issues: TaxIssue[] = [];
  const isTable = typeof taxCodes === 'object' && taxCodes !== null && 'rowsByCode' in taxCodes;
  const table = isTable ? taxCodes : readTaxTable(taxCodes, issues, ['taxCodes']);
  const at: Path = ['document'];
  const parsed = parseInto(issues, taxDocument, document, at);
  const lines = parsed?.lines ?? soundLines(document);
  const rows = lines.map((line, index) =>
    line === undefined ? [] : taxesOf(line, document, table, issues, [...at, 'lines', index]),
  );
  if (parsed === undefined || issues.length > 0) {
    throw new KernelError('KERNEL_INVALID_TAX', { issues });
  }
  return { ...parsed, lines: parsed.lines.map((line, i) => checkedLine(line, parsed, rows[i]!)) };
}

/** The lines of a faulty document that are sound by themselves, so that their codes are checked. */
function soundLines(document: unknown): (ParsedLine | undefined)[] {
  const lines = (document as { lines?: unknown } | null | undefined)?.lines;
  return Array.isArray(lines) ? lines.map((line) => taxLine.safeParse(line).data) : [];
}

function taxesOf(
  line: ParsedLine,
  document: TaxDocumentInput,
  table: TaxTable,
  issues: TaxIssue[],
  at: Path,
): TaxRow[] {
  const codes = line.taxes ?? (line.taxCode === undefined ? [] : [line.taxCode]);
  const on = line.date ?? dayCell.safeParse(document.date).data;
  const rows = codes.flatMap((code, index) => {
    const path = line.taxes === undefined ? [...at, 'taxCode'] : [...at, 'taxes', index];
    const found = codes.indexOf(code) < index ? 'twice' : findRow(code, on, table);
    if (typeof found === 'object') return [found];
    issues.push({ path, ...MISSING[found](code) });
    return [];
  });
  rows.sort((a, b) => a.rank - b.rank);
  if (document.prices === 'gross' && taxFactor(rows).numerator <= 0n) {
    const message =
      'the rates add up to -100 or less, so that no net price leads to this gross one';
    issues.push({ code: 'BAD_AMOUNT', path: at, message });
  }
  return rows;
}

type Missing = 'twice' | 'unknown' | 'undated' | 'notInForce';

/** Why a code of a line gives no rate. */
const MISSING: Record<Missing, (code: string) => Pick<TaxIssue, 'code' | 'message'>> = {
  twice: (code) => ({ code: 'DUPLICATE_KEY', message: `'${code}' is on the line already` }),
  unknown: (code) => ({
    code: 'UNKNOWN_TAX_CODE',
    message: `there is no tax code '${code}': add it to the table`,
  }),
  undated: (code) => ({
    code: 'BAD_DAY',
    message: `'${code}' has rates by date: give the document or the line a date`,
  }),
  notInForce: (code) => ({
    code: 'UNKNOWN_TAX_CODE',
    message: `'${code}' has no rate on that day: add a row to the table`,
  }),
};

function findRow(code: string, on: Day | undefined, table: TaxTable): TaxRow | Missing {
  const rows = table.rowsByCode.get(code);
  if (rows === undefined) return 'unknown';
  return rowInForce(rows, on) ?? (on === undefined ? 'undated' : 'notInForce');
}

function checkedLine(line: ParsedLine, document: ParsedDocument, taxes: TaxRow[]): CheckedLine {
  const { numerator, denominator } = line.discountPercent?.part ?? ZERO;
  const kept = ratio({ numerator: denominator - numerator, denominator });
  const minorPerUnit = ratio(10n ** BigInt(document.currency.exponent));
  const unitPrice = multiplyRatios(multiplyRatios(line.unitPrice, minorPerUnit), kept);
  return { quantity: line.quantity, unitPrice, taxes };
}
