/**
 * From rules as written to residuals over places of variables and values.
 */
import { type ScaledDecimal, scaledDecimal } from '@kontor/kernel';
import {
  type Condition,
  type OptionValue,
  passes,
  readCondition,
  type ValueTest,
} from './condition.ts';
import { type LinearPart, linearResidual } from './linear-residual.ts';
import type { ConfiguratorRule } from './model.ts';
import type { Product } from './product.ts';
import { atom, conjunction, count, disjunction, negation, type Residual } from './residual.ts';
import { wholeAt } from './scale-decimal.ts';
import { tableResidual } from './table-residual.ts';

type RuleOf<Kind extends ConfiguratorRule['kind']> = Extract<ConfiguratorRule, { kind: Kind }>;

/** The rule over places. */
export function lowerRule(product: Product, rule: ConfiguratorRule): Residual {
  const lower = (condition: Condition): Residual => lowerCondition(product, condition);
  switch (rule.kind) {
    case 'requires':
      return disjunction([negation(lower(rule.if)), lower(rule.needs)]);
    case 'excludes':
      return count(rule.of.map(lower), 0, 1);
    case 'iff': {
      const parts = rule.of.map(lower);
      return disjunction([conjunction(parts), count(parts, 0, 0)]);
    }
    case 'cardinality':
      return count(rule.of.map(lower), rule.min ?? 0, rule.max ?? rule.of.length);
    case 'table':
      return lowerTable(product, rule);
    case 'linear':
      return lowerLinear(product, rule);
    case 'condition':
      return lower(rule.that);
  }
}

/** The condition over places. */
export function lowerCondition(product: Product, condition: Condition): Residual {
  const read = readCondition(condition);
  switch (read.kind) {
    case 'all':
      return conjunction(read.parts.map((part) => lowerCondition(product, part)));
    case 'any':
      return disjunction(read.parts.map((part) => lowerCondition(product, part)));
    case 'not':
      return negation(lowerCondition(product, read.part));
    case 'tests':
      return conjunction(read.tests.map(([id, test]) => lowerTest(product, id, test)));
  }
}

function lowerTest({ places, variables }: Product, id: string, test: ValueTest): Residual {
  const variable = places.get(id)!;
  const { options } = variables[variable]!;
  const fitting = options.flatMap(({ value }, at) => (passes(value, test) ? [at] : []));
  return atom(variable, new Set(fitting), options.length);
}

function lowerTable(product: Product, rule: RuleOf<'table'>): Residual {
  const columns = rule.variables.map((id) => product.places.get(id)!);
  const place = (value: OptionValue | null, at: number): number | null => {
    if (value === null) return null;
    return product.variables[columns[at]!]!.options.findIndex((one) => one.value === value);
  };
  const rows = (rule.allowed ?? rule.forbidden ?? []).map((row) => row.map(place));
  const holds = tableResidual(columns, rows);
  return rule.allowed === undefined ? negation(holds) : holds;
}

/** All weights and the bound are scaled by the same power of ten; weights of 0 fall out. */
function lowerLinear(product: Product, rule: RuleOf<'linear'>): Residual {
  const weights = product.variables.map(({ options }) => options.map(() => ZERO));
  for (const term of rule.sum) addTerm(product, weights, term);
  const bound = scaledDecimal(rule.to);
  const decimals = Math.max(bound.decimals, ...weights.flat().map((weight) => weight.decimals));
  const whole = (weight: ScaledDecimal): bigint => wholeAt(weight, decimals);
  const parts: LinearPart[] = weights
    .map((row, variable) => ({ variable, weights: row.map(whole) }))
    .filter((part) => part.weights.some((weight) => weight !== 0n));
  return linearResidual(parts, rule.compare, whole(bound));
}

const ZERO: ScaledDecimal = { coefficient: 0n, decimals: 0 };

function addTerm(
  product: Product,
  weights: ScaledDecimal[][],
  { variable, attribute, times }: RuleOf<'linear'>['sum'][number],
): void {
  const factor = scaledDecimal(times);
  const places =
    variable === undefined ? product.variables.keys() : [product.places.get(variable)!];
  for (const place of places) {
    for (const [at, option] of product.variables[place]!.options.entries()) {
      const of = attribute === undefined ? String(option.value) : option.attributes[attribute];
      const added = multiply(factor, scaledDecimal(of ?? '0'));
      weights[place]![at] = add(weights[place]![at]!, added);
    }
  }
}

const multiply = (a: ScaledDecimal, b: ScaledDecimal): ScaledDecimal => ({
  coefficient: a.coefficient * b.coefficient,
  decimals: a.decimals + b.decimals,
});

function add(a: ScaledDecimal, b: ScaledDecimal): ScaledDecimal {
  const decimals = Math.max(a.decimals, b.decimals);
  return { coefficient: wholeAt(a, decimals) + wholeAt(b, decimals), decimals };
}
