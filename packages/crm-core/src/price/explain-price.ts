/**
 * Why a price holds, and why the others do not: each book that is not asked, and each row of the
 * product in the books that are.
 */
import {
  type BookRow,
  type ChosenPrice,
  chosenOf,
  comparePrices,
  nameOf,
  type PriceQuestion,
  rowsFor,
  whyNotBook,
  whyNotRow,
} from './choose-price.ts';
import { exact, magnitude } from './exact.ts';
import type { PriceBook } from './price-book.ts';

/** A book, or a row of one, that is not the price. */
export interface OtherPrice {
  readonly book: string;
  /** In the book, from 0; none where the whole book is not asked. */
  readonly row?: number;
  readonly price?: string;
  /** As it follows the name of the book: 'holds from a quantity of 10 on'. */
  readonly reason: string;
}

/** A price and all that are not. */
export interface ExplainedPrice {
  /** None where no row holds, and where nothing tells the first rows apart. */
  readonly chosen?: ChosenPrice;
  /** In the order of the books and of their rows. */
  readonly others: readonly OtherPrice[];
}

/**
 * The price that holds, as `choosePrice` chooses it, with the reasons against all others.
 *
 * @example
 * const rows = [{ product: 'A', price: '9.90' }, { product: 'A', price: '8.90', from: '10' }];
 * const book = { id: 'b', level: 'default', currency: 'EUR', prices: 'net', rows } as const;
 * const question = { product: 'A', date: '2026-03-02', currency: 'EUR', prices: 'net' } as const;
 * explainPrice(definePriceBooks([book]), { ...question, quantity: '9' }).others
 * // => [{ book: 'b', row: 1, price: '8.90', reason: 'holds from a quantity of 10 on' }]
 */
export function explainPrice(books: readonly PriceBook[], question: PriceQuestion): ExplainedPrice {
  const quantity = magnitude(exact(question.quantity));
  const others: OtherPrice[] = [];
  const holding: BookRow[] = [];
  for (const book of books) {
    const reason = whyNotBook(book, question);
    if (reason !== undefined) {
      others.push({ book: book.id, reason });
      continue;
    }
    for (const found of rowsFor(book, question)) {
      const why = whyNotRow(found, question, quantity);
      if (why === undefined) holding.push(found);
      else others.push(otherOf(found, why));
    }
  }
  const first = holding.toSorted((a, b) => comparePrices(a, b).order)[0];
  if (first === undefined) return { others };
  const isFirst = (one: BookRow): boolean => comparePrices(first, one).order === 0;
  const isTied = holding.filter(isFirst).length > 1;
  for (const one of holding) {
    if (one === first && !isTied) continue;
    others.push(
      otherOf(one, isFirst(one) ? tiedWith(one, holding.filter(isFirst)) : after(first, one)),
    );
  }
  return { ...(!isTied && { chosen: chosenOf(first) }), others: inOrder(others, books) };
}

function otherOf({ book, at, row: { price } }: BookRow, reason: string): OtherPrice {
  return { book: book.id, row: at, price, reason };
}

const after = (first: BookRow, one: BookRow): string =>
  `goes after ${nameOf(first)} by ${comparePrices(first, one).by}`;

function tiedWith(one: BookRow, first: readonly BookRow[]): string {
  const names = first.filter((other) => other !== one).map(nameOf);
  return `is told apart from ${names.join(', ')} by nothing`;
}

function inOrder(others: readonly OtherPrice[], books: readonly PriceBook[]): OtherPrice[] {
  const places = new Map(books.map(({ id }, at) => [id, at]));
  return others.toSorted(
    (a, b) => places.get(a.book)! - places.get(b.book)! || (a.row ?? 0) - (b.row ?? 0),
  );
}
