/**
 * One company on one store, from the first form on its web page to the figures of the quarter.
 *
 * Every stage may be started again: it does what is not done yet, and tells what is there.
 */
import type { Store } from '@kontor/kernel/store';
import { closeTheMonth } from './close-the-month.ts';
import { type Company, openCompany } from './company.ts';
import { lookAtMargins } from './look-at-margins.ts';
import { openTheBooks } from './open-the-books.ts';
import { planTheGoods } from './plan-the-goods.ts';
import { proveTheBooks } from './prove-the-books.ts';
import { shipTheOrder } from './ship-the-order.ts';
import { startTheOrder } from './start-the-order.ts';
import { takeThePayment } from './take-the-payment.ts';
import type { Told } from './told.ts';
import { winADeal } from './win-a-deal.ts';

/** The stages, in order. */
const stages: readonly ((company: Company) => Promise<Told>)[] = [
  openTheBooks,
  winADeal,
  startTheOrder,
  planTheGoods,
  shipTheOrder,
  takeThePayment,
  closeTheMonth,
  lookAtMargins,
  proveTheBooks,
];

/** Takes a line of what is told. */
export type Print = (line: string) => void;

/**
 * Runs the company on a store: an empty one, or one that was left in the middle.
 *
 * @param print takes the story, a line at a time
 */
export async function runCompany(store: Store, print: Print): Promise<void> {
  const company = await openCompany(store);
  for (const [number, stage] of stages.entries()) {
    const { title, lines } = await stage(company);
    print(`${number}  ${title}`);
    for (const line of lines) print(`   ${line}`.trimEnd());
    print('');
  }
}

/** The same in a line for each stage. */
export async function runCompanyInShort(store: Store, print: Print): Promise<void> {
  const company = await openCompany(store);
  for (const stage of stages) print((await stage(company)).gist);
}
