/** What holds of every run, whatever is simulated. */
import { createCalendar } from '@kontor/kernel';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { poisson } from '../../src/simulation/arrivals.ts';
import { exponential, lognormal, uniform } from '../../src/simulation/distribution.ts';
import { chance } from '../../src/simulation/generator.ts';
import type { QueueDiscipline, SimulationOptions } from '../../src/simulation/options.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import type { ProcessInput } from '../../src/model.ts';
import { desks, staysOf } from './desks.ts';

const numRuns = process.env['KONTOR_FULL'] === '1' ? 500 : 5;

/** Check, then approve or send back; who waits an hour for approval gives up. */
const claims: ProcessInput = {
  id: 'claims',
  nodes: [
    { kind: 'start', id: 'start' },
    { kind: 'user', id: 'check', work: { candidateGroups: ['clerk', 'chief'] } },
    { kind: 'user', id: 'approve', work: { candidateGroups: ['chief'] } },
    {
      kind: 'boundary',
      id: 'tired',
      attachedTo: 'approve',
      on: [{ type: 'timer', duration: 'PT1H' }],
    },
    { kind: 'exclusive', id: 'approved', default: 'no' },
    { kind: 'end', id: 'paid' },
    { kind: 'end', id: 'gone' },
  ],
  flows: [
    { id: 'f1', from: 'start', to: 'check' },
    { id: 'f2', from: 'check', to: 'approve' },
    { id: 'f3', from: 'approve', to: 'approved' },
    { id: 'yes', from: 'approved', to: 'paid', condition: 'ok' },
    { id: 'no', from: 'approved', to: 'check' },
    { id: 'f4', from: 'tired', to: 'gone' },
  ],
};

const office = createCalendar({ week: { 'mon-fri': ['08:00-12:00', '13:00-17:00'] } });

const scenario = fc.record({
  seed: fc.nat(),
  minutes: fc.integer({ min: 4, max: 40 }),
  clerks: fc.integer({ min: 0, max: 3 }),
  chiefs: fc.integer({ min: 1, max: 2 }),
  queue: fc.constantFrom<QueueDiscipline>('fifo', 'priority', 'shortest'),
  isOffice: fc.boolean(),
  warmUp: fc.constantFrom('PT0S', 'PT10H'),
});

type Scenario = typeof scenario extends fc.Arbitrary<infer Made> ? Made : never;

const optionsOf = (made: Scenario): SimulationOptions => ({
  arrivals: poisson(`PT${made.minutes}M`),
  durations: { check: lognormal('PT10M', 'PT10M'), approve: uniform('PT2M', 'PT9M') },
  results: { approve: { ok: chance(0.7) } },
  resources: { clerk: made.clerks, chief: made.chiefs },
  ...(made.isOffice && { calendar: office }),
  queue: made.queue,
  warmUp: made.warmUp,
  seed: made.seed,
  until: 'P3D',
  keepHistory: true,
});

const runOf = (made: Scenario) => simulate(claims, optionsOf(made)).runs[0]!;

test('property: what was there and what came is what has ended and what is there', () => {
  fc.assert(
    fc.property(scenario, (made) => {
      const { cases, steps } = runOf(made);
      expect(cases.atStart + cases.arrived).toBe(cases.finished + cases.atEnd);
      expect(cases.inProgress.last).toBe(cases.atEnd);
      for (const { queue } of Object.values(steps)) expect(queue.last).toBeGreaterThanOrEqual(0);
    }),
    { numRuns },
  );
});

test('property: Little: cases in progress on average = time spent in the process by time', () => {
  fc.assert(
    fc.property(scenario, (made) => {
      const run = runOf(made);
      const until = Date.parse('2026-01-08T00:00:00Z');
      const from = until - run.hours * 3_600_000;
      // L = λW, with λ and W over all that was there in the time that is measured.
      const spent = staysOf(run).reduce(
        (sum, stay) => sum + Math.max(0, Math.min(stay.to, until) - Math.max(stay.from, from)),
        0,
      );
      expect(run.cases.inProgress.mean).toBeCloseTo(spent / (until - from), 9);
    }),
    { numRuns },
  );
});

test('property: nobody is busy for longer than on duty', () => {
  fc.assert(
    fc.property(scenario, (made) => {
      for (const pool of Object.values(runOf(made).pools)) {
        expect(pool.busyHours).toBeLessThanOrEqual(pool.onDutyHours + 1e-9);
      }
    }),
    { numRuns },
  );
});

test('property: the same seed gives the same bytes', () => {
  fc.assert(
    fc.property(scenario, (made) => {
      expect(JSON.stringify(runOf(made))).toBe(JSON.stringify(runOf(made)));
    }),
    { numRuns: Math.ceil(numRuns / 3) },
  );
});

describe('with common random numbers', () => {
  const staffed = (clerks: number, seed: number) =>
    simulate(desks('serve'), {
      arrivals: poisson('PT2M'),
      durations: { serve: exponential('PT5M') },
      resources: { clerk: clerks },
      assign: { serve: 'clerk' },
      until: 'P1D',
      seed,
      keepHistory: true,
    }).runs[0]!;

  // J. Kiefer, J. Wolfowitz, "On the Theory of Queues with Many Servers" (1955): waiting in
  // first-in-first-out queues does not grow with servers.
  test('property: one clerk more changes no arrival, and no case ends later', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 4 }), (seed, clerks) => {
        const [few, many] = [staysOf(staffed(clerks, seed)), staysOf(staffed(clerks + 1, seed))];
        expect(many.map(({ id, from }) => [id, from])).toEqual(
          few.map(({ id, from }) => [id, from]),
        );
        few.forEach(({ to }, at) => expect(many[at]!.to).toBeLessThanOrEqual(to));
      }),
      { numRuns },
    );
  });
});
