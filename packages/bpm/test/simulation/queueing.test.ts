/**
 * Simulated queues against the formulae of queueing theory.
 *
 * λ = arrivals, μ = services a minute, c = clerks, ρ = λ/(cμ), a = λ/μ; Wq = mean time in the queue.
 *
 * @source L. Kleinrock, "Queueing Systems" I (1975): 3.2 (M/M/1), 3.5 (M/M/m, Erlang C), 5.6
 * (Pollaczek–Khinchine), and 4.8 with P. J. Burke, "The Output of a Queuing System" (1956)
 */
import { describe, expect, test } from 'vitest';
import { poisson } from '../../src/simulation/arrivals.ts';
import { constant, type Distribution, exponential } from '../../src/simulation/distribution.ts';
import { simulate, type Simulation } from '../../src/simulation/simulate.ts';
import { desks } from './desks.ts';

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
