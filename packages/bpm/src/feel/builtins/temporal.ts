/**
 * Functions of dates: names and numbers of days, and the clock that the caller hands in.
 *
 * @source DMN 1.5, 10.3.4.7 to 10.3.4.8
 */
import { dateParts, dayOf, startOfIsoWeek, weekday } from '@kontor/kernel';
import { builtin, dayParameter, signature } from '../builtin.ts';
import type { Site } from '../run.ts';
import { FeelDate, FeelDateTime, type FeelFunction, type FeelValue } from '../value.ts';
import { carried, wallOf } from '../zone-offset.ts';

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

function ofDay(name: string, body: (day: number) => FeelValue): [string, FeelFunction] {
  return builtin(
    name,
    signature([dayParameter('date')], ([{ day }]) => body(day)),
  );
}

function dayOfYear(day: number): number {
  return day - dayOf(dateParts(day).year, 1, 1) + 1;
}

/** Of ISO 8601: week 1 has the first Thursday of the year. */
function weekOfYear(day: number): number {
  const thursday = startOfIsoWeek(day) + 3;
  return Math.floor((dayOfYear(thursday) - 1) / 7) + 1;
}

/** The moment handed in, on the clock of its zone. */
function now({ run, at }: Site): FeelDateTime | null {
  const { moment } = run;
  if (moment === undefined) return run.report('no-clock', 'no moment was handed in', at);
  const zone = moment.zone ?? 0;
  const wall = wallOf(carried(0, Math.floor(moment.now) * 1e6), zone);
  return new FeelDateTime(wall.day, wall.nanos, zone);
}

/** Functions of dates by name. */
export const temporalBuiltins: readonly [string, FeelFunction][] = [
  ofDay('day of year', dayOfYear),
  ofDay('day of week', (day) => WEEKDAYS[weekday(day)]!),
  ofDay('month of year', (day) => MONTHS[dateParts(day).month - 1]!),
  ofDay('week of year', weekOfYear),
  builtin(
    'now',
    signature([], (_, site) => now(site)),
  ),
  builtin(
    'today',
    signature([], (_, site) => {
      const moment = now(site);
      return moment && new FeelDate(moment.day);
    }),
  ),
];
