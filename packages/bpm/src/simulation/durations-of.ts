/** Durations as they were: from the history of real instances to distributions of a simulation. */
import { type ActivityInstance, isStep, timesOf } from '../insight/activity-instance.ts';
import { type Distribution, empirical } from './distribution.ts';

/**
 * The time that was worked at each task and job, by its id: of runs that were completed and at
 * which somebody was seen to work. A task that was completed without being claimed tells nothing of
 * how long it took.
 *
 * @example
 * const durations = durationsOf(await readActivities(store, 'order'));
 */
export function durationsOf(
  activities: Iterable<ActivityInstance>,
): Readonly<Record<string, Distribution>> {
  const seen = new Map<string, number[]>();
  for (const activity of activities) {
    const { node, state, awaits, work } = activity;
    const isWorked = state === 'completed' && work.length > 0 && isStep(activity);
    if (!isWorked || (awaits !== 'task' && awaits !== 'job')) continue;
    const { workingMs } = timesOf(activity);
    const known = seen.get(node);
    if (known === undefined) seen.set(node, [workingMs]);
    else known.push(workingMs);
  }
  return Object.fromEntries([...seen].map(([node, values]) => [node, empirical(values)]));
}
