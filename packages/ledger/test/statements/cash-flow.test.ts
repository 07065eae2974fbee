/**
 * Cash flow both ways: entries that try the sections, and the law that makes the two figures one.
 */
import { currency, fixedText } from '@kontor/kernel';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Account, type AccountInput, cashFlowActivities } from '../../src/account.ts';
import { checkChart } from '../../src/chart-of-accounts.ts';
import { LedgerError } from '../../src/errors.ts';
import { cashFlowFigures, type FlowLine } from '../../src/statements/cash-flow.ts';
import { statement } from '../../src/statements/statement.ts';
import { statementLayouts } from '../../src/statements/statement-layouts.ts';
import { slowOperatingCash } from '../oracle/slow-cash-flow.ts';

const checked = (rows: readonly AccountInput[]): readonly Account[] => checkChart(rows).accounts!;

const accounts = checked([
  { id: 'cash', code: '111', type: 'asset' },
  { id: 'usd', code: '112', type: 'asset' },
  { id: 'customers', code: '121', type: 'asset', cashFlow: 'operating' },
  { id: 'machine', code: '15', type: 'asset', cashFlow: 'investing' },
  { id: 'worn', code: '159', type: 'asset', cashFlow: 'investing' },
  { id: 'suppliers', code: '21', type: 'liability', cashFlow: 'operating' },
  { id: 'bankLoan', code: '25', type: 'liability', cashFlow: 'financing' },
  { id: 'unknown', code: '29', type: 'liability' },
  { id: 'capital', code: '31', type: 'equity', cashFlow: 'financing' },
  { id: 'sales', code: '41', type: 'income' },
  { id: 'disposal', code: '42', type: 'income', cashFlow: 'investing' },
  { id: 'unrealised', code: '43', type: 'income' },
  { id: 'wages', code: '61', type: 'expense' },
  { id: 'depreciation', code: '63', type: 'expense' },
]);
const cash = [{ from: '11', to: '11' }];
const exchange = [{ id: 'unrealised' }];

/** Entries, one a line: `account amount, account amount …`; debit positive, in whole units. */
const linesOf = (text: string): FlowLine[] =>
  text
    .trim()
    .split('\n')
    .flatMap((entryText, entry) =>
      entryText.split(',').map((part) => {
        const [account, amount] = part.trim().split(/\s+/);
        return { entry, account: account!, base: BigInt(amount!) };
      }),
    );

/** Main rows of both layouts that are not zero, as `row amount`. */
function flowsOf(lines: readonly FlowLine[]) {
  const figures = cashFlowFigures({ accounts, lines, cash, exchange });
  const rowsOf = (way: 'direct' | 'indirect') => {
    const layout =
      way === 'direct' ? statementLayouts.cashFlowDirect : statementLayouts.cashFlowIndirect;
    const report = statement({
      layout,
      accounts,
      columns: [{ id: 'period', balances: figures[way] }],
      currency: { code: 'UNIT', exponent: 0 },
    });
    const main = report.rows.filter(({ kind }) => kind !== 'detail');
    return {
      rows: main.flatMap(({ id, amounts }) => (amounts[0] === '0' ? [] : `${id} ${amounts[0]}`)),
      amountOf: (id: string) => BigInt(report.rows.find((row) => row.id === id)!.amounts[0]!),
      unassigned: report.unassigned.map(({ account }) => account),
    };
  };
  return { direct: rowsOf('direct'), indirect: rowsOf('indirect'), change: figures.change };
}

describe('cashFlowFigures', () => {
  test.each<[string, string, string[], string[]]>([
    [
      'a sale on account, paid in part',
      `customers 300, sales -300
       cash 220, customers -220`,
      ['operating 220', 'net 220', 'change 220'],
      ['profit 300', 'workingCapital -80', 'operating 220', 'net 220', 'change 220'],
    ],
    ['depreciation is no flow', 'depreciation 100, worn -100', [], ['profit -100', 'noncash 100']],
    [
      'a machine bought on credit is paid for by operating cash',
      `machine 120, suppliers -120
       suppliers 50, cash -50`,
      ['operating -50', 'net -50', 'change -50'],
      ['noncash -120', 'workingCapital 70', 'operating -50', 'net -50', 'change -50'],
    ],
    [
      'a machine sold with a gain: all of the price is investing',
      'cash 500, worn 300, machine -700, disposal -100',
      ['investing 500', 'net 500', 'change 500'],
      ['profit 100', 'elsewhere -100', 'investing 500', 'net 500', 'change 500'],
    ],
    ['a loan into shares is no flow', 'bankLoan 80, capital -80', [], []],
    [
      'a machine bought with a loan and some cash',
      'machine 100, cash -40, bankLoan -60',
      ['investing -100', 'financing 60', 'net -40', 'change -40'],
      ['investing -100', 'financing 60', 'net -40', 'change -40'],
    ],
    ['cash moved between banks is no flow', 'cash 70, usd -70', [], []],
    [
      'the revaluation of cash stands on its own row, that of a claim in neither',
      `usd 30, unrealised -30
       customers 5, unrealised -5`,
      ['exchange 30', 'change 30'],
      ['profit 35', 'elsewhere -30', 'workingCapital -5', 'exchange 30', 'change 30'],
    ],
  ])('%s', (_, text, direct, indirect) => {
    const flows = flowsOf(linesOf(text));
    expect(flows.direct.rows).toEqual(direct);
    expect(flows.indirect.rows).toEqual(indirect);
    expect([...flows.direct.unassigned, ...flows.indirect.unassigned]).toEqual([]);
  });

  test('a balance without a tag is listed both ways, and the change of cash is right', () => {
    const { direct, indirect, change } = flowsOf(linesOf('cash 90, unknown -90'));
    expect([direct.unassigned, indirect.unassigned]).toEqual([['unknown'], ['unknown']]);
    expect(direct.amountOf('change')).toBe(0n);
    expect(change).toBe(90n);
  });

  test('a line on an account that the chart lacks is refused', () => {
    try {
      flowsOf(linesOf('nobody 1, cash -1'));
      expect.unreachable('the account was taken');
    } catch (error) {
      expect(LedgerError.is(error, 'LEDGER_ACCOUNT_NOT_FOUND')).toBe(true);
    }
  });

  /** Entries of two to five lines that balance, on accounts drawn at random. */
  const entries = fc.array(
    fc.array(
      fc.record({
        account: fc.constantFrom(...accounts.map(({ id }) => id)),
        base: fc.bigInt({ min: -1000n, max: 1000n }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    { maxLength: 15 },
  );
  const closedBy = fc.constantFrom(...accounts.map(({ id }) => id));
  const anyLines = fc.tuple(entries, closedBy).map(([list, account]) =>
    list.flatMap((lines, entry): FlowLine[] => {
      const rest = lines.reduce((sum, { base }) => sum + base, 0n);
      return [...lines, { account, base: -rest }].map((line) => ({ entry, ...line }));
    }),
  );

  test('property: both ways give the same figure for every activity', () => {
    fc.assert(
      fc.property(anyLines, (lines) => {
        const { direct, indirect } = flowsOf(lines);
        for (const id of [...cashFlowActivities, 'net', 'exchange', 'change']) {
          expect(`${id} ${indirect.amountOf(id)}`).toBe(`${id} ${direct.amountOf(id)}`);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('property: with what is unassigned, the flows are the change of cash', () => {
    fc.assert(
      fc.property(anyLines, (lines) => {
        const { direct, change } = cashFlowFigures({ accounts, lines, cash, exchange });
        expect(-direct.reduce((sum, { base }) => sum + base, 0n)).toBe(change);
        const isCash = (id: string): boolean => id === 'cash' || id === 'usd';
        const moved = lines.filter(({ account }) => isCash(account));
        expect(moved.reduce((sum, { base }) => sum + base, 0n)).toBe(change);
      }),
      { numRuns: 200 },
    );
  });

  test('property: the operating figure is that of the slow twin, entry by entry', () => {
    fc.assert(
      fc.property(anyLines, (lines) => {
        const slow = slowOperatingCash(lines, accounts, ['cash', 'usd'], ['unrealised']);
        expect(flowsOf(lines).direct.amountOf('operating')).toBe(slow);
      }),
      { numRuns: 200 },
    );
  });

  test('figures are laid out in the currency that is given', () => {
    const { direct } = cashFlowFigures({ accounts, lines: linesOf('cash 7, sales -7'), cash });
    const report = statement({
      layout: statementLayouts.cashFlowDirect,
      accounts,
      columns: [{ id: 'period', balances: direct }],
      currency: currency('BHD'),
    });
    expect(report.rows.find(({ id }) => id === 'change')!.amounts).toEqual([fixedText(7n, 3)]);
  });
});
