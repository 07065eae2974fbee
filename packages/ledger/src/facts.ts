/**
 * Facts of books for a cube: one row a posted line, as plain columns.
 */
import type { Books } from './books.ts';

/**
 * Columns of equal length, by posted line, in the order of recording.
 *
 * Amounts are whole minor units of 10^-decimals, debit positive: numbers below 2^53, else bigints.
 * They add up over all lines; `base` over all currencies, too.
 */
export interface LedgerFacts {
  readonly entry: string[];
  readonly account: string[];
  readonly type: string[];
  readonly currency: string[];
  /** Of the amounts. */
  readonly decimals: number[];
  readonly amount: (number | bigint)[];
  readonly base: (number | bigint)[];
  /** Day numbers: days since 1970-01-01. */
  readonly day: number[];
  /** Milliseconds since 1970, UTC. */
  readonly recordedAt: number[];
  readonly journal: string[];
  /** 1 where a closing entry brought it. */
  readonly closing: number[];
  /** Members by dimension; `''` = none. */
  readonly dims: Readonly<Record<string, string[]>>;
}

/** The facts of all posted lines. */
export function facts(books: Books): LedgerFacts {
  const { lines, entries, accounts, currencies, dimensionSets, setup } = books;
  const rows = Array.from({ length: lines.entry.length }, (_, line) => line);
  const entryOf = (line: number): number => lines.entry.at(line);
  const accountOf = (line: number) => accounts[lines.account.at(line)]!.account;
  const currencyOf = (line: number) => currencies[lines.currency.at(line)]!;
  const dimsOf = (line: number) => dimensionSets[lines.dims.at(line)]!;
  return {
    entry: rows.map((line) => entries.id[entryOf(line)]!),
    account: rows.map((line) => accountOf(line).id),
    type: rows.map((line) => accountOf(line).type),
    currency: rows.map((line) => currencyOf(line).code),
    decimals: rows.map((line) => currencyOf(line).exponent),
    amount: rows.map((line) => lines.amount.at(line)),
    base: rows.map((line) => lines.base.at(line)),
    day: rows.map((line) => entries.date.at(entryOf(line))),
    recordedAt: rows.map((line) => entries.recordedAt.at(entryOf(line))),
    journal: rows.map((line) => entries.journal.at(entryOf(line)).id),
    closing: rows.map((line) => Number(entries.notes.get(entryOf(line))?.isClosing === true)),
    dims: Object.fromEntries(
      setup.dimensions.map(({ id }) => [id, rows.map((line) => dimsOf(line)[id] ?? '')]),
    ),
  };
}
