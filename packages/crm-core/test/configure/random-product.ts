/**
 * Random models of products with all kinds of rules, small enough to be enumerated.
 *
 * Rules are drawn as numbers and then read with the variables at hand, so that every model shrinks
 * to a smaller one.
 */
import { fc } from '@fast-check/vitest';
import type { Condition, ConfiguratorModel, OptionValue } from '@kontor/crm-core/configure';
import { valuesOf } from '../oracle/enumerated-product.ts';

type Variable = ConfiguratorModel['variables'][number];
type Rule = NonNullable<ConfiguratorModel['rules']>[number];

const amount = fc.integer({ min: -2000, max: 2000 }).map((minor) => (minor / 100).toFixed(2));
const attributes = fc.option(fc.record({ kg: amount }, { noNullPrototype: true }), { nil: {} });

const listed = fc
  .array(fc.option(fc.record({ price: amount, attributes })), { minLength: 1, maxLength: 4 })
  .map((rows) => ({
    values: rows.map((row, at) => (row === null ? `x${at}` : { value: `x${at}`, ...row })),
  }));

const range = fc
  .record({ min: fc.integer({ min: -2, max: 2 }), more: fc.nat(3), price: amount, attributes })
  .map(({ more, ...row }) => ({ ...row, max: row.min + more }));

const options = fc.array(fc.oneof({ weight: 2, arbitrary: listed }, range), {
  minLength: 2,
  maxLength: 16,
  size: 'max',
});

/** As many of the variables as have no more combinations. */
function variablesOf(rows: readonly Omit<Variable, 'id'>[], combinationsMax: number): Variable[] {
  const made: Variable[] = [];
  let combinations = 1;
  for (const [at, row] of rows.entries()) {
    const variable = { id: `v${at}`, ...row };
    combinations *= valuesOf(variable).length;
    if (combinations > combinationsMax) break;
    made.push(variable);
  }
  return made;
}

/** A condition before it is known what the variables are. */
type Draft =
  | { readonly of: 'all' | 'any'; readonly parts: readonly Draft[] }
  | { readonly of: 'not'; readonly part: Draft }
  | { readonly of: 'tests'; readonly tests: readonly TestDraft[] };

interface TestDraft {
  readonly variable: number;
  readonly form: 'one' | 'some' | 'min' | 'max';
  readonly values: readonly number[];
}

const testDraft: fc.Arbitrary<TestDraft> = fc.record({
  variable: fc.nat(15),
  form: fc.constantFrom('one', 'some', 'min', 'max'),
  values: fc.array(fc.nat(3), { minLength: 1, maxLength: 3 }),
});

const { draft } = fc.letrec<{ draft: Draft }>((tie) => {
  const parts = fc.array(tie('draft'), { maxLength: 3 });
  return {
    draft: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      fc
        .array(testDraft, { minLength: 1, maxLength: 2 })
        .map((tests) => ({ of: 'tests' as const, tests })),
      fc.record({ of: fc.constantFrom('all' as const, 'any' as const), parts }),
      fc.record({ of: fc.constant('not' as const), part: tie('draft') }),
    ),
  };
});

const at = <One>(list: readonly One[], place: number): One => list[place % list.length]!;

function conditionOf(given: Draft, rows: readonly Variable[]): Condition {
  switch (given.of) {
    case 'all':
      return { all: given.parts.map((part) => conditionOf(part, rows)) };
    case 'any':
      return { any: given.parts.map((part) => conditionOf(part, rows)) };
    case 'not':
      return { not: conditionOf(given.part, rows) };
    case 'tests':
      return Object.assign({}, ...given.tests.map((one) => testOf(one, rows))) as Condition;
  }
}

function testOf({ variable, form, values }: TestDraft, rows: readonly Variable[]): Condition {
  const row = at(rows, variable);
  const known = valuesOf(row);
  const named = values.map((place) => at(known, place));
  if (form === 'one') return { [row.id]: named[0]! };
  if (form === 'some' || row.values !== undefined) return { [row.id]: named };
  return { [row.id]: { [form]: Number(named[0]) } };
}

const ruleDraft = fc.record({
  kind: fc.constantFrom(
    'requires',
    'excludes',
    'iff',
    'cardinality',
    'table',
    'linear',
    'condition',
  ),
  parts: fc.array(draft, { minLength: 2, maxLength: 4 }),
  bounds: fc.tuple(fc.nat(4), fc.nat(4)),
  columns: fc.uniqueArray(fc.nat(15), { minLength: 1, maxLength: 3 }),
  isAllowed: fc.boolean(),
  tuples: fc.array(fc.array(fc.option(fc.nat(3), { freq: 4 }), { minLength: 3, maxLength: 3 }), {
    minLength: 1,
    maxLength: 8,
  }),
  times: fc.array(amount, { minLength: 1, maxLength: 3 }),
  compare: fc.constantFrom('<=', '<', '=', '!=', '>', '>='),
  to: amount,
});
type RuleDraft = typeof ruleDraft extends fc.Arbitrary<infer One> ? One : never;

function ruleOf(given: RuleDraft, named: { id: string; text: string }, rows: Variable[]): Rule {
  const of = given.parts.map((part) => conditionOf(part, rows));
  switch (given.kind) {
    case 'requires':
      return { kind: 'requires', ...named, if: of[0]!, needs: of[1]! };
    case 'excludes':
    case 'iff':
      return { kind: given.kind, ...named, of };
    case 'cardinality': {
      const [min = 0, max = 0] = given.bounds.toSorted().map((one) => Math.min(one, of.length));
      return { kind: 'cardinality', ...named, of, min, max };
    }
    case 'table':
      return { kind: 'table', ...named, ...tableOf(given, rows) };
    case 'linear': {
      const sum = termsOf(given.times, rows);
      if (sum.length === 0) return { kind: 'condition', ...named, that: of[0]! };
      return { kind: 'linear', ...named, sum, compare: given.compare, to: given.to };
    }
    case 'condition':
      return { kind: 'condition', ...named, that: of[0]! };
  }
}

function tableOf({ columns, tuples, isAllowed }: RuleDraft, rows: readonly Variable[]) {
  const asked = [...new Set(columns.map((column) => at(rows, column)))];
  const table = tuples.map((tuple) =>
    asked.map((row, place): OptionValue | null => {
      const cell = tuple[place]!;
      return cell === null ? null : at(valuesOf(row), cell);
    }),
  );
  const variables = asked.map(({ id }) => id);
  return { variables, ...(isAllowed ? { allowed: table } : { forbidden: table }) };
}

/** One term for each factor: the weight of all, or the whole number of a variable. */
function termsOf(times: readonly string[], rows: readonly Variable[]) {
  const numbers = rows.filter(({ values }) => values === undefined);
  const terms = [
    ...(rows.some(hasWeight) ? [{ attribute: 'kg' }] : []),
    ...numbers.map(({ id }) => ({ variable: id })),
  ];
  if (terms.length === 0) return [];
  return times.map((factor, place) => ({ ...at(terms, place), times: factor }));
}

const hasWeight = (row: Variable): boolean =>
  row.attributes?.['kg'] !== undefined ||
  (row.values ?? []).some((one) => typeof one === 'object' && one.attributes?.['kg'] !== undefined);

const modelDraft = fc.record({
  basePrice: amount,
  options,
  rules: fc.array(ruleDraft, { maxLength: 6 }),
  prices: fc.array(fc.record({ condition: draft, amount }), { maxLength: 4 }),
});

/** Models with so many combinations at most. */
export const randomProduct = (combinationsMax: number): fc.Arbitrary<ConfiguratorModel> =>
  modelDraft.map(({ basePrice, ...given }) => {
    const variables = variablesOf(given.options, combinationsMax);
    return {
      id: 'random',
      currency: 'EUR',
      basePrice,
      variables,
      rules: given.rules.map((rule, place) =>
        ruleOf(rule, { id: `r${place}`, text: `Rule ${place}.` }, variables),
      ),
      prices: given.prices.map(({ condition, ...row }, place) => ({
        id: `p${place}`,
        text: `Offer ${place}.`,
        if: conditionOf(condition, variables),
        ...row,
      })),
    };
  });
