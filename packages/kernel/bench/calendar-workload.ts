/**
 * The calendar's workload: starts, working days to add and wall times, seeded, and the naive peer.
 */
import { addDays, isWeekend } from 'date-fns';
import { day } from '@kontor/kernel';

/** Draws of [0, 1) from the linear congruential generator x ← 1664525·x + 1013904223 mod 2³². */
export function draws(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(1_664_525, state) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Additions per round. */
export const ADDITIONS = 4096;

/** 4,096 starts from 2026-01-01 on and as many counts of −20 … +39 working days. */
export function additions(): { starts: Int32Array; counts: Int32Array } {
  const draw = draws(7);
  const first = day('2026-01-01');
  const starts = Int32Array.from({ length: ADDITIONS }, () => first + Math.floor(1500 * draw()));
  const counts = Int32Array.from({ length: ADDITIONS }, () => Math.floor(60 * draw()) - 20);
  return { starts, counts };
}

const FREE = '01-01 04-21 05-01 06-10 07-04 08-15 10-03 11-01 12-25 12-26'.split(' ');

/** Ten days off in each year of 2024 to 2035, `YYYY-MM-DD`. */
export const holidays: readonly string[] = Array.from({ length: 12 }, (_, year) =>
  FREE.map((date) => `${2024 + year}-${date}`),
).flat();

/** A day as a Date at midnight of the process's zone, and back: what a date library works on. */
export function localDate(value: number): Date {
  const utc = new Date(value * 86_400_000);
  return new Date(utc.getUTCFullYear(), utc.getUTCMonth(), utc.getUTCDate());
}
export function dayOfDate(date: Date): number {
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000;
}

/** The naive peer: a day loop over Dates with date-fns and a set of the days off. */
export function addByDateLoop(off: ReadonlySet<number>, start: Date, count: number): Date {
  const step = Math.sign(count);
  let date = start;
  for (let left = Math.abs(count); left > 0; ) {
    date = addDays(date, step);
    if (!isWeekend(date) && !off.has(date.getTime())) left--;
  }
  return date;
}

/** Wall times of 2026 to 2028 outside the days on which Berlin's clock changes: day and minute. */
export function wallTimes(): { days: Int32Array; minutes: Int32Array } {
  const draw = draws(11);
  const first = day('2026-01-01');
  const changes = new Set(
    ['2026-03-29', '2026-10-25', '2027-03-28', '2027-10-31', '2028-03-26', '2028-10-29'].map(day),
  );
  const days = Int32Array.from({ length: ADDITIONS }, () => {
    const drawn = first + Math.floor(1096 * draw());
    return changes.has(drawn) ? drawn + 1 : drawn;
  });
  return { days, minutes: Int32Array.from(days, () => Math.floor(1440 * draw())) };
}
