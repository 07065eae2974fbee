/**
 * Decisions that require each other: once each, typed everywhere, closed where a service closes.
 */
import { describe, expect, test } from 'vitest';
import {
  BpmError,
  compileDecisions,
  type CompiledDecisions,
  decisionFunctions,
  decisionTable,
  type DecisionNews,
  type DecisionModelInput,
  type JsonValue,
} from '../../src/index.ts';

function compiled(
  model: DecisionModelInput,
  models: readonly DecisionModelInput[] = [],
): CompiledDecisions {
  const result = compileDecisions(model, { models });
  if ('issues' in result) throw new Error(JSON.stringify(result.issues));
  return result;
}

const codesOf = (model: DecisionModelInput): string[] => {
  const result = compileDecisions(model);
  return 'issues' in result ? result.issues.map(({ code }) => code) : [];
};

const loan: DecisionModelInput = {
  name: 'loan',
  types: [
    { name: 'tRisk', type: 'string', allowed: '"low", "high"' },
    { name: 'tAmounts', type: 'number', isCollection: true },
  ],
  inputs: [
    { name: 'born', type: 'date' },
    { name: 'amounts', type: 'tAmounts' },
  ],
  decisions: [
    { name: 'debt', type: 'number', requires: ['amounts'], logic: 'sum(amounts)' },
    {
      name: 'risk',
      type: 'tRisk',
      requires: ['debt'],
      logic: 'if debt > 100 then "high" else "low"',
    },
    { name: 'year', requires: ['born'], logic: 'born.year' },
    { name: 'offer', requires: ['risk', 'debt'], logic: 'risk + " at " + string(debt)' },
  ],
  services: [
    { name: 'rate', outputs: ['offer'], encapsulated: ['risk'], inputDecisions: ['debt'] },
  ],
};

describe('compileDecisions', () => {
  const model = compiled(loan);
  const evaluate = model.evaluate.bind(model);

  test('text is read as the type of its input, and one value as a list of one', () => {
    expect(evaluate('year', { born: '1999-12-31' }).value).toBe(1999);
    expect(evaluate('debt', { amounts: '0.1' })).toEqual({
      value: 0.1,
      diagnostics: [],
      matches: [],
    });
    expect(evaluate('debt', { amounts: ['0.1', 0.2] }).value).toBe(0.3);
  });

  test('a value that does not conform is null, and the element at fault is named', () => {
    const { value, diagnostics } = evaluate('year', { born: 'yesterday' });
    expect(value).toBeNull();
    expect(diagnostics.map(({ element, code }) => `${element}: ${code}`)).toContain(
      'born: wrong-type',
    );
  });

  test('a service takes the decision that it is handed, and keeps others to itself', () => {
    expect(evaluate('rate', { debt: 500 }).value).toBe('high at 500');
    expect(model.decisions).toEqual(['debt', 'year', 'offer']);
    expect(() => evaluate('risk')).toThrow(BpmError);
  });

  test('a decision that many require is evaluated once', () => {
    const model = compiled({
      name: 'once',
      decisions: [
        { name: 'bad', requires: [], logic: '1 + "a"' },
        { name: 'left', requires: ['bad'], logic: 'bad = null' },
        { name: 'right', requires: ['bad'], logic: 'bad = null' },
        { name: 'both', requires: ['left', 'right'], logic: 'left and right' },
      ],
    });
    const { value, diagnostics } = model.evaluate('both');
    expect(value).toBe(true);
    expect(diagnostics.map(({ element }) => element)).toEqual(['bad']);
  });

  test('without requirements, an element requires what it names', () => {
    const model = compiled({
      name: 'sums',
      decisions: [
        { name: 'double', logic: 'twice(x)' },
        { name: 'fourfold', logic: 'twice(double)' },
      ],
      knowledge: [
        {
          name: 'twice',
          logic: { kind: 'function', parameters: [{ name: 'n', type: 'number' }], body: 'n * 2' },
        },
      ],
    });
    expect(model.evaluate('fourfold', { x: 3 }).value).toBe(12);
  });

  test('knowledge may call itself', () => {
    const body = 'if n <= 1 then 1 else n * factorial(n - 1)';
    const parameters = [{ name: 'n', type: 'number' }];
    const model = compiled({
      name: 'm',
      decisions: [{ name: 'six', logic: 'factorial(3)' }],
      knowledge: [{ name: 'factorial', logic: { kind: 'function', parameters, body } }],
    });
    expect(model.evaluate('six').value).toBe(6);
  });

  test('elements and types of an import stand under its name', () => {
    const rates: DecisionModelInput = {
      name: 'rates',
      namespace: 'urn:rates',
      types: [{ name: 'tRate', type: 'number', allowed: '[0..1]' }],
      inputs: [{ name: 'country' }],
      decisions: [{ name: 'vat rate', type: 'tRate', logic: 'if country = "DE" then 0.19 else 0' }],
    };
    const main: DecisionModelInput = {
      name: 'main',
      imports: [{ name: 'tax', namespace: 'urn:rates' }],
      inputs: [{ name: 'net', type: 'number' }],
      decisions: [
        {
          name: 'gross',
          requires: ['net', { namespace: 'urn:rates', ref: 'vat rate' }],
          logic: 'net * (1 + tax.vat rate)',
        },
      ],
    };
    const model = compiled(main, [rates]);
    expect(model.evaluate('gross', { net: 100, country: 'DE' }).value).toBe(119);
    expect(model.evaluate('gross', { net: 100, tax: { country: 'DE' } }).value).toBe(119);
  });

  test('all faults are told at once', () => {
    const decisions = [
      { name: 'a', requires: ['b'], logic: '1 +' },
      { name: 'b', requires: ['a'], type: 'tNone', logic: 'a' },
      { name: 'b', requires: ['nobody'], logic: '1' },
    ];
    expect(codesOf({ name: 'm', decisions }).toSorted()).toEqual([
      'duplicate-name',
      'expression',
      'requirement-cycle',
      'unknown-element',
      'unknown-type',
    ]);
    const itself = [{ name: 't', components: [{ name: 'c', type: 't' }] }];
    expect(codesOf({ name: 'm', types: itself })).toEqual(['type-cycle']);
    expect(codesOf({ name: '' })).toEqual(['shape']);
  });

  test('boxes nested beyond reason are an issue, not a crash', () => {
    let logic: unknown = '1';
    for (let depth = 0; depth < 20_000; depth++) logic = { kind: 'list', elements: [logic] };
    const decisions = [{ name: 'deep', logic }] as DecisionModelInput['decisions'];
    expect(codesOf({ name: 'm', decisions })).toEqual(['too-deep']);
  });
});

describe('boxed expressions', () => {
  const value = (logic: NonNullable<DecisionModelInput['decisions']>[number]['logic']): JsonValue =>
    compiled({ name: 'm', decisions: [{ name: 'd', logic }] }).evaluate('d').value;

  test('an entry of a context sees those before it, and the last may be its result', () => {
    const entries = [
      { name: 'net price', value: '10' },
      { name: 'gross', value: 'net price * 2' },
    ];
    expect(value({ kind: 'context', entries })).toEqual({ 'net price': 10, gross: 20 });
    expect(value({ kind: 'context', entries: [...entries, { value: 'gross + 1' }] })).toBe(21);
  });

  test('relations are lists of contexts, and filters keep or pick', () => {
    const relation = {
      kind: 'relation' as const,
      columns: [{ name: 'sku' }, { name: 'stock', type: 'number' }],
      rows: [
        ['"A"', '1'],
        ['"B"', '5'],
      ],
    };
    expect(value({ kind: 'filter', in: relation, match: 'stock > 1' })).toEqual([
      { sku: 'B', stock: 5 },
    ]);
    expect(value({ kind: 'filter', in: relation, match: '-1' })).toEqual({ sku: 'B', stock: 5 });
  });

  test('iterators go through lists and see what came before', () => {
    const numbers = '[1, 2, 3]';
    const loop = { variable: 'n', in: numbers } as const;
    expect(value({ kind: 'for', ...loop, each: 'count(partial) + n' })).toEqual([1, 3, 5]);
    expect(value({ kind: 'some', ...loop, each: 'n > 2' })).toBe(true);
    expect(value({ kind: 'every', ...loop, each: 'n > 2' })).toBe(false);
  });

  test('functions keep the frame they were made in, and are invoked by name', () => {
    const made = {
      kind: 'function' as const,
      parameters: [{ name: 'n' }],
      body: 'n + base',
    };
    const call = {
      kind: 'invocation' as const,
      callee: 'add',
      arguments: [{ name: 'n', value: '2' }],
    };
    const entries = [{ name: 'base', value: '40' }, { name: 'add', value: made }, { value: call }];
    expect(value({ kind: 'context', entries })).toBe(42);
  });
});

test('decisionFunctions are what an engine takes as decisions', () => {
  const told: DecisionNews[] = [];
  const functions = decisionFunctions(compiled(loan), (news) => told.push(news));
  expect(Object.keys(functions)).toEqual(['debt', 'year', 'offer', 'rate']);
  expect(functions['debt']!({ amounts: [1, 2] })).toBe(3);
  expect(functions['debt']!({ amounts: 'much' })).toBeNull();
  expect(told.map(({ decision, value }) => [decision, value])).toEqual([
    ['debt', 3],
    ['debt', null],
  ]);
  expect(told.map(({ diagnostics }) => diagnostics.length > 0)).toEqual([false, true]);
});

test('decisionFunctions tell which rules of a table matched', () => {
  const told: DecisionNews[] = [];
  const model: DecisionModelInput = {
    name: 'sales',
    decisions: [
      decisionTable('discount', {
        hitPolicy: 'first',
        inputs: ['total'],
        outputs: ['percent'],
        rules: [
          ['> 1000', 15],
          ['> 100', 5],
          ['-', 0],
        ],
      }),
    ],
    inputs: [{ name: 'total' }],
  };
  const { discount } = decisionFunctions(compiled(model), (news) => told.push(news));
  expect(discount!({ total: 500 })).toBe(5);
  expect(told).toMatchObject([
    { decision: 'discount', value: 5, matches: [{ rules: [{ row: 2 }, { row: 3 }] }] },
  ]);
});
