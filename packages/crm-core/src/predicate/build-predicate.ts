/**
 * Conditions written in TypeScript; what comes out is the JSON.
 */
import type {
  CaseOption,
  CompareOp,
  FieldOperand,
  Operand,
  Param,
  Predicate,
  ValueOperand,
} from './predicate.ts';

/** The conditions of text, compared without regard to the case of Latin letters (`foldCase`). */
export interface TextConditions<Value extends ValueOperand = ValueOperand> {
  eq(value: Value | Param): Predicate;
  ne(value: Value | Param): Predicate;
  in(values: readonly (Value | Param)[] | Param): Predicate;
  contains(part: string | Param): Predicate;
  startsWith(start: string | Param): Predicate;
}

/** The conditions of a field. */
export interface FieldConditions<Value extends ValueOperand = ValueOperand>
  extends TextConditions<Value> {
  eq(value: Value | Param | FieldOperand): Predicate;
  ne(value: Value | Param | FieldOperand): Predicate;
  lt(value: Value | Param | FieldOperand): Predicate;
  le(value: Value | Param | FieldOperand): Predicate;
  gt(value: Value | Param | FieldOperand): Predicate;
  ge(value: Value | Param | FieldOperand): Predicate;
  /** Both ends included. */
  between(low: Value | Param, high: Value | Param): Predicate;
  /** Of text: a part of it; of a list: one of its items. */
  contains(part: string | Param): Predicate;
  isMissing(): Predicate;
  /** In the last `24h`, `90d` or `2w`. */
  within(span: string): Predicate;
  /** The same of text without regard to case. */
  readonly ignoreCase: TextConditions<Value>;
}

/**
 * The conditions of a field; `fieldsOf<Contact>()` gives one that knows names and values.
 *
 * @example
 * field('postcode').between(1000, 1999)
 * // => { field: 'postcode', op: 'between', value: [1000, 1999] }
 */
export function field(name: string): FieldConditions {
  const compare =
    (op: CompareOp) =>
    (value: Operand): Predicate => ({ field: name, op, value });
  return {
    ...textConditions(name, {}),
    ignoreCase: textConditions(name, { ignoreCase: true }),
    eq: compare('eq'),
    ne: compare('ne'),
    lt: compare('lt'),
    le: compare('le'),
    gt: compare('gt'),
    ge: compare('ge'),
    between: (low, high) => ({ field: name, op: 'between', value: [low, high] }),
    isMissing: () => ({ field: name, op: 'isMissing' }),
    within: (value) => ({ field: name, op: 'within', value }),
  };
}

function textConditions(name: string, option: CaseOption): TextConditions {
  return {
    eq: (value) => ({ field: name, op: 'eq', value, ...option }),
    ne: (value) => ({ field: name, op: 'ne', value, ...option }),
    in: (value) => ({ field: name, op: 'in', value, ...option }),
    contains: (value) => ({ field: name, op: 'contains', value, ...option }),
    startsWith: (value) => ({ field: name, op: 'startsWith', value, ...option }),
  };
}

/** The names of a row's fields; those of a custom part are dotted: `ext.size`. */
export type FieldName<Row extends object> = {
  [Name in keyof Row & string]: NonNullable<Row[Name]> extends readonly unknown[]
    ? Name
    : NonNullable<Row[Name]> extends object
      ? `${Name}.${keyof NonNullable<Row[Name]> & string}`
      : Name;
}[keyof Row & string];

/** What a field of a row is compared with. */
export type FieldValue<Row extends object, Name extends string> = Name extends keyof Row
  ? Comparable<Row[Name]>
  : Name extends `${infer Outer}.${infer Inner}`
    ? Outer extends keyof Row
      ? FieldValue<NonNullable<Row[Outer]> & object, Inner>
      : never
    : never;

type Comparable<Value> =
  NonNullable<Value> extends readonly (infer Item)[]
    ? Item & ValueOperand
    : NonNullable<Value> & ValueOperand;

/**
 * `field` for rows of a type: it knows their names, and what each is compared with.
 *
 * @example
 * const of = fieldsOf<{ surname: string; ext: { size?: number } }>();
 * of('ext.size').ge(42) // => { field: 'ext.size', op: 'ge', value: 42 }
 */
export function fieldsOf<Row extends object>(): <Name extends FieldName<Row>>(
  name: Name,
) => FieldConditions<FieldValue<Row, Name>> {
  return (name) => field(name);
}

/** A value that comes when the condition is asked. */
export const param = (name: string): Param => ({ param: name });

/** All of them hold. */
export const and = (...parts: readonly Predicate[]): Predicate => ({ and: parts });

/** One of them holds. */
export const or = (...parts: readonly Predicate[]): Predicate => ({ or: parts });

/** It does not hold. */
export const not = (part: Predicate): Predicate => ({ not: part });

/** The conditions of the rows that hang on a record. */
export interface RelatedConditions {
  any(where?: Predicate): Predicate;
  none(where?: Predicate): Predicate;
  count(op: CompareOp, value: number, where?: Predicate): Predicate;
}

/**
 * The conditions of rows that hang on a record.
 *
 * @example
 * related('deals').any(field('won').eq(true))
 * // => { related: 'deals', quantifier: 'any', where: { field: 'won', op: 'eq', value: true } }
 */
export function related(name: string): RelatedConditions {
  const given = (where: Predicate | undefined) => (where === undefined ? {} : { where });
  return {
    any: (where) => ({ related: name, quantifier: 'any', ...given(where) }),
    none: (where) => ({ related: name, quantifier: 'none', ...given(where) }),
    count: (op, value, where) => ({
      related: name,
      quantifier: 'count',
      op,
      value,
      ...given(where),
    }),
  };
}
