/** What the example prints. */
import type { MigrationReport, Reason } from '@kontor/bpm';

/** Prints a line. */
export const say = (text: string): void => console.log(`  ${text}`);

/** Prints a heading with its day. */
export const head = (instant: number, text: string): void =>
  console.log(`\n${new Date(instant).toISOString().slice(0, 10)}  ${text}`);

/** Prints why an instance stands where it stands. */
export function printReasons(id: string, state: string, reasons: readonly Reason[]): void {
  if (reasons.length === 0) return say(`${id} is ${state}`);
  const words = reasons.map((reason) => {
    if (reason.kind === 'join') return `${reason.node} lacks ${reason.missing.join(', ')}`;
    if (reason.kind === 'incident') return `${reason.node}: ${reason.message}`;
    return `${reason.node} waits for ${'for' in reason ? reason.for : ''}`;
  });
  say(`${id}: ${words.join('; ')}`);
}

/** Prints what a migration does, or would do: an instance a line. */
export function printReport({ instances, moved, blocked, isDryRun }: MigrationReport): void {
  for (const { instance, moves, opens, closes, blocks } of instances) {
    const words = [
      ...moves.map(({ from, to }) => (from === to ? `${from} stays` : `${from} becomes ${to}`)),
      ...closes.map((node) => `${node} closes`),
      ...opens.map((node) => `${node} opens`),
      ...blocks.map(({ code, message }) => `NOT moved, ${code}: it ${message}`),
    ];
    say(`${instance}: ${words.join(', ')}`);
  }
  say(`${moved} ${isDryRun ? 'can be moved' : 'moved'}, ${blocked} kept back`);
}
