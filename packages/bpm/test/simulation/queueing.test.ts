/**
 * Simulated queues against the formulae of queueing theory.
 *
 * λ = arrivals, μ = services a minute, c = clerks, ρ = λ/(cμ), a = λ/μ; Wq = mean time in the
 * queue.
 *
 * @source L. Kleinrock, "Queueing Systems" I (1975): 3.2 (M/M/1), 3.5 (M/M/m, Erlang C), 5.6
 * (Pollaczek–Khinchine), and 4.8 with P. J. Burke, "The Output of a Queuing System" (1956)
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gaps, poisson } from '../../src/simulation/arrivals.ts';
import { FROM } from '../../src/simulation/check-options.ts';
import {
  constant,
  type Distribution,
  exponential,
  lognormal,
  uniform,
} from '../../src/simulation/distribution.ts';
import { simulate, type Simulation } from '../../src/simulation/simulate.ts';
import { desks, staysOf } from './desks.ts';
import { type DeskVisit, visitsBefore } from './queue-twin.ts';

const isFull = process.env['KONTOR_FULL'] === '1';
const MINUTE_MS = 60_000;
/** One right program in a thousand would fail a row; a mean that is off by 15 % does. */
const CONFIDENCE = 0.999;

interface Queue {
  readonly minutesBetween: number;
  readonly work: Distribution;
  readonly clerks: number;
}

const simulateQueue = ({ minutesBetween, work, clerks }: Queue): Simulation =>
  simulate(desks('serve'), {
    arrivals: poisson(minutesBetween * MINUTE_MS),
    durations: { serve: work },
    resources: { clerk: clerks },
    assign: { serve: 'clerk' },
    warmUp: 'PT4H',
    until: isFull ? 'P60D' : 'P4D',
    replications: 10,
    confidence: CONFIDENCE,
    seed: 7,
  });

/** The true mean lies in the interval of the simulation, and the interval says something. */
function expectMean({ estimates }: Simulation, figure: string, mean: number, within = 0.15): void {
  const { mean: seen, halfWidth } = estimates[figure]!;
  expect(Math.abs(seen - mean), `${figure}: ${seen} ± ${halfWidth}`).toBeLessThan(halfWidth!);
  expect(halfWidth! / mean, 'half width by mean').toBeLessThan(within);
}

/** The probability of waiting in M/M/c. */
function erlangC(servers: number, load: number): number {
  // Erlang B by its recursion, C from it.
  let blocked = 1;
  for (let n = 1; n <= servers; n++) blocked = (load * blocked) / (n + load * blocked);
  return blocked / (1 - (load / servers) * (1 - blocked));
}

test('Erlang C of three servers and a load of two is 4/9', () => {
  expect(erlangC(3, 2)).toBeCloseTo(4 / 9, 12);
});

describe('mean waiting', () => {
  test('M/M/1, ρ = 1/2: Wq = ρ / (μ − λ) = 1 minute', () => {
    const run = simulateQueue({ minutesBetween: 2, work: exponential('PT1M'), clerks: 1 });
    expectMean(run, 'steps.serve.waiting.meanMs', MINUTE_MS);
    expectMean(run, 'pools.clerk.utilisation', 0.5);
    // L = ρ / (1 − ρ).
    expectMean(run, 'inProgress', 1);
  });

  test('M/M/3, a = 2: Wq = C(3, 2) / (3μ − λ) = 8/9 minute', () => {
    const run = simulateQueue({ minutesBetween: 1, work: exponential('PT2M'), clerks: 3 });
    expectMean(run, 'steps.serve.waiting.meanMs', (erlangC(3, 2) / (3 / 2 - 1)) * MINUTE_MS, 0.25);
    expectMean(run, 'pools.clerk.utilisation', 2 / 3);
  });

  test('M/D/1, ρ = 1/2: half of M/M/1, ρ / 2μ(1 − ρ) = 1/2 minute', () => {
    const run = simulateQueue({ minutesBetween: 2, work: constant('PT1M'), clerks: 1 });
    expectMean(run, 'steps.serve.waiting.meanMs', MINUTE_MS / 2);
  });

  test('a tandem of two M/M/1: the second is as if the first were not there (Burke)', () => {
    const run = simulate(desks('first', 'second'), {
      arrivals: poisson('PT2M'),
      durations: { first: exponential('PT1M'), second: exponential('PT40S') },
      resources: { a: 1, b: 1 },
      assign: { first: 'a', second: 'b' },
      warmUp: 'PT4H',
      until: isFull ? 'P60D' : 'P4D',
      replications: 10,
      confidence: CONFIDENCE,
      seed: 8,
    });
    expectMean(run, 'steps.first.waiting.meanMs', MINUTE_MS);
    // ρ = 1/3, μ = 3/2: (1/3) / (3/2 − 1/2) minutes.
    expectMean(run, 'steps.second.waiting.meanMs', MINUTE_MS / 3);
  });
});

const HOUR_MS = 60 * MINUTE_MS;
const waited = ({ came, begun }: DeskVisit): number => begun - came;
const sumOf = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0);

describe('case by case', () => {
  const distribution = fc.oneof(
    fc.integer({ min: 1, max: 300_000 }).map(constant),
    fc.integer({ min: 1, max: 300_000 }).map(exponential),
    fc.integer({ min: 1, max: 300_000 }).map((max) => uniform(0, max)),
    fc.integer({ min: 1, max: 300_000 }).map((mean) => lognormal(mean, mean)),
  );

  test('property: every case leaves when the recursions of Lindley and of Kiefer and Wolfowitz say', () => {
    const model = fc.record({
      gap: fc.integer({ min: 30_000, max: 300_000 }).map(exponential),
      // Before the last desk one clerk each: cases come to all desks in one order.
      lone: fc.array(distribution, { maxLength: 2 }),
      last: fc.record({ work: distribution, clerks: fc.integer({ min: 1, max: 4 }) }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(model, ({ gap, lone, last, seed }) => {
        const steps = [...lone.map((work) => ({ work, clerks: 1 })), last].map((one, at) => ({
          node: `d${at}`,
          ...one,
        }));
        const by = <Value>(of: (step: (typeof steps)[number]) => Value) =>
          Object.fromEntries(steps.map((step) => [step.node, of(step)]));
        const [run] = simulate(desks(...steps.map(({ node }) => node)), {
          arrivals: gaps(gap),
          durations: by(({ work }) => work),
          resources: by(({ clerks }) => clerks),
          assign: by(({ node }) => node),
          warmUp: 'PT1H',
          until: 'PT6H',
          seed,
          keepHistory: true,
        }).runs;
        const until = 6 * HOUR_MS;
        const visits = visitsBefore(until, { gap, desks: steps, seed, replication: 0 });
        const ends = visits.at(-1)!.map(({ done }) => (done < until ? done : Infinity));
        const from = Date.parse(FROM);
        expect(staysOf(run!).map(({ to }) => to - from)).toEqual(ends);
        for (const [at, { node }] of steps.entries()) {
          const inside = visits[at]!.filter(({ came, begun }) => came >= HOUR_MS && begun < until);
          const mean = Math.round(sumOf(inside.map(waited)) / inside.length);
          const { count = 0, meanMs = NaN } = run!.steps[node]?.waiting ?? {};
          expect([node, count, meanMs]).toEqual([node, inside.length, mean]);
        }
      }),
      { numRuns: isFull ? 500 : 25 },
    );
  });

  test('an arrival just below half a millisecond is rounded down, wherever in time the run begins', () => {
    const gap = exponential(104_844);
    const desk = { node: 'd0', work: constant(1), clerks: 1 };
    const seed = 1_460_272_265;
    const [run] = simulate(desks('d0'), {
      arrivals: gaps(gap),
      durations: { d0: desk.work },
      resources: { d0: 1 },
      assign: { d0: 'd0' },
      until: 'PT6H',
      seed,
      keepHistory: true,
    }).runs;
    const twin = visitsBefore(6 * HOUR_MS, { gap, desks: [desk], seed, replication: 0 });
    const from = Date.parse(FROM);
    expect(staysOf(run!).map(({ to }) => to - from)).toEqual(twin[0]!.map(({ done }) => done));
  });
});

test('two hours of M/M/1 after a warm-up see 5 % less: half is who still waits, half is the mean of means', () => {
  const [from, until] = [HOUR_MS, 3 * HOUR_MS];
  const serve = { node: 'serve', work: exponential('PT1M'), clerks: 1 };
  const runs = Array.from({ length: isFull ? 100_000 : 5000 }, (_, replication) => {
    const model = { gap: exponential('PT2M'), desks: [serve], seed: 1, replication };
    return visitsBefore(until, model)[0]!.filter(({ came }) => came >= from);
  });
  const mean = (visits: readonly DeskVisit[]): number =>
    sumOf(visits.map(waited)) / visits.length / MINUTE_MS;
  const begun = runs.map((visits) => visits.filter((one) => one.begun < until));
  const ofAll = mean(runs.flat());
  const ofBegun = mean(begun.flat());
  const ofRuns = sumOf(begun.map(mean)) / runs.length;
  const digits = 1 + Number(isFull);
  expect(ofAll, 'all that came, however long they wait').toBeCloseTo(1, digits);
  expect(ofAll - ofBegun, 'who has not begun at the end').toBeCloseTo(0.025, 2);
  expect(ofBegun - ofRuns, 'runs with few cases wait less, and count as much').toBeCloseTo(0.03, 2);
});
