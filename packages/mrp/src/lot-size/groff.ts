/**
 * Groff: a lot takes in the next period as long as holding it adds no more to the cost per period
 * than one setup for more periods saves.
 *
 * The n-th period after the first is taken while `d · n · (n + 1) ≤ 2 · K / h`. It looks at one
 * period at a time, not at the lot so far, and does nearly as well as Silver–Meal for less work.
 */
import { coverWindows } from './cover.ts';
import { lotCosts } from './lot-cost.ts';
import type { LotSizingInput } from './lot-sizing.ts';

/**
 * Lots by marginal cost; a tie extends the lot. Where holding costs differ, their mean over the n
 * periods stands for h.
 *
 * @source G. K. Groff, Production and Inventory Management 20 (1979), "A lot sizing rule for
 * time-phased component demand"
 */
export function groff(input: LotSizingInput): Float64Array {
  const { net } = input;
  const { setup, held } = lotCosts(input);
  return coverWindows(net, (from) => {
    for (let next = from + 1; next < net.length; next++) {
      // held is h · n.
      const added = net[next]! * (held[next]! - held[from]!) * (next - from + 1);
      if (added > 2 * setup[from]!) return next;
    }
    return net.length;
  });
}
