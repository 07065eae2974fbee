/** What a migration plan maps by itself, and what speaks against it. */
import { describe, expect, test } from 'vitest';
import { BpmError } from '../../src/errors.ts';
import {
  type ElementMapping,
  invertPlan,
  planMigration,
} from '../../src/migration/plan-migration.ts';
import { readNotation } from '../notation.ts';

const plan = (from: string, to: string, mapping?: ElementMapping) =>
  planMigration(readNotation(from).main, readNotation(to).main, mapping);

/** Findings as `code path`, all of them. */
function findings(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    if (BpmError.is(error, 'BPM_INVALID_MIGRATION')) {
      return error.details.issues.map(({ code, path }) => `${code} ${path}`);
    }
    throw error;
  }
  return [];
}

describe('planMigration', () => {
  test('a gateway that awaits all its events is none that awaits the first', () => {
    const of = (instantiate: 'exclusive' | 'parallel', last = 'B') => {
      const text = `evt(e) > catch(c, message m) > A > end; e > recv(R, n) > ${last} > end`;
      return readNotation(text, { fields: { e: { instantiate } } }).main;
    };
    const changed = (): unknown => planMigration(of('parallel'), of('exclusive'));
    expect(findings(changed)).toContain('unmapped-wait e');
    expect(findings(() => planMigration(of('parallel'), of('parallel', 'K')))).toEqual([]);
  });

  test('elements of equal ids and types are mapped by themselves', () => {
    const { nodes, flows } = plan(
      'start > and(g); g > user(A) ^timer(PT1H) > and(j); A > j; g > B > j; j > end',
      'start > and(g); g > user(A) ^timer(PT2H) > and(j); A > j; g > K > B > j; j > end',
    );
    expect(nodes).toEqual({
      start_1: 'start_1',
      g: 'g',
      A: 'A',
      A_timer: 'A_timer',
      j: 'j',
      B: 'B',
      end_1: 'end_1',
    });
    expect(flows).toEqual({ 'A_timer-j': 'A_timer-j', 'A-j': 'A-j', 'B-j': 'B-j' });
  });

  test('what is inside a scope follows its scope', () => {
    const { nodes } = plan(
      'start > S{ start > user(A) > end } > end',
      'start > T{ start > user(A) > end } > end',
      { S: 'T' },
    );
    expect(nodes).toMatchObject({ S: 'T', A: 'A' });
  });

  test('a flow into a join is found between the nodes it joins, whatever its id', () => {
    const { flows } = plan(
      'start > and(g); g > user(A) > and(j); g > user(B) > j; j > end',
      'start > and(g); g > user(A2) > and(k); g > user(B) > k; k > end',
      { A: 'A2', j: 'k' },
    );
    expect(flows).toEqual({ 'A-j': 'A2-k', 'B-j': 'B-k' });
  });

  const base = 'start > user(A) > B > end';

  test.each<[name: string, from: string, to: string, mapping: ElementMapping, expected: string[]]>([
    ['no change', base, base, {}, ['same-version to']],
    ['a step is gone', base, 'start > B > end', {}, ['unmapped-wait A']],
    ['gone on purpose', base, 'start > B > end', { A: null }, []],
    ['an automatic step is gone', base, 'start > user(A) > end', {}, []],
    [
      'ids that are not there',
      base,
      'start > user(A) > C > end',
      { X: 'A', A: 'Y' },
      ['unknown-source mapping.X', 'unknown-target mapping.A', 'unmapped-wait A'],
    ],
    ['another type', base, 'start > svc(A) > B > end', {}, ['unmapped-wait A']],
    ['another type, named', base, 'start > svc(S) > B > end', { A: 'S' }, ['type-changed A']],
    [
      'repeated otherwise',
      'start > user(A)*par(2) > end',
      'start > user(A)*seq(2) > end',
      { A: 'A' },
      ['type-changed A'],
    ],
    [
      'another event',
      'start > catch(c, message m) > end',
      'start > catch(c, signal m) > end',
      { c: 'c' },
      ['type-changed c'],
    ],
    [
      'into another scope',
      base,
      'start > S{ user(A) > end } > B > end',
      { A: 'A' },
      ['scope-changed A'],
    ],
    [
      'into a scope that was added around it',
      'start > S{ user(A) > end } > end',
      'start > S{ T{ user(A) > end } > end } > end',
      {},
      ['unmapped-wait A'],
    ],
    [
      'a boundary event on another host',
      'start > user(A) ^timer(PT1H) > C > end; A > user(B) > end',
      'start > user(A) > user(B) ^timer(PT1H) > C > end; B > end',
      { A_timer: 'B_timer' },
      ['host-changed A_timer'],
    ],
    [
      'an event that is no way out of its gateway any more',
      'start > evt(e); e > catch(a, message a) > A > end; e > catch(b, message b) > B > end',
      'start > evt(e); e > catch(a, message a) > A > catch(b, message b) > end',
      {},
      ['host-changed b'],
    ],
    [
      'two boundary events become one',
      'start > user(A) ^timer(PT1H) > C > end; A ^timer(PT2H) > D > end; A > end',
      'start > user(A) ^timer(PT1H) > C > end; A > end',
      { A_timer_2: 'A_timer' },
      ['twice-mapped A_timer_2'],
    ],
    [
      'a join loses a flow',
      'start > and(g); g > A > and(j); g > B > j; j > end',
      'start > and(g); g > A > and(j); g > K > j; j > end',
      {},
      ['unmapped-join B-j'],
    ],
    [
      'a join is gone',
      'start > and(g); g > A > and(j); g > B > j; j > end',
      'start > A > B > end',
      {},
      ['unmapped-wait j'],
    ],
    [
      'a flow of another scope',
      'start > and(g); g > A > and(j); g > B > j; j > end',
      'start > and(g); g > A > and(j); g > S{ start > K > end } > j; j > end',
      { 'B-j': 'start_2-K' },
      ['scope-changed B-j'],
    ],
    [
      'several at once',
      'start > user(A) > svc(S) > recv(R, m) > end',
      'start > user(A) > user(S) > end',
      {},
      ['unmapped-wait S', 'unmapped-wait R'],
    ],
  ])('%s', (_, from, to, mapping, expected) => {
    expect(findings(() => plan(from, to, mapping))).toEqual(expected);
  });

  test('versions of another process are refused', () => {
    const other = readNotation('start > user(A) > end', { id: 'other' }).main;
    const from = readNotation(base).main;
    expect(findings(() => planMigration(from, other))).toEqual(['other-process to']);
  });

  test('a finding names the remedy', () => {
    expect(() => plan(base, 'start > svc(A) > B > end')).toThrow(
      "A: was user, and 'A' is service: map it, or map it to null when no instance can stand there",
    );
  });
});

describe('invertPlan', () => {
  const there = plan('start > user(A) > B > end', 'start > user(X) > B > end', { A: 'X' });

  test('a plan and its inverse give the plan itself', () => {
    const back = invertPlan(there);
    expect(back).toMatchObject({ from: there.to, to: there.from, nodes: { X: 'A', B: 'B' } });
    expect(invertPlan(back)).toEqual({ ...there, dropped: [], recompute: [] });
  });

  test('what became one can’t be told apart again', () => {
    const merged = plan('start > user(A) > user(B) > end', 'start > user(A) > end', { B: 'A' });
    expect(findings(() => invertPlan(merged))).toEqual(['not-one-to-one B']);
  });
});
