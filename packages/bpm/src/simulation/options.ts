/** What a simulation is told beside the process. */
import type { Calendar, DecimalInput } from '@kontor/kernel';
import type { Library } from '../burst.ts';
import type { ExpressionLanguage } from '../expression.ts';
import type { ProcessInput } from '../model.ts';
import type { Arrivals } from './arrivals.ts';
import type { Distribution } from './distribution.ts';
import type { Generator, WorkTime } from './generator.ts';

/** Some people or machines that are alike. */
export interface Staff {
  readonly count: number;
  /** When they work; else by the calendar of the simulation, and without one always. */
  readonly calendar?: Calendar | undefined;
  /** What an hour of each costs. */
  readonly costPerHour?: DecimalInput | undefined;
}

/** A pool: how many, or shifts of them. */
export type Pool = number | Staff | readonly Staff[];

/**
 * Who is served next: who has waited longest, who has the highest priority, whose work is shortest.
 * Of two that are equal, who has waited longer.
 */
export type QueueDiscipline = 'fifo' | 'priority' | 'shortest';

/** A process as it is written, compiled or built. */
export type Simulated = ProcessInput | { readonly definition: ProcessInput };

/** By the id of an element. */
export type ByElement<Value> = Readonly<Record<string, Value>>;

/** How a process is simulated. Only `arrivals`, `until` and `seed` are needed. */
export interface SimulationOptions {
  readonly arrivals: Arrivals;
  /** The end of a run: an instant, or a fixed duration from the start. */
  readonly until: string;
  /** A whole number from 0 to 4,294,967,295. The same seed gives the same run. */
  readonly seed: number;
  /** The start of a run, an instant; Monday 2026-01-05T00:00:00Z when left out. */
  readonly from?: string | undefined;
  /** The start event that cases come by; the plain one when left out. */
  readonly startEvent?: string | undefined;
  /** Variables that a case starts with; a later one may know the earlier ones. */
  readonly variables?: Readonly<Record<string, Generator>> | undefined;

  /** How much work an activity is; none when left out. */
  readonly durations?: ByElement<WorkTime> | undefined;
  /** Variables that the work at an activity, or a message that it waits for, brings. */
  readonly results?: ByElement<Readonly<Record<string, Generator>>> | undefined;
  /** BPMN errors that work ends in, by code, each with its probability. */
  readonly errors?: ByElement<Readonly<Record<string, number>>> | undefined;
  /** The probabilities of flows out of a gateway, in place of their conditions. */
  readonly branching?: ByElement<Readonly<Record<string, number>>> | undefined;
  /** How long messages from outside take to come, by their name, from when they are awaited. */
  readonly messages?: Readonly<Record<string, Distribution>> | undefined;

  readonly resources?: Readonly<Record<string, Pool>> | undefined;
  /** When pools work that have no calendar of their own. */
  readonly calendar?: Calendar | undefined;
  /**
   * The pools that can do an activity, the first free one does; else the candidates and the
   * assignee of a task that are pools. An activity of neither waits for nobody.
   */
  readonly assign?: ByElement<string | readonly string[]> | undefined;
  /** 0 = lowest; else the priority of the task, 50 for jobs. */
  readonly priorities?: ByElement<number> | undefined;
  readonly queue?: QueueDiscipline | undefined;

  /** What each run of an activity costs beside people. */
  readonly costs?: ByElement<DecimalInput> | undefined;
  /** The time a case may take: fixed, or working time of a calendar. */
  readonly sla?: string | { readonly within: string; readonly calendar: Calendar } | undefined;

  /** What is not measured at the start, until the process has filled. */
  readonly warmUp?: string | undefined;
  /** Runs with other chance; 1 when left out. Intervals need two or more. */
  readonly replications?: number | undefined;
  /** Of intervals; 0.95 when left out. */
  readonly confidence?: number | undefined;
  /** Queue lengths over time, one cell for each such duration. */
  readonly cells?: string | undefined;
  /** Gives the history of each run, as the engine would keep it. */
  readonly keepHistory?: boolean | undefined;

  /** FEEL when left out. */
  readonly languages?: readonly ExpressionLanguage[] | undefined;
  /** Processes that calls start. */
  readonly processes?: readonly Simulated[] | undefined;
  readonly decisions?: Library['decisions'] | undefined;
  /** Business calendars of timers, by name. */
  readonly calendars?: Library['calendars'] | undefined;
}

/** The definition of what is simulated. */
export const definitionOf = (process: Simulated): ProcessInput =>
  'definition' in process ? process.definition : process;

/** The staff of a pool. */
export function staffOf(pool: Pool): readonly Staff[] {
  if (typeof pool === 'number') return [{ count: pool }];
  return isShifts(pool) ? pool : [pool];
}

const isShifts = (pool: Pool): pool is readonly Staff[] => Array.isArray(pool);
