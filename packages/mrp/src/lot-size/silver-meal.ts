/**
 * Silver–Meal: a lot takes in the next period as long as its average cost per period does not rise.
 *
 * Looks ahead only as far as the lot reaches, so a change of demand far away changes nothing near
 * by. That makes it the rule to pick over Wagner–Whitin when demand is not to be trusted.
 */
import { coverWindows } from './cover.ts';
import { lotCosts } from './lot-cost.ts';
import type { LotSizingInput } from './lot-sizing.ts';

/**
 * Lots by least average cost per period.
 *
 * A period without demand counts as a period; a tie extends the lot.
 *
 * @source E. A. Silver and H. C. Meal, Production and Inventory Management 14 (1973)
 */
export function silverMeal(input: LotSizingInput): Float64Array {
  const { net } = input;
  const { setup, held } = lotCosts(input);
  return coverWindows(net, (from) => {
    let cost = setup[from]!;
    for (let next = from + 1; next < net.length; next++) {
      const longer = cost + net[next]! * (held[next]! - held[from]!);
      const periods = next - from;
      // longer / (periods + 1) > cost / periods, without the rounding of a division.
      if (longer * periods > cost * (periods + 1)) return next;
      cost = longer;
    }
    return net.length;
  });
}
