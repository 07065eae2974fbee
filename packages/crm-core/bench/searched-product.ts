/**
 * A configurator without a diagram: for every value a search for a completion that has it.
 *
 * What a program does that keeps the rules as they are written: it assigns variable after variable,
 * goes back where a rule can hold no more, and begins anew for the next value. Variables near to the
 * value come first.
 */
import type { Choice, Condition, ConfiguratorModel, OptionValue } from '../src/configure.ts';
import { passes, readCondition } from '../src/configure/condition.ts';

type Rule = NonNullable<ConfiguratorModel['rules']>[number];
type Values = Map<string, OptionValue>;

/** Answers by search. */
export class SearchedProduct {
  readonly #values = new Map<string, readonly OptionValue[]>();
  readonly #weights = new Map<string, ReadonlyMap<OptionValue, number>>();
  readonly #rulesOf = new Map<string, Rule[]>();
  readonly #scopes = new Map<Rule, readonly string[]>();

  constructor({ variables, rules = [] }: ConfiguratorModel) {
    for (const { id, values = [] } of variables) {
      const weights = values.map((one): [OptionValue, number] =>
        typeof one === 'object' ? [one.value, Number(one.attributes?.['kg'] ?? 0)] : [one, 0],
      );
      this.#values.set(
        id,
        weights.map(([value]) => value),
      );
      this.#weights.set(id, new Map(weights));
      this.#rulesOf.set(id, []);
    }
    for (const rule of rules) {
      const scope = this.#scopeOf(rule);
      this.#scopes.set(rule, scope);
      for (const id of scope) this.#rulesOf.get(id)!.push(rule);
    }
  }

  /** By variable: the values that a completion of these choices may have. */
  domains(choices: readonly Choice[]): Record<string, readonly OptionValue[]> {
    const chosen: Values = new Map(choices.map(({ variable, value }) => [variable, value]));
    const entries = [...this.#values].map(([id, values]) => {
      const order = this.#orderFrom(id);
      const offered = values.filter((value) => {
        if ((chosen.get(id) ?? value) !== value) return false;
        const given: Values = new Map([...chosen, [id, value]]);
        return this.#mayHoldAll(given) && this.#isCompletable(given, order, 0);
      });
      return [id, offered] as const;
    });
    return Object.fromEntries(entries);
  }

  #mayHoldAll(given: Values): boolean {
    return [...this.#scopes.keys()].every((rule) => this.#mayHold(rule, given));
  }

  #isCompletable(given: Values, order: readonly string[], level: number): boolean {
    let next = level;
    while (next < order.length && given.has(order[next]!)) next++;
    const id = order[next];
    if (id === undefined) return true;
    for (const value of this.#values.get(id)!) {
      given.set(id, value);
      const mayHold = this.#rulesOf.get(id)!.every((rule) => this.#mayHold(rule, given));
      if (mayHold && this.#isCompletable(given, order, next + 1)) return true;
    }
    given.delete(id);
    return false;
  }

  /** Variables by the number of rules between them and this one; rules over many come last. */
  #orderFrom(id: string): string[] {
    const order = new Set([id]);
    for (const near of order) {
      for (const rule of this.#rulesOf.get(near)!) {
        const scope = this.#scopes.get(rule)!;
        if (scope.length <= 4) for (const other of scope) order.add(other);
      }
    }
    for (const other of this.#values.keys()) order.add(other);
    return [...order];
  }

  /** Whether the rule can still hold, as far as one look at what is given tells. */
  #mayHold(rule: Rule, given: Values): boolean {
    switch (rule.kind) {
      case 'requires':
        return truth(rule.if, given) !== true || truth(rule.needs, given) !== false;
      case 'excludes':
        return sure(rule.of, given, true) <= 1;
      case 'cardinality':
        return (
          sure(rule.of, given, true) <= (rule.max ?? rule.of.length) &&
          rule.of.length - sure(rule.of, given, false) >= (rule.min ?? 0)
        );
      case 'table':
        return !(rule.forbidden ?? []).some((row) =>
          row.every((cell, at) => cell === given.get(rule.variables[at]!)),
        );
      case 'linear':
        return this.#leastWeight(given) <= Number(rule.to);
      case 'iff':
      case 'condition':
        throw new Error('the workload has no such rules');
    }
  }

  /** The workload's linear rule is an upper bound of the whole weight. */
  #leastWeight(given: Values): number {
    let sum = 0;
    for (const [id, weights] of this.#weights) {
      const value = given.get(id);
      sum += value === undefined ? Math.min(...weights.values()) : weights.get(value)!;
    }
    return sum;
  }

  #scopeOf(rule: Rule): readonly string[] {
    switch (rule.kind) {
      case 'requires':
        return [...new Set([...namedIn(rule.if), ...namedIn(rule.needs)])];
      case 'table':
        return rule.variables;
      case 'linear':
        return [...this.#values.keys()].filter((id) =>
          [...this.#weights.get(id)!.values()].some((weight) => weight !== 0),
        );
      case 'condition':
        return namedIn(rule.that);
      default:
        return [...new Set(rule.of.flatMap(namedIn))];
    }
  }
}

function namedIn(condition: Condition): string[] {
  const read = readCondition(condition);
  if (read.kind === 'not') return namedIn(read.part);
  if (read.kind === 'tests') return read.tests.map(([id]) => id);
  return read.parts.flatMap(namedIn);
}

/** Undefined where it depends on what is not given yet. */
function truth(condition: Condition, given: Values): boolean | undefined {
  const read = readCondition(condition);
  if (read.kind === 'not') {
    const part = truth(read.part, given);
    return part === undefined ? undefined : !part;
  }
  const isAny = read.kind === 'any';
  const parts =
    read.kind === 'tests'
      ? read.tests.map(([id, test]) => (given.has(id) ? passes(given.get(id)!, test) : undefined))
      : read.parts.map((part) => truth(part, given));
  if (parts.includes(isAny)) return isAny;
  return parts.includes(undefined) ? undefined : !isAny;
}

const sure = (conditions: readonly Condition[], given: Values, value: boolean): number =>
  conditions.filter((condition) => truth(condition, given) === value).length;
