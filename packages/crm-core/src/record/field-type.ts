/**
 * What a field holds, read from its schema: so columns, conditions and imports know it without
 * being told twice.
 */
import * as z from 'zod';

/** What a field holds. */
export type FieldType =
  | 'text'
  /** A whole number. */
  | 'integer'
  | 'number'
  /** An exact decimal as text: '1250.00'. */
  | 'decimal'
  | 'boolean'
  /** `YYYY-MM-DD`. */
  | 'day'
  /** UTC ISO. */
  | 'instant'
  /** A list of text. */
  | 'list'
  /** Anything else: it is kept, and not asked for. */
  | 'json';

/**
 * An exact decimal as text, with at most so many decimals; amounts of money stand beside their
 * currency.
 *
 * @example
 * decimalText(2).parse('1250.00') // => '1250.00'
 */
export const decimalText = (decimals = 18): z.ZodString =>
  z
    .string()
    .regex(new RegExp(`^-?\\d{1,24}${decimals === 0 ? '' : `(\\.\\d{1,${decimals}})?`}$`), {
      message: `must be a decimal as text with at most ${decimals} decimals, such as '12.5'`,
    })
    .meta({ kontor: 'decimal' });

/** An instant, UTC ISO to the millisecond: instants are ordered as text. */
export const instantText = (): z.ZodISODateTime => z.iso.datetime({ precision: 3 });

/**
 * What the values of a schema are.
 *
 * @example
 * fieldTypeOf(z.iso.date().optional()) // => 'day'
 */
export function fieldTypeOf(schema: z.ZodType): FieldType {
  const inner = unwrapped(schema);
  if (inner.meta()?.['kontor'] === 'decimal') return 'decimal';
  switch (inner.def.type) {
    case 'string':
      return textType((inner.def as { readonly format?: string }).format);
    case 'enum':
    case 'template_literal':
      return 'text';
    case 'literal':
      return literalType((inner as z.ZodLiteral).values);
    case 'number':
      return (inner as z.ZodNumber).format === 'safeint' ? 'integer' : 'number';
    case 'boolean':
      return 'boolean';
    case 'array':
      return fieldTypeOf((inner as z.ZodArray<z.ZodType>).element) === 'text' ? 'list' : 'json';
    default:
      return 'json';
  }
}

/** Without what only says when a value may be missing, and what it is then. */
function unwrapped(schema: z.ZodType): z.ZodType {
  const { innerType } = schema.def as unknown as { readonly innerType?: z.ZodType };
  return innerType === undefined ? schema : unwrapped(innerType);
}

function textType(format: string | undefined): FieldType {
  if (format === 'date') return 'day';
  return format === 'datetime' ? 'instant' : 'text';
}

const literalType = (values: ReadonlySet<unknown>): FieldType =>
  [...values].every((value) => typeof value === 'string') ? 'text' : 'json';
