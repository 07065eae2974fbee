/**
 * The model of a product with options, as written: JSON through zod schemas.
 *
 * Variables have listed values or are whole numbers within bounds. Rules say which values go
 * together; each has an id and a text, and explanations are made of those. Prices are exact decimal
 * strings in one currency, on values and on conditions. Attributes (weight, power) are exact
 * decimals on values: linear rules sum them, and a configuration reports their totals.
 */
import * as z from 'zod';
import type { Condition } from './condition.ts';

const id = z.string().min(1).max(255);
const decimalText = z
  .string()
  .regex(/^-?\d{1,30}(?:\.\d{1,18})?$/, "is exact decimal text, such as '-12.50'");
const attributes = z.record(id, decimalText);
const value = z.union([z.string().min(1).max(255), z.int()]);
/** Its inside is checked with the variables at hand, for faults to have their own paths. */
const condition = z.custom<Condition>((given) => typeof given === 'object' && given !== null, {
  message: 'is no condition: write { variable: value }',
});

const option = z.strictObject({
  value,
  text: z.string().optional(),
  price: decimalText.default('0'),
  attributes: attributes.default({}),
});

const variable = z.strictObject({
  id,
  text: z.string().optional(),
  /** In the order of preference where nothing else decides. */
  values: z.array(z.union([value, option])).optional(),
  /** Or a whole number from `min` to `max`; `price` and `attributes` are then for each one. */
  min: z.int().optional(),
  max: z.int().optional(),
  price: decimalText.optional(),
  attributes: attributes.optional(),
  default: value.optional(),
});

const named = { id, text: z.string().min(1) };

const term = z.strictObject({
  /** `times` its whole number; with `attribute`, that attribute of its value. */
  variable: id.optional(),
  /** Without `variable`: of all variables. */
  attribute: id.optional(),
  times: decimalText.default('1'),
});

const rule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('requires'), ...named, if: condition, needs: condition }),
  z.strictObject({ kind: z.literal('excludes'), ...named, of: z.array(condition).min(2) }),
  z.strictObject({ kind: z.literal('iff'), ...named, of: z.array(condition).min(2) }),
  z.strictObject({
    kind: z.literal('cardinality'),
    ...named,
    of: z.array(condition).min(1),
    min: z.int().min(0).optional(),
    max: z.int().min(0).optional(),
  }),
  z.strictObject({
    kind: z.literal('table'),
    ...named,
    variables: z.array(id).min(1),
    /** One of these rows must hold; null stands for any value. */
    allowed: z.array(z.array(value.nullable())).optional(),
    /** None of these rows may hold. */
    forbidden: z.array(z.array(value.nullable())).optional(),
  }),
  z.strictObject({
    kind: z.literal('linear'),
    ...named,
    sum: z.array(term).min(1),
    compare: z.enum(['<=', '<', '=', '!=', '>', '>=']),
    to: decimalText,
  }),
  z.strictObject({ kind: z.literal('condition'), ...named, that: condition }),
]);

/** The model of a product. */
export const configuratorModel = z.strictObject({
  id,
  text: z.string().optional(),
  /** ISO 4217. */
  currency: z.string().min(1),
  /** Of the product before options. */
  basePrice: decimalText.default('0'),
  variables: z.array(variable).min(1),
  rules: z.array(rule).default([]),
  /** Added to the price when the condition holds; may be negative. */
  prices: z.array(z.strictObject({ ...named, if: condition, amount: decimalText })).default([]),
});

/** Nothing of what is given is ever written to. */
type Given<Part> = Part extends readonly (infer Element)[]
  ? readonly Given<Element>[]
  : Part extends object
    ? { readonly [Key in keyof Part]: Given<Part[Key]> }
    : Part;

/** What a user may write. */
export type ConfiguratorModel = Given<z.input<typeof configuratorModel>>;
/** What the schema gives: defaults filled in. */
export type ConfiguratorData = z.output<typeof configuratorModel>;
/** One rule. */
export type ConfiguratorRule = ConfiguratorData['rules'][number];
/** One variable as written. */
export type VariableRow = ConfiguratorData['variables'][number];
