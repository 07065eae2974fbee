/** The laws of the books' world, each broken once. */
import { runFaultyWorld } from '../../../packages/ledger/test/faulty-world.ts';
import { acknowledgedOnly, altered, dropped, type Row } from './broken-store.ts';
import type { SabotagedWorld } from './sabotages.ts';

/** An entry that says another thing than was told. */
const says =
  (other: (row: Row) => Row) =>
  (row: Row): Row => ({
    ...row,
    ...other(row),
    entry: { ...(row['entry'] as object), ...other(row) },
  });

export const ledgerWorld: SabotagedWorld = {
  world: 'ledger',
  run: runFaultyWorld,
  laws: [
    {
      law: 'an entry that was taken is there',
      by: 'a commit is acknowledged and not done',
      sabotage: acknowledgedOnly({ of: 'ledger_entry', nth: 2 }),
      fails: /was told .*: undefined/,
    },
    {
      law: 'an entry has the number that was told',
      by: 'a number is kept otherwise',
      sabotage: altered(
        { of: 'ledger_entry' },
        says(() => ({ number: '999' })),
      ),
      fails: /has number 999/,
    },
    {
      law: 'an entry has the place that was told',
      by: 'a place is kept otherwise',
      sabotage: altered(
        { of: 'ledger_entry' },
        says(({ sequence }) => ({ sequence: Number(sequence) + 1000 })),
      ),
      fails: /has sequence 10\d\d/,
    },
    {
      law: 'the chain holds',
      by: 'the seal of a batch is kept otherwise',
      sabotage: altered({ of: 'ledger_batch', nth: 3 }, (row) => ({ ...row, entries: 99 })),
      fails: /taken, verdict/,
    },
    {
      law: 'the sums are those of the entries',
      by: 'a sum of an account gets lost',
      sabotage: dropped({ of: 'ledger_pool', nth: 3 }),
      fails: /taken, audit/,
    },
    {
      law: 'each entry is told of by one event',
      by: 'an event does not come into the outbox',
      sabotage: dropped({ of: 'ledger_event', kind: 'insert', nth: 2 }),
      fails: /events tell of/,
    },
    {
      law: 'the outbox comes to its end',
      by: 'an event stays that was let go',
      sabotage: dropped({ of: 'ledger_event', kind: 'remove' }),
      fails: /the outbox is empty/,
    },
  ],
};
