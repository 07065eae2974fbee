/**
 * The laws of processes that are held against what engines have written: each is broken by engines
 * that write it wrongly, and all that sees their commits sees the same.
 */
import { runBpmWorld } from '../bpm-world.ts';
import { altered, dropped, type Row } from './broken-store.ts';
import type { SabotagedWorld } from './sabotages.ts';

type Event = Row & { readonly trigger?: Row };

const eventsIn = (row: Row): readonly Event[] => row['events'] as readonly Event[];

/** History whose events are told otherwise; what they make of an instance stays. */
const told = (change: (event: Event) => Event) =>
  altered({ of: 'bpm_history', kind: 'insert' }, (row) => ({
    ...row,
    events: eventsIn(row).map(change),
  }));

const isLeaving = ({ type, node }: Event): boolean =>
  type === 'left' && /^(?:user|service)/.test(String(node));

/** Another name for who has completed something. */
const completedBy = (name: (by: unknown) => string) =>
  told((event) => {
    if (event.trigger?.['kind'] !== 'complete' || event.trigger['claimedAt'] !== undefined) {
      return event;
    }
    return { ...event, trigger: { ...event.trigger, by: name(event.trigger['by']) } };
  });

/** The end of an instance is told to be what was done last once more. */
function withTaskAtTheEnd() {
  let last: unknown;
  return altered({ of: 'bpm_history', kind: 'insert' }, (row) => {
    const events = eventsIn(row);
    const isLast = events.some(({ type }) => type === 'ended');
    const retold = events.map((event) => {
      if (isLeaving(event)) last = event['node'];
      const isEnd = event['type'] === 'left' && String(event['node']).startsWith('end');
      return isLast && isEnd ? { ...event, node: last } : event;
    });
    return { ...row, events: retold };
  });
}

/**
 * Locks run out at once, and the second claim of a job leaves the fence as the first has made it; a
 * third is as it should be, so that every job can be ended.
 */
function withFenceThatStays() {
  const claimed = new Set<unknown>();
  return altered({ of: 'bpm_job', kind: 'put' }, (row) => {
    const { id, fence, claimedAt } = row;
    if (fence === 1) {
      claimed.add(id);
      return { ...row, due: claimedAt };
    }
    return fence === 2 && claimed.delete(id) ? { ...row, fence: 1 } : row;
  });
}

export const processEngines: SabotagedWorld = {
  world: 'bpm engines',
  run: runBpmWorld,
  breaks: 'engines',
  laws: [
    {
      law: 'what was started is what is there',
      by: 'a message that somebody waits for starts an instance',
      sabotage: dropped({
        of: 'bpm_subscription',
        kind: 'insert',
        where: ({ name }) => name === 'other',
      }),
      fails: /\d+ instances were started/,
    },
    {
      law: 'the tasks of a block are done in their block',
      by: 'another task is told to be done',
      sabotage: told((event) => (isLeaving(event) ? { ...event, node: 'nobody' } : event)),
      fails: /did .* where .* was due/,
    },
    {
      law: 'nothing is done beyond the end',
      by: 'the end is told to be a task',
      sabotage: withTaskAtTheEnd(),
      fails: /did .* beyond its end/,
    },
    {
      law: 'a command happens once',
      by: 'all is told to be done by one',
      sabotage: completedBy(() => 'ann'),
      fails: /ann happened \d+ times/,
    },
    {
      law: 'what was acknowledged is in the history',
      by: 'another is told to have done it',
      sabotage: completedBy((by) => `not ${String(by)}`),
      fails: /was acknowledged, and is in no history/,
    },
    {
      law: 'a page of history comes with its snapshot',
      by: 'the snapshot is left out',
      sabotage: dropped({ of: 'bpm_instance', kind: 'put', nth: 2 }),
      fails: /a page of .* comes with its snapshot/,
    },
    {
      law: 'a job is ended under the fence that counts',
      by: 'a claim does not raise the fence',
      sabotage: withFenceThatStays(),
      fails: /was ended under fence 1, and/,
    },
  ],
};
