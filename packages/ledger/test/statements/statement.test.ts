/**
 * Statements from balances: the case l35 as an accountant reads it, and what a layout may say.
 */
import { readFileSync } from 'node:fs';
import { currency } from '@kontor/kernel';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Account, AccountInput } from '../../src/account.ts';
import { checkChart } from '../../src/chart-of-accounts.ts';
import { LedgerError } from '../../src/errors.ts';
import { checkLayout, type LayoutInput } from '../../src/statements/layout.ts';
import { type AccountFigure, type Statement, statement } from '../../src/statements/statement.ts';
import { statementLayouts } from '../../src/statements/statement-layouts.ts';
import { runStatements } from '../conformance/kinds/statements.ts';

const EUR = currency('EUR');

const checked = (rows: readonly AccountInput[]): readonly Account[] => checkChart(rows).accounts!;

/** `account amount` a line, in cents; debit positive. */
const balancesOf = (text: string): AccountFigure[] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .map(([account, base]) => ({ account: account!, base: BigInt(base!) }));

const grid = ({ rows }: Statement): string[] =>
  rows.map(({ label, kind, amounts }) =>
    [`${kind === 'detail' ? '  ' : ''}${label}`, ...amounts].join(' | '),
  );

const accounts = checked([
  { id: 'cash', code: '11', name: 'Cash', type: 'asset', names: { de: 'Kasse' } },
  { id: 'stock', code: '13', name: 'Stock', type: 'asset' },
  { id: 'loan', code: '25', name: 'Loan', type: 'liability' },
  { id: 'capital', code: '31', name: 'Capital', type: 'equity' },
  { id: 'sales', code: '41', name: 'Sales', type: 'income' },
  { id: 'cost', code: '51', name: 'Cost of sales', type: 'expense' },
  { id: 'people', code: '61', name: 'People', type: 'expense', header: true },
  { id: 'wages', code: '611', name: 'Wages', parent: 'people' },
  { id: 'pensions', code: '612', name: 'Pensions', parent: 'people' },
]);

const thisYear = balancesOf(`
  cash      90000
  stock     20000
  loan     -30000
  capital  -50000
  sales   -100000
  cost      40000
  wages     25000
  pensions   5000
`);
const lastYear = balancesOf(`
  cash      60000
  loan     -30000
  capital  -50000
  sales    -10000
  wages     30000
`);
const columns = [
  { id: '2026', balances: thisYear },
  { id: '2025', balances: lastYear },
];

const rowsFor = (rows: LayoutInput['rows'], more: Partial<LayoutInput> = {}): LayoutInput => ({
  id: 'own',
  label: 'Own',
  types: ['income', 'expense'],
  positive: 'credit',
  rows,
  ...more,
});

const report = (layout: LayoutInput, language?: string): Statement =>
  statement({ layout, accounts, columns, currency: EUR, language });

describe('statement', () => {
  test('case l35: profit, position and cash flow both ways', () => {
    const path = new URL('../conformance/cases/l35-statements.json', import.meta.url);
    const l35 = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    expect(runStatements(l35)).toEqual([]);
    // The runner can fail: a cent off is found in every statement that it is in.
    const entries = (l35['entries'] as string[][]).map((entry, at) =>
      at === 7 ? [entry[0]!, entry[1]!, '600.01'] : entry,
    );
    expect(runStatements({ ...l35, entries }).length).toBeGreaterThan(8);
  });

  test('profit or loss with last year beside it', () => {
    expect(grid(report(statementLayouts.profitOrLoss))).toEqual([
      '  Sales | 1000.00 | 100.00',
      'Income | 1000.00 | 100.00',
      '  Cost of sales | -400.00 | 0.00',
      '  Wages | -250.00 | -300.00',
      '  Pensions | -50.00 | 0.00',
      'Expenses | -700.00 | -300.00',
      'Profit or loss | 300.00 | -200.00',
    ]);
  });

  test('the position balances, the result among equity', () => {
    expect(grid(report(statementLayouts.financialPosition, 'de'))).toEqual([
      '  Kasse | 900.00 | 600.00',
      '  Stock | 200.00 | 0.00',
      'Vermögenswerte | 1100.00 | 600.00',
      '  Loan | 300.00 | 300.00',
      'Schulden | 300.00 | 300.00',
      '  Capital | 500.00 | 500.00',
      'Kapital und Rücklagen | 500.00 | 500.00',
      'Noch nicht abgeschlossenes Ergebnis | 300.00 | -200.00',
      'Eigenkapital | 800.00 | 300.00',
      'Schulden und Eigenkapital | 1100.00 | 600.00',
    ]);
  });

  test('rows by id, by range, by header, by type; each figure names its accounts', () => {
    const { rows, unassigned } = report(
      rowsFor([
        { id: 'heading', label: 'By nature' },
        { id: 'sales', label: 'Sales', accounts: [{ id: 'sales' }] },
        { id: 'cost', label: 'Cost', accounts: [{ from: '5', to: '5' }] },
        { id: 'people', label: 'People', accounts: [{ under: 'people' }], positive: 'debit' },
        { id: 'rest', label: 'Rest', accounts: [{ type: 'expense' }] },
        { id: 'profit', label: 'Profit', sum: ['sales', 'cost', 'people', 'rest'] },
      ]),
    );
    expect(rows.map(({ id, amounts, accounts: from }) => [id, amounts[0] ?? '', ...from])).toEqual([
      ['heading', ''],
      ['sales', '1000.00', 'sales'],
      ['cost', '-400.00', 'cost'],
      ['people', '300.00', 'wages', 'pensions'],
      ['rest', '0.00'],
      // The sum is of what the accounts have, whatever side the row above it shows.
      ['profit', '300.00', 'sales', 'cost', 'wages', 'pensions'],
    ]);
    expect(unassigned).toEqual([]);
  });

  test('what no row takes is listed, debit positive, and left out of the sums', () => {
    const { rows, unassigned } = report(
      rowsFor([
        { id: 'sales', label: 'Sales', accounts: [{ id: 'sales' }] },
        { id: 'wages', label: 'Wages', accounts: [{ from: '611', to: '611' }] },
        { id: 'profit', label: 'Profit', sum: ['sales', 'wages'] },
      ]),
    );
    expect(rows.at(-1)!.amounts).toEqual(['750.00', '-200.00']);
    expect(unassigned).toEqual([
      { account: 'cost', amounts: ['400.00', '0.00'] },
      { account: 'pensions', amounts: ['50.00', '0.00'] },
    ]);
  });

  test('the first row that picks an account has it', () => {
    const { rows } = report(
      rowsFor([
        { id: 'all', label: 'All', accounts: [{ type: 'expense' }] },
        { id: 'wages', label: 'Wages', accounts: [{ id: 'wages' }] },
      ]),
    );
    expect(rows.map(({ amounts }) => amounts[0])).toEqual(['-700.00', '0.00']);
  });

  test.each([
    // from, to: the codes that stand in 11 13 25 31 41 51 61 611 612
    ['4', '5', 'sales cost'],
    ['61', '61', 'wages pensions'],
    ['611', '611', 'wages'],
    ['6', '611', 'wages'],
    ['', '', ''],
  ])('codes from %s to %s are %s', (from, to, ids) => {
    const pick = { ...(from !== '' && { from }), ...(to !== '' && { to }), id: undefined };
    const picks = from === '' ? [] : [pick];
    const { rows } = report(rowsFor([{ id: 'row', label: 'Row', accounts: picks }]));
    expect(rows[0]!.accounts.join(' ')).toBe(ids);
  });

  test('figures of one account are added up, and nothing is -0', () => {
    const balances = balancesOf(`
      sales -100
      sales 100
      cost 5
    `);
    const { rows } = statement({
      layout: statementLayouts.profitOrLoss,
      accounts,
      columns: [{ id: 'now', balances }],
      currency: EUR,
    });
    expect(rows.map(({ id, amounts }) => `${id} ${amounts[0]}`)).toEqual([
      'income 0.00',
      'expenses/cost -0.05',
      'expenses -0.05',
      'profit -0.05',
    ]);
  });

  test('a balance of an account that the chart lacks is refused', () => {
    const balances = [{ account: 'nobody', base: 1n }];
    try {
      statement({
        layout: statementLayouts.profitOrLoss,
        accounts,
        columns: [{ id: 'now', balances }],
        currency: EUR,
      });
      expect.unreachable('the account was taken');
    } catch (error) {
      expect(LedgerError.is(error, 'LEDGER_ACCOUNT_NOT_FOUND')).toBe(true);
    }
  });

  const anyBalances = fc
    .array(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), { minLength: 7, maxLength: 7 })
    .map((amounts) => {
      const ids = ['cash', 'stock', 'loan', 'capital', 'sales', 'cost', 'wages'];
      const balances = ids.map((account, at) => ({ account, base: amounts[at]! }));
      const rest = amounts.reduce((sum, amount) => sum + amount, 0n);
      return [...balances, { account: 'pensions', base: -rest }];
    });

  test('property: whatever balances, assets are liabilities and equity', () => {
    fc.assert(
      fc.property(anyBalances, (balances) => {
        const { rows } = statement({
          layout: statementLayouts.financialPosition,
          accounts,
          columns: [{ id: 'now', balances }],
          currency: EUR,
        });
        const figure = (id: string): string => rows.find((row) => row.id === id)!.amounts[0]!;
        expect(figure('assets')).toBe(figure('liabilitiesAndEquity'));
      }),
      { numRuns: 200 },
    );
  });

  const picks = fc.record(
    {
      id: fc.constantFrom('cash', 'wages', 'sales', 'nobody'),
      under: fc.constantFrom('people', 'cash', 'nobody'),
      from: fc.constantFrom('1', '3', '51', '611'),
      to: fc.constantFrom('25', '41', '61', '9'),
      type: fc.constantFrom('asset' as const, 'expense' as const, 'income' as const),
    },
    { requiredKeys: [] },
  );

  test('property: every figure is in one row or among the unassigned, to the last unit', () => {
    const layouts = fc.array(fc.array(picks, { maxLength: 3 }), { maxLength: 5 });
    fc.assert(
      fc.property(anyBalances, layouts, (balances, rowPicks) => {
        const rows = rowPicks.map((row, at) => ({ id: `${at}`, label: '', accounts: row }));
        const layout: LayoutInput = { id: 'any', label: '', rows };
        const result = statement({
          layout,
          accounts,
          columns: [{ id: 'now', balances }],
          currency: { code: 'UNIT', exponent: 0 },
        });
        const shown = [...result.rows, ...result.unassigned].map(({ amounts }) =>
          BigInt(amounts[0]!),
        );
        expect(shown.reduce((sum, amount) => sum + amount, 0n)).toBe(0n);
        const places = result.rows.flatMap((row) => row.accounts);
        expect(new Set(places).size).toBe(places.length);
        for (const { account } of result.unassigned) expect(places).not.toContain(account);
      }),
      { numRuns: 300 },
    );
  });
});

describe('checkLayout', () => {
  const faults = (rows: readonly object[], more: object = {}): string[] => {
    try {
      checkLayout({ id: 'own', label: '', rows, ...more } as LayoutInput);
      return [];
    } catch (error) {
      if (!LedgerError.is(error, 'LEDGER_INVALID_SETUP')) throw error;
      return error.details.issues.map(({ code, path }) => `${code} ${path.join('.')}`);
    }
  };

  test.each<[string, readonly object[], string]>([
    [
      'an id twice',
      [
        { id: 'a', label: '' },
        { id: 'a', label: '' },
      ],
      'DUPLICATE_KEY layout.rows.1.id',
    ],
    [
      'a sum of a row below',
      [
        { id: 'a', label: '', sum: ['b'] },
        { id: 'b', label: '' },
      ],
      'INVALID_VALUE layout.rows.0.sum.0',
    ],
    ['a sum of itself', [{ id: 'a', label: '', sum: ['a'] }], 'INVALID_VALUE layout.rows.0.sum.0'],
    [
      'accounts and a sum',
      [{ id: 'a', label: '', accounts: [], sum: [] }],
      'INVALID_VALUE layout.rows.0.sum',
    ],
    ['an unknown field', [{ id: 'a', label: '', account: 'x' }], 'INVALID_VALUE layout.rows.0'],
    [
      'a type that is none',
      [{ id: 'a', label: '', accounts: [{ type: 'cost' }] }],
      'INVALID_VALUE layout.rows.0.accounts.0.type',
    ],
  ])('reports %s', (_, rows, fault) => {
    expect(faults(rows)).toEqual([fault]);
  });

  test('takes the layouts that are there', () => {
    for (const layout of Object.values(statementLayouts)) expect(faults([], layout)).toEqual([]);
  });
});
