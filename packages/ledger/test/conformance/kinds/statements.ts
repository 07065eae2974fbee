/**
 * Cases of kind `statements`: entries of two accounts, then the trial balance, profit or loss, the
 * financial position and the cash flow both ways.
 *
 * The case names accounts and types only; what an account is to the cash flow stands here, and the
 * rows that the case names are layouts.
 */
import { currency, fixedText, money } from '@kontor/kernel';
import type { Account, AccountInput } from '../../../src/account.ts';
import { checkChart } from '../../../src/chart-of-accounts.ts';
import { cashFlowFigures, type FlowLine } from '../../../src/statements/cash-flow.ts';
import type { LayoutInput } from '../../../src/statements/layout.ts';
import { type AccountFigure, statement } from '../../../src/statements/statement.ts';
import { statementLayouts } from '../../../src/statements/statement-layouts.ts';

interface StatementCase {
  readonly currency: string;
  readonly entries: readonly (readonly [credited: string, debited: string, amount: string])[];
  readonly accounts: readonly AccountInput[];
  readonly expected: {
    readonly trialBalance: readonly { readonly account: string; readonly amount: string }[];
    readonly profit: string;
    readonly financialPosition: Figures;
    readonly cashFlowDirect: Figures;
    readonly cashFlowIndirect: Figures;
  };
}

type Figures = Readonly<Record<string, string>>;

const activities: Readonly<Record<string, AccountInput['cashFlow']>> = {
  receivables: 'operating',
  inventory: 'operating',
  payables: 'operating',
  equipment: 'investing',
  'accumulated depreciation': 'investing',
  loan: 'financing',
  capital: 'financing',
};

const of = (id: string, accounts: LayoutInput['rows'][number]['accounts']) => ({
  id,
  label: id,
  accounts,
});

const { cashFlowDirect, cashFlowIndirect } = statementLayouts;

const direct: LayoutInput = {
  ...cashFlowDirect,
  rows: [
    of('receivedFromCustomers', [{ id: 'receivables' }, { id: 'sales' }]),
    of('paidToSuppliers', [{ id: 'payables' }, { id: 'inventory' }, { id: 'cost of sales' }]),
    of('paidToEmployees', [{ id: 'wages' }]),
    of('interestPaid', [{ id: 'interest' }]),
    {
      id: 'operating',
      label: 'operating',
      sum: ['receivedFromCustomers', 'paidToSuppliers', 'paidToEmployees', 'interestPaid'],
    },
    ...cashFlowDirect.rows.slice(1),
  ],
};

const indirect: LayoutInput = {
  ...cashFlowIndirect,
  rows: [
    of('profit', [{ kind: 'profit' }]),
    of('depreciation', [{ kind: 'noncash', id: 'accumulated depreciation' }]),
    of('changeInReceivables', [{ kind: 'change', id: 'receivables' }]),
    of('changeInInventory', [{ kind: 'change', id: 'inventory' }]),
    of('changeInPayables', [{ kind: 'change', id: 'payables' }]),
    {
      id: 'operating',
      label: 'operating',
      sum: [
        'profit',
        'depreciation',
        'changeInReceivables',
        'changeInInventory',
        'changeInPayables',
      ],
    },
    ...cashFlowIndirect.rows.slice(5),
  ],
};

/** The differences of a case, as text; none: it passes. */
export function runStatements(input: Record<string, unknown>): string[] {
  const given = input as unknown as StatementCase;
  const { accounts, issues } = checkChart(
    given.accounts.map((row) => ({ ...row, cashFlow: activities[row.id] })),
  );
  if (accounts === undefined) return issues.map(({ message }) => message);
  const lines = linesOf(given);
  const { expected } = given;
  const flows = cashFlowFigures({ accounts, lines, cash: [{ id: 'cash' }] });
  const compare = (layout: LayoutInput, balances: readonly AccountFigure[], figures: Figures) =>
    misses({ layout, balances, figures, accounts, code: given.currency });
  const { profitOrLoss, financialPosition } = statementLayouts;
  return [
    ...trialBalanceMisses(given, lines),
    ...compare(profitOrLoss, lines, { profit: expected.profit }),
    ...compare(financialPosition, lines, expected.financialPosition),
    ...compare(direct, flows.direct, expected.cashFlowDirect),
    ...compare(indirect, flows.indirect, expected.cashFlowIndirect),
  ];
}

function linesOf({ entries, currency: code }: StatementCase): FlowLine[] {
  return entries.flatMap(([credited, debited, amount], entry) => {
    const { minor } = money(amount, code);
    return [
      { entry, account: debited, base: minor },
      { entry, account: credited, base: -minor },
    ];
  });
}

function trialBalanceMisses(given: StatementCase, lines: readonly FlowLine[]): string[] {
  const { exponent } = currency(given.currency);
  return given.expected.trialBalance.flatMap(({ account, amount }) => {
    const sum = lines.reduce((all, line) => (line.account === account ? all + line.base : all), 0n);
    return miss(`balance of ${account}`, amount, fixedText(sum, exponent));
  });
}

function misses(asked: {
  readonly layout: LayoutInput;
  readonly balances: readonly AccountFigure[];
  readonly figures: Figures;
  readonly accounts: readonly Account[];
  readonly code: string;
}): string[] {
  const { layout, balances, figures, accounts, code } = asked;
  const { rows, unassigned } = statement({
    layout,
    accounts,
    columns: [{ id: 'period', balances }],
    currency: currency(code),
  });
  const found = new Map(rows.map(({ id, amounts }) => [id, amounts[0]]));
  return [
    ...unassigned.map(({ account }) => `${layout.id}: '${account}' stands in no row`),
    ...Object.entries(figures).flatMap(([id, figure]) =>
      miss(`${layout.id}, ${id}`, figure, found.get(id)),
    ),
  ];
}

const miss = (what: string, wanted: string, found: string | undefined): string[] =>
  wanted === found ? [] : [`${what}: ${found ?? 'no such row'} instead of ${wanted}`];
