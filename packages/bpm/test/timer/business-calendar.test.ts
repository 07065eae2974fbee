/**
 * Timers on a business calendar: days are working days at the same time of day, the time part is
 * working time. The office works Monday to Friday, 09:00 to 17:00 in Rome, and rests at Easter.
 */
import { createCalendar } from '@kontor/kernel';
import { describe, expect, test } from 'vitest';
import { missedAt } from '../../src/timer/missed.ts';
import { activate, following, recomputeDue } from '../../src/timer/timer-state.ts';
import { occurrences, rowsOf, ruleOf, utc, utcText } from './timeline.ts';

const week = { 'mon-fri': ['09:00-17:00'] };
const office = createCalendar({
  zone: 'Europe/Rome',
  week,
  holidays: ['2026-04-03', '2026-04-06'],
  last: '2027-12-31',
});
const calendars = { office };
const context = { zone: 'America/New_York', calendars };

describe('durations and cycles', () => {
  test.each(
    rowsOf(`
    a day over Easter           | P1D       | 2026-04-02T08:00 | 2026-04-07T08:00
    five days over summer time  | P5D       | 2026-03-26T10:00 | 2026-04-02T09:00
    from a free day             | P1D       | 2026-03-28T10:00 | 2026-03-30T09:00
    no day from a free day      | P0D       | 2026-03-28T10:00 | 2026-03-28T10:00
    hours are working hours     | PT4H      | 2026-04-02T13:00 | 2026-04-07T09:00
    a day and hours             | P1DT4H    | 2026-04-01T13:00 | 2026-04-07T09:00
    seconds                     | PT90S     | 2026-04-02T14:59 | 2026-04-07T07:00:30
    each from the anchor        | R4/P1D    | 2026-04-01T08:00 | 2026-04-02T08:00, 2026-04-07T08:00, 2026-04-08T08:00, 2026-04-09T08:00
    from a start on its clock   | R3/2026-04-01T10:00/P1D  | 2026-01-01 | 2026-04-01T08:00, 2026-04-02T08:00, 2026-04-07T08:00
    a start at an offset is shown on its clock | R2/2026-04-01T04:00-04:00/P1D | 2026-01-01 | 2026-04-01T08:00, 2026-04-02T08:00
    working time from a start   | R3/2026-04-02T14:00/PT2H | 2026-01-01 | 2026-04-02T12:00, 2026-04-02T14:00, 2026-04-07T08:00
    up to an end                | R3/P1D/2026-04-08T10:00  | 2026-01-01 | 2026-04-02T08:00, 2026-04-07T08:00, 2026-04-08T08:00
  `),
  )('%s: %s', (_what, text, at, expected) => {
    const field = text.startsWith('R') ? 'cycle' : 'duration';
    const state = activate(ruleOf({ [field]: text, calendar: 'office' }, context), utc(at));
    expect(state.zone).toBe('Europe/Rome');
    expect(occurrences(state, 10, calendars).join(', ')).toBe(expected);
  });
});

describe('the calendar of a stored timer', () => {
  const start = activate(
    ruleOf({ cycle: 'R/2026-04-01T10:00/P1D', calendar: 'office' }, context),
    utc('2026-01-01'),
  );

  test('counts missed ones on working days', () => {
    const { firings, next } = missedAt(
      { ...start, missed: 'fireAll' },
      utc('2026-04-08'),
      calendars,
    );
    expect([firings, utcText(next!.due!)]).toEqual([3, '2026-04-08T08:00']);
  });

  test('may change: the same occurrence is found again', () => {
    const second = following(start, calendars)!;
    const strike = createCalendar({ zone: 'Europe/Rome', week, holidays: ['2026-04-02'] });
    expect(utcText(recomputeDue(second, { office: strike }).due!)).toBe('2026-04-03T08:00');
  });

  test('must be handed in', () => {
    const refusal = expect.objectContaining({ code: 'BPM_UNKNOWN_CALENDAR' });
    expect(() => following(start)).toThrow(refusal);
    expect(() => recomputeDue(start, {})).toThrow(refusal);
    expect(() => missedAt(start, utc('2026-04-08'))).toThrow(refusal);
  });

  test('ends somewhere, and says so instead of ending the timer', () => {
    const late = activate(
      ruleOf({ cycle: 'R/2027-12-30T10:00/P1D', calendar: 'office' }, context),
      utc('2026-01-01'),
    );
    const last = following(late, calendars)!;
    expect(utcText(last.due!)).toBe('2027-12-31T09:00');
    expect(() => following(last, calendars)).toThrow(/2027-12-31/);
    expect(missedAt(late, late.due!, calendars).next).toEqual(last);
  });
});
