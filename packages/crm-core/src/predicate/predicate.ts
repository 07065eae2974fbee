/**
 * Conditions as JSON: one language for segments, guards, assignment, service levels and policies.
 *
 * Two-valued: a comparison with a missing value is false, `not` is plain negation, and only
 * `isMissing` sees absence. So `not (a = 1)` holds where there is no `a`, and `a ≠ 1` does not. A
 * value is missing where it is absent, null, or not of the field's kind (value-forms.ts).
 */
import * as z from 'zod';

/** A parameter: its value comes when the condition is asked. A missing one is a missing value. */
export interface Param {
  readonly param: string;
}

/** Another field of the same record, of the same kind. */
export interface FieldOperand {
  readonly field: string;
}

/** A value, or a parameter for one. */
export type ValueOperand = string | number | boolean | Param;

/** What a field is compared with. */
export type Operand = ValueOperand | FieldOperand;

/** Comparisons with one value. */
export type CompareOp = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';

/** How text is compared: by code points, or with `ignoreCase` after folding (`foldCase`). */
export interface CaseOption {
  readonly ignoreCase?: boolean | undefined;
}

/** A field compared with one value. */
export interface ComparePredicate extends CaseOption {
  readonly field: string;
  readonly op: CompareOp;
  readonly value: Operand;
}

/** A field that is one of several values. */
export interface InPredicate extends CaseOption {
  readonly field: string;
  readonly op: 'in';
  readonly value: readonly ValueOperand[] | Param;
}

/** A field between two values, both ends included. */
export interface BetweenPredicate {
  readonly field: string;
  readonly op: 'between';
  readonly value: readonly [low: ValueOperand, high: ValueOperand];
}

/** Of text: a part of it, or its beginning; of a list: one of its items. */
export interface PartPredicate extends CaseOption {
  readonly field: string;
  readonly op: 'contains' | 'startsWith';
  readonly value: ValueOperand;
}

/** A field without a value. */
export interface MissingPredicate {
  readonly field: string;
  readonly op: 'isMissing';
}

/**
 * In the last so many hours (`24h`), days (`90d`) or weeks (`2w`) of now, now included and the
 * other end not. Of days: today and the days before it, by UTC, so `1d` is today.
 */
export interface WithinPredicate {
  readonly field: string;
  readonly op: 'within';
  readonly value: string;
}

/** A condition of one field. */
export type FieldPredicate =
  | ComparePredicate
  | InPredicate
  | BetweenPredicate
  | PartPredicate
  | MissingPredicate
  | WithinPredicate;

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

/** A record that is in another segment; `defineSegments` knows which there are. */
export interface SegmentPredicate {
  readonly segment: string;
}

/** A condition. `and` of nothing holds, `or` of nothing does not. */
export type Predicate =
  | FieldPredicate
  | RelatedPredicate
  | SegmentPredicate
  | { readonly and: readonly Predicate[] }
  | { readonly or: readonly Predicate[] }
  | { readonly not: Predicate };

const param = z.strictObject({ param: z.string().min(1).max(64) });
const field = z.string().min(1).max(128);
const value = z.union([z.string(), z.number(), z.boolean(), param]);
const operand = z.union([z.string(), z.number(), z.boolean(), param, z.strictObject({ field })]);
const compareOp = z.enum(['eq', 'ne', 'lt', 'le', 'gt', 'ge']);
const ignoreCase = z.boolean().optional();
const inner = z.lazy(() => predicate);
const where = inner.optional();

/** How long a span of `within` is: `90d`. */
export const SPAN = /^(\d{1,6})([hdw])$/;

/**
 * The schema of conditions: their form only. Whether there are such fields, and of what kind, is
 * `checkPredicate`'s to say.
 */
export const predicate: z.ZodType<Predicate> = z.union([
  z.strictObject({ field, op: compareOp, value: operand, ignoreCase }),
  z.strictObject({
    field,
    op: z.literal('in'),
    value: z.union([z.array(value), param]),
    ignoreCase,
  }),
  z.strictObject({ field, op: z.literal('between'), value: z.tuple([value, value]) }),
  z.strictObject({ field, op: z.enum(['contains', 'startsWith']), value, ignoreCase }),
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
  z.strictObject({ segment: z.string().min(1).max(128) }),
  z.strictObject({ and: z.array(inner) }),
  z.strictObject({ or: z.array(inner) }),
  z.strictObject({ not: inner }),
]);

/** Whether an operand is a parameter. */
export const isParam = (value: unknown): value is Param =>
  typeof value === 'object' && value !== null && 'param' in value;

/** Whether an operand is another field. */
export const isFieldOperand = (value: unknown): value is FieldOperand =>
  typeof value === 'object' && value !== null && 'field' in value;
