/**
 * A product by enumeration: every combination of values, every rule asked of each of them.
 *
 * The slow twin of a configurator. It reads the model as written and shares no code with it.
 */
import { scaledDecimal } from '@kontor/kernel';
import type { Choice, Condition, ConfiguratorModel, OptionValue } from '@kontor/crm-core/configure';

/** A value of every variable. */
export type Combination = Readonly<Record<string, OptionValue>>;

type Variable = ConfiguratorModel['variables'][number];
type Rule = NonNullable<ConfiguratorModel['rules']>[number];
type Linear = Extract<Rule, { kind: 'linear' }>;

/** All combinations of a product, and what each of its rules says of them. */
export class EnumeratedProduct {
  readonly #model: ConfiguratorModel;
  readonly #rules: readonly Rule[];
  readonly #all: readonly Combination[];
  readonly #verdicts: readonly (readonly boolean[])[];
  readonly valid: readonly Combination[];

  constructor(model: ConfiguratorModel) {
    this.#model = model;
    this.#rules = model.rules ?? [];
    this.#all = combinationsOf(model.variables);
    this.#verdicts = this.#all.map((one) => this.#rules.map((rule) => this.#keeps(rule, one)));
    this.valid = this.#all.filter((_, at) => this.#verdicts[at]!.every(Boolean));
  }

  /** The valid combinations with these choices. */
  with(choices: readonly Choice[]): readonly Combination[] {
    return this.valid.filter((one) => hasAll(one, choices));
  }

  /** Whether a combination keeps these rules and has these choices. */
  canHold(rules: readonly string[], choices: readonly Choice[]): boolean {
    const places = rules.map((id) => this.#rules.findIndex((rule) => rule.id === id));
    return this.#all.some(
      (one, at) =>
        hasAll(one, choices) && places.every((place) => this.#verdicts[at]![place] === true),
    );
  }

  /** Minor units of a currency with two decimals. */
  priceOf(one: Combination): bigint {
    const { variables, prices = [], basePrice = '0' } = this.#model;
    const options = variables.map((row) => worth(row, one[row.id]!, 'price', 2));
    const due = prices.filter((row) => meets(row.if, one)).map(({ amount }) => whole(amount, 2));
    return [whole(basePrice, 2), ...options, ...due].reduce((a, b) => a + b);
  }

  /** The sum of an attribute with two decimals, in hundredths. */
  totalOf(one: Combination, attribute: string): bigint {
    return this.#model.variables.reduce(
      (sum, row) => sum + worth(row, one[row.id]!, attribute, 2),
      0n,
    );
  }

  #keeps(rule: Rule, one: Combination): boolean {
    switch (rule.kind) {
      case 'requires':
        return !meets(rule.if, one) || meets(rule.needs, one);
      case 'excludes':
        return met(rule.of, one) <= 1;
      case 'iff':
        return [0, rule.of.length].includes(met(rule.of, one));
      case 'cardinality':
        return met(rule.of, one) >= (rule.min ?? 0) && met(rule.of, one) <= (rule.max ?? Infinity);
      case 'table': {
        const isRow = (row: readonly (OptionValue | null)[]): boolean =>
          row.every((cell, at) => cell === null || cell === one[rule.variables[at]!]);
        return rule.allowed ? rule.allowed.some(isRow) : !rule.forbidden!.some(isRow);
      }
      case 'linear':
        return compares(this.#sum(rule, one) - whole(rule.to, 4), rule.compare);
      case 'condition':
        return meets(rule.that, one);
    }
  }

  /** In ten-thousandths: factors and weights have two decimals each. */
  #sum({ sum }: Linear, one: Combination): bigint {
    let total = 0n;
    for (const { variable, attribute, times = '1' } of sum) {
      for (const row of this.#model.variables) {
        if (variable !== undefined && variable !== row.id) continue;
        const value = one[row.id]!;
        const weight =
          attribute === undefined ? whole(String(value), 2) : worth(row, value, attribute, 2);
        total += whole(times, 2) * weight;
      }
    }
    return total;
  }
}

const hasAll = (one: Combination, choices: readonly Choice[]): boolean =>
  choices.every(({ variable, value }) => one[variable] === value);

const met = (conditions: readonly Condition[], one: Combination): number =>
  conditions.filter((condition) => meets(condition, one)).length;

/** The values of a variable as written. */
export function valuesOf({ values, min = 0, max = -1 }: Variable): OptionValue[] {
  if (values === undefined) return Array.from({ length: max - min + 1 }, (_, at) => min + at);
  return values.map((one) => (typeof one === 'object' ? one.value : one));
}

function combinationsOf(variables: readonly Variable[]): Combination[] {
  return variables.reduce<Combination[]>(
    (all, row) => all.flatMap((one) => valuesOf(row).map((value) => ({ ...one, [row.id]: value }))),
    [{}],
  );
}

function meets(condition: Condition, one: Combination): boolean {
  const given = condition as Record<string, unknown>;
  if ('all' in given) return (given['all'] as Condition[]).every((part) => meets(part, one));
  if ('any' in given) return (given['any'] as Condition[]).some((part) => meets(part, one));
  if ('not' in given) return !meets(given['not'] as Condition, one);
  return Object.entries(given).every(([id, test]) => {
    if (Array.isArray(test)) return test.includes(one[id]);
    if (typeof test !== 'object') return test === one[id];
    const { min = -Infinity, max = Infinity } = test as { min?: number; max?: number };
    return Number(one[id]) >= min && Number(one[id]) <= max;
  });
}

/** A price or an attribute of a value, in units of 10^-decimals. */
function worth(row: Variable, value: OptionValue, of: string, decimals: number): bigint {
  if (row.values === undefined) {
    const each = of === 'price' ? row.price : row.attributes?.[of];
    return whole(each ?? '0', decimals) * BigInt(value);
  }
  const option = row.values.find((one) => typeof one === 'object' && one.value === value);
  if (typeof option !== 'object') return 0n;
  return whole((of === 'price' ? option.price : option.attributes?.[of]) ?? '0', decimals);
}

function whole(text: string, places: number): bigint {
  const { coefficient, decimals } = scaledDecimal(text);
  return coefficient * 10n ** BigInt(places - decimals);
}

function compares(difference: bigint, compare: Linear['compare']): boolean {
  switch (compare) {
    case '<=':
      return difference <= 0n;
    case '<':
      return difference < 0n;
    case '=':
      return difference === 0n;
    case '!=':
      return difference !== 0n;
    case '>':
      return difference > 0n;
    case '>=':
      return difference >= 0n;
  }
}
