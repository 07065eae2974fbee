/** The laws of the CRM's world, each broken once. */
import { runCrmWorld } from '../crm-world.ts';
import { acknowledgedOnly, added, altered, both, dropped, type Row } from './broken-store.ts';
import type { SabotagedWorld } from './sabotages.ts';

type Told = { readonly data: { readonly [field: string]: unknown } };

const eventIn = (row: Row): Told => row['event'] as Told;

/** The same event under another id, as one that happened again. */
const again = (row: Row): Row => ({
  ...row,
  id: `${String(row['id'])}-again`,
  ...('revision' in row && { revision: Number(row['revision']) + 1000 }),
  event: { ...eventIn(row), id: `${String(row['id'])}-again` },
});

const isCapture = (row: Row): boolean =>
  String(row['subject']).startsWith('lead/') && row['revision'] === 1;

const isOfAccount = ({ subject }: Row): boolean => String(subject).startsWith('account/');

const after = ({ revision }: Row): number => Number(revision) + 1;

export const crmWorld: SabotagedWorld = {
  world: 'crm',
  run: runCrmWorld,
  laws: [
    {
      law: 'a command happens once at most',
      by: 'an event is logged twice',
      sabotage: added({ of: 'crm_event', where: (row) => !isCapture(row), nth: 2 }, again),
      fails: /happened more than once/,
    },
    {
      law: 'what was acknowledged is in the log',
      by: 'a commit is acknowledged and not done',
      sabotage: acknowledgedOnly({ of: 'crm_account', nth: 2 }),
      fails: /was acknowledged, and is in no log/,
    },
    {
      law: 'a lead that came in is one lead',
      by: 'the event of a lead gets lost',
      sabotage: dropped({ of: 'crm_event', where: isCapture, nth: 1 }),
      fails: /came in, and made 0 leads/,
    },
    {
      law: 'a lead that came in is one lead',
      by: 'the lead comes in twice',
      sabotage: added({ of: 'crm_event', where: isCapture, nth: 1 }, again),
      fails: /came in, and made 2 leads/,
    },
    {
      law: 'every event is delivered',
      by: 'an event does not come into the outbox',
      sabotage: dropped({ of: 'crm_outbox', kind: 'insert', nth: 3 }),
      fails: /was never delivered/,
    },
    {
      law: 'nothing else is delivered',
      by: 'the outbox has an event of nobody',
      sabotage: added({ of: 'crm_outbox', kind: 'insert', nth: 3 }, again),
      fails: /events were delivered of/,
    },
    {
      law: 'the log gives the record',
      by: 'a record is kept with another phone',
      sabotage: altered({ of: 'crm_account', kind: 'put' }, (row) => ({ ...row, phone: '0' })),
      fails: /the log of .* gives/,
    },
    {
      law: 'the log gives the record',
      by: 'a record that was removed stays',
      sabotage: dropped({ of: 'crm_account', kind: 'remove' }),
      fails: /the log of .* gives/,
    },
    {
      law: 'revisions have no gaps',
      by: 'every second revision is left out',
      sabotage: both(
        altered({ of: 'crm_account', kind: 'put' }, (row) => ({ ...row, revision: after(row) })),
        altered({ of: 'crm_event', where: isOfAccount }, (row) => ({
          ...row,
          revision: after(row),
          event: { ...eventIn(row), data: { ...eventIn(row).data, revision: after(row) } },
        })),
      ),
      fails: /revisions of .* are/,
    },
    {
      law: 'the timeline is the log',
      by: 'a line of the timeline gets lost',
      sabotage: dropped({ of: 'crm_timeline', nth: 2 }),
      fails: /the timeline of .* has/,
    },
    {
      law: 'a record has a log',
      by: 'there is a record that nobody made',
      sabotage: added({ of: 'crm_account', kind: 'put', nth: 1 }, (row) => ({ ...row, id: 'no' })),
      fails: /records are stored, \d+ by the log/,
    },
    {
      law: 'the outbox comes to its end',
      by: 'an event stays that was let go',
      sabotage: dropped({ of: 'crm_outbox', kind: 'remove' }),
      fails: /the outbox of .* comes to its end/,
    },
  ],
};
