/**
 * Occurrences as instants: clock changes, days off, limits.
 */
import { createCalendar } from '@kontor/kernel';
import { describe, expect, test } from 'vitest';
import { type ActivityScheduleInput, CrmError, occurrences } from '@kontor/crm-core';

const span = (from: string, to: string) => ({
  from: `${from}T00:00:00.000Z`,
  to: `${to}T00:00:00.000Z`,
});
const daily = (zone: string, startsOn: string, startTime?: string): ActivityScheduleInput => ({
  startsOn,
  startTime,
  durationMinutes: 60,
  zone,
  recurrence: { frequency: 'daily' },
});

describe('a time of day', () => {
  // Clocks in Berlin go ahead at 02:00 on 29 March 2026, and back at 03:00 on 25 October.
  test.each([
    ['stays when the clocks go ahead', '2026-03-28', '09:00', ['28T08:00', '29T07:00', '30T07:00']],
    ['stays when the clocks go back', '2026-10-24', '09:00', ['24T07:00', '25T08:00', '26T08:00']],
    ['left out by the change', '2026-03-28', '02:30', ['28T01:30', '29T01:30', '30T00:30']],
    ['that comes twice', '2026-10-24', '02:30', ['24T00:30', '25T00:30', '26T01:30']],
  ])('%s', (_, startsOn, startTime, expected) => {
    const schedule = daily('Europe/Berlin', startsOn, startTime);
    const found = occurrences(schedule, span(startsOn.replace(/\d$/, '0'), '2026-12-01'));
    expect(found.slice(0, 3).map(({ startsAt }) => startsAt.slice(8, 16))).toEqual(expected);
    const lengths = found.map((one) => Date.parse(one.endsAt) - Date.parse(one.startsAt));
    expect(new Set(lengths)).toEqual(new Set([3_600_000]));
  });

  test('there is none: a day is as long as it is in the zone', () => {
    const found = occurrences(
      daily('Europe/Berlin', '2026-03-28'),
      span('2026-03-27', '2026-03-30'),
    );
    expect(found.map(({ startsAt, endsAt }) => `${startsAt} ${endsAt}`)).toEqual([
      '2026-03-27T23:00:00.000Z 2026-03-28T23:00:00.000Z',
      '2026-03-28T23:00:00.000Z 2026-03-29T22:00:00.000Z',
      '2026-03-29T22:00:00.000Z 2026-03-30T22:00:00.000Z',
    ]);
  });
});

describe('days off', () => {
  // Good Friday and Easter Monday 2026 are 3 and 6 April.
  const calendar = createCalendar({
    week: { 'mon-fri': ['09:00-17:00'] },
    holidays: ['2026-04-03', '2026-04-06'],
  });
  const friday = (offDays: 'keep' | 'skip' | 'next' | 'previous'): ActivityScheduleInput => ({
    ...daily('UTC', '2026-03-27', '09:00'),
    recurrence: { frequency: 'weekly' as const, count: 3 },
    offDays,
  });

  test.each([
    ['keep', ['27 27', '03 03', '10 10']],
    ['skip', ['27 27', '10 10']],
    ['next', ['27 27', '03 07', '10 10']],
    ['previous', ['27 27', '03 02', '10 10']],
  ] as const)('%s', (offDays, expected) => {
    const query = { ...span('2026-03-01', '2026-06-01'), calendar };
    const found = occurrences(friday(offDays), query);
    expect(found.map((one) => `${one.day.slice(8)} ${one.heldOn.slice(8)}`)).toEqual(expected);
  });

  test('one that is moved into the time is found there, and not where it was', () => {
    const on = (from: string, to: string) =>
      occurrences(friday('next'), { ...span(from, to), calendar }).map(({ day }) => day);
    expect(on('2026-04-07', '2026-04-08')).toEqual(['2026-04-03']);
    expect(on('2026-04-03', '2026-04-04')).toEqual([]);
  });

  test('without a calendar are refused', () => {
    const asked = () => occurrences(friday('skip'), span('2026-03-01', '2026-04-01'));
    expect(asked).toThrow(/calendar: offDays is 'skip'/);
  });

  test('that leave nothing are not looked through without end', () => {
    const never: ActivityScheduleInput = {
      ...friday('skip'),
      recurrence: { frequency: 'weekly', byDay: ['SU'] },
    };
    const query = { ...span('2026-03-01', '2026-06-01'), calendar };
    expect(occurrences(never, query)).toEqual([]);
  });
});

describe('how many', () => {
  test('there may be is bounded, and told by a code', () => {
    const query = { ...span('2026-01-01', '2036-01-01'), limit: 50 };
    let fault: unknown;
    try {
      occurrences(daily('UTC', '2026-01-01', '09:00'), query);
    } catch (error) {
      fault = error;
    }
    expect(CrmError.is(fault, 'CRM_RECURRENCE_LIMIT') && fault.details.limit).toBe(50);
  });

  test('lie before the time does not shift those in it', () => {
    const every = (recurrence: ActivityScheduleInput['recurrence'], from: string) => {
      const schedule = { ...daily('UTC', '2026-01-05', '09:00'), recurrence };
      return occurrences(schedule, span(from, '2026-12-31')).map(({ day }) => day)[0];
    };
    expect(every({ frequency: 'daily', interval: 3 }, '2026-01-06')).toBe('2026-01-08');
    expect(every({ frequency: 'weekly', interval: 2 }, '2026-01-12')).toBe('2026-01-19');
    expect(every({ frequency: 'monthly', interval: 2 }, '2026-02-01')).toBe('2026-03-05');
  });

  test('lie far ahead costs no walk to them', () => {
    const found = occurrences(
      daily('UTC', '0001-01-01', '09:00'),
      span('9999-01-01', '9999-01-04'),
    );
    expect(found.map(({ day }) => day)).toEqual(['9999-01-01', '9999-01-02', '9999-01-03']);
  });
});
