/**
 * Conformance kind `tax`: documents at net prices under one or more rounding policies.
 *
 * The rate stands on the line, so the table of tax codes is made of the lines.
 */
import type { TaxDocumentInput, TaxedDocument } from '@kontor/kernel/tax';
import { computeTax } from '../../../src/tax.ts';

type Rounding = TaxDocumentInput['rounding'];
type Prices = TaxDocumentInput['prices'];

interface CaseLine {
  readonly quantity: string;
  readonly unitPrice: string;
  readonly discountPercent?: string;
  readonly taxCode: string;
  readonly rate: string;
}

interface Totals {
  readonly net?: string;
  readonly tax?: string;
  readonly gross?: string;
  readonly byTaxCode?: Readonly<Record<string, string>>;
  readonly lineTax?: readonly string[];
  readonly postedLineTax?: readonly string[];
}

type Expectation = Totals & Partial<Record<Rounding, Totals>>;

interface TaxCase {
  readonly currency: string;
  readonly prices: Prices;
  readonly rounding?: Rounding;
  readonly lines?: readonly CaseLine[];
  readonly expected?: Expectation;
  readonly variants?: readonly {
    readonly lines: readonly CaseLine[];
    readonly expected: Expectation;
  }[];
  readonly wrong?: Totals;
}

/** Differences of a `tax` case, as text; none when it passes. */
export function runTax(input: Record<string, unknown>): string[] {
  const given = input as unknown as TaxCase;
  const variants = given.variants ?? [{ lines: given.lines!, expected: given.expected! }];
  return variants.flatMap((variant, index) =>
    variantMisses(given, variant).map((miss) => `variant ${index}: ${miss}`),
  );
}

function variantMisses(
  given: TaxCase,
  { lines, expected }: { lines: readonly CaseLine[]; expected: Expectation },
): string[] {
  const { perUnit, perLine, perDocument, ...overall } = expected;
  const own = Object.entries({ perUnit, perLine, perDocument }).flatMap(([rounding, totals]) =>
    totals === undefined ? [] : [[rounding as Rounding, { ...overall, ...totals }] as const],
  );
  const wanted = own.length > 0 ? own : [[given.rounding!, overall] as const];
  return wanted.flatMap(([rounding, totals]) => {
    const found = taxOf(given, lines, rounding);
    const wrong = Object.entries(given.wrong ?? {})
      .filter(([field, value]) => (found as unknown as Record<string, unknown>)[field] === value)
      .map(([field, value]) => `${field} is ${value}, the figure of a known fault`);
    return [...totalMisses(found, totals).map((miss) => `${rounding}: ${miss}`), ...wrong];
  });
}

function taxOf(given: TaxCase, lines: readonly CaseLine[], rounding: Rounding): TaxedDocument {
  const rates = new Map(lines.map(({ taxCode, rate }) => [taxCode, rate]));
  const { currency, prices } = given;
  return computeTax(
    { currency, prices, rounding, lines: lines.map(({ rate: _rate, ...line }) => line) },
    [...rates].map(([code, rate]) => ({ code, rate })),
  );
}

function totalMisses(found: TaxedDocument, wanted: Totals): string[] {
  const lineTax = found.lines.map(({ tax }) => tax);
  const byTaxCode = Object.fromEntries(found.taxes.map(({ code, tax }) => [code, tax]));
  const { net, tax, gross } = found;
  const all: Totals = { net, tax, gross, byTaxCode, lineTax, postedLineTax: lineTax };
  return Object.entries(wanted).flatMap(([field, value]) => {
    const [is, want] = [JSON.stringify(all[field as keyof Totals]), JSON.stringify(value)];
    return is === want ? [] : [`${field} is ${is}, expected ${want}`];
  });
}
