/**
 * Conditions on a configuration, as JSON: which variables have which values.
 *
 * `{ motor: 'm750', ports: { min: 2 } }` holds when all of its tests do; `all`, `any` and `not`
 * make bigger ones. No variable may have one of these three names.
 */
import type { CrmIssue } from '../errors.ts';

/** A value of a variable: a name, or a whole number. */
export type OptionValue = string | number;

/** A value, one of several, or a whole number within bounds (both inclusive). */
export type ValueTest =
  | OptionValue
  | readonly OptionValue[]
  | { readonly min?: number | undefined; readonly max?: number | undefined };

/** A condition as written. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly [variable: string]: ValueTest };

/** A condition told apart by its form. */
export type ReadCondition =
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'tests'; readonly tests: readonly (readonly [string, ValueTest])[] };

/** Names that conditions are made with: no variable may have one. */
export const CONDITION_WORDS: readonly string[] = ['all', 'any', 'not'];

/** The form of a condition that has been checked. */
export function readCondition(condition: Condition): ReadCondition {
  const given = condition as Record<string, unknown>;
  if ('all' in given) return { kind: 'all', parts: given['all'] as Condition[] };
  if ('any' in given) return { kind: 'any', parts: given['any'] as Condition[] };
  if ('not' in given) return { kind: 'not', part: given['not'] as Condition };
  return { kind: 'tests', tests: Object.entries(given) as [string, ValueTest][] };
}

/** Whether a value passes a test. */
export function passes(value: OptionValue, test: ValueTest): boolean {
  if (typeof test !== 'object') return value === test;
  if (isList(test)) return test.includes(value);
  const { min = -Infinity, max = Infinity } = test;
  return typeof value === 'number' && value >= min && value <= max;
}

/** Whether a condition holds of a complete configuration. */
export function holds(
  condition: Condition,
  values: Readonly<Record<string, OptionValue>>,
): boolean {
  const read = readCondition(condition);
  switch (read.kind) {
    case 'all':
      return read.parts.every((part) => holds(part, values));
    case 'any':
      return read.parts.some((part) => holds(part, values));
    case 'not':
      return !holds(read.part, values);
    case 'tests':
      return read.tests.every(([id, test]) => passes(values[id]!, test));
  }
}

const isList = (test: object): test is readonly OptionValue[] => Array.isArray(test);

/** The values of every variable, by its id. */
export type ValuesById = ReadonlyMap<string, readonly OptionValue[]>;

/** What is wrong with a condition from outside: all of it, each with its path. */
export function conditionIssues(given: unknown, path: string, values: ValuesById): CrmIssue[] {
  if (!isObject(given) || Object.keys(given).length === 0) {
    return [{ path, message: "is no condition: write { variable: value }, 'all', 'any' or 'not'" }];
  }
  const word = CONDITION_WORDS.find((name) => name in given);
  if (word === undefined) {
    return Object.entries(given).flatMap(([id, test]) =>
      testIssues(test, `${path}.${id}`, values.get(id), id),
    );
  }
  if (Object.keys(given).length > 1) {
    return [{ path, message: `'${word}' stands alone: put the other tests into a part of it` }];
  }
  if (word === 'not') return conditionIssues(given['not'], `${path}.not`, values);
  const parts = given[word];
  if (!Array.isArray(parts)) return [{ path: `${path}.${word}`, message: 'is a list' }];
  return parts.flatMap((part, at) => conditionIssues(part, `${path}.${word}.${at}`, values));
}

const isObject = (given: unknown): given is Record<string, unknown> =>
  typeof given === 'object' && given !== null && !Array.isArray(given);

function testIssues(
  test: unknown,
  path: string,
  values: readonly OptionValue[] | undefined,
  id: string,
): CrmIssue[] {
  if (values === undefined) return [{ path, message: `there is no variable '${id}'` }];
  if (isObject(test)) return boundIssues(test, path, values);
  const named: readonly unknown[] = Array.isArray(test) ? test : [test];
  if (named.length === 0) return [{ path, message: 'names no value' }];
  return named
    .filter((value) => !values.includes(value as OptionValue))
    .map((value) => ({ path, message: `'${id}' has no value ${JSON.stringify(value)}` }));
}

function boundIssues(
  test: Record<string, unknown>,
  path: string,
  values: readonly OptionValue[],
): CrmIssue[] {
  const isBound = ([name, bound]: [string, unknown]): boolean =>
    (name === 'min' || name === 'max') && (bound === undefined || Number.isSafeInteger(bound));
  const entries = Object.entries(test);
  if (entries.length === 0 || !entries.every(isBound)) {
    return [{ path, message: "has whole numbers as 'min', as 'max', or as both" }];
  }
  if (values.some((value) => typeof value !== 'number')) {
    return [{ path, message: 'has bounds, but its values are no numbers: list those meant' }];
  }
  return [];
}
