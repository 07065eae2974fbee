/** What is found in a chart before it is deployed: a table, and the law that findings hold. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fullRun } from '../../../../kernel/test/store/drivers.ts';
import { checkChartSoundness, compileChart } from '../../../src/index.ts';
import { advanceChart } from '../../../src/statechart/advance-chart.ts';
import { chartLanguage } from '../../../src/statechart/feel-chart.ts';
import type { ChartInstance } from '../../../src/statechart/chart-instance.ts';
import { feel } from '../../../src/feel/language.ts';
import { chartCases } from '../../oracle/random-charts.ts';
import { readChart } from '../chart-notation.ts';

const found = (notation: string): string[] =>
  checkChartSoundness(readChart(notation)).findings.map(({ code, path, witness }) =>
    [`${code} ${path}`, ...witness].join(' | '),
  );

describe('checkChartSoundness', () => {
  test.each([
    ['a chart that does all that is written in it', '\n  a\n    go -> b\n  b !', []],
    [
      'a state that nothing leads to',
      '\n  a\n    go -> b\n  b !\n  c\n    go -> b',
      ['unreachable-state c'],
    ],
    [
      'only the outermost one is told',
      '\n  a\n    go -> b\n  b !\n  c\n    d\n      x -> e\n    e',
      ['unreachable-state c'],
    ],
    [
      'an earlier one without condition',
      '\n  a\n    go -> b\n    go [x > 1] -> c\n  b !\n  c !',
      [
        'unreachable-state c | a to c on go if x > 1',
        'dead-transition a.transitions.1 | a to b on go',
      ],
    ],
    [
      'an earlier one with a condition leaves room',
      '\n  a\n    go [x] -> b\n    go -> c\n  b !\n  c !',
      [],
    ],
    [
      'the same condition again',
      '\n  a\n    go [x] -> b\n    go [x] -> c\n    end -> c\n  b !\n  c !',
      ['dead-transition a.transitions.1 | a to b on go if x'],
    ],
    [
      'a prefix takes what is longer',
      '\n  a\n    err -> b\n    err.io err.net -> c\n    x -> c\n  b !\n  c !',
      ['dead-transition a.transitions.1 | a to b on err'],
    ],
    ['what is longer leaves the rest', '\n  a\n    err.io -> b\n    err -> c\n  b !\n  c !', []],
    [
      'one without event comes first',
      '\n  a\n    go -> c\n    -> b\n  b !\n  c !',
      ['unreachable-state c | a to c on go', 'dead-transition a.transitions.0 | a to b at once'],
    ],
    [
      'each state inside takes the event itself',
      '\n  w\n    go -> z\n    a\n      go -> b\n    b\n      go -> a\n      out -> z\n  z !',
      ['dead-transition w.transitions.0 | a to b on go | b to a on go'],
    ],
    [
      'one state inside does not',
      '\n  w\n    go -> z\n    a\n      go -> b\n    b\n      x -> a\n  z !',
      [],
    ],
    [
      'done without a final state',
      '\n  w\n    done.state.w -> z\n    x -> z\n    a\n  z !',
      ['dead-transition w.transitions.0'],
    ],
    [
      'done by all regions',
      '\n  p ||\n    done.state.p -> z\n    l\n      a\n        go -> b\n      b !\n    r\n      c !\n  z !',
      [],
    ],
    [
      'done by one region only',
      '\n  p ||\n    done.state.p -> z\n    l\n      a\n        go -> b\n      b !\n    r\n      c\n        x -> z\n  z !',
      ['dead-transition p.transitions.0'],
    ],
    [
      'a trap',
      '\n  a\n    go -> b\n    end -> z\n  b\n    x -> c\n  c\n    x -> b\n  z !',
      ['no-way-to-end b | a to b on go', 'no-way-to-end c | a to b on go | b to c on x'],
    ],
    [
      'a region that rests beside one that ends',
      '\n  p ||\n    l\n      a\n    r\n      b\n        end -> z\n  z !',
      [],
    ],
    ['a chart without an end has no trap', '\n  a\n    go -> b\n  b', []],
    [
      'a history brings back what was left',
      '\n  w\n    a\n      go -> b\n    b\n      end -> z\n    h ~ a\n    out -> o\n  o\n    back -> h\n  z !',
      [],
    ],
    [
      'a history that nobody asks',
      '\n  w\n    a\n      go -> z\n    h ~ a\n  z !',
      ['unreachable-state h'],
    ],
  ] as const)('%s', (_, notation, expected) => {
    expect(found(notation)).toEqual(expected);
  });

  test('a finding reads as a sentence', () => {
    const { verdict, findings } = checkChartSoundness(
      readChart('\n  a\n    go -> b\n    go -> c\n  b !\n  c !'),
    );
    expect(verdict).toBe('unsound');
    expect(findings.map(({ path, message }) => `${path} ${message}`)).toEqual([
      'c is never entered: what leads to it is never taken',
      'a.transitions.1 (a to c on go) is never taken: another one is always taken before it',
    ]);
  });
});

const STEPS = 8;
const languages = [chartLanguage(feel)];

test('property: no run of a random chart comes to what was found never to be', () => {
  let findings = 0;
  fc.assert(
    fc.property(chartCases, ({ definition, deeds }) => {
      const told = checkChartSoundness(definition).findings;
      findings += told.length;
      const never = new Set(told.map(({ code, path }) => `${code} ${path}`));
      const chart = compileChart(definition, { languages });
      const library = { chart: () => chart, stepsMost: 50 };
      let now = 0;
      let instance: ChartInstance | { id: string } = { id: 'i' };
      let trapped: string | undefined;
      const step = (trigger: Parameters<typeof advanceChart>[2]): void => {
        const { events, instance: after } = advanceChart(library, instance, trigger, now);
        for (const event of events) {
          if (event.type === 'entered') {
            expect(never).not.toContain(`unreachable-state ${event.node}`);
            if (never.has(`no-way-to-end ${event.node}`)) trapped = event.node;
          }
          if (event.type === 'took') {
            expect(never).not.toContain(`dead-transition ${event.from}.transitions.${event.index}`);
          }
        }
        if (trapped !== undefined) expect(after.state).toBe('active');
        instance = after;
      };
      step({ kind: 'start', chart: chart.hash });
      for (const deed of deeds.slice(0, STEPS)) {
        if (typeof deed === 'string') step({ kind: 'event', name: deed });
        else {
          now += deed;
          step({ kind: 'due' });
        }
      }
    }),
    { numRuns: fullRun ? 20_000 : 120 },
  );
  expect(findings).toBeGreaterThan(0);
});
