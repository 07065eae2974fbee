/** The laws of the books' world, each broken once. */
import { runFaultyWorld } from '../../../packages/ledger/test/faulty-world.ts';
import { acknowledgedOnly, altered, dropped, misread, type Row } from './broken-store.ts';
import type { SabotagedWorld } from './sabotages.ts';

/** An entry that says another thing than was told. */
const says =
  (other: (row: Row) => Row) =>
  (row: Row): Row => ({
    ...row,
    ...other(row),
    entry: { ...(row['entry'] as object), ...other(row) },
  });

/** An entry that has the number after its own. */
const withOtherOrdinal = (row: Row): Row => {
  const entry = row['entry'] as { readonly kept?: Row };
  const { ordinal } = entry.kept ?? {};
  if (typeof ordinal !== 'number') return row;
  return { ...row, entry: { ...entry, kept: { ...entry.kept, ordinal: ordinal + 1 } } };
};

/** An entry that moves far more than its limit allows into the box. */
const withMoreInTheBox = (row: Row): Row => {
  const entry = row['entry'] as { readonly lines: readonly Row[] };
  const lines = entry.lines.map((line) =>
    line['account'] === 'box' ? { ...line, amount: '9999.00' } : line,
  );
  return { ...row, entry: { ...entry, lines } };
};

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
      law: 'bases add up to zero',
      by: 'sums of the months are misread after the audit',
      sabotage: misread({
        of: 'ledger_balance',
        since: ['ledger_series', 1],
        change: (row) => ({ ...row, baseDebits: `9${String(row['baseDebits'])}` }),
      }),
      fails: /bases add up to zero/,
    },
    {
      law: 'numbers have no gaps',
      by: 'an ordinal is misread after the trial balance',
      sabotage: misread({
        of: 'ledger_entry',
        since: ['ledger_balance', 2],
        change: withOtherOrdinal,
      }),
      fails: /numbers of/,
    },
    {
      law: 'no limit was passed',
      by: 'amounts on an account are misread after the trial balance',
      sabotage: misread({
        of: 'ledger_entry',
        since: ['ledger_balance', 2],
        change: withMoreInTheBox,
      }),
      fails: /box has \d+ after/,
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
