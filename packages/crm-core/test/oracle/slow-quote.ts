/**
 * What a quote comes to before tax, the long way: one line after the other, in exact fractions,
 * without any of the engine's own figuring.
 */

/** A line of the twin; prices in cents, percentages whole. */
export interface SlowQuoteLine {
  readonly quantity: number;
  readonly cents: number;
  readonly discount: number;
}

/** A quote of the twin. */
export interface SlowQuote {
  readonly lines: readonly SlowQuoteLine[];
  /** Percentages off all items, one after the other. */
  readonly items: readonly number[];
  /** Percentages off the order, one after the other. */
  readonly order: readonly number[];
  /** Percentage that the seller takes off the document. */
  readonly document: number;
}

/** Half away from zero. */
function round(numerator: bigint, denominator: bigint): bigint {
  if (numerator < 0n) return -round(-numerator, denominator);
  return (2n * numerator + denominator) / (2n * denominator);
}

/** Shares by largest remainder, the earlier line first. */
export function slowShares(total: bigint, weights: readonly bigint[]): bigint[] {
  const sum = weights.reduce((all, weight) => all + weight, 0n);
  if (sum === 0n) return weights.map(() => 0n);
  if (total < 0n) return slowShares(-total, weights).map((share) => -share);
  const magnitude = weights.map((weight) => (weight < 0n ? -weight : weight));
  const whole = sum < 0n ? -sum : sum;
  const shares = magnitude.map((weight) => (total * weight) / whole);
  let missing = total - shares.reduce((all, share) => all + share, 0n);
  const rests = magnitude.map((weight, line) => ({ line, rest: (total * weight) % whole }));
  rests.sort((a, b) => (a.rest > b.rest ? -1 : a.rest < b.rest ? 1 : a.line - b.line));
  for (const { line } of rests) {
    if (missing === 0n) break;
    shares[line]! += 1n;
    missing -= 1n;
  }
  return shares;
}

/** What each line is worth in cents after all that was taken off. */
export function slowAmounts({ lines, items, order, document }: SlowQuote): bigint[] {
  let amounts = lines.map(({ quantity, cents, discount }) => {
    let numerator = BigInt(cents) * BigInt(quantity) * BigInt(100 - discount);
    let denominator = 100n;
    for (const percent of items) {
      numerator *= BigInt(100 - percent);
      denominator *= 100n;
    }
    return round(numerator, denominator);
  });
  for (const percent of [...order, document]) {
    const sum = amounts.reduce((all, amount) => all + amount, 0n);
    const shares = slowShares(round(sum * BigInt(percent), 100n), amounts);
    amounts = amounts.map((amount, line) => amount - shares[line]!);
  }
  return amounts;
}
