/** Timers, messages, signals, errors and gateways, on the clock of a simulation. */
import { describe, expect, test } from 'vitest';
import type { ProcessInput } from '../../src/model.ts';
import { arrivalsAt, every } from '../../src/simulation/arrivals.ts';
import { constant, uniform } from '../../src/simulation/distribution.ts';
import { choice, fixed } from '../../src/simulation/generator.ts';
import type { SimulationOptions } from '../../src/simulation/options.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import { readNotation } from '../notation.ts';
import { staysOf } from './desks.ts';

const base: SimulationOptions = {
  arrivals: arrivalsAt(['PT0S']),
  until: 'P10D',
  seed: 3,
  keepHistory: true,
};

function run(model: string | ProcessInput, options: Partial<SimulationOptions> = {}) {
  const process = typeof model === 'string' ? readNotation(model).main : model;
  const figures = simulate(process, { ...base, ...options }).runs[0]!;
  const completed = figures.history!.flatMap(({ events }) =>
    events.flatMap((event) => (event.type === 'left' ? [event.node] : [])),
  );
  const hours = staysOf(figures).map(({ from, to }) => (to - from) / 3_600_000);
  return { ...figures, completed, hoursOfCases: hours };
}

describe('timers', () => {
  test('an interrupting one stops the work, and who did it is free', () => {
    const { steps, hoursOfCases, pools } = run('start > user(A) ^timer(PT1H) > end; A > end', {
      arrivals: arrivalsAt(['PT0S', 'PT10M']),
      durations: { A: constant('PT3H') },
      resources: { clerk: 1 },
      assign: { A: 'clerk' },
    });
    // The second waits 50 minutes for the first to be stopped, and is stopped 10 minutes later.
    expect(hoursOfCases).toEqual([1, 1]);
    expect(steps['A']).toMatchObject({ completed: 0, stopped: 2, queue: { last: 0, max: 1 } });
    expect(pools['clerk']!.busyHours).toBeCloseTo(1 + 10 / 60, 12);
  });

  test('one that repeats fires at each of its times while work goes on', () => {
    const { completed } = run('start > user(A) ^~timer(R/PT1H) > N > end; A > end', {
      durations: { A: constant('PT3H30M') },
    });
    expect(completed.filter((node) => node === 'N')).toHaveLength(3);
  });

  test('an event in between waits for its time', () => {
    expect(run('start > timer(t, P2D) > end').hoursOfCases).toEqual([48]);
  });
});

describe('messages and signals', () => {
  test('one from outside comes so long after it is awaited', () => {
    const { hoursOfCases } = run('start > recv(R, paid) > end', {
      messages: { paid: constant('PT5H') },
    });
    expect(hoursOfCases).toEqual([5]);
  });

  test('the first of message and timer goes on', () => {
    const model = 'start > evt(g) > catch(c, message m) > A > end; g > timer(t, P1D) > B > end';
    expect(run(model, { messages: { m: constant('PT5H') } }).completed).toContain('A');
    expect(run(model, { messages: { m: constant('P3D') } }).completed).toContain('B');
  });

  test('a case may start another, which does not shift the chance of those to come', () => {
    const { cases, undelivered } = run(
      'start > throw(t, message go) > end; start(s2, message go) > user(A) > end',
      { durations: { A: constant('PT1H') } },
    );
    expect(cases).toMatchObject({ arrived: 2, finished: 2 });
    expect(undelivered).toEqual({});
  });

  test('a message that nobody waits for is told', () => {
    expect(run('start > throw(t, message go) > end').undelivered).toEqual({ go: 1 });
  });

  test('a message with a key starts no second case while the first runs', () => {
    const { cases, undelivered } = run(
      'start > throw(t, message go, k) > end; start(s2, message go) > user(A) > end',
      {
        arrivals: arrivalsAt(['PT0M', 'PT30M', 'PT2H']),
        variables: { k: fixed('north') },
        durations: { A: constant('PT1H') },
      },
    );
    expect(cases).toMatchObject({ arrived: 5, finished: 5 });
    expect(undelivered).toEqual({ go: 1 });
  });

  test('a signal wakes all who wait for it', () => {
    const { hoursOfCases } = run(
      'start > xor(x); x >[n = 3] throw(t, signal s) > end; x >[default] catch(c, signal s) > end',
      {
        arrivals: arrivalsAt(['PT0H', 'PT1H', 'PT4H']),
        variables: {
          n: (() =>
            (
              (n) => () =>
                ++n
            )(0))(),
        },
      },
    );
    expect(hoursOfCases).toEqual([4, 3, 0]);
  });
});

describe('how work ends', () => {
  test('in an error, with its probability, for who catches it', () => {
    const { completed, cases } = run('start > svc(pay) ^error(DECLINED) > N > end; pay > end', {
      arrivals: every('PT1H'),
      errors: { pay: { DECLINED: 0.25 } },
    });
    expect(cases.finished).toBe(239);
    // Binomial: 59.75 ± 4 · √(239 · 0.25 · 0.75).
    expect(Math.abs(completed.filter((node) => node === 'N').length - 59.75)).toBeLessThan(26.8);
  });

  test('an error that nobody catches is an incident, and who did the work is free', () => {
    const { incidents, cases, pools } = run('start > svc(pay) > end', {
      arrivals: arrivalsAt(['PT0S', 'PT0S']),
      durations: { pay: constant('PT1H') },
      errors: { pay: { DECLINED: 1 } },
      resources: { desk: 1 },
      assign: { pay: 'desk' },
    });
    expect(incidents).toEqual({ 'uncaught-error': 2 });
    expect(cases).toMatchObject({ finished: 0, atEnd: 2 });
    expect(pools['desk']!.busyHours).toBe(2);
  });

  test('automatic and manual tasks take time where a duration is given', () => {
    const { hoursOfCases, steps } = run('start > A > manual(B) > end', {
      durations: { A: constant('PT1H'), B: constant('PT2H') },
    });
    expect(hoursOfCases).toEqual([3]);
    expect(Object.keys(steps)).toEqual(['A', 'B']);
  });
});

describe('gateways', () => {
  const thousand = { arrivals: every('PT10M'), until: 'PT10010M' };
  const countOf = (all: readonly string[], node: string): number =>
    all.filter((one) => one === node).length;

  test('go by probabilities where they are given', () => {
    const { completed } = run('start > xor(x); x >[1 = 2] A > end; x >[default] B > end', {
      ...thousand,
      branching: { x: { 'x-A': 0.3, 'x-B': 0.7 } },
    });
    const a = countOf(completed, 'A');
    expect(a + countOf(completed, 'B')).toBe(1000);
    // Binomial: 300 ± 4 · √(1000 · 0.3 · 0.7).
    expect(Math.abs(a - 300)).toBeLessThan(58);
  });

  test('go by data that is drawn for each case', () => {
    const { completed } = run('start > xor(x); x >[kind = "gold"] A > end; x >[default] B > end', {
      ...thousand,
      variables: { kind: choice({ gold: 20, silver: 80 }) },
    });
    expect(Math.abs(countOf(completed, 'A') - 200)).toBeLessThan(51);
  });

  test('go by what the work has brought', () => {
    const { completed } = run('start > user(U) > xor(x); x >[ok] A > end; x >[default] U', {
      results: { U: { ok: (random, { tries }) => random() < 0.5 || Number(tries) > 2 } },
      variables: { tries: fixed(3) },
    });
    expect(countOf(completed, 'U')).toBe(1);
    expect(countOf(completed, 'A')).toBe(1);
  });

  test('a loop draws anew at each visit: 1 / 0.5 visits on average', () => {
    const { completed } = run('start > user(U) > xor(x); x > A > end; x > U', {
      ...thousand,
      branching: { x: { 'x-A': 0.5, 'x-U': 0.5 } },
    });
    // The variance of a geometric number is (1 − p) / p² = 2: 2000 ± 4 · √2000.
    expect(Math.abs(countOf(completed, 'U') - 2000)).toBeLessThan(180);
  });
});

test('durations may depend on the data of a case', () => {
  const { hoursOfCases } = run('start > user(A) > end', {
    variables: { pages: uniform(10, 10) },
    durations: { A: (_, { pages }) => `PT${Number(pages) * 6}M` },
  });
  expect(hoursOfCases).toEqual([1]);
});
