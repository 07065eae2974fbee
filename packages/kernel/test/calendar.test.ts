import { createCalendar, day, everyDayCalendar, formatDay, KernelError } from '@kontor/kernel';
import { describe, expect, test } from 'vitest';

/** Calendar K: Monday to Friday, six days free, eight hours a day and six on Friday. */
const k = createCalendar({
  week: { 'mon-thu': ['08:00-16:00'], fri: ['08:00-14:00'] },
  holidays: ['2025-12-25', '2025-12-26', '2026-01-01', '2026-04-03', '2026-04-06', '2026-05-01'],
});

describe('addDays', () => {
  test.each([
    ['2025-12-23', 1, '2025-12-24'],
    ['2025-12-24', 1, '2025-12-29'],
    ['2025-12-25', 1, '2025-12-29'],
    ['2025-12-27', 1, '2025-12-29'],
    ['2025-12-29', -1, '2025-12-24'],
    ['2026-01-01', -1, '2025-12-31'],
    ['2026-04-04', -2, '2026-04-01'],
    ['2026-04-02', 2, '2026-04-08'],
    ['2026-04-30', 5, '2026-05-08'],
    ['2025-12-27', 0, '2025-12-27'],
  ])('%s and %i working days is %s', (from, count, to) => {
    expect(formatDay(k.addDays(day(from), count))).toBe(to);
  });

  test('on a calendar without free days it is plain addition', () => {
    const every = everyDayCalendar();
    expect(every.addDays(20_454, 10)).toBe(20_464);
    expect(every.addDays(20_454, -10)).toBe(20_444);
    expect(every.addDays(20_454, 0)).toBe(20_454);
  });
});

describe('daysBetween', () => {
  test.each([
    ['2025-12-22', '2026-01-05', 7, 3240],
    ['2026-04-01', '2026-05-01', 20, 9240],
  ])('%s to %s has %i working days and %i minutes', (from, to, days, minutes) => {
    expect(k.daysBetween(day(from), day(to))).toBe(days);
    expect(k.daysBetween(day(to), day(from))).toBe(-days);
    expect(k.minutesBetween(day(from) * 86_400_000, day(to) * 86_400_000)).toBe(minutes);
  });
});

describe('previousWorkingDay and nextWorkingDay', () => {
  test.each([
    ['2026-04-02', '2026-04-02', '2026-04-02'],
    ['2026-04-03', '2026-04-02', '2026-04-07'],
    ['2026-04-06', '2026-04-02', '2026-04-07'],
    ['2026-04-07', '2026-04-07', '2026-04-07'],
  ])('of %s are %s and %s', (at, previous, next) => {
    expect(formatDay(k.previousWorkingDay(day(at)))).toBe(previous);
    expect(formatDay(k.nextWorkingDay(day(at)))).toBe(next);
  });
});

describe('subtractMinutes', () => {
  test.each([
    ['2026-04-08', 0, '2026-04-08'],
    ['2026-04-08', 1, '2026-04-07'],
    ['2026-04-08', 480, '2026-04-07'],
    ['2026-04-08', 481, '2026-04-02'],
    ['2026-04-04', 480, '2026-04-02'],
    ['2026-04-05', 0, '2026-04-05'],
    ['2026-03-30', 361, '2026-03-26'],
  ])('%s less %i working minutes starts on %s', (at, minutes, start) => {
    expect(formatDay(k.subtractMinutes(day(at), minutes))).toBe(start);
  });
});

describe('the end of the calendar', () => {
  test('a calendar that never works is refused at once', () => {
    expect(() => createCalendar({ week: {} })).toThrow(/no working time/);
  });

  test('past the last working exception there is an error, not a loop', () => {
    const fair = createCalendar({ week: {}, exceptions: [{ day: '2026-05-09', minutes: 60 }] });
    expect(formatDay(fair.addDays(day('2026-01-01'), 1))).toBe('2026-05-09');
    try {
      fair.addDays(day('2026-01-01'), 2);
      expect.unreachable();
    } catch (error) {
      expect(KernelError.is(error, 'KERNEL_CALENDAR_HORIZON')).toBe(true);
    }
  });
});
