/**
 * A configured product as a bill of material: plain rows in the shape that planning takes.
 *
 * A mapping is a bill with conditions, a "150 % bill": every line that any configuration may need,
 * and when it is needed.
 *
 * @source APICS Dictionary, "modular bill of material", "planning bill of material"
 */
import { fixedText, scaledDecimal } from '@kontor/kernel';
import * as z from 'zod';
import { checkGiven } from '../check-given.ts';
import type { CrmIssue } from '../errors.ts';
import { completeValues } from './complete-values.ts';
import { type Condition, conditionIssues, holds, type OptionValue } from './condition.ts';
import type { Configuration } from './configuration.ts';
import type { Product } from './product.ts';

const id = z.string().min(1);
const quantity = z.string().regex(/^\d{1,30}(?:\.\d{1,18})?$/, "is exact decimal text, as '1.5'");

const line = z.strictObject({
  /** When it is needed; always when left out. */
  if: z.custom<Condition>((given) => typeof given === 'object' && given !== null).optional(),
  component: id,
  /** For one piece of the product. */
  quantityPer: quantity.default('1'),
  /** Times the whole number that this variable has. */
  perVariable: id.optional(),
  /** Once per order, whatever its size. */
  quantityFixed: quantity.optional(),
  unit: id.optional(),
  scrap: quantity.optional(),
  location: id.optional(),
  offsetDays: z.int().optional(),
});

const mapping = z.strictObject({
  /** The id of the configured item: one for each configuration that is planned by itself. */
  item: id,
  location: id.optional(),
  lines: z.array(line).min(1),
});

/** What a user may write. */
export type BillMapping = z.input<typeof mapping>;

/** One component of the bill. */
export interface ConfiguredBillLine {
  readonly component: string;
  readonly quantityPer: string;
  readonly quantityFixed?: string;
  readonly unit?: string;
  readonly scrap?: string;
  readonly location?: string;
  readonly offsetDays?: number;
}

/** A bill of the configured item. */
export interface ConfiguredBill {
  readonly item: string;
  readonly location?: string;
  readonly lines: readonly ConfiguredBillLine[];
}

/**
 * The bill of a complete configuration. Lines of which none is needed are left out.
 *
 * @throws CrmError CRM_CONFIGURATION_INCOMPLETE — names the variables that are open
 * @throws CrmError CRM_INVALID_DEFINITION — faults of the mapping, each with its path
 */
export function billOfMaterialOf(configuration: Configuration, given: BillMapping): ConfiguredBill {
  const { product } = configuration.compiled;
  const blame = { code: 'CRM_INVALID_DEFINITION', what: 'The mapping to a bill' } as const;
  const { item, location, lines } = checkGiven(mapping, given, blame, (read) =>
    read.lines.flatMap((row, at) => lineIssues(row, `lines.${at}`, product)),
  );
  const values = completeValues(configuration);
  const needed = lines.filter((row) => row.if === undefined || holds(row.if, values));
  const made = needed.map((row) => lineOf(row, values)).filter((row) => !isNothing(row));
  return { item, ...(location === undefined ? {} : { location }), lines: made };
}

type Line = z.output<typeof line>;

function lineIssues(
  { if: condition, perVariable }: Line,
  path: string,
  product: Product,
): CrmIssue[] {
  const values = new Map(
    product.variables.map(({ id: name, options }) => [name, options.map(({ value }) => value)]),
  );
  const issues = condition === undefined ? [] : conditionIssues(condition, `${path}.if`, values);
  if (perVariable === undefined) return issues;
  const known = values.get(perVariable);
  const isCount = known?.every((value) => typeof value === 'number' && value >= 0);
  if (isCount === true) return issues;
  const message =
    known === undefined
      ? `there is no variable '${perVariable}'`
      : `the values of '${perVariable}' are no counts`;
  return [...issues, { path: `${path}.perVariable`, message }];
}

function lineOf(row: Line, values: Readonly<Record<string, OptionValue>>): ConfiguredBillLine {
  const { if: _, perVariable, quantityPer, ...rest } = row;
  const factor = perVariable === undefined ? 1n : BigInt(values[perVariable]!);
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  return {
    ...(Object.fromEntries(given) as Omit<ConfiguredBillLine, 'quantityPer'>),
    quantityPer: times(quantityPer, factor),
  };
}

const isNothing = ({ quantityPer, quantityFixed = '0' }: ConfiguredBillLine): boolean =>
  [quantityPer, quantityFixed].every((text) => scaledDecimal(text).coefficient === 0n);

/** Exact decimal text without zeros at its end. */
function times(text: string, factor: bigint): string {
  const { coefficient, decimals } = scaledDecimal(text);
  const product = scaledDecimal(fixedText(coefficient * factor, decimals));
  return fixedText(product.coefficient, product.decimals);
}
