/**
 * Simulation, measured: a process of ten tasks with three people each, every step the engine's own,
 * against a loop written for just this row of queues, with the same draws.
 */
import { exponential, poisson, simulate } from '@kontor/bpm/simulation';
import { arrivalInstants } from '../../packages/bpm/src/simulation/arrivals.ts';
import { streamOf } from '../../packages/bpm/src/simulation/chance.ts';
import { samplerOf } from '../../packages/bpm/src/simulation/distribution.ts';
import { compare, type Row, type Suite, type SuiteOptions } from '../suite.ts';

/** The row of simulation. */
export const suite: Suite = {
  engine: 'bpm',
  run: async (options) => [await tenDesks(options)],
};

const STEPS = Array.from({ length: 10 }, (_, at) => `t${at + 1}`);
const PEOPLE = 3;
const SEED = 7;
const HOUR_MS = 3_600_000;
const FROM = Date.parse('2026-01-05T00:00:00Z');
const arrivals = poisson('PT5M');
const work = exponential('PT12M');

/** What both count: cases that ended, and their mean time to the second. */
interface Counted {
  readonly finished: number;
  readonly meanSeconds: number;
}

const tenStep = {
  id: 'ten',
  nodes: [
    { kind: 'start', id: 'start' } as const,
    ...STEPS.map((id) => ({ kind: 'user', id }) as const),
    { kind: 'end', id: 'end' } as const,
  ],
  flows: [...STEPS, 'end'].map((to, at) => ({
    id: `f${at}`,
    from: at === 0 ? 'start' : STEPS[at - 1]!,
    to,
  })),
};

async function tenDesks(options: SuiteOptions): Promise<Row> {
  const hours = options.quick ? 24 : 24 * 30;
  const { finished } = byEngine(hours);
  return compare<Counted>(
    {
      name: 'ten tasks with three people each, simulated',
      size: `${finished.toLocaleString('en')} instances`,
      peerName: 'a loop for this one row of queues',
      operations: { count: finished, unit: 'instances/CPU s' },
      ours: () => byEngine(hours),
      peer: () => byLoop(hours),
      equal: (ours, theirs) => JSON.stringify(ours) === JSON.stringify(theirs),
    },
    options,
  );
}

function byEngine(hours: number): Counted {
  const { cases } = simulate(tenStep, {
    arrivals,
    durations: Object.fromEntries(STEPS.map((id) => [id, work])),
    resources: Object.fromEntries(STEPS.map((id) => [`people of ${id}`, PEOPLE])),
    assign: Object.fromEntries(STEPS.map((id) => [id, `people of ${id}`])),
    seed: SEED,
    until: `PT${hours}H`,
  }).runs[0]!;
  const meanMs = cases.cycleTime!.meanMs;
  return { finished: cases.finished, meanSeconds: Math.round(meanMs / 1000) };
}

/** Who comes first is served first, by who is free first: one desk after the other. */
function byLoop(hours: number): Counted {
  const until = FROM + hours * HOUR_MS;
  const sample = samplerOf(work);
  let cases: { at: number; came: number; index: number }[] = [];
  for (const at of arrivalInstants(arrivals, streamOf(SEED, 0, 'arrivals'), FROM)) {
    if (at >= until) break;
    cases.push({ at, came: at, index: cases.length });
  }
  for (const id of STEPS) {
    const stream = streamOf(SEED, 0, `work/${id}`);
    const free = Array.from({ length: PEOPLE }, () => FROM);
    for (const one of cases) {
      const first = free.indexOf(Math.min(...free));
      const ms = Math.round(sample(stream.at({ case: one.index })));
      one.at = free[first] = Math.max(one.at, free[first]!) + ms;
    }
    cases = cases.toSorted((a, b) => a.at - b.at);
  }
  const ended = cases.filter(({ at }) => at < until);
  const meanMs = ended.reduce((sum, { at, came }) => sum + at - came, 0) / ended.length;
  return { finished: ended.length, meanSeconds: Math.round(meanMs / 1000) };
}
