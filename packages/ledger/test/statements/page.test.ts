/**
 * The page on statements shows the case l35 as it is laid out: its blocks are compared with what
 * comes out, so that the page cannot fall behind.
 */
import { readFileSync } from 'node:fs';
import { currency, money } from '@kontor/kernel';
import { expect, test } from 'vitest';
import type { AccountInput } from '../../src/account.ts';
import { checkChart } from '../../src/chart-of-accounts.ts';
import { cashFlowFigures, type FlowLine } from '../../src/statements/cash-flow.ts';
import type { LayoutInput } from '../../src/statements/layout.ts';
import { type AccountFigure, statement } from '../../src/statements/statement.ts';
import { statementLayouts } from '../../src/statements/statement-layouts.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const page = read('../../../../docs/internals/ledger-statements.md');
const l35 = JSON.parse(read('../conformance/cases/l35-statements.json')) as {
  readonly entries: readonly (readonly [string, string, string])[];
  readonly accounts: readonly { readonly id: string; readonly type: AccountInput['type'] }[];
};

const tags: Readonly<Record<string, AccountInput['cashFlow']>> = {
  receivables: 'operating',
  inventory: 'operating',
  equipment: 'investing',
  'accumulated depreciation': 'investing',
  payables: 'operating',
  loan: 'financing',
  capital: 'financing',
};

const accounts = checkChart(
  l35.accounts.map(({ id, type }, at) => ({
    id,
    type,
    code: `${10 + at}`,
    name: id,
    cashFlow: tags[id],
  })),
).accounts!;
const lines = l35.entries.flatMap(([credited, debited, amount], entry): FlowLine[] => {
  const { minor } = money(amount, 'EUR');
  return [
    { entry, account: debited, base: minor },
    { entry, account: credited, base: -minor },
  ];
});
const { direct, indirect } = cashFlowFigures({ accounts, lines, cash: [{ id: 'cash' }] });

/** A statement as the page has it: one row a line, figures to the right. */
function block(layout: LayoutInput, balances: readonly AccountFigure[]): string {
  const columns = [{ id: 'period', balances }];
  const { rows } = statement({ layout, accounts, columns, currency: currency('EUR') });
  const shown = rows.filter(({ id }) => id !== 'elsewhere' && id !== 'exchange');
  return shown
    .map(({ label, kind, amounts }) => {
      const text = kind === 'detail' ? `  ${label}` : label;
      return `    ${text.padEnd(34)}${amounts[0]!.padStart(10)}`;
    })
    .join('\n');
}

test.each([
  ['profitOrLoss', lines],
  ['financialPosition', lines],
  ['cashFlowDirect', direct],
  ['cashFlowIndirect', indirect],
] as const)('shows %s of l35', (name, balances) => {
  expect(page).toContain(block(statementLayouts[name], balances));
});
