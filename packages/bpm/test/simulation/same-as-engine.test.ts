/** Without queues and without work, a simulated case is what the step makes of it by itself. */
import { describe, expect, test } from 'vitest';
import { advance } from '../../src/advance.ts';
import { compileProcess } from '../../src/compile.ts';
import { feel } from '../../src/feel/language.ts';
import type { HistoryEvent } from '../../src/history.ts';
import type { Instance } from '../../src/instance.ts';
import { libraryOf } from '../../src/library.ts';
import { arrivalsAt } from '../../src/simulation/arrivals.ts';
import { fixed } from '../../src/simulation/generator.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import { readNotation } from '../notation.ts';

const NOW = Date.parse('2026-01-05T00:00:00Z');

/** Starts an instance and completes its oldest wait until there is none. */
function runByHand(model: string, variables: Record<string, number>): HistoryEvent[] {
  const { main, called } = readNotation(model);
  const all = [main, ...Object.values(called)];
  const compiled = all.map((one) => compileProcess(one, { languages: [feel] }));
  const library = libraryOf(compiled);
  const fresh = { id: 'c1', process: compiled[0]!.hash };
  const events: HistoryEvent[] = [];
  let instance: Instance | undefined;
  for (;;) {
    const trigger =
      instance === undefined
        ? ({ kind: 'start', variables } as const)
        : ({ kind: 'complete', wait: instance.waits.find(isWork)!.id } as const);
    const step = advance(library, instance ?? fresh, trigger, NOW);
    events.push(...step.events);
    ({ instance } = step);
    if (instance.waits.every((wait) => !isWork(wait))) return events;
  }
}

const isWork = ({ kind }: Instance['waits'][number]): boolean => kind === 'task' || kind === 'job';

describe('the history of a case is that of the step', () => {
  test.each([
    'start > A > user(B) > svc(S) > end',
    'start > and(g); g > user(A) > and(j); g > user(B) > user(C) > j; j > user(D) > end',
    'start > xor(x); x >[n > 5] user(A) > end; x >[default] user(B) > end',
    'start > or(o); o >[n > 1] user(A) > or(j); o >[n > 5] user(B) > j; j > user(C) > end',
    'start > user(A)*par(3) > user(B)*seq(2) > end',
    'start > S{ start > user(A) ^timer(PT1H) > end; A > user(B) > end } > user(C) > end',
    'start > call(Q) > user(B) > end; process Q: start > user(A) > end',
    'start > user(A) > and(g); g > user(B) > end; g > terminate',
  ])('%s', (model) => {
    const { main, called } = readNotation(model);
    const [run] = simulate(main, {
      arrivals: arrivalsAt(['PT0S']),
      variables: { n: fixed(7) },
      processes: Object.values(called),
      until: 'PT1S',
      seed: 1,
      keepHistory: true,
    }).runs;
    const byHand = runByHand(model, { n: 7 });
    const simulated = run!.history!.flatMap(({ events }) => events);
    // Hashes differ in nothing: no gateway was rewritten.
    expect(JSON.stringify(simulated)).toBe(JSON.stringify(byHand));
    expect(run!.cases.finished).toBe(1);
  });
});
