/**
 * Part-period balancing: a lot takes in periods until holding them costs as much as its setup.
 *
 * A part-period is one unit held for one period; K/h of them cost a setup. Two conventions are in
 * use for the period that crosses the mark, and they give different plans, so both are named.
 */
import { coverWindows } from './cover.ts';
import { type LotCosts, lotCosts } from './lot-cost.ts';
import type { LotSizingInput } from './lot-sizing.ts';

/** What becomes of the period that would make holding dearer than the setup. */
export interface PartPeriodBalancingTerms {
  /**
   * `neverExceed` (default): it opens the next lot. `closest`: the lot still takes it if holding
   * comes strictly nearer to the setup that way.
   */
  readonly convention?: 'neverExceed' | 'closest' | undefined;
}

/**
 * Lots whose holding cost balances their setup cost.
 *
 * @source J. J. DeMatteis, IBM Systems Journal 7 (1968), "An economic lot-sizing technique"
 */
export function partPeriodBalancing(
  input: LotSizingInput & PartPeriodBalancingTerms,
): Float64Array {
  const costs = lotCosts(input);
  return coverWindows(input.net, (from) => endOfBalance(input, costs, from));
}

function endOfBalance(
  { net, convention }: LotSizingInput & PartPeriodBalancingTerms,
  { setup, held }: LotCosts,
  from: number,
): number {
  let holding = 0;
  for (let next = from + 1; next < net.length; next++) {
    const longer = holding + net[next]! * (held[next]! - held[from]!);
    if (longer > setup[from]!) {
      const isNearer = longer - setup[from]! < setup[from]! - holding;
      return convention === 'closest' && isNearer ? next + 1 : next;
    }
    holding = longer;
  }
  return net.length;
}
