/** The laws of kept plans, each broken once. */
import { runMrpWorld } from '../mrp-world.ts';
import { added, altered, dropped, instead, type Row } from './broken-store.ts';
import type { SabotagedWorld } from './sabotages.ts';

type KeptEvent = { readonly id: string; readonly data: Row };

const keptIn = (row: Row): KeptEvent => row['event'] as KeptEvent;

const withData = (row: Row, data: Row): Row => ({
  ...row,
  event: { ...keptIn(row), data: { ...keptIn(row).data, ...data } },
});

export const planWorld: SabotagedWorld = {
  world: 'plans',
  run: runMrpWorld,
  laws: [
    {
      law: 'the current run is stored wholly',
      by: 'the run is not marked as stored',
      sabotage: altered(
        { of: 'mrp_run', kind: 'put', where: ({ state }) => state === 'stored' },
        (row) => ({ ...row, state: 'writing' }),
      ),
      fails: /current run .* is writing/,
    },
    {
      law: 'whoever reads the current run sees all orders',
      by: 'an order gets lost',
      sabotage: dropped({
        of: 'mrp_planned_order',
        kind: 'put',
        where: ({ id }) => String(id).endsWith('002'),
      }),
      fails: /orders of \d+ in/,
    },
    {
      law: 'whoever reads the current run sees all shortages',
      by: 'a shortage gets lost',
      sabotage: dropped({ of: 'mrp_shortage', kind: 'put' }),
      fails: /\d+ of \d+ in/,
    },
    {
      law: 'the stored plan is the one that was acknowledged',
      by: 'an order is kept with another quantity',
      sabotage: altered({ of: 'mrp_planned_order', kind: 'put' }, (row) => ({
        ...row,
        quantity: '1000',
      })),
      fails: /orders of run-.* are/,
    },
    {
      law: 'a run is told of by one event',
      by: 'the event is told twice, under two ids',
      sabotage: added({ of: 'mrp_event', kind: 'put', nth: 2 }, (row) => {
        const id = `${String(row['id'])}-again`;
        return { ...row, id, event: { ...keptIn(row), id } };
      }),
      fails: /each run is told of by one event/,
    },
    {
      law: 'an acknowledged plan is told of',
      by: 'an event gets lost',
      sabotage: dropped({ of: 'mrp_event', kind: 'put', nth: 2 }),
      fails: /was acknowledged, and never told of/,
    },
    {
      law: 'a run takes the place of one that nobody else has replaced',
      by: 'runs begin as if there were none',
      sabotage: altered({ of: 'mrp_event', kind: 'put' }, (row) => {
        const { replaced: _, ...data } = keptIn(row).data;
        return { ...row, event: { ...keptIn(row), data } };
      }),
      fails: /runs were replaced twice/,
    },
    {
      law: 'a run that was replaced was there',
      by: 'the event names another run',
      sabotage: altered({ of: 'mrp_event', kind: 'put', nth: 2 }, (row) =>
        withData(row, { replaced: 'run-of-nobody' }),
      ),
      fails: /run-of-nobody was never told of/,
    },
    {
      law: 'the last plan is the current one',
      by: 'it never becomes current',
      sabotage: dropped({ of: 'mrp_current_run', nth: 7 }),
      fails: /the last plan, .*, is not/,
    },
    {
      law: 'nothing is left of other plans',
      by: 'orders of a plan that is over stay',
      sabotage: instead({ of: 'mrp_planned_order', kind: 'remove' }, () => []),
      fails: /mrp_planned_order still has/,
    },
    {
      law: 'nothing is left of other plans',
      by: 'a run that is over stays',
      sabotage: dropped({ of: 'mrp_run', kind: 'remove' }),
      fails: /mrp_run still has/,
    },
    {
      law: 'the outbox comes to its end',
      by: 'an event stays that was let go',
      sabotage: dropped({ of: 'mrp_event', kind: 'remove' }),
      fails: /the outbox of .* comes to its end/,
    },
  ],
};
