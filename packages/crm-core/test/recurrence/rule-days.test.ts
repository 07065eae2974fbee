/**
 * The days of recurrence rules, against the examples of the standard.
 *
 * @source RFC 5545, section 3.8.5.3 (dates of its examples; New York, 09:00)
 */
import { describe, expect, test } from 'vitest';
import { type ActivityScheduleInput, CrmError, occurrences } from '@kontor/crm-core';

type Rule = ActivityScheduleInput['recurrence'];

/** '1997 Sep 2 4 6, Oct 1; 1998 Jan 3' of days. */
function shown(days: readonly string[]): string {
  const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
  let [text, ofYear, ofMonth] = ['', '', ''];
  for (const one of days) {
    const [year, month, day] = one.split('-') as [string, string, string];
    const name = MONTHS[Number(month) - 1]!;
    if (year !== ofYear) text += `${text && '; '}${year} ${name}`;
    else if (month !== ofMonth) text += `, ${name}`;
    [ofYear, ofMonth] = [year, month];
    text += ` ${Number(day)}`;
  }
  return text;
}

/** The first days of a rule, as many as the row names. */
function daysOf(startsOn: string, recurrence: Rule, limit: number): string[] {
  const schedule = { startsOn, startTime: '09:00', zone: 'America/New_York', recurrence };
  const [from, to] = [`${startsOn}T00:00:00.000Z`, `2040-01-01T00:00:00.000Z`];
  return occurrences(schedule, { from, to, limit: 20_000 })
    .slice(0, limit)
    .map(({ day }) => day);
}

const workdays = ['MO', 'TU', 'WE', 'TH', 'FR'] as const;

describe('RFC 5545', () => {
  test.each<[name: string, startsOn: string, rule: Rule, days: string]>([
    [
      'daily for 10',
      '1997-09-02',
      { frequency: 'daily', count: 10 },
      '1997 Sep 2 3 4 5 6 7 8 9 10 11',
    ],
    [
      'every other day',
      '1997-09-02',
      { frequency: 'daily', interval: 2 },
      '1997 Sep 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30, Oct 2 4',
    ],
    [
      'every 10 days, 5 times',
      '1997-09-02',
      { frequency: 'daily', interval: 10, count: 5 },
      '1997 Sep 2 12 22, Oct 2 12',
    ],
    [
      'weekly for 10',
      '1997-09-02',
      { frequency: 'weekly', count: 10 },
      '1997 Sep 2 9 16 23 30, Oct 7 14 21 28, Nov 4',
    ],
    [
      'every other week',
      '1997-09-02',
      { frequency: 'weekly', interval: 2, weekStart: 'SU' },
      '1997 Sep 2 16 30, Oct 14 28, Nov 11 25, Dec 9 23; 1998 Jan 6 20, Feb 3 17',
    ],
    [
      'weekly on Tuesday and Thursday for five weeks',
      '1997-09-02',
      { frequency: 'weekly', count: 10, weekStart: 'SU', byDay: ['TU', 'TH'] },
      '1997 Sep 2 4 9 11 16 18 23 25 30, Oct 2',
    ],
    [
      'every other week on Monday, Wednesday, Friday until 24 December',
      '1997-09-01',
      { frequency: 'weekly', interval: 2, until: '1997-12-23', byDay: ['MO', 'WE', 'FR'] },
      '1997 Sep 1 3 5 15 17 19 29, Oct 1 3 13 15 17 27 29 31, Nov 10 12 14 24 26 28, ' +
        'Dec 8 10 12 22',
    ],
    [
      'every other week on Tuesday and Thursday, 8 times',
      '1997-09-02',
      { frequency: 'weekly', interval: 2, count: 8, weekStart: 'SU', byDay: ['TU', 'TH'] },
      '1997 Sep 2 4 16 18 30, Oct 2 14 16',
    ],
    [
      'the first Friday of the month',
      '1997-09-05',
      { frequency: 'monthly', count: 10, byDay: ['1FR'] },
      '1997 Sep 5, Oct 3, Nov 7, Dec 5; 1998 Jan 2, Feb 6, Mar 6, Apr 3, May 1, Jun 5',
    ],
    [
      'the first and last Sunday of every other month',
      '1997-09-07',
      { frequency: 'monthly', interval: 2, count: 10, byDay: ['1SU', '-1SU'] },
      '1997 Sep 7 28, Nov 2 30; 1998 Jan 4 25, Mar 1 29, May 3 31',
    ],
    [
      'the second-to-last Monday',
      '1997-09-22',
      { frequency: 'monthly', count: 6, byDay: ['-2MO'] },
      '1997 Sep 22, Oct 20, Nov 17, Dec 22; 1998 Jan 19, Feb 16',
    ],
    [
      'the third-to-last day of the month',
      '1997-09-28',
      { frequency: 'monthly', byMonthDay: [-3] },
      '1997 Sep 28, Oct 29, Nov 28, Dec 29; 1998 Jan 29, Feb 26',
    ],
    [
      'the 2nd and the 15th',
      '1997-09-02',
      { frequency: 'monthly', count: 10, byMonthDay: [2, 15] },
      '1997 Sep 2 15, Oct 2 15, Nov 2 15, Dec 2 15; 1998 Jan 2 15',
    ],
    [
      'the first and the last day',
      '1997-09-30',
      { frequency: 'monthly', count: 10, byMonthDay: [1, -1] },
      '1997 Sep 30, Oct 1 31, Nov 1 30, Dec 1 31; 1998 Jan 1 31, Feb 1',
    ],
    [
      'the 10th to the 15th, every 18 months',
      '1997-09-10',
      { frequency: 'monthly', interval: 18, count: 10, byMonthDay: [10, 11, 12, 13, 14, 15] },
      '1997 Sep 10 11 12 13 14 15; 1999 Mar 10 11 12 13',
    ],
    [
      'every Tuesday of every other month',
      '1997-09-02',
      { frequency: 'monthly', interval: 2, byDay: ['TU'] },
      '1997 Sep 2 9 16 23 30, Nov 4 11 18 25; 1998 Jan 6 13 20 27, Mar 3 10 17 24 31',
    ],
    [
      'yearly in June and July',
      '1997-06-10',
      { frequency: 'yearly', count: 10, byMonth: [6, 7] },
      '1997 Jun 10, Jul 10; 1998 Jun 10, Jul 10; 1999 Jun 10, Jul 10; 2000 Jun 10, Jul 10; ' +
        '2001 Jun 10, Jul 10',
    ],
    [
      'every other year in January, February and March',
      '1997-03-10',
      { frequency: 'yearly', interval: 2, count: 10, byMonth: [1, 2, 3] },
      '1997 Mar 10; 1999 Jan 10, Feb 10, Mar 10; 2001 Jan 10, Feb 10, Mar 10; ' +
        '2003 Jan 10, Feb 10, Mar 10',
    ],
    [
      'the 20th Monday of the year',
      '1997-05-19',
      { frequency: 'yearly', byDay: ['20MO'] },
      '1997 May 19; 1998 May 18; 1999 May 17',
    ],
    [
      'every Thursday in March',
      '1997-03-13',
      { frequency: 'yearly', byMonth: [3], byDay: ['TH'] },
      '1997 Mar 13 20 27; 1998 Mar 5 12 19 26; 1999 Mar 4 11 18 25',
    ],
    [
      'Friday the 13th',
      '1997-09-02',
      { frequency: 'monthly', byDay: ['FR'], byMonthDay: [13] },
      '1998 Feb 13, Mar 13, Nov 13; 1999 Aug 13; 2000 Oct 13',
    ],
    [
      'the first Saturday after the first Sunday',
      '1997-09-13',
      { frequency: 'monthly', byDay: ['SA'], byMonthDay: [7, 8, 9, 10, 11, 12, 13] },
      '1997 Sep 13, Oct 11, Nov 8, Dec 13; 1998 Jan 10, Feb 7, Mar 7, Apr 11, May 9, Jun 13',
    ],
    [
      'the day of presidential elections in the United States',
      '1996-11-05',
      {
        frequency: 'yearly',
        interval: 4,
        byMonth: [11],
        byDay: ['TU'],
        byMonthDay: [2, 3, 4, 5, 6, 7, 8],
      },
      '1996 Nov 5; 2000 Nov 7; 2004 Nov 2',
    ],
    [
      'the third Tuesday, Wednesday or Thursday',
      '1997-09-04',
      { frequency: 'monthly', count: 3, byDay: ['TU', 'WE', 'TH'], bySetPos: [3] },
      '1997 Sep 4, Oct 7, Nov 6',
    ],
    [
      'the second-to-last weekday',
      '1997-09-29',
      { frequency: 'monthly', byDay: [...workdays], bySetPos: [-2] },
      '1997 Sep 29, Oct 30, Nov 27, Dec 30; 1998 Jan 29, Feb 26, Mar 30',
    ],
    [
      'a week that begins on Monday',
      '1997-08-05',
      { frequency: 'weekly', interval: 2, count: 4, byDay: ['TU', 'SU'], weekStart: 'MO' },
      '1997 Aug 5 10 19 24',
    ],
    [
      'a week that begins on Sunday',
      '1997-08-05',
      { frequency: 'weekly', interval: 2, count: 4, byDay: ['TU', 'SU'], weekStart: 'SU' },
      '1997 Aug 5 17 19 31',
    ],
    [
      'a day that February has not',
      '2007-01-15',
      { frequency: 'monthly', count: 5, byMonthDay: [15, 30] },
      '2007 Jan 15 30, Feb 15, Mar 15 30',
    ],
  ])('%s', (_, startsOn, rule, days) => {
    const many = days.split(/[ ,;]+/).filter((word) => /^\d{1,2}$/.test(word)).length;
    expect(shown(daysOf(startsOn, rule, many))).toBe(days);
    // A rule that ends has no more of them.
    const isEnding = rule.count !== undefined || rule.until !== undefined;
    if (isEnding) expect(daysOf(startsOn, rule, 100)).toHaveLength(many);
  });

  test('every day in January for three years', () => {
    const january = { until: '2000-01-31', byMonth: [1] };
    const byDay = [...workdays, 'SA' as const, 'SU' as const];
    const days = daysOf('1998-01-01', { frequency: 'yearly', ...january, byDay }, 1000);
    expect([days.length, days[0], days.at(-1)]).toEqual([93, '1998-01-01', '2000-01-31']);
    expect(daysOf('1998-01-01', { frequency: 'daily', ...january }, 1000)).toEqual(days);
  });
});

describe('days that not every period has', () => {
  test.each<[string, string, Rule, string]>([
    ['29 February', '2024-02-29', { frequency: 'yearly' }, '2024 Feb 29; 2028 Feb 29; 2032 Feb 29'],
    [
      'the last of the month',
      '2026-01-31',
      { frequency: 'monthly', byMonthDay: [-1] },
      '2026 Jan 31, Feb 28, Mar 31, Apr 30',
    ],
    ['the 31st', '2026-01-31', { frequency: 'monthly' }, '2026 Jan 31, Mar 31, May 31, Jul 31'],
    [
      'the last working weekday',
      '2026-01-01',
      { frequency: 'monthly', byDay: [...workdays], bySetPos: [-1] },
      '2026 Jan 30, Feb 27, Mar 31',
    ],
    [
      'a start that the rule does not name',
      '2026-03-02',
      { frequency: 'weekly', byDay: ['FR'], count: 2 },
      '2026 Mar 6 13',
    ],
  ])('%s', (_, startsOn, rule, days) => {
    const many = days.split(/[ ,;]+/).filter((word) => /^\d{1,2}$/.test(word)).length;
    expect(shown(daysOf(startsOn, rule, many))).toBe(days);
  });

  test('a day that there never is, is not looked for without end', () => {
    const rule: Rule = { frequency: 'monthly', byMonth: [2], byMonthDay: [30] };
    expect(daysOf('2026-01-01', rule, 1)).toEqual([]);
  });

  test('29 February on a Monday is 28 years away, or 40', () => {
    const rule: Rule = { frequency: 'daily', byMonth: [2], byMonthDay: [29], byDay: ['MO'] };
    expect(shown(daysOf('1996-01-01', rule, 2))).toBe('2016 Feb 29');
    const from = '2080-01-01T00:00:00.000Z';
    const schedule = { startsOn: '2024-01-01', zone: 'UTC', recurrence: rule };
    const found = occurrences(schedule, { from, to: '2130-01-01T00:00:00.000Z' });
    expect(found.map(({ day }) => day)).toEqual(['2112-02-29']);
  });
});

describe('faults of a rule', () => {
  test.each<[string, object, string]>([
    ['no interval', { frequency: 'daily', interval: 0 }, 'recurrence.interval'],
    ['no such weekday', { frequency: 'weekly', byDay: ['MI'] }, 'recurrence.byDay.0'],
    ['an nth weekday of a week', { frequency: 'weekly', byDay: ['2MO'] }, 'recurrence.byDay.0'],
    ['the 0th Monday', { frequency: 'monthly', byDay: ['0MO'] }, 'recurrence.byDay.0'],
    ['the 0th of a month', { frequency: 'monthly', byMonthDay: [0] }, 'recurrence.byMonthDay.0'],
    ['day 32', { frequency: 'monthly', byMonthDay: [32] }, 'recurrence.byMonthDay.0'],
    ['two ends', { frequency: 'daily', count: 2, until: '2026-01-01' }, 'recurrence.until'],
    ['a part of other rules', { frequency: 'weekly', byMonthDay: [1] }, 'recurrence'],
    ['every hour', { frequency: 'hourly' }, 'recurrence.frequency'],
  ])('%s', (_, recurrence, path) => {
    const schedule = { startsOn: '2026-01-01', zone: 'UTC', recurrence } as ActivityScheduleInput;
    const [from, to] = ['2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'];
    let fault: unknown;
    try {
      occurrences(schedule, { from, to });
    } catch (error) {
      fault = error;
    }
    expect(CrmError.is(fault, 'CRM_INVALID_INPUT') && fault.details.issues[0]!.path).toBe(path);
  });
});
