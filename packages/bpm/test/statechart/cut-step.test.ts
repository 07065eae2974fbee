/** A step that was cut, and what comes before it goes on. */
import { expect, test } from 'vitest';
import { advanceChart, type ChartInstance, compileChart } from '../../src/index.ts';
import { feel } from '../../src/feel/language.ts';
import { chartLanguage } from '../../src/statechart/feel-chart.ts';
import { readChart } from './chart-notation.ts';

test('an event never finds a session halfway: it waits until the step has come to rest', () => {
  const counting = readChart(`
    data n = 0
    a
      [n < 25] -> a / n := n + 1
      go -> b
    b`);
  const chart = compileChart(counting, { languages: [chartLanguage(feel)] });
  const library = { chart: () => chart, stepsMost: 10 };
  const start = { kind: 'start', chart: chart.hash } as const;
  const first = advanceChart(library, { id: 'i' }, start, 0).instance;
  const stood = ({ sessions: [main], mail = [] }: ChartInstance) =>
    `${main!.active.join()} ${JSON.stringify(main!.data)} ${mail.length}`;
  const steps = [first, advanceChart(library, first, { kind: 'event', name: 'go' }, 0).instance];
  while (steps.at(-1)!.sessions[0]!.busy) {
    steps.push(advanceChart(library, steps.at(-1)!, { kind: 'continue' }, 0).instance);
  }
  expect(steps.map(stood)).toEqual(['a {"n":9} 0', 'a {"n":19} 1', 'b {"n":25} 0']);
});
