/**
 * Discrete-event simulation of a process: the run.
 *
 * Pure: the seed is chance, the virtual clock is time, and there is no store. Every case is moved
 * by `advance`, the step of the engine, so a simulated process means what the real one means.
 *
 * @source A. M. Law, "Simulation Modeling and Analysis" (5th ed.), ch. 1 (event scheduling), 9
 * (replications, warm-up)
 */
import { arrivalInstants, instantOf } from './arrivals.ts';
import { type Stream, streamOf } from './chance.ts';
import { FROM } from './check-options.ts';
import { amountOf } from './distribution.ts';
import { numbersOf, type RunFigures } from './figures.ts';
import { GatewayDice } from './gateway-dice.ts';
import type { Simulated, SimulationOptions } from './options.ts';
import { Samples } from './samples.ts';
import { type SimulatedProcess, simulatedProcess } from './simulated-process.ts';
import { type Estimate, estimateOf } from './student-t.ts';
import type { Window } from './time-average.ts';
import { World } from './world.ts';

/** What came of a simulation: plain JSON, the same for the same seed. */
export interface Simulation {
  /** One for each replication. */
  readonly runs: readonly RunFigures[];
  /**
   * Figures by their path, as `cycleTime.meanMs` or `pools.clerk.utilisation`, over replications.
   */
  readonly estimates: Readonly<Record<string, Estimate>>;
}

/** The confidence of intervals where nothing else is said. */
export const CONFIDENCE = 0.95;

/**
 * Simulates a process.
 *
 * @throws BpmError BPM_INVALID_SIMULATION — options with faults: all of them
 * @throws BpmError BPM_INVALID_DEFINITION
 * @throws KernelError KERNEL_CALENDAR_HORIZON — a calendar does not reach to where work ends
 * @example
 * const { runs } = simulate(order, {
 *   arrivals: poisson('PT5M'),
 *   durations: { check: exponential('PT12M') },
 *   resources: { clerk: 3 },
 *   assign: { check: 'clerk' },
 *   seed: 7,
 *   until: 'P30D',
 * });
 */
export function simulate(process: Simulated, options: SimulationOptions): Simulation {
  const dice = new GatewayDice();
  const ready = simulatedProcess(process, options, dice);
  const { replications = 1, confidence = CONFIDENCE } = options;
  const runs = Array.from({ length: replications }, (_, at) => runOnce(ready, options, dice, at));
  return { runs, estimates: estimates(runs.map(numbersOf), confidence) };
}

function runOnce(
  process: SimulatedProcess,
  options: SimulationOptions,
  dice: GatewayDice,
  replication: number,
): RunFigures {
  const from = instantOf(options.from ?? FROM, 0);
  const until = Math.round(instantOf(options.until, from));
  const window = { from: from + amountOf(options.warmUp ?? 0)!, until };
  const streams = streamsOf(options.seed, replication);
  dice.load(streams);
  const samples = new Samples(options, streams);
  const arrivals = arrivalInstants(options.arrivals, streams('arrivals'), from);
  const world = new World({ process, options, dice, samples, window, arrivals });
  world.run();
  return figuresOf(world, window, options);
}

/** The streams of a replication, each made once. */
function streamsOf(seed: number, replication: number): (purpose: string) => Stream {
  const known = new Map<string, Stream>();
  return (purpose) => {
    const stream = known.get(purpose) ?? streamOf(seed, replication, purpose);
    known.set(purpose, stream);
    return stream;
  };
}

function figuresOf(world: World, window: Window, { keepHistory }: SimulationOptions): RunFigures {
  const { tally, staff, incidents, undelivered, history } = world;
  return {
    hours: (window.until - window.from) / 3_600_000,
    cases: tally.cases(),
    steps: tally.steps(),
    pools: tally.pools(staff.groups),
    costs: tally.costs(staff.groups),
    incidents,
    undelivered,
    ...(keepHistory === true && { history }),
  };
}

/** The estimates of figures; one that a replication lacks counts only where it is. */
export function estimates(
  runs: readonly ReadonlyMap<string, number>[],
  confidence: number,
): Record<string, Estimate> {
  const names = [...new Set(runs.flatMap((run) => [...run.keys()]))];
  return Object.fromEntries(
    names.map((name) => {
      const values = runs.flatMap((run) => run.get(name) ?? []);
      return [name, estimateOf(values, confidence)];
    }),
  );
}
