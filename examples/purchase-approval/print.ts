/**
 * What the example prints: times, tasks, why an instance waits, and what has happened to it.
 */
import {
  compileProcess,
  explain,
  feel,
  type HistoryPage,
  type Instance,
  type Library,
  type Reason,
  type StoredTask,
} from '@kontor/bpm';
import { office } from './office.ts';
import { purchase } from './purchase-process.ts';

const compiled = compileProcess(purchase, { languages: [feel] });
const library: Library = {
  process: () => compiled,
  called: () => undefined,
  decisions: new Map(),
  calendars: { office },
  burstSteps: 1000,
};

const amsterdam = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Amsterdam',
  weekday: 'short',
  day: '2-digit',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** A time on the office's wall: `Mon 02 Mar 09:00`. */
export function timeOf(instant: number): string {
  const parts = new Map(amsterdam.formatToParts(instant).map(({ type, value }) => [type, value]));
  const [weekday, day, month] = [parts.get('weekday'), parts.get('day'), parts.get('month')];
  return `${weekday} ${day} ${month} ${parts.get('hour')}:${parts.get('minute')}`;
}

/** Prints a line. */
export const say = (text: string): void => console.log(`  ${text}`);

/** Prints a heading with its time. */
export const head = (instant: number, text: string): void =>
  console.log(`\n${timeOf(instant)}  ${text}`);

/** Prints tasks: what to do, for whom, until when. */
export function printTasks(tasks: readonly StoredTask[]): void {
  for (const { name, candidateGroups = [], assignee, due, instructions = '' } of tasks) {
    const whose = assignee ?? `one of the ${candidateGroups.join(', ')}`;
    say(`task  ${name}, for ${whose}${due === undefined ? '' : `, until ${timeOf(due)}`}`);
    say(`      ${instructions}`);
  }
}

/** Prints why an instance stands where it stands, or how it ended. */
export function printReasons(instance: Instance): void {
  if (instance.state !== 'active') return say(`${instance.id} is ${instance.state}`);
  for (const reason of explain(library, instance)) say(`${instance.id} ${reasonText(reason)}`);
}

function reasonText(reason: Reason): string {
  switch (reason.kind) {
    case 'join':
      return `has a join '${reason.node}' that lacks ${reason.missing.join(', ')}`;
    case 'incident':
      return `has an incident at '${reason.node}': ${reason.message}`;
    default:
      return `waits at '${reason.node}' for ${reason.for}`;
  }
}

/** Prints what an instance went through: a line for each commit. */
export function printHistory(pages: readonly HistoryPage[]): void {
  for (const { at, events } of pages) {
    const done = events.flatMap((event) => {
      if (event.type === 'left') return [event.node];
      return event.type === 'cancelled' ? [`(${event.node} stopped)`] : [];
    });
    say(`${timeOf(at)}  ${done.join(', ') || '(an attempt failed)'}`);
  }
}
