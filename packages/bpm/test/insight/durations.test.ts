/** Durations and bottlenecks of the day that shop-floor.ts tells, worked by hand. */
import * as fc from 'fast-check';
import { memoryStore } from '@kontor/kernel/memory';
import { describe, expect, test } from 'vitest';
import type { ActivityInstance } from '../../src/insight/activity-instance.ts';
import { bottlenecks } from '../../src/insight/bottlenecks.ts';
import { durationWords } from '../../src/insight/duration-words.ts';
import { eachActivity } from '../../src/insight/find-activities.ts';
import { queueLength } from '../../src/insight/queue-length.ts';
import { summarize } from '../../src/insight/statistics.ts';
import { stepDurations } from '../../src/insight/step-durations.ts';
import { BEGIN } from '../engine/engine-kit.ts';
import { MINUTE, playDay } from './shop-floor.ts';

async function runsOfTheDay(): Promise<ActivityInstance[]> {
  const { store } = await playDay(memoryStore());
  const runs: ActivityInstance[] = [];
  for await (const run of eachActivity(store, { process: 'order' })) runs.push(run);
  return runs;
}

describe('summarize', () => {
  test('percentiles are by nearest rank: durations that were really seen', () => {
    // Ten values: the 50th percentile is the 5th, the 75th the 8th, the 90th the 9th.
    expect(summarize([40, 10, 100, 20, 30, 90, 60, 50, 80, 70])).toEqual({
      count: 10,
      sumMs: 550n,
      meanMs: 55,
      minMs: 10,
      medianMs: 50,
      p75Ms: 80,
      p90Ms: 90,
      p95Ms: 100,
      p99Ms: 100,
      maxMs: 100,
    });
  });

  test('a mean is rounded to a whole millisecond, halves up; sums pass 2^53 exactly', () => {
    expect(summarize([1, 2])?.meanMs).toBe(2);
    expect(summarize([1, 1, 2])?.meanMs).toBe(1);
    const most = Number.MAX_SAFE_INTEGER;
    expect(summarize([most, most, 1])?.sumMs).toBe(18_014_398_509_481_983n);
  });

  test('nothing has no summary', () => expect(summarize([])).toBeUndefined());

  test('property: at least p percent of all are at or below the p-th percentile, and no less would do', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1 }), (values) => {
        const { medianMs, p90Ms } = summarize(values)!;
        for (const [percent, value] of [
          [50, medianMs],
          [90, p90Ms],
        ] as const) {
          const atMost = values.filter((one) => one <= value).length;
          const below = values.filter((one) => one < value).length;
          expect(atMost * 100).toBeGreaterThanOrEqual(percent * values.length);
          expect(below * 100).toBeLessThan(percent * values.length);
        }
      }),
    );
  });
});

test('each step has its count and its times; what goes on or was stopped is in none', async () => {
  const rows = stepDurations(await runsOfTheDay()).map((step) => {
    const { node, total, waiting, working, active } = step;
    const of = (summary: typeof total): string =>
      summary === undefined
        ? '-'
        : [summary.count, summary.meanMs, summary.medianMs, summary.maxMs]
            .map((value, at) => (at === 0 ? value : value / MINUTE))
            .join(' ');
    return `${node} | ${of(total)} | ${of(waiting)} | ${of(working)} | ${active}`;
  });
  // step | count, mean, median, longest of all | … of waiting | … of work | still active
  expect(rows).toEqual([
    'start_1 | 3 0 0 0 | 3 0 0 0 | 3 0 0 0 | 0',
    `approve | 3 ${124 / 3} 44 50 | 3 33 35 44 | 3 ${25 / 3} 10 15 | 0`,
    'reserve | 2 8 2 14 | 2 5.5 0 11 | 2 2.5 2 3 | 1',
    'end_1 | 2 0 0 0 | 2 0 0 0 | 2 0 0 0 | 0',
  ]);
});

describe('bottlenecks', () => {
  const window = { from: BEGIN, to: BEGIN + 100 * MINUTE, parts: 10 };

  test('steps are ranked by all that waited at them, with the finding in words', async () => {
    const { waitingMs, steps, finding } = bottlenecks(await runsOfTheDay(), window);
    expect(waitingMs).toBe(BigInt(130 * MINUTE));
    expect(finding).toBe(
      "'Approve order' holds up most: 1 h 39 min of 2 h 10 min waiting (76.2 %).",
    );
    expect(steps.map(({ finding: one }) => one)).toEqual([
      "'Approve order' waited for somebody to take it 1 h 39 min in all, 76.2 % of all waiting: " +
        '3 times, 35 min at the median and 44 min at the 90th percentile, up to 2 at once ' +
        '(first at 2026-01-01 00:10 UTC). ' +
        'The queue ended as it began, at 0: 3 came and 3 were done.',
      "'reserve' waited for a worker 31 min in all, 23.8 % of all waiting: 3 times, 11 min at the " +
        'median and 20 min at the 90th percentile, up to 1 at once (first at 2026-01-01 00:30 ' +
        'UTC). The queue grew from 0 to 1: 3 came and 2 were done.',
    ]);
  });

  test('the queue is shown over time: who waits at each tenth of the window', async () => {
    const { steps } = bottlenecks(await runsOfTheDay(), window);
    const [approve, reserve] = steps.map(({ queue }) => queue.series.map(({ length }) => length));
    //         0  10 20 30 40 50 60 70 80 90 100
    expect(approve).toEqual([1, 2, 1, 1, 2, 1, 1, 1, 0, 0, 0]);
    expect(reserve).toEqual([0, 0, 0, 1, 1, 0, 0, 0, 1, 1, 1]);
    expect(steps.map(({ queue }) => queue.meanThousandths)).toEqual([990, 310]);
  });

  test('waiting outside the window does not count', async () => {
    const { steps } = bottlenecks(await runsOfTheDay(), {
      from: BEGIN + 40 * MINUTE,
      to: BEGIN + 50 * MINUTE,
    });
    const rows = steps.map((step) => `${step.node} ${step.queue.waitingMs / BigInt(MINUTE)}`);
    expect(rows).toEqual(['approve 20', 'reserve 3']);
  });

  test('where nothing waited there is no bottleneck; a window must have a length', async () => {
    const runs = await runsOfTheDay();
    expect(bottlenecks([], window)).toMatchObject({
      steps: [],
      finding: 'Nothing waited for people or workers in this time.',
    });
    expect(() => bottlenecks(runs, { from: 5, to: 5 })).toThrow('give from < to');
  });
});

test('property: the mean queue over time is all waiting divided by the time (Little)', () => {
  const periods = fc.array(
    fc.record({ from: fc.nat(40), length: fc.integer({ min: 1, max: 40 }) }),
  );
  fc.assert(
    fc.property(periods, (drawn) => {
      const all = drawn.map(({ from, length }) => ({ from, to: from + length }));
      const { waitingMs, most } = queueLength(all, { from: 10, to: 60 }, 5);
      const lengths = Array.from(
        { length: 50 },
        (_, at) => all.filter(({ from, to }) => from <= at + 10 && to > at + 10).length,
      );
      expect(Number(waitingMs)).toBe(lengths.reduce((sum, length) => sum + length, 0));
      expect(most).toBe(Math.max(...lengths));
    }),
  );
});

test.each([
  [0, '0 s'],
  [999, '999 ms'],
  [61_000, '1 min 1 s'],
  [12_000_000, '3 h 20 min'],
  [90_061_000, '1 d 1 h'],
  [86_400_000n * 400n, '400 d'],
])('%s ms reads as %s', (milliseconds, words) => {
  expect(durationWords(milliseconds)).toBe(words);
});
