/**
 * Price books, and which price of which book holds.
 *
 * A contract's book goes before the customer's, that before the group's, that before the default;
 * then the row that holds from the latest day, then the largest quantity break that is reached,
 * then the row of the product before that of its family. Two rows that are equal in all of it are a
 * fault of the books, not a price.
 */
import { compareRatios, type Ratio, ratio } from '@kontor/kernel';
import { z } from 'zod';
import { checkGiven } from '../check-given.ts';
import { CrmError } from '../errors.ts';

const id = z.string().min(1).max(64);
const decimalNumber = z.string().regex(/^\d{1,24}(\.\d{1,18})?$/, 'must be a decimal as text');

const priceRow = z
  .strictObject({
    product: id.optional(),
    /** Instead of a product: all of a family that have no row of their own. */
    family: id.optional(),
    /** Of one unit, in units of the currency; may be finer than its minor unit. */
    price: decimalNumber,
    /** From this quantity on. */
    from: decimalNumber.default('0'),
    /** The first day, and the last; none = always. */
    validFrom: z.iso.date().optional(),
    validTo: z.iso.date().optional(),
  })
  .refine(({ product, family }) => (product === undefined) !== (family === undefined), {
    message: 'give a product or a family',
  });

/** A price book. */
export const priceBook = z
  .strictObject({
    id,
    level: z.enum(['contract', 'customer', 'group', 'default']),
    /** Whose: the id of the contract, the account or the customer group; none of a default. */
    of: id.optional(),
    currency: z.string().min(1).max(12),
    /** Whether its prices are without tax, or include it. */
    prices: z.enum(['net', 'gross']),
    validFrom: z.iso.date().optional(),
    validTo: z.iso.date().optional(),
    rows: z.array(priceRow).readonly(),
  })
  .refine(({ level, of }) => (level === 'default') === (of === undefined), {
    message: 'say whose book it is, unless it is the default',
    path: ['of'],
  });

/** A price book in force. */
export type PriceBook = z.output<typeof priceBook>;
/** A price book as it is written. */
export type PriceBookInput = z.input<typeof priceBook>;
type PriceRow = PriceBook['rows'][number];

/**
 * Checks price books.
 *
 * @throws CrmError CRM_INVALID_DEFINITION — every fault with its path
 */
export function definePriceBooks(books: readonly PriceBookInput[]): PriceBook[] {
  const about = { code: 'CRM_INVALID_DEFINITION', what: 'The price books' } as const;
  return checkGiven(z.array(priceBook), books, about, (checked) =>
    checked.flatMap((book, at) =>
      checked.findIndex((other) => other.id === book.id) < at
        ? [{ path: `${at}.id`, message: `'${book.id}' is there twice` }]
        : [],
    ),
  );
}

/** Of what a price is asked, by whom and when. */
export interface PriceQuestion {
  readonly product: string;
  readonly family?: string | undefined;
  readonly quantity: string;
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
  /** The quantity break that was reached. */
  readonly from: string;
}

const LEVELS = ['contract', 'customer', 'group', 'default'] as const;

interface Found {
  readonly book: PriceBook;
  readonly row: PriceRow;
  readonly at: number;
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
  const quantity = ratio(question.quantity);
  const [best, ...others] = books
    .filter((book) => isFor(book, question))
    .flatMap((book) =>
      book.rows.flatMap((row, at) => (holds(row, question, quantity) ? [{ book, row, at }] : [])),
    )
    .sort(rank);
  if (best === undefined) {
    const { product, date, currency, prices } = question;
    throw new CrmError('CRM_NO_PRICE', { product, date, currency, prices });
  }
  const tied = others.filter((other) => rank(best, other) === 0);
  if (tied.length > 0) {
    const rows = [best, ...tied].map(({ book, at }) => `${book.id} row ${at}`);
    throw new CrmError('CRM_PRICE_TIED', { product: question.product, rows });
  }
  const { price, from } = best.row;
  return { book: best.book.id, row: best.at, price, from };
}

function isFor(book: PriceBook, question: PriceQuestion): boolean {
  const owners = {
    contract: question.contract,
    customer: question.account,
    group: question.group,
    default: undefined,
  };
  return (
    book.currency === question.currency &&
    book.prices === question.prices &&
    book.of === owners[book.level] &&
    isValid(book, question.date)
  );
}

function holds(row: PriceRow, { product, family, date }: PriceQuestion, quantity: Ratio): boolean {
  const isOf = row.product === undefined ? row.family === family : row.product === product;
  return isOf && isValid(row, date) && compareRatios(ratio(row.from), quantity) <= 0;
}

const isValid = (
  { validFrom, validTo }: Pick<PriceRow, 'validFrom' | 'validTo'>,
  date: string,
): boolean =>
  (validFrom === undefined || validFrom <= date) && (validTo === undefined || date <= validTo);

/** Below 0 where `a` goes before `b`. */
function rank(a: Found, b: Found): number {
  const since = ({ row, book }: Found): string => row.validFrom ?? book.validFrom ?? '';
  return (
    LEVELS.indexOf(a.book.level) - LEVELS.indexOf(b.book.level) ||
    (since(a) === since(b) ? 0 : since(a) > since(b) ? -1 : 1) ||
    compareRatios(ratio(b.row.from), ratio(a.row.from)) ||
    Number(b.row.product !== undefined) - Number(a.row.product !== undefined)
  );
}
