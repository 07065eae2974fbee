/**
 * March is closed: what comes late is refused, and the books say so in every way they can be asked.
 */
import { post as tryToPost, trialBalance } from '@kontor/ledger';
import { standingOf } from './book-figures.ts';
import { accounts, functional } from './books.ts';
import type { Company } from './company.ts';
import { closedMonths, comeTo } from './time.ts';
import { table, type Told } from './told.ts';

const monthEnd = '2026-03-31';

/** Lets March end. */
export async function closeTheMonth(company: Company): Promise<Told> {
  const { ledger, clock } = company;
  await comeTo(company, '2026-04-01 09:00');

  const closed = [...(await closedMonths(company))];
  // On a copy of the books in memory: to see what they say, nothing has to be written.
  const books = await ledger.books();
  const lines = [
    { account: 'rent', amount: '900.00' },
    { account: accounts.bank, amount: '-900.00' },
  ];
  const rent = { id: 'rent-2026-03', date: monthEnd, lines };
  const [late] = tryToPost(books, [rent], { now: new Date(clock.now()).toISOString() });
  const balance = trialBalance(books, { asOf: monthEnd });
  const francs = await ledger.balance(accounts.foreignBank, { currency: 'CHF', asOf: monthEnd });
  const shown = [
    accounts.bank,
    accounts.foreignBank,
    accounts.receivables,
    accounts.exchangeLosses,
    accounts.unrealisedExchangeGains,
  ];
  return {
    title: 'March is closed',
    gist: `${closed.at(-1)!} is closed; the trial balance comes to ${balance.total}`,
    lines: [
      `closed: ${closed.join(', ')}`,
      `a bill of ${monthEnd}, on 1 April: ${late!.ok ? 'posted' : late!.code}`,
      `${francs.posted} CHF in the bank at the closing rate: ${francs.base} ${functional}`,
      ...table(
        [monthEnd, functional],
        [
          ...shown.map((account) => [account, standingOf(balance, account).toFixed(2)]),
          ['all accounts', balance.total],
        ],
      ),
    ],
  };
}
