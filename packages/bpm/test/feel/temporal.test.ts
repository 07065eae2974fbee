/**
 * Dates, times and durations: text both ways, and arithmetic against Temporal.
 */
import { fc, test as propertyTest } from '@fast-check/vitest';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import {
  dateOfText,
  dateTimeOfText,
  durationOfText,
  temporalOfText,
  timeOfText,
} from '../../src/feel/temporal-text.ts';
import { temporalText } from '../../src/feel/text.ts';
import { DaysDuration, MonthsDuration } from '../../src/feel/value.ts';
import { evaluate } from './table.ts';

const ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'];

const dateText = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const timeText = fc
  .tuple(fc.nat(23), fc.nat(59), fc.nat(59), fc.nat(999_999_999))
  .map(([hour, minute, second, nanos]) => {
    const clock = [hour, minute, second].map((part) => String(part).padStart(2, '0')).join(':');
    const fraction = String(nanos).padStart(9, '0').replace(/0+$/, '');
    return fraction === '' ? clock : `${clock}.${fraction}`;
  });
const zoneText = fc.constantFrom('', 'Z', '+02:00', '-11:30', '+01:02:03', '@Europe/Berlin');

describe('text', () => {
  propertyTest.prop([dateText, timeText, zoneText])(
    'property: a date, a time, and both of them come back as they were written',
    (date, time, zone) => {
      expect(temporalText(dateOfText(date)!)).toBe(date);
      expect(temporalText(timeOfText(time + zone)!)).toBe(time + zone);
      expect(temporalText(dateTimeOfText(`${date}T${time}${zone}`)!)).toBe(
        `${date}T${time}${zone}`,
      );
    },
  );

  propertyTest.prop([fc.integer(), fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n })])(
    'property: a duration comes back as the same duration',
    (months, nanos) => {
      const long = new MonthsDuration(months);
      expect(durationOfText(temporalText(long))).toEqual(long);
      const short = new DaysDuration(nanos);
      expect(durationOfText(temporalText(short))).toEqual(short);
    },
  );

  propertyTest.prop([fc.string({ maxLength: 30 })])(
    'property: any text is a date, time or duration that is printed the same, or null',
    (text) => {
      const value = temporalOfText(text);
      if (value !== null) expect(temporalOfText(temporalText(value))).toEqual(value);
    },
  );

  test.each([
    '2026-2-3',
    '2026-13-01',
    '2026-01-01T',
    '12:00',
    '12:00:00+19:00',
    '12:00:00@Mars/Base',
    '12:00:00@+02:00',
    '25:00:00',
    'P',
    'PT',
    'P1DT',
    'P1Y1D',
    'P1.5Y',
    '--P1D',
    '+2026-01-01',
  ])('%j is neither date, time nor duration', (text) => {
    expect(temporalOfText(text)).toBeNull();
  });
});

describe('arithmetic', () => {
  propertyTest.prop([dateText, fc.integer({ min: -500, max: 500 })])(
    'property: months clip to the end of the month, as those of Temporal do',
    (date, months) => {
      const expected = Temporal.PlainDate.from(date).add({ months });
      const sign = months < 0 ? '-' : '';
      const { value } = evaluate(`@"${date}" + @"${sign}P${Math.abs(months)}M"`);
      expect(value).toBe(expected.toString());
    },
  );

  propertyTest.prop([
    dateText.filter((date) => date > '1975'),
    timeText,
    fc.constantFrom(...ZONES),
    fc.integer({ min: -10_000, max: 10_000 }),
  ])('property: hours are counted on the clock of the world', (date, time, zone, minutes) => {
    const start = Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone);
    const text = `${start.toPlainDateTime().toString()}@${zone}`;
    const written = text.replace(/T(\d\d:\d\d)@/, 'T$1:00@');
    const expected = start.add({ minutes });
    const sign = minutes < 0 ? '-' : '';
    const sum = `@"${written}" + @"${sign}PT${Math.abs(minutes)}M"`;
    const { value } = evaluate(`string(${sum})`);
    const [wall] = (value as string).split('@');
    expect(Temporal.PlainDateTime.from(wall!).equals(expected.toPlainDateTime())).toBe(true);
  });

  propertyTest.prop([dateText, dateText, timeText, timeText])(
    'property: the difference of two moments, added, gives the first',
    (date1, date2, time1, time2) => {
      const [a, b] = [`@"${date1}T${time1}"`, `@"${date2}T${time2}"`];
      expect(evaluate(`${b} + (${a} - ${b}) = ${a}`).value).toBe(true);
    },
  );

  propertyTest.prop([dateText, dateText])(
    'property: years and months between two dates are those of Temporal',
    (from, to) => {
      const expected = Temporal.PlainDate.from(from).until(to, { largestUnit: 'months' }).months;
      const { value } = evaluate(`years and months duration(@"${from}", @"${to}") / @"P1M"`);
      expect(value).toBe(expected === 0 ? 0 : expected);
    },
  );
});
