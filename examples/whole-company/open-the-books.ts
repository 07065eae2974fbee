/**
 * Before the story: the books are opened with what is in the sites and in the bank, and a quarter
 * goes by.
 */
import type { EntryInput } from '@kontor/ledger';
import { marginIn } from './book-figures.ts';
import { accounts, functional, stockAt } from './books.ts';
import { type Company, post } from './company.ts';
import { costOf } from './goods.ts';
import { negated } from './sale-entries.ts';
import { openingCash, openingStock } from './tills.ts';
import { comeTo } from './time.ts';
import { table, type Told } from './told.ts';

/** Opens the books on 1 October 2025, and lets the quarter go by. */
export async function openTheBooks(company: Company): Promise<Told> {
  const { ledger } = company;
  if ((await ledger.entry(opening.id)) === undefined) await post(ledger, opening);
  await comeTo(company, '2026-01-01 08:00');

  const { revenue, cost, margin } = marginIn(await ledger.trialBalance({ asOf: '2025-12-31' }));
  const figures = [
    ['sold, without tax', revenue],
    ['what it had cost', cost],
    ['margin', margin],
  ];
  return {
    title: 'The quarter before: October to December 2025',
    gist: `2025-Q4: sold for ${revenue} EUR, margin ${margin}`,
    lines: table(['', functional], figures),
  };
}

const opening: EntryInput = {
  id: 'opening',
  date: '2025-10-01',
  text: 'What is there on the first day',
  lines: [
    { account: accounts.bank, amount: openingCash },
    { account: accounts.capital, amount: negated(openingCash) },
    ...openingStock.flatMap(([site, item, quantity]) => {
      const worth = costOf(item, quantity);
      return [
        { account: stockAt(site), currency: item, amount: quantity, base: worth },
        { account: accounts.capital, amount: negated(worth) },
      ];
    }),
  ],
};
