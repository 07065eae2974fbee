import {
  canonicalZone,
  day,
  dayInZone,
  formatDay,
  instantOf,
  KernelError,
  localOf,
  sameZone,
} from '@kontor/kernel';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instantByTrying, instantsByReading, readClock } from './oracle/wall-clock.ts';

const wall = (text: string): number => {
  const [date, time] = text.split('T');
  return day(date!) * 1440 + Number(time!.slice(0, 2)) * 60 + Number(time!.slice(3));
};
const iso = (instant: number): string => new Date(instant).toISOString().slice(0, 16);

/** Wall time → instant by the "compatible" rule of ECMAScript Temporal. */
const rows: [zone: string, wall: string, utc: string, what: string][] = [
  ['Europe/Berlin', '2026-03-29T02:30', '2026-03-29T01:30', 'gap'],
  ['Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30', 'fold'],
  ['America/New_York', '2026-03-08T02:30', '2026-03-08T07:30', 'gap'],
  ['America/New_York', '2026-11-01T01:30', '2026-11-01T05:30', 'fold'],
  ['Australia/Lord_Howe', '2026-04-05T01:45', '2026-04-04T14:45', 'fold of 30 minutes'],
  ['Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-03T15:45', 'gap of 30 minutes'],
  ['America/Sao_Paulo', '2018-11-04T00:00', '2018-11-04T03:00', 'no midnight'],
  ['America/Sao_Paulo', '2018-02-17T23:30', '2018-02-18T01:30', 'fold before midnight'],
  ['Pacific/Apia', '2011-12-30T12:00', '2011-12-30T22:00', 'a whole day is missing'],
  ['Asia/Kathmandu', '2026-01-01T00:00', '2025-12-31T18:15', 'quarter of an hour'],
  ['Africa/Casablanca', '2026-02-15T02:30', '2026-02-15T01:30', 'fold of Ramadan'],
  ['Asia/Tehran', '2018-09-21T23:30', '2018-09-21T19:00', 'fold before midnight'],
  ['UTC', '2026-03-29T02:30', '2026-03-29T02:30', 'no offset'],
];

describe.each(['UTC', 'America/New_York', 'Pacific/Apia', 'America/Sao_Paulo'])(
  'in a process whose own zone is %s',
  (processZone) => {
    const own = process.env['TZ'];
    beforeAll(() => {
      process.env['TZ'] = processZone;
    });
    afterAll(() => {
      if (own === undefined) delete process.env['TZ'];
      else process.env['TZ'] = own;
    });

    test('Date itself has moved to that zone, so that the rows below mean something', () => {
      const shown = new Date(2026, 6, 1, 12).getTime();
      expect(readClock(processZone, shown)).toBe(wall('2026-07-01T12:00'));
    });

    test.each(rows)('%s %s is %sZ: %s', (zone, local, utc) => {
      expect(iso(instantOf(zone, wall(local)))).toBe(utc);
    });

    test('the local day of an instant', () => {
      const instant = Date.UTC(2090, 3, 19, 20);
      expect(formatDay(dayInZone(instant, 'Australia/Sydney'))).toBe('2090-04-20');
      expect(formatDay(dayInZone(instant, 'UTC'))).toBe('2090-04-19');
    });
  },
);

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'Asia/Tehran',
  'Pacific/Kiritimati',
  'America/St_Johns',
];
/** Whole minutes from 1975 to 2025: decided, and all offsets are whole quarters of an hour. */
const anyMinute = fc.integer({ min: 1826 * 1440, max: 20_089 * 1440 });
const anyZone = fc.constantFrom(...zones);

describe('instantOf and localOf', () => {
  test('property: wall times anywhere are those found by trying every offset', () => {
    fc.assert(
      fc.property(anyZone, anyMinute, (zone, minute) => {
        expect(iso(instantOf(zone, minute))).toBe(iso(instantByTrying(zone, minute)));
      }),
      { numRuns: 300 },
    );
  });

  test.each(zones)('every quarter hour around each clock change of %s since 2000', (zone) => {
    const offsetOn = (at: number): number => readClock(zone, at * 86_400_000) - at * 1440;
    let [before, after] = [0, offsetOn(day('2000-01-02'))];
    for (let at = day('2000-01-02'); at < day('2025-12-30'); at++) {
      [before, after] = [after, offsetOn(at + 1)];
      if (after === before) continue;
      for (const [minute, twin] of instantsByReading(zone, (at - 1) * 1440, (at + 3) * 1440)) {
        const ours = instantOf(zone, minute);
        if (ours !== twin) expect(`${minute}: ${iso(ours)}`).toBe(`${minute}: ${iso(twin)}`);
      }
    }
  });

  test('property: an instant is shown as the wall clock shows it, to the millisecond', () => {
    fc.assert(
      fc.property(anyZone, anyMinute, fc.nat(59_999), (zone, utcMinute, millis) => {
        const instant = utcMinute * 60_000 + millis;
        const { day: at, minute, millisecond } = localOf(zone, instant);
        expect(at * 1440 + minute).toBe(readClock(zone, instant));
        expect(millisecond).toBe(millis);
        expect(dayInZone(instant, zone)).toBe(at);
      }),
      { numRuns: 300 },
    );
  });

  test('property: a wall time that a clock shows comes back, earlier in a fold', () => {
    fc.assert(
      fc.property(anyZone, anyMinute, (zone, utcMinute) => {
        const { day: at, minute } = localOf(zone, utcMinute * 60_000);
        const back = instantOf(zone, at * 1440 + minute);
        expect(back).toBeLessThanOrEqual(utcMinute * 60_000);
        expect(readClock(zone, back)).toBe(at * 1440 + minute);
      }),
      { numRuns: 300 },
    );
  });
});

describe('zone names', () => {
  test.each(['Europe/Berlim', '', 'local'])("'%s' is refused with its name", (zone) => {
    for (const ask of [
      () => instantOf(zone, 0),
      () => localOf(zone, 0),
      () => dayInZone(0, zone),
      () => canonicalZone(zone),
    ]) {
      try {
        ask();
        expect.unreachable();
      } catch (error) {
        expect(KernelError.is(error, 'KERNEL_UNKNOWN_ZONE')).toBe(true);
        expect((error as Error).message).toContain(`'${zone}'`);
      }
    }
  });

  test('aliases are one zone, neighbours of equal offset are not', () => {
    expect(sameZone('Asia/Calcutta', 'Asia/Kolkata')).toBe(true);
    expect(sameZone('europe/berlin', 'Europe/Berlin')).toBe(true);
    expect(sameZone('Europe/Berlin', 'Europe/Madrid')).toBe(false);
  });

  test('an instant that is no number is refused', () => {
    expect(() => localOf('Europe/Berlin', Number.NaN)).toThrow(/not an instant/);
  });
});
