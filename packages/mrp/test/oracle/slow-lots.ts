/**
 * The slow, obvious twins of lot sizing: costs in whole cents as bigint, each lot's cost summed
 * again from its definition, every pattern of orders tried.
 */

/** A row of demand with costs in cents, one of each for each period. */
export interface CentProblem {
  readonly demand: readonly number[];
  readonly setupCents: readonly number[];
  readonly holdingCents: readonly number[];
}

/** What lots cost in cents: a setup for each, and holding for what every period leaves over. */
export function slowCost(problem: CentProblem, lots: readonly number[]): bigint {
  let cost = 0n;
  problem.demand.forEach((_, period) => {
    const balance = sum(lots.slice(0, period + 1)) - sum(problem.demand.slice(0, period + 1));
    if (balance < 0) throw new Error(`period ${period} is short`);
    if (lots[period]! > 0) cost += BigInt(problem.setupCents[period]!);
    cost += BigInt(balance) * BigInt(problem.holdingCents[period]!);
  });
  return cost;
}

/** The least cost over all 2^n patterns of orders in the n periods with demand. */
export function cheapestOfAllPatterns(problem: CentProblem): bigint {
  const open = problem.demand.flatMap((needed, period) => (needed > 0 ? [period] : []));
  if (open.length === 0) return 0n;
  let least: bigint | undefined;
  // The first period with demand always orders.
  for (let pattern = 1; pattern < 2 ** open.length; pattern += 2) {
    const periods = open.filter((_, at) => (pattern & (1 << at)) !== 0);
    const cost = slowCost(problem, lotsOrderedIn(problem, periods));
    if (least === undefined || cost < least) least = cost;
  }
  return least!;
}

function lotsOrderedIn({ demand }: CentProblem, periods: readonly number[]): number[] {
  return demand.map((_, period) => {
    const at = periods.indexOf(period);
    return at === -1 ? 0 : sum(demand.slice(period, periods[at + 1]));
  });
}

/**
 * Wagner–Whitin as published: for each period the cheapest last lot of all T, the earliest of
 * equals. T² steps, in the plain numbers that it is given.
 */
export function plainWagnerWhitin(
  demand: ArrayLike<number>,
  setup: ArrayLike<number>,
  holding: ArrayLike<number>,
): number[] {
  const best = [0];
  const opened: number[] = [];
  for (let last = 0; last < demand.length; last++) {
    let least = demand[last] === 0 ? best[last]! : Number.POSITIVE_INFINITY;
    opened[last] = -1;
    let carried = 0;
    let quantity = 0;
    for (let first = last; first >= 0; first--) {
      if (first < last) carried += quantity * holding[first]!;
      quantity += demand[first]!;
      if (demand[last] === 0 || demand[first] === 0) continue;
      const cost = best[first]! + setup[first]! + carried;
      if (cost > least) continue;
      least = cost;
      opened[last] = first;
    }
    best[last + 1] = least;
  }
  return lotsOpenedAt(demand, opened);
}

function lotsOpenedAt(demand: ArrayLike<number>, opened: readonly number[]): number[] {
  const lots = Array.from(demand, () => 0);
  for (let last = demand.length - 1; last >= 0; last--) {
    const first = opened[last]!;
    if (first === -1) continue;
    for (let period = first; period <= last; period++) lots[first]! += demand[period]!;
    last = first;
  }
  return lots;
}

/** A lot that `from` receives for the needs before `end`: what the rules ask about it. */
interface Lot {
  readonly periods: bigint;
  readonly units: bigint;
  readonly setup: bigint;
  readonly holding: bigint;
}

/** Whether a rule makes of `lot` the `longer` one, which has the next period too. */
type Extends = (lot: Lot, longer: Lot) => boolean;

const abs = (value: bigint): bigint => (value < 0n ? -value : value);
const costOf = (lot: Lot): bigint => lot.setup + lot.holding;

/** The rules that extend a lot period by period, as their definitions say it. */
export const slowRules = {
  silverMeal: (lot, longer) => costOf(longer) * lot.periods <= costOf(lot) * longer.periods,
  leastUnitCost: (lot, longer) => costOf(longer) * lot.units <= costOf(lot) * longer.units,
  neverExceed: (_, longer) => longer.holding <= longer.setup,
  closest: (lot, longer) =>
    longer.holding <= longer.setup ||
    (lot.holding <= lot.setup && abs(longer.holding - lot.setup) < abs(lot.holding - lot.setup)),
  groff: (lot, longer) => (longer.holding - lot.holding) * longer.periods <= 2n * lot.setup,
} satisfies Record<string, Extends>;

/** The lots of a rule of `slowRules`. */
export function slowLots(problem: CentProblem, extendsLot: Extends): number[] {
  const { demand } = problem;
  const lots = demand.map(() => 0);
  for (let from = 0; from < demand.length; from++) {
    if (demand[from] === 0) continue;
    let end = from + 1;
    while (
      end < demand.length &&
      extendsLot(lotOf(problem, from, end), lotOf(problem, from, end + 1))
    ) {
      end++;
    }
    lots[from] = sum(demand.slice(from, end));
    from = end - 1;
  }
  return lots;
}

function lotOf(problem: CentProblem, from: number, end: number): Lot {
  const { demand, setupCents, holdingCents } = problem;
  let holding = 0n;
  for (let period = from; period < end; period++) {
    holding += BigInt(demand[period]!) * BigInt(sum(holdingCents.slice(from, period)));
  }
  return {
    periods: BigInt(end - from),
    units: BigInt(sum(demand.slice(from, end))),
    setup: BigInt(setupCents[from]!),
    holding,
  };
}

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);
