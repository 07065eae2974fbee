/**
 * Which price of which book holds.
 *
 * A contract's book goes before the customer's, that before the group's, that before the default;
 * then the row for the unit that is asked for before one for any; then the row that holds from the
 * latest day, then the largest quantity break that is reached, then the row of the product before
 * that of its family. Two rows that are equal in all of it are a fault of the books, not a price.
 */
import { CrmError } from '../errors.ts';
import { exact, type Exact, isBelow, magnitude } from './exact.ts';
import type { PriceBook, PriceRow } from './price-book.ts';

/** Of what a price is asked, by whom and when. */
export interface PriceQuestion {
  readonly product: string;
  readonly family?: string | undefined;
  /** Of a credit it is below 0, and reaches the breaks that its magnitude does. */
  readonly quantity: string;
  /** What it is counted in. */
  readonly unit?: string | undefined;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly currency: string;
  readonly prices: 'net' | 'gross';
  readonly account?: string | undefined;
  readonly group?: string | undefined;
  readonly contract?: string | undefined;
}

/** A price, and where it stands. */
export interface ChosenPrice {
  readonly book: string;
  /** In the book, from 0. */
  readonly row: number;
  readonly price: string;
  /** How many units the price is of, where it is not 1. */
  readonly per?: number;
  /** The quantity break that was reached. */
  readonly from: string;
}

/** A row of a book, as it is compared. */
export interface BookRow {
  readonly book: PriceBook;
  readonly row: PriceRow;
  /** In the book, from 0. */
  readonly at: number;
  readonly from: Exact;
  /** The day that it holds from: its own, else the book's; empty for always. */
  readonly since: string;
}

/**
 * The price that holds.
 *
 * @throws CrmError CRM_NO_PRICE — no book has one for this customer, day, currency and quantity
 * @throws CrmError CRM_PRICE_TIED — rows that nothing tells apart: all of them
 * @example
 * const rows = [{ product: 'A', price: '9.90' }, { product: 'A', price: '8.90', from: '10' }];
 * const book = { id: 'b', level: 'default', currency: 'EUR', prices: 'net', rows } as const;
 * const question = { product: 'A', date: '2026-03-02', currency: 'EUR', prices: 'net' } as const;
 * choosePrice(definePriceBooks([book]), { ...question, quantity: '12' }).price // => '8.90'
 */
export function choosePrice(books: readonly PriceBook[], question: PriceQuestion): ChosenPrice {
  const quantity = magnitude(exact(question.quantity));
  let best: BookRow[] = [];
  for (const book of books) {
    if (whyNotBook(book, question) !== undefined) continue;
    for (const found of rowsFor(book, question)) {
      if (whyNotRow(found, question, quantity) !== undefined) continue;
      const order = best.length === 0 ? -1 : comparePrices(found, best[0]!).order;
      if (order < 0) best = [found];
      else if (order === 0) best.push(found);
    }
  }
  const { product, date, currency, prices } = question;
  if (best.length === 0) throw new CrmError('CRM_NO_PRICE', { product, date, currency, prices });
  if (best.length > 1) throw new CrmError('CRM_PRICE_TIED', { product, rows: best.map(nameOf) });
  return chosenOf(best[0]!);
}

/** The row as it is told. */
export function chosenOf({ book, row: { price, per, from }, at }: BookRow): ChosenPrice {
  return { book: book.id, row: at, price, ...(per !== 1 && { per }), from };
}

/** How a row is named in a fault. */
export const nameOf = ({ book, at }: BookRow): string => `${book.id} row ${at}`;

interface RowIndex {
  readonly byProduct: ReadonlyMap<string, BookRow[]>;
  readonly byFamily: ReadonlyMap<string, BookRow[]>;
}

// A book of 100,000 rows is asked for each line of a quote, so its rows are looked up.
const indexes = new WeakMap<PriceBook, RowIndex>();

/** The rows of a product and of its family. */
export function rowsFor(book: PriceBook, { product, family }: PriceQuestion): readonly BookRow[] {
  const index = indexes.get(book) ?? indexOf(book);
  const ofProduct = index.byProduct.get(product) ?? [];
  const ofFamily = family === undefined ? undefined : index.byFamily.get(family);
  return ofFamily === undefined ? ofProduct : [...ofProduct, ...ofFamily];
}

function indexOf(book: PriceBook): RowIndex {
  const index = { byProduct: new Map<string, BookRow[]>(), byFamily: new Map<string, BookRow[]>() };
  book.rows.forEach((row, at) => {
    const since = row.validFrom ?? book.validFrom ?? '';
    const found: BookRow = { book, row, at, from: exact(row.from), since };
    const rows = row.product === undefined ? index.byFamily : index.byProduct;
    const key = row.product ?? row.family!;
    const same = rows.get(key);
    if (same === undefined) rows.set(key, [found]);
    else same.push(found);
  });
  indexes.set(book, index);
  return index;
}

/** Why a book is not asked; undefined where it is. */
export function whyNotBook(book: PriceBook, question: PriceQuestion): string | undefined {
  if (book.currency !== question.currency) return `is in ${book.currency}`;
  if (book.prices !== question.prices) return `has ${book.prices} prices`;
  if (book.of !== ownerOf(book.level, question)) return `is of the ${book.level} '${book.of}'`;
  return whyNotOn(book, question.date);
}

function ownerOf(level: PriceBook['level'], { contract, account, group }: PriceQuestion) {
  if (level === 'default') return undefined;
  return level === 'contract' ? contract : level === 'customer' ? account : group;
}

/** Why a row of the product does not hold; undefined where it does. */
export function whyNotRow(
  { row, from }: BookRow,
  { unit, date }: PriceQuestion,
  quantity: Exact,
): string | undefined {
  if (row.unit !== undefined && row.unit !== unit) return `is per ${row.unit}`;
  if (isBelow(quantity, from)) return `holds from a quantity of ${row.from} on`;
  return whyNotOn(row, date);
}

function whyNotOn(
  { validFrom, validTo }: Pick<PriceRow, 'validFrom' | 'validTo'>,
  date: string,
): string | undefined {
  if (validFrom !== undefined && date < validFrom) return `holds from ${validFrom} on`;
  if (validTo !== undefined && date > validTo) return `held until ${validTo}`;
  return undefined;
}

const LEVELS = ['contract', 'customer', 'group', 'default'] as const;

/** Which of two goes first (`order` below 0: `a`), and by what. */
export function comparePrices(
  a: BookRow,
  b: BookRow,
): { readonly order: number; readonly by: string } {
  const level = LEVELS.indexOf(a.book.level) - LEVELS.indexOf(b.book.level);
  if (level !== 0) return { order: level, by: 'the level of its book' };
  const unit = Number(b.row.unit !== undefined) - Number(a.row.unit !== undefined);
  if (unit !== 0) return { order: unit, by: 'its unit' };
  if (a.since !== b.since) return { order: a.since > b.since ? -1 : 1, by: 'a later first day' };
  if (isBelow(b.from, a.from)) return { order: -1, by: 'a larger quantity break' };
  if (isBelow(a.from, b.from)) return { order: 1, by: 'a larger quantity break' };
  const isOfProduct = Number(b.row.product !== undefined) - Number(a.row.product !== undefined);
  return { order: isOfProduct, by: 'its product' };
}
