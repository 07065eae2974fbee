/**
 * The slow, obvious twins of sharing: largest remainder step by step, quotas from the whole
 * history.
 */
import { compareRatios, type Ratio, ratio } from '@kontor/kernel';

const over = (numerator: number, denominator: number): Ratio =>
  ratio({ numerator: BigInt(numerator), denominator: BigInt(denominator) });

/** Everyone's whole part, then the steps left one by one to whoever lost the most. */
export function slowProportional(supply: number, needs: readonly number[]): number[] {
  const total = needs.reduce((sum, need) => sum + need, 0);
  const shares = needs.map((need) => Math.floor((supply * need) / total));
  const lost = needs.map((need, row) => supply * need - shares[row]! * total);
  for (let left = supply - shares.reduce((sum, share) => sum + share, 0); left > 0; left--) {
    const row = lost.indexOf(Math.max(...lost));
    shares[row]! += 1;
    lost[row] = -1;
  }
  return shares;
}

/** Who takes each lot, with all that everyone took added up anew before every lot. */
export function slowQuota(
  sources: readonly { readonly quota: number; readonly allocated: number }[],
  lots: readonly number[],
): number[] {
  const chosen: number[] = [];
  for (let lot = 0; lot < lots.length; lot++) {
    const ratings = sources.map(({ quota, allocated }, source) => {
      const taken = lots.filter((_, at) => chosen[at] === source);
      const sum = taken.reduce((total, quantity) => total + quantity, allocated);
      return { source, quota, rating: quota === 0 ? over(0, 1) : over(sum, quota) };
    });
    const [least] = ratings
      .filter(({ quota }) => quota > 0)
      .toSorted((a, b) => compareRatios(a.rating, b.rating) || a.source - b.source);
    chosen.push(least!.source);
  }
  return chosen;
}
