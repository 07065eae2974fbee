/**
 * What is refused: the field, the text, and the code with the field at fault.
 */
import { createCalendar, everyDayCalendar } from '@kontor/kernel';
import { describe, expect, test } from 'vitest';
import { isTimerIssue } from '../../src/timer/timer-issue.ts';
import { readTimer, type TimerContext, type TimerSpec } from '../../src/timer/timer-rule.ts';
import { rowsOf } from './timeline.ts';

const context: TimerContext = {
  zone: 'Europe/Rome',
  calendars: {
    always: everyDayCalendar(),
    office: createCalendar({ zone: 'Europe/Rome', week: { 'mon-fri': ['09:00-17:00'] } }),
  },
};

const codeOf = (spec: TimerSpec, within = context): string => {
  const reading = readTimer(spec, within);
  if (!isTimerIssue(reading)) return 'read';
  expect(reading.message).toMatch(/^.*: .*\.$|\. .*\.$/);
  return `${reading.code} at ${reading.at}`;
};

describe('texts', () => {
  test.each(
    rowsOf(`
    date     |                          | timer-date at date
    date     | tomorrow                 | timer-date at date
    date     | 2026-02-30               | timer-date at date
    date     | 2026-13-01               | timer-date at date
    date     | 2026-3-1                 | timer-date at date
    date     | 20260301                 | timer-date at date
    date     | 2026-03-01 10:00         | timer-date at date
    date     | 2026-03-01T24:00         | timer-date at date
    date     | 2026-03-01T10            | timer-date at date
    date     | 2026-03-01T10:60         | timer-date at date
    date     | 2026-03-01T10:00:60      | timer-date at date
    date     | 2026-03-01T10:00+24:00   | timer-date at date
    date     | 2026-03-01T10:00 Europe/Rome | timer-date at date
    date     | 2026-03-01T10:00[Europe/Rome] | timer-date at date
    duration |                          | timer-duration at duration
    duration | P                        | timer-duration at duration
    duration | PT                       | timer-duration at duration
    duration | P1DT                     | timer-duration at duration
    duration | P1H                      | timer-duration at duration
    duration | PT1D                     | timer-duration at duration
    duration | PT1.5H                   | timer-duration at duration
    duration | P0.5D                    | timer-duration at duration
    duration | PT1.S                    | timer-duration at duration
    duration | P1M1Y                    | timer-duration at duration
    duration | p1d                      | timer-duration at duration
    duration | 5 minutes                | timer-duration at duration
    duration | P9999999999D             | timer-duration at duration
    duration | -P1D                     | timer-negative at duration
    duration | PT-5M                    | timer-negative at duration
    cycle    | P1D                      | timer-cycle at cycle
    cycle    | R3                       | timer-cycle at cycle
    cycle    | R3/                      | timer-cycle at cycle
    cycle    | R0/PT1H                  | timer-cycle at cycle
    cycle    | R-1/PT1H                 | timer-cycle at cycle
    cycle    | Rx/PT1H                  | timer-cycle at cycle
    cycle    | R3/2026-01-01            | timer-cycle at cycle
    cycle    | R3/2026-01-01/P1D/2027-01-01 | timer-cycle at cycle
    cycle    | R3/2026-01-01/2026-01-02 | timer-duration at cycle
    cycle    | R3/P1D/P1D               | timer-date at cycle
    cycle    | R3/2026-02-30/P1D        | timer-date at cycle
    cycle    | R3/-PT1H                 | timer-negative at cycle
    cycle    | R3/2026-01-01/-P1D       | timer-negative at cycle
    cycle    | R/PT0S                   | timer-endless at cycle
    cycle    | R/2026-01-01/P0D         | timer-endless at cycle
    cron     |                          | timer-cron at cron
    cron     | * * * *                  | timer-cron at cron
    cron     | * * * * * * *            | timer-cron at cron
    cron     | 60 * * * *               | timer-cron at cron
    cron     | * 24 * * *               | timer-cron at cron
    cron     | * * 0 * *                | timer-cron at cron
    cron     | * * 32 * *               | timer-cron at cron
    cron     | * * * 13 *               | timer-cron at cron
    cron     | * * * * 8                | timer-cron at cron
    cron     | 5-2 * * * *              | timer-cron at cron
    cron     | */0 * * * *              | timer-cron at cron
    cron     | 1, * * * *               | timer-cron at cron
    cron     | * * * ENE *              | timer-cron at cron
    cron     | * * 15W * *              | timer-cron at cron
    cron     | * * * * 5L               | timer-cron at cron
    cron     | * * * * 5#2              | timer-cron at cron
    cron     | * * * * SAT-MON          | timer-cron at cron
    cron     | @reboot                  | timer-cron at cron
    cron     | 0 0 30 2 *               | timer-never at cron
    cron     | 0 0 31 4,6,9,11 *        | timer-never at cron
  `),
  )('%s %s', (field, text, expected) => {
    expect(codeOf({ [field]: text })).toBe(expected);
  });
});

describe('what surrounds the text', () => {
  test.each<[what: string, spec: TimerSpec, expected: string]>([
    ['no text', {}, 'timer-kind at date'],
    ['two texts', { date: '2026-01-01', cron: '@daily' }, 'timer-kind at date'],
    ['a number', { duration: 5 as unknown as string }, 'timer-kind at duration'],
    ['an unknown zone', { duration: 'P1D', zone: 'Europe/Atlantis' }, 'timer-zone at zone'],
    ['an empty zone', { duration: 'P1D', zone: '' }, 'timer-zone at zone'],
    ['an offset as zone', { duration: 'P1D', zone: '+0530' }, 'read'],
    ['an unknown policy', { cron: '@daily', missed: 'all' as 'skip' }, 'timer-missed at missed'],
    ['an unknown calendar', { duration: 'P1D', calendar: 'x' }, 'timer-calendar at calendar'],
    [
      'no calendar of ours',
      { duration: 'P1D', calendar: 'toString' },
      'timer-calendar at calendar',
    ],
    [
      'months on a calendar',
      { duration: 'P1M', calendar: 'office' },
      'timer-calendar-misfit at duration',
    ],
    [
      'weeks on a calendar',
      { cycle: 'R/P1W', calendar: 'office' },
      'timer-calendar-misfit at cycle',
    ],
    [
      'a date on a calendar',
      { date: '2026-01-01', calendar: 'office' },
      'timer-calendar-misfit at calendar',
    ],
    [
      'a cron on a calendar',
      { cron: '@daily', calendar: 'office' },
      'timer-calendar-misfit at calendar',
    ],
    [
      'another zone than the calendar',
      { duration: 'P1D', calendar: 'office', zone: 'UTC' },
      'timer-calendar-misfit at zone',
    ],
    [
      'the zone of the calendar',
      { duration: 'P1D', calendar: 'office', zone: 'Europe/Rome' },
      'read',
    ],
  ])('%s', (_what, spec, expected) => {
    expect(codeOf(spec)).toBe(expected);
  });

  test("the process's zone is checked too", () => {
    expect(codeOf({ duration: 'P1D' }, { zone: 'Nowhere' })).toBe('timer-zone at zone');
  });
});

describe('the zone of a timer', () => {
  const zoneOf = (spec: TimerSpec, within?: TimerContext): string => {
    const reading = readTimer(spec, within);
    return isTimerIssue(reading) ? reading.code : reading.zone;
  };

  test.each<[string, TimerSpec, TimerContext | undefined, string]>([
    ['UTC', { cron: '@daily' }, undefined, 'UTC'],
    ["the process's", { cron: '@daily' }, context, 'Europe/Rome'],
    [
      "the timer's before the process's",
      { cron: '@daily', zone: 'Asia/Tokyo' },
      context,
      'Asia/Tokyo',
    ],
    [
      'an offset in the text before both',
      { date: '2026-01-01T00:00-03', zone: 'Asia/Tokyo' },
      context,
      '-03:00',
    ],
    ['an offset of a start', { cycle: 'R/2026-01-01T00:00Z/P1D' }, context, 'UTC'],
    ['an offset of an end', { cycle: 'R/P1D/2026-01-01T00:00+0530' }, context, '+05:30'],
    [
      "the calendar's before the process's",
      { duration: 'P1D', calendar: 'always' },
      context,
      'UTC',
    ],
  ])('is %s', (_what, spec, within, expected) => {
    expect(zoneOf(spec, within)).toBe(expected);
  });
});
