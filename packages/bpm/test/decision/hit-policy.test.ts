/**
 * Hit policies as a grid: one table, every policy, and what each makes of the rules that match.
 */
import { test as property, fc } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import {
  compileDecisions,
  type CompiledDecisions,
  type DecisionModelInput,
  decisionTable,
  type HitPolicy,
  type TableBox,
} from '../../src/index.ts';

function compiled(model: DecisionModelInput): CompiledDecisions {
  const result = compileDecisions(model);
  if ('issues' in result) throw new Error(JSON.stringify(result.issues));
  return result;
}

/** Cells of a text table; a rule of dashes and the heading are left out. */
const rowsOf = (text: string): string[][] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .slice(1);

/**
 * What a table of one input and one output gives, as JSON; `!` behind it when something was
 * reported.
 */
function given(policy: string, rules: readonly string[][], age: number | null): string {
  const [hitPolicy, aggregation] = policy.split(' ') as [HitPolicy, TableBox['aggregation']];
  const table = decisionTable('check', {
    hitPolicy,
    ...(aggregation !== undefined && { aggregation }),
    inputs: ['age'],
    outputs: [{ name: 'verdict', allowed: '"decline", "refer", "accept", 1, 2, 4' }],
    rules: rules.map(([when, gives]) => [when!, gives!] as const),
  });
  const { value, diagnostics } = compiled({ name: 'grid', decisions: [table] }).evaluate('check', {
    age,
  });
  return JSON.stringify(value) + (diagnostics.length > 0 ? '!' : '');
}

function expectGrid(rulesText: string, gridText: string): void {
  const rules = rowsOf(rulesText);
  const ages = gridText.trim().split('\n')[0]!.split('|').slice(1).map(Number);
  const grid = rowsOf(gridText);
  const got = grid.map(([policy]) => [policy, ...ages.map((age) => given(policy!, rules, age))]);
  expect(got).toEqual(grid);
}

describe('hit policies', () => {
  test('each policy makes its own of the same matching rules', () =>
    expectGrid(
      `
      age     | verdict
      < 18    | "refer"
      >= 16   | "accept"
      < 17    | "decline"
      [15..17]| "refer"
    `,
      `
      policy        | 14                    | 16                                      | 17                         | 40
      unique        | null!                 | null!                                   | null!                      | "accept"
      any           | null!                 | null!                                   | null!                      | "accept"
      priority      | "decline"             | "decline"                               | "refer"                    | "accept"
      first         | "refer"               | "refer"                                 | "refer"                    | "accept"
      rule-order    | ["refer","decline"]   | ["refer","accept","decline","refer"]    | ["refer","accept","refer"] | ["accept"]
      output-order  | ["decline","refer"]   | ["decline","refer","refer","accept"]    | ["refer","refer","accept"] | ["accept"]
      collect       | ["refer","decline"]   | ["refer","accept","decline","refer"]    | ["refer","accept","refer"] | ["accept"]
      collect count | 2                     | 4                                       | 3                          | 1
    `,
    ));

  test('collected numbers are added up, or the least or the greatest is taken', () =>
    expectGrid(
      `
      age   | points
      < 30  | 1
      < 20  | 4
      < 40  | 2
    `,
      `
      policy        | 10      | 25    | 35  | 50
      collect sum   | 7       | 3     | 2   | null
      collect min   | 1       | 1     | 2   | null
      collect max   | 4       | 2     | 2   | null
      collect list  | [1,4,2] | [1,2] | [2] | null
    `,
    ));

  test('rules that agree may overlap where any of them counts', () =>
    expectGrid(
      `
      age  | verdict
      > 10 | "accept"
      > 20 | "accept"
    `,
      `
      policy | 5    | 15       | 25
      any    | null | "accept" | "accept"
      unique | null | "accept" | null!
    `,
    ));

  test('no match is the default output, several outputs are a context', () => {
    const table = decisionTable('price', {
      inputs: ['weight'],
      outputs: [
        { name: 'fee', default: 99 },
        { name: 'carrier', default: '"freight"' },
      ],
      rules: [
        ['<= 2', 5, '"post"'],
        ['(2..30]', 12, '"parcel"'],
      ],
    });
    const model = compiled({ name: 'shipping', decisions: [table] });
    const fees = [1, 30, 31].map((weight) => model.evaluate('price', { weight }).value);
    expect(fees).toEqual([
      { fee: 5, carrier: 'post' },
      { fee: 12, carrier: 'parcel' },
      { fee: 99, carrier: 'freight' },
    ]);
  });

  test('an aggregation of several outputs is refused', () => {
    const table = decisionTable('sum', {
      hitPolicy: 'collect',
      aggregation: 'sum',
      inputs: [],
      outputs: ['a', 'b'],
      rules: [[1, 2]],
    });
    expect(compileDecisions({ name: 'm', decisions: [table] })).toMatchObject({
      issues: [{ code: 'aggregation' }],
    });
  });
});

/** Rules that part the numbers at some bounds, in any order. */
const parted = fc
  .uniqueArray(fc.integer({ min: 0, max: 50 }), { minLength: 2, maxLength: 12 })
  .map((bounds) => bounds.toSorted((a, b) => a - b))
  .chain((bounds) =>
    fc.shuffledSubarray(
      bounds.slice(1).map((end, at) => [`[${bounds[at]}..${end})`, String(at)]),
      { minLength: bounds.length - 1 },
    ),
  );

property.prop([parted, fc.integer({ min: -1, max: 51 })], { numRuns: 30 })(
  'property: unique, any and first agree when no two rules overlap',
  (rules, age) => {
    const [unique, any, first] = ['unique', 'any', 'first'].map((it) => given(it, rules, age));
    expect([any, first]).toEqual([unique, unique]);
  },
);

/** Cells of constants, which are looked up, as a comparison that must be run. */
const cell = fc.constantFrom('-', '1', '2', '1, 3', '"a"', '"a", "b"', 'true', '> 1', 'null');
const spelled = (text: string): string =>
  text === '-' ? '-' : `(${text.split(', ').join('), (')})`;

property.prop(
  [
    fc.array(cell, { minLength: 1, maxLength: 40 }),
    fc.constantFrom(1, 2, 3, 'a', 'b', true, false, null, 1.5),
  ],
  { numRuns: 60 },
)('property: rules that are looked up match as rules that are run', (cells, age) => {
  const answer = (spell: (text: string) => string): unknown => {
    const table = decisionTable('t', {
      hitPolicy: 'rule-order',
      inputs: ['age'],
      outputs: ['at'],
      rules: cells.map((text, at) => [spell(text), at] as const),
    });
    return compiled({ name: 'm', decisions: [table] }).evaluate('t', { age }).value;
  };
  expect(answer((text) => text)).toEqual(answer(spelled));
});

test('the rules that matched are told, those too that the policy did not take', () => {
  const table: DecisionModelInput['decisions'] = [
    {
      name: 'fee',
      logic: {
        kind: 'table',
        hitPolicy: 'first',
        inputs: [{ expression: 'age' }],
        outputs: [{}],
        rules: [
          { id: 'r-1', when: ['< 18'], gives: ['1'], annotations: ['young'] },
          { when: ['>= 65'], gives: ['2'] },
          { when: ['-'], gives: ['3'] },
        ],
      },
    },
    { name: 'twice', logic: '2 * fee' },
  ];
  const asked = (age: number): unknown =>
    compiled({ name: 'm', decisions: table }).evaluate('twice', { age }).matches;
  const [young, old, all] = [{ row: 1, id: 'r-1', annotations: ['young'] }, { row: 2 }, { row: 3 }];
  expect(asked(7)).toEqual([{ table: 'decision fee', rules: [young, all] }]);
  expect(asked(70)).toEqual([{ table: 'decision fee', rules: [old, all] }]);
  expect(asked(30)).toEqual([{ table: 'decision fee', rules: [all] }]);
});
