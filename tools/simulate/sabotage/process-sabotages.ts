/** The laws of processes and charts, each broken once. */
import { runChartWorld } from '../../../packages/bpm/test/engine/chart-world.ts';
import { runBpmWorld } from '../bpm-world.ts';
import { acknowledgedOnly, altered, dropped, type Row } from './broken-store.ts';
import type { SabotagedWorld } from './sabotages.ts';

/** A snapshot that says another thing than the history does. */
const withOtherSerial = (row: Row): Row => ({
  ...row,
  snapshot: { ...(row['snapshot'] as object), serial: 1_000_000 },
});

const withoutLastEvent = (row: Row): Row => ({
  ...row,
  events: (row['events'] as readonly unknown[]).slice(0, -1),
});

const isCompleted = ({ state }: Row): boolean => state === 'completed';

export const processWorld: SabotagedWorld = {
  world: 'bpm',
  run: runBpmWorld,
  laws: [
    {
      law: 'everything that was started ends',
      by: 'a timer is not armed',
      sabotage: dropped({ of: 'bpm_timer', kind: 'insert' }),
      fails: /is \{.*"state":"active"/,
    },
    {
      law: 'everything that was started ends',
      by: 'the call for a worker gets lost',
      sabotage: dropped({ of: 'bpm_job', kind: 'insert' }),
      fails: /is \{.*"state":"active"/,
    },
    {
      law: 'an effect inside a commit happens once',
      by: 'it happens twice',
      sabotage: altered({ of: 'sim_effect', nth: 1 }, (row) => ({ ...row, times: 2 })),
      fails: /effect .* happened 2 times/,
    },
    {
      law: 'no effect inside a commit gets lost',
      by: 'it is not kept, and the commit is',
      sabotage: dropped({ of: 'sim_effect', nth: 1 }),
      fails: /effects inside, not/,
    },
    {
      law: 'no effect outside gets lost',
      by: 'two jobs go under one key',
      sabotage: altered({ of: 'bpm_job', kind: 'insert' }, (row) => ({
        ...row,
        effectKey: 'the same',
      })),
      fails: /effects outside, not/,
    },
    {
      law: 'a message brings what it was told with',
      by: 'what it brings gets lost in the buffer',
      sabotage: altered({ of: 'bpm_message' }, (row) => ({ ...row, variables: {} })),
      fails: /got .*, not got_/,
    },
    {
      law: 'history goes on where it was',
      by: 'a commit is acknowledged and not done',
      sabotage: acknowledgedOnly({ of: 'bpm_history', nth: 4 }),
      fails: /history of .* goes on at/,
    },
    {
      law: 'the history gives the snapshot',
      by: 'a snapshot is kept otherwise',
      sabotage: altered({ of: 'bpm_instance', kind: 'insert' }, withOtherSerial),
      fails: /history of .* gives/,
    },
    {
      law: 'the snapshot is kept as it was seen',
      by: 'the last one is kept otherwise',
      sabotage: altered({ of: 'bpm_instance', where: isCompleted }, withOtherSerial),
      fails: /was kept as it was seen/,
    },
    {
      law: 'the history is kept as it was seen',
      by: 'an event of it gets lost',
      sabotage: altered({ of: 'bpm_history', nth: 2 }, withoutLastEvent),
      fails: /the history of .* was kept as it was seen/,
    },
    {
      law: 'nothing waits when all has ended',
      by: 'a subscription stays that was over',
      sabotage: dropped({ of: 'bpm_subscription', kind: 'remove' }),
      fails: /bpm_subscription still has/,
    },
  ],
};

export const chartWorld: SabotagedWorld = {
  world: 'charts',
  run: runChartWorld,
  laws: [
    {
      law: 'the chart stands where it stands without faults',
      by: 'a timer is not armed',
      sabotage: dropped({ of: 'bpm_timer', kind: 'insert' }),
      fails: /stands where it stands without faults/,
    },
    {
      law: 'the history gives the snapshot, at the end',
      by: 'an event of it gets lost',
      sabotage: altered({ of: 'bpm_history', nth: 2 }, withoutLastEvent),
      fails: /history/,
    },
    {
      law: 'the history gives the snapshot, after each commit',
      by: 'a snapshot is kept otherwise',
      sabotage: altered({ of: 'bpm_instance', kind: 'insert' }, withOtherSerial),
      fails: /deep|equal/i,
    },
    {
      law: 'what is done in a commit is done once',
      by: 'an effect gets lost',
      sabotage: dropped({ of: 'sim_chart_effect', nth: 1 }),
      fails: /stands where it stands without faults/,
    },
    {
      law: 'an event that is sent twice is taken once',
      by: 'nobody remembers that it was taken',
      sabotage: dropped({ of: 'bpm_delivery' }),
      fails: /stands where it stands without faults/,
    },
  ],
};
