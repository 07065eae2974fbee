import { type Calendar, type CalendarDefinition, createCalendar, day } from '@kontor/kernel';
import { isWeekend } from 'date-fns';
import { UTCDate } from '@date-fns/utc';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addByLoop, countByLoop } from './oracle/day-loop.ts';
import { MinuteWalk } from './oracle/minute-walk.ts';

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const FIRST = day('2024-01-01');
const MINUTE_MS = 60_000;

const text = (value: number): string => new Date(value * 86_400_000).toISOString().slice(0, 10);
const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

interface Generated {
  readonly calendar: Calendar;
  readonly works: (day: number) => boolean;
  readonly shiftsOf: (day: number) => { open: number; close: number }[];
  readonly zone: string;
}

/** One shift of a weekday, in quarters of an hour; up to 06:00 of the next day. */
const anyShift = fc
  .tuple(fc.integer({ min: 24, max: 95 }), fc.integer({ min: 1, max: 48 }))
  .map(([open, length]) => ({ open: open * 15, close: Math.min(open + length, 120) * 15 }));
const anyWeek = fc
  .array(fc.option(anyShift, { nil: undefined }), { minLength: 7, maxLength: 7 })
  .filter((week) => week.some((shift) => shift !== undefined));
const anyDates = fc.uniqueArray(fc.integer({ min: FIRST, max: FIRST + 1000 }), { maxLength: 40 });
const anyZone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe');

/**
 * A calendar of one shift a day, with days off and extra days, and what it means in plain words.
 */
const anyCalendar: fc.Arbitrary<Generated> = fc
  .record({ week: anyWeek, off: anyDates, extra: anyDates, zone: anyZone })
  .map(({ week, off, extra, zone }) => {
    const definition: CalendarDefinition = {
      zone,
      week: Object.fromEntries(
        week.map((shift, at) => [
          WEEKDAYS[at]!,
          shift === undefined ? [] : [`${clock(shift.open % 1440)}-${clock(shift.close % 1440)}`],
        ]),
      ),
      holidays: off.map(text),
      exceptions: extra.map((value) => ({ day: text(value), shifts: ['08:00-12:00'] })),
    };
    const shiftsOf: Generated['shiftsOf'] = (value) => {
      if (extra.includes(value)) return [{ open: 480, close: 720 }];
      const shift = off.includes(value)
        ? undefined
        : week[new UTCDate(value * 86_400_000).getDay()];
      return shift === undefined ? [] : [shift];
    };
    const works = (value: number): boolean => shiftsOf(value).length > 0;
    return { calendar: createCalendar(definition), works, shiftsOf, zone };
  });

const anyDay = fc.integer({ min: FIRST, max: FIRST + 1000 });
const anyCount = fc.integer({ min: -60, max: 60 });
/** Whole minutes of 2024 and 2025, from February on. */
const anyInstant = fc
  .integer({ min: (FIRST + 40) * 1440, max: (FIRST + 700) * 1440 })
  .map((minute) => minute * MINUTE_MS);

describe('working days', () => {
  test('property: adding and counting agree with a loop over days', () => {
    fc.assert(
      fc.property(anyCalendar, anyDay, anyCount, ({ calendar, works }, from, count) => {
        expect(calendar.addDays(from, count)).toBe(addByLoop(works, from, count));
        expect(calendar.daysBetween(from, from + count)).toBe(
          countByLoop(works, from, from + count),
        );
        expect(calendar.isWorkingDay(from)).toBe(works(from));
        expect(calendar.previousWorkingDay(from)).toBe(addByLoop(works, from + 1, -1));
        expect(calendar.nextWorkingDay(from)).toBe(addByLoop(works, from - 1, 1));
      }),
      { numRuns: 300 },
    );
  });

  test('property: from a working day, going back undoes going on, and counts the way', () => {
    fc.assert(
      fc.property(anyCalendar, anyDay, anyCount, ({ calendar }, at, count) => {
        const from = calendar.nextWorkingDay(at);
        const to = calendar.addDays(from, count);
        expect(calendar.addDays(to, -count)).toBe(from);
        expect(calendar.daysBetween(from, to)).toBe(count);
      }),
    );
  });

  test('property: two steps are one, and counts of neighbouring stretches add up', () => {
    fc.assert(
      fc.property(anyCalendar, anyDay, fc.nat(40), fc.nat(40), ({ calendar }, from, one, two) => {
        const between = calendar.addDays(from, one);
        expect(calendar.addDays(between, two)).toBe(calendar.addDays(from, one + two));
        expect(calendar.daysBetween(from, between) + calendar.daysBetween(between, from + 90)).toBe(
          calendar.daysBetween(from, from + 90),
        );
      }),
    );
  });

  test('property: the order of questions, and so how the tables grew, changes no answer', () => {
    const definition = { holidays: ['2026-12-25'] };
    const grown = createCalendar(definition);
    fc.assert(
      fc.property(fc.integer({ min: 12_000, max: 28_000 }), anyCount, (at, count) => {
        const fresh = createCalendar(definition);
        expect(grown.addDays(at, count)).toBe(fresh.addDays(at, count));
        expect(grown.daysBetween(at, 20_000)).toBe(fresh.daysBetween(at, 20_000));
        const instant = at * 86_400_000 + 7;
        expect(grown.addMinutes(instant, count * 99)).toBe(fresh.addMinutes(instant, count * 99));
        expect(grown.subtractMinutes(at, count * 99)).toBe(fresh.subtractMinutes(at, count * 99));
      }),
      { numRuns: 30 },
    );
  });

  test('every day of 1900 to 2199 is free or not as its weekday, by date-fns', () => {
    const calendar = createCalendar({});
    for (let value = day('1900-01-01'); value <= day('2199-12-31'); value++) {
      if (calendar.isWorkingDay(value) === isWeekend(new UTCDate(value * 86_400_000))) {
        expect.fail(text(value));
      }
    }
  });
});

describe('working minutes', () => {
  test('property: adding and counting agree with a walk over minutes', () => {
    fc.assert(
      fc.property(
        anyCalendar,
        anyInstant,
        fc.integer({ min: 0, max: 1500 }),
        ({ calendar, shiftsOf, zone }, from, minutes) => {
          const walk = new MinuteWalk(zone, shiftsOf);
          expect(calendar.addMinutes(from, minutes)).toBe(walk.after(from, minutes));
          expect(calendar.addMinutes(from, -minutes)).toBe(walk.before(from, minutes));
          const to = from + minutes * MINUTE_MS;
          expect(calendar.minutesBetween(from, to)).toBe(walk.between(from, to));
          expect(calendar.minutesBetween(to, from) + walk.between(from, to)).toBe(0);
          expect(calendar.isWorkingInstant(from)).toBe(walk.works(from));
        },
      ),
      { numRuns: 60 },
    );
  }, 30_000);

  test('property: what was added is what lies between, to the millisecond, both ways', () => {
    fc.assert(
      fc.property(
        anyCalendar,
        anyInstant,
        fc.integer({ min: -9_000_000, max: 9_000_000 }),
        ({ calendar }, from, ms) => {
          const to = calendar.addMinutes(from, ms / MINUTE_MS);
          expect(Math.round(calendar.minutesBetween(from, to) * MINUTE_MS)).toBe(ms);
          if (ms > 0) expect(calendar.isWorkingInstant(to - 1)).toBe(true);
          if (ms < 0) expect(calendar.isWorkingInstant(to)).toBe(true);
        },
      ),
    );
  });

  test('property: the next and previous working instants leave no work between', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, ({ calendar }, at) => {
        const next = calendar.nextWorkingInstant(at);
        const previous = calendar.previousWorkingInstant(at);
        expect(calendar.minutesBetween(at, next)).toBe(0);
        expect(calendar.minutesBetween(previous, at)).toBe(0);
        expect(calendar.isWorkingInstant(next)).toBe(true);
        expect(calendar.isWorkingInstant(previous - 1)).toBe(true);
      }),
    );
  });

  test('property: a start day has the minutes before the day, and no later day has', () => {
    fc.assert(
      fc.property(anyCalendar, anyDay, fc.nat(4000), ({ calendar }, at, minutes) => {
        const sum = (from: number, to: number): number => {
          let total = 0;
          for (let value = from; value < to; value++) total += calendar.workingMinutesOfDay(value);
          return total;
        };
        const start = calendar.subtractMinutes(at, minutes);
        expect(sum(start, at)).toBeGreaterThanOrEqual(minutes);
        if (start < at) expect(sum(start + 1, at)).toBeLessThan(minutes);
        const done = calendar.addMinutesToDay(at, minutes);
        expect(sum(at, done)).toBeGreaterThanOrEqual(minutes);
        if (done > at) expect(sum(at, done - 1)).toBeLessThan(minutes);
      }),
    );
  });
});
