/**
 * The ready charts pass the checker, stay alike, and fit their layouts.
 */
import { currency } from '@kontor/kernel';
import { describe, expect, test } from 'vitest';
import type { Account, AccountInput } from '../../src/account.ts';
import { accountsUnder, accountTree } from '../../src/account-tree.ts';
import { chartFromOutline } from '../../src/charts/chart-outline.ts';
import { chartRoles } from '../../src/charts/chart-roles.ts';
import { readyLayouts } from '../../src/charts/ready-layouts.ts';
import { servicesChart } from '../../src/charts/services-chart.ts';
import { tradingChart } from '../../src/charts/trading-chart.ts';
import { checkChart } from '../../src/chart-of-accounts.ts';
import { cashFlowFigures } from '../../src/statements/cash-flow.ts';
import { statement } from '../../src/statements/statement.ts';

const charts: readonly (readonly [string, readonly AccountInput[]])[] = [
  ['trading', tradingChart],
  ['services', servicesChart],
];

const checked = (rows: readonly AccountInput[]): readonly Account[] => {
  const { accounts, issues } = checkChart(rows);
  expect(issues).toEqual([]);
  return accounts!;
};

describe.each(charts)('the %s chart', (_, rows) => {
  const accounts = checked(rows);
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const takesLines = accounts.filter(({ header }) => !header);

  test('is in order of code, with a name in English and German', () => {
    expect(accountTree(accounts).map(({ account }) => account.id)).toEqual(
      accounts.map(({ id }) => id),
    );
    for (const { id, name, names } of accounts) {
      expect(name, id).not.toBe('');
      expect(names?.['de'], id).toBeTruthy();
    }
  });

  test('has an account for every role', () => {
    for (const [role, id] of Object.entries(chartRoles)) expect(byId.has(id), role).toBe(true);
    expect(byId.get(chartRoles.cash)!.header).toBe(true);
    expect(byId.get(chartRoles.trading)!.trading).toBe(true);
  });

  test('control accounts have open items and are monetary, one account trades', () => {
    const open = takesLines.filter(({ openItems }) => openItems);
    expect(open.map(({ id }) => id)).toEqual(['trade-receivables', 'trade-payables']);
    for (const { monetary } of open) expect(monetary).toBe(true);
    expect(takesLines.filter(({ trading }) => trading)).toHaveLength(1);
  });

  test('only balances are monetary', () => {
    const monetary = takesLines.filter((account) => account.monetary);
    expect(new Set(monetary.map(({ type }) => type))).toEqual(new Set(['asset', 'liability']));
    for (const id of ['prepaid-expenses', 'contract-liabilities', 'retained-earnings']) {
      expect(byId.get(id)!.monetary, id).toBe(false);
    }
  });

  test('every balance but cash says what it is to the cash flow', () => {
    const cash = new Set(accountsUnder(accounts, chartRoles.cash).map(({ id }) => id));
    const untagged = takesLines.filter(
      ({ id, type, cashFlow }) =>
        cashFlow === undefined && !cash.has(id) && type !== 'income' && type !== 'expense',
    );
    // Neither is ever the counter of cash: conversion sums to zero, translation is a report's.
    const without = ['translation-reserve', 'currency-trading'].filter((id) => byId.has(id));
    expect(untagged.map(({ id }) => id)).toEqual(without);
  });

  test.each(['profitOrLoss', 'financialPosition'] as const)('every account is in %s', (name) => {
    const balances = takesLines.map(({ id }, at) => ({ account: id, base: BigInt(at + 1) }));
    const columns = [{ id: 'now', balances }];
    const layout = readyLayouts[name];
    const report = statement({ layout, accounts, columns, currency: currency('EUR') });
    expect(report.unassigned).toEqual([]);
  });

  test.each(['cashFlowDirect', 'cashFlowIndirect'] as const)('every flow is in %s', (name) => {
    const { bank, trading, unrealisedExchangeGains: gains } = chartRoles;
    const exchange = [{ id: gains }];
    const counters = takesLines.filter(({ id }) => !['translation-reserve', trading].includes(id));
    const lines = counters.flatMap(({ id }, entry) => [
      { entry, account: id, base: -BigInt(entry + 1) },
      { entry, account: bank, base: BigInt(entry + 1) },
    ]);
    const cash = [{ under: chartRoles.cash }];
    const figures = cashFlowFigures({ accounts, lines, cash, exchange });
    const report = statement({
      layout: readyLayouts[name],
      accounts,
      columns: [
        { id: 'now', balances: name === 'cashFlowDirect' ? figures.direct : figures.indirect },
      ],
      currency: currency('EUR'),
    });
    expect(report.unassigned).toEqual([]);
    const rows = new Map(report.rows.map(({ id, amounts }) => [id, amounts[0]!]));
    expect(rows.get('change')).toBe(
      `${figures.change / 100n}.${String(figures.change % 100n).padStart(2, '0')}`,
    );
  });
});

test('accounts of both charts are alike: same code, type and terms', () => {
  const other = new Map(checked(servicesChart).map((account) => [account.id, account]));
  const shared = checked(tradingChart).filter(({ id }) => other.has(id));
  expect(shared.length).toBeGreaterThan(40);
  for (const { name: _, names: __, ...terms } of shared) {
    const { name: ___, names: ____, ...same } = other.get(terms.id)!;
    expect(same).toEqual(terms);
  }
});

describe('chartFromOutline', () => {
  test('reads parents from the indent, and headers from what is under them', () => {
    expect(
      chartFromOutline(`
        1 assets | Assets | Aktiva | asset
          11 cash | Cash | | monetary
          12 plant | Plant | Anlagen | investing
            121 machines | Machines | Maschinen
        3 equity | Equity | Eigenkapital | equity trading
      `),
    ).toEqual([
      {
        id: 'assets',
        code: '1',
        name: 'Assets',
        names: { de: 'Aktiva' },
        type: 'asset',
        header: true,
      },
      { id: 'cash', code: '11', name: 'Cash', monetary: true, parent: 'assets' },
      {
        id: 'plant',
        code: '12',
        name: 'Plant',
        names: { de: 'Anlagen' },
        cashFlow: 'investing',
        parent: 'assets',
        header: true,
      },
      {
        id: 'machines',
        code: '121',
        name: 'Machines',
        names: { de: 'Maschinen' },
        parent: 'plant',
      },
      {
        id: 'equity',
        code: '3',
        name: 'Equity',
        names: { de: 'Eigenkapital' },
        type: 'equity',
        trading: true,
      },
    ]);
  });

  test.each([
    ['1 a | A | A | assets', 'assets: give asset, liability'],
    ['1 | A', 'line 2'],
    ['1 a b | A', 'line 2'],
    ['1 a', 'line 2'],
    ['1 a | A | A | asset | more', 'line 2'],
  ])('refuses %s', (line, message) => {
    expect(() => chartFromOutline(`\n${line}`)).toThrow(message);
  });
});
