import {
  type CalendarDefinition,
  calendarFaults,
  createCalendar,
  day,
  everyDayCalendar,
  KernelError,
} from '@kontor/kernel';
import { describe, expect, test } from 'vitest';

const paths = (definition: unknown): string[] => calendarFaults(definition).map(({ path }) => path);

describe('a definition with faults', () => {
  test.each<[string, unknown, string[]]>([
    ['a time past 24:00', { shifts: ['08:00-25:00'] }, ['shifts[0]']],
    ['a time that is none', { shifts: [{ from: '8:00', to: '16:00' }] }, ['shifts[0].from']],
    ['a shift without length', { shifts: ['08:00-08:00'] }, ['shifts[0]']],
    ['a start at 24:00', { shifts: ['24:00-06:00'] }, ['shifts[0]']],
    ['an overlap', { shifts: ['13:00-17:00', '08:00-13:30'] }, ['shifts[0]']],
    [
      'a night into the next day’s shift',
      { week: { 'mon-fri': ['07:00-09:00', '22:00-08:00'] } },
      ['week', 'week', 'week', 'week'],
    ],
    [
      'a night into an exception',
      {
        week: { mon: ['22:00-06:00'] },
        exceptions: [{ day: '2026-06-02', shifts: ['05:00-09:00'] }],
      },
      ['exceptions[0]'],
    ],
    ['a weekday twice', { week: { 'mon-fri': ['08:00-09:00'], wed: [] } }, ['week.wed']],
    ['a weekday number twice', { workingWeekdays: [1, 1] }, ['workingWeekdays[1]']],
    ['no weekday', { week: { monday: [] } }, ['week.monday']],
    ['two forms of week', { week: {}, workingWeekdays: [1] }, ['week']],
    ['two forms of day', { shifts: ['08:00-09:00'], minutesPerDay: 60 }, ['minutesPerDay']],
    ['a holiday twice', { holidays: ['2026-01-01', '2026-01-01'] }, ['holidays[1]']],
    ['a holiday that is no day', { holidays: ['2026-02-29'] }, ['holidays[0]']],
    [
      'an exception twice',
      { exceptions: [{ day: '2026-01-01' }, { day: '2026-01-01' }] },
      ['exceptions[1].day'],
    ],
    [
      'an exception without shifts',
      { week: { mon: ['08:00-09:00'] }, exceptions: [{ day: '2026-01-01' }] },
      ['exceptions[0]'],
    ],
    [
      'an exception in two forms',
      { exceptions: [{ day: '2026-01-01', shifts: [], minutes: 9 }] },
      ['exceptions[0].minutes'],
    ],
    ['an unknown zone', { zone: 'Europe/Berlim' }, ['zone']],
    ['first after last', { first: '2026-02-01', last: '2026-01-01' }, ['last']],
    ['too early and too late', { first: '1899-12-31', last: '2200-01-01' }, ['first', 'last']],
    ['an unknown field', { hours: 8 }, ['']],
    ['no object', 'mon-fri', ['']],
    ['no working time at all', { week: { mon: [] } }, ['']],
    [
      'working time before the first day only',
      { week: {}, first: '2026-01-01', exceptions: [{ day: '2025-12-31', minutes: 60 }] },
      [''],
    ],
  ])('%s is found at its path', (_, definition, expected) => {
    expect(paths(definition).toSorted()).toEqual(expected);
  });

  test('all faults are thrown together, each with its remedy', () => {
    const definition = {
      shifts: ['08:00-12:00', '11:00-13:00'],
      holidays: ['2026-01-01', '2026-01-01'],
      first: '2026-02-01',
      last: '2026-01-01',
    };
    try {
      createCalendar(definition);
      expect.unreachable();
    } catch (error) {
      if (!KernelError.is(error, 'KERNEL_BAD_CALENDAR')) throw error;
      expect(error.details.faults.map(({ path }) => path)).toEqual([
        'shifts[1]',
        'holidays[1]',
        'last',
      ]);
      expect(error.message).toContain('overlaps shifts[0]; let one end before the other');
    }
  });

  test('a sound definition has none', () => {
    const definition: CalendarDefinition = { week: { 'mon-sun': ['22:00-06:00'] } };
    expect(calendarFaults(definition)).toEqual([]);
  });
});

describe('a calendar of no working time', () => {
  test.each<[string, CalendarDefinition]>([
    ['no weekday', { workingWeekdays: [] }],
    ['an empty week', { week: {} }],
    [
      'holidays on all its days',
      { first: '2026-01-01', last: '2026-01-01', holidays: ['2026-01-01'] },
    ],
  ])('%s is refused at once', (_, definition) => {
    expect(codeOf(() => createCalendar(definition))).toBe('KERNEL_CALENDAR_EMPTY');
  });
});

describe('the days a calendar speaks of', () => {
  const year = createCalendar({ first: '2026-01-01', last: '2026-12-31' });
  const once = createCalendar({ week: {}, exceptions: [{ day: '2026-05-09', minutes: 60 }] });
  const at = day('2026-05-09');
  const noon = at * 86_400_000;

  test.each<[string, () => unknown]>([
    ['a day before the first', () => year.addDays(day('2025-12-31'), 1)],
    ['an answer after the last', () => year.addDays(day('2026-12-31'), 1)],
    ['an answer before the first', () => year.addDays(day('2026-01-01'), -1)],
    ['a day after the last', () => year.isWorkingDay(day('2027-01-01'))],
    ['minutes past the last day', () => year.addMinutes(day('2026-12-31') * 86_400_000, 2000)],
    ['a day far away', () => year.previousWorkingDay(day('9999-12-31'))],
    ['a day of no year', () => everyDayCalendar().addDays(1e9, 0)],
    ['every day, out of bounds', () => everyDayCalendar().addDays(day('2199-12-31'), 1)],
    ['the second day of a calendar of one', () => once.addDays(at, 1)],
    ['the day before it', () => once.addDays(at, -1)],
    ['the minute after its last', () => once.addMinutes(noon, 61)],
    ['the minute before its first', () => once.addMinutes(noon, -1)],
    ['the next opening', () => once.nextWorkingInstant(noon + 3_600_000)],
    ['the closing before', () => once.previousWorkingInstant(noon)],
    ['the start of more than there is', () => once.subtractMinutes(at + 1, 61)],
    ['the end of more than there is', () => once.addMinutesToDay(at, 61)],
  ])('%s lies beyond', (_, ask) => {
    expect(codeOf(ask)).toBe('KERNEL_CALENDAR_HORIZON');
  });

  test('the first and the last day themselves, and the end of the last, belong to it', () => {
    expect(year.daysBetween(day('2026-01-01'), day('2027-01-01'))).toBe(261);
    expect(year.addDays(day('2026-12-30'), 1)).toBe(day('2026-12-31'));
    const every = everyDayCalendar();
    expect(every.daysBetween(day('1900-01-01'), day('2200-01-01'))).toBe(109_573);
    expect(once.addDays(day('1900-01-01'), 1)).toBe(at);
    expect(once.addDays(day('2199-12-31'), -1)).toBe(at);
    expect(once.addMinutesToDay(at, 60)).toBe(at + 1);
    expect(once.addMinutes(noon, 60)).toBe(noon + 3_600_000);
  });

  test.each<[string, () => unknown, string]>([
    ['half a day', () => year.addDays(at + 0.5, 1), 'KERNEL_BAD_DAY'],
    ['no day', () => year.daysBetween(Number.NaN, at), 'KERNEL_BAD_DAY'],
    ['no day, every day works', () => everyDayCalendar().addDays(Number.NaN, 1), 'KERNEL_BAD_DAY'],
    ['half a day less minutes', () => year.subtractMinutes(at + 0.5, 60), 'KERNEL_BAD_DAY'],
    [
      'half a day, asked twice',
      () => {
        year.workingMinutesOfDay(at);
        return year.workingMinutesOfDay(at + 0.5);
      },
      'KERNEL_BAD_DAY',
    ],
    ['half a count', () => year.addDays(at, 0.5), 'KERNEL_BAD_COUNT'],
    ['half a count back', () => year.addDays(at, -0.5), 'KERNEL_BAD_COUNT'],
    [
      'half a count, every day works',
      () => everyDayCalendar().addDays(at, 0.5),
      'KERNEL_BAD_COUNT',
    ],
    ['endless minutes', () => year.addMinutes(noon, Infinity), 'KERNEL_BAD_COUNT'],
    ['no minutes', () => year.subtractMinutes(at, Number.NaN), 'KERNEL_BAD_COUNT'],
    ['no instant', () => year.minutesBetween(noon, Number.NaN), 'KERNEL_BAD_INSTANT'],
  ])('%s is refused by its code', (_, ask, code) => {
    expect(codeOf(ask)).toBe(code);
  });
});

function codeOf(ask: () => unknown): string {
  try {
    ask();
  } catch (error) {
    if (KernelError.is(error)) return error.code;
    throw error;
  }
  return 'no error';
}
