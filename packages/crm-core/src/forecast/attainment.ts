/**
 * Quotas and attainment: what was closed ÷ what was to be.
 */
import {
  divideRatios,
  fixedText,
  money,
  ratio,
  ratioToDecimal,
  scaledDecimal,
} from '@kontor/kernel';

/** A quota and what there is for it: decimal text, amounts of one currency. */
export interface QuotaCase {
  readonly quota: string;
  readonly closed: string;
  /** Open deals that may still count, by any figure; needed for coverage only. */
  readonly open?: string | undefined;
}

/** How a quota stands. */
export interface Attainment {
  /** closed ÷ quota; undefined for a quota of zero. */
  readonly attainment: number | undefined;
  /** quota − closed, decimal text; negative beyond the quota. */
  readonly gap: string;
  /** open ÷ gap; undefined where nothing is missing, or `open` is not given. */
  readonly coverage: number | undefined;
}

/**
 * The attainment of a quota.
 *
 * @throws KernelError KERNEL_BAD_DECIMAL
 * @example
 * attainmentOf({ quota: '100000', closed: '40000', open: '250000' })
 * // => { attainment: 0.4, gap: '60000', coverage: 4.166666666666667 }
 */
export function attainmentOf({ quota, closed, open }: QuotaCase): Attainment {
  const gap = difference(quota, closed);
  const isMissing = ratio(gap).numerator > 0n;
  return {
    attainment: quotient(closed, quota),
    gap,
    coverage: open === undefined || !isMissing ? undefined : quotient(open, gap),
  };
}

function quotient(above: string, below: string): number | undefined {
  const divisor = ratio(below);
  if (divisor.numerator === 0n) return undefined;
  return ratioToDecimal(divideRatios(ratio(above), divisor)).toNumber();
}

/** a − b with the decimals that either has. */
function difference(a: string, b: string): string {
  const [left, right] = [scaledDecimal(a), scaledDecimal(b)];
  const exponent = Math.max(left.decimals, right.decimals);
  const unit = { code: 'amount', exponent };
  return fixedText(money(a, unit).minor - money(b, unit).minor, exponent);
}
