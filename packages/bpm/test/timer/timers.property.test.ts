import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { activate, following, recomputeDue, type TimerState } from '../../src/timer/timer-state.ts';
import { missedAt } from '../../src/timer/missed.ts';
import { isTimerIssue } from '../../src/timer/timer-issue.ts';
import { readTimer } from '../../src/timer/timer-rule.ts';
import {
  changeByTemporal,
  cronTimesByTemporal,
  laterByTemporal,
  occurrenceByTemporal,
} from './temporal-twin.ts';
import { ruleOf, utcText } from './timeline.ts';

/** One zone in eight, and those whose clocks do what others do not. */
const ZONES = Intl.supportedValuesOf('timeZone')
  .filter((_, index) => index % 8 === 0)
  .concat(['UTC', 'Europe/Rome', 'Europe/London', 'America/New_York', 'Australia/Lord_Howe'])
  .concat(['Pacific/Apia', 'Africa/Casablanca', 'America/Sao_Paulo', 'Asia/Tehran']);
const FROM = Date.UTC(1975, 0, 1);
const TO = Date.UTC(2060, 0, 1);
const HOUR_MS = 3_600_000;

const anyZone = fc.constantFrom(...ZONES);
const anyInstant = fc.integer({ min: FROM / 1000, max: TO / 1000 }).map((second) => second * 1000);
const wallText = (asUtc: number): string => new Date(asUtc).toISOString().slice(0, -1);

/** A wall time, half of them in the small hours, where clocks change. */
const anyWall = fc
  .record({
    day: fc.integer({ min: FROM / 86_400_000, max: TO / 86_400_000 }),
    minute: fc.oneof(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 0, max: 200 })),
    ms: fc.constantFrom(0, 0, 30_000, 59_999),
  })
  .map(({ day, minute, ms }) => wallText(day * 86_400_000 + minute * 60_000 + ms));

/** Durations of all sizes, most parts left out; never empty. */
const few = (max: number): fc.Arbitrary<number> =>
  fc.oneof(fc.constant(0), fc.constant(0), fc.integer({ min: 1, max }));
const anyDate = fc
  .record({ Y: few(3), M: few(14), W: few(5), D: few(40) })
  .map((parts) => joined(parts));
const anyTime = fc
  .record({ H: few(60), M: few(200), S: fc.oneof(few(100), fc.constant(0.25)) })
  .map((parts) => joined(parts));
const anyDuration = fc.tuple(anyDate, anyTime).map(([date, time]) => {
  if (date === '' && time === '') return 'P1D';
  return `P${date}${time === '' ? '' : `T${time}`}`;
});
const joined = (parts: Readonly<Record<string, number>>): string =>
  Object.entries(parts)
    .filter(([, value]) => value > 0)
    .map(([unit, value]) => `${value}${unit}`)
    .join('');

/** The instants of a timer and of its followers, from the first. */
function run(start: TimerState, count: number): number[] {
  const found: number[] = [];
  for (let state: TimerState | undefined = start; state?.due !== undefined; ) {
    found.push(state.due);
    state = found.length < count ? following(state) : undefined;
  }
  return found;
}

describe('occurrences', () => {
  test('property: 10,000 pairs of zone and rule equal ECMAScript Temporal', () => {
    const index = fc.integer({ min: 0, max: 60 });
    fc.assert(
      fc.property(anyZone, anyWall, anyDuration, index, (zone, start, duration, occurrence) => {
        const state = activate(ruleOf({ cycle: `R/${start}/${duration}`, zone }), FROM);
        const due = recomputeDue({ ...state, occurrence }).due!;
        const expected = occurrenceByTemporal(zone, start, duration, occurrence);
        expect([utcText(due), state.occurrence]).toEqual([utcText(expected), 0]);
      }),
      { numRuns: 10_000 },
    );
  });

  test('property: following one another they are what each is alone, and never descend', () => {
    fc.assert(
      fc.property(anyZone, anyWall, anyDuration, (zone, start, duration) => {
        const found = run(activate(ruleOf({ cycle: `R9/${start}/${duration}`, zone }), FROM), 12);
        const alone = found.map((_, index) => occurrenceByTemporal(zone, start, duration, index));
        expect(found).toEqual(alone);
        expect(found).toEqual(found.toSorted((a, b) => a - b));
        expect(found).toHaveLength(9);
      }),
      { numRuns: 400 },
    );
  });

  test('property: up to an end they are the same steps back from it', () => {
    fc.assert(
      fc.property(anyZone, anyWall, anyDuration, (zone, end, duration) => {
        // Not before 1975, for the longest of durations.
        const later = `20${end.slice(2)}`;
        const found = run(activate(ruleOf({ cycle: `R5/${duration}/${later}`, zone }), FROM), 6);
        const back = [-4, -3, -2, -1, 0];
        expect(found).toEqual(back.map((by) => occurrenceByTemporal(zone, later, duration, by)));
      }),
      { numRuns: 400 },
    );
  });

  test('property: a duration from now equals ECMAScript Temporal, in both hours of a fold', () => {
    const nearChange = fc
      .tuple(anyZone, anyInstant, fc.integer({ min: -180, max: 180 }))
      .map(([zone, from, minutes]) => {
        return { zone, now: (changeByTemporal(zone, from) ?? from) + minutes * 60_000 };
      });
    fc.assert(
      fc.property(nearChange, anyDuration, ({ zone, now }, duration) => {
        const { due } = activate(ruleOf({ duration, zone }), now);
        expect(utcText(due!)).toBe(utcText(laterByTemporal(zone, now, duration)));
      }),
      { numRuns: 1000 },
    );
  });

  test('property: what one firing for all passes over is what single steps pass over', () => {
    fc.assert(
      fc.property(anyZone, anyWall, anyDuration, fc.nat(5000), (zone, start, duration, hours) => {
        const state = activate(ruleOf({ cycle: `R40/${start}/${duration}`, zone }), FROM);
        const now = state.due! + hours * HOUR_MS;
        const all = run(state, 100);
        const past = all.filter((due) => due <= now).length;
        const firings = (missed: TimerState['missed']): number =>
          missedAt({ ...state, missed }, now).firings;
        expect(firings('fireAll')).toBe(past);
        expect(firings('fireOnce')).toBe(1);
        expect(firings('skip')).toBe(all.filter((due) => due === now).length);
        expect(missedAt(state, now).next?.due).toBe(all[past]);
        expect(missedAt(state, now).next?.occurrence ?? 40).toBe(past);
      }),
      { numRuns: 400 },
    );
  });

  test('property: an outage cut in two is the outage, when every missed one fires', () => {
    fc.assert(
      fc.property(
        anyZone,
        anyWall,
        anyDuration,
        fc.nat(2000),
        fc.nat(2000),
        (zone, start, ...rest) => {
          const [duration, first, second] = rest;
          const rule = ruleOf({ cycle: `R/${start}/${duration}`, zone, missed: 'fireAll' });
          const state = activate(rule, FROM);
          const now = state.due! + (first + second) * HOUR_MS;
          const early = missedAt(state, state.due! + first * HOUR_MS);
          const late = missedAt(early.next!, now);
          const whole = missedAt(state, now);
          expect(early.firings + late.firings).toBe(whole.firings);
          expect(late.next).toEqual(whole.next);
        },
      ),
      { numRuns: 400 },
    );
  });
});

/** A field of a cron text, and the values it stands for. */
interface Field {
  readonly text: string;
  readonly values: ReadonlySet<number>;
}

/** Values up to `max`, of a field that ends at `end`. */
const anyField = (min: number, max: number, end = max): fc.Arbitrary<Field> => {
  const all = Array.from({ length: end - min + 1 }, (_, at) => min + at);
  const value = fc.integer({ min, max });
  const list = fc.uniqueArray(value, { minLength: 1, maxLength: 4 });
  const range = fc.tuple(value, value, fc.integer({ min: 1, max: 7 }));
  return fc.oneof(
    fc.constant({ text: '*', values: new Set(all) }),
    list.map((values) => ({ text: values.join(','), values: new Set(values) })),
    range.map(([one, other, step]) => {
      const [from, to] = [Math.min(one, other), Math.max(one, other)];
      const values = all.filter((it) => it >= from && it <= to && (it - from) % step === 0);
      return { text: `${from}-${to}/${step}`, values: new Set(values) };
    }),
  );
};

describe('cron', () => {
  /** Minutes from the change to now: a day before, or close by on either side. */
  const anyDistance = fc.oneof(
    fc.integer({ min: -2400, max: 0 }),
    fc.integer({ min: -150, max: 150 }),
  );
  const anyCron = fc.record({
    // Few minutes, so that the twin is done in time.
    minute: anyField(0, 59).filter(({ values }) => values.size < 10),
    hour: fc.oneof(anyField(0, 23), anyField(0, 3, 23)),
    dayOfMonth: fc.oneof(fc.constant({ text: '*', values: undefined }), anyField(1, 31)),
    weekday: fc.oneof(fc.constant({ text: '*', values: undefined }), anyField(0, 6)),
  });

  test('property: near a clock change it is every matching wall time, resolved and in order', () => {
    fc.assert(
      fc.property(anyZone, anyInstant, anyDistance, anyCron, (zone, from, minutes, cron) => {
        const { minute, hour, dayOfMonth, weekday } = cron;
        const now = (changeByTemporal(zone, from) ?? from) + minutes * 60_000 + 1;
        const text = `${minute.text} ${hour.text} ${dayOfMonth.text} * ${weekday.text}`;
        const expected = cronTimesByTemporal(zone, now, 4, (wall) => {
          if (!minute.values.has(wall.getUTCMinutes()) || !hour.values.has(wall.getUTCHours()))
            return false;
          const byDate = dayOfMonth.values?.has(wall.getUTCDate()) ?? true;
          const byWeekday = weekday.values?.has(wall.getUTCDay()) ?? true;
          const open = dayOfMonth.text === '*' || weekday.text === '*';
          return open ? byDate && byWeekday : byDate || byWeekday;
        });
        const rule = readTimer({ cron: text, zone });
        if (isTimerIssue(rule)) throw new Error(rule.message);
        const found = run(activate(rule, now), expected.length + 1);
        expect(found.slice(0, expected.length).map(utcText)).toEqual(expected.map(utcText));
        // The twin has looked at all of the next two days, whatever the zone's offset.
        expect(found[expected.length] ?? Infinity).toBeGreaterThan(now + 48 * HOUR_MS);
      }),
      { numRuns: 200 },
    );
  });
});
