/**
 * Least unit cost: a lot takes in the next period as long as its average cost per unit does not
 * rise.
 *
 * Known to buy too much ahead of a large need; offered because textbooks and other systems have it.
 */
import { coverWindows } from './cover.ts';
import { lotCosts } from './lot-cost.ts';
import type { LotSizingInput } from './lot-sizing.ts';

/**
 * Lots by least average cost per unit; a tie extends the lot.
 *
 * @source APICS Dictionary, "least unit cost"
 */
export function leastUnitCost(input: LotSizingInput): Float64Array {
  const { net } = input;
  const { setup, held } = lotCosts(input);
  return coverWindows(net, (from) => {
    let cost = setup[from]!;
    let units = net[from]!;
    for (let next = from + 1; next < net.length; next++) {
      const longer = cost + net[next]! * (held[next]! - held[from]!);
      const more = units + net[next]!;
      // longer / more > cost / units, without the rounding of a division.
      if (longer * units > cost * more) return next;
      cost = longer;
      units = more;
    }
    return net.length;
  });
}
