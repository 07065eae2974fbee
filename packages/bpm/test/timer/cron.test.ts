/**
 * Cron texts: what each one matches, and what a clock change makes of it.
 */
import { describe, expect, test } from 'vitest';
import { activate } from '../../src/timer/timer-state.ts';
import { occurrences, rowsOf, ruleOf, utc } from './timeline.ts';

const grid = (table: string): void => {
  test.each(rowsOf(table))('%s in %s after %s: %s', (cron, zone, after, _what, expected) => {
    const wanted = expected.split(', ');
    const state = activate(ruleOf({ cron: cron }, { zone: zone }), utc(after));
    expect(occurrences(state, wanted.length)).toEqual(wanted);
  });
};

describe('fields', () => {
  grid(`
    30 9 * * *           | UTC | 2026-01-01T09:30 | strictly after now     | 2026-01-02T09:30, 2026-01-03T09:30
    15 30 9 * * *        | UTC | 2026-01-01T09:30 | six fields: seconds    | 2026-01-01T09:30:15, 2026-01-02T09:30:15
    */20 * * * *         | UTC | 2026-01-01T09:30 | steps                  | 2026-01-01T09:40, 2026-01-01T10:00, 2026-01-01T10:20
    5/25 * * * *         | UTC | 2026-01-01T09:30 | steps from a value     | 2026-01-01T09:55, 2026-01-01T10:05, 2026-01-01T10:30
    0 8-12/2,20 * * *    | UTC | 2026-01-01T09:30 | ranges and lists       | 2026-01-01T10:00, 2026-01-01T12:00, 2026-01-01T20:00, 2026-01-02T08:00
    0 0 1 jan,JUL *      | UTC | 2026-01-01T09:30 | names of months        | 2026-07-01T00:00, 2027-01-01T00:00
    0 0 * * mon-fri      | UTC | 2026-01-01T09:30 | names of weekdays      | 2026-01-02T00:00, 2026-01-05T00:00
    0 0 * * fri-sun      | UTC | 2026-01-01T09:30 | a week ends on Sunday  | 2026-01-02T00:00, 2026-01-03T00:00, 2026-01-04T00:00, 2026-01-09T00:00
    0 0 ? * 7            | UTC | 2026-01-01T09:30 | Sunday is 0 and 7      | 2026-01-04T00:00, 2026-01-11T00:00
    0 0 ? * 0            | UTC | 2026-01-01T09:30 | a question mark is any | 2026-01-04T00:00, 2026-01-11T00:00
    0 0 * * 0-0          | UTC | 2026-01-01T09:30 | a range of one         | 2026-01-04T00:00, 2026-01-11T00:00
    0 0 L * *            | UTC | 2026-01-31T09:30 | the last day           | 2026-02-28T00:00, 2026-03-31T00:00
    0 0 15,L 2 *         | UTC | 2028-01-31T09:30 | the last day in a list | 2028-02-15T00:00, 2028-02-29T00:00, 2029-02-15T00:00
    0 0 13 * FRI         | UTC | 2026-01-01T09:30 | either day field       | 2026-01-02T00:00, 2026-01-09T00:00, 2026-01-13T00:00, 2026-01-16T00:00
    0 0 */2 * MON        | UTC | 2026-01-01T09:30 | a star asks for both   | 2026-01-05T00:00, 2026-01-19T00:00, 2026-02-09T00:00
    0 0 29 2 *           | UTC | 2096-03-01T00:00 | once in eight years    | 2104-02-29T00:00, 2108-02-29T00:00
    @yearly              | UTC | 2026-01-01T09:30 | a name                 | 2027-01-01T00:00
    @monthly             | UTC | 2026-01-01T09:30 | a name                 | 2026-02-01T00:00
    @weekly              | UTC | 2026-01-01T09:30 | a name                 | 2026-01-04T00:00
    @Daily               | UTC | 2026-01-01T09:30 | a name                 | 2026-01-02T00:00
    @hourly              | UTC | 2026-01-01T09:30 | a name                 | 2026-01-01T10:00
    0 9 * * *            | +05:30 | 2026-01-01T09:30 | at an offset        | 2026-01-02T03:30
  `);
});

describe('clock changes', () => {
  grid(`
    30 2 * * *    | Europe/Rome | 2026-03-27T12:00 | in a gap: once, forward by the gap  | 2026-03-28T01:30, 2026-03-29T01:30, 2026-03-30T00:30
    30 2 * * *    | Europe/Rome | 2026-10-24T12:00 | in a fold: once, the earlier        | 2026-10-25T00:30, 2026-10-26T01:30
    45 2 * * *    | Europe/Rome | 2026-03-29T01:10 | asked for after the gap             | 2026-03-29T01:45, 2026-03-30T00:45
    30 2,3 * * *  | Europe/Rome | 2026-03-29T00:00 | two wall times at one instant       | 2026-03-29T01:30, 2026-03-30T00:30, 2026-03-30T01:30
    10,45 2,3 * * * | Europe/Rome | 2026-03-29T00:00 | both clocks, in order of instants | 2026-03-29T01:10, 2026-03-29T01:45, 2026-03-30T00:10
    45 2 29 3 *   | Europe/Rome | 2026-03-29T00:50 | the gap is still ahead              | 2026-03-29T01:45, 2027-03-29T00:45
    */30 * * * *  | Europe/Rome | 2026-10-24T23:40 | nothing in the second hour          | 2026-10-25T00:00, 2026-10-25T00:30, 2026-10-25T02:00
    30 2 * * *    | Europe/Rome | 2026-10-25T01:10 | in the second hour it is over       | 2026-10-26T01:30
    0,15 3 * * *  | Europe/Rome | 2026-10-25T01:30 | in the second hour what follows is to come | 2026-10-25T02:00, 2026-10-25T02:15, 2026-10-26T02:00
    15 2 * * *    | Australia/Lord_Howe | 2026-10-02T16:00 | half an hour                | 2026-10-03T15:45, 2026-10-04T15:15
    0 12 * * *    | Pacific/Apia | 2011-12-29T12:00 | a day left out falls on the next   | 2011-12-29T22:00, 2011-12-30T22:00, 2011-12-31T22:00
  `);

  test('the state holds the wall time that was meant, also in a gap', () => {
    const rule = ruleOf({ cron: '30 2 * * *', zone: 'Europe/Rome' });
    expect(activate(rule, utc('2026-03-28T12:00'))).toEqual({
      kind: 'cron',
      text: '30 2 * * *',
      zone: 'Europe/Rome',
      missed: 'fireOnce',
      anchor: '2026-03-29T02:30:00',
      occurrence: 0,
      due: utc('2026-03-29T01:30'),
    });
  });
});
