/**
 * Facts of books for a cube: one row a posted line, as plain columns.
 */
import type { Books } from './books.ts';

/**
 * Columns of equal length, by posted line, in the order of recording; see `FactColumns`.
 *
 * Amounts are whole minor units of 10^-decimals, debit positive: numbers below 2^53, else bigints.
 * They add up over all lines; `base` over all currencies, too.
 */
export type LedgerFacts = {
  /** Unique: the entry and the place in it, from 0; `e1/0`. */
  readonly line: string[];
  readonly entry: string[];
  readonly account: string[];
  readonly type: string[];
  readonly currency: string[];
  /** Of `amount`. */
  readonly decimals: number[];
  readonly amount: (number | bigint)[];
  /** In the functional currency. */
  readonly base: (number | bigint)[];
  readonly baseCurrency: string[];
  readonly baseDecimals: number[];
  /** Day numbers: days since 1970-01-01. */
  readonly day: number[];
  /** Milliseconds since 1970, UTC. */
  readonly recordedAt: number[];
  readonly journal: string[];
  /** Whether a closing entry brought it. */
  readonly isClosing: boolean[];
} & {
  /** A column a dimension: its members; `''` = none. */
  readonly [dimension: `dims.${string}`]: string[];
};

/** The facts of all posted lines. */
export function facts(books: Books): LedgerFacts {
  const { lines, entries, accounts, currencies, dimensionSets, functional, setup } = books;
  const rows = Array.from({ length: lines.entry.length }, (_, line) => line);
  const entryOf = (line: number): number => lines.entry.at(line);
  const accountOf = (line: number) => accounts[lines.account.at(line)]!.account;
  const currencyOf = (line: number) => currencies[lines.currency.at(line)]!;
  const dimsOf = (line: number) => dimensionSets[lines.dims.at(line)]!;
  return {
    line: lineIds(rows.map(entryOf), entries.id),
    entry: rows.map((line) => entries.id[entryOf(line)]!),
    account: rows.map((line) => accountOf(line).id),
    type: rows.map((line) => accountOf(line).type),
    currency: rows.map((line) => currencyOf(line).code),
    decimals: rows.map((line) => currencyOf(line).exponent),
    amount: rows.map((line) => lines.amount.at(line)),
    base: rows.map((line) => lines.base.at(line)),
    baseCurrency: rows.map(() => functional.code),
    baseDecimals: rows.map(() => functional.exponent),
    day: rows.map((line) => entries.date.at(entryOf(line))),
    recordedAt: rows.map((line) => entries.recordedAt.at(entryOf(line))),
    journal: rows.map((line) => entries.journal.at(entryOf(line)).id),
    isClosing: rows.map((line) => entries.notes.get(entryOf(line))?.isClosing === true),
    ...Object.fromEntries(
      setup.dimensions.map(({ id }) => [`dims.${id}`, rows.map((line) => dimsOf(line)[id] ?? '')]),
    ),
  };
}

/** Lines of an entry stand together. */
function lineIds(entryOfLine: readonly number[], ids: readonly string[]): string[] {
  let first = 0;
  return entryOfLine.map((entry, line) => {
    if (entry !== entryOfLine[first]) first = line;
    return `${ids[entry]!}/${line - first}`;
  });
}
