/**
 * Rows of demand with costs in whole cents, for properties: quiet periods, setups that differ and
 * holding that costs nothing among them.
 */
import type { LotSizingProblem } from '@kontor/mrp';
import * as fc from 'fast-check';
import type { CentProblem } from '../oracle/slow-lots.ts';

/** One figure for all periods, or one for each. */
const costs = (periods: number, largest: number): fc.Arbitrary<number[]> =>
  fc.oneof(
    fc.nat(largest).map((cents) => Array.from({ length: periods }, () => cents)),
    fc.array(fc.nat(largest), { minLength: periods, maxLength: periods }),
  );

/** Problems of up to `periodsMax` periods, none included. */
export const centProblems = (periodsMax: number): fc.Arbitrary<CentProblem> =>
  fc.nat(periodsMax).chain((periods) =>
    fc.record({
      demand: fc.array(
        fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(60) }),
        { minLength: periods, maxLength: periods },
      ),
      setupCents: costs(periods, 9000),
      holdingCents: fc.oneof(costs(periods, 40), costs(periods, 300)),
    }),
  );

/** The same, in money. */
export const inMoney = ({ demand, setupCents, holdingCents }: CentProblem): LotSizingProblem => ({
  demand,
  setupCost: setupCents.map((cents) => cents / 100),
  holdingCost: holdingCents.map((cents) => cents / 100),
});
