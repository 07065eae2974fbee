/**
 * What if: the same cases under other conditions.
 *
 * All scenarios have the same seed, and each draw has an address of its own (chance.ts): so case 17
 * of replication 3 comes at the same instant and needs the same work in all of them. What differs
 * is what was changed, not luck, and the intervals of differences are far narrower than those of
 * the figures.
 *
 * @source A. M. Law, "Simulation Modeling and Analysis" (5th ed.), 10.2.1 (paired t), 11.2 (common
 * random numbers)
 */
import { numbersOf, type RunFigures } from './figures.ts';
import type { Simulated, SimulationOptions } from './options.ts';
import { CONFIDENCE, estimates, simulate, type Simulation } from './simulate.ts';
import type { Estimate } from './student-t.ts';

/** What a scenario changes; the seed and the replications are those of the base. */
export type ScenarioChange = Omit<
  Partial<SimulationOptions>,
  'seed' | 'replications' | 'confidence' | 'from' | 'until' | 'warmUp'
>;

/** Scenarios beside each other. */
export interface Comparison<Name extends string = string> {
  readonly base: Simulation;
  readonly scenarios: Readonly<
    Record<
      Name,
      Simulation & {
        /**
         * Figures of the scenario less those of the base, replication by replication: an interval
         * that does not hold 0 is a difference. Each holds by itself; of twenty at 95 %, one may be
         * wrong.
         */
        readonly differences: Readonly<Record<string, Estimate>>;
      }
    >
  >;
}

/**
 * Simulates a base, and scenarios that each change something of it.
 *
 * @throws BpmError BPM_INVALID_SIMULATION, BPM_INVALID_DEFINITION
 * @example
 * compareScenarios(order, base, { 'one more': { resources: { clerk: 4 } } });
 */
export function compareScenarios<Name extends string>(
  process: Simulated,
  base: SimulationOptions,
  changes: Readonly<Record<Name, ScenarioChange>>,
): Comparison<Name> {
  const first = simulate(process, base);
  const scenarios = Object.entries<ScenarioChange>(changes).map(([name, change]) => {
    const simulation = simulate(process, { ...base, ...change });
    const { confidence = CONFIDENCE } = base;
    const differences = estimates(differencesOf(first.runs, simulation.runs), confidence);
    return [name, { ...simulation, differences }] as const;
  });
  return { base: first, scenarios: Object.fromEntries(scenarios) as Comparison<Name>['scenarios'] };
}

function differencesOf(base: readonly RunFigures[], others: readonly RunFigures[]) {
  return base.map((run, at) => {
    const [before, after] = [numbersOf(run), numbersOf(others[at]!)];
    const both = [...before.keys()].filter((name) => after.has(name));
    return new Map(both.map((name) => [name, after.get(name)! - before.get(name)!]));
  });
}
