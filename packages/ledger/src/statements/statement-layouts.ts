/**
 * Layouts that fit every chart, because they go by type and by kind of figure only.
 *
 * They are data and a beginning: copy one, add rows by codes or ids. For the ready charts there are
 * finer ones (../charts/ready-layouts.ts).
 */
import type { LayoutInput } from './layout.ts';

/** Income, expenses, and the result. Income reads positive, expenses negative. */
const profitOrLoss: LayoutInput = {
  id: 'profitOrLoss',
  label: 'Profit or loss',
  labels: { de: 'Gewinn- und Verlustrechnung' },
  types: ['income', 'expense'],
  positive: 'credit',
  rows: [
    {
      id: 'income',
      label: 'Income',
      labels: { de: 'Erträge' },
      accounts: [{ type: 'income' }],
      detail: true,
    },
    {
      id: 'expenses',
      label: 'Expenses',
      labels: { de: 'Aufwendungen' },
      accounts: [{ type: 'expense' }],
      detail: true,
    },
    {
      id: 'profit',
      label: 'Profit or loss',
      labels: { de: 'Ergebnis' },
      sum: ['income', 'expenses'],
    },
  ],
};

/** Assets on one side, liabilities and equity with the result not yet closed on the other. */
const financialPosition: LayoutInput = {
  id: 'financialPosition',
  label: 'Financial position',
  labels: { de: 'Bilanz' },
  positive: 'credit',
  rows: [
    {
      id: 'assets',
      label: 'Assets',
      labels: { de: 'Vermögenswerte' },
      accounts: [{ type: 'asset' }],
      positive: 'debit',
      detail: true,
    },
    {
      id: 'liabilities',
      label: 'Liabilities',
      labels: { de: 'Schulden' },
      accounts: [{ type: 'liability' }],
      detail: true,
    },
    {
      id: 'contributed',
      label: 'Capital and reserves',
      labels: { de: 'Kapital und Rücklagen' },
      accounts: [{ type: 'equity' }],
      detail: true,
    },
    {
      id: 'result',
      label: 'Result not yet closed',
      labels: { de: 'Noch nicht abgeschlossenes Ergebnis' },
      accounts: [{ type: 'income' }, { type: 'expense' }],
    },
    {
      id: 'equity',
      label: 'Equity',
      labels: { de: 'Eigenkapital' },
      sum: ['contributed', 'result'],
    },
    {
      id: 'liabilitiesAndEquity',
      label: 'Liabilities and equity',
      labels: { de: 'Schulden und Eigenkapital' },
      sum: ['liabilities', 'equity'],
    },
  ],
};

/** The end of both cash flow statements: what is not operating, and the change of cash. */
const belowOperating: LayoutInput['rows'] = [
  {
    id: 'investing',
    label: 'Investing activities',
    labels: { de: 'Investitionstätigkeit' },
    accounts: [{ kind: 'investing' }],
    detail: true,
  },
  {
    id: 'financing',
    label: 'Financing activities',
    labels: { de: 'Finanzierungstätigkeit' },
    accounts: [{ kind: 'financing' }],
    detail: true,
  },
  {
    id: 'net',
    label: 'Net cash flow',
    labels: { de: 'Cashflow' },
    sum: ['operating', 'investing', 'financing'],
  },
  {
    id: 'exchange',
    label: 'Effect of exchange rates on cash',
    labels: { de: 'Wechselkursbedingte Änderung der Zahlungsmittel' },
    accounts: [{ kind: 'exchange' }],
  },
  {
    id: 'change',
    label: 'Change of cash',
    labels: { de: 'Änderung der Zahlungsmittel' },
    sum: ['net', 'exchange'],
  },
];

/** For the direct figures of `cashFlowFigures`: what came in and went out, by counter account. */
const cashFlowDirect: LayoutInput = {
  id: 'cashFlowDirect',
  label: 'Cash flow, direct',
  labels: { de: 'Kapitalflussrechnung, direkt' },
  positive: 'credit',
  rows: [
    {
      id: 'operating',
      label: 'Operating activities',
      labels: { de: 'Betriebliche Tätigkeit' },
      accounts: [{ kind: 'operating' }],
      detail: true,
    },
    ...belowOperating,
  ],
};

/** For the indirect figures of `cashFlowFigures`: from profit to the same operating figure. */
const cashFlowIndirect: LayoutInput = {
  id: 'cashFlowIndirect',
  label: 'Cash flow, indirect',
  labels: { de: 'Kapitalflussrechnung, indirekt' },
  positive: 'credit',
  rows: [
    {
      id: 'profit',
      label: 'Profit or loss',
      labels: { de: 'Ergebnis' },
      accounts: [{ kind: 'profit' }],
    },
    {
      id: 'elsewhere',
      label: 'Of it, shown under other activities',
      labels: { de: 'Davon in anderen Tätigkeiten gezeigt' },
      accounts: [{ kind: 'elsewhere' }],
      detail: true,
    },
    {
      id: 'noncash',
      label: 'Without cash',
      labels: { de: 'Zahlungsunwirksam' },
      accounts: [{ kind: 'noncash' }],
      detail: true,
    },
    {
      id: 'workingCapital',
      label: 'Changes of operating balances',
      labels: { de: 'Änderungen des Nettoumlaufvermögens' },
      accounts: [{ kind: 'change' }],
      detail: true,
    },
    {
      id: 'operating',
      label: 'Operating activities',
      labels: { de: 'Betriebliche Tätigkeit' },
      sum: ['profit', 'elsewhere', 'noncash', 'workingCapital'],
    },
    ...belowOperating,
  ],
};

/**
 * The four layouts for any chart: `profitOrLoss`, `financialPosition`, `cashFlowDirect`,
 * `cashFlowIndirect`.
 */
export const statementLayouts = {
  profitOrLoss,
  financialPosition,
  cashFlowDirect,
  cashFlowIndirect,
} as const;
