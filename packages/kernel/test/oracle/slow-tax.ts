/**
 * The slow twin of the tax of a document: one obvious step a line, in fractions that nobody
 * shortens, with units handed out one at a time. It knows round-half-up only, and takes a document
 * whose values are whole: prices in thousandths of a cent, rates in thousandths of a percent.
 */

/** n/d, never shortened. */
interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

/** A tax of the twin's table, in the order in which taxes are taken. */
export interface SlowTax {
  readonly code: string;
  readonly rateThousandths: number;
  readonly compound: boolean;
}

/** A line of the twin. */
export interface SlowLine {
  readonly quantityHundredths: number;
  readonly unitPriceMills: number;
  readonly discountPercent: number;
  readonly codes: readonly string[];
}

/** A document of the twin. */
export interface SlowDocument {
  readonly prices: 'net' | 'gross';
  readonly rounding: 'perUnit' | 'perLine' | 'perDocument';
  readonly table: readonly SlowTax[];
  readonly lines: readonly SlowLine[];
}

/** A line in cents: its net, and its tax by code. */
export interface SlowResult {
  readonly net: bigint;
  readonly tax: Readonly<Record<string, bigint>>;
}

const whole = (n: bigint): Fraction => ({ n, d: 1n });
const times = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.n, d: a.d * b.d });
const plus = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });
const over = (a: Fraction, b: Fraction): Fraction =>
  b.n < 0n ? { n: -a.n * b.d, d: a.d * -b.n } : { n: a.n * b.d, d: a.d * b.n };
const isMore = (a: Fraction, b: Fraction): boolean => a.n * b.d > b.n * a.d;

/** Half away from zero. */
function round({ n, d }: Fraction): bigint {
  return n < 0n ? -round({ n: -n, d }) : (2n * n + d) / (2n * d);
}

const rateOf = ({ rateThousandths }: SlowTax): Fraction => ({
  n: BigInt(rateThousandths),
  d: 100_000n,
});

/** Computes a document the long way. */
export function slowTax(document: SlowDocument): SlowResult[] {
  const amounts = document.lines.map((line) => round(amount(line, line.quantityHundredths)));
  const taxes = document.lines.map(({ codes }) =>
    document.table.filter(({ code }) => codes.includes(code)),
  );
  if (document.rounding === 'perDocument') return slowPerDocument(document, amounts, taxes);
  return document.lines.map((line, at) => {
    if (document.rounding === 'perLine') {
      return result(
        document,
        amounts[at]!,
        taxes[at]!,
        slowTaxes(document, amounts[at]!, taxes[at]!),
      );
    }
    const unit = round(amount(line, 100));
    const quantity = { n: BigInt(line.quantityHundredths), d: 100n };
    const ofUnit = slowTaxes(document, unit, taxes[at]!);
    const ofLine = ofUnit.map((tax) => round(times(whole(tax), quantity)));
    return result(document, amounts[at]!, taxes[at]!, ofLine);
  });
}

/** So many hundredths of a piece, in cents. */
function amount(line: SlowLine, quantityHundredths: number): Fraction {
  const product =
    BigInt(quantityHundredths) * BigInt(line.unitPriceMills) * BigInt(100 - line.discountPercent);
  return { n: product, d: 100n * 1000n * 100n };
}

function result(
  { prices }: SlowDocument,
  given: bigint,
  taxes: readonly SlowTax[],
  amounts: readonly bigint[],
): SlowResult {
  const sum = amounts.reduce((total, tax) => total + tax, 0n);
  return {
    net: prices === 'net' ? given : given - sum,
    tax: Object.fromEntries(taxes.map(({ code }, at) => [code, amounts[at]!])),
  };
}

/** The rounded taxes of one amount. */
function slowTaxes({ prices }: SlowDocument, given: bigint, taxes: readonly SlowTax[]): bigint[] {
  if (prices === 'gross') {
    const net = round(over(whole(given), factor(taxes)));
    return slowShares(given - net, exactTaxes('gross', given, taxes));
  }
  const found: bigint[] = [];
  for (const tax of taxes) {
    const before = tax.compound ? found.reduce((total, part) => total + part, given) : given;
    found.push(round(times(whole(before), rateOf(tax))));
  }
  return found;
}

function factor(taxes: readonly SlowTax[]): Fraction {
  let sum = whole(1n);
  for (const tax of taxes) {
    sum = plus(sum, tax.compound ? times(sum, rateOf(tax)) : rateOf(tax));
  }
  return sum;
}

function exactTaxes(prices: string, given: bigint, taxes: readonly SlowTax[]): Fraction[] {
  const net = prices === 'net' ? whole(given) : over(whole(given), factor(taxes));
  let sum = net;
  return taxes.map((tax) => {
    const part = times(tax.compound ? sum : net, rateOf(tax));
    sum = plus(sum, part);
    return part;
  });
}

function slowPerDocument(
  document: SlowDocument,
  amounts: readonly bigint[],
  taxes: readonly (readonly SlowTax[])[],
): SlowResult[] {
  const exact = amounts.map((given, at) => exactTaxes(document.prices, given, taxes[at]!));
  const found: Record<string, bigint>[] = amounts.map(() => ({}));
  const share = (lines: readonly number[], code: string, total: bigint): void => {
    const columns = lines.map((line) => taxes[line]!.findIndex((tax) => tax.code === code));
    const parts = slowShares(
      total,
      lines.map((line, at) => exact[line]![columns[at]!]!),
    );
    lines.forEach((line, at) => (found[line]![code] = parts[at]!));
  };
  const all = amounts.map((_, at) => at);
  if (document.prices === 'net') {
    for (const tax of document.table) {
      const lines = all.filter((line) => taxes[line]!.includes(tax));
      const bases = lines.map((line) => {
        const before = taxes[line]!.slice(0, taxes[line]!.indexOf(tax));
        const earlier = exact[line]!.slice(0, before.length);
        return tax.compound ? earlier.reduce(plus, whole(amounts[line]!)) : whole(amounts[line]!);
      });
      const base = round(bases.reduce(plus, whole(0n)));
      share(lines, tax.code, round(times(whole(base), rateOf(tax))));
    }
  } else {
    const setOf = (line: number): string => taxes[line]!.map(({ code }) => code).join();
    for (const set of new Set(all.map(setOf))) {
      const lines = all.filter((line) => setOf(line) === set);
      const gross = lines.reduce((sum, line) => sum + amounts[line]!, 0n);
      const codes = taxes[lines[0]!]!;
      const totals = slowTaxes(document, gross, codes);
      codes.forEach(({ code }, at) => share(lines, code, totals[at]!));
    }
  }
  return amounts.map((given, at) => {
    const ofLine = taxes[at]!.map(({ code }) => found[at]![code]!);
    return result(document, given, taxes[at]!, ofLine);
  });
}

/**
 * Largest remainder, one unit at a time: of one sign, quotas are proportional to the total; of both
 * signs they are the exact parts. Whoever lacks most gets the next unit.
 */
export function slowShares(total: bigint, parts: readonly Fraction[]): bigint[] {
  const signs = new Set(parts.filter(({ n }) => n !== 0n).map(({ n }) => n > 0n));
  if (signs.size === 0) return parts.map(() => 0n);
  const sum = parts.reduce(plus, whole(0n));
  const quotas =
    signs.size === 2 ? parts : parts.map((part) => times(whole(total), over(part, sum)));
  const shares = quotas.map(({ n, d }) => n / d);
  const sumOf = (): bigint => shares.reduce((all, share) => all + share, 0n);
  for (const unit of [1n, -1n]) {
    const waiting = quotas.flatMap(({ n }, at) => (n === 0n ? [] : [at]));
    while (unit * (total - sumOf()) > 0n) {
      const lack = (at: number): Fraction =>
        times(whole(unit), plus(quotas[at]!, whole(-shares[at]!)));
      const next = waiting.reduce((best, at) => (isMore(lack(at), lack(best)) ? at : best));
      shares[next]! += unit;
    }
  }
  return shares;
}
