/** What a plan for a statechart may say: a table of edits, each with what is found. */
import { describe, expect, test } from 'vitest';
import {
  BpmError,
  type ChartMigrationOptions,
  invertChartPlan,
  planChartMigration,
  type StateMapping,
} from '../../../src/index.ts';
import { readChart } from '../chart-notation.ts';

/** The findings of a plan, as `code path`; none: it can be made. */
function findings(
  from: string,
  to: string,
  mapping: StateMapping = {},
  options: ChartMigrationOptions = {},
): string[] {
  try {
    planChartMigration(readChart(from), readChart(to), mapping, options);
    return [];
  } catch (error) {
    if (!BpmError.is(error, 'BPM_INVALID_MIGRATION')) throw error;
    return error.details.issues.map(({ code, path }) => `${code} ${path}`);
  }
}

const FLAT = `
  a
    go -> b
  b`;
const NESTED = `
  work
    a
      go -> b
    b`;
const REGIONS = `
  work ||
    left
      a
      b
    right
      c
      d`;
const MEMORY = `
  work
    a
    b
    last ~ a
  idle
    back -> last`;

describe('planChartMigration', () => {
  test.each([
    ['a state of the same name', FLAT, `${FLAT}\n  c`, {}, {}, []],
    [
      'a state that was renamed, unnamed',
      FLAT,
      FLAT.replaceAll('b', 'x'),
      {},
      {},
      ['unmapped-state b'],
    ],
    ['the same, named', FLAT, FLAT.replaceAll('b', 'x'), { b: 'x' }, {}, []],
    ['a state that is gone on purpose', FLAT, '\n  a', { b: null }, {}, []],
    ['states moved into a new one', FLAT, NESTED, {}, {}, []],
    ['states moved out of one that is gone', NESTED, FLAT, {}, {}, []],
    [
      'a state that got states inside',
      FLAT,
      '\n  a\n  b\n    b1\n    b2',
      {},
      {},
      ['unmapped-state b'],
    ],
    ['the same, by its leaf', FLAT, '\n  a\n  b\n    b1\n    b2', { b: 'b1' }, {}, []],
    ['by no leaf', FLAT, '\n  a\n  b\n    b1', { b: 'b' }, {}, ['kind-changed b']],
    ['regions as they were', REGIONS, `${REGIONS}\n  z`, {}, {}, []],
    [
      'regions made one state',
      REGIONS,
      '\n  a\n  b\n  c\n  d',
      {},
      {},
      ['not-together a', 'not-together a', 'not-together b', 'not-together b'],
    ],
    [
      'the same, with one region left',
      REGIONS,
      '\n  a\n  b\n  c\n  d',
      {},
      { leave: ['right'] },
      [],
    ],
    [
      'a region more',
      REGIONS,
      `${REGIONS}\n    more\n      e`,
      {},
      {},
      ['region-missing a', 'region-missing b', 'region-missing c', 'region-missing d'],
    ],
    ['the same, entered', REGIONS, `${REGIONS}\n    more\n      e`, {}, { enter: ['more'] }, []],
    [
      'a region that went two ways',
      REGIONS,
      '\n  work ||\n    left\n      a\n      b\n    one\n      c\n    two\n      d',
      {},
      {},
      [
        'region-missing a',
        'region-missing a',
        'region-missing b',
        'region-missing b',
        'region-missing c',
        'region-missing d',
      ],
    ],
    [
      'one state made regions',
      FLAT,
      '\n  p ||\n    one\n      a\n    two\n      b',
      {},
      {},
      ['region-missing a', 'region-missing b'],
    ],
    [
      'entering what is no region',
      FLAT,
      `${FLAT}\n  c`,
      {},
      { enter: ['c'], leave: ['a'] },
      ['no-region leave', 'no-region enter'],
    ],
    ['a history as it was', MEMORY, `${MEMORY}\n  z`, {}, {}, []],
    [
      'a history that is gone',
      MEMORY,
      '\n  work\n    a\n    b\n  idle',
      {},
      {},
      ['unmapped-history last'],
    ],
    ['the same, forgotten', MEMORY, '\n  work\n    a\n    b\n  idle', { last: null }, {}, []],
    [
      'a history that got deep',
      MEMORY,
      MEMORY.replace('~ a', '~~ a'),
      {},
      {},
      ['unmapped-history last'],
    ],
    [
      'a remembered state that moved out',
      MEMORY,
      '\n  work\n    a\n    last ~ a\n  b\n  idle',
      {},
      {},
      ['history-outside last'],
    ],
    ['data more', FLAT, `\n  data n = 0${FLAT}`, {}, {}, []],
    ['data fewer', `\n  data n = 0${FLAT}`, `${FLAT}\n  c`, {}, {}, ['unmapped-data n']],
    ['the same, given up', `\n  data n = 0${FLAT}`, `${FLAT}\n  c`, {}, { data: { n: null } }, []],
    [
      'two data made one',
      `\n  data n = 0\n  data m = 0${FLAT}`,
      `\n  data n = 0${FLAT}`,
      {},
      { data: { m: 'n' } },
      ['twice-mapped m'],
    ],
    [
      'names that are none',
      FLAT,
      `${FLAT}\n  c`,
      { q: 'a', a: 'q' },
      {},
      ['unknown-source mapping.q', 'unknown-target a'],
    ],
    ['the same version', FLAT, FLAT, {}, {}, ['same-version to']],
  ] as const)('%s', (_, from, to, mapping, options, found) => {
    expect(findings(from, to, mapping, options).sort()).toEqual([...found].sort());
  });

  test('a fault says what to do about it', () => {
    expect(() => planChartMigration(readChart(REGIONS), readChart('\n  a\n  c'))).toThrow(
      /b: is not in the new chart: map it, or to null when no instance can stand there/,
    );
  });
});

describe('invertChartPlan', () => {
  test('turns states, data and regions', () => {
    const next = `\n  data m = 0${REGIONS.replaceAll('a', 'x')}\n    more\n      e`;
    const from = readChart(`\n  data n = 0${REGIONS}`);
    const plan = planChartMigration(
      from,
      readChart(next.replace('exr', 'ear')),
      { a: 'x' },
      { data: { n: 'm' }, enter: ['more'] },
    );
    const { states, data, enter, leave } = invertChartPlan(plan);
    expect([states['x'], data, enter, leave]).toEqual(['a', { m: 'n' }, [], ['more']]);
  });

  test.each([
    ['two states that became one', { b: 'a' }, {}, 'not-one-to-one'],
    ['values that were given up', {}, { data: { n: null } }, 'data-lost'],
    ['sends that were cancelled', {}, { sends: 'cancel' }, 'ended'],
    ['a service that was started anew', {}, { invokes: { a: 'restart' } }, 'ended'],
  ] as const)('refuses %s', (_, mapping, options, code) => {
    const plan = planChartMigration(
      readChart(`\n  data n = 0${FLAT}`),
      readChart(`\n  data n = 0${FLAT}\n  c`),
      mapping,
      options,
    );
    expect(() => invertChartPlan(plan)).toThrow(BpmError);
    try {
      invertChartPlan(plan);
    } catch (error) {
      const issues = BpmError.is(error, 'BPM_INVALID_MIGRATION') ? error.details.issues : [];
      expect(issues.map((issue) => issue.code)).toEqual([code]);
    }
  });
});
