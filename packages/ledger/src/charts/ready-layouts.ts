/**
 * Layouts for the ready charts, by ranges of their codes: expenses by nature with the cost of sales
 * apart, current and non-current in the position, customers and suppliers in the cash flow.
 *
 * A range takes accounts that are added to it later. What stands in no range is listed by the
 * statement as unassigned.
 *
 * @source IAS 1.54 and 1.82 for the lines; wording our own
 */
import type { LayoutInput } from '../statements/layout.ts';
import { statementLayouts } from '../statements/statement-layouts.ts';

type Rows = LayoutInput['rows'];

/** A row of accounts by a range of codes, both ends included. */
const range = (
  id: string,
  label: string,
  de: string,
  from: string,
  to = from,
): Rows[number] & { readonly id: string } => ({
  id,
  label,
  labels: { de },
  accounts: [{ from, to }],
});

const total = (id: string, label: string, de: string, sum: string[]): Rows[number] => ({
  id,
  label,
  labels: { de },
  sum,
});

/** Revenue to profit. */
const profitOrLoss: LayoutInput = {
  ...statementLayouts.profitOrLoss,
  rows: [
    range('revenue', 'Revenue', 'Umsatzerlöse', '41'),
    range('costOfSales', 'Cost of sales', 'Umsatzkosten', '5'),
    total('grossProfit', 'Gross profit', 'Bruttoergebnis', ['revenue', 'costOfSales']),
    range('otherIncome', 'Other income', 'Sonstige Erträge', '42'),
    range('employees', 'Employee expenses', 'Personalaufwand', '61'),
    range('otherExpenses', 'Other operating expenses', 'Sonstige Aufwendungen', '62'),
    range('depreciation', 'Depreciation and amortisation', 'Abschreibungen', '63'),
    total('operatingProfit', 'Operating profit', 'Betriebsergebnis', [
      'grossProfit',
      'otherIncome',
      'employees',
      'otherExpenses',
      'depreciation',
    ]),
    range('financeIncome', 'Finance income', 'Finanzerträge', '43'),
    range('financeCosts', 'Finance costs', 'Finanzaufwendungen', '7'),
    total('profitBeforeTax', 'Profit before tax', 'Ergebnis vor Steuern', [
      'operatingProfit',
      'financeIncome',
      'financeCosts',
    ]),
    range('incomeTax', 'Income tax', 'Ertragsteuern', '8'),
    total('profit', 'Profit', 'Ergebnis', ['profitBeforeTax', 'incomeTax']),
  ],
};

const debit = (row: Rows[number]): Rows[number] => ({ ...row, positive: 'debit' });

/** Assets, liabilities and equity, current and non-current. */
const financialPosition: LayoutInput = {
  ...statementLayouts.financialPosition,
  rows: [
    ...[
      range('property', 'Property, plant and equipment', 'Sachanlagen', '15'),
      range('intangibles', 'Intangible assets', 'Immaterielle Vermögenswerte', '16'),
      range('financialAssets', 'Financial and other assets', 'Übrige Vermögenswerte', '17', '19'),
      total('nonCurrentAssets', 'Non-current assets', 'Langfristige Vermögenswerte', [
        'property',
        'intangibles',
        'financialAssets',
      ]),
      range('inventories', 'Inventories', 'Vorräte', '13'),
      range('receivables', 'Receivables', 'Forderungen', '12'),
      range('otherCurrent', 'Other current assets', 'Übrige', '14'),
      range('cash', 'Cash and cash equivalents', 'Zahlungsmittel', '11'),
      total('currentAssets', 'Current assets', 'Kurzfristige Vermögenswerte', [
        'inventories',
        'receivables',
        'otherCurrent',
        'cash',
      ]),
      total('assets', 'Assets', 'Vermögenswerte', ['nonCurrentAssets', 'currentAssets']),
    ].map(debit),
    range('capital', 'Capital and reserves', 'Kapital und Rücklagen', '3'),
    {
      id: 'result',
      label: 'Result not yet closed',
      labels: { de: 'Noch nicht abgeschlossenes Ergebnis' },
      accounts: [{ type: 'income' }, { type: 'expense' }],
    },
    total('equity', 'Equity', 'Eigenkapital', ['capital', 'result']),
    range('nonCurrentLiabilities', 'Non-current liabilities', 'Langfristige Schulden', '25', '29'),
    range('payables', 'Trade and other payables', 'Verbindlichkeiten', '21'),
    range('taxes', 'Tax liabilities', 'Steuerschulden', '22'),
    range('provisions', 'Provisions', 'Rückstellungen', '23'),
    range('borrowings', 'Current borrowings', 'Kurzfristige Finanzschulden', '24'),
    total('currentLiabilities', 'Current liabilities', 'Kurzfristige Schulden', [
      'payables',
      'taxes',
      'provisions',
      'borrowings',
    ]),
    total('liabilities', 'Liabilities', 'Schulden', [
      'nonCurrentLiabilities',
      'currentLiabilities',
    ]),
    total('liabilitiesAndEquity', 'Liabilities and equity', 'Schulden und Eigenkapital', [
      'liabilities',
      'equity',
    ]),
  ],
};

const operating = (
  id: string,
  label: string,
  de: string,
  ...codes: readonly string[]
): Rows[number] => ({
  id,
  label,
  labels: { de },
  accounts: codes.map((code) => ({ kind: 'operating', from: code, to: code })),
});

/** Customers, suppliers, employees, interest and taxes; then the other activities. */
const cashFlowDirect: LayoutInput = {
  ...statementLayouts.cashFlowDirect,
  rows: [
    operating('customers', 'Received from customers', 'Von Kunden', '121', '122', '214', '41'),
    operating('employees', 'Paid to employees', 'An Beschäftigte', '215', '216', '61', '513'),
    operating('interest', 'Interest received and paid', 'Zinsen', '431', '711'),
    operating('incomeTax', 'Income tax paid', 'Ertragsteuern', '125', '223', '8'),
    {
      id: 'suppliers',
      label: 'Paid to suppliers and other',
      labels: { de: 'An Lieferanten und andere' },
      accounts: [{ kind: 'operating' }],
    },
    total('operating', 'Operating activities', 'Betriebliche Tätigkeit', [
      'customers',
      'employees',
      'interest',
      'incomeTax',
      'suppliers',
    ]),
    ...statementLayouts.cashFlowDirect.rows.filter(({ id }) => id !== 'operating'),
  ],
};

/**
 * The layouts for the two ready charts: `profitOrLoss`, `financialPosition`, `cashFlowDirect`,
 * `cashFlowIndirect`.
 */
export const readyLayouts = {
  profitOrLoss,
  financialPosition,
  cashFlowDirect,
  cashFlowIndirect: statementLayouts.cashFlowIndirect,
} as const;
