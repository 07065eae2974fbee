/** What an engine is made of, and the defaults of what is left out. */
import {
  type Calendar,
  type Clock,
  type Ids,
  systemClock,
  type Trace,
  ulids,
} from '@kontor/kernel';
import { type Sleep, sleepByTimer, type Store, type TryOptions } from '@kontor/kernel/store';
import type { ExpressionLanguage, JsonValue } from '../expression.ts';
import { feel } from '../feel/language.ts';
import type { Variables } from '../instance.ts';
import { chartDefinition } from '../statechart/chart-model.ts';
import { chartLanguage } from '../statechart/feel-chart.ts';
import { BURST_STEPS } from '../library.ts';
import { type ChartSurroundings, Deployment, type Surroundings } from './deployment.ts';
import type { EngineCore } from './engine-core.ts';
import { Handlers } from './handlers.ts';

/** What an engine is made of. */
export interface ProcessEngineOptions {
  readonly store: Store;
  /** The system's when left out. */
  readonly clock?: Clock | undefined;
  /** ULIDs when left out. */
  readonly ids?: Ids | undefined;
  /** FEEL when left out. */
  readonly languages?: readonly ExpressionLanguage[] | undefined;
  /** What statecharts are given; the languages of processes when left out. */
  readonly charts?: Partial<ChartSurroundings> | undefined;
  /** Decisions of business rule tasks, by name. */
  readonly decisions?: Readonly<Record<string, (variables: Variables) => JsonValue>> | undefined;
  /** Business calendars of timers, by name. */
  readonly calendars?: Readonly<Record<string, Calendar>> | undefined;
  /** Steps before a burst is cut and goes on in another commit; 1,000 when left out. */
  readonly burstSteps?: number | undefined;
  /** Bytes of JSON that an instance may take; 1,000,000 when left out. */
  readonly instanceBytes?: number | undefined;
  /** A name for this worker; drawn when left out. */
  readonly worker?: string | undefined;
  /** How long a job is held before another worker may have it, in milliseconds; 60,000. */
  readonly lockMs?: number | undefined;
  /** How commits are tried. */
  readonly trying?: TryOptions | undefined;
  /** A span for each commit, step and job, and each try. */
  readonly trace?: Trace | undefined;
  /** How `run` waits between rounds. */
  readonly sleep?: Sleep | undefined;
}

/** The parts of an engine, and how it works as a worker. */
export interface EngineParts {
  readonly core: EngineCore;
  readonly worker: string;
  readonly lockMs: number;
  readonly sleep: Sleep;
}

/** Makes the parts of an engine. */
export function engineParts(options: ProcessEngineOptions): EngineParts {
  const { store, clock = systemClock, trace } = options;
  const trying = { trace, ...options.trying };
  const ids = options.ids ?? ulids(clock);
  const languages = options.languages ?? [feel];
  const surroundings: Surroundings = {
    languages,
    charts: {
      languages: languages.map(chartLanguage),
      made: (content) => chartDefinition.safeParse(content).data,
      processors: {},
      ...options.charts,
    },
    decisions: new Map(Object.entries(options.decisions ?? {})),
    calendars: options.calendars ?? {},
    burstSteps: options.burstSteps ?? BURST_STEPS,
  };
  const core = {
    store,
    clock,
    ids,
    deployment: new Deployment(store, surroundings, trying),
    handlers: new Handlers(),
    instanceBytes: options.instanceBytes ?? 1_000_000,
    trying,
  };
  return {
    core,
    worker: options.worker ?? ids.next(),
    lockMs: options.lockMs ?? 60_000,
    sleep: options.sleep ?? sleepByTimer,
  };
}
