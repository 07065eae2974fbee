/**
 * Conditions as JSON: one language for segments, guards, assignment, service levels and policies.
 *
 * Two-valued: a comparison with a missing value (absent or null) is false, `not` is plain negation,
 * and only `isMissing` sees absence. So `not (a = 1)` holds where there is no `a`, and `a ≠ 1` does
 * not.
 */
import { z } from 'zod';

/** A parameter: its value comes when the condition is asked. A missing one is a missing value. */
export interface Param {
  readonly param: string;
}

/** What a field is compared with. */
export type Operand = string | number | boolean | Param;

/** Comparisons with one value. */
export type CompareOp = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';

/** A condition of one field. */
export type FieldPredicate =
  | { readonly field: string; readonly op: CompareOp; readonly value: Operand }
  | { readonly field: string; readonly op: 'in'; readonly value: readonly Operand[] | Param }
  /** Both ends included. */
  | {
      readonly field: string;
      readonly op: 'between';
      readonly value: readonly [low: Operand, high: Operand];
    }
  /** Of text: a part of it; of a list: one of its items. */
  | { readonly field: string; readonly op: 'contains'; readonly value: Operand }
  | { readonly field: string; readonly op: 'startsWith'; readonly value: Operand }
  | { readonly field: string; readonly op: 'isMissing' }
  /**
   * In the last so many hours (`24h`), days (`90d`) or weeks (`2w`) of now, now included and the
   * other end not. Of days: today and the days before it, by UTC; so `1d` is today.
   */
  | { readonly field: string; readonly op: 'within'; readonly value: string };

/** A condition of the rows that hang on a record. */
export type RelatedPredicate =
  | {
      readonly related: string;
      readonly quantifier: 'any' | 'none';
      readonly where?: Predicate | undefined;
    }
  | {
      readonly related: string;
      readonly quantifier: 'count';
      readonly where?: Predicate | undefined;
      readonly op: CompareOp;
      readonly value: number;
    };

/** A condition. `and` of nothing holds, `or` of nothing does not. */
export type Predicate =
  | FieldPredicate
  | RelatedPredicate
  | { readonly and: readonly Predicate[] }
  | { readonly or: readonly Predicate[] }
  | { readonly not: Predicate };

const param = z.strictObject({ param: z.string().min(1).max(64) });
const operand = z.union([z.string(), z.number(), z.boolean(), param]);
const field = z.string().min(1).max(128);
const compareOp = z.enum(['eq', 'ne', 'lt', 'le', 'gt', 'ge']);
const inner = z.lazy(() => predicate);
const where = inner.optional();

/** How long a span of `within` is: `90d`. */
export const SPAN = /^(\d{1,6})([hdw])$/;

/**
 * The schema of conditions: their form only. Whether there are such fields, and of what kind, is
 * `checkPredicate`'s to say.
 */
export const predicate: z.ZodType<Predicate> = z.union([
  z.strictObject({ field, op: compareOp, value: operand }),
  z.strictObject({ field, op: z.literal('in'), value: z.union([z.array(operand), param]) }),
  z.strictObject({ field, op: z.literal('between'), value: z.tuple([operand, operand]) }),
  z.strictObject({ field, op: z.enum(['contains', 'startsWith']), value: operand }),
  z.strictObject({ field, op: z.literal('isMissing') }),
  z.strictObject({ field, op: z.literal('within'), value: z.string().regex(SPAN) }),
  z.strictObject({ related: field, quantifier: z.enum(['any', 'none']), where }),
  z.strictObject({
    related: field,
    quantifier: z.literal('count'),
    where,
    op: compareOp,
    value: z.int().min(0),
  }),
  z.strictObject({ and: z.array(inner) }),
  z.strictObject({ or: z.array(inner) }),
  z.strictObject({ not: inner }),
]);

/** Whether an operand is a parameter. */
export const isParam = (value: unknown): value is Param =>
  typeof value === 'object' && value !== null && 'param' in value;
