/**
 * Each lot-sizing rule on rows that a planner can redo by hand, and what the door refuses.
 *
 * The rows of the founding example, of the twelve months and of the ten periods are among the
 * conformance cases.
 */
import { type LotSizingProblem, lotSizeRules, MrpError } from '@kontor/mrp';
import { describe, expect, test } from 'vitest';

const figures = (row: string): number[] => row.split(' ').filter(Boolean).map(Number);

/** One row of demand; setup 100 and holding 1 unless said otherwise. */
const needs = (row: string, setupCost: number | string = 100, holdingCost = 1) => ({
  demand: figures(row),
  setupCost: typeof setupCost === 'string' ? figures(setupCost) : setupCost,
  holdingCost,
});

/** The code, the place and the remedy of what `problem` is refused with. */
function refusalOf(problem: () => unknown): { path: string; value: string; expected: string } {
  try {
    problem();
  } catch (error) {
    if (MrpError.is(error, 'MRP_BAD_FIGURE')) return error.details;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('lotForLot', () => {
  test('each period receives its need', () => {
    const { lots, cost } = lotSizeRules.lotForLot(needs('35 30 40 0 10'));
    expect(lots).toEqual(figures('35 30 40 0 10'));
    expect(cost).toBe(400);
  });
});

describe('fixedQuantity', () => {
  test.each([
    ['what is left over serves later periods', '20 25 40 10 30', 50, '50 0 50 0 50'],
    ['a large need takes several lots at once', '120 10 0 80', 50, '150 0 0 100'],
    ['a need of just one lot leaves nothing', '50 50', 50, '50 50'],
    ['no lot without a need', '0 0 1', 50, '0 0 50'],
  ])('%s', (_, row, quantity, lots) => {
    expect(lotSizeRules.fixedQuantity({ ...needs(row), quantity }).lots).toEqual(figures(lots));
  });

  test('what is left at the very end is held over the last period too', () => {
    expect(lotSizeRules.fixedQuantity({ ...needs('20 25'), quantity: 50 }).cost).toBe(135);
  });
});

describe('economicOrderQuantity', () => {
  test.each([
    ['√(2 · 8 · 16 / 1) = 16', '8 8 8 8', 16, 1, '16 0 16 0'],
    ['2 and 3 cost the same at √6: the smaller', '3 3 3', 1, 1, '4 2 4'],
    ['√(2 · 10 · 11) = 14.8 goes up to 15', '10 10 10', 11, 1, '15 15 0'],
    ['holding for nothing: all at once', '5 0 7 9', 100, 0, '21 0 0 0'],
    ['setups for nothing: lot-for-lot', '5 0 7 9', 0, 1, '5 0 7 9'],
    ['nothing is needed', '0 0 0', 100, 1, '0 0 0'],
  ])('%s', (_, row, setupCost, holdingCost, lots) => {
    const problem = needs(row, setupCost, holdingCost);
    expect(lotSizeRules.economicOrderQuantity(problem).lots).toEqual(figures(lots));
  });

  test('as a minimum a larger need is one lot of its own size', () => {
    const problem = needs('2 40 3 3', 8, 3);
    expect(lotSizeRules.economicOrderQuantity(problem).lots).toEqual(figures('8 40 0 0'));
    const { lots } = lotSizeRules.economicOrderQuantity({ ...problem, as: 'minimum' });
    expect(lots).toEqual(figures('8 34 8 0'));
  });
});

describe('periodOfSupply', () => {
  test.each([
    ['the first need opens the window', '0 20 25 40 10 30', 3, '0 85 0 0 40 0'],
    ['a quiet period delays the next window', '20 0 0 0 40 10', 3, '20 0 0 0 50 0'],
    ['one period is lot-for-lot', '20 0 30', 1, '20 0 30'],
    ['the last window may be short', '5 5 5', 9, '15 0 0'],
  ])('%s', (_, row, periods, lots) => {
    expect(lotSizeRules.periodOfSupply({ ...needs(row), periods }).lots).toEqual(figures(lots));
  });
});

describe('periodOrderQuantity', () => {
  test.each([
    ['EOQ 73.5 lasts 2.7 periods: 3', '35 30 40 0 10 40 30 0 30 55', 100, 1, 3],
    ['EOQ 15 lasts 1.5 periods: halves go up', '10 10 10 10', 11.25, 1, 2],
    ['an EOQ below half a period is one period', '10 10 10', 1, 1, 1],
    ['holding for nothing: all periods', '10 10 10', 1, 0, 3],
  ])('%s', (_, row, setupCost, holdingCost, periods) => {
    const problem = needs(row, setupCost, holdingCost);
    const supply = lotSizeRules.periodOfSupply({ ...problem, periods });
    expect(lotSizeRules.periodOrderQuantity(problem)).toEqual(supply);
  });
});

describe('orderUpTo', () => {
  test('stock 4, from 6 up to 20: the needs 5, 9, 8 bring 21 and 17', () => {
    const { lots } = lotSizeRules.orderUpTo({ ...needs('7 9 8'), fillUp: 14 });
    expect(lots).toEqual([21, 0, 17]);
  });

  test('with no way to fill up it is lot-for-lot', () => {
    expect(lotSizeRules.orderUpTo({ ...needs('7 0 8'), fillUp: 0 }).lots).toEqual([7, 0, 8]);
  });
});

describe('rules that weigh setups against holding', () => {
  const extending = ['silverMeal', 'leastUnitCost', 'partPeriodBalancing', 'groff'] as const;
  const all = [...extending, 'wagnerWhitin'] as const;

  test.each(all)('%s: no demand, no lots, no cost', (rule) => {
    expect(lotSizeRules[rule](needs(''))).toEqual({ lots: [], cost: 0 });
    expect(lotSizeRules[rule](needs('0 0'))).toEqual({ lots: [0, 0], cost: 0 });
  });

  test.each(all)('%s: a tie extends the lot', (rule) => {
    // One lot of 20 costs 100 + 10 · 10, two lots cost 100 + 100.
    const problem = needs('10 10', 100, 10);
    expect(lotSizeRules[rule](problem).lots).toEqual([20, 0]);
    expect(lotSizeRules[rule]({ ...problem, holdingCost: 10.01 }).lots).toEqual([10, 10]);
  });

  test.each(all)('%s: tenths tie as exactly as whole numbers do', (rule) => {
    // 3 steps held at 0.1 against a setup of 0.3, which doubles do not find equal.
    expect(lotSizeRules[rule](needs('3 3', 0.3, 0.1)).lots).toEqual([6, 0]);
  });

  test.each(all)('%s: the need of the last period is covered', (rule) => {
    expect(lotSizeRules[rule](needs('50 0 0 0 900')).lots).toEqual([50, 0, 0, 0, 900]);
    expect(lotSizeRules[rule](needs('50 0 0 0 1', 100, 0.1)).lots).toEqual([51, 0, 0, 0, 0]);
  });

  test('a quiet period counts as a period in Silver–Meal', () => {
    // 100, then 50 a period, then (100 + 2 · 40) / 3 = 60: had it not counted, 90 would do.
    expect(lotSizeRules.silverMeal(needs('10 0 40')).lots).toEqual([10, 0, 40]);
    expect(lotSizeRules.leastUnitCost(needs('10 0 40')).lots).toEqual([50, 0, 0]);
  });

  test.each([
    ['10, then 70: 70 is nearer to 50', '60 10 30', '70 0 30', '100 0 0'],
    ['10, then 110: 10 is nearer to 50', '60 10 50', '70 0 50', '70 0 50'],
    ['30, then 70: as near, so left out', '60 30 20', '90 0 20', '90 0 20'],
    ['50 is not more than 50', '60 10 20', '90 0 0', '90 0 0'],
  ])('part-period balancing of a setup of 50: %s', (_, row, neverExceed, closest) => {
    const problem = needs(row, 50);
    const balanced = (convention: 'neverExceed' | 'closest') =>
      lotSizeRules.partPeriodBalancing({ ...problem, convention }).lots;
    expect(balanced('neverExceed')).toEqual(figures(neverExceed));
    expect(balanced('closest')).toEqual(figures(closest));
  });

  test('Wagner–Whitin waits for a cheap setup, and buys ahead of a dear one', () => {
    expect(lotSizeRules.wagnerWhitin(needs('10 10 10', '50 5 90')).lots).toEqual([10, 20, 0]);
    expect(lotSizeRules.wagnerWhitin(needs('10 10 10', '50 90 90'))).toEqual({
      lots: [30, 0, 0],
      cost: 80,
    });
  });

  test('Wagner–Whitin opens no lot in a period without demand, be its setup ever so cheap', () => {
    expect(lotSizeRules.wagnerWhitin(needs('10 0 10', '50 1 90')).lots).toEqual([20, 0, 0]);
  });

  test('Wagner–Whitin takes the longer lot of two that cost the same', () => {
    const { lots, cost } = lotSizeRules.wagnerWhitin(needs('35 30 40 0 10 40 30 0 30 55'));
    expect(cost).toBe(535);
    expect(lots).toEqual(figures('115 0 0 0 0 70 0 0 85 0'));
  });

  test('holding may cost more in some periods than in others', () => {
    const problem = { ...needs('10 10 10'), holdingCost: [1, 50, 1] };
    expect(lotSizeRules.wagnerWhitin(problem)).toEqual({ lots: [20, 0, 10], cost: 210 });
  });
});

describe('what the rules refuse', () => {
  const good: LotSizingProblem = needs('5 0 7');
  const { wagnerWhitin, fixedQuantity, periodOfSupply, orderUpTo } = lotSizeRules;

  test.each([
    [{ demand: [5, -1] }, 'demand.1', '-1'],
    [{ demand: [5, 0.5] }, 'demand.1', '0.5'],
    [{ demand: [5, Number.NaN] }, 'demand.1', 'NaN'],
    [{ demand: [2 ** 53 - 1, 1] }, 'demand.1', '1'],
    [{ setupCost: -1 }, 'setupCost', '-1'],
    [{ setupCost: [1, 2] }, 'setupCost', '2 figures'],
    [{ setupCost: [1, Number.POSITIVE_INFINITY, 1] }, 'setupCost.1', 'Infinity'],
    [{ holdingCost: Number.NaN }, 'holdingCost', 'NaN'],
    [{ holdingCost: [0, 0, -0.1] }, 'holdingCost.2', '-0.1'],
  ])('%o', (fault, path, value) => {
    expect(refusalOf(() => wagnerWhitin({ ...good, ...fault }))).toMatchObject({ path, value });
  });

  test.each([
    ['quantity', () => fixedQuantity({ ...good, quantity: 0 })],
    ['quantity', () => fixedQuantity({ ...good, quantity: 2 ** 53 - 5 })],
    ['periods', () => periodOfSupply({ ...good, periods: 1.5 })],
    ['fillUp', () => orderUpTo({ ...good, fillUp: -1 })],
    [
      'convention',
      () => lotSizeRules.partPeriodBalancing({ ...good, convention: 'near' as never }),
    ],
    ['as', () => lotSizeRules.economicOrderQuantity({ ...good, as: 'maximum' as never })],
  ])('a term that is none: %s', (path, problem) => {
    expect(refusalOf(problem).path).toBe(path);
  });

  test('the message says what to give', () => {
    expect(() => wagnerWhitin({ ...good, setupCost: [1, 2] })).toThrow(
      'setupCost is 2 figures: give one figure, or one for each of 3 periods.',
    );
  });
});
