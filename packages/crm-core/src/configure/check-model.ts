/**
 * What is wrong with a model beyond its shape: all of it, each with its path.
 */
import { KernelError, money } from '@kontor/kernel';
import { issuesOf } from '../check-given.ts';
import { CrmError, type CrmIssue } from '../errors.ts';
import {
  type Condition,
  CONDITION_WORDS,
  conditionIssues,
  type OptionValue,
  type ValuesById,
} from './condition.ts';
import {
  type ConfiguratorData,
  configuratorModel,
  type ConfiguratorRule,
  type VariableRow,
} from './model.ts';

/** Whole numbers in one variable's range: more is a number to enter, not an option to offer. */
const RANGE_MAX = 10_000;

/**
 * A model that may be compiled.
 *
 * @throws CrmError CRM_INVALID_DEFINITION — all faults, each with its path
 */
export function checkModel(input: unknown): ConfiguratorData {
  const parsed = configuratorModel.safeParse(input);
  const issues = parsed.success ? modelIssues(parsed.data) : issuesOf(parsed.error);
  if (parsed.success && issues.length === 0) return parsed.data;
  throw new CrmError('CRM_INVALID_DEFINITION', { what: 'The model of the product', issues });
}

function modelIssues(data: ConfiguratorData): CrmIssue[] {
  const variables = data.variables.flatMap((row, at) => variableIssues(row, `variables.${at}`));
  const values: ValuesById = new Map(data.variables.map((row) => [row.id, valuesOf(row)]));
  return [
    ...variables,
    ...twiceIssues(data.variables, 'variables'),
    ...twiceIssues([...data.rules, ...data.prices], 'rules'),
    ...data.rules.flatMap((rule, at) => ruleIssues(rule, `rules.${at}`, data, values)),
    ...data.prices.flatMap((row, at) => conditionIssues(row.if, `prices.${at}.if`, values)),
    ...moneyIssues(data),
  ];
}

/** The values of a variable as written, or its range. */
function valuesOf({ values, min = 0, max = -1 }: VariableRow): OptionValue[] {
  if (values !== undefined) return values.map((one) => (typeof one === 'object' ? one.value : one));
  const count = Math.min(Math.max(0, max - min + 1), RANGE_MAX);
  return Array.from({ length: count }, (_, at) => min + at);
}

function variableIssues(row: VariableRow, path: string): CrmIssue[] {
  const { id, min, max } = row;
  const values = valuesOf(row);
  const issues: CrmIssue[] = [];
  const add = (at: string, message: string): unknown => issues.push({ path: path + at, message });
  if (CONDITION_WORDS.includes(id)) add('.id', `'${id}' is a word of conditions: take another id`);
  if (row.values !== undefined) {
    if (values.length === 0) add('.values', 'has no value: list one at least');
    if (new Set(values).size < values.length) add('.values', 'has a value twice');
    for (const name of ['min', 'max', 'price', 'attributes'] as const) {
      if (row[name] !== undefined) add(`.${name}`, 'is for ranges: give it with the listed values');
    }
  } else if (min === undefined || max === undefined) {
    add('', "has neither 'values' nor both of 'min' and 'max'");
  } else if (max < min) {
    add('.max', `is less than min, ${min}`);
  } else if (max - min >= RANGE_MAX) {
    add('.max', `makes more than ${RANGE_MAX} values: offer steps, or ask for the number apart`);
  }
  const isKnown = row.default === undefined || values.includes(row.default);
  if (!isKnown) add('.default', `'${id}' has no value ${JSON.stringify(row.default)}`);
  return issues;
}

function twiceIssues(rows: readonly { readonly id: string }[], path: string): CrmIssue[] {
  const seen = new Set<string>();
  return rows.flatMap(({ id }) => {
    const isTwice = seen.has(id);
    seen.add(id);
    return isTwice ? [{ path, message: `has '${id}' twice: each needs an id of its own` }] : [];
  });
}

function ruleIssues(
  rule: ConfiguratorRule,
  path: string,
  data: ConfiguratorData,
  values: ValuesById,
): CrmIssue[] {
  const inside = (condition: Condition, at: string): CrmIssue[] =>
    conditionIssues(condition, `${path}.${at}`, values);
  switch (rule.kind) {
    case 'requires':
      return [...inside(rule.if, 'if'), ...inside(rule.needs, 'needs')];
    case 'condition':
      return inside(rule.that, 'that');
    case 'excludes':
    case 'iff':
      return rule.of.flatMap((part, at) => inside(part, `of.${at}`));
    case 'cardinality':
      return [
        ...boundIssues(rule, path),
        ...rule.of.flatMap((part, at) => inside(part, `of.${at}`)),
      ];
    case 'table':
      return tableIssues(rule, path, values);
    case 'linear':
      return rule.sum.flatMap((term, at) => termIssues(term, `${path}.sum.${at}`, data, values));
  }
}

type RuleOf<Kind extends ConfiguratorRule['kind']> = Extract<ConfiguratorRule, { kind: Kind }>;

function boundIssues({ min, max, of }: RuleOf<'cardinality'>, path: string): CrmIssue[] {
  if (min === undefined && max === undefined) {
    return [{ path, message: "has neither 'min' nor 'max'" }];
  }
  const most = Math.min(max ?? of.length, of.length);
  if ((min ?? 0) <= most) return [];
  return [{ path: `${path}.min`, message: `is ${min}, but at most ${most} may hold` }];
}

function tableIssues(rule: RuleOf<'table'>, path: string, values: ValuesById): CrmIssue[] {
  const { variables, allowed, forbidden } = rule;
  const issues: CrmIssue[] = variables
    .filter((id) => !values.has(id))
    .map((id) => ({ path: `${path}.variables`, message: `there is no variable '${id}'` }));
  if (new Set(variables).size < variables.length) {
    issues.push({ path: `${path}.variables`, message: 'has a variable twice' });
  }
  if ((allowed === undefined) === (forbidden === undefined)) {
    issues.push({ path, message: "has either 'allowed' or 'forbidden' rows" });
  }
  const name = allowed === undefined ? 'forbidden' : 'allowed';
  for (const [at, row] of (allowed ?? forbidden ?? []).entries()) {
    issues.push(...rowIssues(row, variables, `${path}.${name}.${at}`, values));
  }
  return issues;
}

function rowIssues(
  row: readonly (OptionValue | null)[],
  variables: readonly string[],
  path: string,
  values: ValuesById,
): CrmIssue[] {
  if (row.length !== variables.length) {
    return [{ path, message: `has ${row.length} cells for ${variables.length} variables` }];
  }
  return row.flatMap((cell, at) => {
    const known = values.get(variables[at]!);
    if (cell === null || known === undefined || known.includes(cell)) return [];
    const message = `'${variables[at]}' has no value ${JSON.stringify(cell)}`;
    return [{ path: `${path}.${at}`, message }];
  });
}

function termIssues(
  { variable, attribute }: RuleOf<'linear'>['sum'][number],
  path: string,
  data: ConfiguratorData,
  values: ValuesById,
): CrmIssue[] {
  const known = variable === undefined ? [] : values.get(variable);
  if (known === undefined) {
    return [{ path: `${path}.variable`, message: `there is no variable '${variable}'` }];
  }
  if (attribute !== undefined) {
    if (data.variables.some((row) => hasAttribute(row, attribute))) return [];
    return [{ path: `${path}.attribute`, message: `no value has an attribute '${attribute}'` }];
  }
  if (variable === undefined) return [{ path, message: "has neither 'variable' nor 'attribute'" }];
  if (known.every((value) => typeof value === 'number')) return [];
  return [{ path, message: `the values of '${variable}' are no numbers: name an attribute` }];
}

const hasAttribute = ({ attributes = {}, values = [] }: VariableRow, name: string): boolean =>
  name in attributes ||
  values.some((value) => typeof value === 'object' && name in value.attributes);

/** Prices that the currency has no unit for, and sums that doubles do not hold exactly. */
function moneyIssues(data: ConfiguratorData): CrmIssue[] {
  const unknown = priceIssue('0', data.currency, 'currency');
  if (unknown !== undefined) return [unknown];
  const prices = pricesOf(data);
  const issues = prices.flatMap(({ text, path }) => priceIssue(text, data.currency, path) ?? []);
  if (issues.length > 0) return issues;
  const size = prices.reduce((sum, { text, times }) => {
    const { minor } = money(text, data.currency);
    return sum + (minor < 0n ? -minor : minor) * BigInt(times);
  }, 0n);
  const limit = BigInt(Number.MAX_SAFE_INTEGER) / BigInt(4 * (data.variables.length + 1));
  if (size <= limit) return [];
  const message = `sum to ${size} minor units and more: up to ${limit} can be compared exactly`;
  return [{ path: 'prices', message }];
}

interface PriceAt {
  readonly text: string;
  readonly path: string;
  /** How often it may count. */
  readonly times: number;
}

function pricesOf({ basePrice, variables, prices }: ConfiguratorData): PriceAt[] {
  const ofVariables = variables.flatMap(({ price = '0', values = [], min = 0, max = 0 }, at) => {
    const times = Math.max(Math.abs(min), Math.abs(max));
    const each = { text: price, path: `variables.${at}.price`, times };
    const listed = values.map((value, place) => {
      const path = `variables.${at}.values.${place}.price`;
      return { text: typeof value === 'object' ? value.price : '0', path, times: 1 };
    });
    return [each, ...listed];
  });
  const conditional = prices.map(({ amount }, at) => ({
    text: amount,
    path: `prices.${at}.amount`,
    times: 1,
  }));
  return [{ text: basePrice, path: 'basePrice', times: 1 }, ...ofVariables, ...conditional];
}

function priceIssue(text: string, currency: string, path: string): CrmIssue | undefined {
  try {
    money(text, currency);
    return undefined;
  } catch (error) {
    if (!KernelError.is(error)) throw error;
    return { path, message: error.message };
  }
}
