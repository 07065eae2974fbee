import { createCalendar } from '@kontor/kernel';
import { describe, expect, test } from 'vitest';
import { BpmError } from '../../src/errors.ts';
import { arrivalsAt, arrivalsOf, every, poisson } from '../../src/simulation/arrivals.ts';
import { compareScenarios } from '../../src/simulation/compare-scenarios.ts';
import { constant, empirical, exponential, uniform } from '../../src/simulation/distribution.ts';
import { durationsOf } from '../../src/simulation/durations-of.ts';
import type { SimulationOptions } from '../../src/simulation/options.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import type { ActivityInstance, WorkPeriod } from '../../src/insight/activity-instance.ts';
import { activitiesOf } from '../../src/insight/activity-log.ts';
import { compileProcess } from '../../src/compile.ts';
import { lookupOf } from '../../src/insight/process-lookup.ts';
import { desks, staysOf } from './desks.ts';

const base: SimulationOptions = {
  arrivals: poisson('PT5M'),
  durations: { serve: exponential('PT9M') },
  resources: { clerk: 2 },
  assign: { serve: 'clerk' },
  until: 'P2D',
  warmUp: 'PT4H',
  replications: 8,
  seed: 11,
};

describe('compareScenarios', () => {
  const { base: before, scenarios } = compareScenarios(desks('serve'), base, {
    same: {},
    'one more': { resources: { clerk: 3 } },
  });

  test('nothing changed is no difference', () => {
    for (const { mean, halfWidth } of Object.values(scenarios.same.differences)) {
      expect([mean, halfWidth]).toEqual([0, 0]);
    }
  });

  test('the same work comes: only waiting differs', () => {
    const { differences } = scenarios['one more'];
    const waiting = differences['steps.serve.waiting.meanMs']!;
    expect(waiting.mean + waiting.halfWidth!).toBeLessThan(0);
    expect(Math.abs(differences['steps.serve.processing.meanMs']!.mean)).toBeLessThan(2000);
  });

  test('pairs have a narrower interval than independent runs', () => {
    const other = simulate(desks('serve'), { ...base, resources: { clerk: 3 }, seed: 12 });
    const paired = scenarios['one more'].differences['cycleTime.meanMs']!.standardDeviation!;
    const deviations = [before, other].map(
      ({ estimates }) => estimates['cycleTime.meanMs']!.standardDeviation!,
    );
    expect(paired).toBeLessThan(Math.hypot(...deviations));
  });
});

describe('simulate', () => {
  test('a warm-up is left out of all figures', () => {
    const { cases, pools, hours } = simulate(desks('serve'), {
      ...base,
      arrivals: arrivalsAt(['PT0H', 'PT9H', 'PT12H']),
      durations: { serve: constant('PT2H') },
      warmUp: 'PT10H',
      until: 'PT20H',
      replications: 1,
    }).runs[0]!;
    expect(hours).toBe(10);
    expect(cases).toMatchObject({ atStart: 1, arrived: 1, finished: 2, atEnd: 0 });
    expect(cases.cycleTime).toMatchObject({ count: 1, meanMs: 7_200_000 });
    // Of the second case one hour, of the third two.
    expect(pools['clerk']!.busyHours).toBe(3);
  });

  test('who is late is counted among those that were due', () => {
    const late = (sla: SimulationOptions['sla']) =>
      simulate(desks('serve'), {
        ...base,
        arrivals: every('PT1H'),
        durations: { serve: constant('PT90M') },
        resources: { clerk: 1 },
        sla,
        warmUp: 'PT0S',
        until: 'PT10H',
        replications: 1,
      }).runs[0]!.cases.lateShare;
    // Case k comes at k and is done at 1 + 1.5 k: within two hours are k = 1 and 2, due are 1 … 7.
    expect(late('PT2H')).toBeCloseTo(5 / 7, 12);
    const morning = createCalendar({ week: { mon: ['00:00-04:00'], tue: ['00:00-04:00'] } });
    // Two working hours after 1 and 2 are 3 and 4; all others are due on Tuesday.
    expect(late({ within: 'PT2H', calendar: morning })).toBe(0);
    expect(late(undefined)).toBeUndefined();
  });

  test('a queue over time has a cell for each stretch', () => {
    const { queue } = simulate(desks('serve'), {
      ...base,
      arrivals: arrivalsAt(['PT0H', 'PT0H', 'PT0H']),
      durations: { serve: constant('PT1H') },
      resources: { clerk: 1 },
      cells: 'PT90M',
      warmUp: 'PT0S',
      until: 'PT4H',
      replications: 1,
    }).runs[0]!.pools['clerk']!;
    const from = Date.parse('2026-01-05T00:00:00Z');
    // Two wait for the first hour, one for the second.
    expect(queue).toEqual({
      mean: 3 / 4,
      max: 2,
      last: 0,
      overTime: [
        { from, mean: 2.5 / 1.5, max: 2 },
        { from: from + 5_400_000, mean: 0.5 / 1.5, max: 1 },
        { from: from + 10_800_000, mean: 0, max: 0 },
      ],
    });
  });

  test('activities have costs of their own', () => {
    const { costs } = simulate(desks('serve'), {
      ...base,
      arrivals: every('PT1H'),
      durations: {},
      costs: { serve: '0.35' },
      warmUp: 'PT0S',
      until: 'PT10H30M',
      replications: 1,
    }).runs[0]!;
    expect(costs.activities).toBe('3.50');
  });

  test('its history is one that other tools read, and another simulation can start from', () => {
    const process = compileProcess(desks('serve'), { languages: [] });
    const first = simulate(process, { ...base, keepHistory: true, replications: 1 }).runs[0]!;
    const again = simulate(process, {
      ...base,
      arrivals: arrivalsOf(first.history!),
      keepHistory: true,
      replications: 1,
    }).runs[0]!;
    const cameAt = (run: typeof first) => staysOf(run).map(({ from }) => from);
    expect(cameAt(again)).toEqual(cameAt(first));
    const ofOne = first.history!.filter(({ instance }) => instance === 'c1');
    const lookup = lookupOf(new Map([[process.hash, process.definition]]));
    const nodes = activitiesOf(ofOne, lookup).map(({ node, state }) => `${node} ${state}`);
    expect(nodes).toEqual(['start completed', 'serve completed', 'end completed']);
  });
});

describe('durationsOf', () => {
  const run = (node: string, from: number, to: number, work: readonly WorkPeriod[]) =>
    ({
      node,
      kind: 'user',
      state: 'completed',
      awaits: 'task',
      enteredAt: from,
      endedAt: to,
      work,
    }) as unknown as ActivityInstance;

  test('takes the time that was worked, and only where somebody was seen to work', () => {
    const seen = [
      run('check', 0, 900, [{ from: 600, to: 900 }]),
      run('check', 100, 1000, [{ from: 100, to: 200 }, { from: 900 }]),
      run('check', 0, 5000, []),
      run('sign', 0, 70, [{ from: 20 }]),
    ];
    expect(durationsOf(seen)).toEqual({ check: empirical([300, 200]), sign: empirical([50]) });
  });
});

test('faults of options come all at once, each with its path', () => {
  const bad = {
    ...base,
    arrivals: every('PT0S'),
    until: 'P1M',
    seed: -1,
    durations: { serve: uniform('PT2M', 'PT1M'), start: constant(1) },
    branching: { serve: { f1: 1 } },
    messages: { paid: constant('PT1H') },
    assign: { serve: 'clark' },
    costs: { serve: 'cheap' },
  };
  let paths: string[] = [];
  try {
    simulate(desks('serve'), bad);
  } catch (error) {
    if (!BpmError.is(error, 'BPM_INVALID_SIMULATION')) throw error;
    paths = error.details.issues.map(({ path, code }) => `${path}: ${code}`);
  }
  expect(paths.toSorted()).toEqual([
    'arrivals: bad-arrivals',
    'assign.serve: no-pool',
    'branching.serve: no-gateway',
    'costs.serve: bad-amount',
    'durations.serve: bad-distribution',
    'durations.start: no-activity',
    'messages.paid: no-message',
    'seed: bad-number',
    'until: bad-time',
  ]);
});
