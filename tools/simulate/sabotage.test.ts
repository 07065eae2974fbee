/**
 * Laws of every world are broken on purpose, and the world fails by that law: a law that nobody has
 * seen fail may be one that cannot.
 *
 * Not here are laws that no broken store reaches, because another one notices before: limits, total
 * and numbers of the books, which chain and audit guard; the trace and the commands of a process,
 * and its pages without a snapshot, which the witness sees before the store does.
 */
import { memoryStore } from '@kontor/kernel/memory';
import { describe, expect, test } from 'vitest';
import { breaker, type Sabotage } from './sabotage/broken-store.ts';
import { companyWorld } from './sabotage/company-sabotages.ts';
import { crmWorld } from './sabotage/crm-sabotages.ts';
import { ledgerWorld } from './sabotage/ledger-sabotages.ts';
import { planWorld } from './sabotage/plan-sabotages.ts';
import { chartWorld, processWorld } from './sabotage/process-sabotages.ts';
import type { SabotagedWorld } from './sabotage/sabotages.ts';
import { storeWorld } from './sabotage/store-sabotages.ts';

const worlds: readonly SabotagedWorld[] = [
  storeWorld,
  ledgerWorld,
  chartWorld,
  processWorld,
  crmWorld,
  planWorld,
  companyWorld,
];

/** A sabotage that takes place in few weathers is seen in one of so many seeds. */
const SEEDS = 12;

describe.each(worlds)('the world of the $world', ({ run, laws }) => {
  test.each(laws)('$law: not when $by', async ({ sabotage, fails }) => {
    expect(await firstFailure(run, sabotage)).toMatch(fails);
  });
});

/** What the first seed that notices says. */
async function firstFailure(run: SabotagedWorld['run'], sabotage: Sabotage): Promise<string> {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const [store, breaks] = [memoryStore(), breaker(sabotage)];
    const world = {
      store: breaks(store),
      reopen: async () => breaks(store.forTenant(store.tenant)),
      close: () => store.close(),
    };
    try {
      await run(world, seed);
    } catch (error) {
      return String(error);
    }
  }
  return 'nobody noticed';
}
