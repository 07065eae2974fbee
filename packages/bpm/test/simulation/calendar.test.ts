/** Small schedules, worked by hand: who comes when, who is served when, who is done when. */
import { createCalendar } from '@kontor/kernel';
import { describe, expect, test } from 'vitest';
import { arrivalsAt } from '../../src/simulation/arrivals.ts';
import { constant } from '../../src/simulation/distribution.ts';
import type { SimulationOptions } from '../../src/simulation/options.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import { desks, staysOf } from './desks.ts';

/** Monday. */
const DAY = '2026-01-05';

/** Rows `came work done`: times of Monday, minutes of work; `+09:30` is on a later day. */
function rowsOf(grid: string): { came: string; work: number; done: string }[] {
  const [, ...lines] = grid.trim().split('\n');
  return lines.map((line) => {
    const [came = '', work = '', done = ''] = line.trim().split(/\s+/);
    return { came, work: Number(work), done };
  });
}

/** Runs the cases of a grid, and expects each to be done when the grid says. */
function expectSchedule(options: Partial<SimulationOptions>, grid: string) {
  const rows = rowsOf(grid);
  const minutes = rows.map(({ work }) => work);
  let cases = 0;
  const run = simulate(desks('serve'), {
    arrivals: arrivalsAt(rows.map(({ came }) => `${DAY}T${came}:00Z`)),
    variables: { minutes: () => minutes[cases++]! },
    durations: { serve: (_, { minutes: work }) => Number(work) * 60_000 },
    resources: { clerk: 1 },
    assign: { serve: 'clerk' },
    from: `${DAY}T00:00:00Z`,
    until: 'P3D',
    seed: 1,
    keepHistory: true,
    ...options,
  }).runs[0]!;
  expect(staysOf(run).map(({ to }) => clockOf(to))).toEqual(rows.map(({ done }) => done));
  return run;
}

function clockOf(at: number): string {
  const text = new Date(at).toISOString();
  return `${text.startsWith(DAY) ? '' : '+'}${text.slice(11, 16)}`;
}

const office = createCalendar({ week: { 'mon-fri': ['09:00-12:00', '13:00-17:00'] } });

describe('a clerk of office hours', () => {
  test('begins when the office opens, and goes on after the break and on the next day', () => {
    const run = expectSchedule(
      { calendar: office },
      `came   work  done
       08:30  90    10:30
       09:10  90    12:00
       11:00  90    14:30
       14:00  90    16:00
       15:00  90    +09:30`,
    );
    // 30 + 80 + 120 + 30 + 60 minutes from coming to being begun.
    expect(run.steps['serve']!.waiting!.meanMs).toBe((320 / 5) * 60_000);
    // Of the three days, 21 hours on duty; 7.5 of work.
    expect(run.pools['clerk']).toMatchObject({ onDutyHours: 21, busyHours: 7.5 });
    expect(run.pools['clerk']!.utilisation).toBeCloseTo(7.5 / 21, 12);
  });

  test('two of them take the next who waits', () => {
    expectSchedule(
      { calendar: office, resources: { clerk: 2 } },
      `came   work  done
       09:00  60    10:00
       09:10  60    10:10
       09:20  60    11:00
       09:30  60    11:10
       11:30  60    13:30`,
    );
  });

  test('shifts of a pool follow each other', () => {
    const early = createCalendar({ week: { 'mon-fri': ['06:00-14:00'] } });
    const late = createCalendar({ week: { 'mon-fri': ['14:00-22:00'] } });
    const staff = [
      { count: 1, calendar: early, costPerHour: '30' },
      { count: 1, calendar: late, costPerHour: '36' },
    ];
    const run = expectSchedule(
      { resources: { clerk: staff } },
      `came   work  done
       13:00  60    14:00
       13:30  60    15:00
       15:30  60    16:30
       21:30  60    +14:30`,
    );
    // An hour early, three hours late; 24 hours of each on duty in three days.
    expect(run.costs).toEqual({ used: '138.00', staffed: '1584.00', activities: '0.00' });
  });

  test('a case that comes when work ends is served at once', () => {
    expectSchedule(
      {},
      `came   work  done
       09:00  60    10:00
       10:00  60    11:00
       10:00  60    12:00`,
    );
  });
});

describe('who is next', () => {
  test('who came first, where nothing else is said', () => {
    expectSchedule(
      {},
      `came   work  done
       09:00  30    09:30
       09:05  30    10:00
       09:10  10    10:10
       09:15  20    10:30`,
    );
  });

  test('whose work is shortest; who has begun is not interrupted', () => {
    expectSchedule(
      { queue: 'shortest' },
      `came   work  done
       09:00  30    09:30
       09:05  30    10:30
       09:10  10    09:40
       09:15  20    10:00`,
    );
  });

  test('of two activities the one of higher priority; of equals who came first', () => {
    const run = simulate(desks('a', 'b'), {
      arrivals: arrivalsAt(['PT0S', 'PT1M', 'PT2M']),
      durations: { a: constant('PT10M'), b: constant('PT10M') },
      resources: { clerk: 1 },
      assign: { a: 'clerk', b: 'clerk' },
      priorities: { b: 80 },
      queue: 'priority',
      until: 'P1D',
      seed: 1,
      keepHistory: true,
    }).runs[0]!;
    // Each case goes through before the next one begins.
    const minutes = staysOf(run).map(({ from, to }) => (to - from) / 60_000);
    expect(minutes).toEqual([20, 39, 58]);
  });

  test('the first pool that is free of those that can do it, the preferred one first', () => {
    const run = expectSchedule(
      { resources: { clerk: 1, chief: 1 }, assign: { serve: ['clerk', 'chief'] } },
      `came   work  done
       09:00  30    09:30
       09:05  30    09:35
       09:10  30    10:00
       10:30  30    11:00`,
    );
    expect(run.pools['clerk']!.busyHours).toBe(1.5);
    expect(run.pools['chief']!.busyHours).toBe(0.5);
  });
});
