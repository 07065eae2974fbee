/**
 * Conformance cases of lot sizing: one row of demand through each named rule, misses as text.
 */
import { type LotSizingPlan, type LotSizingProblem, lotSizeRules } from '@kontor/mrp';
import type { MrpCase } from './case-model.ts';

/** The terms that only these cases have; figures are decimal texts. */
interface LotSizingCase {
  readonly demands: readonly string[];
  /** One for all periods, or one for each. */
  readonly setupCost: string | readonly string[];
  readonly holdingCostPerUnitPerPeriod: string;
  readonly expected: { readonly results: readonly LotSizingResult[] };
}

interface LotSizingResult {
  /** A rule's name, with its term after a colon: `periodOrderQuantity:2`. */
  readonly rule: string;
  readonly orders: readonly string[];
  readonly cost: string;
  /** False where other lots cost as little: then the cost counts alone. */
  readonly unique?: boolean;
}

const rules: Readonly<Record<string, (problem: LotSizingProblem) => LotSizingPlan>> = {
  lotForLot: lotSizeRules.lotForLot,
  silverMeal: lotSizeRules.silverMeal,
  leastUnitCost: lotSizeRules.leastUnitCost,
  wagnerWhitin: lotSizeRules.wagnerWhitin,
  'partPeriodBalancing:closest': (problem) =>
    lotSizeRules.partPeriodBalancing({ ...problem, convention: 'closest' }),
  'partPeriodBalancing:neverExceed': lotSizeRules.partPeriodBalancing,
};

/** What a case of lot sizing misses. */
export function lotSizingMisses(input: MrpCase): string[] {
  const terms = input as unknown as LotSizingCase;
  const { setupCost } = terms;
  const problem = {
    demand: terms.demands.map(Number),
    setupCost: typeof setupCost === 'string' ? Number(setupCost) : setupCost.map(Number),
    holdingCost: Number(terms.holdingCostPerUnitPerPeriod),
  };
  return terms.expected.results.flatMap((result) => resultMisses(problem, result));
}

function resultMisses(problem: LotSizingProblem, result: LotSizingResult): string[] {
  return plansOf(problem, result.rule).flatMap(({ lots, cost }) => {
    const found = lots.join(' ');
    const wanted = result.orders.join(' ');
    return [
      ...(cost === Number(result.cost) ? [] : [`${result.rule} costs ${cost}, not ${result.cost}`]),
      ...(found === wanted || result.unique === false
        ? []
        : [`${result.rule} is ${found}, not ${wanted}`]),
    ];
  });
}

/** Period order quantity twice: with the periods found from the costs, and with those named. */
function plansOf(problem: LotSizingProblem, name: string): LotSizingPlan[] {
  const [rule, periods] = name.split(':');
  if (rule === 'periodOrderQuantity') {
    return [
      lotSizeRules.periodOrderQuantity(problem),
      lotSizeRules.periodOfSupply({ ...problem, periods: Number(periods) }),
    ];
  }
  const named = rules[name];
  if (named === undefined) throw new Error(`no lot-sizing rule is called '${name}'`);
  return [named(problem)];
}
