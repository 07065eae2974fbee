import { manualClock, seededRandom, sequentialIds, systemClock, ulids } from '@kontor/kernel';
import { describe, expect, test } from 'vitest';

describe('manualClock', () => {
  test('stands still until it is told', () => {
    const clock = manualClock(1000);
    expect([clock.now(), clock.now()]).toEqual([1000, 1000]);
    clock.advance(500);
    expect(clock.now()).toBe(1500);
    clock.set(-1);
    expect(clock.now()).toBe(-1);
  });
  test.each([Number.NaN, 0.5, 1e16])('refuses the instant %d and keeps its own', (instant) => {
    const clock = manualClock(7);
    expect(() => clock.set(instant)).toThrow(
      expect.objectContaining({ code: 'KERNEL_BAD_INSTANT' }),
    );
    expect(() => clock.advance(instant)).toThrow(
      expect.objectContaining({ code: 'KERNEL_BAD_INSTANT' }),
    );
    expect(clock.now()).toBe(7);
  });
});

test('systemClock tells whole milliseconds', () => {
  expect(Number.isInteger(systemClock.now())).toBe(true);
});

describe('ulids', () => {
  test('rise within a millisecond, with time, and when the clock steps back', () => {
    const clock = manualClock(Date.parse('2026-03-02T08:00:00Z'));
    const ids = ulids(clock, seededRandom(1));
    const made: string[] = [];
    for (const step of [0, 0, 0, 1, 0, -5000, 0, 86_400_000]) {
      clock.advance(step);
      made.push(ids.next());
    }
    expect(made).toEqual([...new Set(made)].toSorted());
    expect(made.every((id) => /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(id))).toBe(true);
  });
  test('repeat with the same clock and chance, also at 1970', () => {
    const [ids, again] = [
      ulids(manualClock(0), seededRandom(42)),
      ulids(manualClock(0), seededRandom(42)),
    ];
    const made = [ids.next(), ids.next()];
    expect([again.next(), again.next()]).toEqual(made);
    expect(made[0]!.startsWith('0000000001')).toBe(true);
  });
  test('differ without given chance', () => {
    const clock = manualClock(1);
    expect(ulids(clock).next()).not.toBe(ulids(clock).next());
  });
  test.each([-1, 2 ** 48])('refuse a clock at %d', (instant) => {
    expect(() => ulids(manualClock(instant)).next()).toThrow(
      expect.objectContaining({ code: 'KERNEL_BAD_INSTANT' }),
    );
  });
});

test('sequentialIds count from one', () => {
  const ids = sequentialIds('order');
  expect([ids.next(), ids.next()]).toEqual(['order-000001', 'order-000002']);
});

describe('seededRandom', () => {
  test('repeats by seed and differs between seeds', () => {
    const [first, again, other] = [7, 7, 8].map((seed) =>
      Array.from({ length: 5 }, seededRandom(seed)),
    );
    expect(first).toEqual(again);
    expect(first).not.toEqual(other);
  });
  test('is spread evenly over [0, 1)', () => {
    const random = seededRandom(3);
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let draw = 0; draw < 100_000; draw++) tenths[Math.floor(random() * 10)]!++;
    for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });
});
