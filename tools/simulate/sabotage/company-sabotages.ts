/** The laws of the company, each broken once. */
import { runCompanyWorld } from '../company-world.ts';
import { acknowledgedOnly, added, altered, dropped, misread, type Row } from './broken-store.ts';
import type { SabotagedWorld } from './sabotages.ts';

type Told = { readonly data: Row };

const dataIn = (row: Row): Row => (row['event'] as Told).data;
const reasonIn = (row: Row): string => String(dataIn(row)['reason']);
const isRent = ({ id }: Row): boolean => String(id).startsWith('rent-');
const isSale = ({ id }: Row): boolean => String(id).startsWith('sale-');

/** An entry whose line on the bank has another amount. */
const withMoreInTheBank = (row: Row): Row => {
  const entry = row['entry'] as { readonly lines: readonly Row[] };
  const lines = entry.lines.map((line) =>
    line['account'] === 'bank' ? { ...line, amount: '9999.00' } : line,
  );
  return { ...row, entry: { ...entry, lines } };
};

const again = (row: Row): Row => {
  const id = `${String(row['id'])}-again`;
  const revision = Number(row['revision']) + 1000;
  return { ...row, id, revision, event: { ...(row['event'] as object), id } };
};

export const companyWorld: SabotagedWorld = {
  world: 'company',
  run: runCompanyWorld,
  laws: [
    {
      law: 'every sale has ended',
      by: 'a job that is to be tried again gets lost',
      sabotage: dropped({ of: 'bpm_job', kind: 'insert' }),
      fails: /every sale has ended/,
    },
    {
      law: 'an entry that was taken is there',
      by: 'a commit of the books is acknowledged and not done',
      sabotage: acknowledgedOnly({ of: 'ledger_entry', where: isRent, nth: 1 }),
      fails: /rent-.*: true/,
    },
    {
      law: 'a sale is booked once',
      by: 'its commit is acknowledged and not done',
      sabotage: acknowledgedOnly({ of: 'ledger_entry', where: isSale, nth: 1 }),
      fails: /sales booked of/,
    },
    {
      law: 'the chain and the sums hold',
      by: 'a sum of an account gets lost',
      sabotage: dropped({ of: 'ledger_pool', nth: 2 }),
      fails: /the chain and the sums hold/,
    },
    {
      law: 'each currency adds up to zero',
      by: 'lines are misread, and read well by chain and audit',
      sabotage: misread({
        of: 'ledger_entry',
        by: 'bySequence',
        until: 'ledger_batch',
        change: withMoreInTheBank,
      }),
      fails: /adds up to/,
    },
    {
      law: 'the customer is told of each sale',
      by: 'the event of a sale gets lost',
      sabotage: dropped({
        of: 'crm_event',
        where: (row) => reasonIn(row).startsWith('sale-'),
        nth: 1,
      }),
      fails: /the customer was told of/,
    },
    {
      law: 'the customer is told of each sale once',
      by: 'the event of a sale is there twice',
      sabotage: added(
        { of: 'crm_event', where: (row) => reasonIn(row).startsWith('sale-'), nth: 1 },
        again,
      ),
      fails: /the customer was told of/,
    },
    {
      law: 'an edit that was acknowledged happened once',
      by: 'its event is there twice',
      sabotage: added({ of: 'crm_event', where: (row) => /^\d-\d$/.test(reasonIn(row)) }, again),
      fails: /edit .* happened 2 times/,
    },
    {
      law: 'the log of the customer gives his record',
      by: 'the record is kept with another name',
      sabotage: altered({ of: 'crm_account', kind: 'put' }, (row) => ({ ...row, name: 'other' })),
      fails: /the log of the customer gives his record/,
    },
    {
      law: 'the cube has what the books have',
      by: 'an event of the books gets lost on its way to the cube',
      sabotage: dropped({ of: 'ledger_event', kind: 'insert', nth: 2 }),
      fails: /the cube has .*, the books/,
    },
    {
      law: 'the cube has what the books have',
      by: 'a snapshot is acknowledged and not kept, and its events are let go',
      sabotage: acknowledgedOnly({ of: 'cube_snapshot' }),
      fails: /the cube has .*, the books/,
    },
    {
      law: 'the outbox comes to its end',
      by: 'an event stays that was let go',
      sabotage: dropped({ of: 'ledger_event', kind: 'remove' }),
      fails: /the outbox of .* comes to its end/,
    },
  ],
};
