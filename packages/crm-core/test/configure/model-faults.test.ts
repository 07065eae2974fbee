import { describe, expect, test } from 'vitest';
import { CrmError } from '@kontor/crm-core';
import { checkConfiguratorModel, compileConfigurator } from '@kontor/crm-core/configure';

const named = { id: 'r', text: 'A rule.' };
const variables = [
  { id: 'top', values: ['oak', 'glass'] },
  { id: 'width', min: 1, max: 3 },
];
const desk = { id: 'desk', currency: 'EUR', variables };

/** The faults of a model as `path: message`. */
function faultsOf(model: object): readonly string[] {
  try {
    checkConfiguratorModel(model);
    return [];
  } catch (error) {
    if (!CrmError.is(error, 'CRM_INVALID_DEFINITION')) throw error;
    return error.details.issues.map(({ path, message }) => `${path}: ${message}`);
  }
}

const ofRule = (rule: object) => ({ ...desk, rules: [{ ...named, ...rule }] });
const that = (condition: object) => ofRule({ kind: 'condition', that: condition });

describe('checkConfiguratorModel', () => {
  test.each([
    [
      { ...desk, variables: [{ id: 'not', values: ['a', 'a'] }, { id: 'b' }] },
      [
        "variables.0.id: 'not' is a word of conditions: take another id",
        'variables.0.values: has a value twice',
        "variables.1: has neither 'values' nor both of 'min' and 'max'",
      ],
    ],
    [
      { ...desk, variables: [...variables, variables[0]] },
      ["variables: has 'top' twice: each needs an id of its own"],
    ],
    [
      { ...desk, variables: [{ id: 'w', min: 3, max: 1 }] },
      ['variables.0.max: is less than min, 3'],
    ],
    [that({ colour: 'red' }), ["rules.0.that.colour: there is no variable 'colour'"]],
    [that({ top: ['oak', 'pine'] }), [`rules.0.that.top: 'top' has no value "pine"`]],
    [
      that({ all: [{ top: { min: 1 } }] }),
      ['rules.0.that.all.0.top: has bounds, but its values are no numbers: list those meant'],
    ],
    [
      ofRule({ kind: 'cardinality', of: [{ top: 'oak' }], min: 2 }),
      ['rules.0.min: is 2, but at most 1 may hold'],
    ],
    [
      ofRule({ kind: 'table', variables: ['top', 'width'], allowed: [['oak'], ['pine', null]] }),
      [
        'rules.0.allowed.0: has 1 cells for 2 variables',
        `rules.0.allowed.1.0: 'top' has no value "pine"`,
      ],
    ],
    [
      ofRule({
        kind: 'linear',
        sum: [{ variable: 'top' }, { attribute: 'kg' }],
        compare: '<=',
        to: '1',
      }),
      [
        "rules.0.sum.0: the values of 'top' are no numbers: name an attribute",
        "rules.0.sum.1.attribute: no value has an attribute 'kg'",
      ],
    ],
  ])('all faults of a model at once, with their paths: %#', (model, faults) => {
    expect(faultsOf(model)).toEqual(faults);
  });

  test('a price that the currency has no unit for, and prices that doubles do not sum exactly', () => {
    const [precise] = faultsOf({ ...desk, basePrice: '1.005' });
    expect(precise).toMatch(/^basePrice: /);
    const [large] = faultsOf({ ...desk, basePrice: '9000000000000000' });
    expect(large).toMatch(/^prices: sum to 900000000000000000 minor units/);
  });
});

describe('compileConfigurator', () => {
  /** Every pair of variables far from one another must differ. */
  const tangle = {
    id: 'tangle',
    currency: 'EUR',
    variables: Array.from({ length: 12 }, (_, at) => ({ id: `v${at}`, min: 0, max: 9 })),
    rules: Array.from({ length: 6 }, (_, a) =>
      Array.from({ length: 6 }, (__, b) => ({
        kind: 'table' as const,
        id: `${a}-${b}`,
        text: 'They differ.',
        variables: [`v${a}`, `v${6 + b}`],
        forbidden: Array.from({ length: 10 }, (___, value) => [value, value]),
      })),
    ).flat(),
  };

  test('a product beyond the limit of nodes is refused, with where it is widest', () => {
    let refusal: unknown;
    try {
      compileConfigurator(tangle, { nodeLimit: 200 });
    } catch (error) {
      refusal = error;
    }
    if (!CrmError.is(refusal, 'CRM_CONFIGURATOR_TOO_LARGE')) throw refusal;
    expect(refusal.details).toMatchObject({ product: 'tangle', limit: 200 });
    expect(tangle.variables.map(({ id }) => id)).toContain(refusal.details.variable);
    expect(refusal.details.rules.length).toBeGreaterThan(0);
    expect(refusal.message).toMatch(/raise nodeLimit\.$/);
  });

  test('a sum of too many different weights is refused as a rule by itself', () => {
    const sum = tangle.variables.map(({ id }, at) => ({ variable: id, times: `${3 ** at}` }));
    const rule = {
      kind: 'linear' as const,
      id: 'sum',
      text: 'Sum.',
      sum,
      compare: '=' as const,
      to: '70001',
    };
    let refusal: unknown;
    try {
      compileConfigurator({ ...tangle, rules: [rule] }, { nodeLimit: 500 });
    } catch (error) {
      refusal = error;
    }
    if (!CrmError.is(refusal, 'CRM_CONFIGURATOR_TOO_LARGE')) throw refusal;
    expect(refusal.details).toEqual({
      product: 'tangle',
      limit: 500,
      variable: null,
      rules: ['sum'],
    });
  });
});
