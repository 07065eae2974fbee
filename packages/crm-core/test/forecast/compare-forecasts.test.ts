import { test as propertyTest } from '@fast-check/vitest';
import { decimal } from '@kontor/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareForecasts, type ForecastDeal, rollUpForecast } from '@kontor/crm-core/sales';
import { anyDeal, deal, numRuns, rates } from './deals.ts';

const quarter = { quarter: '2026-Q2' };
const closed = { closedAt: '2026-06-01T00:00:00.000Z' };

/** Causes of the change of one deal of 100 that was expected in June at 50 %, best case. */
function causesOf(
  before: Partial<ForecastDeal> | undefined,
  after: Partial<ForecastDeal> | undefined,
  method: 'weighted' | 'cumulative' | 'single' = 'weighted',
): string {
  const dealWith = (more: Partial<ForecastDeal> | undefined): ForecastDeal[] =>
    more === undefined ? [] : [deal('D', '100', 50, 'best-case', more)];
  const figure = method === 'weighted' ? 'weighted' : 'bestCase';
  const options = {
    method,
    figure,
    within: { ...quarter, owner: 'anna' },
    currency: 'EUR',
  } as const;
  const { causes } = compareForecasts(dealWith(before), dealWith(after), options);
  return causes.map(({ cause, amount }) => `${cause} ${amount}`).join(', ');
}

describe('compareForecasts', () => {
  test.each<[string, Partial<ForecastDeal> | undefined, Partial<ForecastDeal> | undefined, string]>(
    [
      ['nothing changed', {}, {}, ''],
      ['it came', undefined, {}, 'new 50.00'],
      ['it went', {}, undefined, 'removed -50.00'],
      ['won', {}, { forecastCategory: 'closed', probability: 100, ...closed }, 'won 50.00'],
      ['lost', {}, { forecastCategory: 'omitted', probability: 0, ...closed }, 'lost -50.00'],
      ['pushed to the next quarter', {}, { closeDate: '2026-07-01' }, 'pushedOut -50.00'],
      ['without a date any more', {}, { closeDate: undefined }, 'pushedOut -50.00'],
      ['expected sooner', {}, { closeDate: '2026-03-31' }, 'pulledOut -50.00'],
      ['pulled in', { closeDate: '2026-07-01' }, {}, 'pulledIn 50.00'],
      ['pushed in', { closeDate: '2026-03-31' }, {}, 'pushedIn 50.00'],
      ['dearer', {}, { amount: '130' }, 'amountUp 15.00'],
      ['cheaper', {}, { amount: '90' }, 'amountDown -5.00'],
      ['likelier', {}, { probability: 60 }, 'probabilityMoved 10.00'],
      ['committed', {}, { probability: 90, forecastCategory: 'commit' }, 'categoryMoved 40.00'],
      ['given away', {}, { owner: 'bo' }, 'reassigned -50.00'],
      ['taken over', { owner: 'bo' }, {}, 'reassigned 50.00'],
      [
        'dearer and likelier',
        {},
        { amount: '200', probability: 60 },
        'amountUp 50.00, probabilityMoved 20.00',
      ],
      [
        'dearer and lost',
        {},
        { amount: '200', forecastCategory: 'omitted', probability: 0, ...closed },
        'lost -50.00',
      ],
      [
        'reopened',
        { forecastCategory: 'closed', probability: 100, ...closed },
        {},
        'reopened -50.00',
      ],
      [
        'won sooner than the quarter it was expected in',
        { closeDate: '2026-07-31' },
        { closeDate: '2026-07-31', forecastCategory: 'closed', probability: 100, ...closed },
        'pulledIn 100.00',
      ],
      ['elsewhere before and after', { owner: 'bo' }, { owner: 'bo', amount: '200' }, ''],
    ],
  )('%s', (_, before, after, causes) => {
    expect(causesOf(before, after)).toBe(causes);
  });

  test('by category: a deal that commits stays in the cumulative best case, and leaves the single one', () => {
    const commit = { forecastCategory: 'commit' } as const;
    expect(causesOf({}, commit, 'cumulative')).toBe('');
    expect(causesOf({}, commit, 'single')).toBe('categoryMoved -100.00');
  });

  test('a waterfall of several deals, from figure to figure', () => {
    const before = [deal('1', '100', 50, 'commit'), deal('2', '200', 50, 'commit')];
    const after = [
      deal('1', '150', 50, 'commit'),
      deal('3', '70', 50, 'commit'),
      deal('4', '30', 50, 'commit'),
    ];
    const options = { method: 'cumulative', figure: 'commit', within: quarter } as const;
    expect(compareForecasts(before, after, options)).toEqual({
      currency: 'EUR',
      before: '300.00',
      after: '250.00',
      difference: '-50.00',
      causes: [
        { cause: 'new', deals: 2, amount: '100.00' },
        { cause: 'amountUp', deals: 1, amount: '50.00' },
        { cause: 'removed', deals: 1, amount: '-200.00' },
      ],
      changes: [
        { deal: '1', cause: 'amountUp', amount: '50.00' },
        { deal: '2', cause: 'removed', amount: '-200.00' },
        { deal: '3', cause: 'new', amount: '70.00' },
        { deal: '4', cause: 'new', amount: '30.00' },
      ],
    });
  });

  test('a figure that the method does not have is refused', () => {
    const options = { method: 'weighted', figure: 'commit', currency: 'EUR' } as const;
    expect(() => compareForecasts([], [], options)).toThrow(/no 'commit'/);
  });
});

const pairs = fc.array(
  fc.record({
    before: fc.option(anyDeal, { nil: undefined }),
    after: fc.option(anyDeal, { nil: undefined }),
  }),
  { maxLength: 15 },
);
const choice = fc.constantFrom(
  { method: 'weighted', figure: 'weighted' } as const,
  { method: 'cumulative', figure: 'commit' } as const,
  { method: 'single', figure: 'bestCase' } as const,
  { method: 'cumulative', figure: 'pipeline' } as const,
);

propertyTest.prop([pairs, choice], { numRuns })(
  'property: causes sum to the difference of the two forecasts, exactly',
  (given, { method, figure }) => {
    const within = { quarter: '2026-Q2', owner: 'anna' };
    const side = (of: 'before' | 'after'): ForecastDeal[] =>
      given.flatMap((pair, index) =>
        pair[of] === undefined ? [] : [{ id: `${index}`, ...pair[of] }],
      );
    const money = { currency: 'EUR', rates };
    const compared = compareForecasts(side('before'), side('after'), {
      method,
      figure,
      within,
      ...money,
    });
    const forecastOf = (deals: ForecastDeal[]): string => {
      const by = ['owner', 'quarter'];
      const asOf = '2026-05-31T00:00:00.000Z';
      const { figures } = rollUpForecast(deals, { asOf, by, method, ...money }).cell(within);
      return (figures as Record<string, string>)[figure]!;
    };
    const sum = (amounts: readonly { amount: string }[]): string =>
      amounts.reduce((total, { amount }) => total.plus(amount), decimal(0)).toFixed();
    const [before, after] = [forecastOf(side('before')), forecastOf(side('after'))];
    expect([compared.before, compared.after]).toEqual([before, after]);
    const difference = decimal(after).minus(before).toFixed();
    expect(decimal(compared.difference).toFixed()).toBe(difference);
    expect(sum(compared.causes)).toBe(difference);
    expect(sum(compared.changes)).toBe(difference);
  },
);
