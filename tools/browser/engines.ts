/**
 * One small, real job of each engine on the store in memory, as lines of text.
 *
 * The same code runs in Node and in a page, and what it prints is compared. Clocks and ids are
 * given, so nothing but the platform can make a difference.
 */
import { askCube } from './ask-cube.ts';
import { planOrders } from './plan-orders.ts';
import { postEntries } from './post-entries.ts';
import { quotePrices } from './quote-prices.ts';
import { runProcess } from './run-process.ts';

const jobs: readonly (readonly [engine: string, job: () => Promise<string[]>])[] = [
  ['mrp', planOrders],
  ['ledger', postEntries],
  ['crm-core', quotePrices],
  ['bpm', runProcess],
  ['olap', askCube],
];

/** What all jobs print: a line for each engine, and its lines under it. */
export async function printEngines(): Promise<string[]> {
  const lines: string[] = [];
  for (const [engine, job] of jobs) {
    lines.push(engine, ...(await job()).map((line) => `  ${line}`));
  }
  return lines;
}
