/**
 * A statement: balances laid out in rows, each with the accounts behind it.
 *
 * Sums are of whole minor units, debit positive; only the text that is shown has the sign that the
 * row wants. So a subtotal is right whatever sides its rows are on: liabilities are credits, and
 * still add to assets as what they are.
 *
 * @source IAS 1.54, 1.82 (what stands in the two statements); IAS 1.38 (comparative columns)
 */
import { type Currency, fixedText } from '@kontor/kernel';
import * as z from 'zod';
import { type Account, accountName } from '../account.ts';
import { accountTree } from '../account-tree.ts';
import { LedgerError } from '../errors.ts';
import { givenCurrency } from '../given-figures.ts';
import { accountsShape, checkGiven, minorShape, objectShape, textShape } from '../given-shape.ts';
import { pickMatcher } from './account-picks.ts';
import { checkLayout, type Layout, type LayoutInput, type LayoutRow } from './layout.ts';

/** What an account has: whole minor units of the functional currency, debit positive. */
export interface AccountFigure {
  readonly account: string;
  readonly base: bigint;
  /** Where an account has figures of several kinds, as in a cash flow statement. */
  readonly kind?: string | undefined;
}

/** One column: this year, last year, a budget. */
export interface StatementColumn {
  readonly id: string;
  /** In any order; several figures of an account are added up. */
  readonly balances: readonly AccountFigure[];
}

/** What is laid out, and how. */
export interface StatementInput {
  readonly layout: LayoutInput;
  /** A checked chart. */
  readonly accounts: readonly Account[];
  readonly columns: readonly StatementColumn[];
  /** The currency of all figures. */
  readonly currency: Currency;
  /** Of labels and names: a BCP 47 tag; `en` when left out. */
  readonly language?: string | undefined;
}

const statementShape = objectShape({
  accounts: accountsShape,
  columns: z.array(
    objectShape({
      id: textShape,
      balances: z.array(
        objectShape({ account: textShape, base: minorShape, kind: textShape.optional() }),
        'a list of figures',
      ),
    }),
    'a list of columns',
  ),
  language: textShape.optional(),
});

/** A row of a statement. */
export interface StatementRow {
  /** That of the layout's row; `row/account` where it is the detail of one. */
  readonly id: string;
  readonly label: string;
  /** One figure a column, as text with all decimals; none in a heading. */
  readonly amounts: readonly string[];
  /** The accounts that are added up in it, by the chart: what it was before it was a sum. */
  readonly accounts: readonly string[];
  readonly kind: 'heading' | 'accounts' | 'detail' | 'sum';
}

/** An account with a figure that no row of the layout takes. Debit positive. */
export interface UnassignedFigure {
  readonly account: string;
  readonly kind?: string | undefined;
  readonly amounts: readonly string[];
}

/** A statement. */
export interface Statement {
  readonly label: string;
  readonly currency: string;
  /** Ids of the columns. */
  readonly columns: readonly string[];
  readonly rows: readonly StatementRow[];
  /** Must be empty: a statement with a figure left over is not complete. */
  readonly unassigned: readonly UnassignedFigure[];
}

/** An account, of one kind, with its figure in every column. */
interface Cell {
  readonly account: Account;
  readonly kind: string | undefined;
  readonly sums: bigint[];
}

/** What a row adds up: figures debit positive, and where they are from. */
interface Total {
  readonly sums: readonly bigint[];
  readonly cells: readonly Cell[];
}

/**
 * Lays balances out.
 *
 * Every figure of an account of the layout's types is in exactly one row of accounts, or among the
 * unassigned. Closing entries are left out by the caller where profit or loss is asked for.
 *
 * @throws LedgerError LEDGER_INVALID_SETUP — a layout with faults
 * @throws LedgerError LEDGER_ACCOUNT_NOT_FOUND — a balance of an account that the chart lacks
 * @throws LedgerError LEDGER_BAD_ARGUMENT — a part of another type
 * @throws LedgerError LEDGER_CURRENCY_NOT_FOUND — no currency
 */
export function statement(input: StatementInput): Statement {
  checkGiven(input, statementShape, 'input');
  const { accounts, columns, language = 'en' } = input;
  const currency = givenCurrency(input.currency);
  const layout = checkLayout(input.layout);
  const shown = (sums: readonly bigint[], positive: 'debit' | 'credit' = 'debit'): string[] =>
    sums.map((sum) => fixedText(positive === 'debit' ? sum : -sum, currency.exponent));
  const cells = cellsOf(accounts, columns, layout);
  const takenBy = assign(accounts, layout, cells);
  const totals = new Map<string, Total>();
  const rows = layout.rows.flatMap((row): StatementRow[] => {
    const total = totalOf(row, takenBy, totals, columns.length);
    totals.set(row.id, total);
    const positive = row.positive ?? layout.positive;
    const label = labelOf(row, language);
    const main: StatementRow = {
      id: row.id,
      label,
      amounts: kindOf(row) === 'heading' ? [] : shown(total.sums, positive),
      accounts: namesOf(total.cells),
      kind: kindOf(row),
    };
    const details = row.detail ? total.cells.filter(isSomething) : [];
    return [...details.map((cell) => detailOf(cell, row, shown(cell.sums, positive))), main];
  });
  function detailOf({ account }: Cell, row: LayoutRow, amounts: string[]): StatementRow {
    const label = accountName(account, language);
    return {
      id: `${row.id}/${account.id}`,
      label,
      amounts,
      accounts: [account.id],
      kind: 'detail',
    };
  }
  const left = cells.filter((cell) => !takenBy.has(cell) && isSomething(cell));
  return {
    label: labelOf(layout, language),
    currency: currency.code,
    columns: columns.map(({ id }) => id),
    rows,
    unassigned: left.map(({ account, kind, sums }) => ({
      account: account.id,
      ...(kind !== undefined && { kind }),
      amounts: shown(sums),
    })),
  };
}

/** One cell for each account and kind that has a figure, in the order of the chart. */
function cellsOf(
  accounts: readonly Account[],
  columns: readonly StatementColumn[],
  { types }: Layout,
): Cell[] {
  const order = accountTree(accounts).map(({ account }) => account);
  const place = new Map(order.map((account, index) => [account.id, index]));
  const cells = new Map<string, Cell>();
  columns.forEach(({ balances }, column) => {
    for (const { account: id, base, kind } of balances) {
      const account = order[place.get(id) ?? -1];
      if (account === undefined) throw new LedgerError('LEDGER_ACCOUNT_NOT_FOUND', { account: id });
      if (!types.includes(account.type)) continue;
      const key = JSON.stringify([id, kind ?? null]);
      const cell = cells.get(key) ?? { account, kind, sums: columns.map(() => 0n) };
      cells.set(key, cell);
      cell.sums[column]! += base;
    }
  });
  return [...cells.values()].sort((a, b) => place.get(a.account.id)! - place.get(b.account.id)!);
}

/** The row that takes each cell: the first one that picks it. */
function assign(
  accounts: readonly Account[],
  { rows }: Layout,
  cells: readonly Cell[],
): ReadonlyMap<Cell, string> {
  const takers = rows.flatMap(({ id, accounts: picks = [] }) =>
    picks.map((pick) => ({ id, matches: pickMatcher(pick, accounts) })),
  );
  const takenBy = new Map<Cell, string>();
  for (const cell of cells) {
    const taker = takers.find(({ matches }) => matches(cell.account, cell.kind));
    if (taker !== undefined) takenBy.set(cell, taker.id);
  }
  return takenBy;
}

function totalOf(
  { id, sum }: LayoutRow,
  takenBy: ReadonlyMap<Cell, string>,
  totals: ReadonlyMap<string, Total>,
  columnCount: number,
): Total {
  const parts: readonly Total[] =
    sum === undefined
      ? [...takenBy].flatMap(([cell, row]) =>
          row === id ? { sums: cell.sums, cells: [cell] } : [],
        )
      : sum.map((name) => totals.get(name)!);
  const sums = Array.from({ length: columnCount }, (_, column) =>
    parts.reduce((total, part) => total + part.sums[column]!, 0n),
  );
  return { sums, cells: parts.flatMap(({ cells }) => cells) };
}

function kindOf({ accounts, sum }: LayoutRow): StatementRow['kind'] {
  if (sum !== undefined) return 'sum';
  return accounts === undefined ? 'heading' : 'accounts';
}

const namesOf = (cells: readonly Cell[]): string[] => [
  ...new Set(cells.map(({ account }) => account.id)),
];

const isSomething = ({ sums }: Cell): boolean => sums.some((sum) => sum !== 0n);

const labelOf = (
  {
    label,
    labels,
  }: { readonly label: string; readonly labels?: Record<string, string> | undefined },
  language: string,
): string => accountName({ name: label, names: labels }, language);
