/** The laws of the store's world, each broken once. */
import type { Write } from '@kontor/kernel/store';
import { storeSimulation } from '../store-simulation.ts';
import {
  acknowledgedOnly,
  altered,
  dropped,
  instead,
  notUnique,
  unchecked,
} from './broken-store.ts';
import type { SabotagedWorld } from './sabotages.ts';

const amounts = 'sim_amount';
const papers = 'sim_paper';

/** Papers of a kind. */
const paper = (kind: string) => ({
  of: papers,
  where: (row: Readonly<Record<string, unknown>>) => row['kind'] === kind,
});

/** Increments of a row of amounts. */
const increment = (id: string) => ({
  of: amounts,
  kind: 'increment' as const,
  where: (row: Readonly<Record<string, unknown>>) => row['id'] === id,
});

const unbounded = (write: Write): readonly Write[] => [{ ...write, min: undefined } as Write];

export const storeWorld: SabotagedWorld = {
  world: 'store',
  run: (world, seed) => storeSimulation('sabotaged', async () => world).run(seed),
  laws: [
    {
      law: 'a deed that was acknowledged has a receipt',
      by: 'a commit is acknowledged and not done',
      sabotage: acknowledgedOnly({ ...paper('receipt'), nth: 3 }),
      fails: /was told '\w+', receipt: false/,
    },
    {
      law: 'the stock is not below zero',
      by: 'the bound of the stock is not looked at',
      sabotage: instead(increment('stock'), unbounded),
      fails: /stock is not below zero/,
    },
    {
      law: 'transfers keep the sum',
      by: 'half of a transfer gets lost',
      sabotage: dropped({ of: amounts, kind: 'put', where: ({ id }) => id === 'account-1' }),
      fails: /accounts sum to/,
    },
    {
      law: 'a number is drawn once',
      by: 'it is drawn without a look at who was faster',
      sabotage: unchecked(amounts),
      fails: /invoices, \d+ numbers/,
    },
    {
      law: 'the stock is what was not taken',
      by: 'one is taken twice',
      sabotage: instead({ ...increment('stock'), nth: 2 }, (write) => [write, write]),
      fails: /stock \d+ after/,
    },
    {
      law: 'a gift without an id of its own is given once',
      by: 'the amount of a gift gets lost',
      sabotage: dropped({ ...increment('gifts'), nth: 2 }),
      fails: /gifts, \d+ of them on paper/,
    },
    {
      law: 'an invoice for each deed',
      by: 'the paper of an invoice gets lost',
      sabotage: dropped({ ...paper('invoice'), nth: 2 }),
      fails: /invoices, \d+ numbers, \d+ deeds/,
    },
    {
      law: 'invoices are numbered without gaps',
      by: 'an invoice is kept with another number',
      sabotage: altered({ ...paper('invoice'), nth: 2 }, (row) => ({ ...row, number: 99 })),
      fails: /invoices are gapless/,
    },
    {
      law: 'a seat is taken once',
      by: 'the unique index of seats is none',
      sabotage: notUnique(papers),
      fails: /seats are taken once/,
    },
    {
      law: 'a seat for each deed',
      by: 'the paper of a seat gets lost',
      sabotage: dropped({ ...paper('seat'), nth: 1 }),
      fails: /seats for \d+ deeds/,
    },
    {
      law: 'a room holds so many',
      by: 'nobody looks who came into the room meanwhile',
      sabotage: unchecked(papers),
      fails: /room-\d holds/,
    },
    {
      law: 'a guest for each deed',
      by: 'the paper of a guest gets lost',
      sabotage: dropped({ ...paper('guest'), nth: 1 }),
      fails: /guests for \d+ deeds/,
    },
  ],
};
