/**
 * Queues without a simulation: who comes when, waits how long and leaves when, by the recursions of
 * Lindley (one server) and of Kiefer and Wolfowitz (several), on the same draws and in the same
 * whole milliseconds as `simulate`.
 *
 * @source D. V. Lindley, "The theory of queues with a single server" (1952); J. Kiefer, J.
 * Wolfowitz, "On the theory of queues with many servers" (1955)
 */
import { streamOf } from '../../src/simulation/chance.ts';
import { type Distribution, samplerOf } from '../../src/simulation/distribution.ts';

/** A desk: who works at it, and how long. */
export interface Desk {
  readonly node: string;
  readonly work: Distribution;
  readonly clerks: number;
}

/** One after the other come by gaps; desks are passed in their order. */
export interface QueueModel {
  readonly gap: Distribution;
  readonly desks: readonly Desk[];
  readonly seed: number;
  readonly replication: number;
}

/** A visit to a desk, in milliseconds since the start of the run. */
export interface DeskVisit {
  readonly came: number;
  readonly begun: number;
  readonly done: number;
}

/** The visits of all cases that come before an instant, a list for each desk, in that order. */
export function visitsBefore(until: number, model: QueueModel): DeskVisit[][] {
  const { seed, replication, desks } = model;
  const first = arrivalsBefore(until, model);
  const all: DeskVisit[][] = [];
  for (const desk of desks) {
    const came = all.at(-1)?.map(({ done }) => done) ?? first;
    all.push(visitsOf(desk, came, seed, replication));
  }
  return all;
}

function arrivalsBefore(until: number, { gap, seed, replication }: QueueModel): number[] {
  const stream = streamOf(seed, replication, 'arrivals');
  const sample = samplerOf(gap);
  const instants: number[] = [];
  let passed = 0;
  for (;;) {
    passed += sample(stream.at({ case: instants.length }));
    if (Math.round(passed) >= until) return instants;
    instants.push(Math.round(passed));
  }
}

/** Each takes the clerk who is free first; with several, cases may overtake each other. */
function visitsOf(
  { node, work, clerks }: Desk,
  came: readonly number[],
  seed: number,
  replication: number,
): DeskVisit[] {
  const stream = streamOf(seed, replication, `work/${node}`);
  const sample = samplerOf(work);
  const freeAt = Array.from({ length: clerks }, () => 0);
  return came.map((at, index) => {
    const clerk = freeAt.indexOf(Math.min(...freeAt));
    const begun = Math.max(at, freeAt[clerk]!);
    const done = begun + Math.round(sample(stream.at({ case: index, visit: 0 })));
    freeAt[clerk] = done;
    return { came: at, begun, done };
  });
}
