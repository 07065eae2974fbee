import { describe, expect, test } from 'vitest';
import { createFiscalCalendar } from '@kontor/kernel';
import { type ForecastOptions, rollUpForecast } from '@kontor/crm-core/sales';
import { deal, fiveDeals } from './deals.ts';

const asOf = '2026-05-31T00:00:00.000Z';
const options = { asOf, by: [], method: 'cumulative' } as const;

describe('rollUpForecast', () => {
  test('F1: weighted, cumulative and single category', () => {
    const figures = (method: ForecastOptions['method']) =>
      rollUpForecast(fiveDeals, { ...options, method }).total.figures;
    expect(figures('weighted')).toEqual({ weighted: '177000.00' });
    expect(figures('cumulative')).toEqual({
      closed: '40000.00',
      commit: '90000.00',
      bestCase: '210000.00',
      pipeline: '290000.00',
    });
    expect(figures('single')).toEqual({
      closed: '40000.00',
      commit: '50000.00',
      bestCase: '120000.00',
      pipeline: '80000.00',
    });
  });

  test('cells are in the order of their keys, deals without a value last', () => {
    const deals = [
      deal('1', '10', 50, 'commit', { owner: undefined }),
      deal('2', '20', 50, 'commit', { owner: 'bo', closeDate: '2026-07-01' }),
      deal('3', '30', 50, 'commit', { owner: 'bo' }),
      deal('4', '40', 50, 'commit', { owner: 'anna', closeDate: undefined }),
      deal('5', '50', 50, 'commit', { owner: 'bo' }),
    ];
    const forecast = rollUpForecast(deals, { ...options, by: ['owner', 'month'] });
    expect(
      forecast.cells.map(({ key, deals: count, figures }) => [
        key['owner'],
        key['month'],
        count,
        figures.commit,
      ]),
    ).toEqual([
      ['anna', null, 1, '40.00'],
      ['bo', '2026-06', 2, '80.00'],
      ['bo', '2026-07', 1, '20.00'],
      [null, '2026-06', 1, '10.00'],
    ]);
    expect(forecast.cell({ owner: 'bo' })).toMatchObject({
      deals: 3,
      figures: { commit: '100.00' },
    });
    expect(forecast.cell({ month: '2026-06' })).toMatchObject({ deals: 3 });
    expect(forecast.cell({ owner: 'zoe' })).toMatchObject({
      deals: 0,
      figures: { commit: '0.00' },
    });
    expect(forecast.total).toMatchObject({ deals: 5, figures: { commit: '150.00' } });
  });

  test('a closed deal is in the period it was closed in, an open one where it is expected', () => {
    const closed = { closedAt: '2026-05-31T22:30:00.000Z', closeDate: '2026-08-31' };
    const deals = [deal('1', '10', 100, 'closed', closed), deal('2', '20', 50, 'commit')];
    const months = (zone?: string) =>
      rollUpForecast(deals, { ...options, by: ['month'], zone }).cells.map(
        ({ key }) => key['month'],
      );
    expect(months()).toEqual(['2026-05', '2026-06']);
    expect(months('Europe/Berlin')).toEqual(['2026-06']);
  });

  test('periods are those of the fiscal calendar', () => {
    const calendar = createFiscalCalendar({ kind: 'months', startMonth: 4, yearNamedBy: 'start' });
    const keys = (level: string) =>
      rollUpForecast(fiveDeals, { ...options, by: [level], calendar }).cells.map(
        ({ key }) => key[level],
      );
    expect(keys('quarter')).toEqual(['2026-Q1']);
    expect(keys('period')).toEqual(['2026-P02', '2026-P03']);
    expect(keys('year')).toEqual(['2026']);
    expect(keys('day')).toEqual(['2026-05-04', '2026-06-30']);
  });

  test('an amount is converted by its exact rate and rounded once, half-even', () => {
    const deals = [
      deal('1', '0.25', 100, 'commit', { currency: 'USD' }),
      deal('2', '0.35', 100, 'commit', { currency: 'USD' }),
      deal('3', '0.01', 50, 'commit'),
    ];
    const rates = { USD: '1/10' };
    const single = { ...options, method: 'single', currency: 'EUR', rates } as const;
    // 2.5 and 3.5 cents are 2 and 4.
    expect(rollUpForecast(deals, single).total.figures.commit).toBe('0.07');
    const weighted = rollUpForecast(deals, { ...single, method: 'weighted' });
    expect(weighted.total.figures.weighted).toBe('0.065');
  });

  test('yen have no cents, dinars have three decimals', () => {
    const yen = [deal('1', '1200', 50, 'commit', { currency: 'JPY' })];
    expect(rollUpForecast(yen, options).total.figures.commit).toBe('1200');
    const dinars = [deal('1', '1.2345', 50, 'commit', { currency: 'BHD' })];
    expect(rollUpForecast(dinars, options).total.figures.commit).toBe('1.234');
  });

  test.each<[string, string[], string]>([
    ['cents beyond 2^53', ['90071992547409.93', '0.01', '0.01'], '90071992547409.95'],
    [
      'each within, their sum beyond',
      ['80000000000000.01', '80000000000000.02'],
      '160000000000000.03',
    ],
    ['large ones that cancel out', ['123456789012345678.91', '-123456789012345678.90'], '0.01'],
    ['more digits than doubles have', ['12345678901234567890.12'], '12345678901234567890.12'],
  ])('sums are exact for %s', (_, amounts, sum) => {
    const deals = amounts.map((amount, index) => deal(`${index}`, amount, 50, 'commit'));
    expect(rollUpForecast(deals, { ...options, method: 'single' }).total.figures.commit).toBe(sum);
  });

  test.each<[string, Partial<ForecastOptions>, string]>([
    ['two lengths of time', { by: ['month', 'quarter'] }, 'CRM_INVALID_INPUT'],
    ['a field twice', { by: ['owner', 'owner'] }, 'CRM_INVALID_INPUT'],
    ['no rate', { currency: 'USD' }, 'CRM_UNKNOWN_RATE'],
  ])('%s is refused', (_, more, code) => {
    expect(() => rollUpForecast(fiveDeals, { ...options, ...more })).toThrow(
      expect.objectContaining({ code }),
    );
  });

  test.each<[string, object]>([
    ['a category that there is not', { forecastCategory: 'upside' }],
    ['a probability beyond 100', { probability: 101 }],
    ['no probability', { probability: undefined }],
  ])('a deal with %s is refused by its name', (_, more) => {
    const bad = { ...fiveDeals[0]!, ...more } as never;
    expect(() => rollUpForecast([bad], options)).toThrow(/The deal 'D1'/);
  });

  test('two currencies and none named are refused, and so is a key of another field', () => {
    const dollars = deal('1', '1', 50, 'commit', { currency: 'USD' });
    expect(() => rollUpForecast([...fiveDeals, dollars], options)).toThrow(/EUR, USD/);
    expect(() => rollUpForecast(fiveDeals, options).cell({ owner: 'anna' })).toThrow(/'owner'/);
  });

  test('no deals are a forecast of nothing', () => {
    const forecast = rollUpForecast([], { ...options, by: ['owner', 'month'], currency: 'EUR' });
    expect(forecast.cells).toEqual([]);
    expect(forecast.total.figures.pipeline).toBe('0.00');
  });
});

describe('explain', () => {
  const rates = { USD: '0.5' };
  const deals = [...fiveDeals, deal('D6', '300000', 10, 'pipeline', { currency: 'USD' })];

  test('names the deals, largest first, what each counts as, and the rule', () => {
    const forecast = rollUpForecast(deals, {
      ...options,
      by: ['owner', 'month'],
      currency: 'EUR',
      rates,
    });
    const { rule, lines, figures } = forecast.explain({ owner: 'anna', month: '2026-06' });
    expect(rule).toContain('commit includes closed');
    expect(figures).toEqual(forecast.cell({ owner: 'anna', month: '2026-06' }).figures);
    expect(lines.map(({ deal: id, figures: of }) => `${id} ${Object.keys(of).join(' ')}`)).toEqual([
      'D6 pipeline',
      'D2 bestCase pipeline',
      'D3 pipeline',
      'D1 commit bestCase pipeline',
      'D5 ',
    ]);
    expect(lines[0]).toEqual({
      deal: 'D6',
      amount: '150000.00',
      converted: { amount: '300000', currency: 'USD' },
      category: 'pipeline',
      weight: 10,
      figures: { pipeline: '150000.00' },
      datedOn: '2026-06-30',
      datedBy: 'closeDate',
    });
  });

  test('weights are those that count: closed whole, omitted not at all', () => {
    const { lines } = rollUpForecast(fiveDeals, { ...options, method: 'weighted' }).explain({});
    expect(lines.map(({ deal: id, weight, figures }) => [id, weight, figures.weighted])).toEqual([
      ['D2', 60, '72000.00'],
      ['D3', 25, '20000.00'],
      ['D1', 90, '45000.00'],
      ['D4', 100, '40000.00'],
      ['D5', 0, undefined],
    ]);
  });
});
