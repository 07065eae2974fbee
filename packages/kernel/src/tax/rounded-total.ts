/**
 * Tax that is rounded once for all: the whole tax of the document, whatever its rates, and given
 * back to lines and rates by largest remainder.
 *
 * Prices that include tax: the net of all lines is rounded once, and the tax is the rest.
 */
import { allocateSigned } from '../allocate-signed.ts';
import { addRatios, divideRatios, multiplyRatios, type Ratio, ratio } from '../ratio.ts';
import { exactTaxesInGross, roundAmount, taxFactor } from './amount-tax.ts';
import { amountOfLine, type ComputedLine, finishLine } from './rounded-lines.ts';
import type { CheckedDocument } from './tax-document.ts';
import type { TaxRow } from './tax-table.ts';

const ZERO = ratio(0);

/** Rounds the tax of the whole document. */
export function roundPerTotal(document: CheckedDocument): ComputedLine[] {
  const amounts = document.lines.map((line) => amountOfLine(line, document));
  const exact = document.lines.map(({ taxes }, line) =>
    document.prices === 'net'
      ? exactTaxesOnNet(amounts[line]!, taxes)
      : exactTaxesInGross(amounts[line]!, taxes),
  );
  const taxes = allocateSigned(totalTax(document, amounts, exact), exact.flat());
  let next = 0;
  return document.lines.map(({ taxes: rows }, line) => {
    const own = taxes.slice(next, next + rows.length);
    next += rows.length;
    return finishLine(amounts[line]!, rows, own, document);
  });
}

function totalTax(
  { prices, mode, lines }: CheckedDocument,
  amounts: readonly bigint[],
  exact: readonly (readonly Ratio[])[],
): bigint {
  if (prices === 'net') return roundAmount(exact.flat().reduce(addRatios, ZERO), mode);
  const nets = lines.map(({ taxes }, line) =>
    divideRatios(ratio(amounts[line]!), taxFactor(taxes)),
  );
  const gross = amounts.reduce((sum, amount) => sum + amount, 0n);
  return gross - roundAmount(nets.reduce(addRatios, ZERO), mode);
}

/** The taxes on an amount before tax, not rounded; a compound one builds on those before it. */
function exactTaxesOnNet(net: bigint, rows: readonly TaxRow[]): Ratio[] {
  const before = ratio(net);
  let withTaxes = before;
  return rows.map(({ rate, compound }) => {
    const tax = multiplyRatios(compound ? withTaxes : before, rate.part);
    withTaxes = addRatios(withTaxes, tax);
    return tax;
  });
}
