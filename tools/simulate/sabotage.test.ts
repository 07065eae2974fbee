/**
 * Laws of every world are broken on purpose, and the world fails by that law: a law that nobody has
 * seen fail may be one that cannot.
 *
 * What chain and audit guard is misread by who reads after them; what a witness sees before the
 * store does is written wrongly by the engines. Two laws are beyond both. An instance that is kept
 * back from another version: its plan is the operator's own, and one that fits no definition is
 * refused as a whole; a snapshot that fits no plan is none that its history gives, and the witness
 * says that first. And that the outbox of the company is empty: the cube's follower has read it
 * empty, by another law, and nothing is committed after that.
 */
import { memoryStore } from '@kontor/kernel/memory';
import type { Store } from '@kontor/kernel/store';
import { describe, expect, test } from 'vitest';
import { breaker, type Sabotage } from './sabotage/broken-store.ts';
import { companyWorld } from './sabotage/company-sabotages.ts';
import { crmWorld } from './sabotage/crm-sabotages.ts';
import { ledgerWorld } from './sabotage/ledger-sabotages.ts';
import { planWorld } from './sabotage/plan-sabotages.ts';
import { processEngines } from './sabotage/engine-sabotages.ts';
import { chartWorld, processWorld } from './sabotage/process-sabotages.ts';
import type { SabotagedWorld } from './sabotage/sabotages.ts';
import { storeWorld } from './sabotage/store-sabotages.ts';

const worlds: readonly SabotagedWorld[] = [
  storeWorld,
  ledgerWorld,
  chartWorld,
  processWorld,
  processEngines,
  crmWorld,
  planWorld,
  companyWorld,
];

/** A sabotage that takes place in few weathers is seen in one of so many seeds. */
const SEEDS = 12;

describe.each(worlds)('the world of the $world', (world) => {
  test.each(world.laws)('$law: not when $by', async ({ sabotage, fails }) => {
    expect(await firstFailure(world, sabotage)).toMatch(fails);
  });
});

const asItIs = (store: Store): Store => store;

/** What the first seed that notices says. */
async function firstFailure(
  { run, breaks: what }: SabotagedWorld,
  sabotage: Sabotage,
): Promise<string> {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const [store, broken] = [memoryStore(), breaker(sabotage)];
    const breaks = what === 'engines' ? asItIs : broken;
    const world = {
      store: breaks(store),
      reopen: async () => breaks(store.forTenant(store.tenant)),
      close: () => store.close(),
    };
    try {
      await run(world, seed, what === 'engines' ? broken : undefined);
    } catch (error) {
      return String(error);
    }
  }
  return 'nobody noticed';
}
