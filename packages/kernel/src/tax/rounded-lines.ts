/**
 * Tax that is rounded line by line, or unit by unit.
 *
 * Per line: the tax of the line's amount. Per unit: the tax of the price of one unit, rounded and
 * then multiplied, as a till prints it; the price of one unit is rounded before its tax, too. The
 * amount of the line is the same under both.
 */
import { multiplyRatios, ratio } from '../ratio.ts';
import { roundAmount, taxesInGross, taxesOnNet } from './amount-tax.ts';
import type { CheckedDocument, CheckedLine } from './tax-document.ts';
import type { TaxRow } from './tax-table.ts';

/** One tax of a line, in minor units. */
export interface LineTax {
  readonly row: TaxRow;
  readonly base: bigint;
  readonly tax: bigint;
}

/** A line with its taxes, in minor units; net and taxes sum to gross. */
export interface ComputedLine {
  readonly net: bigint;
  readonly gross: bigint;
  readonly taxes: readonly LineTax[];
}

/** Rounds the taxes of every line. */
export function roundPerLine(document: CheckedDocument): ComputedLine[] {
  return document.lines.map((line) => {
    const amount = amountOfLine(line, document);
    return finishLine(amount, line.taxes, taxesIn(amount, line.taxes, document), document);
  });
}

/** Rounds the taxes of one unit of every line. */
export function roundPerUnit(document: CheckedDocument): ComputedLine[] {
  return document.lines.map((line) => {
    const ofUnit = taxesIn(roundAmount(line.unitPrice, document.mode), line.taxes, document);
    const taxes = ofUnit.map((tax) =>
      roundAmount(multiplyRatios(ratio(tax), line.quantity), document.mode),
    );
    return finishLine(amountOfLine(line, document), line.taxes, taxes, document);
  });
}

/** Quantity × price of a line in minor units: its net, or its gross if prices include tax. */
export function amountOfLine(
  { quantity, unitPrice }: CheckedLine,
  document: CheckedDocument,
): bigint {
  return roundAmount(multiplyRatios(quantity, unitPrice), document.mode);
}

/** A line of its amount and its taxes; a compound tax has those before it in its base. */
export function finishLine(
  amount: bigint,
  rows: readonly TaxRow[],
  taxes: readonly bigint[],
  { prices }: Pick<CheckedDocument, 'prices'>,
): ComputedLine {
  const sum = taxes.reduce((total, tax) => total + tax, 0n);
  const net = prices === 'net' ? amount : amount - sum;
  let withTaxes = net;
  const lineTaxes = rows.map((row, index) => {
    const tax = taxes[index]!;
    const base = row.compound ? withTaxes : net;
    withTaxes += tax;
    return { row, base, tax };
  });
  return { net, gross: net + sum, taxes: lineTaxes };
}

function taxesIn(
  amount: bigint,
  rows: readonly TaxRow[],
  { prices, mode }: CheckedDocument,
): bigint[] {
  return prices === 'net' ? taxesOnNet(amount, rows, mode) : taxesInGross(amount, rows, mode);
}
