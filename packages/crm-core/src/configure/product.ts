/**
 * A checked product: variables with their values in order, prices in minor units.
 *
 * Variables and values are known by their places from here on.
 */
import { fixedText, money, scaledDecimal } from '@kontor/kernel';
import type { OptionValue } from './condition.ts';
import type { ConfiguratorData, VariableRow } from './model.ts';

/** One value of a variable. */
export interface ProductOption {
  readonly value: OptionValue;
  readonly text: string;
  /** Minor units of the currency. */
  readonly price: bigint;
  /** Exact decimals, by name. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** A variable with all of its values. */
export interface ProductVariable {
  readonly id: string;
  readonly text: string;
  readonly options: readonly ProductOption[];
  /** The place of the value to prefer; none when left out. */
  readonly defaultPlace?: number | undefined;
}

/** A product in force. */
export interface Product {
  readonly data: ConfiguratorData;
  readonly variables: readonly ProductVariable[];
  /** The place of a variable, by its id. */
  readonly places: ReadonlyMap<string, number>;
  /** Minor units. */
  readonly basePrice: bigint;
  /** The amounts of `data.prices`, in minor units. */
  readonly conditionalPrices: readonly bigint[];
  /** The names of all attributes, in the order of first use. */
  readonly attributes: readonly string[];
}

/**
 * The product of a model that has passed its check.
 *
 * @throws KernelError KERNEL_UNKNOWN_CURRENCY, KERNEL_MONEY_TOO_PRECISE — the check tells them
 * first
 */
export function productOf(data: ConfiguratorData): Product {
  const minor = (text: string): bigint => money(text, data.currency).minor;
  const variables = data.variables.map((row) => variableOf(row, minor));
  const names = variables.flatMap(({ options }) =>
    options.flatMap(({ attributes }) => Object.keys(attributes)),
  );
  return {
    data,
    variables,
    places: new Map(variables.map(({ id }, place) => [id, place])),
    basePrice: minor(data.basePrice),
    conditionalPrices: data.prices.map(({ amount }) => minor(amount)),
    attributes: [...new Set(names)],
  };
}

function variableOf(row: VariableRow, minor: (text: string) => bigint): ProductVariable {
  const options = row.values === undefined ? rangeOf(row, minor) : listOf(row, minor);
  const place = options.findIndex(({ value }) => value === row.default);
  const defaultPlace = place < 0 ? undefined : place;
  return { id: row.id, text: row.text ?? row.id, options, defaultPlace };
}

function listOf({ values = [] }: VariableRow, minor: (text: string) => bigint): ProductOption[] {
  return values.map((given) => {
    if (typeof given !== 'object') {
      return { value: given, text: String(given), price: 0n, attributes: {} };
    }
    const { value, text = String(value), price, attributes } = given;
    return { value, text, price: minor(price), attributes };
  });
}

function rangeOf(row: VariableRow, minor: (text: string) => bigint): ProductOption[] {
  const { min = 0, max = 0, price = '0', attributes = {} } = row;
  const each = minor(price);
  return Array.from({ length: max - min + 1 }, (_, at) => {
    const value = min + at;
    const total = Object.entries(attributes).map(([name, text]) => [name, times(text, value)]);
    return {
      value,
      text: String(value),
      price: each * BigInt(value),
      attributes: Object.fromEntries(total) as Record<string, string>,
    };
  });
}

/** An exact decimal times a whole number, as text. */
function times(text: string, factor: number): string {
  const { coefficient, decimals } = scaledDecimal(text);
  return fixedText(coefficient * BigInt(factor), decimals);
}
