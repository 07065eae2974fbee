/**
 * Holds a ledger in a store against pure books that were given the same.
 */
import { expect } from 'vitest';
import { balanceOf } from '../src/balances.ts';
import type { Books } from '../src/books.ts';
import { facts } from '../src/facts.ts';
import type { Ledger } from '../src/ledger.ts';
import { entryOf } from '../src/lines.ts';
import { numberReports } from '../src/number-report.ts';
import { type TrialBalance, trialBalance } from '../src/trial-balance.ts';

/** What is asked of both. */
export interface Questions {
  readonly now: string;
  readonly days: readonly string[];
  readonly instants: readonly string[];
}

/** All that can be asked: balances, trial balances, entries, numbers, facts, chain and audit. */
export async function expectSameBooks(
  ledger: Ledger,
  books: Books,
  { now, days, instants }: Questions,
): Promise<void> {
  const times = [
    {},
    ...days.map((asOf) => ({ asOf })),
    ...instants.map((knownAt) => ({ knownAt })),
    ...days.slice(0, 1).flatMap((asOf) => instants.map((knownAt) => ({ asOf, knownAt }))),
  ];
  for (const { id } of books.accounts) {
    for (const currency of books.currencies.map(({ code }) => code)) {
      const query = { currency, now };
      expect(await ledger.balance(id, query), id).toEqual(balanceOf(books, id, query));
    }
  }
  for (const time of times) {
    const query = { ...time, now, dims: { project: '' } };
    expect(await ledger.balance('cash', query)).toEqual(balanceOf(books, 'cash', query));
    for (const more of [{}, { by: ['costCentre', 'project'] }]) {
      const report = await ledger.trialBalance({ ...time, ...more });
      expect(inOrder(report)).toEqual(inOrder(trialBalance(books, { ...time, ...more })));
    }
  }
  await expectSameEntries(ledger, books);
  await expectSound(ledger, books.entries.id.length);
}

/** Rows of currencies of an account stand in the order in which they were first seen. */
const inOrder = ({ rows, ...rest }: TrialBalance) => ({
  ...rest,
  rows: rows.map((row) => JSON.stringify(row)).toSorted(),
});

async function expectSameEntries(ledger: Ledger, books: Books): Promise<void> {
  for (const id of books.entries.id) expect(await ledger.entry(id)).toEqual(entryOf(books, id));
  const loaded = await ledger.books();
  expect(facts(loaded)).toEqual(facts(books));
  expect(loaded.entries.id.map((id) => entryOf(loaded, id))).toEqual(
    books.entries.id.map((id) => entryOf(books, id)),
  );
  expect([...loaded.pendings.values()].map(({ id, state, by }) => [id, state, by])).toEqual(
    [...books.pendings.values()].map(({ id, state, by }) => [id, state, by]),
  );
  for (const journal of books.journals.keys()) {
    expect(await ledger.series(journal)).toEqual(numberReports(books, journal));
  }
}

/** The chain holds, what is kept beside it adds up, and numbers have no gap. */
export async function expectSound(ledger: Ledger, entries: number): Promise<void> {
  expect(await ledger.verify()).toMatchObject({ ok: true, entries });
  expect(await ledger.audit()).toMatchObject({ ok: true, entries });
  const { total } = await ledger.trialBalance();
  expect(Number(total)).toBe(0);
  for (const journal of (await ledger.books()).journals.keys()) {
    for (const { gaps, repeated, last, numbers } of await ledger.series(journal)) {
      expect([gaps, repeated, numbers.length]).toEqual([[], [], last]);
    }
  }
}
