/**
 * Plays a chart in notation and says what came of each row: the event, the active leaves, and what
 * has happened (`-a` left, `+a` entered, `"…"` logged, `job …` asked of the world).
 */
import { expect } from 'vitest';
import {
  advanceChart,
  type ChartHistoryEvent,
  type ChartInstance,
  type ChartTrigger,
  chartLanguage,
  compileChart,
  feel,
  nextDue,
} from '@kontor/bpm';
import { readChart } from './chart-notation.ts';

/** Expects a table: a row for the start, for each event, and for time that passes (`+2s`). */
export function expectChart(notation: string, table: string): void {
  const wanted = rowsOf(table);
  const player = new ChartPlayer(notation);
  const given = wanted.map(([deed = '', , trace]) => {
    const [leaves, happened] = player.play(deed);
    return [deed, leaves, ...(trace === undefined ? [] : [happened])];
  });
  expect(given.map((row) => row.join(' | '))).toEqual(wanted.map((row) => row.join(' | ')));
}

const rowsOf = (table: string): string[][] =>
  table
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('|').map((cell) => cell.trim()));

class ChartPlayer {
  readonly #chart;
  #instance: ChartInstance | undefined;
  #now = 0;

  constructor(notation: string) {
    this.#chart = compileChart(readChart(notation), { languages: [chartLanguage(feel)] });
  }

  play(deed: string): [leaves: string, happened: string] {
    const words: string[] = [];
    if (deed === 'start') words.push(...this.#step({ kind: 'start', chart: this.#chart.hash }));
    else if (deed.startsWith('+')) words.push(...this.#pass(Number.parseFloat(deed) * 1000));
    else words.push(...this.#step({ kind: 'event', name: deed }));
    const { state, sessions } = this.#instance!;
    const { active, data } = sessions[0]!;
    const values = Object.entries(data ?? {}).map(([name, value]) => `${name}=${value as string}`);
    return [
      [...active, ...values, ...(state === 'active' ? [] : [state])].join(' '),
      words.join(' '),
    ];
  }

  #pass(ms: number): string[] {
    const words: string[] = [];
    const until = this.#now + ms;
    for (;;) {
      const due = nextDue(this.#instance!);
      if (due === undefined || due > until) break;
      this.#now = due;
      words.push(...this.#step({ kind: 'due' }));
    }
    this.#now = until;
    return words;
  }

  #step(trigger: ChartTrigger): string[] {
    const library = { chart: () => this.#chart };
    const subject = this.#instance ?? { id: 'c' };
    const { instance, events } = advanceChart(library, subject, trigger, this.#now);
    this.#instance = instance;
    return events.flatMap(wordOf);
  }
}

function wordOf(event: ChartHistoryEvent): string[] {
  if (event.type === 'entered') return [`+${event.node}`];
  if (event.type === 'left') return [`-${event.node}`];
  if (event.type === 'invoked') return [`job ${event.invocation.id}`];
  return event.type === 'logged' ? [`"${event.label ?? ''}"`] : [];
}
