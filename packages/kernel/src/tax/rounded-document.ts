/**
 * Tax that is rounded once per document, and given back to the lines without losing a unit.
 *
 * Net prices: what all lines have under one code at one rate is one group; its base and its tax are
 * rounded once, and the lines share them by largest remainder, weighed by their exact tax. A
 * compound tax is figured on the exact taxes before it, so that the order of lines changes no
 * total. Prices that include tax: the lines with the same taxes are one group; its net is rounded
 * once and its tax is the rest, shared by rate and then by line.
 */
import { addRatios, multiplyRatios, type Ratio, ratio } from '../ratio.ts';
import { allocate } from '../allocation.ts';
import { allocateSigned } from '../allocate-signed.ts';
import { exactTaxesInGross, roundAmount, taxesInGross } from './amount-tax.ts';
import { amountOfLine, type ComputedLine, finishLine, type LineTax } from './rounded-lines.ts';
import type { CheckedDocument } from './tax-document.ts';
import { groupKey, type TaxRow } from './tax-table.ts';

/** Rounds the taxes of the document. */
export function roundPerDocument(document: CheckedDocument): ComputedLine[] {
  return document.prices === 'net' ? onNetPrices(document) : inGrossPrices(document);
}

/** An exact tax of a line, and where it goes when it is rounded. */
interface ExactTax {
  readonly line: number;
  readonly row: TaxRow;
  readonly base: Ratio;
  readonly tax: Ratio;
}

function onNetPrices(document: CheckedDocument): ComputedLine[] {
  const nets = document.lines.map((line) => amountOfLine(line, document));
  if (document.lines.every(({ taxes }) => taxes.every(({ compound }) => !compound))) {
    return onPlainNets(document, nets);
  }
  const exact = document.lines.flatMap(({ taxes }, line) => exactTaxes(nets[line]!, taxes, line));
  const lineTaxes: LineTax[][] = nets.map(() => []);
  for (const group of groupBy(exact, ({ row }) => groupKey(row))) {
    postGroup(group, document, lineTaxes);
  }
  return finishNets(nets, lineTaxes);
}

/**
 * The same where no tax builds on another one, which is nearly always: the exact tax of a line is a
 * fixed part of its net, so nets share bases and taxes out as the exact taxes do, in whole numbers.
 */
function onPlainNets(document: CheckedDocument, nets: readonly bigint[]): ComputedLine[] {
  const parts = document.lines.flatMap(({ taxes }, line) => taxes.map((row) => ({ line, row })));
  const lineTaxes: LineTax[][] = nets.map(() => []);
  for (const group of groupBy(parts, ({ row }) => groupKey(row))) {
    const ofGroup = group.map(({ line }) => nets[line]!);
    const base = ofGroup.reduce((sum, net) => sum + net, 0n);
    const tax = roundAmount(multiplyRatios(ratio(base), group[0]!.row.rate.part), document.mode);
    const shares = sharesByNets(tax, ofGroup, group[0]!.row.rate.part);
    group.forEach(({ line, row }, part) => {
      lineTaxes[line]!.push({ row, base: nets[line]!, tax: shares[part]! });
    });
  }
  return finishNets(nets, lineTaxes);
}

/** Nets of both signs are their own quotas: there the exact taxes themselves are needed. */
function sharesByNets(tax: bigint, nets: readonly bigint[], rate: Ratio): bigint[] {
  const isSold = nets.some((net) => net > 0n);
  if (isSold && nets.every((net) => net >= 0n)) return allocate(tax, nets);
  return allocateSigned(
    tax,
    nets.map((net) => multiplyRatios(ratio(net), rate)),
  );
}

function finishNets(nets: readonly bigint[], lineTaxes: readonly LineTax[][]): ComputedLine[] {
  return nets.map((net, line) => {
    const taxes = lineTaxes[line]!.sort((a, b) => a.row.rank - b.row.rank);
    return { net, gross: taxes.reduce((sum, { tax }) => sum + tax, net), taxes };
  });
}

function exactTaxes(net: bigint, rows: readonly TaxRow[], line: number): ExactTax[] {
  const before = ratio(net);
  let withTaxes = before;
  return rows.map((row) => {
    const base = row.compound ? withTaxes : before;
    const tax = multiplyRatios(base, row.rate.part);
    withTaxes = addRatios(withTaxes, tax);
    return { line, row, base, tax };
  });
}

/** Rounds a group once and writes the shares of its lines to `lineTaxes`. */
function postGroup(
  group: readonly ExactTax[],
  { mode }: CheckedDocument,
  lineTaxes: readonly LineTax[][],
): void {
  const exactBases = group.map(({ base }) => base);
  const base = roundAmount(exactBases.reduce(addRatios), mode);
  const tax = roundAmount(multiplyRatios(ratio(base), group[0]!.row.rate.part), mode);
  const bases = allocateSigned(base, exactBases);
  const taxes = allocateSigned(
    tax,
    group.map((part) => part.tax),
  );
  group.forEach(({ line, row }, part) => {
    lineTaxes[line]!.push({ row, base: bases[part]!, tax: taxes[part]! });
  });
}

function inGrossPrices(document: CheckedDocument): ComputedLine[] {
  const lines = document.lines.map((line, index) => ({
    index,
    rows: line.taxes,
    gross: amountOfLine(line, document),
  }));
  const taxes: bigint[][] = lines.map(() => []);
  for (const group of groupBy(lines, ({ rows }) => rows.map(({ rank }) => rank).join())) {
    const { rows } = group[0]!;
    const gross = group.reduce((sum, line) => sum + line.gross, 0n);
    const exact = group.map((line) => exactTaxesInGross(line.gross, rows));
    taxesInGross(gross, rows, document.mode).forEach((tax, column) => {
      const shares = allocateSigned(
        tax,
        exact.map((ofLine) => ofLine[column]!),
      );
      group.forEach(({ index }, part) => taxes[index]!.push(shares[part]!));
    });
  }
  return lines.map(({ gross, rows, index }) => finishLine(gross, rows, taxes[index]!, document));
}

/** The items by key, in order of the first of each. */
function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
