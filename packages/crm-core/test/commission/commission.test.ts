/**
 * Commission: brackets, quotas, splits, and lines that are never edited.
 */
import { createFiscalCalendar } from '@kontor/kernel';
import { describe, expect, test } from 'vitest';
import {
  commissionFact,
  type CommissionPlanInput,
  commissionOf,
  type CommissionSource,
  commissionStatements,
  creditsOf,
  defineCommissionPlan,
  planCliffs,
  type StatementLine,
} from '@kontor/crm-core/sales';

const brackets = [{ upTo: '100000', rate: '5' }, { upTo: '125000', rate: '6' }, { rate: '7' }];
const marginal = { kind: 'brackets', method: 'marginal', brackets } as const;
const retroactive = { kind: 'brackets', method: 'retroactive', brackets } as const;
const quota = {
  kind: 'quota',
  brackets: [{ upTo: '0.5', rate: '4' }, { upTo: '1', rate: '5' }, { rate: '6' }],
  accelerator: '1.5',
} as const;
const sections = (from: string, to: string, rate: string) =>
  ({ kind: 'sections', sections: [{ from, to, rate }] }) as const;

const plan = (scheme: CommissionPlanInput['scheme'], more: Partial<CommissionPlanInput> = {}) =>
  defineCommissionPlan({ id: 'reps', base: 'amount', scheme, ...more });

/** Of an amount in euros. */
const commission = (
  scheme: CommissionPlanInput['scheme'],
  base: string,
  more: Partial<CommissionPlanInput> = {},
): string => {
  const baseMinor = BigInt(Math.round(Number(base) * 100));
  const { minor } = commissionOf(plan(scheme, more), { baseMinor, exponent: 2, quota: '100000' });
  return (Number(minor) / 100).toFixed(2);
};

describe('commissionOf', () => {
  test.each([
    // The first six: worked out by hand, in exact fractions. The last two: OCA/commission.
    ['marginal', marginal, '150000', '8250.00'],
    ['retroactive', retroactive, '150000', '10500.00'],
    ['marginal', marginal, '100000', '5000.00'],
    ['marginal', marginal, '100000.01', '5000.00'],
    ['retroactive', retroactive, '100000', '5000.00'],
    ['retroactive', retroactive, '100000.01', '6000.00'],
    ['a gap', sections('1', '100', '10'), '150', '0.00'],
    ['a section', sections('15000', '16000', '20'), '15500', '3100.00'],
    ['below half of the quota', quota, '50000', '2000.00'],
    ['at the quota', quota, '100000', '5000.00'],
    ['above: 6 % of 100,000, and 9 % of 20,000', quota, '120000', '7800.00'],
    ['nothing', marginal, '0', '0.00'],
    ['more returned than sold', retroactive, '-500', '0.00'],
  ] as const)('%s: of %3$s it is %4$s', (_, scheme, base, expected) => {
    expect(commission(scheme, base)).toBe(expected);
  });

  test('keeps to floor and cap, and says so', () => {
    expect(commission(marginal, '150000', { cap: '8000' })).toBe('8000.00');
    expect(commission(marginal, '100', { floor: '500' })).toBe('500.00');
    const of = { baseMinor: 15_000_000n, exponent: 2 };
    expect(commissionOf(plan(marginal, { cap: '8000' }), of).limit).toBe('cap');
  });

  test('shows its workings', () => {
    const { slices } = commissionOf(plan(marginal), { baseMinor: 15_000_000n, exponent: 2 });
    expect(slices.map(({ base, rate, amount }) => `${base} × ${rate} % = ${amount}`)).toEqual([
      '100000 × 5 % = 5000',
      '25000 × 6 % = 1500',
      '25000 × 7 % = 1750',
    ]);
  });

  test('without a quota nothing is attained, and nothing paid', () => {
    expect(commissionOf(plan(quota), { baseMinor: 100n, exponent: 2 }).minor).toBe(0n);
  });
});

describe('defineCommissionPlan', () => {
  test.each([
    [[{ upTo: '10', rate: '5' }], 'scheme.brackets.0.upTo', 'nothing is said of more than 10'],
    [[{ rate: '5' }, { rate: '6' }], 'scheme.brackets.0.upTo', 'is open'],
    [
      [{ upTo: '9', rate: '5' }, { upTo: '9', rate: '6' }, { rate: '7' }],
      'scheme.brackets.1.upTo',
      'more than 9',
    ],
    [[{ upTo: '0', rate: '5' }, { rate: '7' }], 'scheme.brackets.0.upTo', 'more than 0'],
  ])('%j is refused at %s', (given, path, message) => {
    const scheme = { kind: 'brackets', method: 'marginal', brackets: given } as const;
    expect(() => plan(scheme)).toThrow(
      expect.objectContaining({
        details: expect.objectContaining({
          issues: [{ path, message: expect.stringContaining(message) as string }],
        }) as object,
      }),
    );
  });

  test('sections may leave gaps, and may not overlap', () => {
    const scheme = {
      kind: 'sections',
      sections: [
        { from: '0', to: '100', rate: '1' },
        { from: '100', to: '200', rate: '2' },
      ],
    } as const;
    expect(() => plan(scheme)).toThrow(/overlaps with section 0/);
  });

  test('a floor above the cap is refused', () => {
    expect(() => plan(marginal, { floor: '10', cap: '5' })).toThrow(/more than the cap/);
  });
});

test('planCliffs: the last cent is worth 1,000 under a retroactive plan, and nothing under a marginal one', () => {
  expect(planCliffs(plan(retroactive))).toEqual([
    { at: '100000', before: '5000.00', after: '6000.00' },
    { at: '125000', before: '7500.00', after: '8750.00' },
  ]);
  expect(planCliffs(plan(marginal))).toEqual([]);
});

describe('creditsOf', () => {
  test('shares revenue, and adds overlays', () => {
    const credits = creditsOf(4_000_000n, 'anna', [
      { person: 'anna', kind: 'revenue', percent: 60 },
      { person: 'ben', kind: 'revenue', percent: 40 },
      { person: 'cid', kind: 'overlay', percent: 10 },
    ]);
    expect(credits.map(({ minor }) => minor)).toEqual([2_400_000n, 1_600_000n, 400_000n]);
  });

  test('shares thirds of a cent out to the cent', () => {
    const thirds = ['33.34', '33.33', '33.33'].map((percent, at) => {
      return { person: `p${at}`, kind: 'revenue' as const, percent };
    });
    expect(creditsOf(100n, 'x', thirds).map(({ minor }) => minor)).toEqual([34n, 33n, 33n]);
    expect(creditsOf(-100n, 'x', thirds).map(({ minor }) => minor)).toEqual([-34n, -33n, -33n]);
  });

  test('refuses revenue splits that are no whole', () => {
    const split = [{ person: 'anna', kind: 'revenue', percent: 90 }] as const;
    expect(() => creditsOf(1n, 'anna', split)).toThrow(/must sum to 100 %/);
  });
});

describe('commissionStatements', () => {
  const calendar = createFiscalCalendar({ kind: 'months' });
  const sale = (id: string, date: string, amount: string, more = {}): CommissionSource => {
    return { id, deal: id, date, owner: 'anna', amount, ...more };
  };
  const statements = (
    sources: readonly CommissionSource[],
    issued: readonly StatementLine[] = [],
  ) => commissionStatements({ plan: plan(marginal), currency: 'EUR', calendar, sources, issued });

  test('what was paid is taken back by a line of its own when goods are returned', () => {
    const won = sale('D-1', '2026-03-05', '150000.00');
    const [first] = statements([won]);
    expect(first!.line).toEqual({
      plan: 'reps',
      person: 'anna',
      period: '2026-P03',
      amount: '8250.00',
    });
    const returned = sale('R-1', '2026-03-20', '-50000.00', { deal: 'D-1' });
    const [second] = statements([won, returned], [first!.line!]);
    expect(second).toMatchObject({ base: '100000.00', total: '5000.00', issued: '8250.00' });
    expect(second!.line!.amount).toBe('-3250.00');
    const [third] = statements([won, returned], [first!.line!, second!.line!]);
    expect(third!.line).toBeUndefined();
    expect(commissionFact(second!.line!, 'EUR')).toMatchObject({
      kind: 'clawback',
      amount: '3250.00',
      debit: 'commissionPayable',
      credit: 'commissionExpense',
    });
  });

  test('a deal that turns out to be somebody else’s moves by differences', () => {
    const issued = statements([sale('D-1', '2026-03-05', '1000.00')]).map(({ line }) => line!);
    const ben = sale('D-1', '2026-03-05', '1000.00', { owner: 'ben' });
    expect(
      statements([ben], issued).map(({ person, line }) => `${person} ${line!.amount}`),
    ).toEqual(['anna -50.00', 'ben 50.00']);
  });

  test('periods are apart', () => {
    const sources = [sale('D-1', '2026-03-31', '1000.00'), sale('D-2', '2026-04-01', '2000.00')];
    expect(statements(sources).map(({ period, total }) => `${period} ${total}`)).toEqual([
      '2026-P03 50.00',
      '2026-P04 100.00',
    ]);
  });

  test('a source twice, or without the base of the plan, is refused', () => {
    const twice = [sale('D-1', '2026-03-31', '1.00'), sale('D-1', '2026-03-31', '1.00')];
    expect(() => statements(twice)).toThrow(/'D-1' is there twice/);
    const { amount: _, ...without } = sale('D-2', '2026-03-31', '1.00');
    expect(() => statements([without])).toThrow(/the plan is based on it/);
  });
});
