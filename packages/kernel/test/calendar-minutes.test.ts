import { type CalendarDefinition, createCalendar, day, formatDay } from '@kontor/kernel';
import { describe, expect, test } from 'vitest';

const instant = (text: string): number => Date.parse(text.length === 16 ? `${text}Z` : text);
const iso = (value: number): string => new Date(value).toISOString().slice(0, 16);

const BERLIN = 'Europe/Berlin';
const office = createCalendar({
  zone: BERLIN,
  week: { 'mon-fri': ['09:00-17:00'] },
  holidays: ['2026-12-25', '2026-12-26', '2027-01-01'],
});
const split = createCalendar({ zone: BERLIN, week: { 'mon-fri': ['09:00-12:00', '13:00-17:30'] } });
const always = createCalendar({ zone: BERLIN, workingWeekdays: [0, 1, 2, 3, 4, 5, 6] });

describe('addMinutes', () => {
  test.each([
    [
      'Friday 16:00 + 4 h over the clock change',
      office,
      '2026-03-27T15:00',
      240,
      '2026-03-30T10:00',
    ],
    [
      'around the clock, + 8 h in the short night',
      always,
      '2026-03-28T21:00',
      480,
      '2026-03-29T05:00',
    ],
    ['over the lunch break', split, '2026-06-02T09:30', 120, '2026-06-02T12:30'],
    ['over Christmas', office, '2026-12-24T14:00', 600, '2026-12-28T16:00'],
    ['from closing time: the next day', office, '2026-06-03T15:00', 60, '2026-06-04T08:00'],
    ['used up at closing time: due then', office, '2026-06-03T14:00', 60, '2026-06-03T15:00'],
    ['from the night', office, '2026-06-03T01:00', 60, '2026-06-03T08:00'],
    ['none: the instant itself', office, '2026-06-06T10:00', 0, '2026-06-06T10:00'],
    ['back a whole shift: to its opening', office, '2026-06-03T15:00', -480, '2026-06-03T07:00'],
    ['back from the opening: the day before', office, '2026-06-03T07:00', -60, '2026-06-02T14:00'],
    ['back over the weekend', office, '2026-06-07T12:00', -60, '2026-06-05T14:00'],
  ])('%s', (_, calendar, from, minutes, to) => {
    expect(iso(calendar.addMinutes(instant(from), minutes))).toBe(to);
  });

  test('seconds and milliseconds are kept', () => {
    const start = instant('2026-06-03T14:59:59.250Z');
    const due = office.addMinutes(start, 1);
    expect(new Date(due).toISOString()).toBe('2026-06-04T07:00:59.250Z');
    expect(office.minutesBetween(start, due)).toBe(1);
  });
});

describe('a clock change', () => {
  test.each([
    ['2026-03-28', 1440],
    ['2026-03-29', 1380],
    ['2026-10-25', 1500],
    ['2026-10-26', 1440],
  ])('%s has %i minutes around the clock in Berlin', (date, minutes) => {
    expect(always.workingMinutesOfDay(day(date))).toBe(minutes);
  });

  test('a night shift belongs to the day it starts, and has the minutes that really pass', () => {
    const nights = createCalendar({ zone: BERLIN, week: { 'sun-sat': ['22:00-06:00'] } });
    expect(nights.workingMinutesOfDay(day('2026-03-27'))).toBe(480);
    expect(nights.workingMinutesOfDay(day('2026-03-28'))).toBe(420);
    expect(nights.workingMinutesOfDay(day('2026-03-29'))).toBe(480);
    expect(nights.workingMinutesOfDay(day('2026-10-24'))).toBe(540);
  });

  test('shifts that a gap pushes onto each other count once', () => {
    const week = { 'sun-sat': ['22:00-02:30', '03:00-06:00'] };
    const shifts = createCalendar({ zone: BERLIN, week: { ...week } });
    const [from, to] = [instant('2026-03-28T21:00'), instant('2026-03-29T04:00')];
    expect(shifts.minutesBetween(from, to)).toBe(420);
  });

  test('a midnight and a whole day that do not exist take no one’s time twice', () => {
    const saoPaulo = createCalendar({
      zone: 'America/Sao_Paulo',
      workingWeekdays: [0, 1, 2, 3, 4, 5, 6],
    });
    expect(saoPaulo.workingMinutesOfDay(day('2018-11-03'))).toBe(1440);
    expect(saoPaulo.workingMinutesOfDay(day('2018-11-04'))).toBe(1380);
    const apia = createCalendar({ zone: 'Pacific/Apia', week: { 'sun-sat': ['09:00-17:00'] } });
    const [from, to] = [instant('2011-12-29T10:00'), instant('2012-01-01T10:00')];
    expect(apia.minutesBetween(from, to)).toBe(3 * 480);
  });
});

describe('next and previous working instants', () => {
  test.each([
    ['while open', '2026-06-03T10:00', true, '2026-06-03T10:00', '2026-06-03T10:00'],
    ['at the opening', '2026-06-03T07:00', true, '2026-06-03T07:00', '2026-06-02T15:00'],
    ['at the closing', '2026-06-03T15:00', false, '2026-06-04T07:00', '2026-06-03T15:00'],
    ['on Saturday', '2026-06-06T10:00', false, '2026-06-08T07:00', '2026-06-05T15:00'],
  ])('%s', (_, at, works, next, previous) => {
    expect(office.isWorkingInstant(instant(at))).toBe(works);
    expect(iso(office.nextWorkingInstant(instant(at)))).toBe(next);
    expect(iso(office.previousWorkingInstant(instant(at)))).toBe(previous);
  });
});

describe('subtractMinutes and addMinutesToDay', () => {
  test.each([
    ['2026-06-03', 0, '2026-06-03', '2026-06-03'],
    ['2026-06-03', 1, '2026-06-02', '2026-06-04'],
    ['2026-06-03', 480, '2026-06-02', '2026-06-04'],
    ['2026-06-03', 481, '2026-06-01', '2026-06-05'],
    ['2026-06-08', 480, '2026-06-05', '2026-06-09'],
    ['2026-06-05', 480, '2026-06-04', '2026-06-06'],
    ['2026-06-06', 0, '2026-06-06', '2026-06-06'],
  ])('%s and %i minutes: start on %s, done by the start of %s', (at, minutes, start, done) => {
    expect(formatDay(office.subtractMinutes(day(at), minutes))).toBe(start);
    expect(formatDay(office.addMinutesToDay(day(at), minutes))).toBe(done);
    expect(office.subtractMinutes(day(at), -minutes)).toBe(day(done));
    expect(office.addMinutesToDay(day(at), -minutes)).toBe(day(start));
  });
});

describe('the short form', () => {
  test.each<[string, CalendarDefinition, string, number]>([
    ['nothing said: Monday to Friday around the clock', {}, '2026-06-03', 1440],
    ['nothing said: Saturday is free', {}, '2026-06-06', 0],
    ['minutes per day', { minutesPerDay: 450 }, '2026-06-03', 450],
    ['shifts for all', { shifts: ['06:00-14:00', '14:00-22:00'] }, '2026-06-03', 960],
    ['other weekdays', { workingWeekdays: [6], minutesPerDay: 60 }, '2026-06-06', 60],
    ['a run past the week’s end', { week: { 'sat-mon': ['08:00-09:00'] } }, '2026-06-07', 60],
    ['to midnight', { week: { wed: ['16:00-24:00'] } }, '2026-06-03', 480],
    ['an object', { week: { wed: [{ from: '22:00', to: '06:00' }] } }, '2026-06-03', 480],
  ])('%s', (_, definition, at, minutes) => {
    expect(createCalendar(definition).workingMinutesOfDay(day(at))).toBe(minutes);
  });

  test('a differing day wins over a holiday and over the week', () => {
    const calendar = createCalendar({
      minutesPerDay: 480,
      holidays: ['2026-06-03', '2026-06-04'],
      exceptions: [
        { day: '2026-06-03', minutes: 120 },
        { day: '2026-06-05', shifts: [] },
        { day: '2026-06-06' },
      ],
    });
    const minutes = ['03', '04', '05', '06'].map((date) =>
      calendar.workingMinutesOfDay(day(`2026-06-${date}`)),
    );
    expect(minutes).toEqual([120, 0, 0, 480]);
  });
});
