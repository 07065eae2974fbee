import { createCalendar, instantOf } from '@kontor/kernel';
import { bench, describe } from 'vitest';
import { ADDITIONS, additions, holidays, wallTimes } from './calendar-workload.ts';

const calendar = createCalendar({ holidays: [...holidays], shifts: ['06:00-14:00'] });
const { starts, counts } = additions();
const { days, minutes } = wallTimes();

describe(`${ADDITIONS} questions to a calendar with ten holidays a year`, () => {
  bench('addDays', () => {
    for (let at = 0; at < ADDITIONS; at++) calendar.addDays(starts[at]!, counts[at]!);
  });
  bench('daysBetween', () => {
    for (let at = 1; at < ADDITIONS; at++) calendar.daysBetween(starts[at - 1]!, starts[at]!);
  });
  bench('subtractMinutes', () => {
    for (let at = 0; at < ADDITIONS; at++) calendar.subtractMinutes(starts[at]!, minutes[at]!);
  });
  bench('addMinutes', () => {
    for (let at = 0; at < ADDITIONS; at++) {
      calendar.addMinutes(days[at]! * 86_400_000, minutes[at]!);
    }
  });
  bench('instantOf, days known', () => {
    for (let at = 0; at < ADDITIONS; at++) {
      instantOf('Europe/Berlin', days[at]! * 1440 + minutes[at]!);
    }
  });
});
