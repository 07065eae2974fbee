/** The story in short, as other programs tell it at their end. */
import { memoryStore } from '@kontor/kernel/memory';
import { expect, test } from 'vitest';
import { runCompanyInShort } from '../../examples/whole-company/story.ts';

test('a line for each stage, on a new store and on one that the story ran on', async () => {
  const store = memoryStore();
  for (let run = 0; run < 2; run++) {
    const lines: string[] = [];
    await runCompanyInShort(store, (line) => lines.push(line));
    expect(lines).toEqual([
      '2025-Q4: sold for 17008.75 EUR, margin 10424.45',
      'Q-2026-1 of 10164.83 CHF is accepted by Aarehof Hotels AG',
      'started once: order-of-quote-aarehof',
      '12 orders: 7 buy, 3 make, 2 transfer',
      'shipped: ST-2026-0016 and AR-2026-0004 are posted, the deal is won',
      'paid 10164.83 CHF: realised 68.11 on exchange-losses',
      '2026-03 is closed; the trial balance comes to 0.00',
      'margin of all in the cube 23202.76, in the books 23202.76; ' +
        'most was lost in desk lamps, benelux, web',
      '60 entries as written; audit agrees; total 0.00',
    ]);
  }
});
