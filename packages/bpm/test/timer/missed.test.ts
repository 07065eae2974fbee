/**
 * What an engine does when it comes back: each row a timer, when it was activated, until when the
 * engine was down, and per policy the number of firings with the occurrence that comes next.
 */
import { describe, expect, test } from 'vitest';
import { missedAt } from '../../src/timer/missed.ts';
import type { MissedPolicy } from '../../src/timer/timer-rule.ts';
import { activate } from '../../src/timer/timer-state.ts';
import { occurrences, rowsOf, ruleOf, utc, utcText } from './timeline.ts';

const rows = rowsOf(`
  down in the middle of n       | R5/PT1H                 | 00:00 | 03:30 | 1 3@04:00 | 3 3@04:00 | 0 3@04:00
  all of n missed               | R3/PT1H                 | 00:00 | 10:00 | 1 over    | 3 over    | 0 over
  not due yet                   | R3/PT1H                 | 00:00 | 00:59 | 0 0@01:00 | 0 0@01:00 | 0 0@01:00
  due now is due, under skip too | R3/PT1H                | 00:00 | 01:00 | 1 1@02:00 | 1 1@02:00 | 1 1@02:00
  some missed and one due now   | R5/PT1H                 | 00:00 | 03:00 | 1 3@04:00 | 3 3@04:00 | 1 3@04:00
  the last one is due now       | R3/PT1H                 | 00:00 | 03:00 | 1 over    | 3 over    | 1 over
  no limit                      | R/PT1H                  | 00:00 | 23:30 | 1 23@24:00 | 23 23@24:00 | 0 23@24:00
  a start before activation     | R4/2026-01-01T00:00/PT1H | 02:30 | 02:30 | 1 3@03:00 | 3 3@03:00 | 0 3@03:00
  a start at activation         | R4/2026-01-01T00:00/PT1H | 00:00 | 00:00 | 1 1@01:00 | 1 1@01:00 | 1 1@01:00
  a date that is over           | 2026-01-01T00:00        | 02:30 | 02:30 | 1 over    | 1 over    | 0 over
  a duration                    | PT1H                    | 00:00 | 02:30 | 1 over    | 1 over    | 0 over
  a duration of nothing         | PT0S                    | 00:00 | 00:00 | 1 over    | 1 over    | 1 over
  several at one instant        | R3/PT0S                 | 00:00 | 00:00 | 1 over    | 3 over    | 3 over
  cron: firings are counted     | 0 * * * *               | 00:00 | 03:30 | 1 1@04:00 | 3 3@04:00 | 0 0@04:00
  cron: due now is due          | 0 * * * *               | 00:00 | 03:00 | 1 1@04:00 | 3 3@04:00 | 1 1@04:00
`);

const at = (text: string): number =>
  utc('2026-01-01') + Number(text.slice(0, 2)) * 3_600_000 + Number(text.slice(3)) * 60_000;

const kindOf = (text: string): 'cycle' | 'duration' | 'cron' | 'date' => {
  if (text.startsWith('R')) return 'cycle';
  if (text.startsWith('P')) return 'duration';
  return text.includes('*') ? 'cron' : 'date';
};

describe.each([
  ['fireOnce', 4],
  ['fireAll', 5],
  ['skip', 6],
] as const)('%s', (missed: MissedPolicy, column: number) => {
  test.each(rows)('%s: %s from %s to %s', (...cells) => {
    const [, text, activated, now] = cells as [string, string, string, string];
    const state = activate(ruleOf({ [kindOf(text)]: text, missed }), at(activated));
    const { firings, next } = missedAt(state, at(now));
    const day = utc('2026-01-01');
    const clock = (due: number): string =>
      due === day + 86_400_000 ? '24:00' : utcText(due).slice(11);
    const then = next === undefined ? 'over' : `${next.occurrence}@${clock(next.due!)}`;
    expect(`${firings} ${then}`).toBe(cells[column]);
  });
});

describe('missedAt', () => {
  test('finds its way past a billion seconds', () => {
    const rule = ruleOf({ cycle: 'R/1990-01-01/PT1S', missed: 'fireAll' });
    const state = activate(rule, 0);
    const { firings, next } = missedAt(state, utc('2026-01-01'));
    expect(firings).toBe((utc('2026-01-01') - utc('1990-01-01')) / 1000 + 1);
    expect(next?.due).toBe(utc('2026-01-01') + 1000);
  });

  test('finds its way past years of a cron of seconds, without counting them', () => {
    const state = activate(ruleOf({ cron: '* * * * * *', missed: 'skip' }), 0);
    expect(missedAt(state, utc('2026-01-01')).next?.due).toBe(utc('2026-01-01') + 1000);
  });

  test('leaves the rest of the timer as if the engine had been there', () => {
    const rule = ruleOf({ cycle: 'R4/2026-01-31T09:00/P1M' }, { zone: 'Europe/Rome' });
    const { next } = missedAt(activate(rule, utc('2026-01-01')), utc('2026-03-01'));
    expect(occurrences(next!)).toEqual(['2026-03-31T07:00', '2026-04-30T07:00']);
  });

  test('leaves a timer that is never due as it is', () => {
    const state = activate(ruleOf({ duration: 'P9000Y' }), 0);
    expect(missedAt(state, utc('2026-01-01'))).toEqual({ firings: 0, next: state });
  });
});
