/** Plays a chart in the engine and in its twin, and compares them after every deed. */
import { expect } from 'vitest';
import {
  advanceChart,
  type ChartDefinition,
  type ChartHistoryEvent,
  type ChartInstance,
  type ChartTrigger,
  chartLanguage,
  compileChart,
  feel,
  nextDue,
} from '../../src/index.ts';
import { ChartTwin } from './chart-twin.ts';
import type { ChartCase } from './random-charts.ts';

const languages = [chartLanguage(feel)];

/** Steps that a chart may take; one that takes more has no rest, and is not compared. */
const MICROSTEPS_MOST = 50;

/** @returns how many states of affairs were compared */
export function expectSameChart({ definition, deeds }: ChartCase): number {
  const twin = new ChartTwin(definition);
  const player = new Player(definition);
  let compared = 0;
  for (const deed of [undefined, ...deeds]) {
    if (deed === undefined) twin.start();
    else if (typeof deed === 'number') twin.pass(deed);
    else if (twin.running) twin.send(deed);
    if (twin.microsteps > MICROSTEPS_MOST) return compared;
    player.play(deed);
    expect(player.shown()).toEqual(shownOf(twin));
    compared++;
  }
  return compared;
}

/** What is compared: where it stands, what it remembers, what has happened. */
interface Shown {
  readonly leaves: readonly string[];
  readonly history: Readonly<Record<string, readonly string[]>>;
  readonly n: unknown;
  readonly trace: string;
}

function shownOf(twin: ChartTwin): Shown {
  const trace = twin.trace.join(' ');
  if (!twin.running) return { leaves: [], history: {}, n: twin.n, trace };
  return { leaves: twin.leaves(), history: Object.fromEntries(twin.history), n: twin.n, trace };
}

class Player {
  readonly #library;
  readonly #hash: string;
  readonly #trace: string[] = [];
  #instance: ChartInstance | undefined;
  #now = 0;

  constructor(definition: ChartDefinition) {
    const compiled = compileChart(definition, { languages });
    this.#hash = compiled.hash;
    this.#library = { chart: () => compiled, stepsMost: 10_000 };
  }

  /** Nothing: the start; a number: milliseconds that pass; else an event. */
  play(deed: string | number | undefined): void {
    if (deed === undefined) this.#step({ kind: 'start', chart: this.#hash });
    else if (typeof deed === 'string') this.#step({ kind: 'event', name: deed });
    else {
      const until = this.#now + deed;
      for (;;) {
        const due = nextDue(this.#instance!);
        if (due === undefined || due > until) break;
        this.#now = due;
        this.#step({ kind: 'due' });
      }
      this.#now = until;
    }
  }

  shown(): Shown {
    const { state, sessions } = this.#instance!;
    const { active, history = {}, data } = sessions[0]!;
    const trace = this.#trace.join(' ');
    const isOver = state !== 'active';
    return { leaves: isOver ? [] : active, history: isOver ? {} : history, n: data?.['n'], trace };
  }

  #step(trigger: ChartTrigger): void {
    const subject = this.#instance ?? { id: 'twin' };
    const { instance, events } = advanceChart(this.#library, subject, trigger, this.#now);
    this.#instance = JSON.parse(JSON.stringify(instance)) as ChartInstance;
    this.#trace.push(...events.flatMap(wordOf));
  }
}

function wordOf(event: ChartHistoryEvent): string[] {
  if (event.type === 'entered') return [`+${event.node}`];
  if (event.type === 'left') return [`-${event.node}`];
  return event.type === 'logged' ? [event.label ?? ''] : [];
}
