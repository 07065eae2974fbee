/**
 * Every answer of a configurator, beside the enumeration of all combinations.
 */
import { fixedText } from '@kontor/kernel';
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { CrmError } from '@kontor/crm-core';
import {
  type Choice,
  compileConfigurator,
  type Configuration,
  type Conflict,
  quoteLineOf,
} from '@kontor/crm-core/configure';
import { EnumeratedProduct, valuesOf } from '../oracle/enumerated-product.ts';
import { randomProduct } from './random-product.ts';

const isFull = process.env['KONTOR_FULL'] === '1';
const runs = { numRuns: isFull ? 100 : 40 };
const products = randomProduct(isFull ? 65_536 : 1024);
/** Picks that stand for a variable and a value, whatever the model. */
const picks = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 6 });

type Model = Parameters<typeof compileConfigurator>[0];

/** The configuration of a model that has any, and its twin. */
function compiled(model: Model): { start: Configuration; twin: EnumeratedProduct } {
  const twin = new EnumeratedProduct(model);
  fc.pre(twin.valid.length > 0);
  return { start: compileConfigurator(model).start(), twin };
}

function choiceOf({ variables }: Model, [at, place]: readonly [number, number]): Choice {
  const row = variables[at % variables.length]!;
  const values = valuesOf(row);
  return { variable: row.id, value: values[place % values.length]! };
}

/** Chooses what can be chosen, and leaves the rest. */
function walked(start: Configuration, model: Model, path: readonly (readonly [number, number])[]) {
  return path.reduce((made, pick) => {
    const { variable, value } = choiceOf(model, pick);
    return made.whyNot(variable, value) === undefined ? made.choose({ [variable]: value }) : made;
  }, start);
}

/** The details of the refusal, if it is one. */
function refusalOf(work: () => unknown): InstanceType<typeof CrmError> | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (CrmError.is(error)) return error;
    throw error;
  }
}

const without = (choices: readonly Choice[], variable: string): Choice[] =>
  choices.filter((choice) => choice.variable !== variable);

/** It cannot hold, and without any one of its parts it can. */
function expectMinimal(twin: EnumeratedProduct, { rules, choices }: Conflict, wish: Choice[]) {
  const ids = rules.map(({ id }) => id);
  expect(twin.canHold(ids, [...wish, ...choices])).toBe(false);
  for (const id of ids) {
    const others = ids.filter((other) => other !== id);
    expect(twin.canHold(others, [...wish, ...choices])).toBe(true);
  }
  for (const { variable } of choices) {
    expect(twin.canHold(ids, [...wish, ...without(choices, variable)])).toBe(true);
  }
}

const least = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => (b < a ? b : a));
const greatest = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => (b > a ? b : a));

describe('compileConfigurator', () => {
  test.prop([products], runs)(
    'property: a model is refused if no combination is valid, with a minimal set of rules',
    (model) => {
      const twin = new EnumeratedProduct(model);
      const refusal = refusalOf(() => compileConfigurator(model));
      expect(refusal?.code).toBe(
        twin.valid.length === 0 ? 'CRM_CONFIGURATOR_CONTRADICTION' : undefined,
      );
      if (!CrmError.is(refusal, 'CRM_CONFIGURATOR_CONTRADICTION')) return;
      expectMinimal(twin, { rules: refusal.details.rules, choices: [] }, []);
    },
  );
});

describe('Configuration', () => {
  test.prop([products, picks], runs)(
    'property: domains, count, prices and totals are those of the combinations that are left',
    (model, path) => {
      const { start, twin } = compiled(model);
      const made = walked(start, model, path);
      const left = twin.with(made.choices);
      expect(made.count).toBe(BigInt(left.length));
      for (const row of model.variables) {
        const offered = valuesOf(row).filter((value) => left.some((one) => one[row.id] === value));
        expect(made.domains[row.id]).toEqual(offered);
      }
      const prices = left.map((one) => twin.priceOf(one));
      expect(made.price.cheapest).toBe(fixedText(least(prices), 2));
      expect(made.price.dearest).toBe(fixedText(greatest(prices), 2));
      const { kg } = made.totals;
      if (kg === undefined) return;
      const weights = left.map((one) => twin.totalOf(one, 'kg'));
      expect(Number(kg.min)).toBe(Number(least(weights)) / 100);
      expect(Number(kg.max)).toBe(Number(greatest(weights)) / 100);
    },
  );

  test.prop([products, picks], runs)(
    'property: the cheapest and the dearest completion are valid and cost what was said',
    (model, path) => {
      const { start, twin } = compiled(model);
      const made = walked(start, model, path);
      for (const by of ['cheapest', 'dearest'] as const) {
        const whole = made.complete(by);
        const values = Object.entries(whole.values as Record<string, string | number>);
        const [one] = twin.with(values.map(([variable, value]) => ({ variable, value })));
        expect(whole.isComplete && one !== undefined).toBe(true);
        expect(fixedText(twin.priceOf(one!), 2)).toBe(made.price[by]);
        expect(quoteLineOf(whole).unitPrice).toBe(made.price[by]);
      }
    },
  );

  test.prop([products, picks], runs)(
    'property: a value is explained if no combination has it, by a minimal conflict',
    (model, [wanted, ...path]) => {
      const { start, twin } = compiled(model);
      const made = walked(start, model, path);
      const wish = choiceOf(model, wanted!);
      const others = without(made.choices, wish.variable);
      const conflict = made.whyNot(wish.variable, wish.value);
      expect(conflict === undefined).toBe(twin.with([...others, wish]).length > 0);
      const refusal = refusalOf(() => made.choose({ [wish.variable]: wish.value }));
      if (conflict === undefined) {
        expect(refusal).toBeUndefined();
        return;
      }
      expect(refusal?.details).toEqual({ ...wish, ...conflict });
      for (const choice of conflict.choices) expect(others).toContainEqual(choice);
      expectMinimal(twin, conflict, [wish]);
    },
  );

  test.prop([products, picks], runs)(
    'property: forcing a value drops as few older choices as there must be',
    (model, [wanted, ...path]) => {
      const { start, twin } = compiled(model);
      const made = walked(start, model, path);
      const wish = choiceOf(model, wanted!);
      const could = twin.with([wish]);
      if (could.length === 0) {
        const refusal = refusalOf(() => made.force({ [wish.variable]: wish.value }));
        expect(refusal?.code).toBe('CRM_CONFIGURATION_CONFLICT');
        return;
      }
      const { configuration, dropped } = made.force({ [wish.variable]: wish.value });
      const others = without(made.choices, wish.variable);
      const kept = others.filter(
        (one) => !dropped.some(({ variable }) => variable === one.variable),
      );
      const keptBy = could.map((one) => others.filter((o) => one[o.variable] === o.value).length);
      expect(kept.length).toBe(Math.max(...keptBy));
      expect(configuration.choices).toEqual([...kept, wish]);
      expect(twin.with(configuration.choices).length).toBeGreaterThan(0);
    },
  );

  test.prop([products, picks], runs)(
    'property: what was undone leaves what was never chosen',
    (model, path) => {
      const { start } = compiled(model);
      const made = walked(start, model, path);
      const [first, ...rest] = made.choices;
      if (first === undefined) return;
      const undone = made.undo(first.variable);
      const other = rest.reduce(
        (one, { variable, value }) => one.choose({ [variable]: value }),
        start,
      );
      expect(undone.domains).toEqual(other.domains);
      expect([undone.count, undone.price]).toEqual([other.count, other.price]);
      expect(made.undo().domains).toEqual(start.domains);
    },
  );
});
