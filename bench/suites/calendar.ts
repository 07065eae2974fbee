/**
 * Days, working days and wall times beside date-fns: the same questions, the same answers, the
 * rates.
 */
import { TZDate } from '@date-fns/tz';
import { addBusinessDays } from 'date-fns';
import { createCalendar, dateParts, day, instantOf } from '@kontor/kernel';
import {
  ADDITIONS,
  addByDateLoop,
  additions,
  dayOfDate,
  holidays,
  localDate,
  wallTimes,
} from '../../packages/kernel/bench/calendar-workload.ts';
import type { Row, Suite } from '../suite.ts';

/** Benchmarks of the kernel's calendar. */
export const suite: Suite = {
  engine: 'calendar',
  run({ signal, quick }) {
    const seconds = quick ? 0.05 : 0.5;
    const rows: Row[] = [];
    for (const row of [addDaysWithHolidays, addDaysOfPlainWeeks, wallTimeToInstant]) {
      signal?.throwIfAborted();
      rows.push(row(seconds));
    }
    return rows;
  },
};

function addDaysWithHolidays(seconds: number): Row {
  const { starts, counts } = additions();
  const calendar = createCalendar({ holidays: [...holidays] });
  const off = new Set(holidays.map((date) => localDate(day(date)).getTime()));
  const dates = Array.from(starts, localDate);
  return row('addDays, ten holidays a year', 'day loop over date-fns', seconds, {
    ours: (into) => {
      for (let at = 0; at < ADDITIONS; at++) into[at] = calendar.addDays(starts[at]!, counts[at]!);
    },
    peer: (into) => {
      for (let at = 0; at < ADDITIONS; at++) {
        into[at] = dayOfDate(addByDateLoop(off, dates[at]!, counts[at]!));
      }
    },
  });
}

function addDaysOfPlainWeeks(seconds: number): Row {
  const { starts, counts } = additions();
  const calendar = createCalendar({});
  const dates = Array.from(starts, localDate);
  return row('addDays, no holidays', 'date-fns addBusinessDays', seconds, {
    ours: (into) => {
      for (let at = 0; at < ADDITIONS; at++) into[at] = calendar.addDays(starts[at]!, counts[at]!);
    },
    peer: (into) => {
      for (let at = 0; at < ADDITIONS; at++) {
        into[at] = dayOfDate(addBusinessDays(dates[at]!, counts[at]!));
      }
    },
  });
}

function wallTimeToInstant(seconds: number): Row {
  const { days, minutes } = wallTimes();
  const zone = 'Europe/Berlin';
  const parts = Array.from(days, dateParts);
  return row('wall time to instant, days known', 'TZDate of @date-fns/tz', seconds, {
    ours: (into) => {
      for (let at = 0; at < ADDITIONS; at++) {
        into[at] = instantOf(zone, days[at]! * 1440 + minutes[at]!);
      }
    },
    peer: (into) => {
      for (const [at, { year, month, dayOfMonth }] of parts.entries()) {
        into[at] = new TZDate(year, month - 1, dayOfMonth, 0, minutes[at]!, zone).getTime();
      }
    },
  });
}

/** One round over the workload on each side, answers written to `into` as plain numbers. */
interface Contest {
  readonly ours: (into: Float64Array) => void;
  readonly peer: (into: Float64Array) => void;
}

function row(name: string, peerName: string, seconds: number, { ours, peer }: Contest): Row {
  const [one, two] = [new Float64Array(ADDITIONS), new Float64Array(ADDITIONS)];
  ours(one);
  peer(two);
  const resultsEqual = one.every((answer, at) => answer === two[at]);
  const [ourRate, peerRate] = [rate(ours, one, seconds), rate(peer, two, seconds)];
  return {
    name,
    size: `${ADDITIONS.toLocaleString('en')} questions in turn`,
    ours: ourRate,
    peer: peerRate,
    peerName,
    ratio: ourRate / peerRate,
    unit: 'million/s',
    resultsEqual,
  };
}

/** Million questions a second: rounds over the workload until the time is up; the best of three. */
function rate(round: (into: Float64Array) => void, into: Float64Array, seconds: number): number {
  let best = 0;
  for (let trial = 0; trial < 3; trial++) {
    let asked = 0;
    let elapsed = 0;
    const start = performance.now();
    while (elapsed < seconds * 1000) {
      round(into);
      asked += ADDITIONS;
      elapsed = performance.now() - start;
    }
    best = Math.max(best, asked / elapsed / 1000);
  }
  return best;
}
