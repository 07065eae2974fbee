/**
 * Lot sizing, measured: Wagner–Whitin beside the T² method of its authors, and a row far too long
 * for that method beside its target.
 */
import { type LotSizingInput, lotSizeCost, lotSizeRules } from '@kontor/mrp';
import { mulberry32 } from '../../packages/mrp/bench/generate.ts';
import { wagnerWhitin } from '../../packages/mrp/src/lot-size/wagner-whitin.ts';
import { plainWagnerWhitin } from '../../packages/mrp/test/oracle/slow-lots.ts';
import { compare, measure, type Row, type Suite, type SuiteOptions } from '../suite.ts';

/** The rows of lot sizing, beside those of planning. */
export const suite: Suite = {
  engine: 'mrp',
  async run(options) {
    return [await againstPlain(options), await againstTarget(options)];
  },
};

const SEED = 7;

/** Demand of 0 to 100 in whole steps, one period in five without, setups from 500 to 1,500. */
function problemOf(periods: number): LotSizingInput & { readonly setupCost: Float64Array } {
  const random = mulberry32(SEED);
  const net = Float64Array.from({ length: periods }, () =>
    random() < 0.2 ? 0 : Math.floor(random() * 101),
  );
  const setupCost = Float64Array.from({ length: periods }, () => 500 + Math.floor(random() * 1001));
  return { net, setupCost, holdingCost: 1 };
}

const inWords = (periods: number): string => `${periods.toLocaleString('en')} periods`;

function againstPlain(options: SuiteOptions): Promise<Row> {
  const periods = options.quick ? 500 : 5000;
  const input = problemOf(periods);
  const holding = new Float64Array(periods).fill(1);
  return compare(
    {
      name: 'Wagner–Whitin, lot for lot the same',
      size: inWords(periods),
      peerName: 'T² method of 1958',
      ours: () => wagnerWhitin(input),
      peer: () => Float64Array.from(plainWagnerWhitin(input.net, input.setupCost, holding)),
      equal: (ours, peer) => ours.every((lot, period) => lot === peer[period]),
    },
    options,
  );
}

/** What the long row may take, in CPU seconds. */
const TARGET_SECONDS = 0.1;

/** The T² method would look at 5 · 10⁹ lots, so the long row stands beside its target. */
async function againstTarget(options: SuiteOptions): Promise<Row> {
  const periods = options.quick ? 10_000 : 100_000;
  const input = problemOf(periods);
  const ours = await measure(() => wagnerWhitin(input), options);
  return {
    name: 'Wagner–Whitin, a long row',
    size: inWords(periods),
    ours,
    peer: TARGET_SECONDS,
    peerName: `none: our target of ${TARGET_SECONDS} CPU s`,
    ratio: TARGET_SECONDS / ours,
    unit: 'CPU s',
    resultsEqual: isCheapest(input),
  };
}

/** What can be told of a long row: no other rule is cheaper, and each half alone costs no less. */
function isCheapest(input: LotSizingInput & { readonly setupCost: Float64Array }): boolean {
  const cost = lotSizeCost(input, wagnerWhitin(input));
  const { net: demand, setupCost, holdingCost } = input;
  const problem = { demand, setupCost, holdingCost };
  const rules = [lotSizeRules.silverMeal, lotSizeRules.groff, lotSizeRules.partPeriodBalancing];
  const middle = demand.length >> 1;
  const halves = [
    [0, middle],
    [middle, demand.length],
  ].map(([from, end]) =>
    lotSizeRules.wagnerWhitin({
      demand: demand.subarray(from, end),
      setupCost: setupCost.subarray(from, end),
      holdingCost,
    }),
  );
  const apart = halves.reduce((total, half) => total + half.cost, 0);
  const dearestSetup = 1500;
  return (
    rules.every((rule) => rule(problem).cost >= cost) &&
    apart >= cost &&
    apart <= cost + dearestSetup
  );
}
