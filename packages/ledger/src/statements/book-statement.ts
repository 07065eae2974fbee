/**
 * A statement straight from books: a layout, and for each column which days, as known when, of
 * which members.
 *
 * Names are in the language of the entity, and figures in its functional currency: what a set-up
 * says once is not said again with each report.
 *
 * @source IAS 1.38 (comparative columns)
 */
import * as z from 'zod';
import type { Books } from '../books.ts';
import { checkGiven, objectShape, textShape } from '../given-shape.ts';
import { bookFigures, type BookFiguresQuery, chartOf } from './book-figures.ts';
import type { LayoutInput } from './layout.ts';
import { type Statement, statement } from './statement.ts';

/** One column: this quarter, the one before, this quarter as it was known in April. */
export interface BookColumn extends BookFiguresQuery {
  readonly id: string;
}

/** What is laid out, and how. */
export interface BookStatementInput {
  readonly layout: LayoutInput;
  readonly columns: readonly BookColumn[];
  /** Of labels and names: a BCP 47 tag; that of the entity when left out. */
  readonly language?: string | undefined;
}

const bookStatementShape = objectShape({
  columns: z.array(objectShape({ id: textShape }), 'a list of columns'),
  language: textShape.optional(),
});

/**
 * Lays books out: balances as of a day, or with `from` what came in a stretch of days.
 *
 * For columns of other figures, such as a budget or a cash flow, call `statement`.
 *
 * @throws LedgerError LEDGER_INVALID_SETUP — a layout with faults
 * @throws LedgerError LEDGER_BAD_ARGUMENT — a day or instant that is none, a part of another type
 * @example
 * bookStatement(books, {
 *   layout: statementLayouts.financialPosition,
 *   columns: [{ id: '2026', asOf: '2026-12-31' }, { id: '2025', asOf: '2025-12-31' }],
 * }).unassigned // => []
 */
export function bookStatement(books: Books, input: BookStatementInput): Statement {
  checkGiven(input, bookStatementShape, 'input');
  const { layout, columns, language = books.setup.entity.language } = input;
  return statement({
    layout,
    accounts: chartOf(books),
    columns: columns.map(({ id, ...query }) => ({ id, balances: bookFigures(books, query) })),
    currency: books.functional,
    language,
  });
}
