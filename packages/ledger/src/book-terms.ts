/**
 * Currencies and sets of dimensions of a book: names to the numbers they have in it.
 */
import type { BookCurrency, Books } from './books.ts';
import type { Dimensions } from './entry.ts';

/** What of books tells about currencies. */
type CurrencyTerms = Pick<Books, 'currencyTable' | 'currencies' | 'currencyOf'>;

/**
 * The currency of a code, on whatever day it is one; undefined where there is none.
 *
 * A code has the same decimals on all its days: the set-up is checked for that.
 */
export function currencyNamed(books: CurrencyTerms, code: string): BookCurrency | undefined {
  const known = books.currencyOf.get(code);
  if (known !== undefined) return known;
  const [stretch] = books.currencyTable.stretchesOf(code);
  if (stretch === undefined) return undefined;
  const { exponent } = stretch;
  const added: BookCurrency = { index: books.currencies.length, code, exponent };
  books.currencies.push(added);
  books.currencyOf.set(code, added);
  return added;
}

/**
 * The number of a set of dimensions; none is 0.
 *
 * @returns the name of a dimension that the book does not have, or whose member it does not have
 */
export function dimensionSet(books: Books, dims: Dimensions): number | string {
  const names = Object.keys(dims).sort();
  let key = '';
  for (const name of names) {
    const member: unknown = dims[name] ?? '';
    if (member === '') continue;
    if (typeof member !== 'string') return name;
    key += `${JSON.stringify(name)}${JSON.stringify(member)}`;
  }
  const known = books.dimensionSetOf.get(key);
  if (known !== undefined) return known;
  const fault = unknownDimension(books, dims, names);
  if (fault !== undefined) return fault;
  const members = names
    .filter((name) => (dims[name] ?? '') !== '')
    .map((name) => [name, dims[name]!]);
  const index = books.dimensionSets.length;
  books.dimensionSets.push(Object.fromEntries(members) as Record<string, string>);
  books.dimensionSetOf.set(key, index);
  return index;
}

function unknownDimension(
  { setup }: Books,
  dims: Dimensions,
  names: readonly string[],
): string | undefined {
  return names.find((name) => {
    const member = dims[name] ?? '';
    if (member === '') return false;
    const declared = setup.dimensions.find(({ id }) => id === name);
    return declared === undefined || declared.members?.includes(member) === false;
  });
}
