/**
 * Facts of every engine go into a cube as they are: no function between, and the cube's totals are
 * the engine's own figures.
 */
import type { FactColumns } from '@kontor/kernel';
import { type CubeDefinition, type Filter, OlapError } from '@kontor/olap';
import { describe, expect, test } from 'vitest';
import { commissionFacts } from '@kontor/crm-core/sales';
import { factFaults } from './contract.ts';
import { by, cubeWith, days, valuesOf } from './cubes.ts';
import { approveOrders, openBooks, openOffice, planLamps } from './worlds.ts';

describe('the contract of facts', () => {
  test('is kept by every table of every engine', async () => {
    const crm = await (await openOffice()).as({ user: 'anna' }).facts();
    const tables: Record<string, FactColumns> = {
      ledger: await (await openBooks()).facts(),
      mrp: planLamps().facts(),
      bpm: await approveOrders(),
      commissions: commissionFacts([], 'EUR'),
      ...crm,
    };
    for (const [name, table] of Object.entries(tables)) {
      expect([name, factFaults(table)]).toEqual([name, []]);
      if (name !== 'commissions') expect(Object.values(table)[0]!.length).toBeGreaterThan(0);
    }
  });

  test('a breach is told', () => {
    expect(factFaults({ day: ['2026-01-01'], startsAt: [20], isLast: [1], unit: [] })).toEqual([
      'columns have 1, 0 cells',
      'day: 2026-01-01 is not a day number',
      'startsAt: 20 is not an instant',
      'isLast: 1 is not truth',
    ]);
  });
});

describe('books', () => {
  const definition: CubeDefinition = {
    dimensions: {
      time: days('day'),
      account: by('type', 'account'),
      currency: by('currency'),
      team: by('dims.team'),
    },
    measures: {
      base: {
        kind: 'money',
        column: 'base',
        scaledBy: 'baseDecimals',
        currency: { code: 'EUR' },
      },
      amount: {
        kind: 'money',
        column: 'amount',
        scale: 3,
        scaledBy: 'decimals',
        currency: { level: 'currency.currency' },
      },
    },
    key: 'line',
  };

  test('are the trial balance, in base and in each currency', async () => {
    const ledger = await openBooks();
    const cube = cubeWith(definition, await ledger.facts());
    const trial = await ledger.trialBalance({ asOf: '2026-12-31' });
    const own = trial.rows.map(({ account, currency, amount, base }) => [
      `${account} ${currency}`,
      [Number(amount), Number(base)],
    ]);
    const levels = ['account.account', 'currency.currency'];
    const { rows } = cube.query({ by: levels, measures: ['amount', 'base'] });
    const found = rows.map((row) => [
      levels.map((level) => row[level]).join(' '),
      [Number(String(row['amount'])), Number(String(row['base']))],
    ]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(own));
    expect(Object.fromEntries(found)).toMatchObject({
      'yen JPY': [16_000, 100],
      'dinar KWD': [10.125, 30.5],
      'bank EUR': [179.9, 179.9],
    });
    expect(valuesOf(cube, 'base', [])).toEqual({ all: '0' });
    // Amounts of several currencies are no amount.
    expect(() => valuesOf(cube, 'amount', [])).toThrow(OlapError);
  });

  test('are told apart by month and dimension; told twice they count once', async () => {
    const ledger = await openBooks();
    const cube = cubeWith(definition, await ledger.facts());
    cube.put(await ledger.facts());
    const sales: Filter = { 'account.account': 'sales' };
    expect(valuesOf(cube, 'base', ['time.month', 'team.team'], sales)).toEqual({
      '2026-01 north': '-500',
      '2026-02 south': '-130.5',
    });
  });
});

describe('a plan', () => {
  const unit = { level: 'item.unit' };
  const definition: CubeDefinition = {
    dimensions: { time: days('day'), item: by('unit', 'item'), site: by('location', 'segment') },
    measures: {
      gross: { kind: 'sum', column: 'gross', scale: 2, scaledBy: 'decimals', unit },
      planned: { kind: 'sum', column: 'plannedReceipts', scale: 2, scaledBy: 'decimals', unit },
      balance: {
        kind: 'closing',
        column: 'balance',
        scale: 2,
        scaledBy: 'decimals',
        unit,
        along: 'time',
      },
    },
  };

  test("has the plan's own totals, in pieces and in metres", () => {
    const plan = planLamps();
    const cube = cubeWith(definition, plan.facts());
    const planned: Record<string, number> = {};
    for (const { item, quantity } of plan.orders()) {
      planned[item] = (planned[item] ?? 0) + Number(quantity);
    }
    expect(planned).toEqual({ lamp: 9, cable: 10 });
    expect(valuesOf(cube, 'planned', ['item.item'])).toEqual({ lamp: '9', cable: '10' });
    // 9 lamps take 1.25 m each.
    expect(valuesOf(cube, 'gross', ['item.item'])).toEqual({ lamp: '9', cable: '11.25' });
    const end = plan.record('cable', 'works').balance.at(-1)!;
    const balance = valuesOf(cube, 'balance', [], { 'item.item': 'cable' });
    expect(balance).toEqual({ all: String(Number(end)) });
    expect(balance).toEqual({ all: '2.25' });
  });

  test('pieces and metres are never added', () => {
    const cube = cubeWith(definition, planLamps().facts());
    for (const measure of ['gross', 'balance']) {
      try {
        valuesOf(cube, measure, ['time.year']);
        expect.unreachable();
      } catch (error) {
        if (!OlapError.is(error, 'OLAP_MIXED_UNITS')) throw error;
        expect(error.details.units.toSorted()).toEqual(['m', 'pcs']);
      }
    }
    expect(valuesOf(cube, 'gross', ['item.unit'])).toEqual({ m: '11.25', pcs: '9' });
  });
});

describe('processes', () => {
  test('have the durations of their activities', async () => {
    const cube = cubeWith(
      {
        dimensions: { time: days('endedAt', 'Europe/Amsterdam'), step: by('process', 'node') },
        measures: {
          ended: { kind: 'rows' },
          total: { kind: 'sum', column: 'durationMs' },
          median: { kind: 'percentile', column: 'durationMs', at: '0.5' },
        },
      },
      await approveOrders(),
    );
    const approvals: Filter = { 'step.node': 'approve' };
    expect(valuesOf(cube, 'ended', ['time.day'], approvals)).toEqual({ '2026-03-02': '3' });
    expect(valuesOf(cube, 'total', [], approvals)).toEqual({ all: String(70 * 60_000) });
    expect(valuesOf(cube, 'median', [], approvals)).toEqual({ all: String(20 * 60_000) });
  });
});
