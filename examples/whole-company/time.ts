/**
 * Time goes by: the clock comes to an instant, and the months that ended on the way are ended in
 * the books.
 *
 * A month ends with what the tills have sold in it, with foreign money measured at the closing rate
 * (and taken back on the next day), and with its period closed. Which months are closed stands in
 * the books, so a program that starts again ends none twice.
 */
import { type Command, revaluation } from '@kontor/ledger';
import { accounts, type Month, months } from './books.ts';
import { type Company, post } from './company.ts';
import { deliveryEntry, invoiceEntry } from './sale-entries.ts';
import { tillSales } from './tills.ts';

/** Sets the clock, `2026-01-12 09:00` in UTC, and ends the months before. */
export async function comeTo(company: Company, time: string): Promise<void> {
  const before = months.filter(({ id, to }) => to < time.slice(0, 10) && !company.ended.has(id));
  if (before.length > 0) {
    const closed = await closedMonths(company);
    for (const month of before) {
      if (!closed.has(month.id)) await endMonth(company, month);
      company.ended.add(month.id);
    }
  }
  setClock(company, time);
}

/** Which months take no entries any more, by their ids. */
export async function closedMonths({ ledger }: Company): Promise<ReadonlySet<string>> {
  const { periods = [] } = (await ledger.setup())!;
  return new Set(periods.filter(({ status }) => status === 'closed').map(({ id }) => id));
}

async function endMonth(company: Company, month: Month): Promise<void> {
  const { ledger } = company;
  setClock(company, `${month.to} 22:00`);
  await post(ledger, ...tillCommands(month));
  await post(ledger, ...(await closingRates(company, month)));
  await ledger.setPeriodStatus(month.id, 'closed');
}

/** Deliveries and invoices of the tills; of each sale both, or neither. */
const tillCommands = (month: Month): Command[] =>
  tillSales(month).flatMap((sale) =>
    [deliveryEntry(sale), invoiceEntry(sale)].map((entry) => ({ ...entry, group: sale.id })),
  );

/** What foreign money is worth on the last day; none where that was booked before. */
async function closingRates({ ledger }: Company, { id, to }: Month): Promise<readonly Command[]> {
  const result = revaluation(await ledger.books(), {
    id: `closing-${id}`,
    date: to,
    mode: 'reverse',
    gain: accounts.unrealisedExchangeGains,
    loss: accounts.unrealisedExchangeLosses,
  });
  if (result.refusals === undefined) return result.commands;
  throw new Error(`a closing rate is missing: ${JSON.stringify(result.refusals)}`);
}

function setClock({ clock }: Company, time: string): void {
  clock.set(Date.parse(`${time.replace(' ', 'T')}:00Z`));
}
