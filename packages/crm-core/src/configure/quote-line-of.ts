/**
 * A configured product as a line of a quote: plain data, with a price whose parts can be shown.
 */
import { currency, fixedText } from '@kontor/kernel';
import { completeValues } from './complete-values.ts';
import { holds, type OptionValue } from './condition.ts';
import type { Configuration } from './configuration.ts';
import type { ProductVariable } from './product.ts';

/** A part of the price; amounts have all decimals of the currency. */
export type PricePart =
  | { readonly kind: 'base'; readonly text: string; readonly amount: string }
  | {
      readonly kind: 'option';
      readonly variable: string;
      readonly value: OptionValue;
      readonly text: string;
      readonly amount: string;
    }
  | {
      readonly kind: 'conditional';
      readonly price: string;
      readonly text: string;
      readonly amount: string;
    };

/** A line of a quote. */
export interface ConfiguredLine {
  readonly product: string;
  readonly text: string;
  readonly currency: string;
  /** Of one piece: the sum of the parts. */
  readonly unitPrice: string;
  /** The base, options and conditional prices that are not zero. */
  readonly parts: readonly PricePart[];
  /** Every variable's value: what an order repeats, and the same product is configured from. */
  readonly options: Readonly<Record<string, OptionValue>>;
  /** The sums of attributes, as exact decimals. */
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * The line of a complete configuration.
 *
 * @throws CrmError CRM_CONFIGURATION_INCOMPLETE — names the variables that are open
 */
export function quoteLineOf(configuration: Configuration): ConfiguredLine {
  const options = completeValues(configuration);
  const { data } = configuration.compiled.product;
  const title = data.text ?? data.id;
  const priced = pricedParts(configuration, options, title);
  const unit = currency(data.currency);
  const total = priced.reduce((sum, { minor }) => sum + minor, 0n);
  return {
    product: data.id,
    text: title,
    currency: unit.code,
    unitPrice: fixedText(total, unit.exponent),
    parts: priced
      .filter(({ minor }) => minor !== 0n)
      .map(({ part, minor }) => ({ ...part, amount: fixedText(minor, unit.exponent) })),
    options,
    attributes: Object.fromEntries(
      Object.entries(configuration.totals).map(([name, { min }]) => [name, min]),
    ),
  };
}

type Unpriced<Part> = Part extends PricePart ? Omit<Part, 'amount'> : never;

interface PricedPart {
  readonly part: Unpriced<PricePart>;
  readonly minor: bigint;
}

function pricedParts(
  { compiled: { product } }: Configuration,
  values: Readonly<Record<string, OptionValue>>,
  title: string,
): PricedPart[] {
  const { data, variables, basePrice, conditionalPrices } = product;
  const conditional = data.prices.flatMap(({ id, text, if: condition }, at) =>
    holds(condition, values)
      ? [{ part: { kind: 'conditional', price: id, text } as const, minor: conditionalPrices[at]! }]
      : [],
  );
  const options = variables.map((variable) => pricedOption(variable, values[variable.id]!));
  return [{ part: { kind: 'base', text: title }, minor: basePrice }, ...options, ...conditional];
}

function pricedOption({ id, text, options }: ProductVariable, value: OptionValue): PricedPart {
  const option = options.find((one) => one.value === value)!;
  const part = { kind: 'option', variable: id, value, text: `${text}: ${option.text}` } as const;
  return { part, minor: option.price };
}
