/** What the example prints: times, where a case stands, and what it went through. */
import type { ChartInstance, HistoryPage } from '@kontor/bpm';

const amsterdam = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Amsterdam',
  weekday: 'short',
  day: '2-digit',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** A time on the desk's wall: `Mon 02 Mar 09:00`. */
export function timeOf(instant: number): string {
  const parts = new Map(amsterdam.formatToParts(instant).map(({ type, value }) => [type, value]));
  const [weekday, day, month] = [parts.get('weekday'), parts.get('day'), parts.get('month')];
  return `${weekday} ${day} ${month} ${parts.get('hour')}:${parts.get('minute')}`;
}

/** Prints a line under a heading. */
export const say = (text: string): void => console.log(`  ${text}`);

/** Prints where a case stands, and its data. */
export function printCase({ id, state, sessions }: ChartInstance): void {
  const { active, data = {} } = sessions[0]!;
  const facts = ['article', 'replies', 'reminders']
    .map((name) => `${name} ${JSON.stringify(data[name])}`)
    .join(', ');
  say(`${id}: ${state === 'active' ? active.join() : state}; ${facts}`);
}

/** Prints the states that a case was in, a line for each commit that changed them. */
export function printPath(pages: readonly HistoryPage[]): void {
  for (const { at, events } of pages) {
    const steps = events.flatMap((event) => {
      if (event.type === 'left') return [`-${event.node}`];
      return event.type === 'entered' ? [`+${event.node}`] : [];
    });
    if (steps.length > 0) say(`${timeOf(at)}  ${steps.join(' ')}`);
  }
}
