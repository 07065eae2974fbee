/**
 * The quantity of a move of spare stock, done again: what is short, to spare, and the share.
 */
import { assert, multiplyRatios, type Ratio, ratio } from '@kontor/kernel';
import { fairShare } from '../fair-share.ts';
import type { OrderExplanation } from './explanation.ts';
import type { MoveFigures } from './move-figures.ts';
import { least, stepsOf } from './steps-of.ts';

/** The move in steps, for what was short in steps. */
export function recomputeMove({ move, decimals }: OrderExplanation, net: bigint): bigint {
  assert(move !== undefined, 'spare stock is moved');
  const steps = (text = '0'): bigint => stepsOf(text, decimals);
  const per = stepRatio(move, decimals);
  const spare = inSteps(stepsOf(move.spare, move.originDecimals), per);
  let wanted = least(net - steps(move.given), spare);
  if (move.share !== undefined) wanted = least(wanted, partLeft(move, move.share, per, decimals));
  const [min, multiple, max] = [steps(move.min), steps(move.multiple), steps(move.max)];
  const most = max === 0n ? wanted : least(wanted, max);
  const whole = multiple === 0n ? most : most - (most % multiple);
  return whole < min ? 0n : whole;
}

/** Steps of the origin's item for a step of this one. */
function stepRatio({ quantityPer, originDecimals }: MoveFigures, decimals: number): Ratio {
  const scale = ratio({
    numerator: 10n ** BigInt(originDecimals),
    denominator: 10n ** BigInt(decimals),
  });
  return multiplyRatios(ratio(quantityPer), scale);
}

/** How much of this item so many steps of the origin's make, rounded down. */
const inSteps = (steps: bigint, { numerator, denominator }: Ratio): bigint =>
  (steps * denominator) / numerator;

/** What is left of the place's part of the spare stock. */
function partLeft(
  { originDecimals }: MoveFigures,
  { supply, claims, own, used }: NonNullable<MoveFigures['share']>,
  per: Ratio,
  decimals: number,
): bigint {
  const parts = fairShare({
    supply: Number(stepsOf(supply, originDecimals)),
    needs: claims.map(({ quantity }) => ({ quantity: Number(stepsOf(quantity, originDecimals)) })),
    policy: 'proportional',
  });
  return inSteps(BigInt(parts[own]!), per) - stepsOf(used, decimals);
}
