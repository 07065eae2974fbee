/**
 * @kontor/bpm/simulation: a process run through years in seconds, before it is changed.
 *
 * Cases come by chance, wait for people of a calendar, and go on by the step that the engine uses:
 * figures of waiting, use, cost and lateness, with intervals, and what-if on staffing.
 */
export {
  arrivalsAt,
  arrivalsOf,
  type ArrivalOptions,
  type Arrivals,
  every,
  gaps,
  poisson,
} from './simulation/arrivals.ts';
export type { Uniform } from './simulation/chance.ts';
export {
  type Comparison,
  compareScenarios,
  type ScenarioChange,
} from './simulation/compare-scenarios.ts';
export {
  type Amount,
  constant,
  type Distribution,
  empirical,
  exponential,
  lognormal,
  normal,
  triangular,
  uniform,
} from './simulation/distribution.ts';
export { durationsOf } from './simulation/durations-of.ts';
export type {
  CaseFigures,
  CostFigures,
  PoolFigures,
  RunFigures,
  StepFigures,
  TimeSummary,
} from './simulation/figures.ts';
export {
  chance,
  choice,
  type Choice,
  fixed,
  type Generator,
  type WorkTime,
} from './simulation/generator.ts';
export type {
  Pool,
  QueueDiscipline,
  Simulated,
  SimulationOptions,
  Staff,
} from './simulation/options.ts';
export { simulate, type Simulation } from './simulation/simulate.ts';
export type { Estimate } from './simulation/student-t.ts';
export type { QueueCell, QueueFigures } from './simulation/time-average.ts';
