import { describe, expect, test } from 'vitest';
import { CrmError, type RecordEvent } from '@kontor/crm-core';
import {
  attainmentOf,
  defineHierarchy,
  type ForecastOverride,
  type HierarchyPlace,
  overrideForecast,
  overrideId,
  overridesAt,
  quotaAttainment,
  rollUpHierarchy,
} from '@kontor/crm-core/sales';
import { deal } from './deals.ts';

const places: HierarchyPlace[] = [
  { id: 'sales' },
  { id: 'north', parent: 'sales' },
  { id: 'south', parent: 'sales' },
  { id: 'anna', parent: 'north', until: '2026-06-01' },
  { id: 'anna', parent: 'south', from: '2026-06-01' },
  { id: 'bo', parent: 'north' },
  // Clara leads the south, owns deals herself, and stands right under sales.
  { id: 'clara', parent: 'south' },
];
const hierarchy = defineHierarchy(places);

describe('defineHierarchy', () => {
  test('a re-cut holds from its day, and history keeps the old place', () => {
    expect(hierarchy.treeOn('2026-05-31').get('anna')).toBe('north');
    expect(hierarchy.treeOn('2026-06-01').get('anna')).toBe('south');
    expect(hierarchy.treeOn('1999-01-01').get('anna')).toBe('north');
  });

  test.each<[string, HierarchyPlace[], string]>([
    ['two places on one day', [{ id: 'a' }, { id: 'b' }, { id: 'a', parent: 'b' }], '2'],
    [
      'an overlap',
      [
        { id: 'a', until: '2026-02-02' },
        { id: 'a', from: '2026-02-01' },
      ],
      '1',
    ],
    ['an end before the start', [{ id: 'a', from: '2026-02-02', until: '2026-02-02' }], '0.until'],
    ['a parent that there is not', [{ id: 'a', parent: 'x' }], '0.parent'],
    [
      'a loop',
      [
        { id: 'a', parent: 'b' },
        { id: 'b', parent: 'a' },
      ],
      '',
    ],
    [
      'a loop that lasts a day',
      [
        { id: 'a' },
        { id: 'b', parent: 'a', until: '2026-02-01' },
        { id: 'c', parent: 'b', until: '2026-02-02' },
        { id: 'b', parent: 'c', from: '2026-02-01' },
      ],
      '',
    ],
  ])('%s is a fault with its path', (_, given, path) => {
    try {
      defineHierarchy(given);
      expect.unreachable();
    } catch (error) {
      if (!CrmError.is(error, 'CRM_INVALID_DEFINITION')) throw error;
      expect(error.details.issues[0]?.path).toBe(path);
    }
  });
});

const asOf = '2026-06-10T00:00:00.000Z';
const options = { asOf, hierarchy, period: 'month', method: 'cumulative' } as const;
const may = { closeDate: '2026-05-15' };
const closedInMay = { closedAt: '2026-05-20T00:00:00.000Z' };
const deals = [
  deal('1', '100', 100, 'closed', { owner: 'anna', ...may, ...closedInMay }),
  deal('2', '200', 80, 'commit', { owner: 'anna' }),
  deal('3', '400', 80, 'commit', { owner: 'bo' }),
  deal('4', '800', 80, 'commit', { owner: 'clara' }),
  deal('5', '50', 80, 'commit', { owner: 'south' }),
  deal('6', '7', 80, 'commit', { owner: 'stranger' }),
];
const june = '2026-06';

/** Commit of a node: own, computed, adjusted. */
const commitOf = (
  node: string,
  period: string | undefined,
  overrides: readonly ForecastOverride[] = [],
): string[] => {
  const { own, computed, adjusted } = rollUpHierarchy(deals, { ...options, overrides }).node(
    node,
    period,
  );
  return [own, computed, adjusted].map(({ commit }) => commit.replace('.00', ''));
};

describe('rollUpHierarchy', () => {
  test('a node has what it owns and all below it, at any depth', () => {
    expect(commitOf('sales', june)).toEqual(['0', '1450', '1450']);
    expect(commitOf('north', june)).toEqual(['0', '400', '400']);
    expect(commitOf('south', june)).toEqual(['50', '1050', '1050']);
    expect(commitOf('clara', june)).toEqual(['800', '800', '800']);
  });

  test('a period that is over keeps the tree of its last day', () => {
    expect(commitOf('north', '2026-05')).toEqual(['0', '100', '100']);
    expect(commitOf('south', '2026-05')).toEqual(['0', '0', '0']);
    expect(commitOf('north', undefined)).toEqual(['0', '500', '500']);
  });

  test('who has no place is a top of its own, so nothing is lost', () => {
    expect(commitOf('stranger', june)).toEqual(['7', '7', '7']);
    const forecast = rollUpHierarchy(deals, options);
    expect(forecast.tops).toEqual(['sales']);
    expect(forecast.periods).toEqual(['2026-05', '2026-06']);
    expect(forecast.node('south', june)).toMatchObject({ deals: 3, children: ['anna', 'clara'] });
  });

  const override = (node: string, amount: string): ForecastOverride => ({
    node,
    period: june,
    figure: 'commit',
    amount,
    author: 'mia',
    reason: 'Two of them slip.',
    madeAt: asOf,
  });

  test('an override replaces the branch, and the computed figure stays beside it', () => {
    const overrides = [override('south', '900')];
    expect(commitOf('south', june, overrides)).toEqual(['50', '1050', '900']);
    expect(commitOf('sales', june, overrides)).toEqual(['0', '1450', '1300']);
    const { node } = rollUpHierarchy(deals, { ...options, overrides });
    expect(node('south', june).overrides).toEqual(overrides);
    expect(node('south', june).adjusted.bestCase).toBe(node('south', june).computed.bestCase);
  });

  test('the one above replaces those below; one below counts in all above without their own', () => {
    const overrides = [override('south', '900'), override('clara', '1')];
    expect(commitOf('clara', june, overrides)).toEqual(['800', '800', '1']);
    expect(commitOf('south', june, overrides)).toEqual(['50', '1050', '900']);
    expect(commitOf('sales', june, [override('clara', '1')])).toEqual(['0', '1450', '651']);
  });

  test('a weighted figure is overridden in units of the currency', () => {
    const overrides = [{ ...override('anna', '99.50'), figure: 'weighted' as const }];
    const weighted = { ...options, method: 'weighted', overrides } as const;
    const { node } = rollUpHierarchy(deals, weighted);
    expect(node('anna', june).computed.weighted).toBe('160.00');
    expect(node('anna', june).adjusted.weighted).toBe('99.50');
    // 1,450 × 0.8 − 160 + 99.50
    expect(node('sales', june).adjusted.weighted).toBe('1099.50');
  });

  test('without periods there is one', () => {
    const { period: _, ...all } = options;
    const forecast = rollUpHierarchy(deals, all);
    expect(forecast.periods).toEqual([null]);
    expect(forecast.node('south', null).computed.commit).toBe('1150.00');
  });
});

describe('overrideForecast', () => {
  const command = {
    node: 'south',
    period: june,
    figure: 'commit',
    amount: '900',
    by: 'mia',
    reason: 'Two of them slip.',
  } as const;

  /** The log of commands, each with the instant it was given at. */
  function logOf(
    ...commands: readonly (readonly [at: string, amount: string | null])[]
  ): RecordEvent[] {
    return commands.map(([now, amount], index) => {
      const decision = overrideForecast({ ...command, amount }, { now });
      if (!decision.ok) throw new Error('refused');
      const [change] = decision.changes;
      const changes = Object.entries(change!.values).map(([name, after]) => [name, [null, after]]);
      return {
        id: `e${index}`,
        type: `crm.forecastOverride.${change!.verb}`,
        source: 'crm',
        time: now,
        version: 1,
        data: {
          object: 'forecastOverride',
          id: overrideId(command),
          revision: index + 1,
          by: command.by,
          at: now,
          changes: Object.fromEntries(changes) as RecordEvent['data']['changes'],
        },
      };
    });
  }

  test('is an event with author and reason, in force until it is released', () => {
    const log = logOf(
      ['2026-06-01T00:00:00.000Z', '900'],
      ['2026-06-03T00:00:00.000Z', '950'],
      ['2026-06-05T00:00:00.000Z', null],
    );
    const amountsAt = (asOf_: string) =>
      overridesAt(log, { asOf: asOf_ }).map(({ amount, author, reason }) => [
        amount,
        author,
        reason,
      ]);
    expect(amountsAt('2026-05-31T00:00:00.000Z')).toEqual([]);
    expect(amountsAt('2026-06-01T00:00:00.000Z')).toEqual([['900', 'mia', 'Two of them slip.']]);
    expect(amountsAt('2026-06-04T00:00:00.000Z')).toEqual([['950', 'mia', 'Two of them slip.']]);
    expect(amountsAt('2026-06-05T00:00:00.000Z')).toEqual([]);
  });

  test.each([
    ['no reason', { reason: '' }, 'reason'],
    ['a node that is no text', { node: 'north\uD83D' }, 'node'],
    ['an amount that is no decimal', { amount: '9k' }, 'amount'],
    ['the closed figure', { figure: 'closed' as never }, 'figure'],
  ])('%s is refused', (_, more, path) => {
    expect(overrideForecast({ ...command, ...more }, { now: asOf })).toMatchObject({
      refusal: { code: 'CRM_INVALID_INPUT', details: { issues: [{ path }] } },
    });
  });

  test('ids tell nodes, periods and figures apart', () => {
    expect(overrideId({ node: 'a/b', figure: 'commit' })).toBe('a%2Fb::commit');
  });
});

describe('quotaAttainment', () => {
  test('each node and period has its own quota; coverage is of what is still open', () => {
    const forecast = rollUpHierarchy(deals, options);
    const quotas = [
      { node: 'north', period: '2026-05', amount: '400' },
      { node: 'north', period: june, amount: '200' },
      { node: 'sales', period: june, amount: '0' },
    ];
    expect(quotaAttainment(forecast, quotas)).toEqual([
      { ...quotas[0], closed: '100.00', open: '0.00', attainment: 0.25, gap: '300', coverage: 0 },
      { ...quotas[1], closed: '0.00', open: '400.00', attainment: 0, gap: '200', coverage: 2 },
      {
        ...quotas[2],
        closed: '0.00',
        open: '1450.00',
        attainment: undefined,
        gap: '0',
        coverage: undefined,
      },
    ]);
  });
});

describe('attainmentOf', () => {
  test.each([
    [
      'below',
      { quota: '100000', closed: '40000', open: '250000' },
      0.4,
      '60000',
      4.166666666666667,
    ],
    ['reached', { quota: '100000', closed: '100000.00', open: '1' }, 1, '0', undefined],
    ['beyond', { quota: '100000', closed: '125000.50' }, 1.250005, '-25000.5', undefined],
    ['a quota of nothing', { quota: '0', closed: '10' }, undefined, '-10', undefined],
  ])('%s', (_, given, attainment, gap, coverage) => {
    expect(attainmentOf(given)).toEqual({ attainment, gap, coverage });
  });
});
